"""A case is closed, taken up again, handed over to another kind, and in the end forgotten but for its figures."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from portal.cases.actions.clocks import stop
from portal.cases.actions.reading import may_read
from portal.cases.models import Case, CaseFile, CaseLetter, Note, Screening, Suspension
from portal.cases.models.private import Private
from portal.cases.registry import CASE_KINDS
from portal.core import audit, pages
from portal.core.encryption import files
from portal.core.refusals import Refused, WrongState
from portal.core.workflow import lock
from portal.messaging.models import Delivery

PRIVATE = (Private, CaseFile, Note, CaseLetter)
"""The tables that go with the sender: they are moved when a case is handed over, emptied when it is forgotten."""


def close(*, case: Case, at: datetime) -> Case:
    """Close a case: its clocks stop, and what is private is kept for the time its kind says."""
    with transaction.atomic():
        locked = lock(case)
        _end(locked, at)
        locked.forget_after = timezone.localdate(at) + timedelta(days=CASE_KINDS[locked.kind].keep_days())
        locked.save()
    return locked


def reopen(*, case: Case) -> Case:
    """Take a closed case up again, so that it is not forgotten meanwhile."""
    with transaction.atomic():
        locked = lock(case)
        locked.closed_at = locked.forget_after = None
        locked.save()
    return locked


def hand_over(*, actor: User, case: Case, to: str, town: Unit, at: datetime) -> None:
    """Hand a case over to another kind, of which the one before then knows nothing.

    What is private, the files, notes and letters go along; the case that is left is closed and keeps its figures.
    Whoever follows the old number is shown the new case.

    Args:
        actor: Who hands it over.
        case: The case, whose row in the app is locked.
        to: The key of the other kind.
        town: The township it is sent to.
        at: Now.

    Raises:
        NotAllowed: The actor may not read the case.
        Refused: It has been forgotten or handed over, or that kind takes over none.
    """
    may_read(actor, case, at)
    take_over = CASE_KINDS[to].take_over
    with transaction.atomic():
        left = lock(case)
        if take_over is None or not Private.objects.select_for_update().filter(case=left).exists():
            raise Refused(_("This case cannot be handed over."))

        def make(number: str) -> Case:
            taken = Case.objects.create(
                kind=to,
                number=number,
                code_digest=left.code_digest,
                channel=left.channel,
                language=left.language,
                received_at=left.received_at,
                entered_at=left.entered_at,
                entered_by=left.entered_by,
                handed_from=left,
            )
            for model in PRIVATE:
                model._default_manager.filter(case=left).update(case=taken)
            return taken

        take_over(actor, town, at, make)
        CASE_KINDS[left.kind].forget(left)
        _end(left, at)
        left.forget_after = timezone.localdate(at)
        _leave_figures(left, at)
        audit.write(actor=actor, subject=left, number=left.number, verb="hand over", at=at)


def forget(*, actor: User, case: Case, at: datetime) -> None:
    """Remove all that is private of a closed case, and all that was written in somebody's words.

    What is left are the figures on the case, its clocks and the app's row, and who read it when.

    Raises:
        WrongState: It has been taken up again.
    """
    with transaction.atomic():
        CASE_KINDS[case.kind].forget(case)  # first: the app's row is locked before the case
        locked = lock(case)
        if locked.closed_at is None:
            raise WrongState(_("This case has been taken up again."))
        for stored in locked.files.values_list("stored", flat=True):
            # After the commit: a file that is left over can be removed later, one that is missing cannot come back.
            transaction.on_commit(partial(files.delete, stored))
        Delivery.objects.filter(pk__in=locked.letters.values("delivery")).delete()
        for model in PRIVATE:
            model._default_manager.filter(case=locked).delete()
        locked.code_digest = ""
        _leave_figures(locked, at)
        audit.write(actor=actor, subject=locked, number=locked.number, verb="forget", at=at)
        pages.bump()


def forget_due(before: datetime, limit: int) -> int:
    """Forget the cases whose time is over, at most so many; return how many."""
    due = Case.objects.filter(forgotten_at=None, forget_after__lt=timezone.localdate(before)).order_by("forget_after")
    cases = list(due[:limit])
    for case in cases:
        with suppress(WrongState):
            forget(actor=system_actor(), case=case, at=before)
    return len(cases)


def _end(case: Case, at: datetime) -> None:
    case.closed_at = at
    stop(case=case, at=at)


def _leave_figures(case: Case, at: datetime) -> None:
    """Remove what was written about a case."""
    Screening.objects.filter(case=case).update(shown_text="", shown_name="")
    Suspension.objects.filter(clock__case=case).update(reason="")
    case.clocks.update(extension_reason="")
    case.form_token_digest, case.forgotten_at = "", at
    case.save()
