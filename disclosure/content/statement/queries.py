"""Reads about statements and ledgers; a statement with all that its page, its poster and its downloads show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject

from disclosure.catalogue.models import Account, CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.models import Answer, LedgerImport, Statement, StatementLine
from disclosure.content.statement.policies import IMPORTS
from disclosure.content.statement.registry import STATEMENT_CHECKS
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.canonical import from_canonical
from disclosure.ledger.rules import check
from disclosure.ledger.types import ZERO, Finding, Limits, Statement as Ledger
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person
from portal.accounts.models import Unit
from portal.core.dates import month_day
from portal.core.money import format_money
from portal.core.search import Line

RECEIPTS_AND_PAYMENTS = "F02"
"""Catalogue entry of the receipts and payments, line by line."""

PERIODS_COMPARED = 4


def chart() -> Accounts:
    """Return the chart of accounts, in the form the reader matches against."""
    return Accounts(Account.objects.order_by("code").values_list("code", "name_zh"))


def account_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of accounts in the active language, by code."""
    return {account.code: account.name for account in Account.objects.filter(code__in=codes)}


def limits() -> Limits:
    """Return the limits above which the rules ask for an explanation, in yuan."""
    values = settings.LEDGER_LIMITS
    return Limits(cash_limit=Decimal(values["cash_limit"]), large_payment=Decimal(values["large_payment"]))


def accounts_entry() -> CatalogueEntry:
    """Return the item of the catalogue that a ledger becomes."""
    return CatalogueEntry.objects.get(code=RECEIPTS_AND_PAYMENTS)


def live_statements(unit: Unit, **lookups: Any) -> QuerySet[Statement]:
    """Return the live statements of a unit, narrowed by lookups, with their notices."""
    rows = Statement.objects.filter(edition__state=State.PUBLISHED, edition__notice__unit=unit, **lookups)
    return rows.select_related("edition__notice__unit", "edition__notice__entry")


def previous_closing(unit: Unit, entry: CatalogueEntry, period: Period) -> Decimal | None:
    """Return the live closing balance of the quarter or month before a period, in yuan; None where none is live."""
    before = [str(one) for one in period.before]
    rows = live_statements(unit, edition__notice__entry=entry, edition__notice__period__in=before)
    closings = dict(rows.values_list("edition__notice__period", "closing"))
    return next((closings[one] for one in before if one in closings), None)


def statement_document(edition: Edition) -> dict[str, Any] | None:
    """Return the statement for the canonical document; None where there is none."""
    statement = Statement.objects.filter(edition=edition).prefetch_related("answers").first()
    if statement is None:
        return None
    return {
        **statement.document,
        "receipts": f"{statement.receipts:.2f}",
        "payments": f"{statement.payments:.2f}",
        "closing": f"{statement.closing:.2f}",
        "answers": [
            {"rule": answer.rule, "line": answer.line, "text": answer.text} for answer in statement.answers.all()
        ],
    }


def ledger_of(row: Statement | LedgerImport) -> Ledger:
    """Return a statement, or what was read of an import, as the rules read it."""
    return from_canonical(row.document or {})


def findings_of(edition: Edition) -> list[Finding]:
    """Check an edition's statement against the rules and the period before; empty for a text."""
    statement = Statement.objects.filter(edition=edition).first()
    if statement is None:
        return []
    notice = edition.notice
    return _findings(statement, notice.unit, notice.entry, Period.parse(notice.period))


def findings_of_import(row: LedgerImport) -> list[Finding]:
    """Check what was read of an import so far against the rules and the period before."""
    if not row.document:
        return []
    return _findings(row, row.unit, accounts_entry(), Period.parse(row.period))


def _findings(row: Statement | LedgerImport, unit: Unit, entry: CatalogueEntry, period: Period) -> list[Finding]:
    """Check by the rules of a ledger, then against what else is published; errors first."""
    ledger = ledger_of(row)
    found = check(ledger, previous_closing=previous_closing(unit, entry, period), limits=limits())
    found += [one for each in STATEMENT_CHECKS for one in each.findings(unit, entry, period, ledger)]
    return sorted(found, key=lambda one: not one.is_error)


def errors_in(findings: list[Finding]) -> list[Finding]:
    """Return the findings that block."""
    return [one for one in findings if one.is_error]


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How many findings block, and how many warnings nobody has answered."""

    errors: int
    warnings: int

    def __bool__(self) -> bool:
        return bool(self.errors or self.warnings)


def outstanding(findings: list[Finding], answers: Mapping[str, str]) -> Outstanding:
    """Return how much is left to do, by the findings and the answers by their key."""
    unanswered = [one for one in findings if not one.is_error and not answers.get(one.key, "").strip()]
    return Outstanding(len(errors_in(findings)), len(unanswered))


def answers_of(edition: Edition) -> dict[str, str]:
    """Return the explanations given for an edition's statement, by the key of their finding."""
    statement = Statement.objects.filter(edition=edition).first()
    return dict(statement.answers.values_list("key", "text")) if statement else {}


def openings_that_no_longer_follow(statement: Statement) -> QuerySet[Statement]:
    """Return the live statement of the next period where its opening differs from this closing (I2)."""
    notice = statement.edition.notice
    following = [str(one) for one in Period.parse(notice.period).after]
    rows = live_statements(notice.unit, edition__notice__entry=notice.entry, edition__notice__period__in=following)
    return rows.exclude(opening=statement.closing)


def latest_reading(unit: Unit) -> Reading | None:
    """Read a unit's latest live statement, without its answers, with two queries."""
    live = live_statements(unit, edition__notice__entry__code=RECEIPTS_AND_PAYMENTS)
    live = live.defer("document", "edition__canonical", "edition__body")
    by_period = {Period.parse(one.edition.notice.period): one for one in live}
    if not by_period:
        return None
    # Months and quarters do not sort as text, so the latest is found by the last day of each.
    latest = max(by_period, key=lambda period: period.last)
    before = next((by_period[one] for one in latest.before if one in by_period), None)
    return Reading(by_period[latest], _lines_of(by_period[latest]), before=before)


def imports_of(person: Person, *, at: datetime) -> QuerySet[LedgerImport]:
    """Return the ledgers that a person may see and mend, newest first."""
    rows = IMPORTS.permitted(person, at=at).select_related("unit", "uploaded_by", "job", "edition__notice")
    return rows.order_by("-uploaded_at", "-pk")


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
class Reading:
    """A statement with its entries and the answers to its warnings.

    `by_period` has the statements of the last periods: the live ones, and for this period this one. `before` is the
    live one of the period before.
    """

    statement: Statement
    lines: list[StatementLine]
    answers: Sequence[Answer] = ()
    by_period: Mapping[Period, Statement] = field(default_factory=dict)
    before: Statement | None = None

    @property
    def period(self) -> Period:
        """The period the statement is of."""
        return Period.parse(self.statement.edition.notice.period)

    @property
    def sums(self) -> Breakdown:
        """Its movements by account and by nature."""
        return breakdown(self.lines)

    def findings(self) -> list[Finding]:
        """Check the statement against the rules and the period before."""
        notice = self.statement.edition.notice
        return _findings(self.statement, notice.unit, notice.entry, self.period)


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
    return Reading(
        statement=statement,
        lines=_lines_of(statement),
        answers=[Answer(**answer) for answer in row.explained],
        by_period={one: live[one] for one in compared if one in live} | {period: statement},
        before=next((live[one] for one in period.before if one in live), None),
    )


def _lines_of(statement: Statement) -> list[StatementLine]:
    return list(StatementLine.objects.filter(statement=statement).select_related("account").order_by("number"))


def lines_by_number(editions: Collection[int], numbers: Collection[int] | None) -> Iterator[tuple[int, Line]]:
    """Yield entries of editions with the key of each one's edition: those of the numbers, or all."""
    rows = StatementLine.objects.filter(statement__edition__in=editions).order_by("statement__edition", "number")
    names = ("voucher", "handler", "witness", "approver", "note")
    fields = ("statement__edition", "number", "date", "summary", "receipt", "payment", *names)
    for row in (rows if numbers is None else rows.filter(number__in=numbers)).values_list(*fields):
        edition, number, on, summary, receipt, payment, *more = row
        day, details = month_day(on) if on else "", " ".join(filter(None, more))
        yield edition, Line(number, day, summary, format_money(payment or receipt), details)


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
