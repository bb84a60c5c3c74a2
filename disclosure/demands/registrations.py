"""What this room hands to the rest of the portal."""

from functools import partial

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.demands.actions import update_met
from disclosure.demands.policies import HEARS_OF_DEMAND, KEEPS_DEMANDS_OF, KEEPS_ELECTORATE
from disclosure.demands.presenters import demands_address, met_by, queue_rows, reopened_by, ways_beside
from disclosure.demands.queries import (
    concerned,
    keepers,
    page_of_duty,
    to_confirm,
    waiting_demands,
    words_of_news,
)
from disclosure.demands.workflow import DEMAND
from disclosure.notices.registry import FOLLOWERS, NOTICE_WAYS, Follower, Links, Phase
from disclosure.obligations.registry import MET_FOLLOWERS, MetFollower
from portal.core.workflow import WORKFLOWS
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages
from portal.site.registry import WAYS, Way

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
_SUBJECT = messages.Placeholder(
    "subject", _("what villagers ask for"), "村道维修的合同和付款", "Contract and payments of the road repair"
)
_OF_DEMAND = (messages.UNIT, _SUBJECT, messages.DUE, messages.WHO, messages.ADDRESS)
_news = partial(messages.News, workflow=DEMAND.name, policy=HEARS_OF_DEMAND, words=words_of_news, url=page_of_duty)
for template in (
    messages.MessageTemplate(
        key="demand_reached",
        order=80,
        title=_("To clerks and publishers: enough villagers have joined a demand"),
        news=_news(verbs=("reach",), people=concerned, waits=True),
        placeholders=_OF_DEMAND,
        subject_zh="{unit}联名要求公开的人数已够：{subject}",
        body_zh="应于{due}公开，请尽快起草。\n{address}",
        subject_en="{unit}: enough people demand “{subject}”",
        body_en="It is to be public on {due}; please begin it.\n{address}",
    ),
    messages.MessageTemplate(
        key="demand_met",
        order=82,
        title=_("To the publishers: what was demanded is public"),
        news=_news(verbs=("meet",), people=keepers),
        placeholders=_OF_DEMAND,
        subject_zh="{unit}联名要求公开的事项已公开：{subject}",
        body_zh="联名要求已办结。\n{address}",
        subject_en="{unit}: what was demanded is public: “{subject}”",
        body_en="The joint demand is met.\n{address}",
    ),
    messages.MessageTemplate(
        key="demand_reopened",
        order=84,
        title=_("To clerks and publishers: what was demanded is owed again"),
        news=_news(verbs=("reopen",), people=concerned, waits=True),
        placeholders=_OF_DEMAND,
        subject_zh="{unit}联名要求公开的事项须重新公开：{subject}",
        body_zh="原公开事项已撤回，请重新公开。\n{address}",
        subject_en="{unit}: what was demanded is owed again: “{subject}”",
        body_en="The notice that gave it was withdrawn; please publish it again.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
