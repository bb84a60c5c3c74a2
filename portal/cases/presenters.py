"""A case as the desk shows it: as it came, and what has been done with it in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext, pgettext_lazy

from portal.cases.enums import Read
from portal.cases.models import Case, Clock
from portal.cases.queries import readings_of
from portal.cases.rules.sender import AsItCame
from portal.core import calendar, charts, dates
from portal.core.calendar import Calendar
from portal.core.codes import in_groups
from portal.core.texts import as_written

READINGS_SHOWN = 20
"""The last times that somebody read a case as it came."""

AUDIT_LABELS = {
    "attach": pgettext_lazy("audit entry of a case", "File added"),
    "change sender": pgettext_lazy("audit entry of a case", "Sender put right"),
    "extend": pgettext_lazy("audit entry of a case", "Time limit extended"),
    "leave out": pgettext_lazy("audit entry of a case", "Days left out of the time limit"),
    "forget": pgettext_lazy("audit entry of a case", "Personal data removed"),
    "hand over": pgettext_lazy("audit entry of a case", "Handed over"),
    "recount": pgettext_lazy("audit entry of a case", "Day counted again"),
    "resume": pgettext_lazy("audit entry of a case", "Time limit goes on"),
    "suspend": pgettext_lazy("audit entry of a case", "Time limit stands still"),
}
"""What is called that is done with a case and is no step of its kind."""


@dataclass(frozen=True, slots=True)
class Original:
    """`cases/_original.html`: a case as it came, with who sent it, who entered it and who read it.

    `readings` are the newest of all `times`.
    """

    text: SafeString
    meta: list[tuple[str, str]]
    times: int
    readings: list[str]


def original(case: Case, came: AsItCame) -> Original:
    """Return a case as it came, for somebody who has been given it by `read_private`."""
    sender, entered_by = came.sender, case.entered_by
    meta = [
        (_("Name"), as_written(sender.name)),
        (_("Telephone"), sender.telephone),
        (_("E-mail"), sender.email),
        (_("Address"), as_written(sender.address)),
        (_("Entered by"), entered_by.name if entered_by else ""),
    ]
    found = [(term, value) for term, value in meta if value]
    readings = [
        f"{one.reader.name} · {Read(one.what).label} · {dates.moment(one.at)}"
        for one in readings_of(case)[:READINGS_SHOWN]
    ]
    times = len(readings) if len(readings) < READINGS_SHOWN else readings_of(case).count()
    return Original(as_written(came.text), found, times, readings)


@dataclass(frozen=True, slots=True)
class Slip:
    """`cases/_slip.html`: the receipt of a case to take along, with the code; it is the one paper that has it.

    Attributes:
        code: In groups, as it is read out.
        follow_url: Where the case is followed; the button posts number and code there.
        qr: The same place, with number and code behind the `#`. Browsers keep that part to themselves, so no log and
            no cache on the way sees a code.
        rows: What else stands on it, as terms and values.
    """

    number: str
    code: str
    follow_url: str
    qr: SafeString
    rows: list[tuple[str, str | SafeString]]


def slip(case: Case, *, follow_url: str, rows: list[tuple[str, str | SafeString]]) -> Slip:
    """Return the receipt of a case that still knows its code."""
    address = f"{settings.SITE_URL}{follow_url}#{case.number}/{case.code}"
    qr = charts.qr_svg(address, title=_("QR code: opens the page where you follow it"))
    return Slip(case.number, in_groups(case.code), follow_url, qr, rows)


WEEK, SATURDAY = 7, 5


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day of `CountedDays`.

    Attributes:
        number: Which day of the time limit it is; None for one that is not counted.
        kind: `rest`, `still`, `today`, `last`, `yet`, or empty.
        note: What it is, in a word.
        is_first: Whether its month is named, because it is the first that is shown of it.
    """

    day: date
    number: int | None
    kind: str
    note: str
    is_first: bool

    @property
    def month(self) -> str:
        """The month, in short."""
        return dates.short_month(self.day)

    @property
    def weekday(self) -> str:
        """The day of the week, in short."""
        return dates.short_weekday(self.day)


@dataclass(frozen=True, slots=True)
class CountedDays:
    """`cases/_clock.html`: a time limit day by day, so that anybody can count it again.

    Attributes:
        used: Days that have passed of it, today among them; `left` those that are still to come.
        late: By how many calendar days it is overdue.
        due: The last day; None while it stands still.
        bar: How much of it has passed, as a picture.
        weeks: Its days, week by week from Monday.
        how: The same in sentences.
    """

    used: int
    total: int
    left: int
    late: int
    due: date | None
    bar: SafeString
    weeks: list[list[CountedDay]]
    how: str


def counted_days(clock: Clock, *, today: date) -> CountedDays:
    """Return how a time limit in working days is counted, with the time in which it stood still.

    While it stands still, its days are shown up to today.
    """
    working = calendar.load()
    pauses = [(one.stopped_on, one.resumed_on or today) for one in clock.suspensions.all()]
    last = clock.due or max(today, clock.start)
    days = list(_numbered(clock.start, last, pauses, working))
    used = sum(1 for day, number, _held in days if number and day <= today)
    total = clock.days + clock.extended_days
    return CountedDays(
        used=used,
        total=total,
        left=total - used,
        late=max((today - last).days, 0),
        due=clock.due,
        bar=charts.length(used, total),
        weeks=_weeks(clock, days, today),
        how=clock.how,
    )


def _numbered(
    start: date, last: date, pauses: list[tuple[date, date]], working: Calendar
) -> Iterator[tuple[date, int | None, bool]]:
    """Yield each day after the first, with its number if it counts and whether the clock stood still on it."""
    number = 0
    for offset in range(1, (last - start).days + 1):
        day = start + timedelta(days=offset)
        held = working.is_working_day(day) and any(stopped < day <= resumed for stopped, resumed in pauses)
        counts = working.is_working_day(day) and not held
        number += counts
        yield day, number if counts else None, held


def _weeks(clock: Clock, days: list[tuple[date, int | None, bool]], today: date) -> list[list[CountedDay]]:
    """Return the days with those that fill up the first and the last week."""
    known = {day: (number, held) for day, number, held in days}
    last = max([clock.start, *known])
    monday = clock.start - timedelta(days=clock.start.weekday())
    cells = []
    for offset in range((last - monday).days + WEEK - last.weekday()):
        day = monday + timedelta(days=offset)
        number, held = known.get(day, (None, False))
        kind, note = _kind_of_day(clock, day, number, held=held, today=today)
        is_outside = not clock.start <= day <= last
        cells.append(
            CountedDay(
                day, number, "rest" if is_outside else kind, "" if is_outside else note, offset == 0 or day.day == 1
            )
        )
    return [cells[first : first + WEEK] for first in range(0, len(cells), WEEK)]


def _kind_of_day(clock: Clock, day: date, number: int | None, *, held: bool, today: date) -> tuple[str, str]:
    if day == clock.start:
        return "", pgettext("a day of a time limit", "came in")
    if day == clock.due:
        return "last", pgettext("a day of a time limit", "due")
    if held:
        return "still", pgettext("a day of a time limit", "paused")
    if day == today:
        return "today", pgettext("a day of a time limit", "today")
    is_weekend = day.weekday() >= SATURDAY
    if number is None:
        return "rest", "" if is_weekend else pgettext("a day of a time limit", "day off")
    return "yet" if day > today else "", pgettext("a day of a time limit", "worked") if is_weekend else ""
