"""Sections of a page: in order, and only those that have something to show."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.registry import Registry
from portal.core.sections import LoadedSection, Section, load_sections


@dataclass(frozen=True)
class Page:
    number: int


def test_sections_are_loaded_in_order_and_those_with_nothing_to_show_are_left_out() -> None:
    sections: Registry[Section[Page]] = Registry("section")
    with (
        sections.also(Section("last", 9, "last.html", lambda page: page.number)),
        sections.also(Section("nothing", 5, "nothing.html", lambda _page: None)),
        sections.also(Section("first", 1, "first.html", lambda page: page.number + 1)),
    ):
        assert load_sections(sections, Page(1)) == [
            LoadedSection("first", "first.html", 2),
            LoadedSection("last", "last.html", 1),
        ]
