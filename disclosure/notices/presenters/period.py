"""The notice period of an edition."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import NoticeUnit
from disclosure.catalogue.presenters import days_on_notice
from disclosure.catalogue.rules.owed import notice_period
from disclosure.notices.models import Edition
from portal.core import charts, dates
from portal.core.calendar.rules import Calendar
from portal.core.texts import comma, sentences

RULER_DAYS = 40
"""Longest notice period that is drawn day by day."""


@dataclass(frozen=True, slots=True)
class OnNotice:
    """The days of a notice period that count, and the day of the page.

    `counted_again` is the last day counted with a calendar that came in after publication; None where none did.
    """

    days: tuple[date, ...]
    today: date
    counted_again: date | None = None

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.today > self.days[-1]

    @property
    def number(self) -> int:
        """Which day it is, from 1; 0 before the first."""
        return sum(day <= self.today for day in self.days)

    @property
    def count(self) -> int:
        """How many days there are."""
        return len(self.days)


def on_notice(edition: Edition, *, calendar: Calendar, today: date) -> OnNotice | None:
    """Return the notice period of an edition; None where it has none."""
    first, last = edition.notice_from, edition.notice_to
    if not first or not last:
        return None
    if edition.notice.entry.notice_unit == NoticeUnit.WORKING:
        days = calendar.working_days_between(first - timedelta(days=1), last)
    else:
        days = tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
    return OnNotice(days or (first, last), today, _counted_again(edition, calendar))


def _counted_again(edition: Edition, calendar: Calendar) -> date | None:
    """Count a provisional period once more; None while it still has to be guessed, or never was."""
    if not edition.notice_provisional or not edition.published_at:
        return None
    entry = edition.notice.entry
    published_on = timezone.localdate(edition.published_at)
    counted = notice_period(published_on, days=entry.notice_days, unit=NoticeUnit(entry.notice_unit), calendar=calendar)
    return counted.last if counted and not counted.provisional else None


@dataclass(frozen=True, slots=True)
class PeriodShown:
    """`components/period.html`: a notice period in words and, where it is not too long, drawn day by day."""

    heading: SafeString
    ruler: SafeString | str
    note: str
    provisional: bool


def period_shown(edition: Edition, period: OnNotice) -> PeriodShown:
    """Return the notice period of an edition for its page."""
    return PeriodShown(
        heading=format_html(
            '<span class="w">{}</span>{}<span class="w">{}</span>',
            dates.date_range(period.days[0], period.days[-1]),
            comma(),
            days_on_notice(edition.notice.entry, period.count),
        ),
        ruler=_ruler(period) if period.count <= RULER_DAYS else "",
        note=_note(edition, period),
        provisional=edition.notice_provisional and period.counted_again is None,
    )


def _note(edition: Edition, period: OnNotice) -> str:
    notes = []
    if period.counted_again is not None:
        notes.append(
            _("The holidays were announced after publication; counted with them, the last day is %(day)s.")
            % {"day": dates.full_date(period.counted_again)}
        )
    if edition.number > 1:
        notes.append(_("A corrected edition is put up afresh and its notice period starts again."))
    if edition.notice.unit.is_village:
        notes.append(_("If the village’s answer does not satisfy you, turn to the town, which answers within 20 days."))
    return sentences(*notes)


def _ruler(period: OnNotice) -> str:
    days = []
    for day in period.days:
        below = _("today") if day == period.today else dates.short_weekday(day)
        days.append(charts.RulerDay(dates.month_day(day), below, _state(day, period.today)))
    return charts.period_ruler(days, title=_title(period), ids="period")


def _state(day: date, today: date) -> Literal["past", "today", "coming"]:
    if day == today:
        return "today"
    return "past" if day < today else "coming"


def _title(period: OnNotice) -> str:
    if period.is_over:
        return _("Notice period of %(count)d days; it is over.") % {"count": period.count}
    if not period.number:
        return _("Notice period of %(count)d days; it begins on %(day)s.") % {
            "count": period.count,
            "day": dates.day(period.days[0]),
        }
    return _("Notice period of %(count)d days; today is day %(number)d.") % {
        "count": period.count,
        "number": period.number,
    }
