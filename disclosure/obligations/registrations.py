"""What this room hands to the rest of the portal."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from disclosure.obligations.desk.home import claims_to_check, items_not_begun
from disclosure.obligations.policies import FOLLOWS_UNIT
from disclosure.obligations.presenters.units import due, notes_of_units, quarter_of_unit, streams
from disclosure.obligations.queries import awaited
from disclosure.obligations.queries.owed import periods_known
from portal.core.sections import Section
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, MenuEntry
from portal.site.registry import HEAD, HOME_SECTIONS, SITEMAP, UNIT_NOTES, UNIT_SECTIONS, SitemapPages, UnitNotes


def follows_a_unit(person: Any, at: datetime) -> bool:
    """Return whether somebody follows what a unit owes."""
    return FOLLOWS_UNIT.permitted(person, at=at).exists()


def count_claims(person: Any, at: datetime) -> int:
    """Return how much units said that this person has to check."""
    return awaited.claims_to_check(person, at=at).count()


def matrix_paths(at: datetime) -> list[str]:
    """Return the addresses of the matrices, newest first."""
    return [reverse("disclosure:matrix", args=[str(period)]) for period in periods_known(at=at)]


MENU.register(
    MenuEntry(
        key="obligations",
        url_name="disclosure_desk:obligations",
        label=pgettext_lazy("menu of the desk", "Owed"),
        group=None,
        order=40,
        opens=follows_a_unit,
        count=count_claims,
    )
)
MENU.register(
    MenuEntry(
        key="matrix",
        url_name="disclosure_desk:matrix_current",
        label=pgettext_lazy("menu of the desk", "On time"),
        group=None,
        order=50,
    )
)
DESK_HOME_SECTIONS.register(
    Section("obligations.claims", 10, "disclosure/obligations/desk/_claims.html", claims_to_check)
)
DESK_HOME_SECTIONS.register(
    Section("obligations.not_begun", 40, "disclosure/obligations/desk/_open_items.html", items_not_begun)
)
HOME_SECTIONS.register(Section("obligations.due", 20, "disclosure/obligations/_due.html", due))
UNIT_SECTIONS.register(Section("obligations.quarter", 0, "disclosure/obligations/_quarter.html", quarter_of_unit, HEAD))
UNIT_SECTIONS.register(Section("obligations.streams", 20, "disclosure/obligations/_streams.html", streams))
UNIT_NOTES.register(UnitNotes("obligations", notes_of_units))
SITEMAP.register(SitemapPages("disclosure.matrix", 40, matrix_paths))
