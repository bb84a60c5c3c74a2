"""What this room hands to the rest of the portal."""

from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from portal.accounts.policies import opens_to
from portal.desk.registry import MENU, MenuEntry
from portal.messaging.campaigns.policies import KEEPERS
from portal.messaging.policies import SENDERS
from portal.messaging.queries import unread


def count_unread(person: Any, _at: datetime) -> int:
    """Return how many messages a person has not read."""
    return unread(person).count()


MENU.register(
    MenuEntry(
        key="inbox",
        url_name="messages_desk:inbox",
        label=pgettext_lazy("menu of the desk", "Inbox"),
        group=None,
        order=10,
        count=count_unread,
    )
)
MENU.register(
    MenuEntry(
        key="campaigns",
        url_name="desk:campaigns",
        label=pgettext_lazy("menu of the desk", "Campaigns"),
        group=None,
        order=150,
        opens=opens_to(*KEEPERS),
    )
)
MENU.register(
    MenuEntry(
        key="deliveries",
        url_name="messages_desk:deliveries",
        label=pgettext_lazy("menu of the desk", "Messages sent"),
        group=None,
        order=160,
        opens=opens_to(*SENDERS),
    )
)
MENU.register(
    MenuEntry(
        key="templates",
        url_name="messages_desk:wordings",
        label=pgettext_lazy("menu of the desk", "Wordings"),
        group=None,
        order=170,
        opens=opens_to(*SENDERS),
    )
)
