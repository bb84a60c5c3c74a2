"""Clocks: started, extended, suspended, resumed, met, and counted again when a calendar comes."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.cases.models import Case, Clock, Suspension
from portal.cases.registry import CASE_KINDS
from portal.cases.rules.limits import TimeLimit
from portal.core import audit, calendar, pages
from portal.core.calendar import Calendar, Counted, Pause
from portal.core.refusals import Refused, WrongState
from portal.core.workflow import lock

RECOUNTED_AT_ONCE = 500
"""Clocks whose keys are read together."""


def start_clock(*, case: Case, rule: str, start: date, at: datetime, due: date | None = None) -> Clock:
    """Start a time limit of a case.

    Args:
        case: The case, whose row in the app is locked.
        rule: Key of a limit of the case's kind.
        start: The day that is not counted, such as that of receipt.
        at: Now.
        due: A day that somebody chose; else it is counted.

    Raises:
        Refused: The chosen day has passed.
    """
    limit = CASE_KINDS[case.kind].limit(rule)
    clock = Clock(
        case=case,
        rule=limit.key,
        version=limit.version,
        basis=limit.basis,
        days=limit.days(),
        is_in_working_days=limit.is_in_working_days,
        start=start,
    )
    if due is None:
        _count(clock, calendar.load())
    else:
        _choose(clock, due, at)
    clock.save(force_insert=True)
    return clock


def choose_day(*, clock: Clock, due: date, at: datetime) -> Clock:
    """Set the day by which a time limit ends.

    Raises:
        Refused: The day has passed.
        WrongState: The clock is over or suspended.
    """
    with transaction.atomic():
        locked = _running(clock)
        _choose(locked, due, at)
        locked.save()
    return locked


def extend(*, actor: User, clock: Clock, days: int, reason: str, at: datetime) -> Clock:
    """Extend a time limit once, with a reason.

    Raises:
        Refused: There is no reason.
        WrongState: The clock is over, suspended or was extended before.
    """
    if not reason.strip():
        raise Refused(_("Write down why it is extended."), "reason")
    with transaction.atomic():
        locked = _running(clock)
        if locked.extended_days:
            raise WrongState(_("This time limit was extended before."))
        locked.extended_days, locked.extended_by, locked.extension_reason = days, actor, reason.strip()
        _recount_and_save(locked, actor, "extend", at)
    return locked


def suspend(*, actor: User, clock: Clock, reason: str, at: datetime) -> Clock:
    """Suspend a clock from tomorrow on. It is due on no day meanwhile.

    Raises:
        Refused: There is no reason.
        WrongState: The clock is over or suspended.
    """
    if not reason.strip():
        raise Refused(_("Write down what is waited for."), "reason")
    with transaction.atomic():
        locked = _running(clock)
        Suspension.objects.create(
            clock=locked, stopped_on=timezone.localdate(at), suspended_by=actor, reason=reason.strip()
        )
        locked.due, locked.counted, locked.is_provisional, locked.is_chosen = None, {}, False, False
        locked.save()
        _write_line(locked, actor, "suspend", "", at)
    return locked


def resume(*, actor: User, clock: Clock, at: datetime) -> Clock:
    """Let a clock go on from tomorrow on.

    Raises:
        WrongState: It is not suspended.
    """
    with transaction.atomic():
        locked = lock(clock, "case")
        if not locked.suspensions.filter(resumed_on=None).update(resumed_on=timezone.localdate(at)):
            raise WrongState(_("This time limit does not stand still."))
        _recount_and_save(locked, actor, "resume", at)
    return locked


def leave_out(*, actor: User, clock: Clock, first: date, last: date, at: datetime) -> Clock:
    """Leave days out of a time limit that do not count, such as those of a public hearing.

    Raises:
        WrongState: The clock is over or suspended.
    """
    with transaction.atomic():
        locked = _running(clock)
        before = first - timedelta(days=1)
        Suspension.objects.create(clock=locked, stopped_on=before, resumed_on=last, suspended_by=actor, reason="-")
        _recount_and_save(locked, actor, "leave out", at)
    return locked


def meet(*, clock: Clock, at: datetime) -> Clock:
    """Note that what a clock waited for is done. One that is over stays as it is."""
    with transaction.atomic():
        locked = lock(clock)
        if not locked.is_over:
            locked.suspensions.filter(resumed_on=None).update(resumed_on=timezone.localdate(at))
            locked.met_at = at
            locked.save()
    return locked


def stop(*, case: Case, at: datetime) -> None:
    """Stop the clocks of a case that waits for nothing any more, such as one that was joined with another."""
    case.clocks.filter(met_at=None, stopped_at=None).update(stopped_at=at)


def take_up_again(*, clock: Clock) -> Clock:
    """Let a clock run on that was met or stopped too early, such as by an answer that is sent back."""
    with transaction.atomic():
        locked = lock(clock)
        locked.met_at = locked.stopped_at = None
        locked.save()
    return locked


def recount(*, actor: User, at: datetime) -> int:
    """Count the days again that were provisional; return how many moved or became certain.

    Days that somebody chose are certain and stay. A moved day leaves an audit line with the old and the new.
    """
    known, changed, last = calendar.load(), 0, 0
    provisional = Clock.objects.filter(met_at=None, stopped_at=None, is_provisional=True).order_by("pk")
    while keys := list(provisional.filter(pk__gt=last).values_list("pk", flat=True)[:RECOUNTED_AT_ONCE]):
        changed += sum(_recount(pk, known, actor, at) for pk in keys)
        last = keys[-1]
    if changed:
        pages.bump()
    return changed


def proposed(kind: str, rule: str, start: date) -> Counted:
    """Return the day that `start_clock` would count for a case of a kind, with how."""
    limit: TimeLimit = CASE_KINDS[kind].limit(rule)
    known = calendar.load()
    add = known.add_working_days if limit.is_in_working_days else known.add_calendar_days
    return add(start, limit.days())


def _recount(pk: int, known: Calendar, actor: User, at: datetime) -> bool:
    with transaction.atomic():
        clock = Clock.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
        if clock.is_over or not clock.is_provisional:
            return False
        before = clock.due
        _count(clock, known)
        if (clock.due, clock.is_provisional) == (before, True):
            return False
        clock.save()
        if clock.due != before:
            _write_line(clock, actor, "recount", f"{before} → {clock.due}", at)
    return True


def _running(clock: Clock) -> Clock:
    locked = lock(clock, "case")
    if locked.is_over or locked.due is None:
        raise WrongState(_("This time limit is over or stands still."))
    return locked


def _recount_and_save(clock: Clock, actor: User, verb: str, at: datetime) -> None:
    _count(clock, calendar.load())
    clock.save()
    _write_line(clock, actor, verb, str(clock.due), at)


def _choose(clock: Clock, due: date, at: datetime) -> None:
    if due < timezone.localdate(at):
        raise Refused(_("Choose a day that is still to come for the answer."), "due")
    clock.due, clock.counted, clock.is_provisional, clock.is_chosen = due, {}, False, True


def _count(clock: Clock, known: Calendar) -> None:
    """Count the day, with what was extended and without the time in which the clock stood still."""
    over = clock.suspensions.exclude(resumed_on=None) if clock.pk else ()
    pauses = [Pause(one.stopped_on, one.resumed_on) for one in over if one.resumed_on]
    add = known.add_working_days if clock.is_in_working_days else known.add_calendar_days
    counted = add(clock.start, clock.days + clock.extended_days, pauses)
    clock.due, clock.is_provisional = counted.date, counted.provisional
    clock.counted, clock.is_chosen = counted.to_json(), False


def _write_line(clock: Clock, actor: User, verb: str, moved: str, at: datetime) -> None:
    audit.write(actor=actor, subject=clock.case, number=clock.case.number, verb=verb, reason=moved, at=at)
