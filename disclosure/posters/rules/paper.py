"""The three sheets: their measures and what type they are set in.

A3 is the measure of the notice board, read from a step and a half away. A2 is the same sheet
enlarged. A4 follows GB/T 9704: 37 mm above the text and 28 mm at the binding edge.
"""

from dataclasses import dataclass
from math import sqrt

from disclosure.posters.enums import PaperSize

ENDLESS = 100_000.0  # mm: a sheet on which everything is laid out without a break


@dataclass(frozen=True, slots=True)
class Density:
    """How a table is set: type size in points; stacked puts two facts into one column."""

    points: float
    stacked: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet, in mm. ``style`` names its style sheet; ``zoom`` enlarges the finished paper.

    ``top_next`` is the margin above sheets after the first, whose head stands in it.
    """

    style: str
    width: float
    height: float
    top: float
    top_next: float
    right: float
    bottom: float
    left: float
    title: tuple[float, float]  # largest and smallest size in points
    pillar: float  # largest size in points of the four large figures
    pillar_edge: float  # mm beside a large figure
    head: float  # largest size in points of the head on sheets after the first
    small: float  # smallest type in points
    densities: tuple[Density, ...]
    cell_padding: float  # at either side of a cell
    cell_gap: float  # more of it after a column of figures
    bars: float  # width of each picture of accounts
    columns: float  # width of the picture of periods
    zoom: float = 1.0

    @property
    def measure(self) -> float:
        """Width of the text in mm."""
        return self.width - self.left - self.right

    @property
    def one_row(self) -> bool:
        """Whether all pictures stand side by side."""
        return 2 * self.bars + self.columns < self.measure

    @property
    def floor(self) -> float:
        """Where the text must end, in mm from the top edge."""
        return self.height - self.bottom

    def room(self, page: int) -> float:
        """Height of the text on a sheet, counted from 0, in mm."""
        return self.floor - (self.top_next if page else self.top)


def _densities(plain: tuple[float, ...], stacked: tuple[float, ...]) -> tuple[Density, ...]:
    """Return what to try: one fact a column at each size first, then stacked."""
    return tuple(Density(points, sizes is stacked) for sizes in (plain, stacked) for points in sizes)


def _a3(zoom: float = 1.0) -> Paper:
    return Paper(
        style="a3.css",
        width=297,
        height=420,
        top=15,
        top_next=27,
        right=16,
        bottom=48,
        left=16,
        title=(37, 28),
        pillar=24,
        pillar_edge=12,
        head=18,
        small=12,
        densities=_densities((14, 13, 12), (14, 12)),
        cell_padding=1.1,
        cell_gap=1.6,
        bars=75,
        columns=98,
        zoom=zoom,
    )


PAPERS = {
    PaperSize.A4: Paper(
        style="a4.css",
        width=210,
        height=297,
        top=37,
        top_next=37,
        right=18,
        bottom=43,
        left=28,
        title=(22, 18),
        pillar=16,
        pillar_edge=8,
        head=14,
        small=10.5,
        densities=_densities((12, 11, 10.5), (11, 10.5)),
        cell_padding=0.8,
        cell_gap=1.1,
        bars=70,
        columns=86,
    ),
    PaperSize.A3: _a3(),
    PaperSize.A2: _a3(zoom=sqrt(2)),
}
