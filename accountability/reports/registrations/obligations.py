"""The figures of the yearly report that say what was owed and what came of it."""

from calendar import monthrange
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.reports.queries.figures import log_begins_on
from accountability.reports.registry import FIGURES, Figure, Line, OfYear
from disclosure.obligations.enums import Status
from disclosure.obligations.queries import yearly
from disclosure.obligations.queries.owed import ObligationStatus
from portal.accounts.enums import UnitKind
from portal.accounts.models import in_language
from portal.core.texts import comma
from portal.core.workflow import Words

SOURCE = pgettext_lazy("source of a figure", "Who published what")
OWED: Collection[Status] = (Status.NOT_DUE, Status.DUE, Status.ON_TIME, Status.LATE, Status.MISSING)
"""What was to be published; what is excused or never happened is not."""
DONE: Collection[Status] = (Status.ON_TIME, Status.LATE)
OPEN: Collection[Status] = (Status.NOT_DUE, Status.DUE)
ON_TIME: Collection[Status] = (Status.ON_TIME,)
LATE: Collection[Status] = (Status.LATE,)
MISSING: Collection[Status] = (Status.MISSING,)
MONTHS_OF_QUARTER = 3
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
OTHER_PARTS = ("H1", "H2", "")
"""The halves of a year, and the year itself with what arose from events."""
WHOLE_YEAR = (*QUARTERS, *OTHER_PARTS)
KINDS = {"village": (UnitKind.VILLAGE,), "town": (UnitKind.TOWN, UnitKind.STATION)}


def owed(
    of: OfYear, *, kinds: Collection[str], parts: Collection[str], states: Collection[Status]
) -> list[ObligationStatus]:
    """Return what units of some kinds owed for some parts of a year, and is in one of some states."""
    found = of.once("obligations", lambda: yearly.of_year(of.town, of.year, at=of.at))
    rows = (row for part in parts for row in found[f"{of.year}{part}"])
    return [row for row in rows if row.unit.kind in kinds and row.status in states]


def line(row: ObligationStatus) -> Line:
    """Return one item that was owed, as it is listed."""
    item = in_language(row.entry.name_zh, row.entry.name_en)
    period = in_language(row.period.name_zh, row.period.name_en)
    url = reverse("disclosure:notice", args=[row.notice]) if row.notice else ""
    return Line(comma().join((str(item), str(period))), row.unit.name, row.published_on or row.due_on, url)


def units_of(rows: Sequence[ObligationStatus]) -> list[str]:
    """Return the units of what was owed in Chinese, each with how many, in the order of their codes."""
    counts: dict[str, int] = {}
    for row in sorted(rows, key=lambda one: one.unit.code):
        counts[row.unit.name_zh] = counts.get(row.unit.name_zh, 0) + 1
    return [f"{name}{count}项" for name, count in counts.items()]


def counted(of: OfYear, *, rows: Callable[[OfYear], Sequence[ObligationStatus]], part: str) -> int | None:
    """Return how much was owed; None for a quarter that was over before anything was published here."""
    begins_on = of.once("log begins", log_begins_on)
    is_before = part in QUARTERS and begins_on is not None and last_day(of.year, part) < begins_on
    return None if is_before else len(rows(of))


def last_day(year: int, quarter: str) -> date:
    """Return the last day of a quarter."""
    month = MONTHS_OF_QUARTER * (QUARTERS.index(quarter) + 1)
    return date(year, month, monthrange(year, month)[1])


def register(who: str, name: str, label: Words, parts: Collection[str], states: Collection[Status]) -> None:
    """Register a figure of what villages, or the town and its stations, owed."""
    rows = partial(owed, kinds=KINDS[who], parts=parts, states=states)
    (only,) = parts if len(parts) == 1 else ("",)
    FIGURES.register(
        Figure(
            f"{who}.{name}",
            label,
            SOURCE,
            count=partial(counted, rows=rows, part=only),
            rows=rows,
            line=line,
            public_url=lambda of: reverse("disclosure:matrix", args=[f"{of.year}{only}"]),
            names=(lambda of: units_of(rows(of))) if states in (LATE, MISSING) else None,
        )
    )


_OF_QUARTERS = (
    ("village", "owed", _("Village affairs owed, quarter {n}"), OWED),
    ("village", "on_time", _("Village affairs on time, quarter {n}"), ON_TIME),
    ("town", "owed", _("Government affairs owed, quarter {n}"), OWED),
    ("town", "on_time", _("Government affairs on time, quarter {n}"), ON_TIME),
)
_OF_YEARS = (
    ("village", "year.owed", _("Village affairs owed for the halves and the year"), OTHER_PARTS, OWED),
    ("village", "year.done", _("Village affairs published for the halves and the year"), OTHER_PARTS, DONE),
    ("village", "open", _("Village affairs not due yet"), WHOLE_YEAR, OPEN),
    ("village", "late", _("Village affairs late in the year"), WHOLE_YEAR, LATE),
    ("village", "missing", _("Village affairs missing in the year"), WHOLE_YEAR, MISSING),
    ("town", "year.owed", _("Government affairs owed for the halves and the year"), OTHER_PARTS, OWED),
    ("town", "year.done", _("Government affairs published for the halves and the year"), OTHER_PARTS, DONE),
    ("town", "late", _("Government affairs late in the year"), WHOLE_YEAR, LATE),
    ("town", "missing", _("Government affairs missing in the year"), WHOLE_YEAR, MISSING),
)

for _who, _name, _label, _states in _OF_QUARTERS:
    for _n, _quarter in enumerate(QUARTERS, start=1):
        register(_who, f"q{_n}.{_name}", format_lazy(_label, n=_n), (_quarter,), _states)
for _who, _name, _label, _parts, _states in _OF_YEARS:
    register(_who, _name, _label, _parts, _states)
