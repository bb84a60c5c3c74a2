"""Requests for information: requests, their replies and releases."""

import django.db.models.deletion
import portal.core.encryption.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_system_actor'),
        ('accounts', '__first__'),
        ('cases', '0003_letters'),
        ('disclosure', '0002_published_editions_stand'),
    ]

    operations = [
        migrations.AlterField(
            model_name='demandsupport',
            name='channel',
            field=models.CharField(choices=[('web', 'On this website'), ('telephone', 'By telephone'), ('box', 'In the suggestion box'), ('in_person', 'In person'), ('letter', 'By letter')], max_length=10, verbose_name='Came in'),
        ),
        migrations.AlterField(
            model_name='historicaldemandsupport',
            name='channel',
            field=models.CharField(choices=[('web', 'On this website'), ('telephone', 'By telephone'), ('box', 'In the suggestion box'), ('in_person', 'In person'), ('letter', 'By letter')], max_length=10, verbose_name='Came in'),
        ),
        migrations.CreateModel(
            name='HistoricalRequest',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('applicant', models.CharField(choices=[('person', 'A private person'), ('enterprise', 'A business'), ('research', 'A research institution'), ('public_interest', 'A public-interest organisation'), ('legal', 'A legal service'), ('other', 'Another organisation')], max_length=20, verbose_name='Who asks')),
                ('delivery', models.CharField(choices=[('email', 'By e-mail'), ('post', 'On paper, by post'), ('visit', 'To be read and copied at the office')], max_length=10, verbose_name='How it is to be given')),
                ('state', models.CharField(choices=[('received', 'Received'), ('correcting', 'Correction asked for'), ('accepted', 'Being worked on'), ('consulting', 'A third party is asked'), ('extending', 'Extension asked for'), ('drafted', 'Reply to be decided'), ('answered', 'Replied'), ('redirected', 'Handed over as a petition'), ('withdrawn', 'Withdrawn')], editable=False, max_length=20)),
                ('result', models.CharField(blank=True, choices=[('granted', 'Disclosed'), ('partly', 'Partly disclosed'), ('state_secret', 'State secret'), ('forbidden', 'Disclosure forbidden by another law or regulation'), ('security', 'Endangers national, public or economic security or social stability'), ('third_party', 'Protects the lawful rights of a third party'), ('internal', 'Internal affairs of the office (three kinds)'), ('process', 'Made in the course of a decision (four kinds)'), ('enforcement', 'File of administrative enforcement'), ('enquiry', 'Matter of an administrative enquiry with its own procedure'), ('not_held', 'This office does not hold it'), ('not_made', 'Does not exist and would have to be made'), ('still_unclear', 'Still unclear after correction'), ('petition', 'Petition, report or complaint'), ('repeated', 'Asked for again'), ('publication', 'Asks for a publication that is on sale'), ('abusive', 'Asked for many times over without good reason'), ('confirmation', 'Asks to confirm or issue anew what was obtained already'), ('not_corrected', 'Not corrected in time without good reason, so not pursued'), ('not_paid', 'Fee not paid in time, so not pursued'), ('other', 'Something else')], max_length=20, verbose_name='Result')),
                ('drafted_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('asked_of', models.ForeignKey(blank=True, db_constraint=False, help_text='Whose information, if known', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case')),
                ('clock', models.ForeignKey(blank=True, db_constraint=False, help_text='The time limit of the reply', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.clock')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drafted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step_clock', models.ForeignKey(blank=True, db_constraint=False, help_text='Of what is waited for now', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.clock')),
                ('town', models.ForeignKey(blank=True, db_constraint=False, help_text='The township it is sent to', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'historical request',
                'verbose_name_plural': 'historical requests',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('applicant', models.CharField(choices=[('person', 'A private person'), ('enterprise', 'A business'), ('research', 'A research institution'), ('public_interest', 'A public-interest organisation'), ('legal', 'A legal service'), ('other', 'Another organisation')], max_length=20, verbose_name='Who asks')),
                ('delivery', models.CharField(choices=[('email', 'By e-mail'), ('post', 'On paper, by post'), ('visit', 'To be read and copied at the office')], max_length=10, verbose_name='How it is to be given')),
                ('identity', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('state', models.CharField(choices=[('received', 'Received'), ('correcting', 'Correction asked for'), ('accepted', 'Being worked on'), ('consulting', 'A third party is asked'), ('extending', 'Extension asked for'), ('drafted', 'Reply to be decided'), ('answered', 'Replied'), ('redirected', 'Handed over as a petition'), ('withdrawn', 'Withdrawn')], editable=False, max_length=20)),
                ('subject', portal.core.encryption.fields.EncryptedTextField(blank=True, verbose_name='What it is about')),
                ('correction', portal.core.encryption.fields.EncryptedTextField(blank=True, verbose_name='What is to be put right')),
                ('extension', portal.core.encryption.fields.EncryptedTextField(blank=True, verbose_name='Why more time is needed')),
                ('result', models.CharField(blank=True, choices=[('granted', 'Disclosed'), ('partly', 'Partly disclosed'), ('state_secret', 'State secret'), ('forbidden', 'Disclosure forbidden by another law or regulation'), ('security', 'Endangers national, public or economic security or social stability'), ('third_party', 'Protects the lawful rights of a third party'), ('internal', 'Internal affairs of the office (three kinds)'), ('process', 'Made in the course of a decision (four kinds)'), ('enforcement', 'File of administrative enforcement'), ('enquiry', 'Matter of an administrative enquiry with its own procedure'), ('not_held', 'This office does not hold it'), ('not_made', 'Does not exist and would have to be made'), ('still_unclear', 'Still unclear after correction'), ('petition', 'Petition, report or complaint'), ('repeated', 'Asked for again'), ('publication', 'Asks for a publication that is on sale'), ('abusive', 'Asked for many times over without good reason'), ('confirmation', 'Asks to confirm or issue anew what was obtained already'), ('not_corrected', 'Not corrected in time without good reason, so not pursued'), ('not_paid', 'Fee not paid in time, so not pursued'), ('other', 'Something else')], max_length=20, verbose_name='Result')),
                ('reply', portal.core.encryption.fields.EncryptedTextField(blank=True, verbose_name='Reply')),
                ('drafted_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('asked_of', models.ForeignKey(blank=True, help_text='Whose information, if known', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('clock', models.OneToOneField(help_text='The time limit of the reply', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.clock')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step_clock', models.OneToOneField(blank=True, help_text='Of what is waited for now', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.clock')),
                ('town', models.ForeignKey(help_text='The township it is sent to', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['state'], name='request_by_state'), models.Index(fields=['ended_at'], name='request_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['received', 'correcting', 'accepted', 'consulting', 'extending', 'drafted', 'answered', 'redirected', 'withdrawn'])), name='request_state_known'), models.CheckConstraint(condition=models.Q(('applicant__in', ['person', 'enterprise', 'research', 'public_interest', 'legal', 'other'])), name='request_applicant_known'), models.CheckConstraint(condition=models.Q(('delivery__in', ['email', 'post', 'visit'])), name='request_delivery_known'), models.CheckConstraint(condition=models.Q(('result__in', ['granted', 'partly', 'state_secret', 'forbidden', 'security', 'third_party', 'internal', 'process', 'enforcement', 'enquiry', 'not_held', 'not_made', 'still_unclear', 'petition', 'repeated', 'publication', 'abusive', 'confirmation', 'not_corrected', 'not_paid', 'other', ''])), name='request_result_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'consulting', 'extending', 'drafted')), _negated=True), ('unit__isnull', False), _connector='OR'), name='request_is_with_a_unit'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'drafted'), _negated=True), models.Q(('drafted_by__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='request_drafted_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('answered', 'redirected', 'withdrawn')), models.Q(('result', ''), _negated=True)), models.Q(models.Q(('state__in', ('answered', 'redirected', 'withdrawn')), _negated=True), ('ended_at', None)), _connector='OR'), name='request_ended_with_a_result'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='request_decided'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('drafted_by__isnull', True), models.Q(('decided_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='request_decider_did_not_draft')],
            },
        ),
        migrations.CreateModel(
            name='ReplyFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.encryption.fields.EncryptedTextField()),
                ('stored', portal.core.encryption.fields.StoredFileField(editable=False, max_length=80, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(help_text='Bytes, before it was encrypted')),
                ('content_type', models.CharField(max_length=100)),
                ('is_released', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='disclosure.request')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='Title')),
                ('text', models.TextField(max_length=8000, verbose_name='What was disclosed')),
                ('published_at', models.DateTimeField()),
                ('content_sha256', models.CharField(max_length=64)),
                ('retracted_at', models.DateTimeField(blank=True, null=True)),
                ('retraction_reason', models.CharField(blank=True, max_length=1000)),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='release', to='disclosure.request')),
            ],
            options={
                'ordering': ['-published_at', '-pk'],
                'indexes': [models.Index(fields=['-published_at', '-id'], name='release_by_publication')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retracted_at', None), ('retraction_reason', '')), models.Q(('retracted_at__isnull', False), models.Q(('retraction_reason', ''), _negated=True)), _connector='OR'), name='release_retracted_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalRelease',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='Title')),
                ('text', models.TextField(max_length=8000, verbose_name='What was disclosed')),
                ('published_at', models.DateTimeField()),
                ('content_sha256', models.CharField(max_length=64)),
                ('retracted_at', models.DateTimeField(blank=True, null=True)),
                ('retraction_reason', models.CharField(blank=True, max_length=1000)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='disclosure.request')),
            ],
            options={
                'verbose_name': 'historical release',
                'verbose_name_plural': 'historical releases',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', portal.core.encryption.fields.EncryptedTextField()),
                ('concern', portal.core.encryption.fields.EncryptedTextField(help_text='What of it concerns them')),
                ('asked_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('agrees', 'Agrees'), ('partly', 'Agrees in part'), ('objects', 'Objects'), ('silent', 'Did not answer in time')], max_length=10)),
                ('answer', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('heard_on', models.DateField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='disclosure.request')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('heard_on', None)), fields=('request',), name='consultation_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('heard_on', None), ('outcome', '')), models.Q(('heard_on__isnull', False), ('outcome__in', ['agrees', 'partly', 'objects', 'silent'])), _connector='OR'), name='consultation_heard_with_outcome')],
            },
        ),
    ]
