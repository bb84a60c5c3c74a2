"""What waits for a person: all sources as one list, counted, ordered and cut into pages by the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, CharField, Count, DateField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.expressions import Case, Combinable, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _, ngettext

from portal.core import calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.demonstration import today_of_due_days
from portal.core.policy import NOBODY, read_once
from portal.desk.registry import QUEUE, Due, QueueRow, QueueSource

SOON_DAYS = 3
"""From how many working days before it a due date stands out."""


def due_words(due: date | None, *, today: date, working_days: Calendar, provisional: bool = False) -> Due:
    """Return how near the day is by which something is to be public, and whether it may still change."""
    if due is None:
        return Due()
    found = _nearness(due, today, working_days)
    return replace(found, note=_("%(note)s (provisional)") % {"note": found.note}) if provisional else found


def task_words(due: date | None, *, today: date, working_days: Calendar) -> Due:
    """Return how near the day is by which something is to be done; nothing becomes public by it."""
    found = due_words(due, today=today, working_days=working_days)
    if due is None or due >= today:
        return found
    return replace(found, note=_("was to be done by %(day)s") % {"day": dates.full_date(due)})


def soon_until(today: date, working_days: Calendar) -> date:
    """Return the last day that counts as soon: the next one is more working days away."""
    return working_days.add_working_days(today, SOON_DAYS + 1).date - timedelta(days=1)


def _nearness(due: date, today: date, working_days: Calendar) -> Due:
    if due < today:
        late = (today - due).days
        text = ngettext("%(count)d day overdue", "%(count)d days overdue", late) % {"count": late}
        return Due(text, "owed", _("was due on %(day)s") % {"day": dates.full_date(due)})
    if due == today:
        return Due(_("Due today"), "soon", dates.day(due))
    left = working_days.count(today, due)
    note = ngettext("%(count)d working day left", "%(count)d working days left", left) % {"count": left}
    return Due(dates.day(due), "soon" if left <= SOON_DAYS else "", note)


PAGE_SIZE = 50
OVERDUE, SOON, LATER = "owed", "soon", ""
"""How near a day is, as `Due.kind` says it."""

_COLUMNS = (
    *("waiting_kind", "waiting_pk", "waiting_verb", "waiting_unit"),
    *("waiting_due_on", "waiting_since", "waiting_is_back"),
)
Waiting = QuerySet[Any, dict[str, Any]]


def waiting(
    rows: QuerySet[Any],
    *,
    kind: str,
    verb: str | Combinable,
    unit: str,
    due_on: str | Combinable | None = None,
    since: str = "state_since",
    is_back: Q = NOBODY,
) -> Waiting:
    """Return rows of a model as what `QueueSource.waiting` hands to the queue.

    Args:
        verb: The step they wait for: its name, or an expression that says it for each row.
        unit: Lookup of the code of the unit whose they are.
        due_on: Lookup or expression of the day they are due; None where there is none.
        since: Lookup of the time since when they wait.
        is_back: Which of them were sent back.
    """
    made: Waiting = (
        rows.order_by()
        .annotate(
            waiting_kind=Value(kind, CharField()),
            waiting_pk=F("pk"),
            waiting_verb=Value(verb, CharField()) if isinstance(verb, str) else Cast(verb, CharField()),
            waiting_unit=F(unit),
            waiting_due_on=Cast(Value(None) if due_on is None else due_on, DateField()),
            waiting_since=Cast(since, DateTimeField()),
            waiting_is_back=Case(
                When(is_back, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
            ),
        )
        .values(*_COLUMNS)
    )
    return made


@dataclass(frozen=True, slots=True)
class Narrowed:
    """To what a queue is narrowed; an empty text narrows nothing."""

    kind: str = ""
    verb: str = ""
    unit: str = ""
    due: str = ""

    def takes(self, figure: "Figure") -> bool:
        """Return whether what a figure counts is left; a nearness that there is not narrows nothing."""
        near = self.due if self.due in (OVERDUE, SOON) else ""
        pairs = ((self.kind, figure.kind), (self.verb, figure.verb), (self.unit, figure.unit), (near, figure.due))
        return all(wanted in ("", found) for wanted, found in pairs)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many rows of one kind, step and unit wait that are equally near their day."""

    kind: str
    verb: str
    unit: str
    due: str
    count: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of a queue: `first` rows of `count` altogether stand before it."""

    rows: list[QueueRow]
    first: int
    count: int
    size: int

    @property
    def has_older(self) -> bool:
        return self.first + self.size < self.count


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for one person at one time.

    Due days are counted from `today`; `soon_until` is the last that counts as soon.
    """

    person: Any
    at: datetime
    today: date
    soon_until: date
    sources: Iterable[QueueSource] = QUEUE

    def page(self, narrowed: Narrowed = Narrowed(), *, first: int = 0, size: int = PAGE_SIZE) -> QueuePage:
        """Return one page: what was sent back first, then overdue, by the day due, and longest waiting.

        It counts by `figures`. A number that begins no page shows the first one.
        """
        count = sum(figure.count for figure in self.figures() if narrowed.takes(figure))
        joined = _union([self._narrow(rows, narrowed) for rows in self._waiting(narrowed.kind)])
        if joined is None:
            return QueuePage([], 0, count, size)
        first = first if 0 <= first < count and first % size == 0 else 0
        by_day = F("waiting_due_on").asc(nulls_last=True)
        ordered = joined.order_by("-waiting_is_back", by_day, "waiting_since", "waiting_kind", "waiting_pk")
        return QueuePage(self._rows(ordered[first : first + size]), first, count, size)

    def figures(self) -> list[Figure]:
        """Return how much waits, by kind, step, unit and nearness of the day, with one query for a whole page.

        Menu, heading and list count by it, so that they never say different numbers.
        """
        found = read_once(("waiting", self.person.pk, self.today, id(self.sources)), self._figures)
        return self._figures() if found is None else list(found)

    def _figures(self) -> list[Figure]:
        due = Case(
            When(waiting_due_on__lt=self.today, then=Value(OVERDUE)),
            When(waiting_due_on__lte=self.soon_until, then=Value(SOON)),
            default=Value(LATER),
        )
        names = ("waiting_kind", "waiting_verb", "waiting_unit", "waiting_due")
        grouped = [
            rows.annotate(waiting_due=due).values(*names).annotate(waiting_count=Count("pk", distinct=True))
            for rows in self._waiting()
        ]
        found = [tuple(row[name] for name in (*names, "waiting_count")) for row in _union(grouped) or ()]
        return [Figure(*row) for row in sorted(found)]

    def _waiting(self, kind: str = "") -> list[Waiting]:
        return [one.waiting(self.person, self.at) for one in self.sources if kind in ("", one.key)]

    def _narrow(self, rows: Waiting, narrowed: Narrowed) -> Waiting:
        near = {
            OVERDUE: Q(waiting_due_on__lt=self.today),
            SOON: Q(waiting_due_on__gte=self.today, waiting_due_on__lte=self.soon_until),
        }
        if narrowed.verb:
            rows = rows.filter(waiting_verb=narrowed.verb)
        if narrowed.unit:
            rows = rows.filter(waiting_unit=narrowed.unit)
        return rows.filter(near[narrowed.due]) if narrowed.due in near else rows

    def _rows(self, page: Iterable[Mapping[str, Any]]) -> list[QueueRow]:
        places = [(one["waiting_kind"], one["waiting_pk"], one["waiting_verb"]) for one in page]
        keys: dict[str, set[int]] = defaultdict(set)
        for kind, pk, _verb in places:
            keys[kind].add(pk)
        sources = {one.key: one for one in self.sources}
        rows = {
            (kind, row.pk, row.verb): row
            for kind, pks in keys.items()
            for row in sources[kind].rows(pks, self.person, self.at)
        }
        return [rows[place] for place in places if place in rows]


def queue_of(person: Any, at: datetime) -> Queue:
    """Return all that waits for a person."""
    today = today_of_due_days(at)
    # Each entry of the menu asks; the day takes a query, for the calendar in force, and some counting.
    soon = read_once(("soon until", today), lambda: soon_until(today, calendar.load()))
    return Queue(person, at, today, soon or soon_until(today, calendar.load()))


def count_waiting(person: Any, at: datetime, *, kind: str = "") -> int:
    """Return how much waits for a person, for the menu; of one kind where one is named.

    All entries of a menu count by one query, since it is shown on every page of the desk.
    """
    narrowed = Narrowed(kind)
    return sum(figure.count for figure in queue_of(person, at).figures() if narrowed.takes(figure))


def _union(parts: Sequence[Waiting]) -> Waiting | None:
    """Join the sources by one UNION, without those that hold nothing for the person; None where none is left."""
    some = [one for one in parts if not one.query.is_empty()]
    return some[0].union(*some[1:], all=True) if some else None
