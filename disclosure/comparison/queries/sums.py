"""The live statements of one unit and item as figures by period, and the check of I5 against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.rules.sums import (
    PAYMENT,
    RECEIPT,
    SIDES,
    Figures,
    Side,
    check_sums,
    known_figures,
    parts_of,
    quarter_of,
    year_so_far,
)
from disclosure.content.statement.models import Statement, StatementLine
from disclosure.ledger.types import Finding, Statement as Ledger
from disclosure.notices.enums import State
from portal.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class Published:
    """A live statement: its key, the number of its notice, and its figures."""

    pk: int
    number: str
    period: Period
    figures: Figures

    @classmethod
    def of(cls, statement: Statement, lines: Iterable[StatementLine]) -> Published:
        """Return a statement that has been read already as if it were live."""
        notice = statement.edition.notice
        accounts: dict[Side, Decimal] = defaultdict(Decimal)
        for line in lines:
            for side in SIDES:
                if amount := getattr(line, side):
                    accounts[line.account_id or "", side] += amount
        figures = Figures(statement.opening, statement.receipts, statement.payments, statement.closing, accounts)
        return cls(statement.pk, notice.number, Period.parse(notice.period), figures)


@dataclass(frozen=True, slots=True)
class Books:
    """What is published of one unit and item, by period."""

    published: Mapping[Period, Published] = field(default_factory=dict)

    @property
    def known(self) -> dict[Period, Figures]:
        """The figures alone."""
        return {period: one.figures for period, one in self.published.items()}

    def figures(self, period: Period) -> Figures | None:
        """Return a period as published or as the sum of its months; None where one of these is missing."""
        return known_figures(period, self.known)

    def sources(self, period: Period) -> list[Published]:
        """Return the statements a period's figures are from: its own, or those of its months that are published."""
        parts = [period] if period in self.published else parts_of(period)
        return [self.published[one] for one in parts if one in self.published]


def books_of_one(unit: Unit, entry: CatalogueEntry, periods: Iterable[Period], *, by_account: bool = False) -> Books:
    """Read the live statements of a unit and an item for these periods, with one query or, by account, two."""
    rows = live_in(periods).filter(edition__notice__unit=unit, edition__notice__entry=entry)
    return Books({one.period: one for _unit, one in read(rows, Q() if by_account else None)})


def live_in(periods: Iterable[Period]) -> QuerySet[Statement]:
    """Return the live statements of these periods."""
    return Statement.objects.filter(
        edition__state=State.PUBLISHED, edition__notice__period__in={str(one) for one in periods}
    )


def read(rows: QuerySet[Statement], lines: Q | None = None) -> Iterator[tuple[int, Published]]:
    """Yield statements with the keys of their units, and the sums by account of these lines, if any are asked for."""
    names = ("edition__notice__unit", "pk", "edition__notice__number", "edition__notice__period")
    found = list(rows.order_by().values_list(*names, "opening", "receipts", "payments", "closing"))
    accounts = _sums_by_account(rows, lines) if lines is not None and found else {}
    for unit, pk, number, period, opening, receipts, payments, closing in found:
        figures = Figures(opening, receipts, payments, closing, accounts.get(pk, {}))
        yield unit, Published(pk, number, Period.parse(period), figures)


def _sums_by_account(rows: QuerySet[Statement], narrowed: Q) -> dict[int, dict[Side, Decimal]]:
    """Return the movements of statements by account and side, in yuan, by the key of the statement."""
    lines = StatementLine.objects.filter(narrowed, statement__in=rows.order_by().values("pk")).order_by()
    found: dict[int, dict[Side, Decimal]] = defaultdict(dict)
    for pk, account, receipts, payments in (
        lines.values("statement", "account")
        .annotate(receipts=Sum("receipt"), payments=Sum("payment"))
        .values_list("statement", "account", "receipts", "payments")
    ):
        sums = ((RECEIPT, receipts), (PAYMENT, payments))
        found[pk] |= {(account or "", side): amount for side, amount in sums if amount}
    return found


def periods_beside(period: Period) -> set[Period]:
    """Return the periods that a statement is checked and shown with: its parts, its whole, the year up to it."""
    return with_months({period, *parts_of(period), *year_so_far(period), *_whole_of(period)})


def with_months(periods: Collection[Period]) -> set[Period]:
    """Return periods with the months of those that are quarters."""
    quarters = (one for one in periods if one.cadence == Cadence.QUARTERLY)
    return {*periods, *(month for quarter in quarters for month in parts_of(quarter))}


def _whole_of(period: Period) -> list[Period]:
    return [quarter_of(period)] if period.cadence == Cadence.MONTHLY else []


def sum_findings(unit: Unit, entry: CatalogueEntry, period: Period, ledger: Ledger) -> Iterator[Finding]:
    """Yield where a statement breaks I5, by what is live of its unit; a correction does not count beside itself."""
    books = books_of_one(unit, entry, periods_beside(period) - {period}, by_account=bool(parts_of(period)))
    if books.published:
        yield from check_sums(ledger, period, books.known)
