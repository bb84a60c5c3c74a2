"""The pictures under the table of a statement: accounts as bars, and the last periods as pairs of columns.

Measured in points of the finished paper, so that type in them is as large as type beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil, floor, log10
from typing import ClassVar

from disclosure.content.statement.documents.sheet import PosterStatement
from disclosure.content.statement.presenters.page import PeriodSums
from disclosure.posters.rules.measure import MM_PER_PT, em
from disclosure.posters.rules.paper import Paper
from portal.core import charts
from portal.core.money import TEN_THOUSANDS, format_money, format_scaled

_MOST_ACCOUNTS = 7
_WIDEST_POLE = 34.0  # points
_LINES = 3  # about how many lines the scale has above zero
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


def _bars(kind: str, title: str, totals: Sequence[charts.Bar], scale: float, paper: Paper) -> Bars:
    width, size = paper.bars / MM_PER_PT, paper.small
    bars: list[Bar] = []
    y = 0.0
    for item in totals:
        bar = _bar(item, y, width, size, scale)
        bars.append(bar)
        y = bar.bar_y + _THICK + size * 0.8
    summary = "；".join(f"{bar.name} {bar.amount}" for bar in bars)
    return Bars(kind, title, f"{title}：{summary}", paper.bars, width, y, size, tuple(bars))


def _bar(item: charts.Bar, y: float, width: float, size: float, scale: float) -> Bar:
    """Return one account; a long name has a line of its own and the amount the next."""
    amount = format_money(item.amount)
    one_line = (em(f"{item.code} {item.label}") + em(amount) + 1) * size <= width
    text_y = y + size
    amount_y = text_y if one_line else text_y + size * 1.25
    length = max(1.0, abs(float(item.amount)) * scale)
    return Bar(item.code, item.label, amount, text_y, amount_y, amount_y + size * 0.5, length)


def _few(totals: Sequence[charts.Bar]) -> Sequence[charts.Bar]:
    """Return the largest accounts, and the rest of them in one."""
    if len(totals) <= _MOST_ACCOUNTS:
        return totals
    rest = totals[_MOST_ACCOUNTS - 1 :]
    amount = sum((item.amount for item in rest), Decimal(0))
    return (*totals[: _MOST_ACCOUNTS - 1], charts.Bar(f"其余 {len(rest)} 个科目", amount))


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
    """One period; ``last`` is the one the poster is about."""

    label: str
    year: str
    middle: float
    poles: tuple[Pole, ...]
    last: bool


@dataclass(frozen=True, slots=True)
class Columns:
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
        """Baseline of the names."""
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


def columns_of(periods: Sequence[PeriodSums], paper: Paper) -> Columns | None:
    """Return the picture of the last periods, oldest first; None where fewer than two were published."""
    published = [period for period in periods if period.receipts is not None or period.payments is not None]
    amounts = [amount for period in published for amount in (period.receipts, period.payments)]
    highest = max((amount for amount in amounts if amount is not None), default=Decimal(0))
    if len(published) < 2 or highest <= 0:
        return None
    width_mm, height_mm = paper.columns
    width, height, size = width_mm / MM_PER_PT, height_mm / MM_PER_PT, paper.small
    scale = _scale(float(highest / TEN_THOUSANDS.divisor), height, size)
    left = max(em(name) for name, _ in scale.ticks()) * size + 6
    slot = (width - left) / len(periods)
    scale = replace(scale, pole=min(slot * 0.42, _WIDEST_POLE))
    pairs = tuple(_pair(period, left + slot * (index + 0.5), scale) for index, period in enumerate(periods))
    pairs = (*pairs[:-1], replace(pairs[-1], last=True))
    return Columns(
        title=_title(periods),
        summary="收入与支出，单位万元：" + "；".join(map(_figures, pairs)),
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


def _title(periods: Sequence[PeriodSums]) -> str:
    count = "零一二三四"[len(periods)]
    unit = "个季度" if all(period.word.endswith("季度") for period in periods) else "期"
    return f"近{count}{unit}（万元）"


def _figures(pair: Pair) -> str:
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


def _pair(period: PeriodSums, middle: float, scale: _Scale) -> Pair:
    sides = (("in", period.receipts, middle - scale.pole - 1), ("out", period.payments, middle + 1))
    poles = [_pole(kind, amount, x, scale) for kind, amount, x in sides if amount is not None]
    return Pair(period.word, period.year, middle, _apart(poles, scale.size), last=False)


def _pole(kind: str, amount: Decimal, x: float, scale: _Scale) -> Pole:
    y = min(scale.y(float(amount / TEN_THOUSANDS.divisor)), scale.base)
    return Pole(kind, format_scaled(amount, TEN_THOUSANDS), x, y, scale.pole, scale.base - y, y - scale.size * 0.4)


def _apart(poles: Sequence[Pole], size: float) -> tuple[Pole, ...]:
    """Lift the higher of two figures that would run into each other."""
    if len(poles) < 2:
        return tuple(poles)
    first, second = poles
    room = second.middle - first.middle
    wide = (em(first.figure) + em(second.figure)) / 2 * size + 2
    if wide <= room or abs(first.figure_y - second.figure_y) >= size:
        return first, second
    if first.figure_y <= second.figure_y:
        return replace(first, figure_y=second.figure_y - size), second
    return first, replace(second, figure_y=first.figure_y - size)
