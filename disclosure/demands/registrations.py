"""What this room hands to the rest of the portal."""

from django.utils.translation import pgettext_lazy

from disclosure.demands.actions import update_met
from disclosure.demands.policies import KEEPS_DEMANDS_OF, KEEPS_ELECTORATE
from disclosure.demands.presenters import met_by, queue_rows, reopened_by, village_of
from disclosure.demands.queries import to_confirm, waiting_demands
from disclosure.demands.workflow import DEMAND
from disclosure.notices.registry import FOLLOWERS, Follower, Phase
from disclosure.obligations.registry import MET_FOLLOWERS, MetFollower
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.site.registry import PANEL, UNIT_SECTIONS

MET_FOLLOWERS.register(MetFollower("demands", update_met))
FOLLOWERS.register(Follower(key="demands", phase=Phase.SETTLE, if_published=met_by, if_withdrawn=reopened_by))

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
UNIT_SECTIONS.register(Section("demands", 10, "disclosure/demands/_of_unit.html", village_of, PANEL))
