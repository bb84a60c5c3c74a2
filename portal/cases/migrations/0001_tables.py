"""Cases, their senders, files, clocks and letters."""

import django.db.models.deletion
import portal.core.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('messaging', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('number', models.CharField(max_length=60, verbose_name='Number')),
                ('code_digest', models.CharField(editable=False, max_length=120)),
                ('form_token_digest', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('channel', models.CharField(choices=[('web', 'On this website'), ('telephone', 'By telephone'), ('box', 'In the suggestion box'), ('in_person', 'In person')], max_length=10, verbose_name='Came in')),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], default='zh-hans', max_length=10)),
                ('received_at', models.DateTimeField()),
                ('entered_at', models.DateTimeField(editable=False)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('forget_after', models.DateField(blank=True, null=True)),
                ('forgotten_at', models.DateTimeField(blank=True, null=True)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handed_from', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ['-received_at', '-pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'number'), name='case_number_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('forget_after', None)), models.Q(('closed_at__isnull', False), ('forget_after__isnull', False)), _connector='OR'), name='case_closed_is_forgotten_some_day'),
                    models.CheckConstraint(condition=models.Q(('forgotten_at', None), ('closed_at__isnull', False), _connector='OR'), name='case_forgotten_was_closed'),
                ],
                'indexes': [
                    models.Index(fields=['kind', 'channel', 'received_at'], name='case_by_kind'),
                    models.Index(condition=models.Q(('forgotten_at', None)), fields=['forget_after'], name='case_to_forget'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.encryption.fields.EncryptedTextField()),
                ('stored', portal.core.encryption.fields.StoredFileField(editable=False, max_length=80, unique=True)),
                ('size', models.PositiveIntegerField(help_text='Bytes, before it was encrypted')),
                ('content_type', models.CharField(max_length=100)),
                ('added_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='cases.case')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('written_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='cases.case')),
                ('delivery', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.delivery')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40)),
                ('version', models.CharField(max_length=40)),
                ('basis', models.CharField(max_length=200)),
                ('days', models.PositiveSmallIntegerField()),
                ('is_in_working_days', models.BooleanField()),
                ('start', models.DateField(help_text='The day after it is day 1')),
                ('due', models.DateField(blank=True, null=True)),
                ('is_provisional', models.BooleanField(default=False)),
                ('is_chosen', models.BooleanField(default=False)),
                ('counted', models.JSONField(default=dict)),
                ('extended_days', models.PositiveSmallIntegerField(default=0)),
                ('extension_reason', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='cases.case')),
                ('extended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('met_at', None), ('stopped_at', None)), fields=('case', 'rule'), name='clock_runs_once'),
                    models.CheckConstraint(condition=models.Q(('met_at', None), ('stopped_at', None), _connector='OR'), name='clock_met_or_stopped'),
                    models.CheckConstraint(condition=models.Q(('extended_days', 0), ('extended_by__isnull', False), _connector='OR'), name='clock_extended_by_somebody'),
                ],
                'indexes': [
                    models.Index(condition=models.Q(('is_provisional', True), ('met_at', None), ('stopped_at', None)), fields=['due'], name='clock_to_recount'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', portal.core.encryption.fields.EncryptedTextField()),
                ('written_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='cases.case')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Private',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', portal.core.encryption.fields.EncryptedTextField()),
                ('name', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('telephone', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('email', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('address', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('text_digest', portal.core.encryption.fields.DigestField(blank=True, db_index=True, editable=False, max_length=64)),
                ('name_digest', portal.core.encryption.fields.DigestField(blank=True, db_index=True, editable=False, max_length=64)),
                ('telephone_digest', portal.core.encryption.fields.DigestField(blank=True, db_index=True, editable=False, max_length=64)),
                ('email_digest', portal.core.encryption.fields.DigestField(blank=True, db_index=True, editable=False, max_length=64)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('sender', 'As it came, with the sender'), ('file', 'A file'), ('notes', 'Notes'), ('export', 'Exported'), ('print', 'Printed'), ('comparison', 'Compared with others by the portal')], max_length=12)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='cases.case')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('what__in', ['sender', 'file', 'notes', 'export', 'print', 'comparison'])), name='reading_kind_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visibility', models.CharField(choices=[('', 'Not decided'), ('public', 'Published'), ('masked', 'Published masked'), ('private', 'Kept private')], max_length=10)),
                ('shown_text', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('shown_name', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('screened_at', models.DateTimeField()),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='screening', to='cases.case')),
                ('screened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('visibility__in', ['', 'public', 'masked', 'private'])), name='screening_visibility_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stopped_on', models.DateField()),
                ('resumed_on', models.DateField(blank=True, null=True)),
                ('reason', portal.core.encryption.fields.EncryptedTextField()),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suspensions', to='cases.clock')),
                ('suspended_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('resumed_on', None)), fields=('clock',), name='suspension_one_at_a_time'),
                    models.CheckConstraint(condition=models.Q(('resumed_on', None), ('resumed_on__gte', models.F('stopped_on')), _connector='OR'), name='suspension_goes_forward'),
                ],
            },
        ),
    ]
