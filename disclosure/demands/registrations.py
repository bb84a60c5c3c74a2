"""What this room hands to the rest of the portal."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import pgettext_lazy

from disclosure.demands.actions import settle
from disclosure.demands.policies import KEEPS_DEMANDS_OF, KEEPS_ELECTORATE
from disclosure.demands.presenters import demands_of_unit
from disclosure.demands.queries import to_confirm
from disclosure.demands.workflow import DEMAND
from disclosure.notices.models import Edition
from disclosure.notices.registry.followers import FOLLOWERS, Follower, Phase
from portal.accounts.models import User
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.registry import MENU, MenuEntry
from portal.site.registry import PANEL, UNIT_SECTIONS


def settle_notice(*, actor: User, edition: Edition, at: datetime) -> None:
    """Settle what is demanded with the notice of an edition."""
    settle(actor=actor, notice=edition.notice, at=at)


FOLLOWERS.register(Follower(key="demands", phase=Phase.SETTLE, published=settle_notice, withdrawn=settle_notice))

WORKFLOWS.register(DEMAND)
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
UNIT_SECTIONS.register(Section("demands", 10, "disclosure/demands/_of_unit.html", demands_of_unit, PANEL))
