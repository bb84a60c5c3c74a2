"""Record what a check found. What is wrong is given to be put right in the same transaction."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.rectification import actions as rectification
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from accountability.supervision.enums import MAX_SEEN_LENGTH
from accountability.supervision.models import Check
from accountability.supervision.policies import CHECK_STEPS
from accountability.supervision.workflow import CHECK
from portal.accounts.models import User
from portal.core import pages
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import Refused
from portal.core.texts import required
from portal.core.workflow import step

MAX_PEOPLE_LENGTH = 120


def find_right(
    *, actor: User, check: Check, done_on: date, checked_by: str, seen_text: str, at: datetime, seen: int | None = None
) -> Check:
    """Record a check that found all in order: when it was made, by whom, and what was seen.

    Raises:
        Refused: Something is missing, or the day is still to come.
    """

    def change(locked: Check) -> None:
        _record(actor, locked, done_on=done_on, checked_by=checked_by, seen_text=seen_text, at=at)

    return _take(actor, check, "find_right", change, seen=seen, at=at)


def find_wrong(
    *,
    actor: User,
    check: Check,
    done_on: date,
    checked_by: str,
    seen_text: str,
    requirement: str,
    put_right_by: date,
    at: datetime,
    supervising: str = "",
    seen: int | None = None,
) -> Check:
    """Record a check that found something wrong, and give it to the unit to be put right by a day.

    Who is responsible at the point of risk is responsible for that, too.

    Raises:
        Refused: Something is missing, the check is still to come, or the day to put it right has passed.
    """

    def change(locked: Check) -> None:
        _record(actor, locked, done_on=done_on, checked_by=checked_by, seen_text=seen_text, at=at)
        locked.rectification = _given(
            actor, locked, requirement=requirement, due=put_right_by, supervising=supervising, at=at
        )

    return _take(actor, check, "find_wrong", change, seen=seen, at=at)


def postpone(*, actor: User, check: Check, due: date, reason: str, at: datetime, seen: int | None = None) -> Check:
    """Set another day for a check, with a reason.

    Raises:
        Refused: The day has passed.
    """

    def change(locked: Check) -> None:
        if due < min(today_of_due_days(at), timezone.localdate(at)):
            raise Refused(_("Choose a day that is still to come."), "due")
        locked.due = due

    return _take(actor, check, "postpone", change, seen=seen, at=at, reason=reason)


def leave_out(*, actor: User, check: Check, reason: str, at: datetime, seen: int | None = None) -> Check:
    """Leave a check out, because its matter came to nothing or has no such phase; with a reason."""
    return _take(actor, check, "leave_out", None, seen=seen, at=at, reason=reason)


def _record(actor: User, locked: Check, *, done_on: date, checked_by: str, seen_text: str, at: datetime) -> None:
    if done_on > timezone.localdate(at):
        raise Refused(_("This day is still to come."), "done_on")
    locked.checked_by = required(checked_by, _("Write who checked."), "checked_by", MAX_PEOPLE_LENGTH)
    locked.seen = required(seen_text, _("Write what was seen."), "seen_text", MAX_SEEN_LENGTH)
    locked.done_on, locked.recorded_by = done_on, actor


def _given(actor: User, check: Check, *, requirement: str, due: date, supervising: str, at: datetime) -> Rectification:
    point = check.matter.point
    if due < timezone.localdate(at):
        raise Refused(_("Choose a day that is still to come."), "put_right_by")
    return rectification.give(
        actor=actor,
        town=point.town,
        unit=point.unit,
        source=Source.SUPERVISION,
        source_number=check.audit_number(),
        kind=str(point.get_area_display()),
        text=f"{check.matter.name}\n{check.seen}",
        requirement=requirement,
        due=due,
        responsible=point.responsible,
        supervising=supervising,
        at=at,
    )


def _take(
    actor: User,
    check: Check,
    verb: str,
    change: Callable[[Check], None] | None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Check:
    with transaction.atomic():
        done = step(
            actor=actor,
            subject=check,
            workflow=CHECK,
            verb=verb,
            policies=CHECK_STEPS,
            seen=seen,
            at=at,
            reason=reason,
            change=change,
            related=("matter__point__town", "matter__point__unit"),
        )
        pages.bump()
    return done
