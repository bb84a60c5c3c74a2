"""An edition has a version, which moves with its state; what is published stands all the same."""

from django.db import migrations, models

STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("countersigned", "Countersigned"),
    ("reviewed", "Reviewed"),
    ("approved", "Approved"),
    ("scheduled", "Scheduled"),
    ("published", "Published"),
    ("superseded", "Superseded"),
    ("withdrawn", "Withdrawn"),
]
ENDING = ("state", "state_since", "superseded_at", "withdrawn_at", "withdrawal_reason")
"""What an edition may change after publication, when it can only end."""


def stands(free):
    """Return the function behind the trigger, which leaves these columns free."""
    columns = ", ".join(f"'{name}'" for name in free)
    return f"""
CREATE OR REPLACE FUNCTION disclosure_edition_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY[{columns}];
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
"""


# The type of a column cannot be altered while a trigger names it.
DROP = "DROP TRIGGER disclosure_edition_stands ON disclosure_edition;"
CREATE = """
CREATE TRIGGER disclosure_edition_stands BEFORE UPDATE OR DELETE ON disclosure_edition
    FOR EACH ROW WHEN (OLD.state IN ('published', 'superseded', 'withdrawn'))
    EXECUTE FUNCTION disclosure_edition_stands();
"""


def stateful(model):
    """Return the operations that give a table the columns of a row with states."""
    return [
        migrations.AddField(model, "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AlterField(
            model,
            "state",
            models.CharField(choices=STATES, default="draft", editable=False, max_length=20, verbose_name="State"),
        ),
        migrations.AlterField(model, "state_since", models.DateTimeField(editable=False)),
    ]


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0006_boards_posting_states")]
    operations = [
        migrations.RunSQL(DROP, CREATE),
        *stateful("edition"),
        *stateful("historicaledition"),
        migrations.RunSQL(stands((*ENDING, "version")), stands(ENDING)),
        migrations.RunSQL(CREATE, DROP),
    ]
