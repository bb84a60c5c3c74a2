"""What the desk's first page says of what is owed: what is overdue, the trend, who repeats, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.enums import Status
from disclosure.obligations.models import Obligation
from disclosure.obligations.presenters.awaited import title_of, url_of, words_of
from disclosure.obligations.queries.awaited import Awaited, awaiting, coming_for, overdue_for
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import ObligationStatus, as_stored, trend_up_to
from disclosure.obligations.rules import Share, share
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import roles_held, units_of
from portal.core import calendar, charts, dates
from portal.core.calendar.rules import Calendar
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import due_words
from portal.desk.registry import DeskHomePage
from portal.desk.stuck import Stuck, StuckSection, days_in_hand, stuck_section

SEES_TO_IT = frozenset({Role.SECRETARY, Role.PUBLISHER})
"""Who sees to it that what is overdue goes on."""
WATCHES = (Role.SECRETARY, Role.LEADER)
"""Whose first page shows the trend, and who repeats."""
REPEATS_IN = 4
"""Over how many of the last periods it is looked for repetition; twice is a repetition."""


def overdue_items(page: DeskHomePage) -> StuckSection | None:
    """Return what is overdue, where it lies and for how long; None for those who do not see to it."""
    roles, today = roles_held(page.person, at=page.at), today_of_due_days(page.at)
    stored = overdue_for(page.person, at=page.at) if roles & SEES_TO_IT else []
    if not stored and Role.SECRETARY not in roles:
        return None
    pairs = [(row, as_stored(row, today=today)) for row in stored]
    awaited = awaiting([item for _row, item in pairs], page.person, at=page.at)
    working = calendar.load()
    found = [_stuck(row, item, awaited.get(item.number), today, working) for row, item in pairs]
    more_url = reverse("disclosure_desk:obligations")
    return stuck_section(found, key="obligations.overdue", label=_("Items overdue"), more_url=more_url)


def _stuck(row: Obligation, item: ObligationStatus, awaited: Awaited | None, today: date, working: Calendar) -> Stuck:
    since = (awaited and awaited.since) or row.arises_on or row.period_ends_on
    return Stuck(
        title=title_of(item),
        url=url_of(item),
        unit=item.unit.name,
        step=words_of(awaited).short,
        people=[person.name for person in awaited.people] if awaited else [],
        days=days_in_hand(since, today=today),
        due=due_words(item.due_on, today=today, working_days=working),
        number=item.number if row.notice_id is None and not row.subject else "",
    )


@dataclass(frozen=True, slots=True)
class TrendSection:
    """How many items were late or are missing over the last quarters, and the share on time; the newest first."""

    chart: SafeString
    lines: list[tuple[str, str, Share]]


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """How many items of one unit were late or missing in each of some quarters, the oldest first.

    `run` is in how many quarters on end up to the newest there was at least one.
    """

    name: str
    url: str
    counts: list[int]
    run: int = 0


@dataclass(frozen=True, slots=True)
class RepeatSection:
    """Who is late or missing again and again: the units with more than one such quarter, the others, and all."""

    heads: list[str]
    lines: list[RepeatLine]
    others: RepeatLine | None
    total: RepeatLine


Matrices = Mapping[Period, Sequence[ObligationStatus]]


def trend(page: DeskHomePage) -> TrendSection | None:
    """Return whether fewer items are late or missing; None for those who do not watch over it."""
    owed = _last_quarters(page)
    if not owed:
        return None
    shares = [(period, share(row.status for row in rows)) for period, rows in owed.items()]
    points, year = [], 0
    for period, counted in shares:
        sub = str(period.first.year) if period.first.year != year else ""
        year, is_last = period.first.year, period == shares[-1][0]
        word = pgettext("quarter below a column", "Q%(number)d") % {"number": (period.first.month + 2) // 3}
        points.append(charts.Stack(word, counted.late, counted.missing, sub, current=is_last))
    lines = [(name_of(period), _matrix_url(period), counted) for period, counted in reversed(shares)]
    return TrendSection(charts.stacks(points, title=_("Items late or missing"), ids="owed-trend"), lines)


def repeats(page: DeskHomePage) -> RepeatSection | None:
    """Return who is late or missing again and again; None for those who do not watch over it, or where nobody is."""
    owed = dict(list(_last_quarters(page).items())[-REPEATS_IN:])
    units: dict[int, Unit] = {row.unit.pk: row.unit for rows in owed.values() for row in rows}
    counts = {pk: [_wrong(rows, pk) for rows in owed.values()] for pk in units}
    again = [pk for pk in counts if sum(count > 0 for count in counts[pk]) > 1]
    if not again:
        return None
    again.sort(key=lambda pk: (-_run(counts[pk]), -sum(counts[pk]), units[pk].code))
    rest = [counts[pk] for pk in counts if pk not in again]
    name = ngettext("%(count)d other unit", "%(count)d other units", len(rest)) % {"count": len(rest)}
    return RepeatSection(
        heads=[name_of(period, short=True) for period in owed],
        lines=[_repeat(units[pk], counts[pk]) for pk in again],
        others=RepeatLine(name, "", _summed(rest)) if rest else None,
        total=RepeatLine(pgettext("units together", "All"), "", _summed(list(counts.values()))),
    )


def _last_quarters(page: DeskHomePage) -> Matrices:
    """Return what is owed for the last quarters, the oldest first; nothing for those who do not watch over it."""

    def read() -> Matrices:
        roles = roles_held(page.person, at=page.at)
        role = next((one for one in WATCHES if one in roles), None)
        if role is None:
            return {}
        basis, mine = read_basis(at=page.at), set(units_of(page.person, role, at=page.at).values_list("pk", flat=True))
        owed = trend_up_to(basis.current_quarter(), basis=basis)
        return {
            period: [row for row in rows if row.unit.pk in mine and row.period.cadence == Cadence.QUARTERLY]
            for period, rows in owed.items()
        }

    return page.once("obligations.last_quarters", read)


def _wrong(rows: Sequence[ObligationStatus], unit: int) -> int:
    return sum(row.unit.pk == unit and row.status in (Status.LATE, Status.MISSING) for row in rows)


def _run(counts: Sequence[int]) -> int:
    return next((place for place, count in enumerate(reversed(counts)) if not count), len(counts))


def _repeat(unit: Unit, counts: list[int]) -> RepeatLine:
    return RepeatLine(unit.name, reverse("site:unit", args=[unit.code]), counts, _run(counts))


def _summed(rows: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _matrix_url(period: Period) -> str:
    return reverse("disclosure_desk:matrix", args=[str(period)])


def what_comes_next(page: DeskHomePage) -> str | None:
    """Return what is to be public next, and by when, in a sentence.

    Who administers the portal alone has nothing to do with it.
    """
    if roles_held(page.person, at=page.at) <= {Role.ADMINISTRATOR}:
        return None
    rows, count = coming_for(page.person, at=page.at)
    if not rows:
        return _("Nothing is known yet that your units have to publish next.")
    day = dates.full_date(rows[0].due_on)
    if count == 1:
        item = as_stored(rows[0], today=today_of_due_days(page.at))
        sentence = _("Next comes “{item}” of {unit}, to be public on {day}.")
        return format_html(sentence, item=title_of(item), unit=item.unit.name, day=day)
    return _("Next come %(count)d items that are to be public on %(day)s.") % {"count": count, "day": day}
