"""Audit lines are only ever added."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION core_audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Audit lines are only ever added; % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER core_audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON core_auditline
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse_change();
"""
ALLOW = """
DROP TRIGGER core_audit_no_change ON core_auditline;
DROP FUNCTION core_audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_audit_lines")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
