"""Who keeps texts, and what the portal says of people, places and money: the town's office."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.organisation.models import Appointment, GroupBudget, Place, Text, Wording
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import Policy, all_of


def _is_town(actor: Any, at: datetime) -> Q:
    return Q(kind=UnitKind.TOWN)


KEEPS_OF = Policy(Unit, holds(Role.PUBLISHER, path="pk"))
"""For which units somebody enters people and places."""

KEEPS_TEXTS_OF = Policy(Unit, all_of(holds(Role.PUBLISHER, path="pk"), _is_town))
"""For which towns somebody keeps texts and budgets."""

KEEPS_TEXT = Policy(Text, holds(Role.PUBLISHER))
"""Whose texts somebody writes anew."""

KEEPS_WORDING = Policy(Wording, holds(Role.PUBLISHER, path="text__unit"))
"""Who reads drafts, writes, publishes and abolishes."""

KEEPS_ENTRY: dict[type[Any], Policy[Any]] = {
    model: Policy(model, holds(Role.PUBLISHER)) for model in (Appointment, Place, GroupBudget)
}
"""Who changes what is said of people, places and money."""

STEPS: dict[str, Policy[Any]] = {"keeps_text": KEEPS_TEXT, "keeps": KEEPS_WORDING}
"""The policies that `disclosure.organisation.workflow.WORDING` names."""
