"""What one statement says otherwise than another, from the canonical documents of their editions.

Pure: two parsed documents in, changes out. Entries are matched by what they say, not by their number, so that
an entry put in between does not make every later one look changed. Running balances are left out: they follow
from the movements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from disclosure.ledger.canonical import from_canonical
from disclosure.ledger.types import Line, Statement
from disclosure.notices.queries.canonical import changed_paragraphs, opcodes
from disclosure.notices.registry.parts import Document

LINE_FIELDS = (
    "date",
    "voucher",
    "summary",
    "account",
    "account_text",
    "receipt",
    "payment",
    "handler",
    "witness",
    "approver",
    "note",
)
"""What is compared of an entry. Its number and its running balance follow from the entries before it."""

DERIVED = frozenset({"receipts", "payments", "closing", "answers"})
"""What the canonical document says of a statement beside what was read."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """An entry that was added (no `before`), removed (no `after`) or changed.

    Attributes:
        before: The entry in the earlier edition.
        after: The entry in the later edition.
        fields: Names of the fields that differ, in the order of `LINE_FIELDS`.
    """

    before: Line | None
    after: Line | None
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """One of added, removed, changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that changed, in yuan.

    Attributes:
        what: opening, month_receipts, month_payments, receipts, payments, closing, cash or bank.
        before: In the earlier edition; None where it says nothing.
        after: In the later edition; None where it says nothing.
        month: Of which month, for the two that name one.
    """

    what: str
    before: Decimal | None
    after: Decimal | None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class StatementDifference:
    """What changed between two statements, in the order in which a page shows it.

    `answers` are explanations before and after.
    """

    answers: tuple[tuple[str, str], ...] = ()
    lines: tuple[LineChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.answers or self.lines or self.figures)


def statement_difference(before: Document, after: Document) -> StatementDifference:
    """Compare the statements of two canonical documents."""
    first, second = _statement(before), _statement(after)
    return StatementDifference(
        answers=tuple(changed_paragraphs(_answers(before), _answers(after))),
        lines=tuple(_lines(first.lines if first else (), second.lines if second else ())),
        figures=tuple(_figures(first, second)),
    )


def _statement(document: Document) -> Statement | None:
    held = document.get("statement")
    if not held:
        return None
    return from_canonical({name: value for name, value in held.items() if name not in DERIVED})


def _answers(document: Document) -> list[str]:
    return [answer["text"] for answer in (document.get("statement") or {}).get("answers", ())]


def _lines(before: Sequence[Line], after: Sequence[Line]) -> Iterator[LineChange]:
    for tag, start, end, other_start, other_end in opcodes(
        [_said(line) for line in before], [_said(line) for line in after]
    ):
        if tag != "equal":
            yield from _paired(before[start:end], after[other_start:other_end])


def _paired(before: Sequence[Line], after: Sequence[Line]) -> Iterator[LineChange]:
    """Pair the entries of a stretch that differs: those as many in order, else by their voucher."""
    if len(before) == len(after):
        pairs: list[tuple[Line | None, Line | None]] = list(zip(before, after, strict=True))
    else:
        by_voucher = {line.voucher: line for line in before if line.voucher}
        matched = [(by_voucher.pop(line.voucher, None), line) for line in after]
        kept = {old.number for old, _new in matched if old}
        pairs = [(old, None) for old in before if old.number not in kept]
        pairs += matched
    for old, new in pairs:
        yield LineChange(old, new, _fields(old, new))


def _fields(old: Line | None, new: Line | None) -> tuple[str, ...]:
    if old is None or new is None:
        return ()
    return tuple(name for name in LINE_FIELDS if getattr(old, name) != getattr(new, name))


def _figures(before: Statement | None, after: Statement | None) -> Iterator[FigureChange]:
    yield from _figure("opening", before, after)
    old, new = _months(before), _months(after)
    for month in sorted(old.keys() | new.keys()):
        for index, what in enumerate(("month_receipts", "month_payments")):
            first, second = (sums.get(month, _NOTHING)[index] for sums in (old, new))
            if before and after and first != second:
                yield FigureChange(what, first, second, month)
    for what in ("receipts", "payments", "closing", "cash", "bank"):
        yield from _figure(what, before, after)


_NOTHING = (Decimal("0.00"), Decimal("0.00"))


def _months(statement: Statement | None) -> dict[int, tuple[Decimal, Decimal]]:
    """Return receipts and payments by month of the entries' dates, in yuan."""
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for line in statement.lines if statement else ():
        if line.date:
            receipts, payments = sums.get(line.date.month, _NOTHING)
            sums[line.date.month] = (receipts + (line.receipt or 0), payments + (line.payment or 0))
    return sums


def _figure(what: str, before: Statement | None, after: Statement | None) -> Iterator[FigureChange]:
    first, second = (getattr(one, what) if one else None for one in (before, after))
    if first != second:
        yield FigureChange(what, first, second)


def _said(line: Line) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in LINE_FIELDS)
