"""The picture of the last quarters: receipts and payments as pairs of columns, in 万元.

Measured in points of the finished paper, like the bars beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil, floor, log10
from typing import ClassVar

from disclosure.content.statement.documents.money import ten_thousands
from disclosure.content.statement.documents.sheet import QuarterTotal
from disclosure.posters.rules.measure import MM_PER_PT, em
from disclosure.posters.rules.paper import Paper

_TEN_THOUSAND = Decimal(10_000)
_WIDEST_POLE = 34.0  # points
_LINES = 3  # about how many lines the scale has above zero
_MOST = 4  # quarters
_FEWEST = 2  # quarters: a single one is no picture


@dataclass(frozen=True, slots=True)
class Pole:
    """One column of a pair, with its figure above it; ``kind`` is in or out."""

    kind: str
    figure: str
    x: float
    y: float
    width: float
    height: float
    figure_y: float

    @property
    def middle(self) -> float:
        """Where its figure is centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Pair:
    """One quarter; ``last`` is the one the poster is about."""

    label: str
    year: str
    middle: float
    poles: tuple[Pole, ...]
    last: bool


@dataclass(frozen=True, slots=True)
class Quarters:
    """The whole picture; ``ticks`` are the lines of the scale with their figures."""

    title: str
    summary: str
    width_mm: float
    height_mm: float
    width: float
    height: float
    size: float
    left: float
    base: float
    ticks: tuple[tuple[str, float], ...]
    pairs: tuple[Pair, ...]
    template: ClassVar[str] = "disclosure/content/statement/print/_quarters.html"
    starts_row: ClassVar[bool] = True

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that can be read in the picture but the figures of its scale."""
        poles = (text for pair in self.pairs for text in (pair.label, pair.year, *(one.figure for one in pair.poles)))
        return (self.title, *poles)

    @property
    def label_y(self) -> float:
        """Baseline of the quarters' names."""
        return self.base + self.size * 1.4

    @property
    def year_y(self) -> float:
        """Baseline of the years."""
        return self.base + self.size * 2.7


@dataclass(frozen=True, slots=True)
class _Scale:
    """From 万元 to points: lines a ``step`` apart up to ``top``; type and columns of one size."""

    step: float
    top: float
    base: float
    per_unit: float
    size: float
    pole: float = 0.0

    def y(self, value: float) -> float:
        """Return how far from the upper edge ``value`` lies."""
        return self.base - value * self.per_unit

    def ticks(self) -> tuple[tuple[str, float], ...]:
        """Return the lines with their figures."""
        marks = [self.step * number for number in range(round(self.top / self.step) + 1)]
        return tuple((f"{mark:,.0f}" if self.step >= 1 else f"{mark:g}", self.y(mark)) for mark in marks)


def quarters_of(quarters: Sequence[QuarterTotal], paper: Paper) -> Quarters | None:
    """Return the picture of the last ``quarters``, oldest first; None where there is too little."""
    quarters = quarters[-_MOST:]
    published = [quarter for quarter in quarters if quarter.receipts is not None or quarter.payments is not None]
    amounts = [amount for quarter in published for amount in (quarter.receipts, quarter.payments)]
    highest = max((amount for amount in amounts if amount is not None), default=Decimal(0))
    if len(published) < _FEWEST or highest <= 0:
        return None
    width_mm, height_mm = paper.columns
    width, height, size = width_mm / MM_PER_PT, height_mm / MM_PER_PT, paper.small
    scale = _scale(float(highest / _TEN_THOUSAND), height, size)
    left = max(em(name) for name, _ in scale.ticks()) * size + 6
    slot = (width - left) / len(quarters)
    scale = replace(scale, pole=min(slot * 0.42, _WIDEST_POLE))
    pairs = tuple(_pair(quarter, left + slot * (index + 0.5), scale) for index, quarter in enumerate(quarters))
    pairs = (*pairs[:-1], replace(pairs[-1], last=True))
    return Quarters(
        title=_title(quarters),
        summary="收入与支出，单位万元：" + "；".join(map(_said, pairs)),
        width_mm=width_mm,
        height_mm=height_mm,
        width=width,
        height=height,
        size=size,
        left=left,
        base=scale.base,
        ticks=scale.ticks(),
        pairs=pairs,
    )


def _title(quarters: Sequence[QuarterTotal]) -> str:
    count = "零一二三四"[len(quarters)]
    unit = "个季度" if all(quarter.label.endswith("季度") for quarter in quarters) else "期"
    return f"近{count}{unit}（万元）"


def _said(pair: Pair) -> str:
    figures = "、".join(f"{'收入' if pole.kind == 'in' else '支出'} {pole.figure}" for pole in pair.poles)
    return f"{pair.year}年{pair.label}{figures}"


def _scale(highest: float, height: float, size: float) -> _Scale:
    """Return a scale with lines at 1, 2 or 5 times a power of ten, with room for type at both ends."""
    rough = highest / _LINES
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    top = step * ceil(highest / step)
    base = height - size * 3
    return _Scale(step, top, base, (base - size * 2.6) / top, size)


def _pair(quarter: QuarterTotal, middle: float, scale: _Scale) -> Pair:
    sides = (("in", quarter.receipts, middle - scale.pole - 1), ("out", quarter.payments, middle + 1))
    poles = [_pole(kind, amount, x, scale) for kind, amount, x in sides if amount is not None]
    return Pair(quarter.label, quarter.year, middle, _apart(poles, scale.size), last=False)


def _pole(kind: str, amount: Decimal, x: float, scale: _Scale) -> Pole:
    y = min(scale.y(float(amount / _TEN_THOUSAND)), scale.base)
    return Pole(kind, ten_thousands(amount), x, y, scale.pole, scale.base - y, y - scale.size * 0.4)


def _apart(poles: Sequence[Pole], size: float) -> tuple[Pole, ...]:
    """Lift the higher of two figures that would run into each other."""
    if len(poles) < len(("in", "out")):
        return tuple(poles)
    first, second = poles
    room = second.middle - first.middle
    wide = (em(first.figure) + em(second.figure)) / 2 * size + 2
    if wide <= room or abs(first.figure_y - second.figure_y) >= size:
        return first, second
    if first.figure_y <= second.figure_y:
        return replace(first, figure_y=second.figure_y - size), second
    return first, replace(second, figure_y=first.figure_y - size)
