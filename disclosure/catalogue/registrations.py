"""What this room hands to the rest of the portal."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.catalogue.api import CATALOGUE
from disclosure.catalogue.policies import keeps_catalogue
from disclosure.catalogue.presenters import (
    names_of_entries,
    names_of_forms,
    names_of_periods,
    names_of_streams,
    streams_to_search,
)
from portal.core.sections import Section
from portal.desk.registry import MENU, MenuEntry
from portal.site.data.registry import DATASETS
from portal.site.registry import FACETS, HOME_SECTIONS, SEARCH, SITEMAP, Facet, SitemapPages

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
FACETS.register(
    Facet("stream", 20, _("Stream"), names_of_streams, lambda value: f"{reverse('disclosure:notices')}?stream={value}")
)
FACETS.register(Facet("entry", 30, _("Item"), names_of_entries, lambda _code: reverse("disclosure:catalogue")))
FACETS.register(Facet("period", 40, _("Period"), names_of_periods))
FACETS.register(Facet("form", 50, _("Form"), names_of_forms))
HOME_SECTIONS.register(Section("catalogue", 0, "disclosure/catalogue/_streams.html", streams_to_search, SEARCH))
SITEMAP.register(SitemapPages("disclosure.catalogue", 10, lambda at: [reverse("disclosure:catalogue")]))
DATASETS.register(CATALOGUE)
