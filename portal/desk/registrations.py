"""What the desk offers on its own pages."""

from django.utils.translation import pgettext_lazy

from portal.core.sections import Section
from portal.desk.jobs import recent_jobs
from portal.desk.queue import count_waiting
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, RAIL, MenuEntry

MENU.register(
    MenuEntry(
        key="home",
        url_name="desk:home",
        label=pgettext_lazy("menu of the desk", "My desk"),
        group=None,
        order=0,
        count=count_waiting,
        is_exact=True,
    )
)
MENU.register(
    MenuEntry(key="jobs", url_name="desk:jobs", label=pgettext_lazy("menu of the desk", "Jobs"), group=None, order=180)
)
DESK_HOME_SECTIONS.register(Section("jobs", 10, "desk/_jobs.html", recent_jobs, place=RAIL))
