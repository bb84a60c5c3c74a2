"""What this room hands to the rest of the portal."""

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from disclosure.catalogue.policies import keeps_catalogue
from disclosure.catalogue.presenters import streams_to_search
from portal.core.sections import Section
from portal.desk.registry import MENU, MenuEntry
from portal.site.registry import HOME_SECTIONS, SEARCH, SITEMAP, SitemapPages

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
HOME_SECTIONS.register(Section("catalogue", 0, "disclosure/catalogue/_streams.html", streams_to_search, SEARCH))
SITEMAP.register(SitemapPages("disclosure.catalogue", 10, lambda at: [reverse("disclosure:catalogue")]))
