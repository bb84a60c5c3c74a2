"""Finding the head of the ledger in a sheet, and what each of its columns is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from disclosure.ledger.heads import CASH_AND_BANK, SIDE_HEAD, SIDES, SUMS, Head, Side, combine, recognise, split_unit
from portal.core.workbooks.money import UnreadableAmount, parse_amount
from portal.core.workbooks.sheets import Cell, Grid
from portal.core.workbooks.written import squash


@dataclass(frozen=True, slots=True)
class Table:
    """A head that was found: its rows in the grid, and what each column is."""

    grid: Grid
    top: int
    bottom: int
    heads: tuple[Head | None, ...]

    @property
    def body(self) -> int:
        """The first row below the head."""
        return self.bottom + 1

    @property
    def fields(self) -> frozenset[str]:
        """All fields that were recognised."""
        return frozenset(head.field for head in self.heads if head)

    @property
    def layout(self) -> str | None:
        """line_by_line, two_sided or sections; None where the head is not a ledger's."""
        sided = {head.side for head in self.heads if head and head.side and head.field in {"summary", "account"}}
        amounts = [head for head in self.heads if head and head.field in {"amount", "receipt", "payment"}]
        if len(sided) == 2 and len(amounts) >= 2:
            return "two_sided"
        if not self.fields & {"summary", "account", "voucher", "date", "day"}:
            return None
        if self.has_both_sides:
            return "line_by_line"
        if "amount" in self.fields:
            return "line_by_line" if "direction" in self.fields else "sections"
        return None

    @property
    def has_both_sides(self) -> bool:
        """Whether there is a column of receipts and one of payments."""
        return self._has("receipt") and self._has("payment")

    def _has(self, side: Side) -> bool:
        heads = [head for head in self.heads if head]
        return any(head.field == side or (head.field == "amount" and head.side == side) for head in heads)

    @property
    def score(self) -> tuple[int, int, int]:
        """How much of a ledger the head is; the greater the better, and of equal ones the shorter."""
        rank = {"line_by_line": 3, "two_sided": 3, "sections": 1, None: 0}[self.layout]
        return rank, sum(head is not None for head in self.heads), self.top - self.bottom

    def columns(self, field: str, side: Side | None = None) -> list[int]:
        """Return the columns of a field, on one half of the sheet where `side` is given."""
        return [index for index, head in enumerate(self.heads) if head and head.field == field and head.side == side]

    def money_columns(self, field: str, side: Side | None = None) -> list[int]:
        """Return the columns that make up an amount: the one for the whole, else those of cash and bank."""
        found = self.columns(field, side)
        whole = [index for index in found if (head := self.heads[index]) and head.part != "cash"]
        return whole[:1] or found

    def unit(self, column: int) -> str:
        """Return the unit that a column's head names, or an empty text."""
        head = self.heads[column]
        return head.unit if head else ""


def find_table(grid: Grid, *, rows: int = 60) -> Table | None:
    """Find the head of the ledger among the first rows of a sheet: one row or two.

    A head in two rows wins only where more of it is known than of one of its rows alone.
    """
    best: Table | None = None
    for index in range(min(rows, len(grid.rows))):
        is_merged = any(row == index for row, _column in grid.merges.values())
        if sum(not cell.is_empty for cell in grid.rows[index].cells) < 2 and not is_merged:
            continue
        heads = _with_sides(recognise(cell.text) for cell in grid.rows[index].cells)
        for table in (Table(grid, index, index, heads), _two_rows(grid, index)):
            if table and table.score[0] and (best is None or table.score > best.score):
                best = table
    return best


def _two_rows(grid: Grid, row: int) -> Table | None:
    if row + 1 >= len(grid.rows):
        return None
    # A row with an amount in it is an entry, not the second row of a head.
    if any(is_figure(cell) for cell in grid.rows[row + 1].cells):
        return None
    over = _spread(grid, row)
    under = [grid.shown(row + 1, column).text for column in range(grid.width)]
    heads = [combine(top, sub) for top, sub in zip(over, under, strict=True)]
    if not any(recognise(sub) or squash(sub) in CASH_AND_BANK | SUMS | {"字", "号"} for sub in under):
        return None
    return Table(grid, row, row + 1, _with_sides(heads))


def is_figure(cell: Cell) -> bool:
    """Return whether a cell has a number, a date or an amount in words."""
    if cell.kind != "text":
        return cell.kind in ("number", "date")
    try:
        return parse_amount(cell.text) is not None
    except UnreadableAmount:
        return False


def _spread(grid: Grid, row: int) -> list[str]:
    """Return the upper row of a head with each text over all the columns below it.

    Where cells are not merged, a text reaches over the blank ones to its right, unless the row below shows
    by a head of its own kind that a new column has begun.
    """
    texts: list[str] = []
    for column in range(grid.width):
        text = grid.shown(row, column).text
        below = grid.shown(row + 1, column).text
        if not text and texts and not grid.merges.get((row, column)) and squash(below) and _reaches(texts[-1], below):
            text = texts[-1]
        texts.append(text)
    return texts


def _reaches(top: str, below: str) -> bool:
    over = split_unit(squash(top))[1]
    if SIDE_HEAD.fullmatch(over):
        head = recognise(below)
        return head is None or head.field not in {"balance", "handler", "witness", "approver", "receipt", "payment"}
    return combine(top, below) is not None


def _with_sides(heads: Iterable[Head | None]) -> tuple[Head | None, ...]:
    """Give each column of a two-sided head its half.

    A half begins at the first column that names its side, and at the column before which a field returns.
    """
    found = list(heads)
    if not _is_two_sided(found):
        return tuple(_unsided(found))
    current = next(head.side for head in found if head and head.side)
    seen: set[str] = set()
    switched = False
    result: list[Head | None] = []
    for head in found:
        if head is None:
            result.append(None)
            continue
        if not switched and ((head.side and head.side != current) or (head.field in seen and head.part != "cash")):
            current, switched = "payment" if current == "receipt" else "receipt", True
        if not switched:
            seen.add(head.field)
        field = "amount" if head.field == (head.side or current) else head.field
        result.append(Head(field, current, head.unit, head.part))
    return tuple(result)


def _is_two_sided(heads: Sequence[Head | None]) -> bool:
    labels = [head for head in heads if head and head.field in {"summary", "account", "date"}]
    kinds = [head.field for head in labels]
    return {head.side for head in heads if head} >= set(SIDES) and (
        {head.side for head in labels} >= set(SIDES) or len(set(kinds)) < len(kinds)
    )


def _unsided(heads: Sequence[Head | None]) -> Iterable[Head | None]:
    """In a line-by-line head, `收入` over `金额` is simply the column of receipts."""
    for head in heads:
        if head and head.field == "amount" and head.side:
            yield Head(head.side, None, head.unit, head.part)
        else:
            yield Head(head.field, None, head.unit, head.part) if head else None
