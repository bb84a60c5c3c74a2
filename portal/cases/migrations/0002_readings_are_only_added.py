"""The database's half of the trace of readings: rows are added, none is changed or removed."""

from django.db import migrations

REFUSE_CHANGES = """
CREATE FUNCTION cases_reading_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Readings of cases are only ever added; % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cases_reading_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_reading
    FOR EACH STATEMENT EXECUTE FUNCTION cases_reading_refuse_change();
"""
ALLOW_CHANGES = """
DROP TRIGGER cases_reading_no_change ON cases_reading;
DROP FUNCTION cases_reading_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_tables")]

    operations = [migrations.RunSQL(REFUSE_CHANGES, ALLOW_CHANGES)]
