"""A statement as it goes on a poster: plain values, gathered from the database by `poster`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from disclosure.ledger.types import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountTotal:
    """Receipts or payments of the period in one account, in yuan."""

    code: str
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterTotal:
    """A quarter in the picture of the last four: ``label`` 三季度, ``year`` 2026, in yuan.

    None where the quarter was not published.
    """

    label: str
    year: str
    receipts: Decimal | None
    payments: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An answer to a warning, printed as a footnote; ``line`` is the entry's number if it has one."""

    line: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterStatement:
    """A money statement with what is shown beside it.

    Attributes:
        statement: The statement as it was published, in yuan.
        account_names: Name of each account code that occurs in the statement.
        receipts_by_account: Largest first; none leaves the picture out.
        payments_by_account: Largest first; none leaves the picture out.
        quarters: The last quarters, oldest first; fewer than two leave the picture out.
        notes: Answers to warnings.
        corrected_lines: Numbers of the entries that differ from the edition before.
        remarks: Sentences below the table, such as how much of the receipts is earmarked.
    """

    statement: Statement
    account_names: Mapping[str, str]
    receipts_by_account: tuple[AccountTotal, ...] = ()
    payments_by_account: tuple[AccountTotal, ...] = ()
    quarters: tuple[QuarterTotal, ...] = ()
    notes: tuple[Note, ...] = ()
    corrected_lines: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
