"""The picture of accounts under a table: receipts and payments as bars on one scale.

Measured in points of the finished paper, so that type in it is as large as type beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from disclosure.content.statement.documents.money import money
from disclosure.content.statement.documents.sheet import AccountTotal, PosterStatement
from disclosure.posters.rules.measure import MM_PER_PT, em
from disclosure.posters.rules.paper import Paper

_MOST = 7
_THICK = 10.0  # points


@dataclass(frozen=True, slots=True)
class Bar:
    """One account: words and amount at their baselines, and the bar below them."""

    code: str
    name: str
    amount: str
    text_y: float
    amount_y: float
    bar_y: float
    length: float

    @property
    def axis(self) -> str:
        """The stroke at zero, a little longer than the bar is thick."""
        return f"M0 {self.bar_y - 3:.1f}v{_THICK + 6:.1f}"


@dataclass(frozen=True, slots=True)
class Bars:
    """The accounts of one side; ``kind`` is in or out."""

    kind: str
    title: str
    summary: str
    width_mm: float
    width: float
    height: float
    size: float
    bars: tuple[Bar, ...]
    thick: float = _THICK
    template: ClassVar[str] = "disclosure/content/statement/print/_bars.html"
    starts_row: ClassVar[bool] = False

    @property
    def height_mm(self) -> float:
        """Height on paper."""
        return self.height * MM_PER_PT

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that can be read in the picture."""
        return (self.title, *(text for bar in self.bars for text in (bar.name, bar.amount)))


def bars_of(poster: PosterStatement, paper: Paper) -> tuple[Bars, ...]:
    """Return receipts and payments by account, each where there are any."""
    sides = [
        (kind, title, _few(totals))
        for kind, title, totals in (
            ("in", "收入按科目", poster.receipts_by_account),
            ("out", "支出按科目", poster.payments_by_account),
        )
        if totals
    ]
    largest = max((abs(item.amount) for *_, totals in sides for item in totals), default=Decimal(0))
    if not largest:
        return ()
    scale = (paper.bars / MM_PER_PT - 1) / float(largest)
    same = "（同一比例）" if len(sides) > 1 else ""
    return tuple(
        _bars(kind, title + (same if kind == "out" else ""), totals, scale, paper) for kind, title, totals in sides
    )


def _bars(kind: str, title: str, totals: Sequence[AccountTotal], scale: float, paper: Paper) -> Bars:
    width, size = paper.bars / MM_PER_PT, paper.small
    bars: list[Bar] = []
    y = 0.0
    for item in totals:
        bar = _bar(item, y, width, size, scale)
        bars.append(bar)
        y = bar.bar_y + _THICK + size * 0.8
    summary = "；".join(f"{bar.name} {bar.amount}" for bar in bars)
    return Bars(kind, title, f"{title}：{summary}", paper.bars, width, y, size, tuple(bars))


def _bar(item: AccountTotal, y: float, width: float, size: float, scale: float) -> Bar:
    """Return one account; a long name has a line of its own and the amount the next."""
    amount = money(item.amount)
    one_line = (em(f"{item.code} {item.name}") + em(amount) + 1) * size <= width
    text_y = y + size
    amount_y = text_y if one_line else text_y + size * 1.25
    length = max(1.0, abs(float(item.amount)) * scale)
    return Bar(item.code, item.name, amount, text_y, amount_y, amount_y + size * 0.5, length)


def _few(totals: Sequence[AccountTotal]) -> Sequence[AccountTotal]:
    """Return the largest accounts, and the rest of them in one."""
    if len(totals) <= _MOST:
        return totals
    rest = totals[_MOST - 1 :]
    amount = sum((item.amount for item in rest), Decimal(0))
    name = f"其余 {len(rest)} 个科目"
    return (*totals[: _MOST - 1], AccountTotal(code="", name=name, amount=amount))
