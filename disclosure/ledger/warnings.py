"""What does not block but must be answered or fixed: the warnings of village money."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.cross_checks import scale_findings, voucher_findings
from disclosure.ledger.types import ZERO, Finding, Fix, Limits, Line, Statement, anchors, key, plain, sums_of
from portal.core.personal import find_personal, mask
from portal.core.workbooks.written import squash

# A rule that needs a column runs only where the sheet has it.
EXPECTED_COLUMNS = ("date", "voucher", "summary", "account", "balance", "handler", "witness", "approver")
_MUST_FILL = ("summary", "handler", "witness", "approver")

_ENTERTAINMENT = re.compile(r"招待|接待|(?<!误)餐费|(?<!误)用餐|就餐|宴请|宴会|酒水|烟酒|酒席|陪餐")
_CASH = re.compile(r"现金")
_NOT_CASH = re.compile(r"(?:提取?|取|存入?|缴存|交存|非|解)现金|现金(?:存入|缴存|交存|支票|流)")
_RESOLUTION = re.compile(
    r"决议|会议(?!误餐|费|餐|室|用|桌|资料|材料|补助|伙食)|纪要|表决|一事一议|四议两公开|[村民党员代表两委理事]{2,}[大]?会"
    r"|[〔\[(（【]\s*20\d\d\s*[〕\])）】]\s*第?\s*\d+\s*号|第\s*\d+\s*号|会字|会纪"
)
_OTHER_ACCOUNTS = {"504": ("receipt", re.compile(r"50\d")), "515": ("payment", re.compile(r"51\d|521"))}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A statement with what every rule asks of it.

    `has` are the columns with any value, `unread` the cells (entry, field) that could not be read.
    """

    statement: Statement
    limits: Limits
    has: frozenset[str]
    unread: frozenset[tuple[int | None, str | None]]
    names: tuple[str, ...]

    def finding(
        self, rule: str, line: Line, name: str, params: Mapping[str, str], *, read: str, fix: Fix | None = None
    ) -> Finding:
        return Finding.of_line(rule, line, self.names[line.number - 1], name, params, read=read, fix=fix)


def warn(statement: Statement, *, previous_closing: Decimal | None, limits: Limits) -> Iterator[Finding]:
    """Yield every warning on a statement, beside those made while reading it."""
    if previous_closing is None and statement.opening_row is not None:
        params = {"read": plain(statement.opening)}
        yield Finding.of_sheet("W-OPENING-UNKNOWN", statement.opening_row, "opening", params)
    unread = frozenset((problem.line, problem.field) for problem in statement.problems if problem.rule == "READ")
    sheet = _Sheet(statement, limits, _filled_columns(statement, unread), unread, anchors(statement))
    yield from _missing_columns(sheet)
    for line in statement.lines:
        for rule in _LINE_RULES:
            yield from rule(sheet, line)
    if "voucher" in sheet.has:
        yield from voucher_findings(statement, sheet.names)
    yield from scale_findings(statement, previous_closing, sheet.names)
    yield from _unclassified(sheet)
    yield from _below_zero(sheet)
    yield from _splits(sheet)
    yield from _other_shares(sheet)
    yield from _capitals(statement)
    yield from _personal_elsewhere(statement)


# Columns


def _filled_columns(statement: Statement, unread: frozenset[tuple[int | None, str | None]]) -> frozenset[str]:
    """Return the columns with any value: one left blank from top to bottom counts as missing."""
    if not statement.lines:
        return frozenset(statement.columns)
    also = {"date": "date_text", "account": "account_text"}
    blank = {
        name
        for name in EXPECTED_COLUMNS
        if not any(field == name for _, field in unread)
        and all(getattr(line, one) in ("", None) for line in statement.lines for one in (name, also.get(name, name)))
    }
    # Balances may be in the rows of totals alone.
    return frozenset(statement.columns) - (blank - {"balance"})


def _missing_columns(sheet: _Sheet) -> Iterator[Finding]:
    statement = sheet.statement
    missing = [name for name in EXPECTED_COLUMNS if name not in sheet.has]
    if missing:
        blank = [name for name in missing if name in statement.columns]
        params = {"columns": ",".join(missing), "blank": ",".join(blank), "layout": statement.layout}
        yield Finding.of_sheet("W-COLUMN", None, None, params, read=",".join(missing))


# One entry


def _empty(sheet: _Sheet, line: Line) -> Iterator[Finding]:
    for name in _MUST_FILL:
        if name in sheet.has and not getattr(line, name):
            yield sheet.finding(f"W-EMPTY-{name.upper()}", line, name, {}, read="")
    if "date" in sheet.has and line.date is None and (line.number, "date") not in sheet.unread:
        params = {"read": line.date_text, "case": "day" if line.date_text else ""}
        yield sheet.finding("W-EMPTY-DATE", line, "date", params, read=line.date_text)


def _no_amount(sheet: _Sheet, line: Line) -> Iterator[Finding]:
    unread = any((line.number, name) in sheet.unread for name in ("receipt", "payment", "amount", "direction"))
    if line.amount is None and not unread:
        yield sheet.finding("W-NO-AMOUNT", line, "receipt", {"summary": line.summary}, read=line.summary)


def _outside(sheet: _Sheet, line: Line) -> Iterator[Finding]:
    period = Period.parse(sheet.statement.period)
    if line.date and not period.contains(line.date):
        params = {"read": line.date.isoformat(), "period": str(period)}
        yield sheet.finding("W-DATE", line, "date", params, read=params["read"])


def _negative(sheet: _Sheet, line: Line) -> Iterator[Finding]:
    for name, amount in (("receipt", line.receipt), ("payment", line.payment)):
        if amount is not None and amount < 0:
            params = {"read": plain(amount), "side": name}
            yield sheet.finding("W-NEGATIVE", line, name, params, read=plain(amount))


def entertainment_in(*texts: str) -> str:
    """Return the word by which an entry is of entertainment (招待费); empty where it is not."""
    text = squash(" ".join(texts))
    found = re.search("招待费?", text) or _ENTERTAINMENT.search(text)
    return found[0] if found else ""


def _entertainment(sheet: _Sheet, line: Line) -> Iterator[Finding]:
    if word := entertainment_in(line.summary, line.note, line.account_text):
        params = {"word": word, "read": plain(line.amount or ZERO), "side": line.side}
        yield sheet.finding("W-ENTERTAINMENT", line, "summary", params, read=line.summary)


def _cash(sheet: _Sheet, line: Line) -> Iterator[Finding]:
    if line.payment is not None and line.payment > sheet.limits.cash_limit and _in_cash(line):
        params = {"read": plain(line.payment), "limit": plain(sheet.limits.cash_limit)}
        yield sheet.finding("W-CASH", line, "payment", params, read=plain(line.payment))


def _in_cash(line: Line) -> bool:
    """Return whether an entry names cash as paid; drawing cash from the bank pays nobody."""
    text = squash(f"{line.summary} {line.note} {line.method}")
    in_words = _CASH.search(_NOT_CASH.sub("", text)) is not None
    return in_words or line.account == "101"


def _resolution(sheet: _Sheet, line: Line) -> Iterator[Finding]:
    if line.payment is None or line.payment < sheet.limits.large_payment:
        return
    if not _RESOLUTION.search(f"{line.summary} {line.note}"):
        params = {"read": plain(line.payment), "limit": plain(sheet.limits.large_payment)}
        yield sheet.finding("W-RESOLUTION", line, "note", params, read=plain(line.payment))


def _capital(sheet: _Sheet, line: Line) -> Iterator[Finding]:
    if line.capital is not None and line.amount is not None and line.capital != line.amount:
        params = {"read": plain(line.capital), "figures": plain(line.amount)}
        yield sheet.finding("W-CAPITAL", line, line.side, params, read=plain(line.capital))


def _masked(text: str) -> list[tuple[str, str]]:
    return [(kind, mask(text)) for kind in sorted({number.kind for number in find_personal(text)})]


def _personal(sheet: _Sheet, line: Line) -> Iterator[Finding]:
    for name in ("summary", "account_text", "handler", "witness", "approver", "note", "payee", "method"):
        for kind, masked in _masked(getattr(line, name)):
            params = {"field": name, "masked": masked}
            field = "account" if name == "account_text" else name
            # The number itself stays out of the key: keys are kept with answers.
            yield sheet.finding(kind, line, field, params, read=masked, fix=Fix(line.number, field, masked))


_LINE_RULES: tuple[Callable[[_Sheet, Line], Iterator[Finding]], ...] = (
    _empty, _no_amount, _outside, _negative, _entertainment, _cash, _resolution, _capital, _personal,
)  # fmt: skip


# The whole sheet


def _unclassified(sheet: _Sheet) -> Iterator[Finding]:
    """One warning for all entries without an account; a column that is missing was warned of already."""
    open_lines = [line for line in sheet.statement.lines if line.account is None]
    if "account" not in sheet.has or not open_lines:
        return
    texts = sorted({line.account_text for line in open_lines if line.account_text})
    params = {"lines": _numbers(open_lines), "texts": "、".join(texts), "count": str(len(open_lines))}
    only = open_lines[0] if len(open_lines) == 1 else Line(number=0, row=None)
    names = ",".join(sheet.names[line.number - 1] for line in open_lines)
    identity = key("W-ACCOUNT", names, params["texts"])
    yield Finding("W-ACCOUNT", "warning", only.row, only.number or None, "account", params, identity)


def _below_zero(sheet: _Sheet) -> Iterator[Finding]:
    statement = sheet.statement
    balance = statement.opening
    first: Line | None = None
    lowest = ZERO
    for line in statement.lines:
        balance += line.movement
        if balance < 0:
            first = first or line
            lowest = min(lowest, balance)
    by_category = statement.layout in {"two_sided", "sections"}
    if by_category and statement.closing < 0:
        # Without the order of movements only the closing shows it.
        params = {"read": plain(statement.closing), "case": "closing"}
        yield Finding.of_sheet("W-BALANCE-NEGATIVE", statement.stated_closing_row, "balance", params)
    elif first and not by_category:
        params = {"first": str(first.number), "read": plain(lowest), "closing": plain(statement.closing)}
        yield sheet.finding("W-BALANCE-NEGATIVE", first, "balance", params, read=plain(lowest))


def _splits(sheet: _Sheet) -> Iterator[Finding]:
    """Payments to one payee, each just under a limit that they pass together."""
    for limit, up_to in ((sheet.limits.cash_limit, True), (sheet.limits.large_payment, False)):
        lowest = limit * (1 - sheet.limits.just_under)
        groups: dict[str, list[Line]] = defaultdict(list)
        for line in sheet.statement.lines:
            to = squash(line.payee) or squash(line.summary)
            paid = line.payment
            if to and paid is not None and lowest <= paid and (paid < limit or (up_to and paid == limit)):
                groups[to].append(line)
        for lines in groups.values():
            if len(lines) >= sheet.limits.split_count:
                yield _split(sheet, lines, limit)


def _split(sheet: _Sheet, lines: list[Line], limit: Decimal) -> Finding:
    _receipts, total = sums_of(lines)
    last = lines[-1]
    params = {
        "lines": _numbers(lines),
        "payee": last.payee,
        "summary": last.summary,
        "count": str(len(lines)),
        "read": plain(total),
        "limit": plain(limit),
    }
    return sheet.finding("W-SPLIT", last, "payment", params, read=f"{last.payee or last.summary}:{total}")


def _other_shares(sheet: _Sheet) -> Iterator[Finding]:
    """The accounts called other, as a share of all income or all expense of the period."""
    if "account" not in sheet.has:
        return
    for code, (side, family) in _OTHER_ACCOUNTS.items():
        total, other = ZERO, ZERO
        for line in sheet.statement.lines:
            amount = getattr(line, side)
            if amount is not None and line.account and family.fullmatch(line.account):
                total += amount
                other += amount if line.account == code else ZERO
        if total > 0 and other / total >= sheet.limits.other_share:
            share = f"{100 * other / total:.1f}"
            params = {"account": code, "read": plain(other), "total": plain(total), "share": share}
            yield Finding.of_sheet("W-OTHER", None, "account", params, read=f"{code}:{plain(other)}")


def _capitals(statement: Statement) -> Iterator[Finding]:
    for index, row in enumerate(statement.subtotals):
        surplus = None if row.receipts is None or row.payments is None else row.receipts - row.payments
        amounts = {row.receipts, row.payments, row.balance, surplus} - {None}
        if row.capital is not None and amounts and row.capital not in amounts:
            figures = next(amount for amount in (row.receipts, row.payments, row.balance) if amount is not None)
            params = {"read": plain(row.capital), "figures": plain(figures), "label": row.label}
            yield Finding.of_sheet("W-CAPITAL", row.row, f"subtotals.{index}.capital", params)
    words, closing = statement.closing_capital, statement.stated_closing
    if words is not None and closing is not None and words != closing:
        params = {"read": plain(words), "figures": plain(closing)}
        yield Finding.of_sheet("W-CAPITAL", statement.stated_closing_row, "stated_closing", params)


def _personal_elsewhere(statement: Statement) -> Iterator[Finding]:
    signers = ((f"signers.{role}", name) for role, name in statement.signers.items())
    for name, text in (("title", statement.title), *signers):
        for kind, masked in _masked(text):
            params = {"field": name.partition(".")[0], "masked": masked}
            yield Finding.of_sheet(kind, None, name, params, read=masked, fix=Fix(None, name, masked))


def _numbers(lines: list[Line]) -> str:
    return ",".join(str(line.number) for line in lines)
