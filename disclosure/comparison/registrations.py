"""What this room hands to the rest of the portal."""

from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from disclosure.comparison.policies import FOLLOWS_LINKED
from portal.desk.registry import MENU, MenuEntry


def follows_both_sides(person: Any, at: datetime) -> bool:
    """Return whether somebody compares what the town paid with what a village received."""
    return FOLLOWS_LINKED.permitted(person, at=at).exists()


MENU.register(
    MenuEntry(
        key="linked",
        url_name="disclosure_desk:linked",
        label=pgettext_lazy("menu of the desk", "Paid and received"),
        group=None,
        order=100,
        opens=follows_both_sides,
    )
)
