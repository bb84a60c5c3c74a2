"""Names for entries that survive rows put in or taken out above them."""

from __future__ import annotations

from collections import Counter

from disclosure.ledger.types import Statement


def anchors(statement: Statement) -> tuple[str, ...]:
    """Return a name for each entry, in order: its voucher where that is its alone, else with its number."""
    counts = Counter(line.voucher for line in statement.lines)
    return tuple(
        line.voucher if line.voucher and counts[line.voucher] == 1 else f"{line.voucher}#{line.number}"
        for line in statement.lines
    )
