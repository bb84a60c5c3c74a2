"""A statement of receipts and payments as pages show it, public and staff; its poster is made from the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, ngettext

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of, quarter_word
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.models import Statement, StatementLine
from disclosure.content.statement.presenters.pillars import amount_word, pillar_notes
from disclosure.content.statement.queries import (
    PERIODS_COMPARED,
    AccountSum,
    Breakdown,
    Reading,
    breakdown,
    read,
)
from disclosure.ledger.messages import short
from disclosure.ledger.types import ZERO
from disclosure.notices.models import Edition
from portal.accounts.models import in_language
from portal.core import charts, dates
from portal.core.money import scale_for
from portal.core.texts import as_written, sentences

Notes = Mapping[int | None, Sequence[SafeString]]
"""Explanations by the number of their entry; None for those about the whole statement."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Receipts or payments by account, largest first, for `components/bars.html`."""

    caption: str
    bars: tuple[charts.Bar, ...]
    chart: SafeString


@dataclass(frozen=True, slots=True)
class PeriodSums:
    """Receipts, payments and closing balance of one period, in yuan; None where it was not published."""

    word: str
    year: str
    receipts: Decimal | None
    payments: Decimal | None
    closing: Decimal | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The last periods that were published beside each other, for `components/quarters.html`."""

    heading: str
    table_caption: str
    chart: SafeString
    unit_note: str
    rows: list[PeriodSums]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of `_ledger.html`: an entry with the name of its account, or a sum; `kind` is line, open, sub or total."""

    kind: str
    summary: str
    receipt: Decimal | None = None
    payment: Decimal | None = None
    balance: Decimal | None = None
    line: StatementLine | None = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class LedgerGroup:
    """Rows that belong together, such as a month; `jump` is the text of the link to them."""

    rows: list[LedgerRow]
    id: str = ""
    jump: str = ""


@dataclass(frozen=True, slots=True)
class StatementPage:
    """What `disclosure/content/statement/_statement.html` shows.

    `sentence` is empty for others than villages, `hidden` are the columns that are blank in every entry, `explanations`
    the answers about the whole statement; those about an entry are with the entry.
    """

    reading: Reading
    pillar_notes: Mapping[str, str]
    sentence: str
    receipts: Accounts
    payments: Accounts
    comparison: Comparison | None
    groups: list[LedgerGroup]
    hidden: list[str]
    note: str
    explanations: Sequence[SafeString]


def statement_page(edition: Edition) -> StatementPage | None:
    """Return what an edition shows of its statement; None where it has none."""
    reading = read(edition)
    if reading is None:
        return None
    statement, lines, sums = reading.statement, reading.lines, breakdown(reading.lines)
    largest = max((one.amount for one in (*sums.receipts, *sums.payments)), default=ZERO)
    notes, hidden = _explanations(reading), _hidden_columns(lines)
    return StatementPage(
        reading=reading,
        pillar_notes=pillar_notes(statement, lines, sums, before=reading.before),
        sentence=_income_sentence(sums) if edition.notice.unit.is_village else "",
        receipts=_accounts(_("Receipts %(amount)s") % amount_word(statement.receipts), sums.receipts, largest, "in"),
        payments=_accounts(_("Payments %(amount)s") % amount_word(statement.payments), sums.payments, largest, "out"),
        comparison=compared(_periods(reading), reading.period.cadence),
        groups=_groups(statement, lines, notes),
        hidden=hidden,
        note=_ledger_note(len(lines), is_whole=not hidden),
        explanations=notes.get(None, ()),
    )


def _income_sentence(sums: Breakdown) -> str:
    """Say how much of the receipts is income; fund flow is not income, and without accounts it is not known."""
    total = sum((one.amount for one in sums.receipts), ZERO)
    if not total:
        return ""
    if not all(one.account for one in sums.receipts):
        return _("Some receipts name no account, so it is not known how much of them is income of the village.")
    rest = total - sums.income - sums.earmarked - sums.recovered - sums.borrowed
    if rest == 0 and sums.income == total:
        return _("Everything that came in, %(amount)s yuan, is income of the village.") % amount_word(total)
    others = (
        (sums.earmarked, _("Another %(amount)s yuan is earmarked money from above, to be spent for its purpose only.")),
        (sums.recovered, _("%(amount)s yuan is old debt recovered.")),
        (sums.borrowed, _("%(amount)s yuan is borrowed and has to be paid back.")),
        (rest, _("%(amount)s yuan came in otherwise and is not income.")),
    )
    income = _("Of what came in, %(amount)s yuan is income of the village.") % amount_word(sums.income)
    return sentences(income, *(text % amount_word(amount) for amount, text in others if amount))


def _accounts(caption: str, sums: Iterable[AccountSum], largest: Decimal, ids: str) -> Accounts:
    bars = tuple(
        charts.Bar(one.account.name, one.amount, one.account.code)
        if one.account
        else charts.Bar(_("not classified"), one.amount)
        for one in sums
    )
    return Accounts(caption, bars, charts.bars(bars, scale_max=largest, hatch=ids == "out", ids=ids))


def _periods(reading: Reading) -> tuple[PeriodSums, ...]:
    spans = [reading.period.shifted(-back) for back in reversed(range(PERIODS_COMPARED))]
    return tuple(_period_sums(span, reading.by_period.get(span)) for span in spans)


def _period_sums(span: Period, statement: Statement | None) -> PeriodSums:
    is_quarter = span.cadence == Cadence.QUARTERLY
    # The year is written below the word.
    word = quarter_word(span) if is_quarter else in_language(span.name_zh[5:] or span.name_zh, span.name_en)
    year, label = str(span.first.year), name_of(span, short=True)
    if statement is None:
        return PeriodSums(word, year, None, None)
    return PeriodSums(word, year, statement.receipts, statement.payments, statement.closing, label)


def compared(periods: Sequence[PeriodSums], cadence: Cadence) -> Comparison | None:
    """Put periods beside each other. One that was not published is left out: drawn as zero it would be false."""
    rows = [one for one in periods if one.receipts is not None]
    if len(rows) < 2:
        return None
    shown = [
        charts.Quarter(one.word, one.receipts, one.payments, sub=one.year, current=one is rows[-1])
        for one in rows
        if one.receipts is not None and one.payments is not None
    ]
    named = {"first": rows[0].label, "last": rows[-1].label}
    title = _("Receipts and payments from %(first)s to %(last)s") % named
    return Comparison(
        heading=_("Quarters compared") if cadence == Cadence.QUARTERLY else _("Periods compared"),
        table_caption=_("Receipts and payments from %(first)s to %(last)s, in yuan") % named,
        chart=charts.columns(shown, title=title, scale=scale_for(get_language() or ""), ids="quarters"),
        # What `scale_for` gives: thousands in English, 万元 in Chinese.
        unit_note=_("in thousand yuan"),
        rows=rows,
    )


def _explanations(reading: Reading) -> Notes:
    asked = {one.key: short(one) for one in reading.findings()} if reading.answers else {}
    found: dict[int | None, list[SafeString]] = defaultdict(list)
    for answer in reading.answers:
        warning = asked.get(answer.key)
        sentence = _("{asked}. Explanation: {text}") if warning else _("Explanation: {text}")
        found[answer.line].append(format_html(sentence, asked=warning, text=as_written(answer.text)))
    return found


def _groups(statement: Statement, lines: Sequence[StatementLine], notes: Notes) -> list[LedgerGroup]:
    """Return opening, entries by month, and total.

    Entries are in the order of the ledger. Where their dates do not follow it, they stay together and
    there are no totals by month, because such a total would not be the sum of what is above it.
    """
    opening = LedgerRow("open", _("Opening balance"), balance=statement.opening)
    closing = _("Total and closing balance")
    total = LedgerRow("total", closing, statement.receipts, statement.payments, statement.closing)
    return [LedgerGroup([opening]), *_months(lines, notes), LedgerGroup([total], "sum", _("Total"))]


def _months(lines: Sequence[StatementLine], notes: Notes) -> Iterator[LedgerGroup]:
    firsts = _first_of_month(lines)
    if None in firsts or firsts != sorted(firsts, key=lambda first: first or date.min):
        yield LedgerGroup([_row(line, notes) for line in lines])
        return
    for first, pairs in groupby(zip(firsts, lines, strict=True), key=lambda pair: pair[0]):
        if first:
            of_month = [line for _first, line in pairs]
            name = dates.month_name(first)
            receipts = sum((line.receipt for line in of_month if line.receipt is not None), ZERO)
            payments = sum((line.payment for line in of_month if line.payment is not None), ZERO)
            total = LedgerRow("sub", _("Total of %(month)s") % {"month": name}, receipts, payments)
            yield LedgerGroup([*(_row(line, notes) for line in of_month), total], f"m{first.month}", name)


def _first_of_month(lines: Iterable[StatementLine]) -> list[date | None]:
    """Return the first day of each entry's month; one without a date counts to the entry before it."""
    found: list[date | None] = []
    last = None
    for line in lines:
        last = line.date.replace(day=1) if line.date else last
        found.append(last)
    return found


def _row(line: StatementLine, notes: Notes) -> LedgerRow:
    summary = as_written(line.summary)
    for note in (*([as_written(line.note)] if line.note else ()), *notes.get(line.number, ())):
        summary = format_html("{} <small>{}</small>", summary, note)
    account = line.account.name if line.account else _("not classified")
    return LedgerRow("line", summary, line.receipt, line.payment, line.balance, line, account)


def _hidden_columns(lines: Iterable[StatementLine]) -> list[str]:
    rows = list(lines)
    columns = ("date", "voucher", "handler", "witness", "approver")
    hidden = [name for name in columns if not any(getattr(row, name) for row in rows)]
    return hidden if any(row.account_id or row.account_text for row in rows) else [*hidden, "account"]


def _ledger_note(count: int, *, is_whole: bool) -> str:
    text = ngettext("%(count)d entry, in yuan.", "%(count)d entries, in yuan.", count) % {"count": count}
    names = _("With the names of those who handled, witnessed and approved each.")
    return sentences(text, names) if is_whole else text
