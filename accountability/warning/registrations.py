"""What warning hands to the registries."""

from django.utils.translation import pgettext_lazy

from accountability.warning.policies import oversees, sees_risks
from portal.desk.registry import MENU, MenuEntry

MENU.register(
    MenuEntry(
        "secretary_year",
        "accountability_desk:secretary_year",
        pgettext_lazy("menu of the desk", "The year"),
        None,
        600,
        opens=oversees,
    )
)
MENU.register(
    MenuEntry(
        "risks",
        "accountability_desk:risks",
        pgettext_lazy("menu of the desk", "Early warning"),
        None,
        670,
        opens=sees_risks,
    )
)
