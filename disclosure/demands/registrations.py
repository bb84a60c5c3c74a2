"""What this room hands to the rest of the portal."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.demands.actions import update_met
from disclosure.demands.policies import KEEPS_DEMANDS_OF, KEEPS_ELECTORATE
from disclosure.demands.presenters import demands_address, queue_rows, ways_beside
from disclosure.demands.queries import to_confirm, waiting_demands
from disclosure.demands.workflow import DEMAND
from disclosure.notices.registry import NOTICE_WAYS, Links
from disclosure.obligations.registry import MET_FOLLOWERS, MetFollower
from portal.core.workflow import WORKFLOWS
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.site.registry import WAYS, Way

MET_FOLLOWERS.register(MetFollower("demands", update_met))

WORKFLOWS.register(DEMAND)
QUEUE.register(
    QueueSource("demand", waiting_demands, queue_rows, label=pgettext_lazy("of what waits", "Joint demands"))
)
MENU.register(
    MenuEntry(
        key="demands",
        url_name="disclosure_desk:demands",
        label=pgettext_lazy("menu of the desk", "Demands"),
        group=None,
        order=70,
        opens=lambda person, at: KEEPS_DEMANDS_OF.permitted(person, at=at).exists(),
        count=lambda person, at: to_confirm(person, at=at),
    )
)
MENU.register(
    MenuEntry(
        key="electorates",
        url_name="disclosure_desk:electorates",
        label=pgettext_lazy("menu of the desk", "Voters"),
        group=None,
        order=80,
        opens=lambda person, at: KEEPS_ELECTORATE.permitted(person, at=at).exists(),
    )
)
NOTICE_WAYS.register(Links("demands", 20, ways_beside))
WAYS.register(
    Way(
        key="demand",
        order=30,
        title=_("Join a demand"),
        text=_("Where enough villagers or representatives ask for the same thing, the village must publish it."),
        url=demands_address,
    )
)
