"""What one edition says otherwise than another, from their canonical documents.

`difference` is pure: two parsed documents in, changes out. Entries of a statement are matched by what
they say, not by their number, so that an entry put in between does not make every later one look changed.
Running balances are left out: they follow from the movements.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from disclosure.ledger.canonical import from_canonical
from disclosure.ledger.types import Line, Statement
from disclosure.notices.models import Edition

Document = Mapping[str, Any]

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
class TextChange:
    """Words that changed; `before` or `after` may be empty.

    `field` is title, body, files or answers, or opinions for the numbers of those the later edition answers.
    """

    field: str
    before: str
    after: str


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
class AllotmentChange:
    """A line of an allocation that was added (no `before`), removed (no `after`) or changed.

    Lines are as the canonical document holds them: number, unit, recipient, fund, amount, paid_on, note.
    """

    before: Document | None
    after: Document | None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that changed, in yuan.

    Attributes:
        what: opening, month_receipts, month_payments, receipts, payments, closing, cash, bank or allotted.
        before: In the earlier edition; None where it says nothing.
        after: In the later edition; None where it says nothing.
        month: Of which month, for the two that name one.
    """

    what: str
    before: Decimal | None
    after: Decimal | None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two editions, in the order in which a page shows it."""

    texts: tuple[TextChange, ...] = ()
    lines: tuple[LineChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    allotments: tuple[AllotmentChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.texts or self.lines or self.figures or self.allotments)


def difference_of(before: Edition, after: Edition) -> Difference:
    """Compare two editions by the documents that were signed.

    Raises:
        ValueError: One of them has never been submitted.
    """
    return difference(document_of(before), document_of(after))


def document_of(edition: Edition) -> dict[str, Any]:
    """Return the parsed canonical document of an edition.

    Raises:
        ValueError: It has never been submitted.
    """
    if edition.canonical is None:
        raise ValueError(f"Edition {edition.pk} has no canonical document.")
    parsed: dict[str, Any] = json.loads(bytes(edition.canonical))
    return parsed


def difference(before: Document, after: Document) -> Difference:
    """Compare two canonical documents."""
    first, second = _statement(before), _statement(after)
    return Difference(
        texts=tuple(_texts(before, after)),
        lines=tuple(_lines(first.lines if first else (), second.lines if second else ())),
        figures=(*_figures(first, second), *_allotted(before, after)),
        allotments=tuple(_allotments(before, after)),
    )


def _statement(document: Document) -> Statement | None:
    held = document.get("statement")
    if not held:
        return None
    return from_canonical({name: value for name, value in held.items() if name not in DERIVED})


def _texts(before: Document, after: Document) -> Iterator[TextChange]:
    if before["title"] != after["title"]:
        yield TextChange("title", before["title"], after["title"])
    yield from _paragraphs("body", before["body"].splitlines(), after["body"].splitlines())
    yield from _paragraphs("files", _file_names(before, after), _file_names(after, before))
    yield from _paragraphs("answers", _answers(before), _answers(after))
    if after.get("opinions"):
        # Each edition answers its own; what the one before answered was not taken back.
        yield TextChange("opinions", "", "\n".join(after["opinions"]))


def _paragraphs(field: str, before: Sequence[str], after: Sequence[str]) -> Iterator[TextChange]:
    """Yield what was replaced, paragraph by paragraph; blank ones do not count."""
    old = [text for text in before if text.strip()]
    new = [text for text in after if text.strip()]
    for tag, start, end, other_start, other_end in _steps(old, new):
        if tag != "equal":
            yield TextChange(field, "\n".join(old[start:end]), "\n".join(new[other_start:other_end]))


def _file_names(document: Document, other: Document) -> list[str]:
    """Return the names of the files; one of the same name with other bytes carries the start of its hash."""
    known = {file["name"]: file["sha256"] for file in other["files"]}
    return [
        file["name"]
        if known.get(file["name"], file["sha256"]) == file["sha256"]
        else f"{file['name']} (SHA-256 {file['sha256'][:8]})"
        for file in document["files"]
    ]


def _answers(document: Document) -> list[str]:
    return [answer["text"] for answer in (document.get("statement") or {}).get("answers", ())]


def _lines(before: Sequence[Line], after: Sequence[Line]) -> Iterator[LineChange]:
    for tag, start, end, other_start, other_end in _steps(
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


def _allotments(before: Document, after: Document) -> Iterator[AllotmentChange]:
    """Yield the lines that differ; their numbers do not count, because a line put in between moves the rest."""
    old, new = _allocated(before), _allocated(after)
    for tag, start, end, other_start, other_end in _steps(
        *([_without_number(one) for one in side] for side in (old, new))
    ):
        if tag != "equal":
            for first, second in zip_longest(old[start:end], new[other_start:other_end]):
                yield AllotmentChange(first, second)


def _allotted(before: Document, after: Document) -> Iterator[FigureChange]:
    first, second = (Decimal(one["allocation"]["total"]) if one.get("allocation") else None for one in (before, after))
    if first != second:
        yield FigureChange("allotted", first, second)


def _allocated(document: Document) -> list[Document]:
    return list((document.get("allocation") or {}).get("lines", ()))


def _without_number(line: Document) -> tuple[Any, ...]:
    unit = line["unit"]["code"] if line["unit"] else None
    return unit, line["recipient"], line["fund"], line["amount"], line["paid_on"], line["note"]


def _said(line: Line) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in LINE_FIELDS)


def _steps(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[str, int, int, int, int]]:
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
