"""What the database holds of design and law: content changes in drafts only, what is published stands."""

from django.db import migrations

# After publication an edition can only end: be superseded or withdrawn.
EDITIONS_STAND = """
CREATE FUNCTION disclosure_edition_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'state_since', 'version', 'superseded_at', 'withdrawn_at', 'withdrawal_reason'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Edition % has been published and cannot be deleted.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'Edition % has been published and cannot be changed.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state = 'published' AND NEW.state IN ('superseded', 'withdrawn')) THEN
        RAISE EXCEPTION 'Edition % cannot go from % to %.', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER disclosure_edition_stands BEFORE UPDATE OR DELETE ON disclosure_edition
    FOR EACH ROW WHEN (OLD.state IN ('published', 'superseded', 'withdrawn'))
    EXECUTE FUNCTION disclosure_edition_stands();
"""
EDITIONS_FREE = """
DROP TRIGGER disclosure_edition_stands ON disclosure_edition;
DROP FUNCTION disclosure_edition_stands();
"""

# The tables are named through the trigger's schema, because a restore runs with an empty search path.
CONTENT_STANDS = """
CREATE FUNCTION disclosure_content_in_drafts_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    edition bigint := (found->>'edition_id')::bigint;
    state text;
BEGIN
    IF edition IS NULL THEN
        EXECUTE format('SELECT edition_id FROM %I.disclosure_statement WHERE id = $1', TG_TABLE_SCHEMA)
            INTO edition USING (found->>'statement_id')::bigint;
    END IF;
    EXECUTE format('SELECT state FROM %I.disclosure_edition WHERE id = $1', TG_TABLE_SCHEMA)
        INTO state USING edition;
    IF state <> 'draft' THEN
        RAISE EXCEPTION 'Edition % is %, so its content cannot be changed.', edition, state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
CONTENT_FREE = "DROP FUNCTION disclosure_content_in_drafts_only();"
CONTENT_TABLES = (
    "disclosure_statement",
    "disclosure_statementline",
    "disclosure_answer",
    "disclosure_attachment",
    "disclosure_allocationline",
    "disclosure_opinioncorrection",
    "disclosure_assetline",
    "disclosure_balanceline",
    "disclosure_beneficiaryline",
    "disclosure_budgetline",
    "disclosure_claimline",
    "disclosure_contractline",
    "disclosure_distributionline",
    "disclosure_feeline",
    "disclosure_fundline",
    "disclosure_homesteadline",
    "disclosure_resolutionline",
    "disclosure_rosterline",
    "disclosure_serviceline",
    "disclosure_staffline",
    "disclosure_stageline",
)


def guard(table):
    """Return the operation that puts the guard on one table of content."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_in_drafts_only BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION disclosure_content_in_drafts_only();",
        f"DROP TRIGGER {table}_in_drafts_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_tables")]
    operations = [
        migrations.RunSQL(EDITIONS_STAND, EDITIONS_FREE),
        migrations.RunSQL(CONTENT_STANDS, CONTENT_FREE),
        *(guard(table) for table in CONTENT_TABLES),
    ]
