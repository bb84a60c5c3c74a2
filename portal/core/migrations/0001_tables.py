"""Every table of the kernel."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Demonstration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('is_working', models.BooleanField()),
                ('name_zh', models.CharField(blank=True, max_length=60)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('source', models.CharField(choices=[('notice', 'Yearly notice of the State Council'), ('local', 'Local order')], max_length=10)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('source__in', ['notice', 'local'])), name='calendar_source_known'), models.UniqueConstraint(fields=('day', 'source'), name='calendar_day_once_in_a_source')],
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('publication', 'Publication'), ('correction', 'Correction'), ('withdrawal', 'Withdrawal')], max_length=20)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_number', models.CharField(max_length=120)),
                ('edition', models.PositiveIntegerField()),
                ('content_sha256', models.CharField(max_length=64)),
                ('facts', models.JSONField(default=dict)),
                ('previous_hash', models.CharField(max_length=64, unique=True)),
                ('hash', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_number', 'edition'], name='log_by_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='log_sequence_from_one'), models.CheckConstraint(condition=models.Q(('edition__gte', 1)), name='log_edition_from_one'), models.CheckConstraint(condition=models.Q(('kind__in', ['publication', 'correction', 'withdrawal'])), name='log_kind_known'), models.CheckConstraint(condition=models.Q(('content_sha256__regex', '^[0-9a-f]{64}$')), name='log_content_is_sha256'), models.CheckConstraint(condition=models.Q(('previous_hash__regex', '^[0-9a-f]{64}$')), name='log_previous_is_sha256'), models.CheckConstraint(condition=models.Q(('hash__regex', '^[0-9a-f]{64}$')), name='log_hash_is_sha256')],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('key', models.BigIntegerField(help_text='Primary key of what it was made from')),
                ('number', models.CharField(max_length=120)),
                ('edition', models.PositiveIntegerField(blank=True, null=True)),
                ('url', models.CharField(help_text='At the Chinese root', max_length=200)),
                ('title_zh', models.CharField(max_length=400)),
                ('title_en', models.CharField(max_length=400)),
                ('unit', models.CharField(blank=True, help_text='Code of the unit', max_length=20)),
                ('unit_zh', models.CharField(blank=True, max_length=200)),
                ('unit_en', models.CharField(blank=True, max_length=200)),
                ('stream', models.CharField(blank=True, max_length=20)),
                ('entry', models.CharField(blank=True, help_text="Code of the catalogue's entry", max_length=20)),
                ('entry_zh', models.CharField(blank=True, max_length=200)),
                ('entry_en', models.CharField(blank=True, max_length=200)),
                ('period', models.CharField(blank=True, max_length=7)),
                ('body', models.TextField(blank=True)),
                ('lines', models.TextField(blank=True, help_text='As `portal.core.search.Line` writes them, one each')),
                ('published_at', models.DateTimeField()),
                ('until', models.DateField(blank=True, help_text='Last day on notice', null=True)),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('key'), descending=True), name='search_by_publication')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_document_once')],
            },
        ),
        migrations.CreateModel(
            name='AuditLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('subject_kind', models.CharField(max_length=80)),
                ('subject_id', models.BigIntegerField()),
                ('subject_number', models.CharField(max_length=120)),
                ('verb', models.CharField(max_length=60)),
                ('source', models.CharField(blank=True, max_length=30)),
                ('target', models.CharField(blank=True, max_length=30)),
                ('reason', models.TextField(blank=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', 'at'], name='audit_by_subject')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(help_text='Name of the Celery task', max_length=100)),
                ('args', models.JSONField(default=dict, help_text='What the task needs: keys and plain values')),
                ('title', models.CharField(help_text='Message id of the title, with %(name)s places', max_length=200)),
                ('title_params', models.JSONField(default=dict, help_text='What fills those places')),
                ('queue', models.CharField(default='default', max_length=30)),
                ('is_urgent', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(blank=True, null=True)),
                ('result', models.JSONField(default=dict)),
                ('error', models.JSONField(default=dict, help_text='Why it failed: a sentence by language code')),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['actor', '-created_at'], name='job_by_actor'), models.Index(condition=models.Q(('state__in', ('queued', 'running'))), fields=['state', 'created_at'], name='job_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='job_state_known'), models.CheckConstraint(condition=models.Q(('total__isnull', True), ('done__lte', models.F('total')), _connector='OR'), name='job_done_in_total'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state__in', ('queued', 'running'))), models.Q(('finished_at__isnull', False), models.Q(('state__in', ('queued', 'running')), _negated=True)), _connector='OR'), name='job_finished_when_final'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('claimed_at__isnull', False), ('heartbeat_at__isnull', False)), _connector='OR'), name='job_running_when_claimed')],
            },
        ),
    ]
