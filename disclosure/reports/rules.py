"""The form of the yearly report as data: its tables as they are printed, what sums to what, and the check.

The form is that of 2021, in six parts: parts 2 to 4 are tables, parts 1, 5 and 6 texts. A cell is named by its table,
row and column, such as `requests-received-person`; one that is blank is 0.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import groupby

from django.utils.text import format_lazy
from django.utils.translation import pgettext_lazy

from disclosure.requests.enums import Applicant, Result, ResultGroup
from disclosure.requests.rules import GROUNDS
from portal.core.workflow import Words

FORM = "report"
"""Its value in the catalogue, and its key in the canonical document."""
Figures = Mapping[str, Decimal]
"""Figures by cell; those that are missing are 0."""
ZERO = Decimal(0)
LARGEST = Decimal(10) ** 9
"""Beyond any township, of requests as of 万元."""
_NUMBERED = pgettext_lazy("yearly report", "{number}. {label}")


@dataclass(frozen=True, slots=True)
class Head:
    """A head of a row or a column; it may span several."""

    text: Words
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A printed row: its heads, and the names of its cells."""

    heads: tuple[Head, ...]
    cells: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report as it is printed.

    Attributes:
        part: The part of the report in which it stands.
        heads: The rows of its head, from top to bottom.
        places: Decimals of its figures at most.
    """

    key: str
    part: int
    title: Words
    heads: tuple[tuple[Head, ...], ...]
    lines: tuple[Line, ...]
    places: int = 0

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of all its cells, line by line."""
        return tuple(cell for line in self.lines for cell in line.cells)


@dataclass(frozen=True, slots=True)
class Place:
    """What the row and the column of a cell are called."""

    row: Words
    column: Words


def cell(table: str, row: str, column: str) -> str:
    """Return the name of a cell."""
    return f"{table}-{row}-{column}"


PARTS: Mapping[int, Words] = {
    1: pgettext_lazy("yearly report", "1. The year as a whole"),
    2: pgettext_lazy("yearly report", "2. Information disclosed without being asked for"),
    3: pgettext_lazy("yearly report", "3. Requests for information, received and dealt with"),
    4: pgettext_lazy("yearly report", "4. Administrative reviews and lawsuits over disclosure"),
    5: pgettext_lazy("yearly report", "5. What is not yet good, and what is done about it"),
    6: pgettext_lazy("yearly report", "6. Anything else to report"),
}
TEXTS: Mapping[str, int] = {"overview": 1, "problems": 5, "other": 6}
"""The texts of the report, with the part each one is."""

_MADE: Mapping[str, Words] = {
    "made": pgettext_lazy("yearly report", "Made this year"),
    "abolished": pgettext_lazy("yearly report", "Abolished this year"),
    "in_force": pgettext_lazy("yearly report", "In force"),
}
_DECISIONS: Mapping[str, Words] = {"decisions": pgettext_lazy("yearly report", "Decisions this year")}
_FEES: Mapping[str, Words] = {"amount": pgettext_lazy("yearly report", "Charged this year (10,000 yuan)")}
REGULATIONS_MADE = tuple(cell("rules", "regulations", column) for column in _MADE)
"""The cells of regulations (规章), which a township has no power to make."""

TOTAL = "total"
APPLICANTS: Mapping[str, Words] = {
    Applicant.PERSON: pgettext_lazy("yearly report", "Natural persons"),
    Applicant.ENTERPRISE: pgettext_lazy("yearly report", "Enterprises"),
    Applicant.RESEARCH: pgettext_lazy("yearly report", "Research institutions"),
    Applicant.PUBLIC_INTEREST: pgettext_lazy("yearly report", "Public-interest organisations"),
    Applicant.LEGAL: pgettext_lazy("yearly report", "Legal services"),
    Applicant.OTHER: pgettext_lazy("yearly report", "Others"),
    TOTAL: pgettext_lazy("yearly report", "Total"),
}
"""The columns of part 3, as the form words them."""
RECEIVED, CARRIED_OVER, RESULTS, CARRIED_ON = "received", "carried_over", "results", "carried_on"
_GROUPS: Mapping[str, Words] = {
    ResultGroup.GRANTED: pgettext_lazy("yearly report", "(1) Disclosed"),
    ResultGroup.PARTLY: pgettext_lazy(
        "yearly report", "(2) Partly disclosed (what is told apart counts here alone, and nowhere else)"
    ),
    ResultGroup.REFUSED: pgettext_lazy("yearly report", "(3) Not disclosed"),
    ResultGroup.UNAVAILABLE: pgettext_lazy("yearly report", "(4) Cannot be provided"),
    ResultGroup.UNPROCESSED: pgettext_lazy("yearly report", "(5) Not processed"),
    ResultGroup.OTHERWISE: pgettext_lazy("yearly report", "(6) Otherwise dealt with"),
}
_RESULTS: Mapping[Result, Words] = {result: result.label for result in GROUNDS} | {
    Result.OTHER: pgettext_lazy("yearly report", "Others")
}
REQUEST_ROWS: Mapping[str, Words] = {
    RECEIVED: pgettext_lazy("yearly report", "I. Requests received this year"),
    CARRIED_OVER: pgettext_lazy("yearly report", "II. Requests carried over from last year"),
    **{result: _RESULTS[result] if ground.number else _GROUPS[ground.group] for result, ground in GROUNDS.items()},
    RESULTS: pgettext_lazy("yearly report", "(7) Total"),
    CARRIED_ON: pgettext_lazy("yearly report", "IV. Carried on to next year"),
}
"""The rows of part 3, in their order, as the form words them."""

_CASES: Mapping[str, Words] = {
    "reviews": pgettext_lazy("yearly report", "Administrative reviews"),
    "direct": pgettext_lazy("yearly report", "Lawsuits without a review before"),
    "after": pgettext_lazy("yearly report", "Lawsuits after a review"),
}
_ENDS: Mapping[str, Words] = {
    "upheld": pgettext_lazy("yearly report", "Upheld"),
    "corrected": pgettext_lazy("yearly report", "Corrected"),
    "other": pgettext_lazy("yearly report", "Other result"),
    "pending": pgettext_lazy("yearly report", "Not yet decided"),
    TOTAL: pgettext_lazy("yearly report", "Total"),
}


_KIND = pgettext_lazy("yearly report", "Kind of information")


def _rows_by_columns(
    key: str,
    title: Words,
    rows: Mapping[str, Words],
    columns: Mapping[str, Words],
    *,
    part: int = 2,
    places: int = 0,
    kind: Words = _KIND,
) -> Table:
    """Return a table without spans; `kind` heads its rows."""
    heads = (Head(kind), *(Head(text) for text in columns.values()))
    lines = tuple(
        Line((Head(text),), tuple(cell(key, row, column) for column in columns)) for row, text in rows.items()
    )
    return Table(key, part, title, (heads,), lines, places)


def _requests() -> Table:
    """Return the matrix of part 3."""
    organisations = list(APPLICANTS.items())[1:-1]
    heads = (
        (
            Head(pgettext_lazy("yearly report", "I plus II equals III plus IV in every column"), rows=3, columns=3),
            Head(pgettext_lazy("yearly report", "Applicants"), columns=len(APPLICANTS)),
        ),
        (
            Head(APPLICANTS[Applicant.PERSON], rows=2),
            Head(pgettext_lazy("yearly report", "Legal persons and other organisations"), columns=len(organisations)),
            Head(APPLICANTS[TOTAL], rows=2),
        ),
        tuple(Head(text) for _key, text in organisations),
    )
    return Table("requests", 3, PARTS[3], heads, tuple(_request_lines()))


def _request_lines() -> Iterator[Line]:
    def line(row: str, *row_heads: Head) -> Line:
        return Line(row_heads, tuple(cell("requests", row, column) for column in APPLICANTS), row == RESULTS)

    yield line(RECEIVED, Head(REQUEST_ROWS[RECEIVED], columns=3))
    yield line(CARRIED_OVER, Head(REQUEST_ROWS[CARRIED_OVER], columns=3))
    before: tuple[Head, ...] = (
        Head(pgettext_lazy("yearly report", "III. Dealt with this year"), rows=len(GROUNDS) + 1),
    )
    for group, results in groupby(GROUNDS.items(), key=lambda pair: pair[1].group):
        members = list(results)
        if len(members) == 1:
            yield line(members[0][0], *before, Head(_GROUPS[group], columns=2))
            before = ()
            continue
        heads: tuple[Head, ...] = (*before, Head(_GROUPS[group], rows=len(members)))
        for result, ground in members:
            yield line(result, *heads, Head(format_lazy(_NUMBERED, number=ground.number, label=_RESULTS[result])))
            heads = ()
    yield line(RESULTS, Head(REQUEST_ROWS[RESULTS], columns=2))
    yield line(CARRIED_ON, Head(REQUEST_ROWS[CARRIED_ON], columns=3))


def _disputes() -> Table:
    """Return the table of part 4, which is printed in one row."""
    heads = (
        (Head(_CASES["reviews"], rows=2, columns=5), Head(pgettext_lazy("yearly report", "Lawsuits"), columns=10)),
        (Head(_CASES["direct"], columns=5), Head(_CASES["after"], columns=5)),
        tuple(Head(text) for _case in _CASES for text in _ENDS.values()),
    )
    cells = tuple(cell("disputes", row, column) for row in _CASES for column in _ENDS)
    return Table("disputes", 4, PARTS[4], heads, (Line((), cells),))


_RULES: Mapping[str, Words] = {
    "regulations": pgettext_lazy("yearly report", "Regulations"),
    "normative": pgettext_lazy("yearly report", "Normative documents"),
}
_PERMITS: Mapping[str, Words] = {"permits": pgettext_lazy("yearly report", "Administrative permits")}
_ENFORCEMENT: Mapping[str, Words] = {
    "penalties": pgettext_lazy("yearly report", "Administrative penalties"),
    "coercion": pgettext_lazy("yearly report", "Administrative coercive measures"),
}
_CHARGES: Mapping[str, Words] = {"fees": pgettext_lazy("yearly report", "Administrative fees")}
_DISPUTES_IN_ROWS = _rows_by_columns(
    "disputes", PARTS[4], _CASES, _ENDS, part=4, kind=pgettext_lazy("yearly report", "Kind of case")
)
TABLES: tuple[Table, ...] = (
    _rows_by_columns("rules", pgettext_lazy("yearly report", "Article 20 (1)"), _RULES, _MADE),
    _rows_by_columns("permits", pgettext_lazy("yearly report", "Article 20 (5)"), _PERMITS, _DECISIONS),
    _rows_by_columns("enforcement", pgettext_lazy("yearly report", "Article 20 (6)"), _ENFORCEMENT, _DECISIONS),
    _rows_by_columns("fees", pgettext_lazy("yearly report", "Article 20 (8)"), _CHARGES, _FEES, places=4),
    _requests(),
    _disputes(),
)
"""The tables of the report, in their order."""
POSTER_TABLES: tuple[Table, ...] = (*TABLES[:-1], _DISPUTES_IN_ROWS)
"""The same for a poster, on which the fifteen columns of part 4 have no room: a row for each kind of case."""
PLACES: Mapping[str, Place] = {
    cell(table, row, column): Place(row_name, column_name)
    for table, rows, columns in (
        ("rules", _RULES, _MADE),
        ("permits", _PERMITS, _DECISIONS),
        ("enforcement", _ENFORCEMENT, _DECISIONS),
        ("fees", _CHARGES, _FEES),
        ("requests", REQUEST_ROWS, APPLICANTS),
        ("disputes", _CASES, _ENDS),
    )
    for row, row_name in rows.items()
    for column, column_name in columns.items()
}
"""What the row and the column of every cell are called; the cells stand in the order of the form."""
DECIMALS: Mapping[str, int] = {name: table.places for table in TABLES for name in table.cells}
"""Decimals of a figure at most, by cell."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that is the sum of others."""

    cell: str
    parts: tuple[str, ...]

    def of(self, figures: Figures) -> Decimal:
        """Return what the others add up to."""
        return added(figures, self.parts)


def added(figures: Figures, cells: Iterable[str]) -> Decimal:
    """Return what cells add up to; a blank one is 0."""
    return sum((figures.get(name, ZERO) for name in cells), ZERO)


DOWN: tuple[Sum, ...] = tuple(
    Sum(cell("requests", RESULTS, column), tuple(cell("requests", row, column) for row in GROUNDS))
    for column in APPLICANTS
)
"""The total of the results in every column of part 3."""
ACROSS: tuple[Sum, ...] = tuple(
    Sum(cell("requests", row, TOTAL), tuple(cell("requests", row, column) for column in Applicant))
    for row in REQUEST_ROWS
)
"""The total of every row of part 3."""
DISPUTES: tuple[Sum, ...] = tuple(
    Sum(cell("disputes", row, TOTAL), tuple(cell("disputes", row, column) for column in _ENDS if column != TOTAL))
    for row in _CASES
)
"""The three totals of part 4."""


class Slip(Enum):
    """What can be wrong with the figures of a report."""

    ACROSS = "across"
    DOWN = "down"
    DISPUTES = "disputes"
    BALANCE = "balance"
    CARRIED = "carried"
    REGULATIONS = "regulations"


@dataclass(frozen=True, slots=True)
class Fault:
    """A figure that does not fit.

    Attributes:
        cell: Where it stands.
        found: What stands there, or with `BALANCE` the received and the carried over together.
        due: What should: the sum, last year's figure, or with `BALANCE` the results and the carried on together.
    """

    slip: Slip
    cell: str
    found: Decimal
    due: Decimal

    @property
    def key(self) -> str:
        """Under which its explanation is kept."""
        return f"{self.slip.value}-{self.cell}"


def cell_of(key: str) -> str:
    """Return the cell of the fault that has a key."""
    return key.partition("-")[2]


def check(figures: Figures, before: Figures | None = None) -> list[Fault]:
    """Return what does not fit in a report, in the order of the form.

    Args:
        before: The figures of the year before; None where no report of it is there to compare.
    """
    found = [*_regulations(figures), *_sums(figures), *_balances(figures)]
    if before is not None:
        found += _carried(figures, before)
    order = {name: number for number, name in enumerate(PLACES)}
    return sorted(found, key=lambda fault: order[fault.cell])


def with_totals(figures: Figures) -> dict[str, Decimal]:
    """Return figures with every total put to what its parts add up to."""
    summed = dict(figures)
    for one in (*DOWN, *ACROSS, *DISPUTES):
        summed[one.cell] = one.of(summed)
    return summed


def _regulations(figures: Figures) -> Iterator[Fault]:
    for name in REGULATIONS_MADE:
        if figures.get(name, ZERO):
            yield Fault(Slip.REGULATIONS, name, figures[name], ZERO)


def _sums(figures: Figures) -> Iterator[Fault]:
    for slip, sums in ((Slip.DOWN, DOWN), (Slip.ACROSS, ACROSS), (Slip.DISPUTES, DISPUTES)):
        for one in sums:
            found, due = figures.get(one.cell, ZERO), one.of(figures)
            if found != due:
                yield Fault(slip, one.cell, found, due)


def _balances(figures: Figures) -> Iterator[Fault]:
    for column in APPLICANTS:
        came, went = (
            added(figures, (cell("requests", row, column) for row in rows))
            for rows in ((RECEIVED, CARRIED_OVER), (RESULTS, CARRIED_ON))
        )
        if came != went:
            yield Fault(Slip.BALANCE, cell("requests", CARRIED_ON, column), came, went)


def _carried(figures: Figures, before: Figures) -> Iterator[Fault]:
    for column in APPLICANTS:
        name = cell("requests", CARRIED_OVER, column)
        found, due = figures.get(name, ZERO), before.get(cell("requests", CARRIED_ON, column), ZERO)
        if found != due:
            yield Fault(Slip.CARRIED, name, found, due)
