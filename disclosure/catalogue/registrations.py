"""What this room hands to the rest of the portal."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from disclosure.catalogue.policies import keeps_catalogue
from portal.desk.registry import MENU, MenuEntry

MENU.register(
    MenuEntry(
        key="catalogue",
        url_name="disclosure_desk:catalogue",
        label=pgettext_lazy("menu of the desk", "Catalogue"),
        group=None,
        order=110,
        opens=keeps_catalogue,
    )
)
