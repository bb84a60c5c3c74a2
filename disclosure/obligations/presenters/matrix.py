"""A matrix in words and marks: its tables, its list of what is wrong, its trend."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.enums import Origin, Status
from disclosure.obligations.queries.basis import Basis
from disclosure.obligations.queries.owed import ObligationStatus
from disclosure.obligations.rules import Share, share
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.core import dates
from portal.core.components import Tag
from portal.core.language import is_chinese
from portal.core.texts import as_written, comma
from portal.desk.registry import TallyFigure

FEW = 5
"""Up to so many items have their names written across, also on a phone."""
KINDS = {
    Status.ON_TIME: "ok",
    Status.LATE: "late",
    Status.MISSING: "miss",
    Status.DUE: "due",
    Status.NOT_DUE: "wait",
    Status.EXCUSED: "exc",
    Status.NOT_APPLICABLE: "not",
}
"""The mark of `components/state.html` for each status."""
LISTED = (Status.MISSING, Status.LATE, Status.EXCUSED, Status.NOT_APPLICABLE)
"""What is listed below the tables, in this order."""
TAGS = {Status.MISSING: "owed", Status.LATE: "warn", Status.ON_TIME: "done"}
_LONGEST_FIRST = (Cadence.YEARLY, Cadence.HALF_YEARLY, Cadence.QUARTERLY, Cadence.MONTHLY)


@dataclass(frozen=True, slots=True)
class Mark:
    """An obligation in a cell: where it leads, its month or number among several, and what it waits for."""

    row: ObligationStatus
    url: str
    label: str
    waits: str

    @property
    def kind(self) -> str:
        """The mark of its status."""
        return KINDS[self.row.status]

    @property
    def word(self) -> str:
        """What is read aloud."""
        return status_words(self.row)


@dataclass(frozen=True, slots=True)
class Line:
    """What one unit owes, with a cell for each entry of the table, and how much of it was on time."""

    unit: Unit
    cells: list[list[Mark]]
    share: Share


@dataclass(frozen=True, slots=True)
class Table:
    """The units of one kind by the items they owe, both in the order of their codes; each item with its share."""

    kind: UnitKind
    title: str
    heads: list[tuple[CatalogueEntry, Share]]
    lines: list[Line]
    share: Share

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for the names of the items across."""
        return len(self.heads) <= FEW


@dataclass(frozen=True, slots=True)
class KeyText:
    """What a mark means, for `components/state.html`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """All that is owed for a period, in a table for each kind of unit; `near` are addresses and names of others."""

    period: Period
    name: str
    rows: Sequence[ObligationStatus]
    tables: list[Table]
    near: list[tuple[str, str]]

    @property
    def due_days(self) -> str:
        """By when the items are due: on one day, or between two."""
        days = sorted({row.due_on for row in self.rows})
        if not days:
            return ""
        first, last = dates.full_date(days[0]), dates.full_date(days[-1])
        if first == last:
            return _("Due by %(day)s.") % {"day": first}
        return _("Due between %(first)s and %(last)s.") % {"first": first, "last": last}

    @property
    def provisional(self) -> bool:
        """Whether a day was counted in a year whose calendar is not known yet."""
        return any(row.provisional for row in self.rows)

    @property
    def figures(self) -> list[TallyFigure]:
        """The sums; what there is nothing of is left out, but never the missing."""
        found = share(row.status for row in self.rows)
        rows = [TallyFigure(_("Items owed"), found.total)]
        if found.percent is not None:
            rows.append(TallyFigure(_("Share on time"), found.text))
        rows += [
            TallyFigure(str(Status.ON_TIME.label), found.on_time, kind="ok"),
            TallyFigure(str(Status.LATE.label), found.late, kind="late"),
            TallyFigure(str(Status.MISSING.label), found.missing, kind="miss", owed=found.missing > 0),
        ]
        if found.due:
            rows.append(TallyFigure(_("Still to come"), found.due, kind="due"))
        if found.exempt:
            rows.append(TallyFigure(_("Excused or not applicable"), found.exempt, kind="exc"))
        return rows

    @property
    def legend(self) -> list[KeyText]:
        """What the marks mean, of those that occur."""
        found = {row.status for row in self.rows}
        return [KeyText(kind, str(status.label)) for status, kind in KINDS.items() if status in found]


def notice_url(row: ObligationStatus) -> str:
    """Return the address of what was published or withdrawn, if anything was."""
    number = row.notice or (row.withdrawal.number if row.withdrawal else "")
    return reverse("disclosure:notice", args=[number]) if number else ""


def withdrawn_word() -> str:
    """Return what an item is called whose notice was withdrawn."""
    return pgettext("of a notice", "Withdrawn")


def _withdrawn(row: ObligationStatus) -> str:
    return withdrawn_word() if row.withdrawal else ""


def matrix_of(
    period: Period,
    rows: Sequence[ObligationStatus],
    basis: Basis,
    *,
    url_name: str,
    leads: Callable[[ObligationStatus], str] = notice_url,
    waits: Callable[[ObligationStatus], str] = _withdrawn,
) -> Matrix:
    """Return the matrix of a period.

    `leads` returns where the mark of an obligation leads, and `waits` what it waits for, of which the public learns
    no more than that it was withdrawn; `url_name` is the name of the address of a matrix.
    """

    def marks(cell: list[ObligationStatus]) -> list[Mark]:
        # The calendar's by month, then what happened by its day.
        cell.sort(key=lambda row: (row.origin != Origin.CALENDAR, row.period.first, row.due_on, row.obligation_id or 0))
        return [Mark(row, leads(row), _label(row, n, len(cell)), waits(row)) for n, row in enumerate(cell, 1)]

    tables = [_table(kind, [row for row in rows if row.unit.kind == kind], marks) for kind in _kinds()]
    around = (one for one in (period.previous, period.next, *_overlapping(period, basis)) if basis.has_matrix(one))
    near = [(reverse(url_name, args=[str(one)]), name_of(one, short=True)) for one in around]
    return Matrix(period, name_of(period), rows, [table for table in tables if table.lines], near)


def _kinds() -> dict[UnitKind, str]:
    """Return what the units of a kind are called together, in the order of the tables."""
    return {
        UnitKind.VILLAGE: pgettext("units together", "Villages"),
        UnitKind.STATION: pgettext("units together", "Stations"),
        UnitKind.TOWN: pgettext("units together", "The town"),
    }


def _table(
    kind: UnitKind, rows: Sequence[ObligationStatus], marks: Callable[[list[ObligationStatus]], list[Mark]]
) -> Table:
    entries = sorted({row.entry.pk: row.entry for row in rows}.values(), key=lambda entry: entry.code)
    units = sorted({row.unit.pk: row.unit for row in rows}.values(), key=lambda unit: unit.code)
    cells: dict[tuple[int, int], list[ObligationStatus]] = {}
    for row in rows:
        cells.setdefault((row.unit.pk, row.entry.pk), []).append(row)
    return Table(
        kind,
        _kinds()[kind],
        [(entry, share(row.status for row in rows if row.entry == entry)) for entry in entries],
        [
            Line(
                unit,
                [marks(cells.get((unit.pk, entry.pk), [])) for entry in entries],
                share(row.status for row in rows if row.unit == unit),
            )
            for unit in units
        ],
        share(row.status for row in rows),
    )


def _label(row: ObligationStatus, number: int, count: int) -> str:
    is_month = row.entry.is_regular and row.period.cadence == Cadence.MONTHLY
    if count == 1 and not (is_month and row.entry.cadence != Cadence.MONTHLY):
        return ""
    return short_month(row.period.first) if is_month else str(number)


def known_period(text: str, basis: Basis) -> Period:
    """Return the period of an address.

    Raises:
        Http404: It is none, or the portal knows of nothing owed for it.
    """
    try:
        period = Period.parse(text)
    except ValueError as fault:
        raise Http404 from fault
    if not basis.has_matrix(period):
        raise Http404
    return period


def _overlapping(period: Period, basis: Basis) -> Iterator[Period]:
    """Yield the periods of the other cadences that share a day with one, longest first."""
    owed = {Cadence(entry.cadence) for entry in basis.entries}
    for cadence in _LONGEST_FIRST:
        if cadence == period.cadence or cadence not in owed:
            continue
        one = Period.containing(period.first, cadence)
        while one.first <= period.last:
            yield one
            one = one.next


def status_words(row: ObligationStatus) -> str:
    """Return the status of an obligation with the days: late by 3 days."""
    if row.status == Status.LATE:
        return ngettext("Late by %(count)d day", "Late by %(count)d days", row.days_late) % {"count": row.days_late}
    if row.status == Status.MISSING:
        if row.withdrawal:
            words = ngettext("Withdrawn, %(count)d day overdue", "Withdrawn, %(count)d days overdue", row.days_late)
        else:
            words = ngettext("Missing, %(count)d day overdue", "Missing, %(count)d days overdue", row.days_late)
        return words % {"count": row.days_late}
    if row.status == Status.DUE:
        return _("Due by %(day)s") % {"day": dates.day(row.due_on)}
    return str(row.status.label)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """What is missing, late, excused or not applicable, with days and the reason the office published."""

    row: ObligationStatus
    url: str
    item: str
    tag: Tag
    text: str
    reason: str


def listed(rows: Sequence[ObligationStatus]) -> list[ListedRow]:
    """Return what stands below the tables: what is missing, late, excused or not applicable."""
    found = [row for row in rows if row.status in LISTED]
    found.sort(key=lambda row: (LISTED.index(row.status), -row.days_late, row.unit.code, row.entry.code))
    return [
        ListedRow(
            row=row,
            url=notice_url(row),
            item=item_name(row),
            tag=Tag(_withdrawn(row) or str(row.status.label), TAGS.get(row.status, "")),
            text=_days_in_words(row),
            reason=as_written(public_reason(row)),
        )
        for row in found
    ]


def public_reason(row: ObligationStatus) -> str:
    """Return why something need not be published, where the office lets the public read it."""
    return row.exemption.reason if row.exemption and row.exemption.is_public else ""


def item_name(row: ObligationStatus) -> str:
    """Return the item, with the month where it is owed by month instead of as the catalogue says."""
    if row.entry.is_regular and row.period.cadence != row.entry.cadence:
        return comma().join([row.entry.name, name_of(row.period)])
    return row.entry.name


def _days_in_words(row: ObligationStatus) -> str:
    """Return when it was published and by how many days it was or is late; nothing for what is exempt."""
    if row.status not in {Status.LATE, Status.MISSING}:
        return ""
    late = ngettext("%(count)d day late", "%(count)d days late", row.days_late) % {"count": row.days_late}
    if row.published_on:
        return comma().join([_("published on %(day)s") % {"day": dates.full_date(row.published_on)}, late])
    return comma().join([_("was due on %(day)s") % {"day": dates.full_date(row.due_on)}, late])


def short_month(first: date) -> str:
    """Write a month as there is room for in a cell: 7月, Jul."""
    return f"{first.month}月" if is_chinese() else dates.month_name(first)[:3]
