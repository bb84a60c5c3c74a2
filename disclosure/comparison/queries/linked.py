"""What the town gave a village, by its own account, beside what the village received by its own, by period.

The town's side are the lines of its allocation notices, counted by the day they were paid on; a line without
one by the day its notice was first published, or today where it has not been. The village's side are the
receipts in its statement of receipts and payments that are earmarked money (241) or subsidies (503). The
period is that of the village's statement: a quarter, or a month where its books are disclosed monthly.

Both sides are read from the editions given, the latest of each notice: the live ones for the
public, what somebody may read for the desk. So nothing is compared that its reader may not see.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import CharField, Exists, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.queries import books_of
from disclosure.catalogue.rules.owed import Books, OwingUnit
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.policies import FOLLOWS_LINKED
from disclosure.comparison.rules.linked import ZERO, Comparison, Item, compare
from disclosure.content.allocation.models import FORM as ALLOCATION, AllocationLine
from disclosure.content.statement.models import Statement, StatementLine
from disclosure.content.statement.queries import RECEIPTS_AND_PAYMENTS
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person, live, visible
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit

EARMARKED, SUBSIDIES = "241", "503"
ACCOUNTS = (EARMARKED, SUBSIDIES)
"""Accounts in which a village keeps what the town passes on to it."""

CURRENT = (*IN_PREPARATION, State.PUBLISHED)
"""Editions that count; replaced and withdrawn ones do not."""


@dataclass
class Linked:
    """Both sides of one village in one quarter or month; `statement` is None where none may be read."""

    unit: Unit
    period: Period
    statement: Statement | None = None
    given: list[Item] = field(default_factory=list)
    received: list[Item] = field(default_factory=list)

    @property
    def has_both(self) -> bool:
        """Whether there is something to compare."""
        return self.statement is not None and bool(self.given)

    @cached_property
    def compared(self) -> Comparison:
        """The two sides, paired."""
        return compare(self.given, self.received)


def followed_units(person: Person, *, at: datetime) -> QuerySet[Unit]:
    """Return the villages whose two sides somebody may put side by side in the desk."""
    return FOLLOWS_LINKED.permitted(person, at=at).select_related("parent").order_by("code")


def linked_for(person: Person, units: Collection[Unit], *, at: datetime) -> list[Linked]:
    """Return both sides of these villages as this person may read them, newest period first."""
    found = _Sides(units, visible(person, at=at), at).gathered()
    return sorted(found, key=lambda one: (-one.period.first.toordinal(), one.period.months, one.unit.code))


def linked_public(units: Collection[Unit], *, at: datetime) -> dict[tuple[int, Period], Linked]:
    """Return both sides of these villages as they are published, by village and period."""
    return {(one.unit.pk, one.period): one for one in _Sides(units, live(), at).gathered()}


def linked_with(statement: Statement, lines: Iterable[StatementLine]) -> Linked:
    """Return both sides of a live statement that has been read already with its edition and unit, in one query."""
    notice = statement.edition.notice
    found = Linked(notice.unit, Period.parse(notice.period), statement)
    found.received = [
        Item(line.pk, line.receipt, line.date, line) for line in lines if line.account_id in ACCOUNTS and line.receipt
    ]
    if found.period.cadence in (Cadence.MONTHLY, Cadence.QUARTERLY):
        found.given = [Item(line.pk, line.amount, line.counts_on, line) for line in _given_in(found)]
    return found


def _given_in(one: Linked) -> Iterable[Any]:
    """Return the town's live lines that count in a village's period, with the day in `counts_on`.

    What counts in a month of which the village has a statement of its own does not count in the quarter.
    """
    rows = _allocation_lines().filter(
        unit=one.unit,
        edition__state=State.PUBLISHED,
        edition__form=ALLOCATION,
        edition__notice__unit=one.unit.parent_id,
        counts_on__range=(one.period.first, one.period.last),
    )
    if one.period.cadence == Cadence.QUARTERLY:
        of_month = Statement.objects.filter(
            edition__state=State.PUBLISHED,
            edition__notice__unit=one.unit,
            edition__notice__entry__code=RECEIPTS_AND_PAYMENTS,
            edition__notice__period=Func(
                OuterRef("counts_on"), Value("YYYY-MM"), function="to_char", output_field=CharField()
            ),
        )
        rows = rows.exclude(Exists(of_month))
    return rows


def _allocation_lines() -> QuerySet[Any]:
    """Return lines of allocations with their notices, and the day each counts on, if it is known, in `counts_on`.

    A correction does not move the day on which a notice was first published.
    """
    first = Edition.objects.filter(notice=OuterRef("edition__notice"), published_at__isnull=False)
    published_on = TruncDate(Subquery(first.order_by("published_at").values("published_at")[:1]))
    rows = AllocationLine.objects.annotate(counts_on=Coalesce("paid_on", published_on)).select_related(
        "edition__notice"
    )
    return rows.defer("edition__canonical", "edition__body").order_by("edition__notice__number", "number")


@dataclass
class _Sides:
    """Gathers both sides, in as many queries for many villages as for one."""

    units: Collection[Unit]
    editions: QuerySet[Edition]
    at: datetime

    def gathered(self) -> list[Linked]:
        """Return every village and period that either side names."""
        found: dict[tuple[int, Period], Linked] = {}
        by_pk = {unit.pk: unit for unit in self.units}

        def of(unit: int, period: Period) -> Linked:
            return found.setdefault((unit, period), Linked(by_pk[unit], period))

        by_statement: dict[int, Linked] = {}
        for statement in self._statements:
            notice = statement.edition.notice
            by_statement[statement.pk] = of(notice.unit_id, Period.parse(notice.period))
            by_statement[statement.pk].statement = statement
        receipts = StatementLine.objects.filter(statement__in=list(by_statement), account__in=ACCOUNTS, receipt__gt=0)
        for receipt in receipts.order_by("number"):
            item = Item(receipt.pk, receipt.receipt or ZERO, receipt.date, receipt)
            by_statement[receipt.statement_id].received.append(item)
        for line in _allocation_lines().filter(edition__in=self._current, unit__in=by_pk):
            day = line.counts_on or timezone.localdate(self.at)
            of(line.unit_id, self._period_of(line.unit_id, day)).given.append(Item(line.pk, line.amount, day, line))
        return list(found.values())

    @cached_property
    def _current(self) -> list[int]:
        """Return the latest edition of each notice that can concern these villages."""
        towns = {unit.parent_id for unit in self.units}
        statements = Q(notice__entry__code=RECEIPTS_AND_PAYMENTS, notice__unit__in=self.units)
        allocations = Q(form=ALLOCATION, notice__unit__in=[town for town in towns if town])
        rows = self.editions.filter(statements | allocations, state__in=CURRENT).order_by("notice_id", "number")
        latest = dict(rows.values_list("notice_id", "pk"))
        return list(latest.values())

    @cached_property
    def _statements(self) -> list[Statement]:
        return list(
            Statement.objects.filter(edition__in=self._current)
            .select_related("edition__notice")
            .defer("document", "edition__canonical", "edition__body")
        )

    def _period_of(self, unit: int, day: date) -> Period:
        """Return the month where the village discloses its accounts monthly, else the quarter."""
        month, quarter = (Period.containing(day, cadence) for cadence in (Cadence.MONTHLY, Cadence.QUARTERLY))
        if (unit, month) in self._stated:
            return month
        is_monthly = OwingUnit(UnitKind.VILLAGE, books=self._books.get(unit, ())).keeps_monthly_books(month)
        return month if is_monthly and (unit, quarter) not in self._stated else quarter

    @cached_property
    def _stated(self) -> set[tuple[int, Period]]:
        notices = (statement.edition.notice for statement in self._statements)
        return {(notice.unit_id, Period.parse(notice.period)) for notice in notices}

    @cached_property
    def _books(self) -> dict[int, Books]:
        return books_of(self.units)
