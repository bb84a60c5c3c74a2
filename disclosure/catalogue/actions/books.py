"""Mark a unit as having many movements: it owes its money statements monthly (村民委员会组织法 art. 30)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import MONEY_STATEMENT, Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry, MonthlyReporting
from disclosure.catalogue.policies import KEEPS_BOOKS_OF
from disclosure.catalogue.queries import item_of
from disclosure.catalogue.registry import ENTRY_USES
from disclosure.catalogue.rules.periods import Period
from portal.accounts.models import Unit, User
from portal.core import audit, calendar
from portal.core.recounts import recounted
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.workflow import lock

OPEN_END = date.max


def mark_monthly(
    *, actor: User, unit: Unit, starts_on: date, reason: str, at: datetime, ends_on: date | None = None
) -> MonthlyReporting:
    """Have a unit owe its money statements monthly from a quarter on.

    Args:
        actor: A publisher of the unit.
        unit: The unit.
        starts_on: The first day of a quarter, so that no month stands alone.
        reason: Why: its movements are many.
        at: Now.
        ends_on: The last day of a quarter; None until it is ended.

    Raises:
        NotAllowed: The actor is no publisher of the unit.
        Conflict: Its books are kept monthly then already.
        Refused: The days are no bounds of quarters, a reason is missing, the first month was due
            already, or a statement of a quarter in that time has been begun.
    """
    _check_publisher(actor, unit, at)
    if not reason.strip():
        raise Refused(_("Write down the reason. Whoever is concerned will read it."))
    _check_bounds(starts_on, ends_on)
    _check_in_time(starts_on, at)
    with recounted(actor=actor, at=at):
        lock(unit)  # as whoever begins a notice of it does
        taken = MonthlyReporting.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), unit=unit, starts_on__lte=ends_on or OPEN_END
        )
        if taken.exists():
            raise Conflict(_("%(unit)s keeps monthly books then already.") % {"unit": unit.name})
        _check_not_begun(unit, Cadence.QUARTERLY, starts_on, ends_on or OPEN_END)
        row = MonthlyReporting.objects.create(unit=unit, starts_on=starts_on, ends_on=ends_on, reason=reason.strip())
        audit.write(actor=actor, subject=row, number=unit.code, verb="mark monthly", reason=reason.strip(), at=at)
    return row


def end_monthly(*, actor: User, books: MonthlyReporting, ends_on: date, at: datetime) -> MonthlyReporting:
    """Have a unit owe its money statements quarterly again, after a day.

    Args:
        actor: A publisher of the unit.
        books: The time of monthly books that is open.
        ends_on: The last day of a quarter that has not ended yet.
        at: Now.

    Raises:
        NotAllowed: The actor is no publisher of the unit.
        Conflict: The time has been ended already.
        Refused: The day is not the last of a quarter or lies in the past, or a statement of a month
            after it has been begun.
    """
    _check_publisher(actor, books.unit, at)
    _check_bounds(books.starts_on, ends_on)
    if ends_on < timezone.localdate(at):
        raise Refused(_("Choose a quarter that has not ended yet."))
    with recounted(actor=actor, at=at):
        lock(books.unit)
        row = lock(books, "unit")
        if row.ends_on is not None:
            raise Conflict(_("An end has been set already."))
        _check_not_begun(row.unit, Cadence.MONTHLY, ends_on + timedelta(days=1), OPEN_END)
        row.ends_on = ends_on
        row.save()
        audit.write(
            actor=actor, subject=row, number=row.unit.code, verb="end monthly", target=ends_on.isoformat(), at=at
        )
    return row


def _check_publisher(actor: User, unit: Unit, at: datetime) -> None:
    if not KEEPS_BOOKS_OF.allows(actor, unit, at=at):
        raise NotAllowed(_("The publisher of the town decides how often a unit accounts for its money."))


def _check_bounds(starts_on: date, ends_on: date | None) -> None:
    if starts_on != Period.containing(starts_on, Cadence.QUARTERLY).first:
        raise Refused(_("Monthly books begin with the first day of a quarter."))
    if ends_on and (ends_on < starts_on or ends_on != Period.containing(ends_on, Cadence.QUARTERLY).last):
        raise Refused(_("Monthly books end with the last day of a quarter."))


def _check_in_time(starts_on: date, at: datetime) -> None:
    """Refuse a beginning that would make a month overdue at once."""
    working, month = calendar.load(), Period.containing(starts_on, Cadence.MONTHLY)
    due = [item_of(entry).due_day(month, working).date for entry in _entries()]
    if any(day < timezone.localdate(at) for day in due):
        raise Refused(_("The first month would be overdue already. Choose a later quarter."))


def _check_not_begun(unit: Unit, cadence: Cadence, first: date, last: date) -> None:
    entries = _entries()
    for number, text in (made for use in ENTRY_USES for made in use.made_since(unit, entries, first)):
        period = Period.parse(text)
        if period.cadence == cadence and period.first <= last:
            raise Refused(_("%(number)s has been begun. Choose a later quarter.") % {"number": number})


def _entries() -> list[CatalogueEntry]:
    """Return the items that are owed monthly where movements are many."""
    rows = CatalogueEntry.objects.filter(
        stream=Stream.FINANCE, form=MONEY_STATEMENT, cadence=Cadence.QUARTERLY, is_active=True
    )
    return [entry for entry in rows if entry.is_money_of_a_quarter]
