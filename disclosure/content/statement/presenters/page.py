"""A statement of receipts and payments as its page shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of, quarter_word
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.models.statement import Statement, StatementLine
from disclosure.content.statement.queries import money
from disclosure.content.statement.queries.breakdown import AccountSum, Breakdown, breakdown
from disclosure.content.statement.queries.reading import PERIODS_COMPARED, Reading, read
from disclosure.ledger.messages import short
from disclosure.notices.models import Edition
from portal.core import charts, dates
from portal.core.money import format_money, scale_for
from portal.core.texts import as_written, sentences


@dataclass(frozen=True, slots=True)
class Pillars:
    """Opening, receipts, payments and closing, in yuan, with what is said under each."""

    opening: Decimal
    receipts: Decimal
    payments: Decimal
    closing: Decimal
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatementPage:
    """What the page of an edition shows of its statement, for `disclosure/content/statement/_statement.html`.

    Attributes:
        reading: The statement itself.
        pillars: The four figures.
        sentence: How much of the receipts is income; empty for others than villages.
        accounts: Receipts and payments by account.
        quarters: The last periods beside each other, where there is something to compare with.
        ledger: The entries.
        jumps: Links to months.
        explanations: What the unit says about the whole sheet; what it says about an entry stands with it.
    """

    reading: Reading
    pillars: Pillars
    sentence: str
    accounts: dict[str, Any]
    quarters: dict[str, Any] | None
    ledger: dict[str, Any]
    jumps: list[dict[str, str]]
    explanations: Sequence[SafeString]


def statement_page(edition: Edition) -> StatementPage | None:
    """Return what the page of an edition shows of its statement; None where it has none."""
    reading = read(edition)
    if reading is None:
        return None
    statement, lines = reading.statement, reading.lines
    sums = breakdown(lines)
    explained = explanations(reading)
    groups = ledger_groups(statement, lines, explained)
    return StatementPage(
        reading=reading,
        pillars=pillars(statement, lines, sums, before=reading.before),
        sentence=income_sentence(sums) if edition.notice.unit.is_village else "",
        accounts=accounts_context(statement, sums),
        quarters=quarters_context(reading),
        ledger={"groups": groups, "hide": hidden_columns(lines), "note": _ledger_note(lines)},
        jumps=[{"id": group["id"], "text": group["jump"]} for group in groups if group.get("jump")],
        explanations=explained.get(None, []),
    )


def pillars(
    statement: Statement, lines: Sequence[StatementLine], sums: Breakdown, *, before: Statement | None
) -> Pillars:
    """Return the four pillars with their notes.

    Args:
        statement: The statement.
        lines: Its entries.
        sums: What they add up to by account.
        before: What stands published for the period before.
    """
    return Pillars(
        opening=statement.opening,
        receipts=statement.receipts,
        payments=statement.payments,
        closing=statement.closing,
        notes={
            "opening": _opening_note(statement, before),
            "receipts": _receipts_note(lines, sums),
            "payments": _payments_note(lines),
            "closing": _closing_note(statement),
        },
    )


def income_sentence(sums: Breakdown) -> str:
    """Say how much of the receipts is income: fund flow is not income.

    Empty where an entry has no account, because then nobody can tell.
    """
    total = sum((one.amount for one in sums.receipts), Decimal("0.00"))
    if not total:
        return ""
    if not all(one.account for one in sums.receipts):
        return _("Some receipts name no account, so it cannot be told how much of them is income of the village.")
    rest = total - sums.income - sums.earmarked - sums.recovered - sums.borrowed
    if rest == 0 and sums.income == total:
        return _("Everything that came in, %(amount)s yuan, is income of the village.") % _amount(total)
    parts = [_("Of what came in, %(amount)s yuan is income of the village.") % _amount(sums.income)]
    if sums.earmarked:
        parts.append(
            _("Another %(amount)s yuan is earmarked money from above, to be spent for its purpose only.")
            % _amount(sums.earmarked)
        )
    if sums.recovered:
        parts.append(_("%(amount)s yuan is old debt recovered.") % _amount(sums.recovered))
    if sums.borrowed:
        parts.append(_("%(amount)s yuan is borrowed and has to be paid back.") % _amount(sums.borrowed))
    if rest:
        parts.append(_("%(amount)s yuan came in otherwise and is not income.") % _amount(rest))
    return sentences(*parts)


def accounts_context(statement: Statement, sums: Breakdown) -> dict[str, Any]:
    """Return receipts and payments by account as bars on one scale."""
    largest = max((one.amount for one in (*sums.receipts, *sums.payments)), default=Decimal(0))
    return {
        "receipts": charts.bars(_bars(sums.receipts), scale_max=largest, hatch=False, ids="in"),
        "payments": charts.bars(_bars(sums.payments), scale_max=largest, hatch=True, ids="out"),
        "receipts_caption": _("Receipts %(amount)s") % _amount(statement.receipts),
        "payments_caption": _("Payments %(amount)s") % _amount(statement.payments),
    }


def quarters_context(reading: Reading) -> dict[str, Any] | None:
    """Return the last periods beside each other; None where there is nothing to compare with.

    A period that was not published is left out: a gap drawn as zero would say something false.
    """
    last, found = reading.period, reading.by_period
    spans = [span for back in range(PERIODS_COMPARED) if (span := last.shifted(-back)) in found][::-1]
    if len(spans) < 2:
        return None
    shown = [
        charts.Quarter(
            label=quarter_word(span),
            sub=str(span.first.year),
            receipts=found[span].receipts,
            payments=found[span].payments,
            current=span == last,
        )
        for span in spans
    ]
    scale = scale_for(get_language() or "")
    named = {"first": name_of(spans[0], short=True), "last": name_of(spans[-1], short=True)}
    return {
        "heading": _("Quarters compared") if last.cadence == Cadence.QUARTERLY else _("Periods compared"),
        "table_caption": _("Receipts and payments from %(first)s to %(last)s, in yuan") % named,
        "chart": charts.columns(
            shown, title=_("Receipts and payments from %(first)s to %(last)s") % named, scale=scale, ids="quarters"
        ),
        # What `scale_for` gives: thousands in English, 万元 in Chinese.
        "unit_note": _("in thousand yuan"),
        "rows": [
            {
                "label": name_of(span, short=True),
                "receipts": found[span].receipts,
                "payments": found[span].payments,
                "closing": found[span].closing,
            }
            for span in spans
        ],
    }


def explanations(reading: Reading) -> dict[int | None, list[SafeString]]:
    """Return what the unit says to each warning, by the entry's number; None for those about the whole sheet."""
    asked = {one.key: short(one) for one in reading.findings()} if reading.answers else {}
    found: dict[int | None, list[SafeString]] = defaultdict(list)
    for answer in reading.answers:
        found[answer.line].append(_explanation(asked.get(answer.key, ""), answer.text))
    return found


def _explanation(asked: str, text: str) -> SafeString:
    if not asked:
        return format_html(_("Explanation: {text}"), text=as_written(text))
    return format_html(_("{asked}. Explanation: {text}"), asked=asked, text=as_written(text))


def ledger_groups(
    statement: Statement, lines: Sequence[StatementLine], explained: Mapping[int | None, Sequence[SafeString]]
) -> list[dict[str, Any]]:
    """Return the entries for `components/ledger.html`: opening, months with their totals, total.

    Entries stand in the order of the ledger. Where their dates do not follow it, they stay together and
    there are no totals by month, because such a total would not be the sum of what stands above it.
    """
    opening = {"kind": "open", "summary": _("Opening balance"), "balance": statement.opening}
    total = {
        "kind": "total",
        "summary": _("Total and closing balance"),
        "receipt": statement.receipts,
        "payment": statement.payments,
        "balance": statement.closing,
    }
    return [
        {"rows": [opening]},
        *_months(lines, explained),
        {"id": "sum", "jump": _("Total"), "rows": [total]},
    ]


def hidden_columns(lines: Iterable[StatementLine]) -> list[str]:
    """Return the columns in which no entry says anything, so that the table need not carry them."""
    rows = list(lines)
    columns = ("date", "voucher", "handler", "witness", "approver")
    hidden = [name for name in columns if not any(getattr(row, name) for row in rows)]
    return hidden if any(row.account_id or row.account_text for row in rows) else [*hidden, "account"]


def _months(
    lines: Sequence[StatementLine], notes: Mapping[int | None, Sequence[SafeString]]
) -> Iterator[dict[str, Any]]:
    months = _month_of_each(lines)
    in_order = all(one is not None for one in months) and list(months) == sorted(months, key=lambda one: one or (0, 0))
    if not in_order:
        yield {"rows": [_row(line, notes) for line in lines]}
        return
    for month, rows in groupby(zip(months, lines, strict=True), key=lambda pair: pair[0]):
        of_month = [line for _month, line in rows]
        name = dates.month_name(date(month[0], month[1], 1)) if month else ""
        yield {
            "id": f"m{month[1]}" if month else "",
            "jump": name,
            "rows": [*(_row(line, notes) for line in of_month), _month_total(name, of_month)],
        }


def _month_of_each(lines: Iterable[StatementLine]) -> list[tuple[int, int] | None]:
    """Return year and month of each entry; one without a date counts to the entry before it."""
    found: list[tuple[int, int] | None] = []
    last: tuple[int, int] | None = None
    for line in lines:
        if line.date:
            last = (line.date.year, line.date.month)
        found.append(last)
    return found


def _month_total(name: str, lines: Sequence[StatementLine]) -> dict[str, Any]:
    return {
        "kind": "sub",
        "summary": _("Total of %(month)s") % {"month": name},
        "receipt": sum((line.receipt for line in lines if line.receipt is not None), Decimal("0.00")),
        "payment": sum((line.payment for line in lines if line.payment is not None), Decimal("0.00")),
    }


def _row(line: StatementLine, notes: Mapping[int | None, Sequence[SafeString]]) -> dict[str, Any]:
    summary = as_written(line.summary)
    remark = [as_written(line.note)] if line.note else []
    for note in (*remark, *notes.get(line.number, ())):
        summary = format_html("{} <small>{}</small>", summary, note)
    return {
        "kind": "line",
        "number": line.number,
        "date": line.date,
        "voucher": as_written(line.voucher),
        "summary": summary,
        "account_code": line.account.code if line.account else "",
        "account": line.account.name if line.account else _("not classified"),
        "receipt": line.receipt,
        "payment": line.payment,
        "balance": line.balance,
        "handler": as_written(line.handler),
        "witness": as_written(line.witness),
        "approver": as_written(line.approver),
    }


def _ledger_note(lines: Sequence[StatementLine]) -> str:
    count = ngettext("%(count)d entry, in yuan.", "%(count)d entries, in yuan.", len(lines)) % {"count": len(lines)}
    if hidden_columns(lines):
        return count
    return sentences(count, _("With the names of those who handled, witnessed and approved each."))


def _opening_note(statement: Statement, before: Statement | None) -> str:
    period = Period.parse(statement.edition.notice.period)
    named = {"period": quarter_word(Period.parse(before.edition.notice.period) if before else period.previous)}
    if before is None:
        return _("nothing published for %(period)s") % named
    if before.closing == statement.opening:
        return _("equals the closing balance of %(period)s") % named
    return _("differs from the closing balance of %(period)s, %(amount)s") % {**named, **_amount(before.closing)}


def _receipts_note(lines: Iterable[StatementLine], sums: Breakdown) -> str:
    count = sum(line.receipt is not None for line in lines)
    said = ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}
    if not sums.earmarked:
        return said
    return _("%(entries)s; earmarked %(amount)s") % {"entries": said, **_amount(sums.earmarked)}


def _payments_note(lines: Sequence[StatementLine]) -> str:
    """Say how many payments there are, and what most was spent on."""
    count = sum(line.payment is not None for line in lines)
    said = ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}
    by_summary: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.payment and line.summary:
            by_summary[line.summary] += line.payment
    if len(by_summary) < 2:
        return said
    largest = max(by_summary, key=lambda summary: by_summary[summary])
    return format_html(
        _("{entries}; {largest} {amount}"),
        entries=said,
        largest=as_written(largest),
        amount=format_money(by_summary[largest]),
    )


def _closing_note(statement: Statement) -> str:
    ledger = money.ledger_of(statement)
    if ledger.cash is None or ledger.bank is None:
        return ""
    return _("cash %(cash)s, bank %(bank)s") % {"cash": format_money(ledger.cash), "bank": format_money(ledger.bank)}


def _bars(sums: Iterable[AccountSum]) -> list[charts.Bar]:
    return [
        charts.Bar(
            label=one.account.name if one.account else _("not classified"),
            amount=one.amount,
            code=one.account.code if one.account else "",
        )
        for one in sums
    ]


def _amount(amount: Decimal) -> dict[str, str]:
    return {"amount": format_money(amount)}
