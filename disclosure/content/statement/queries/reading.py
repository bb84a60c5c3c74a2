"""A statement with everything its page, its poster and its downloads show: two queries, however long it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, When
from django.db.models.functions import JSONObject

from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.models.statement import Answer, Statement, StatementLine
from disclosure.content.statement.queries import money
from disclosure.ledger.rules import check
from disclosure.ledger.types import Finding
from disclosure.notices.enums import State
from disclosure.notices.models import Edition

PERIODS_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Answered:
    """The explanation of a finding, and the number of the entry it speaks of, if it speaks of one."""

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
        answers: What the unit says to what the check asks.
        by_period: Receipts and payments of the last periods: the live ones, and of this period this statement.
        before: What stands published for the period before, if anything does.
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
    told: Any = statement
    statement.document, statement.edition = told.own_document, edition
    lines = StatementLine.objects.filter(statement=statement).select_related("account").order_by("number")
    return Reading(
        statement=statement,
        lines=list(lines),
        answers=[Answered(**answer) for answer in told.told],
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
            told=ArraySubquery(answers.values(told=JSONObject(key="key", rule="rule", line="line", text="text"))),
        )
    )
