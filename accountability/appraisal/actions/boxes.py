"""The ballot box is cleared: codes and sealed votes are deleted, and leave nothing in the files of their tables."""

from django.db import connection, transaction

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

    A table in which no other appraisal stands is emptied, whatever older transaction still looks at it. One that is
    not empty is rewritten without the rows that no transaction can see any more, so this runs again every hour.
    """
    if connection.in_atomic_block:  # within a larger transaction, as in tests: nothing is committed yet
        return
    for model in (VotingCode, BallotBox):
        table = connection.ops.quote_name(model._meta.db_table)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table}")
            is_empty = not model._default_manager.exists()
            if is_empty:
                cursor.execute(f"TRUNCATE {table}")
        if not is_empty:
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM (FULL) {table}")
