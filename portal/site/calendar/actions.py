"""Changes of the working calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.policies import administers
from portal.core import pages
from portal.core.calendar import table as calendar_table
from portal.core.calendar.rules import SATURDAY
from portal.core.calendar.table import Day
from portal.core.models import CalendarDay
from portal.core.recounts import recounted
from portal.core.refusals import NotAllowed, Refused
from portal.site.calendar.queries import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class Imported:
    """What a notice that was brought in comes to."""

    year: int
    days_off: int
    working_weekend_days: int


def import_notice(*, actor: User, year: int, days: Sequence[Day], at: datetime) -> Imported:
    """Import the notice of a year; what was counted into it provisionally is counted again.

    Raises:
        NotAllowed: The actor does not administer the portal.
        Refused: The year is none a notice can be of, or the list is no notice of it.
    """
    _refuse_others(actor, at)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("Give a year from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}, "year")
    with recounted(actor=actor, at=at):
        calendar_table.import_notice(actor=actor, year=year, days=days, at=at)
        pages.bump()
    return Imported(
        year=year,
        days_off=sum(not each.is_working for each in days),
        working_weekend_days=sum(each.is_working and each.day.weekday() >= SATURDAY for each in days),
    )


def set_local_day(*, actor: User, day: Day, at: datetime) -> CalendarDay:
    """Set one day by a local order.

    Raises:
        NotAllowed: The actor does not administer the portal.
    """
    _refuse_others(actor, at)
    with recounted(actor=actor, at=at):
        row = calendar_table.set_day(actor=actor, day=day, at=at)
        pages.bump()
    return row


def take_back_local_day(*, actor: User, day: date, at: datetime) -> None:
    """Take back the local order for a day; what was counted over it is counted again.

    Raises:
        NotAllowed: The actor does not administer the portal.
        Refused: There is no local order for it.
    """
    _refuse_others(actor, at)
    with recounted(actor=actor, at=at):
        calendar_table.take_back_day(actor=actor, day=day, at=at)
        pages.bump()


def _refuse_others(actor: User, at: datetime) -> None:
    if not (actor.is_system or administers(actor, at=at)):
        raise NotAllowed(_("You do not administer this."))
