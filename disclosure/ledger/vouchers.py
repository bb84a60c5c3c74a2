"""Voucher numbers that stand twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from disclosure.ledger.keys import key
from disclosure.ledger.types import Finding, Fix, Line, Statement
from portal.core.workbooks.written import squash

_TAIL = re.compile(r"(.*?)(\d{1,18})(\D*)")


def voucher_findings(statement: Statement, names: Sequence[str]) -> Iterator[Finding]:
    """Warn on every entry whose voucher an earlier one has, naming that one.

    Where offices begin again at 1 every month, a number stands twice only within its month.
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
        identity = key("W-VOUCHER", names[line.number - 1], "voucher", line.summary)
        yield Finding("W-VOUCHER", "warning", line.row, line.number, "voucher", params, identity, fix)


def _number(text: str) -> int | None:
    found = _TAIL.fullmatch(squash(text))
    return int(found[2]) if found else None


def _begins_again(statement: Statement) -> bool:
    """Return whether every month has a voucher number 1."""
    months: dict[int, set[int]] = defaultdict(set)
    for line in statement.lines:
        number = _number(line.voucher)
        if line.date and number is not None:
            months[line.date.month].add(number)
    return len(months) > 1 and all(1 in numbers for numbers in months.values())


def _repair(statement: Statement, earlier: Line, later: Line) -> Fix | None:
    """Suggest the number that is missing beside one of the two."""
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
