"""The calendar of publications as iCalendar (RFC 5545), which calendars of telephones subscribe to.

It holds what is still to be published, by the day it is due, and the notice periods that run. An item that several
units owe for one period by one day is one event, which names them: a calendar shows a day, not a table.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from icalendar import Calendar, Event
from icalendar.enums import STATUS, TRANSP

from disclosure.catalogue.presenters import name_of
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_of
from disclosure.obligations.enums import Status
from disclosure.obligations.presenters.matrix import status_words
from disclosure.obligations.queries.owed import ObligationStatus
from portal.accounts.models import Unit
from portal.core.workbooks.written import tidy

REFRESH = timedelta(hours=12)
"""How often a calendar is asked to look again."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PublicationCalendar:
    """What the calendar holds.

    Attributes:
        unit: Whose it is; None for that of every unit.
        title: What calendars call it.
        owed: What is still to be published.
        on_notice: Live editions whose notice period is not over.
        at: Now.
    """

    unit: Unit | None
    title: str
    owed: Sequence[ObligationStatus]
    on_notice: Iterable[Edition]
    at: datetime

    def as_ical(self) -> bytes:
        """Return it as a file."""
        made = Calendar.new(name=tidy(self.title), refresh_interval=REFRESH, url=self._address(), language="zh-CN")
        for event in (*self._due(), *self._periods()):
            made.add_component(event)
        return bytes(made.to_ical())

    def _address(self) -> str:
        path = reverse("site:unit", args=[self.unit.code]) if self.unit else reverse("disclosure:matrix_current")
        return f"{settings.SITE_URL}{path}"

    def _due(self) -> Iterator[Event]:
        for _key, rows in groupby(sorted(self.owed, key=_together), key=_together):
            yield self._due_day(list(rows))

    def _due_day(self, rows: Sequence[ObligationStatus]) -> Event:
        first = rows[0]
        provisional = any(row.provisional for row in rows)
        whose = ngettext("%(count)d unit", "%(count)d units", len(rows)) % {"count": len(rows)}
        words = _("Due: %(item)s (%(period)s), %(unit)s") % {
            "item": first.subject or first.entry.name,
            "period": name_of(first.period),
            "unit": first.unit.name if len(rows) == 1 else whose,
        }
        colon = _(": ")
        told = [f"{row.unit.name}{colon}{_state(row)}" for row in rows]
        if provisional:
            words = _("%(words)s (provisional)") % {"words": words}
            told.append(_("The holidays of that year are not announced yet; the day will be counted again."))
        return _event(
            uid=f"due-{first.number if len(rows) == 1 else _shared(first)}",
            first=first.due_on,
            last=first.due_on,
            words=words,
            told="\n".join(told),
            url=self._address(),
            stamp=timezone.make_aware(datetime.combine(timezone.localdate(self.at), time.min)),
            is_provisional=provisional,
        )

    def _periods(self) -> Iterator[Event]:
        for edition in self.on_notice:
            if edition.notice_from and edition.notice_to and edition.published_at:
                yield _event(
                    uid=f"on-notice-{edition.notice.number}",
                    first=edition.notice_from,
                    last=edition.notice_to,
                    words=_("On notice: %(title)s") % {"title": title_of(edition)},
                    told=_("Notice period of %(unit)s. Whoever objects writes or telephones until its last day.")
                    % {"unit": edition.notice.unit.name},
                    url=settings.SITE_URL + reverse("disclosure:notice", args=[edition.notice.number]),
                    stamp=edition.published_at,
                    is_provisional=edition.notice_provisional,
                )


def _together(row: ObligationStatus) -> tuple[date, str, date, str, str]:
    """Return by what obligations are one event. What happened to one unit is its own."""
    return row.due_on, row.entry.code, row.period.first, str(row.period), row.number if row.subject else ""


def _shared(row: ObligationStatus) -> str:
    return f"{row.entry.code}-{row.period}-{row.due_on:%Y%m%d}"


def _state(row: ObligationStatus) -> str:
    return _("to be published") if row.status in (Status.DUE, Status.NOT_DUE) else status_words(row)


def _event(
    *, uid: str, first: date, last: date, words: str, told: str, url: str, stamp: datetime, is_provisional: bool
) -> Event:
    """Return an event of whole days, which takes nobody's time."""
    return Event.new(
        uid=f"{uid}@{settings.SITE_URL.partition('://')[2]}",
        start=first,
        end=last + _DAY,  # the day after, as the standard counts
        summary=tidy(words),
        description="\n".join(map(tidy, told.splitlines())),
        url=url,
        stamp=stamp,
        status=STATUS.TENTATIVE if is_provisional else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,
    )
