"""What the site's own pages hand to the desk."""

from django.utils.translation import pgettext_lazy

from portal.accounts.enums import Role
from portal.accounts.policies import opens_to
from portal.desk.registry import MENU, MenuEntry

MENU.register(
    MenuEntry(
        key="calendar",
        url_name="desk:calendar",
        label=pgettext_lazy("menu of the desk", "Calendar"),
        group=None,
        order=140,
        opens=opens_to(Role.ADMINISTRATOR),
    )
)
