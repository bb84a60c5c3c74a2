"""Warnings that compare entries: voucher numbers that occur twice, and amounts in which 元 and 万元 may be mixed up."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from disclosure.ledger.types import Finding, Fix, Line, Statement, plain
from portal.core.workbooks.written import squash

_TAIL = re.compile(r"(.*?)(\d{1,18})(\D*)")
_TIMES = Decimal(10_000)

# Three zeros of the four: amounts differ among themselves as well.
_JUMP = Decimal(1_000)
_SMALL_BY_NATURE = re.compile(r"利息|结息|手续费|工本费|短信费|滞纳金")

# No village pays ten million yuan as a matter of course, and none lists nothing but amounts under 50.
_TOO_LARGE = Decimal(10_000_000)
_TOO_SMALL = Decimal(50)


def voucher_findings(statement: Statement, names: Sequence[str]) -> Iterator[Finding]:
    """Warn on every entry whose voucher an earlier one has, naming that one.

    Where offices begin again at 1 every month, a number is used twice only within its month.
    """
    monthly = _begins_again(statement)
    first: dict[tuple[str, int], Line] = {}
    for line in statement.lines:
        close = squash(line.voucher)
        if not close:
            continue
        earlier = first.setdefault((close, line.date.month if monthly and line.date else 0), line)
        if earlier is line:
            continue
        params = {"read": line.voucher, "other": str(earlier.number), "other_row": str(earlier.row or "")}
        fix = _repair(statement, earlier, line)
        if fix:
            params |= {"suggested": fix.value, "suggested_line": str(fix.line)}
        anchor = names[line.number - 1]
        yield Finding.of_line("W-VOUCHER", line, anchor, "voucher", params, read=line.summary, fix=fix)


def _number(text: str) -> int | None:
    found = _TAIL.fullmatch(squash(text))
    return int(found[2]) if found else None


def _begins_again(statement: Statement) -> bool:
    months: dict[int, set[int]] = defaultdict(set)
    for line in statement.lines:
        number = _number(line.voucher)
        if line.date and number is not None:
            months[line.date.month].add(number)
    return len(months) > 1 and all(1 in numbers for numbers in months.values())


def _repair(statement: Statement, earlier: Line, later: Line) -> Fix | None:
    number = _number(later.voucher)
    used = {_number(line.voucher) for line in statement.lines}
    if number is None:
        return None
    if number - 1 not in used and number > 1 and _neighbour(statement, earlier, -1) == number - 2:
        return _renumbered(earlier, number - 1)
    if number + 1 not in used and _neighbour(statement, later, 1) == number + 2:
        return _renumbered(later, number + 1)
    return None


def _neighbour(statement: Statement, line: Line, step: int) -> int | None:
    place = line.number - 1 + step
    return _number(statement.lines[place].voucher) if 0 <= place < len(statement.lines) else None


def _renumbered(line: Line, number: int) -> Fix:
    found = _TAIL.fullmatch(line.voucher)
    head, digits, tail = found.groups() if found else ("", line.voucher, "")
    return Fix(line.number, "voucher", f"{head}{number:0{len(digits)}d}{tail}")


def scale_findings(statement: Statement, previous_closing: Decimal | None, names: Sequence[str]) -> Iterator[Finding]:
    """Warn of single amounts and of whole sheets whose size suggests the other unit."""
    amounts = [abs(line.amount) for line in statement.lines if line.amount]
    if len(amounts) >= 3:
        yield from _whole_sheet(statement, amounts)
    if previous_closing and _ratio_is_unit(statement.opening, previous_closing):
        params = {"read": plain(statement.opening), "other": plain(previous_closing), "case": "opening"}
        yield Finding.of_sheet("W-SCALE", statement.opening_row, "opening", params)
    middle = median(amounts) if len(amounts) >= 4 else None
    before: Decimal | None = statement.opening
    for line in statement.lines:
        if line.amount and (_jumps(line, middle) or _balance_disagrees(line, before)):
            params = {"case": "line", "read": plain(line.amount), "usual": plain(middle) if middle else ""}
            yield Finding.of_line("W-SCALE", line, names[line.number - 1], line.side, params, read=params["read"])
        before = line.balance


def _whole_sheet(statement: Statement, amounts: list[Decimal]) -> Iterator[Finding]:
    middle = median(amounts)
    in_ten_thousands = statement.unit_of_amounts == "万元"
    if (in_ten_thousands and middle >= _TOO_LARGE) or (not in_ten_thousands and max(amounts) < _TOO_SMALL):
        params = {"case": "sheet", "read": plain(middle), "unit": statement.unit_of_amounts}
        yield Finding.of_sheet("W-SCALE", None, "unit", params, read=statement.unit_of_amounts)


def _ratio_is_unit(one: Decimal, other: Decimal) -> bool:
    if not one or not other:
        return False
    ratio = abs(one / other)
    return any(abs(ratio / times - 1) < Decimal("0.01") for times in (_TIMES, 1 / _TIMES))


def _jumps(line: Line, middle: Decimal | None) -> bool:
    if not middle or not line.amount:
        return False
    amount = abs(line.amount)
    small = amount * _JUMP <= middle and not _SMALL_BY_NATURE.search(line.summary)
    return small or (amount >= middle * _JUMP and amount >= _TOO_LARGE / 10)


def _balance_disagrees(line: Line, before: Decimal | None) -> bool:
    """The balance moved by ten thousand times the amount, or the other way round."""
    if before is None or line.balance is None:
        return False
    moved = line.balance - before
    return moved != line.movement and _ratio_is_unit(moved, line.movement)
