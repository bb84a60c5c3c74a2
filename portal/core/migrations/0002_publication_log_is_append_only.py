"""The database's half of publication log and audit: rows are added, the log's in a chain; none is changed or removed."""

from django.db import migrations

# ENABLE ALWAYS: the guard stands in sessions that switch ordinary triggers off, too.
REFUSE_CHANGES = """
CREATE FUNCTION core_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The publication log is only ever added to; % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER core_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON core_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_log_refuse_change();
ALTER TABLE core_logentry ENABLE ALWAYS TRIGGER core_log_no_change;
"""
ALLOW_CHANGES = """
DROP TRIGGER core_log_no_change ON core_logentry;
DROP FUNCTION core_log_refuse_change();
"""

# The table is named through the trigger, because a restore runs with an empty search path.
CHECK_CHAIN = """
CREATE FUNCTION core_log_check_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_sequence bigint;
    last_hash text;
BEGIN
    EXECUTE format('SELECT sequence, hash FROM %I.%I ORDER BY sequence DESC LIMIT 1', TG_TABLE_SCHEMA, TG_TABLE_NAME)
        INTO last_sequence, last_hash;
    IF NEW.sequence <> coalesce(last_sequence, 0) + 1 OR NEW.previous_hash <> coalesce(last_hash, repeat('0', 64)) THEN
        RAISE EXCEPTION 'Entry % does not follow entry % of the publication log.',
            NEW.sequence, coalesce(last_sequence, 0) USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER core_log_chain BEFORE INSERT ON core_logentry
    FOR EACH ROW EXECUTE FUNCTION core_log_check_chain();
"""
LEAVE_CHAIN = """
DROP TRIGGER core_log_chain ON core_logentry;
DROP FUNCTION core_log_check_chain();
"""

REFUSE_AUDIT_CHANGES = """
CREATE FUNCTION core_audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Audit lines are only ever added; % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER core_audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON core_auditline
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse_change();
"""
ALLOW_AUDIT_CHANGES = """
DROP TRIGGER core_audit_no_change ON core_auditline;
DROP FUNCTION core_audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_tables")]

    operations = [
        migrations.RunSQL(REFUSE_CHANGES, ALLOW_CHANGES),
        migrations.RunSQL(CHECK_CHAIN, LEAVE_CHAIN),
        migrations.RunSQL(REFUSE_AUDIT_CHANGES, ALLOW_AUDIT_CHANGES),
    ]
