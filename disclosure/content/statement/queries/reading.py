"""A statement with everything its page, its poster and its downloads show: two queries, however long it is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, When
from django.db.models.functions import JSONObject

from disclosure.catalogue.models import Account
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.models import Answer, Statement, StatementLine
from disclosure.content.statement.queries import money
from disclosure.ledger.rules import check
from disclosure.ledger.types import ZERO, Finding
from disclosure.notices.enums import State
from disclosure.notices.models import Edition

PERIODS_COMPARED = 4


@dataclass(frozen=True, slots=True)
class AccountSum:
    """Receipts or payments of one account, in yuan; `account` is None for lines not classified."""

    account: Account | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A statement's movements by account, largest first, and by nature, in yuan.

    Fund flow is not income (2023 accounting system): earmarked money (241), receivables recovered (112, 113) and
    loans taken (201, 221) are receipts but not income (501-504); buying an asset is no expense (511-521).
    """

    receipts: tuple[AccountSum, ...]
    payments: tuple[AccountSum, ...]
    income: Decimal
    earmarked: Decimal
    recovered: Decimal
    borrowed: Decimal
    expense: Decimal


def breakdown(lines: Iterable[StatementLine]) -> Breakdown:
    """Sum a statement's lines by account. The lines come with their accounts fetched."""
    rows = list(lines)
    receipts = _by_account((line.account, line.receipt) for line in rows)
    payments = _by_account((line.account, line.payment) for line in rows)
    return Breakdown(
        receipts=receipts,
        payments=payments,
        income=_total(receipts, lambda account: account.account_class == "income"),
        earmarked=_total(receipts, lambda account: account.code == "241"),
        recovered=_total(receipts, lambda account: account.code in ("112", "113")),
        borrowed=_total(receipts, lambda account: account.code in ("201", "221")),
        expense=_total(payments, lambda account: account.account_class == "expense"),
    )


def _by_account(movements: Iterable[tuple[Account | None, Decimal | None]]) -> tuple[AccountSum, ...]:
    sums: dict[Account | None, Decimal] = defaultdict(lambda: ZERO)
    for account, amount in movements:
        if amount:
            sums[account] += amount
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0].code if item[0] else ""))
    return tuple(AccountSum(*item) for item in ranked)


def _total(sums: Iterable[AccountSum], counts: Callable[[Account], bool]) -> Decimal:
    return sum((one.amount for one in sums if one.account and counts(one.account)), ZERO)


@dataclass(frozen=True, slots=True)
class Answered:
    """The explanation of a finding, with the number of the entry it concerns, if it concerns one."""

    key: str
    rule: str
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement as it is read.

    Attributes:
        statement: The statement; its edition is the one that was asked for.
        lines: Its entries with their accounts, in order.
        answers: The unit's answers to the warnings of the check.
        by_period: The statements of the last periods: the live ones, and for this period this one.
        before: The live statement of the period before, if there is one.
    """

    statement: Statement
    lines: list[StatementLine]
    answers: list[Answered]
    by_period: Mapping[Period, Statement] = field(default_factory=dict)
    before: Statement | None = None

    @property
    def period(self) -> Period:
        """The period the statement is of."""
        return Period.parse(self.statement.edition.notice.period)

    def findings(self) -> list[Finding]:
        """Check the statement against the rules and the period before."""
        closing = self.before.closing if self.before else None
        return check(money.ledger_of(self.statement), previous_closing=closing, limits=money.limits())


def read(edition: Edition) -> Reading | None:
    """Read the statement of an edition; None where it has none."""
    period = Period.parse(edition.notice.period)
    compared = [period.shifted(-back) for back in range(PERIODS_COMPARED)]
    rows = list(_statements(edition, {str(one) for one in (*compared, *period.before)}))
    statement = next((row for row in rows if row.edition_id == edition.pk), None)
    if statement is None:
        return None
    live = {Period.parse(row.edition.notice.period): row for row in rows if row.edition.state == State.PUBLISHED}
    row: Any = statement
    statement.document, statement.edition = row.own_document, edition
    lines = StatementLine.objects.filter(statement=statement).select_related("account").order_by("number")
    return Reading(
        statement=statement,
        lines=list(lines),
        answers=[Answered(**answer) for answer in row.explained],
        by_period={one: live[one] for one in compared if one in live} | {period: statement},
        before=next((live[one] for one in period.before if one in live), None),
    )


def _statements(edition: Edition, periods: set[str]) -> Any:
    """Return the statement of an edition, and the live ones of other periods without their documents."""
    notice = edition.notice
    is_live = Q(
        edition__state=State.PUBLISHED,
        edition__notice__unit=notice.unit_id,
        edition__notice__entry=notice.entry_id,
        edition__notice__period__in=periods,
    )
    answers = Answer.objects.filter(statement=OuterRef("pk")).order_by("line", "rule", "pk")
    return (
        Statement.objects.filter(Q(edition=edition.pk) | is_live)
        .select_related("edition__notice")
        .defer("document", "edition__canonical", "edition__body")
        .annotate(
            own_document=Case(When(edition=edition.pk, then=F("document"))),
            explained=ArraySubquery(answers.values(one=JSONObject(key="key", rule="rule", line="line", text="text"))),
        )
    )
