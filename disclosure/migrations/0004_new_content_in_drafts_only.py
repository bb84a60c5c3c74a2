"""Allocations, and the opinions a correction names, are content: they change in drafts only."""

from django.db import migrations

CONTENT_TABLES = ("disclosure_allocationline", "disclosure_opinioncorrection")


def guard(table):
    """Return the operation that puts the guard on one table of content."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_in_drafts_only BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION disclosure_content_in_drafts_only();",
        f"DROP TRIGGER {table}_in_drafts_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_obligations_opinions_postings")]
    operations = [guard(table) for table in CONTENT_TABLES]
