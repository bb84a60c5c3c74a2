"""Letters, their templates, signatures and quarterly reports; what was signed or put into use stands."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# The wording of a version in use can only be replaced by the next one.
VERSIONS_STAND = """
CREATE FUNCTION accountability_letter_version_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'state_since', 'version'];
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - free <> to_jsonb(OLD) - free OR NEW.state = 'draft' THEN
        RAISE EXCEPTION 'Version % has been put into use and cannot be changed.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accountability_letter_version_stands BEFORE UPDATE OR DELETE ON accountability_letterversion
    FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION accountability_letter_version_stands();
"""
VERSIONS_FREE = """
DROP TRIGGER accountability_letter_version_stands ON accountability_letterversion;
DROP FUNCTION accountability_letter_version_stands();
"""

# The table is named through the trigger's schema, because a restore runs with an empty search path.
PARTS_IN_DRAFTS_ONLY = """
CREATE FUNCTION accountability_letter_parts_in_drafts_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
    state text;
BEGIN
    EXECUTE format('SELECT state FROM %I.accountability_letterversion WHERE id = $1', TG_TABLE_SCHEMA)
        INTO state USING found;
    IF state <> 'draft' THEN
        RAISE EXCEPTION 'Version % is %, so its duties and points cannot be changed.', found, state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER accountability_letter_duties_in_drafts_only BEFORE INSERT OR UPDATE OR DELETE
    ON accountability_letterduty FOR EACH ROW EXECUTE FUNCTION accountability_letter_parts_in_drafts_only();
CREATE TRIGGER accountability_letter_points_in_drafts_only BEFORE INSERT OR UPDATE OR DELETE
    ON accountability_letterscoreitem FOR EACH ROW EXECUTE FUNCTION accountability_letter_parts_in_drafts_only();
"""
PARTS_FREE = """
DROP TRIGGER accountability_letter_duties_in_drafts_only ON accountability_letterduty;
DROP TRIGGER accountability_letter_points_in_drafts_only ON accountability_letterscoreitem;
DROP FUNCTION accountability_letter_parts_in_drafts_only();
"""

# What is signed never changes, and neither does a signature.
LETTERS_STAND = """
CREATE FUNCTION accountability_letter_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What letter % says cannot be changed.', OLD.number USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accountability_letter_stands BEFORE UPDATE ON accountability_letter FOR EACH ROW
    WHEN ((OLD.number, OLD.document, OLD.sha256, OLD.code, OLD.unit_id, OLD.year, OLD.wording_id, OLD.principal_id)
        IS DISTINCT FROM
        (NEW.number, NEW.document, NEW.sha256, NEW.code, NEW.unit_id, NEW.year, NEW.wording_id, NEW.principal_id))
    EXECUTE FUNCTION accountability_letter_stands();
CREATE FUNCTION accountability_letter_signature_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Signature % cannot be changed.', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accountability_letter_signature_stands BEFORE UPDATE OR DELETE ON accountability_lettersignature
    FOR EACH ROW EXECUTE FUNCTION accountability_letter_signature_stands();
"""
LETTERS_FREE = """
DROP TRIGGER accountability_letter_stands ON accountability_letter;
DROP FUNCTION accountability_letter_stands();
DROP TRIGGER accountability_letter_signature_stands ON accountability_lettersignature;
DROP FUNCTION accountability_letter_signature_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_system_actor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accountability", "0001_rectification"),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalLetterTemplate',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('clean', 'Responsibility letter'), ('pledge', 'Pledge'), ('other', 'Other letter')], max_length=10, verbose_name='Kind')),
                ('prefix', models.CharField(max_length=4, verbose_name='Letters its numbers begin with')),
                ('name_zh', models.CharField(max_length=60, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='Name in English')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'historical letter template',
                'verbose_name_plural': 'historical letter templates',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSelfReport',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='Quarter')),
                ('state', models.CharField(choices=[('due', 'To be reported'), ('reported', 'Reported, to be checked'), ('returned', 'Sent back'), ('accepted', 'Accepted')], editable=False, max_length=20)),
                ('ends_on', models.DateField(help_text='Last day of the quarter; it is reported after it')),
                ('due', models.DateField(verbose_name='Due')),
                ('reported_on', models.DateField(blank=True, help_text='The day it was reported first', null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('checked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'verbose_name': 'historical self report',
                'verbose_name_plural': 'historical self reports',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSigningYear',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Conference held')], editable=False, max_length=20)),
                ('meets_on', models.DateField(verbose_name='Day of the conference')),
                ('place', models.CharField(max_length=60, verbose_name='Place')),
                ('agenda', models.TextField(blank=True, verbose_name='What is on the agenda')),
                ('attended', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='How many came')),
                ('notes', models.TextField(blank=True, verbose_name='Notes of the conference')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'historical signing year',
                'verbose_name_plural': 'historical signing years',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                ('kind', models.CharField(choices=[('clean', 'Responsibility letter'), ('pledge', 'Pledge'), ('other', 'Other letter')], max_length=10, verbose_name='Kind')),
                ('number', models.CharField(max_length=60, unique=True, verbose_name='Number')),
                ('state', models.CharField(choices=[('issued', 'To be signed by the unit'), ('on_paper', 'Scan to be checked'), ('signed', 'To be signed by the town'), ('in_force', 'Signed by both'), ('published', 'Signed by both, published'), ('refused', 'Refused, to be answered'), ('replied', 'Refused and answered'), ('released', 'Refused, published with the answer'), ('replaced', 'Replaced by another letter'), ('withdrawn', 'Withdrawn before it was signed')], editable=False, max_length=20)),
                ('party_a', models.CharField(max_length=80, verbose_name='Party A')),
                ('party_b', models.CharField(max_length=80, verbose_name='Party B')),
                ('principal_name_zh', models.CharField(max_length=60, verbose_name='Who signs for party B')),
                ('principal_name_en', models.CharField(blank=True, max_length=80)),
                ('principal_title_zh', models.CharField(blank=True, max_length=60)),
                ('principal_title_en', models.CharField(blank=True, max_length=80)),
                ('due', models.DateField(verbose_name='To be signed by')),
                ('issued_at', models.DateTimeField()),
                ('document', models.TextField(help_text='Canonical JSON of what is signed')),
                ('sha256', models.CharField(max_length=64)),
                ('code', models.CharField(help_text='The check code on the paper', max_length=8, unique=True)),
                ('times_reminded', models.PositiveSmallIntegerField(default=0)),
                ('refusal', models.TextField(blank=True, verbose_name='Why it is refused')),
                ('refused_on', models.DateField(blank=True, null=True)),
                ('reply', models.TextField(blank=True, verbose_name='Answer of the party committee')),
                ('replied_on', models.DateField(blank=True, null=True)),
                ('refusal_document', models.TextField(blank=True, help_text='Canonical JSON of what is published of a refusal')),
                ('scan_name', models.CharField(blank=True, max_length=150)),
                ('stored_as', models.CharField(blank=True, max_length=100)),
                ('scan_sha256', models.CharField(blank=True, max_length=64)),
                ('scan_type', models.CharField(blank=True, max_length=100)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('cadre_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cadre_letters', to='accountability.letter')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('principal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='accountability.letter')),
                ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scan_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['-year', 'unit__code', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalDutyAssignment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.PositiveSmallIntegerField(help_text='Number of the duty in the letter')),
                ('responsible', models.CharField(max_length=120, verbose_name='Who answers for it')),
                ('by_when', models.CharField(blank=True, max_length=60, verbose_name='By when')),
                ('evidence', models.CharField(blank=True, max_length=60, verbose_name='Evidence')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accountability.letter')),
            ],
            options={
                'verbose_name': 'historical duty assignment',
                'verbose_name_plural': 'historical duty assignments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('clean', 'Responsibility letter'), ('pledge', 'Pledge'), ('other', 'Other letter')], max_length=10, verbose_name='Kind')),
                ('prefix', models.CharField(max_length=4, verbose_name='Letters its numbers begin with')),
                ('name_zh', models.CharField(max_length=60, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='Name in English')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['town', 'kind', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalLetterVersion',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'In use'), ('retired', 'Replaced')], editable=False, max_length=20)),
                ('basis', models.TextField(blank=True, verbose_name='Basis')),
                ('goals', models.TextField(blank=True, verbose_name='Goals')),
                ('assessment', models.TextField(blank=True, verbose_name='Assessment and reward')),
                ('accountability', models.TextField(blank=True, verbose_name='Accountability')),
                ('term', models.TextField(blank=True, verbose_name='Term')),
                ('copies', models.TextField(blank=True, verbose_name='Copies')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accountability.lettertemplate')),
            ],
            options={
                'verbose_name': 'historical letter version',
                'verbose_name_plural': 'historical letter versions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='LetterVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'In use'), ('retired', 'Replaced')], editable=False, max_length=20)),
                ('basis', models.TextField(blank=True, verbose_name='Basis')),
                ('goals', models.TextField(blank=True, verbose_name='Goals')),
                ('assessment', models.TextField(blank=True, verbose_name='Assessment and reward')),
                ('accountability', models.TextField(blank=True, verbose_name='Accountability')),
                ('term', models.TextField(blank=True, verbose_name='Term')),
                ('copies', models.TextField(blank=True, verbose_name='Copies')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='accountability.lettertemplate')),
            ],
            options={
                'ordering': ['template', '-number'],
            },
        ),
        migrations.CreateModel(
            name='LetterScoreItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('item', models.CharField(max_length=60, verbose_name='Item')),
                ('standard', models.CharField(max_length=200, verbose_name='What is deducted')),
                ('points', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='Points')),
                ('measure', models.CharField(blank=True, choices=[('notices', 'Published in time'), ('opinions', 'Opinions answered in time'), ('petitions', 'Petitions decided in time'), ('satisfaction', 'Satisfied with what was decided'), ('rectifications', 'Put right in time')], max_length=20, verbose_name='Counted by the portal')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='score_items', to='accountability.letterversion')),
            ],
            options={
                'ordering': ['version', 'number'],
            },
        ),
        migrations.CreateModel(
            name='LetterDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('heading', models.CharField(max_length=60, verbose_name='Duty')),
                ('text', models.TextField(verbose_name='What is to be done')),
                ('by_when', models.CharField(blank=True, max_length=60, verbose_name='By when')),
                ('evidence', models.CharField(blank=True, max_length=60, verbose_name='Evidence')),
                ('measure', models.CharField(blank=True, choices=[('notices', 'Published in time'), ('opinions', 'Opinions answered in time'), ('petitions', 'Petitions decided in time'), ('satisfaction', 'Satisfied with what was decided'), ('rectifications', 'Put right in time')], max_length=20, verbose_name='Counted by the portal')),
                ('required', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='Percentage asked')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='accountability.letterversion')),
            ],
            options={
                'ordering': ['version', 'number'],
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='wording',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accountability.letterversion'),
        ),
        migrations.CreateModel(
            name='HistoricalLetter',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                ('kind', models.CharField(choices=[('clean', 'Responsibility letter'), ('pledge', 'Pledge'), ('other', 'Other letter')], max_length=10, verbose_name='Kind')),
                ('number', models.CharField(db_index=True, max_length=60, verbose_name='Number')),
                ('state', models.CharField(choices=[('issued', 'To be signed by the unit'), ('on_paper', 'Scan to be checked'), ('signed', 'To be signed by the town'), ('in_force', 'Signed by both'), ('published', 'Signed by both, published'), ('refused', 'Refused, to be answered'), ('replied', 'Refused and answered'), ('released', 'Refused, published with the answer'), ('replaced', 'Replaced by another letter'), ('withdrawn', 'Withdrawn before it was signed')], editable=False, max_length=20)),
                ('party_a', models.CharField(max_length=80, verbose_name='Party A')),
                ('party_b', models.CharField(max_length=80, verbose_name='Party B')),
                ('principal_name_zh', models.CharField(max_length=60, verbose_name='Who signs for party B')),
                ('principal_name_en', models.CharField(blank=True, max_length=80)),
                ('principal_title_zh', models.CharField(blank=True, max_length=60)),
                ('principal_title_en', models.CharField(blank=True, max_length=80)),
                ('due', models.DateField(verbose_name='To be signed by')),
                ('issued_at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64)),
                ('code', models.CharField(db_index=True, help_text='The check code on the paper', max_length=8)),
                ('times_reminded', models.PositiveSmallIntegerField(default=0)),
                ('refusal', models.TextField(blank=True, verbose_name='Why it is refused')),
                ('refused_on', models.DateField(blank=True, null=True)),
                ('reply', models.TextField(blank=True, verbose_name='Answer of the party committee')),
                ('replied_on', models.DateField(blank=True, null=True)),
                ('scan_name', models.CharField(blank=True, max_length=150)),
                ('stored_as', models.CharField(blank=True, max_length=100)),
                ('scan_sha256', models.CharField(blank=True, max_length=64)),
                ('scan_type', models.CharField(blank=True, max_length=100)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issued_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('principal', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replied_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scan_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
                ('cadre_of', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accountability.letter')),
                ('replaces', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accountability.letter')),
                ('wording', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accountability.letterversion')),
            ],
            options={
                'verbose_name': 'historical letter',
                'verbose_name_plural': 'historical letters',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='SelfReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='Quarter')),
                ('state', models.CharField(choices=[('due', 'To be reported'), ('reported', 'Reported, to be checked'), ('returned', 'Sent back'), ('accepted', 'Accepted')], editable=False, max_length=20)),
                ('ends_on', models.DateField(help_text='Last day of the quarter; it is reported after it')),
                ('due', models.DateField(verbose_name='Due')),
                ('reported_on', models.DateField(blank=True, help_text='The day it was reported first', null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['-year', '-quarter', 'unit__code'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalSelfReportLine',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='Number of the duty in the letter')),
                ('heading', models.CharField(max_length=60)),
                ('text', models.TextField(verbose_name='What was done')),
                ('evidence', models.CharField(blank=True, max_length=60, verbose_name='Evidence')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accountability.selfreport')),
            ],
            options={
                'verbose_name': 'historical self report line',
                'verbose_name_plural': 'historical self report lines',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='SelfReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='Number of the duty in the letter')),
                ('name', models.CharField(max_length=150)),
                ('stored_as', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(help_text='Bytes')),
                ('content_type', models.CharField(max_length=100)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='accountability.selfreport')),
            ],
            options={
                'ordering': ['report', 'number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SelfReportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='Number of the duty in the letter')),
                ('heading', models.CharField(max_length=60)),
                ('text', models.TextField(verbose_name='What was done')),
                ('evidence', models.CharField(blank=True, max_length=60, verbose_name='Evidence')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='accountability.selfreport')),
            ],
            options={
                'ordering': ['report', 'number'],
            },
        ),
        migrations.CreateModel(
            name='SigningYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Conference held')], editable=False, max_length=20)),
                ('meets_on', models.DateField(verbose_name='Day of the conference')),
                ('place', models.CharField(max_length=60, verbose_name='Place')),
                ('agenda', models.TextField(blank=True, verbose_name='What is on the agenda')),
                ('attended', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='How many came')),
                ('notes', models.TextField(blank=True, verbose_name='Notes of the conference')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['-year', 'town'],
            },
        ),
        migrations.CreateModel(
            name='DutyAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.PositiveSmallIntegerField(help_text='Number of the duty in the letter')),
                ('responsible', models.CharField(max_length=120, verbose_name='Who answers for it')),
                ('by_when', models.CharField(blank=True, max_length=60, verbose_name='By when')),
                ('evidence', models.CharField(blank=True, max_length=60, verbose_name='Evidence')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='accountability.letter')),
            ],
            options={
                'ordering': ['letter', 'number'],
                'constraints': [models.UniqueConstraint(fields=('letter', 'number'), name='letter_duty_assigned_once'), models.CheckConstraint(condition=models.Q(('responsible', ''), _negated=True), name='letter_duty_assigned_to_somebody')],
            },
        ),
        migrations.CreateModel(
            name='LetterSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('a', 'Party A'), ('b', 'Party B'), ('witness', 'Witness')], max_length=10)),
                ('name_zh', models.CharField(max_length=60)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('title_zh', models.CharField(blank=True, max_length=60)),
                ('title_en', models.CharField(blank=True, max_length=80)),
                ('means', models.CharField(choices=[('second_factor', 'Signed in with a second factor'), ('password', 'Signed in with the password'), ('paper', 'Signed by hand on paper; the scan was checked')], max_length=20)),
                ('at', models.DateTimeField()),
                ('document_sha256', models.CharField(max_length=64)),
                ('sha256', models.CharField(max_length=64)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='accountability.letter')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['letter', 'at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('letter', 'party'), name='letter_signature_once_a_party'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('letter', 'person'), name='letter_signature_once_a_person'), models.CheckConstraint(condition=models.Q(('party__in', ['a', 'b', 'witness'])), name='letter_signature_party_known'), models.CheckConstraint(condition=models.Q(('means__in', ['second_factor', 'password', 'paper'])), name='letter_signature_means_known'), models.CheckConstraint(condition=models.Q(('means', 'paper'), ('person__isnull', False), _connector='OR'), name='letter_signature_by_somebody')],
            },
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.UniqueConstraint(fields=('town', 'prefix'), name='letter_template_prefix_once'),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'clean')), fields=('town',), name='letter_template_clean_once'),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['clean', 'pledge', 'other'])), name='letter_template_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.CheckConstraint(condition=models.Q(('prefix__regex', '^[A-Z]{2,4}$')), name='letter_template_prefix_letters'),
        ),
        migrations.AddConstraint(
            model_name='letterversion',
            constraint=models.UniqueConstraint(fields=('template', 'number'), name='letter_version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='letterversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('template',), name='letter_version_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='letterversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('template',), name='letter_version_one_in_use'),
        ),
        migrations.AddConstraint(
            model_name='letterversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'retired'])), name='letter_version_state_known'),
        ),
        migrations.AddConstraint(
            model_name='letterversion',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='letter_version_published_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='letterscoreitem',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='letter_score_item_number_once'),
        ),
        migrations.AddConstraint(
            model_name='letterscoreitem',
            constraint=models.CheckConstraint(condition=models.Q(('points__gt', 0)), name='letter_score_item_has_points'),
        ),
        migrations.AddConstraint(
            model_name='letterduty',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='letter_duty_number_once'),
        ),
        migrations.AddConstraint(
            model_name='letterduty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', ''), ('required', None)), models.Q(models.Q(('measure', ''), _negated=True), ('required__gte', 0), ('required__lte', 100)), _connector='OR'), name='letter_duty_measured_with_percentage'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['town', 'year', 'kind'], name='letter_by_year'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['unit', 'year'], name='letter_by_unit'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('published_at__isnull', False)), fields=['-published_at'], name='letter_by_publication'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['issued', 'on_paper', 'signed', 'in_force', 'published', 'refused', 'replied', 'released', 'replaced', 'withdrawn'])), name='letter_state_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('cadre_of', None), ('kind', 'clean'), models.Q(('state__in', ['replaced', 'withdrawn']), _negated=True)), fields=('unit', 'year'), name='letter_one_current_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('refused', 'replied', 'released')), _negated=True), models.Q(models.Q(('refusal', ''), _negated=True), ('refused_on__isnull', False)), _connector='OR'), name='letter_refused_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['replied', 'released']), _negated=True), models.Q(models.Q(('reply', ''), _negated=True), ('replied_by__isnull', False), ('replied_on__isnull', False)), _connector='OR'), name='letter_refusal_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('published', 'released')), _negated=True), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='letter_published_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('published_at', None), ('cadre_of', None), _connector='OR'), name='letter_of_cadre_not_published'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'on_paper'), _negated=True), models.Q(models.Q(('stored_as', ''), _negated=True), ('scan_by__isnull', False)), _connector='OR'), name='letter_on_paper_has_scan'),
        ),
        migrations.AddIndex(
            model_name='selfreport',
            index=models.Index(fields=['town', 'year', 'quarter'], name='self_report_by_quarter'),
        ),
        migrations.AddIndex(
            model_name='selfreport',
            index=models.Index(fields=['state', 'due'], name='self_report_by_due'),
        ),
        migrations.AddConstraint(
            model_name='selfreport',
            constraint=models.UniqueConstraint(fields=('unit', 'year', 'quarter'), name='self_report_once'),
        ),
        migrations.AddConstraint(
            model_name='selfreport',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['due', 'reported', 'returned', 'accepted'])), name='self_report_state_known'),
        ),
        migrations.AddConstraint(
            model_name='selfreport',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__gte', 1), ('quarter__lte', 4)), name='self_report_of_a_quarter'),
        ),
        migrations.AddConstraint(
            model_name='selfreport',
            constraint=models.CheckConstraint(condition=models.Q(('due__gt', models.F('ends_on'))), name='self_report_due_after_quarter'),
        ),
        migrations.AddConstraint(
            model_name='selfreport',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'due'), models.Q(('reported_by__isnull', False), ('reported_on__isnull', False)), _connector='OR'), name='self_report_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='selfreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), ('checked_by__isnull', False), _connector='OR'), name='self_report_checked'),
        ),
        migrations.AddConstraint(
            model_name='selfreport',
            constraint=models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(('checked_by', models.F('reported_by')), _negated=True), _connector='OR'), name='self_report_not_checked_by_writer'),
        ),
        migrations.AddConstraint(
            model_name='selfreportline',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='self_report_line_once'),
        ),
        migrations.AddConstraint(
            model_name='signingyear',
            constraint=models.UniqueConstraint(fields=('town', 'year'), name='signing_year_once'),
        ),
        migrations.AddConstraint(
            model_name='signingyear',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held'])), name='signing_year_state_known'),
        ),
        migrations.AddConstraint(
            model_name='signingyear',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'planned'), models.Q(('attended__isnull', False), models.Q(('notes', ''), _negated=True)), _connector='OR'), name='signing_year_held_with_notes'),
        ),
        migrations.RunSQL(VERSIONS_STAND, VERSIONS_FREE),
        migrations.RunSQL(PARTS_IN_DRAFTS_ONLY, PARTS_FREE),
        migrations.RunSQL(LETTERS_STAND, LETTERS_FREE),
    ]
