"""What this room hands to the rest of the portal."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from disclosure.opinions.desk.home import opinions_waiting
from disclosure.opinions.desk.rows import waiting_count
from portal.accounts.enums import Role
from portal.accounts.policies import opens_to
from portal.core.sections import Section
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, MenuEntry
from portal.site.registry import SITEMAP, SitemapPages


def opinion_paths(_at: datetime) -> list[str]:
    """Return the address of the list of opinions."""
    return [reverse("disclosure:opinions")]


MENU.register(
    MenuEntry(
        key="opinions",
        url_name="disclosure_desk:opinions",
        label=pgettext_lazy("menu of the desk", "Opinions"),
        group=None,
        order=60,
        opens=opens_to(Role.CLERK, Role.PUBLISHER),
        count=waiting_count,
    )
)
DESK_HOME_SECTIONS.register(Section("opinions", 20, "disclosure/opinions/desk/_waiting.html", opinions_waiting))
SITEMAP.register(SitemapPages("disclosure.opinions", 30, opinion_paths))
