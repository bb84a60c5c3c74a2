"""What this room hands to the rest of the portal."""

from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from disclosure.demands.presenters import demands_of_unit
from disclosure.demands.queries import to_confirm
from portal.accounts.enums import Role
from portal.accounts.policies import opens_to
from portal.core.sections import Section
from portal.desk.registry import MENU, MenuEntry
from portal.site.registry import PANEL, UNIT_SECTIONS


def count_to_confirm(person: Any, at: datetime) -> int:
    """Return how many entries of support wait to be confirmed."""
    return to_confirm(person, at=at)


MENU.register(
    MenuEntry(
        key="demands",
        url_name="disclosure_desk:demands",
        label=pgettext_lazy("menu of the desk", "Demands"),
        group=None,
        order=70,
        opens=opens_to(Role.PUBLISHER),
        count=count_to_confirm,
    )
)
MENU.register(
    MenuEntry(
        key="electorates",
        url_name="disclosure_desk:electorates",
        label=pgettext_lazy("menu of the desk", "Voters"),
        group=None,
        order=80,
        opens=opens_to(Role.ADMINISTRATOR),
    )
)
UNIT_SECTIONS.register(Section("demands", 10, "disclosure/demands/_of_unit.html", demands_of_unit, PANEL))
