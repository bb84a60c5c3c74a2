"""A village's quarter: entries as they occur in villages, whose balances chain from quarter to quarter.

The closing balances are laid out first, forwards and backwards from one that is given. A quarter's
payments and receipts are then thrown within the ranges of `movements.csv`, and the transfer from above
is what makes them add up. What goes wrong in a quarter on purpose stands in `quarters.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.types import ZERO, Line, Statement
from portal.core.calendar.rules import Calendar
from portal.demo import source
from portal.demo.dice import Dice
from portal.demo.villages import Village

COLUMNS = frozenset(
    {"number", "date", "voucher", "summary", "account", "receipt", "payment", "balance"}
    | {"handler", "witness", "approver", "note"}
)
FIRST_ROW = 5
"""The sheet's row of the first entry, below title, unit, head and opening balance."""
TRANSFER, SUBSIDY = "上级转移支付", "503"
LEAST_TRANSFER, MOST_TRANSFER = Decimal(6000), Decimal(48000)
SPREAD = 9000
"""How far in yuan a quarter's change of the balance may be from the village's drift, at scale 1."""


def plan_of(village: Village, period: Period) -> dict[str, Any]:
    """Return what is particular about a village's quarter; empty if nothing is."""
    found: dict[str, Any] = source.document("quarters.json").get(f"{village.code} {period}", {})
    return found


@cache
def closing_of(village_code: str, period: Period) -> Decimal:
    """Return the closing balance of a village's quarter in yuan."""
    village = _by_code(village_code)
    if period == village.anchor:
        return village.closing
    if period > village.anchor:
        return closing_of(village_code, period.previous) + _change(village, period)
    return closing_of(village_code, period.next) - _change(village, period.next)


def quarter(village: Village, period: Period) -> Statement:
    """Return the right statement of a village's quarter."""
    opening, closing = closing_of(village.code, period.previous), closing_of(village.code, period)
    plan = plan_of(village, period)
    dice = Dice(village.code, str(period))
    entries = [_added(village, values) for values in plan.get("add", ())]
    entries += _thrown(village, period, dice)
    entries = _balanced(village, period, entries, closing - opening, dice)
    return changed(_statement(village, period, opening, entries), plan.get("change", ()))


def changed(statement: Statement, changes: list[Mapping[str, Any]]) -> Statement:
    """Return a statement with some cells reading otherwise; balances follow.

    Args:
        statement: The statement.
        changes: Which entry, by its summary, and what its fields are set to.
    """
    lines = list(statement.lines)
    for change in changes:
        index = find(statement, change["summary"])
        values = {name: _cell(name, value) for name, value in change["set"].items()}
        if values.get("voucher") == "previous":
            values["voucher"] = lines[index - 1].voucher
        lines[index] = replace(lines[index], **values)
    return replace(statement, lines=_with_balances(lines, statement.opening))


def find(statement: Statement, summary: str) -> int:
    """Return the index of the first entry whose summary begins so.

    Raises:
        LookupError: There is none.
    """
    for index, line in enumerate(statement.lines):
        if line.summary.startswith(summary):
            return index
    raise LookupError(f"{statement.period} {statement.title}: no entry “{summary}”.")


@cache
def _by_code(code: str) -> Village:
    from portal.demo.villages import villages

    return next(village for village in villages() if village.code == code)


def _change(village: Village, period: Period) -> Decimal:
    spread = int(SPREAD * village.scale)
    dice = Dice("closing", village.code, str(period))
    return Decimal(village.drift + dice.between(-spread, spread)) + Decimal(dice.below(100)) / 100


def _thrown(village: Village, period: Period, dice: Dice) -> list[Line]:
    months = [period.first.month + offset for offset in range(3)]
    lines = []
    for kind in source.rows("movements.csv"):
        possible = [month for month in months if not kind["months"] or str(month) in kind["months"].split()]
        times = int(kind["times"])
        if not possible or not dice.chance(int(kind["chance"])):
            continue
        for month in possible if times == len(months) else dice.some(possible * times, times):
            low, high = (Decimal(kind[key]) * village.scale for key in ("low", "high"))
            amount = dice.amount(low, high, Decimal(kind["step"]))
            lines.append(_line(village, kind, date(period.first.year, month, dice.between(2, 27)), amount))
    return lines


def _line(village: Village, kind: Mapping[str, str], day: date, amount: Decimal) -> Line:
    return Line(
        number=0,
        row=None,
        date=Calendar().next_working_day(day) if day.day < 24 else day,
        summary=kind["summary"].format(**village.words),
        account=kind["account"],
        receipt=amount if kind["side"] == "receipt" else None,
        payment=amount if kind["side"] == "payment" else None,
        handler=village.officials[int(kind["handler"])],
        note=kind["note"],
    )


def _added(village: Village, values: Mapping[str, Any]) -> Line:
    cells = {name: _cell(name, value) for name, value in values.items() if name != "handler"}
    return Line(number=0, row=None, handler=village.officials[values["handler"]], **cells)


def _cell(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "date":
        return date.fromisoformat(value)
    return Decimal(value) if name in {"receipt", "payment", "capital"} else value


def _balanced(village: Village, period: Period, entries: list[Line], change: Decimal, dice: Dice) -> list[Line]:
    """Add the transfer from above that makes the quarter end where it must."""
    entries = list(entries)
    wanted = change - sum((line.movement for line in entries), ZERO)
    least = LEAST_TRANSFER * village.scale
    for line in sorted(entries, key=lambda line: line.movement, reverse=True):
        if wanted >= least:
            break
        # Too much came in otherwise: leave the largest receipt out.
        entries.remove(line)
        wanted += line.movement
    shares = [wanted]
    if wanted > MOST_TRANSFER:
        first = (wanted * dice.between(45, 58) / 100).quantize(Decimal("0.01"))
        shares = [first, wanted - first]
    kind = {"summary": TRANSFER, "account": SUBSIDY, "side": "receipt", "handler": "4", "note": ""}
    for place, share in enumerate(shares):
        day = period.first + timedelta(days=45 * place + dice.between(4, 16))
        entries.append(_line(village, kind, day, share))
    return entries


def _statement(village: Village, period: Period, opening: Decimal, entries: list[Line]) -> Statement:
    dice = Dice("hands", village.code, str(period))
    ordered = sorted(entries, key=lambda line: (line.date or period.first, line.payment is None, line.summary))
    lines = [
        replace(
            line,
            number=number,
            row=number + FIRST_ROW - 1,
            voucher=f"记-{period.first.month:02d}{number:03d}",
            account_text=_account_names()[line.account or ""],
            witness=dice.pick(village.committee),
            approver=village.officials[0],
        )
        for number, line in enumerate(ordered, start=1)
    ]
    closing = opening + sum((line.movement for line in lines), ZERO)
    cash = Decimal(dice.between(20, 260) * 10) + Decimal(dice.below(10)) / 10
    return Statement(
        title=f"{village.name}{period.name_zh}财务收支逐笔逐项公开表",
        period=str(period),
        unit_of_amounts="元",
        opening=opening,
        opening_row=FIRST_ROW - 1,
        lines=_with_balances(lines, opening),
        subtotals=(),
        stated_closing=closing,
        stated_closing_row=FIRST_ROW + len(lines) + 1,
        cash=cash,
        bank=closing - cash,
        signers=village.signers,
        columns=COLUMNS,
        layout="line_by_line",
    )


def _with_balances(lines: list[Line], opening: Decimal) -> tuple[Line, ...]:
    balance, told = opening, []
    for line in lines:
        balance += line.movement
        told.append(replace(line, balance=balance))
    return tuple(told)


@cache
def _account_names() -> dict[str, str]:
    import csv

    with (source.folder() / "chart_of_accounts.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name_zh"] for row in csv.DictReader(file)}
