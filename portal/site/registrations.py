"""What the site's own pages hand to the desk."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from portal.accounts import queries as accounts
from portal.accounts.enums import Role
from portal.accounts.policies import opens_to
from portal.core.retention import RETENTIONS, Retention
from portal.core.sections import Section
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, TOP, MenuEntry
from portal.site.calendar import queries
from portal.site.data import api
from portal.site.data.actions import forget_packages
from portal.site.data.registry import DATASETS
from portal.site.registry import FACETS, Facet
from portal.site.subscriptions import registrations as subscriptions

__all__ = ["subscriptions"]

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
FACETS.register(Facet("unit", 10, _("Unit"), accounts.names_of_units, lambda code: reverse("site:unit", args=[code])))
DESK_HOME_SECTIONS.register(
    Section(
        key="calendar",
        order=0,
        template="site/calendar/_calendar_missing.html",
        load=lambda page: queries.missing(page.person, at=page.at) or None,
        place=TOP,
    )
)
DATASETS.register(api.UNITS)
DATASETS.register(api.LOG)
RETENTIONS.register(Retention("data_packages", lambda: settings.DATA_PACKAGES_KEPT_DAYS, forget_packages))
