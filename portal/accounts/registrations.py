"""What this room hands to the rest of the portal."""

from django.utils.translation import pgettext_lazy

from portal.accounts.enums import Role
from portal.accounts.policies import opens_to
from portal.accounts.presenters import upkeep
from portal.accounts.queries import names_of_units
from portal.core.sections import Section
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, TOP, UNIT_NAMES, MenuEntry, UnitNames

for _key, _label, _order in (
    ("units", pgettext_lazy("menu of the desk", "Units"), 120),
    ("people", pgettext_lazy("menu of the desk", "People"), 130),
):
    MENU.register(MenuEntry(_key, f"people_desk:{_key}", _label, None, _order, opens=opens_to(Role.ADMINISTRATOR)))
DESK_HOME_SECTIONS.register(Section("accounts.upkeep", 10, "accounts/desk/_upkeep.html", upkeep, TOP))
UNIT_NAMES.register(UnitNames("accounts.unit", names_of_units))
