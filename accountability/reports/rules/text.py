"""Figures in the text of a report: each stands there with the number of its source, as in `53〔4〕`.

So a text reads like any other to whoever writes it, and the portal still knows which figure is meant. The number of a
document, such as 青纪发〔2025〕3号, is none of these: no digit stands before its bracket, and it has four.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from accountability.reports.enums import Measure
from portal.core.money import format_money

NOT_TOLD = "—"
"""What is written for a figure that is not there or too small to be published."""
_FIGURE = re.compile(rf"(?P<value>−?\d[\d,]*(?:\.\d+)?%?|{NOT_TOLD})〔(?P<number>\d{{1,3}})〕")
_PLACE = re.compile(r"\{(?P<key>[a-z0-9_.]+)(?P<names>:names)?\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text. `number` is that of the source where the stretch is a figure, or else None."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the system knows of a figure when it drafts: its number, how it is written, whether it is more than 0."""

    number: int
    written: str
    is_some: bool
    names: tuple[str, ...] = ()


def written(value: Decimal | None, measure: Measure) -> str:
    """Return how a figure is written, in text and table alike."""
    if value is None:
        return NOT_TOLD
    if measure == Measure.MONEY:
        return format_money(value)
    if measure == Measure.SHARE:
        return f"{value.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}%"
    return str(int(value))


def pieces(text: str) -> Iterator[Piece]:
    """Yield a text stretch by stretch, figures apart."""
    place = 0
    for found in _FIGURE.finditer(text):
        if found.start() > place:
            yield Piece(text[place : found.start()])
        yield Piece(found["value"], int(found["number"]))
        place = found.end()
    if place < len(text):
        yield Piece(text[place:])


def figures_in(text: str) -> list[Piece]:
    """Return the figures a text names, in order."""
    return [piece for piece in pieces(text) if piece.number is not None]


def put(text: str, number: int, value: str) -> str:
    """Return a text in which the figure of a source is written anew, wherever it stands."""
    return "".join(
        piece.text if piece.number is None else marked(value if piece.number == number else piece.text, piece.number)
        for piece in pieces(text)
    )


def marked(value: str, number: int) -> str:
    """Return a figure as it stands in a text."""
    return f"{value}〔{number}〕"


def unmarked(text: str) -> str:
    """Return a text as it is read aloud or searched: figures without the numbers of their sources."""
    return "".join(piece.text for piece in pieces(text))


def keys_in(template: str) -> list[str]:
    """Return the figures a template of the system names, in order."""
    return [found["key"] for found in _PLACE.finditer(template)]


def filled(template: str, drawn: Mapping[str, Drawn]) -> str:
    """Return a template with each `{key}` as its figure, and each `{key:names}` as the names behind it."""

    def put_in(found: re.Match[str]) -> str:
        figure = drawn[found["key"]]
        return "、".join(figure.names) if found["names"] else marked(figure.written, figure.number)

    return _PLACE.sub(put_in, template)
