"""Sections: what rooms add to a page of another room, which knows neither their data nor their templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Section(Generic[P]):
    """A part of a page, handed to the registry of that page.

    Attributes:
        key: What tells it from the page's other sections; also the `id` of its heading.
        order: Where it stands among them.
        template: What draws it; it is given `section`, what `load` returned.
        load: Called with the page's object, returns a dataclass, or None where there is nothing to show.
            The object carries what several sections need, so that nothing is read twice.
    """

    key: str
    order: int
    template: str
    load: Callable[[P], Any]


@dataclass(frozen=True, slots=True)
class LoadedSection:
    """A section that has something to show, for `components/sections.html`."""

    key: str
    template: str
    content: Any


def load_sections(sections: Iterable[Section[P]], page: P) -> list[LoadedSection]:
    """Return the sections of a page that have something to show, in their order."""
    loaded = ((section, section.load(page)) for section in sections)
    return [LoadedSection(one.key, one.template, content) for one, content in loaded if content is not None]
