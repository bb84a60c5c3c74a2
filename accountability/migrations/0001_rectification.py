"""What must be put right, and its evidence."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_system_actor'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalRectification',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('number', models.CharField(db_index=True, max_length=40, verbose_name='Number')),
                ('source', models.CharField(choices=[('inspection', 'Inspection'), ('supervision', 'Supervision of a point of risk'), ('rating', 'Ratings of a window'), ('meeting', 'Democratic-life meeting'), ('audit', 'Economic audit'), ('debriefing', 'Debriefing'), ('assessment', 'Assessment')], max_length=12, verbose_name='Asked for by')),
                ('source_number', models.CharField(help_text='Number of what asked for it, in its own room', max_length=40)),
                ('state', models.CharField(choices=[('open', 'To be put right'), ('reported', 'Reported, to be checked again'), ('closed', 'Closed')], editable=False, max_length=20)),
                ('kind', models.CharField(max_length=60, verbose_name='Kind')),
                ('text', models.TextField(verbose_name='What is wrong')),
                ('requirement', models.TextField(verbose_name='What is to be done')),
                ('given_on', models.DateField()),
                ('due', models.DateField(verbose_name='By when')),
                ('original_due', models.DateField()),
                ('responsible', models.CharField(blank=True, max_length=200, verbose_name='Responsible')),
                ('supervising', models.CharField(blank=True, max_length=200, verbose_name='Responsible for supervision')),
                ('done_with', models.TextField(blank=True, verbose_name='What was done')),
                ('reported_on', models.DateField(blank=True, null=True)),
                ('result', models.TextField(blank=True, verbose_name='What the check found')),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('times_supervised', models.PositiveSmallIntegerField(default=0)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'verbose_name': 'historical rectification',
                'verbose_name_plural': 'historical rectifications',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='Number')),
                ('source', models.CharField(choices=[('inspection', 'Inspection'), ('supervision', 'Supervision of a point of risk'), ('rating', 'Ratings of a window'), ('meeting', 'Democratic-life meeting'), ('audit', 'Economic audit'), ('debriefing', 'Debriefing'), ('assessment', 'Assessment')], max_length=12, verbose_name='Asked for by')),
                ('source_number', models.CharField(help_text='Number of what asked for it, in its own room', max_length=40)),
                ('state', models.CharField(choices=[('open', 'To be put right'), ('reported', 'Reported, to be checked again'), ('closed', 'Closed')], editable=False, max_length=20)),
                ('kind', models.CharField(max_length=60, verbose_name='Kind')),
                ('text', models.TextField(verbose_name='What is wrong')),
                ('requirement', models.TextField(verbose_name='What is to be done')),
                ('given_on', models.DateField()),
                ('due', models.DateField(verbose_name='By when')),
                ('original_due', models.DateField()),
                ('responsible', models.CharField(blank=True, max_length=200, verbose_name='Responsible')),
                ('supervising', models.CharField(blank=True, max_length=200, verbose_name='Responsible for supervision')),
                ('done_with', models.TextField(blank=True, verbose_name='What was done')),
                ('reported_on', models.DateField(blank=True, null=True)),
                ('result', models.TextField(blank=True, verbose_name='What the check found')),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('times_supervised', models.PositiveSmallIntegerField(default=0)),
                ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['due', 'pk'],
                'indexes': [models.Index(fields=['state', 'due'], name='rectification_by_due'), models.Index(fields=['source', 'source_number'], name='rectification_by_source'), models.Index(fields=['unit', 'given_on'], name='rectification_by_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'reported', 'closed'])), name='rectification_state_known'), models.CheckConstraint(condition=models.Q(('source__in', ['inspection', 'supervision', 'rating', 'meeting', 'audit', 'debriefing', 'assessment'])), name='rectification_source_known'), models.CheckConstraint(condition=models.Q(('due__gte', models.F('original_due')), ('original_due__gte', models.F('given_on'))), name='rectification_due_after_given'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('reported_by__isnull', False), ('reported_on__isnull', False)), _connector='OR'), name='rectification_reported_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on', None)), _connector='OR'), name='rectification_closed_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('stored_as', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(help_text='Bytes')),
                ('content_type', models.CharField(max_length=100)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rectification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='accountability.rectification')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
