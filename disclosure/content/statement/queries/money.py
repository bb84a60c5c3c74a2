"""Reads about village money: statements in a row of periods, findings, answers, and ledgers on their way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from disclosure.catalogue.models import Account, CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.models import LedgerImport, Statement, StatementLine
from disclosure.content.statement.policies import IMPORTS
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.canonical import from_canonical
from disclosure.ledger.rules import check
from disclosure.ledger.types import Finding, Limits
from disclosure.ledger.types import Statement as Ledger
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person
from portal.accounts.models import Unit

RECEIPTS_AND_PAYMENTS = "F02"
"""Catalogue entry of the receipts and payments, line by line."""


def chart() -> Accounts:
    """Return the chart of accounts, in the form the reader matches against."""
    return Accounts(Account.objects.order_by("code").values_list("code", "name_zh"))


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
    """Return the statement as the canonical document holds it; None where there is none."""
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
    closing = previous_closing(notice.unit, notice.entry, Period.parse(notice.period))
    return check(ledger_of(statement), previous_closing=closing, limits=limits())


def findings_of_import(row: LedgerImport) -> list[Finding]:
    """Check what an import holds so far against the rules and the period before."""
    if not row.document:
        return []
    closing = previous_closing(row.unit, accounts_entry(), Period.parse(row.period))
    return check(ledger_of(row), previous_closing=closing, limits=limits())


def errors_in(findings: list[Finding]) -> list[Finding]:
    """Return the findings that block."""
    return [one for one in findings if one.level == "error"]


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How many findings block, and how many warnings nobody has answered."""

    errors: int
    warnings: int

    def __bool__(self) -> bool:
        return bool(self.errors or self.warnings)


def outstanding(findings: list[Finding], answers: Mapping[str, str]) -> Outstanding:
    """Return how much is left to do, by the findings and the answers by their key."""
    return Outstanding(len(errors_in(findings)), len(unanswered(findings, answers)))


def unanswered(findings: list[Finding], answers: Mapping[str, str]) -> list[Finding]:
    """Return the warnings that have no answer by their key."""
    return [one for one in findings if one.level == "warning" and not answers.get(one.key, "").strip()]


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


@dataclass(frozen=True, slots=True)
class LatestMoney:
    """A unit's latest live statement of receipts and payments, and the one of the period before."""

    statement: Statement
    before: Statement | None


def latest_money(unit: Unit) -> LatestMoney | None:
    """Return a unit's latest live statement with its edition and lines, and the one before, with two queries."""
    live = live_statements(unit, edition__notice__entry__code=RECEIPTS_AND_PAYMENTS)
    live = live.defer("document", "edition__canonical", "edition__body")
    by_period = {Period.parse(one.edition.notice.period): one for one in live}
    if not by_period:
        return None
    # Months and quarters do not sort as text, so the last day of each tells which is the latest.
    latest = max(by_period, key=lambda period: period.last)
    lines = StatementLine.objects.select_related("account").order_by("number")
    prefetch_related_objects([by_period[latest]], Prefetch("lines", queryset=lines))
    before = next((by_period[one] for one in latest.before if one in by_period), None)
    return LatestMoney(by_period[latest], before)


def imports_of(person: Person, *, at: datetime) -> QuerySet[LedgerImport]:
    """Return the ledgers that a person may see and mend, newest first."""
    rows = IMPORTS.permitted(person, at=at).select_related("unit", "uploaded_by", "job", "edition__notice")
    return rows.order_by("-uploaded_at", "-pk")


def newest_of_each(rows: Iterable[LedgerImport]) -> dict[tuple[int, str], LedgerImport]:
    """Return the newest import of each unit and period, of imports that come newest first."""
    return {(row.unit_id, row.period): row for row in reversed(list(rows))}
