"""What other rooms show on the pages of an edition."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from disclosure.notices.models import Edition
from portal.core.registry import Registry
from portal.core.sections import Section


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The public page of an edition, for what other rooms show on it.

    Attributes:
        edition: The edition that is shown, with notice, unit, entry and signatures.
        editions: All published editions of its notice, newest first.
        content: What the presenter of its form returned.
        at: The time of the page.
    """

    edition: Edition
    editions: Sequence[Edition]
    content: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionPage:
    """The desk's page of an edition, for what other rooms show on it.

    Attributes:
        edition: The edition, with notice, unit and entry.
        content: What the presenter of its form returned.
        person: Who reads it.
        at: The time of the page.
    """

    edition: Edition
    content: Any
    person: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a page.

    Attributes:
        title: What it leads to.
        url: Where it leads.
        note: What stands beside it, such as a number of pages.
        button: What the button beside the title of the page says, if it has one.
    """

    title: str
    url: str
    note: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Links that a room offers on a page.

    Attributes:
        key: What tells them from others.
        order: Their place.
        load: Called with the page, returns them.
    """

    key: str
    order: int
    load: Callable[[Any], Iterable[Link]]


def load_links(registered: Iterable[Links], page: Any) -> list[Link]:
    """Return the links that rooms offer on a page, in their order."""
    return [link for one in registered for link in one.load(page)]


BELOW_PERIOD = 100
"""Sections of a notice's page below this order stand with its content, those from it on below the notice period."""
NOTICE_SECTIONS: Registry[Section[NoticePage]] = Registry("section of a notice")
NOTICE_COPIES: Registry[Links] = Registry("copies of a notice")
"""What can be taken away beside the data."""
EDITION_SECTIONS: Registry[Section[EditionPage]] = Registry("section of an edition")
EDITION_LINKS: Registry[Links] = Registry("links of an edition")
"""Buttons below the head of the desk's page."""
