"""What this room hands to the rest of the portal."""

from django.utils.translation import pgettext_lazy

from portal.accounts.enums import Role
from portal.accounts.policies import opens_to
from portal.accounts.queries import names_of_units
from portal.desk.registry import MENU, UNIT_NAMES, MenuEntry, UnitNames

MENU.register(
    MenuEntry(
        key="units",
        url_name="people_desk:units",
        label=pgettext_lazy("menu of the desk", "Units"),
        group=None,
        order=120,
        opens=opens_to(Role.ADMINISTRATOR),
    )
)
MENU.register(
    MenuEntry(
        key="people",
        url_name="people_desk:people",
        label=pgettext_lazy("menu of the desk", "People"),
        group=None,
        order=130,
        opens=opens_to(Role.ADMINISTRATOR),
    )
)
UNIT_NAMES.register(UnitNames("accounts.unit", names_of_units))
