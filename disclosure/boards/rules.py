"""How many sheets of a board's paper posters of other sizes take the place of."""

from collections.abc import Iterable

from disclosure.posters.enums import PaperSize

AREA = {PaperSize.A4: 1, PaperSize.A3: 2, PaperSize.A2: 4}
"""How many A4 sheets each size is as large as."""


def sheets_needed(posters: Iterable[tuple[str, int]], paper: str) -> int:
    """Return how many sheets of a board's paper have room for posters, each given by its size and its sheets.

    Two A4 sheets take the place of one of A3; what is left of a sheet counts as a whole one. A poster of which nobody
    knows how many sheets it takes, 0, counts as one sheet.
    """
    return -(-sum(AREA[PaperSize(size)] * max(sheets, 1) for size, sheets in posters) // AREA[PaperSize(paper)])


def smaller_than(size: str) -> list[PaperSize]:
    """Return the sizes smaller than one, the largest first."""
    smaller = [one for one in PaperSize if AREA[one] < AREA[PaperSize(size)]]
    return sorted(smaller, key=lambda one: -AREA[one])
