"""What this room hands to the rest of the portal."""

from django.utils.translation import pgettext_lazy

from disclosure.content.statement.desk.home import ledgers_brought_in
from disclosure.content.statement.presenters import money_of_unit
from portal.accounts.enums import Role
from portal.accounts.policies import opens_to
from portal.core.sections import Section
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, RAIL, MenuEntry
from portal.site.registry import UNIT_SECTIONS

MENU.register(
    MenuEntry(
        key="ledgers",
        url_name="disclosure_desk:ledgers",
        label=pgettext_lazy("menu of the desk", "Ledgers"),
        group=None,
        order=20,
        opens=opens_to(Role.CLERK),
    )
)
DESK_HOME_SECTIONS.register(
    Section("ledgers", 20, "disclosure/content/statement/desk/_brought_in.html", ledgers_brought_in, RAIL)
)
UNIT_SECTIONS.register(Section("money", 10, "disclosure/content/statement/_of_unit.html", money_of_unit))
