"""Sections: what rooms add to a page of another room, which knows neither their data nor their templates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

P = TypeVar("P")
T = TypeVar("T")
MAIN = "main"
"""The place of a page of its sections where they name none."""


@dataclass(frozen=True, slots=True)
class SharedReads:
    """The object of a page whose sections share what they read.

    The page's own room does not know what that is, so the sections name it and say how it is read.
    """

    _read: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: str, read: Callable[[], T]) -> T:
        """Return what is known by this key, read when it is first asked for."""
        if key not in self._read:
            self._read[key] = read()
        found: T = self._read[key]
        return found


@dataclass(frozen=True, slots=True)
class Section(Generic[P]):
    """A part of a page, handed to the registry of that page; its key is also the `id` of its heading.

    Attributes:
        template: What draws it; it is given `section`, what `load` returned.
        load: Called with the page's object, which carries what several sections need, so that nothing is read
            twice; returns what is drawn, or None where there is nothing to show.
    """

    key: str
    order: int
    template: str
    load: Callable[[P], Any]
    place: str = MAIN


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


def load_places(sections: Iterable[Section[P]], page: P) -> dict[str, list[LoadedSection]]:
    """Return the sections of a page with several places, by place; a place without any is left out."""
    found: dict[str, list[LoadedSection]] = {}
    for one in sections:
        found.setdefault(one.place, []).extend(load_sections([one], page))
    return found
