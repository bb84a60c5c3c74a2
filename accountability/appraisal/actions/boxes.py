"""The ballot box is cleared: codes and sealed votes are deleted, and leave nothing in the files of their tables."""

from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from accountability.appraisal.models import Appraisal, BallotBox, VotingCode


def clear_box(appraisal: Appraisal) -> None:
    """Delete codes and sealed votes of an appraisal with what is known of its key, and wipe their dead rows."""
    BallotBox.objects.select_for_update().filter(appraisal=appraisal).first()
    deleted, _by_model = BallotBox.objects.filter(appraisal=appraisal).delete()
    VotingCode.objects.filter(appraisal=appraisal).delete()
    appraisal.lock = appraisal.salt = b""
    if deleted:
        transaction.on_commit(wipe, robust=True)


def wipe() -> None:
    """Write the tables of codes and boxes anew, so that their files hold no row that was deleted or changed.

    The rows that stand are put aside and the table is emptied, which takes its file away whatever older transaction
    still looks at it; VACUUM would leave such a transaction its rows. It runs again every hour, should this fail.
    """
    if connection.in_atomic_block:  # within a larger transaction, as in tests: nothing is committed yet
        return
    for model in (VotingCode, BallotBox):
        _write_anew(Identifier(model._meta.db_table))


_ANEW = (
    # Whoever counts an appraisal that stands in the table is waited for first, and not met half-way.
    SQL("SELECT FROM {appraisals} WHERE id IN (SELECT appraisal_id FROM {table}) FOR KEY SHARE"),
    SQL("LOCK TABLE {table}"),
    SQL("CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM {table}"),
    SQL("TRUNCATE {table}"),
    SQL("INSERT INTO {table} SELECT * FROM kept"),
)


def _write_anew(table: Identifier) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for step in _ANEW:
            cursor.execute(step.format(table=table, appraisals=Identifier(Appraisal._meta.db_table)))
