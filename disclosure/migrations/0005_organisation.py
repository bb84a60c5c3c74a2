"""Texts and their wordings, appointments, places and budgets; what was published stands."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


# After publication a wording can only end: be revised or abolished.
WORDINGS_STAND = """
CREATE FUNCTION disclosure_wording_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'state_since', 'version', 'ended_on', 'ended_by'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Wording % has been published and cannot be deleted.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free OR OLD.state <> 'in_force' OR NEW.state = 'draft' THEN
        RAISE EXCEPTION 'Wording % has been published and cannot be changed.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER disclosure_wording_stands BEFORE UPDATE OR DELETE ON disclosure_wording
    FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION disclosure_wording_stands();
"""
WORDINGS_FREE = """
DROP TRIGGER disclosure_wording_stands ON disclosure_wording;
DROP FUNCTION disclosure_wording_stands();
"""

# The table is named through the trigger's schema, because a restore runs with an empty search path.
FILES_STAND = """
CREATE FUNCTION disclosure_wording_files_in_drafts_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.wording_id ELSE NEW.wording_id END;
    state text;
BEGIN
    EXECUTE format('SELECT state FROM %I.disclosure_wording WHERE id = $1', TG_TABLE_SCHEMA) INTO state USING found;
    IF state <> 'draft' THEN
        RAISE EXCEPTION 'Wording % is %, so its files cannot be changed.', found, state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER disclosure_wording_files_in_drafts_only BEFORE INSERT OR UPDATE OR DELETE ON disclosure_wordingfile
    FOR EACH ROW EXECUTE FUNCTION disclosure_wording_files_in_drafts_only();
"""
FILES_FREE = """
DROP TRIGGER disclosure_wording_files_in_drafts_only ON disclosure_wordingfile;
DROP FUNCTION disclosure_wording_files_in_drafts_only();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_system_actor'),
        ('disclosure', '0004_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalAppointment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('office', models.CharField(choices=[('group', 'Leading group'), ('office', 'Office of the leading group'), ('lay', 'Lay supervisors'), ('agent', 'Village agents'), ('bookkeeper', 'Keepers of the village books')], max_length=12, verbose_name='Appointed to')),
                ('name_zh', models.CharField(blank=True, max_length=60, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='Name in Latin letters')),
                ('post_zh', models.CharField(blank=True, max_length=60, verbose_name='As what, in Chinese')),
                ('post_en', models.CharField(blank=True, max_length=80, verbose_name='As what, in English')),
                ('origin_zh', models.CharField(blank=True, max_length=80, verbose_name='Otherwise is, in Chinese')),
                ('origin_en', models.CharField(blank=True, max_length=100, verbose_name='Otherwise is, in English')),
                ('duties_zh', models.CharField(blank=True, max_length=300, verbose_name='Duties, in Chinese')),
                ('duties_en', models.CharField(blank=True, max_length=400, verbose_name='Duties, in English')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Office telephone')),
                ('trained_on', models.DateField(blank=True, null=True, verbose_name='Last trained on')),
                ('pay', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='Paid a month, yuan')),
                ('starts_on', models.DateField(verbose_name='Since')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Last day')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Who has an account')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'verbose_name': 'historical appointment',
                'verbose_name_plural': 'historical appointments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalGroupBudget',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                ('planned', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Budget, yuan')),
                ('spent', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Spent, yuan')),
                ('purpose_zh', models.CharField(blank=True, max_length=300, verbose_name='For what, in Chinese')),
                ('purpose_en', models.CharField(blank=True, max_length=400, verbose_name='For what, in English')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'verbose_name': 'historical group budget',
                'verbose_name_plural': 'historical group budgets',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPlace',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('centre', 'Service centre'), ('station', 'Service station'), ('books', 'Village bookkeeping centre')], max_length=10, verbose_name='Kind')),
                ('name_zh', models.CharField(max_length=60, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='Name in English')),
                ('address_zh', models.CharField(max_length=120, verbose_name='Where it is, in Chinese')),
                ('address_en', models.CharField(blank=True, max_length=160, verbose_name='Where it is, in English')),
                ('hours_zh', models.CharField(max_length=120, verbose_name='Open, in Chinese')),
                ('hours_en', models.CharField(blank=True, max_length=160, verbose_name='Open, in English')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Telephone')),
                ('offers_zh', models.TextField(blank=True, verbose_name='What can be done there, in Chinese')),
                ('offers_en', models.TextField(blank=True, verbose_name='What can be done there, in English')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'verbose_name': 'historical place',
                'verbose_name_plural': 'historical places',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalText',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('rule', 'Rule'), ('bulletin', 'Bulletin'), ('guide', 'Guide to disclosure')], max_length=10, verbose_name='Kind')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'verbose_name': 'historical text',
                'verbose_name_plural': 'historical texts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('rule', 'Rule'), ('bulletin', 'Bulletin'), ('guide', 'Guide to disclosure')], max_length=10, verbose_name='Kind')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['kind', 'number'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalWording',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='Wording')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_force', 'In force'), ('revised', 'Revised'), ('abolished', 'Abolished')], editable=False, max_length=20, verbose_name='State')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='Title')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='Document number')),
                ('adopted_by', models.CharField(blank=True, max_length=80, verbose_name='Adopted by')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='Adopted on')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='In force from')),
                ('body', models.TextField(blank=True, verbose_name='Text')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('content_sha256', models.CharField(blank=True, max_length=64)),
                ('log_sequence', models.BigIntegerField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='No longer in force from')),
                ('ended_by', models.CharField(blank=True, max_length=200, verbose_name='Abolished by')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='disclosure.text')),
            ],
            options={
                'verbose_name': 'historical wording',
                'verbose_name_plural': 'historical wordings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='Wording')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_force', 'In force'), ('revised', 'Revised'), ('abolished', 'Abolished')], editable=False, max_length=20, verbose_name='State')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='Title')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='Document number')),
                ('adopted_by', models.CharField(blank=True, max_length=80, verbose_name='Adopted by')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='Adopted on')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='In force from')),
                ('body', models.TextField(blank=True, verbose_name='Text')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('content_sha256', models.CharField(blank=True, max_length=64)),
                ('log_sequence', models.BigIntegerField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='No longer in force from')),
                ('ended_by', models.CharField(blank=True, max_length=200, verbose_name='Abolished by')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='disclosure.text')),
            ],
            options={
                'ordering': ['text', 'number'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalWordingFile',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='File name')),
                ('sha256', models.CharField(max_length=64)),
                ('stored_as', models.CharField(max_length=200)),
                ('size', models.PositiveBigIntegerField()),
                ('content_type', models.CharField(max_length=100)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wording', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='disclosure.wording')),
            ],
            options={
                'verbose_name': 'historical wording file',
                'verbose_name_plural': 'historical wording files',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='WordingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='File name')),
                ('sha256', models.CharField(max_length=64)),
                ('stored_as', models.CharField(max_length=200)),
                ('size', models.PositiveBigIntegerField()),
                ('content_type', models.CharField(max_length=100)),
                ('wording', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='disclosure.wording')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('office', models.CharField(choices=[('group', 'Leading group'), ('office', 'Office of the leading group'), ('lay', 'Lay supervisors'), ('agent', 'Village agents'), ('bookkeeper', 'Keepers of the village books')], max_length=12, verbose_name='Appointed to')),
                ('name_zh', models.CharField(blank=True, max_length=60, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='Name in Latin letters')),
                ('post_zh', models.CharField(blank=True, max_length=60, verbose_name='As what, in Chinese')),
                ('post_en', models.CharField(blank=True, max_length=80, verbose_name='As what, in English')),
                ('origin_zh', models.CharField(blank=True, max_length=80, verbose_name='Otherwise is, in Chinese')),
                ('origin_en', models.CharField(blank=True, max_length=100, verbose_name='Otherwise is, in English')),
                ('duties_zh', models.CharField(blank=True, max_length=300, verbose_name='Duties, in Chinese')),
                ('duties_en', models.CharField(blank=True, max_length=400, verbose_name='Duties, in English')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Office telephone')),
                ('trained_on', models.DateField(blank=True, null=True, verbose_name='Last trained on')),
                ('pay', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='Paid a month, yuan')),
                ('starts_on', models.DateField(verbose_name='Since')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Last day')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Who has an account')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['office', 'unit__code', 'starts_on', 'pk'],
                'indexes': [models.Index(fields=['office', 'starts_on'], name='appointment_by_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('office__in', ['group', 'office', 'lay', 'agent', 'bookkeeper'])), name='appointment_office_known'), models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('name_zh', ''), _negated=True), _connector='OR'), name='appointment_of_somebody'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='appointment_in_order'), models.CheckConstraint(condition=models.Q(('pay__isnull', True), ('pay__gte', 0), _connector='OR'), name='appointment_pay_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='GroupBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                ('planned', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Budget, yuan')),
                ('spent', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Spent, yuan')),
                ('purpose_zh', models.CharField(blank=True, max_length=300, verbose_name='For what, in Chinese')),
                ('purpose_en', models.CharField(blank=True, max_length=400, verbose_name='For what, in English')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['unit__code', '-year'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'year'), name='group_budget_once_a_year'), models.CheckConstraint(condition=models.Q(('planned__gte', 0), models.Q(('spent__isnull', True), ('spent__gte', 0), _connector='OR')), name='group_budget_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('centre', 'Service centre'), ('station', 'Service station'), ('books', 'Village bookkeeping centre')], max_length=10, verbose_name='Kind')),
                ('name_zh', models.CharField(max_length=60, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='Name in English')),
                ('address_zh', models.CharField(max_length=120, verbose_name='Where it is, in Chinese')),
                ('address_en', models.CharField(blank=True, max_length=160, verbose_name='Where it is, in English')),
                ('hours_zh', models.CharField(max_length=120, verbose_name='Open, in Chinese')),
                ('hours_en', models.CharField(blank=True, max_length=160, verbose_name='Open, in English')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Telephone')),
                ('offers_zh', models.TextField(blank=True, verbose_name='What can be done there, in Chinese')),
                ('offers_en', models.TextField(blank=True, verbose_name='What can be done there, in English')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['kind', 'unit__code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['centre', 'station', 'books'])), name='place_kind_known'), models.UniqueConstraint(fields=('unit', 'kind'), name='place_once_a_unit')],
            },
        ),
        migrations.AddConstraint(
            model_name='text',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['rule', 'bulletin', 'guide'])), name='text_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='text',
            constraint=models.UniqueConstraint(fields=('kind', 'number'), name='text_number_once'),
        ),
        migrations.AddConstraint(
            model_name='text',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'guide')), fields=('unit',), name='text_one_guide_a_unit'),
        ),
        migrations.AddIndex(
            model_name='wording',
            index=models.Index(models.OrderBy(models.F('published_at'), descending=True), name='wording_by_publication'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('text', 'number'), name='wording_number_once'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('text',), name='wording_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('text',), name='wording_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_force', 'revised', 'abolished'])), name='wording_state_known'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('adopted_on__isnull', False), ('content_sha256__regex', '^[0-9a-f]{64}$'), ('in_force_from__gte', models.F('adopted_on')), ('log_sequence__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False), models.Q(('title', ''), _negated=True), models.Q(('adopted_by', ''), _negated=True)), _connector='OR'), name='wording_published_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'abolished'), _negated=True), models.Q(('ended_on__isnull', False), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='wording_abolished_by_something'),
        ),
        migrations.AddConstraint(
            model_name='wordingfile',
            constraint=models.UniqueConstraint(fields=('wording', 'name'), name='wording_file_name_once'),
        ),
        migrations.RunSQL(WORDINGS_STAND, WORDINGS_FREE),
        migrations.RunSQL(FILES_STAND, FILES_FREE),
    ]
