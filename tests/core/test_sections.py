"""Sections of a page: in order, and only those that have something to show."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from portal.core.registry import Registry
from portal.core.sections import LoadedSection, Section, SharedReads, load_places, load_sections


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


def test_sections_of_a_page_with_several_places_are_loaded_by_place() -> None:
    sections: Registry[Section[Page]] = Registry("section")
    with (
        sections.also(Section("side", 2, "side.html", lambda page: page.number, "rail")),
        sections.also(Section("middle", 1, "middle.html", lambda page: page.number)),
        sections.also(Section("nothing", 0, "nothing.html", lambda _page: None, "rail")),
    ):
        assert load_places(sections, Page(1)) == {
            "rail": [LoadedSection("side", "side.html", 1)],
            "main": [LoadedSection("middle", "middle.html", 1)],
        }


def test_what_sections_share_is_read_once() -> None:
    page, asked = SharedReads(), []

    def read() -> int:
        asked.append("read")
        return 7

    assert [page.once("number", read), page.once("number", read)] == [7, 7]
    assert asked == ["read"]


def test_a_section_is_drawn_by_its_own_template() -> None:
    sections = [LoadedSection(key, "example/_section.html", content) for key, content in (("one", 1), ("two", 2))]
    shown = render_to_string("components/sections.html", {"sections": sections})
    assert shown.split() == ["<h2", 'id="one">1</h2>', "<h2", 'id="two">2</h2>']
