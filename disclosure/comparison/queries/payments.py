"""What villages published of a quarter that a supervisor looks at: other expense, entertainment, split payments."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.queries.sums import live_in, with_months
from disclosure.comparison.rules.marks import EXPENSE
from disclosure.content.statement.models import Statement
from disclosure.content.statement.queries import RECEIPTS_AND_PAYMENTS, ledger_of, limits
from disclosure.ledger.types import ZERO, Line, Statement as Ledger
from disclosure.ledger.warnings import entertainment_in, warn
from portal.accounts.models import Unit

OTHER_EXPENSE = "515"
SPLIT = "W-SPLIT"


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as it was published, in yuan: the number of its notice, its own number and what it says."""

    notice: str
    number: int
    day: date | None
    summary: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """Payments to one payee, each just under a limit that they pass together, in yuan."""

    payments: tuple[Paid, ...]
    limit: Decimal
    is_large: bool
    """Whether the limit is the one from which the village decides in a meeting."""

    @property
    def total(self) -> Decimal:
        """What they add up to."""
        return sum((one.amount for one in self.payments), ZERO)


@dataclass(frozen=True, slots=True)
class QuarterPaid:
    """A village's quarter as published: by its own statement, or by those of its months that are live.

    Attributes:
        expense: All that was spent on accounts of expense.
        other: What of it is called other expense; `others` are its payments, the largest first.
    """

    notices: tuple[str, ...]
    expense: Decimal
    other: Decimal
    others: tuple[Paid, ...]
    entertainment: tuple[Paid, ...]
    splits: tuple[Split, ...]


def paid_in(units: Sequence[Unit], quarter: str) -> dict[int, QuarterPaid]:
    """Return what is live of a quarter by the key of the unit, with one query; nothing of units that published none."""
    period = Period.parse(quarter)
    rows = live_in(with_months({period})).filter(
        edition__notice__unit__in=units, edition__notice__entry__code=RECEIPTS_AND_PAYMENTS
    )
    rows = rows.select_related("edition__notice").defer("edition__canonical", "edition__body")
    by_unit: dict[int, list[Statement]] = defaultdict(list)
    for row in rows.order_by("edition__notice__period"):
        by_unit[row.edition.notice.unit_id].append(row)
    return {unit: _of(_sources(found, quarter)) for unit, found in by_unit.items()}


def _sources(found: list[Statement], quarter: str) -> list[Statement]:
    return [row for row in found if row.edition.notice.period == quarter] or found


def _of(rows: Iterable[Statement]) -> QuarterPaid:
    ledgers = [(row.edition.notice.number, ledger_of(row)) for row in rows]
    paid = [(line, _paid(number, line)) for number, ledger in ledgers for line in ledger.lines if line.payment]
    expense = [(line, one) for line, one in paid if line.account in EXPENSE]
    others = [one for line, one in expense if line.account == OTHER_EXPENSE]
    return QuarterPaid(
        notices=tuple(number for number, _ledger in ledgers),
        expense=sum((one.amount for _line, one in expense), ZERO),
        other=sum((one.amount for one in others), ZERO),
        others=tuple(sorted(others, key=lambda one: (-one.amount, one.notice, one.number))),
        entertainment=tuple(
            one for line, one in paid if one.amount > 0 and entertainment_in(line.summary, line.note, line.account_text)
        ),
        splits=tuple(split for number, ledger in ledgers for split in _splits(number, ledger)),
    )


def _splits(notice: str, ledger: Ledger) -> Iterator[Split]:
    """Yield what a ledger is warned of as split, which its village has explained or mended before it was published."""
    known = limits()
    lines = {line.number: line for line in ledger.lines}
    for finding in warn(ledger, previous_closing=None, limits=known):
        if finding.rule == SPLIT:
            payments = tuple(_paid(notice, lines[int(number)]) for number in finding.params["lines"].split(","))
            limit = Decimal(finding.params["limit"])
            yield Split(payments, limit, is_large=limit == known.large_payment)


def _paid(notice: str, line: Line) -> Paid:
    return Paid(notice, line.number, line.date, line.summary, line.payment or ZERO)
