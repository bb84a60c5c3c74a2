"""What this room hands to the rest of the portal."""

from django.utils.translation import pgettext_lazy

from disclosure.boards.desk.home import to_do_on_boards
from disclosure.boards.desk.walls import waiting_count
from disclosure.boards.presenters import boards_of_unit, hanging_where
from portal.accounts.enums import Role
from portal.accounts.policies import opens_to
from portal.core.sections import Section
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, MenuEntry
from portal.site.registry import HEAD, UNIT_SECTIONS, VERIFY_SECTIONS

MENU.register(
    MenuEntry(
        key="boards",
        url_name="disclosure_desk:boards",
        label=pgettext_lazy("menu of the desk", "Boards"),
        group=None,
        order=90,
        opens=opens_to(Role.CLERK, Role.PUBLISHER),
        count=waiting_count,
    )
)
DESK_HOME_SECTIONS.register(Section("boards", 30, "disclosure/boards/desk/_to_do.html", to_do_on_boards))
UNIT_SECTIONS.register(Section("boards", 10, "disclosure/boards/_of_unit.html", boards_of_unit, HEAD))
VERIFY_SECTIONS.register(Section("boards", 10, "disclosure/boards/_hanging.html", hanging_where))
