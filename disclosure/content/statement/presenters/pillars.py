"""The four figures of a statement, for its page and for the board of its unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, ngettext

from disclosure.catalogue.presenters import name_of, quarter_word
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement import queries
from disclosure.content.statement.models import Statement, StatementLine
from disclosure.content.statement.queries import Breakdown, breakdown
from portal.core.money import format_money
from portal.core.texts import as_written
from portal.site.registry import UnitPage


@dataclass(frozen=True, slots=True)
class UnitMoney:
    """A unit's latest statement, for its board; `url` leads to the notice with every entry."""

    is_village: bool
    period: str
    statement: Statement
    notes: Mapping[str, str]
    url: str


def money_of_unit(page: UnitPage) -> UnitMoney | None:
    """Return the latest statement of a unit; None where none is live."""
    latest = queries.latest_money(page.unit)
    if latest is None:
        return None
    statement, before = latest
    lines = list(statement.lines.all())
    return UnitMoney(
        is_village=page.unit.is_village,
        period=name_of(Period.parse(statement.edition.notice.period)),
        statement=statement,
        notes=pillar_notes(statement, lines, breakdown(lines), before=before),
        url=reverse("disclosure:notice", args=[statement.edition.notice.number]),
    )


def pillar_notes(
    statement: Statement, lines: Sequence[StatementLine], sums: Breakdown, *, before: Statement | None
) -> Mapping[str, str]:
    """Return what is below each of the four figures; `before` is what is published for the period before."""
    return {
        "opening": _opening_note(statement, before),
        "receipts": _receipts_note(lines, sums),
        "payments": _payments_note(lines),
        "closing": _closing_note(statement),
    }


def _opening_note(statement: Statement, before: Statement | None) -> str:
    period = Period.parse(statement.edition.notice.period)
    named = {"period": quarter_word(Period.parse(before.edition.notice.period) if before else period.previous)}
    if before is None:
        return _("nothing published for %(period)s") % named
    if before.closing == statement.opening:
        return _("equals the closing balance of %(period)s") % named
    return _("differs from the closing balance of %(period)s, %(amount)s") % {**named, **amount_word(before.closing)}


def _receipts_note(lines: Iterable[StatementLine], sums: Breakdown) -> str:
    entries = entries_text(sum(line.receipt is not None for line in lines))
    if not sums.earmarked:
        return entries
    return _("%(entries)s; earmarked %(amount)s") % {"entries": entries, **amount_word(sums.earmarked)}


def _payments_note(lines: Sequence[StatementLine]) -> str:
    entries = entries_text(sum(line.payment is not None for line in lines))
    by_summary: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.payment and line.summary:
            by_summary[line.summary] += line.payment
    if len(by_summary) < 2:
        return entries
    largest = max(by_summary, key=lambda summary: by_summary[summary])
    amount = format_money(by_summary[largest])
    return format_html(_("{entries}; {largest} {amount}"), entries=entries, largest=as_written(largest), amount=amount)


def _closing_note(statement: Statement) -> str:
    ledger = queries.ledger_of(statement)
    if ledger.cash is None or ledger.bank is None:
        return ""
    return _("cash %(cash)s, bank %(bank)s") % {"cash": format_money(ledger.cash), "bank": format_money(ledger.bank)}


def entries_text(count: int) -> str:
    """Count entries in words."""
    return ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}


def amount_word(amount: Decimal) -> dict[str, str]:
    """Return an amount for the place `amount` of a sentence."""
    return {"amount": format_money(amount)}
