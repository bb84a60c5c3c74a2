"""Names for entries and findings that survive rows put in or taken out above them."""

from __future__ import annotations

import hashlib
from collections import Counter

from disclosure.ledger.types import Statement

# Keys are kept with the answers given to findings.
MAX_KEY_LENGTH = 160


def key(*parts: str) -> str:
    """Join what a finding is about to its key, of 160 characters at most."""
    joined = "|".join(parts)
    if len(joined) <= MAX_KEY_LENGTH:
        return joined
    return f"{joined[: MAX_KEY_LENGTH - 17]}#{hashlib.sha256(joined.encode()).hexdigest()[:16]}"


def anchors(statement: Statement) -> tuple[str, ...]:
    """Return a name for each entry, in order: its voucher where that is its alone, else with its number."""
    counts = Counter(line.voucher for line in statement.lines)
    return tuple(
        line.voucher if line.voucher and counts[line.voucher] == 1 else f"{line.voucher}#{line.number}"
        for line in statement.lines
    )
