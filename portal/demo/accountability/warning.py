"""The verbs of warning, and how its stories name what they did not make."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accountability.warning import actions
from accountability.warning.presenters.risks import name_of
from accountability.warning.rules import Quarter
from portal.accounts.models import Unit, User
from portal.accounts.queries import roster
from portal.core import calendar
from portal.demo.verb import Verb
from portal.messaging.actions.reminders import remind
from portal.messaging.actions.settings import mark_read
from portal.messaging.campaigns import actions as campaigns, queries
from portal.messaging.campaigns.presets import PRESETS
from portal.messaging.enums import CampaignOccasion
from portal.messaging.models import Campaign
from portal.messaging.registry import Occasion


def plan_reminder(
    *,
    actor: User,
    unit: Unit,
    occasion: CampaignOccasion,
    name_zh: str,
    name_en: str,
    send_on: date,
    at: datetime,
    roles: Sequence[str] = (),
    people: Sequence[User] = (),
) -> Campaign:
    """Plan a campaign with the text that is offered for its occasion."""
    with translation.override("zh-hans"):
        fields = PRESETS[occasion].values(on=timezone.localdate(at))
    fields |= {"name_zh": name_zh, "name_en": name_en, "send_on": send_on, "roles": list(roles), "kinds": []}
    return campaigns.plan(actor=actor, unit=unit, fields=fields, people=list(people), at=at)


def remind_units(
    *, actor: User, town: Unit, quarter: str, units: Sequence[Unit], subject: str, body: str, at: datetime
) -> Campaign:
    """Remind units of their risks."""
    names = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            names[language] = _("Early warning, %(quarter)s") % {"quarter": name_of(Quarter.parse(quarter))}
    text = actions.Text(names["zh-hans"], names["en"], subject, body)
    return actions.remind(actor=actor, town=town, to=units, text=text, at=at)


def send_campaigns(*, at: datetime) -> list[Campaign]:
    """Send the campaigns that are due and nothing else, as `remind` does with all that is due."""
    with transaction.atomic():
        due = list(queries.due(at=at))
        remind(queries.reminders(Occasion(at, timezone.localdate(at), roster(at=at), calendar.load())), at=at)
        return [campaigns.mark_sent(campaign=campaign, at=at) for campaign in due]


def read_reminder(*, campaign: Campaign, at: datetime, unread: Collection[str] = ()) -> None:
    """Have everybody read a campaign but some, by their user names."""
    for message in queries.sent_messages(campaign).exclude(person__username__in=unread):
        mark_read(actor=message.person, message=message, at=at)


VERBS: Mapping[str, Verb] = {
    "plan reminder": Verb(plan_reminder, "secretary"),
    "send campaigns": Verb(send_campaigns),
    "read reminder": Verb(read_reminder),
    "count risks": Verb(actions.count, "secretary"),
    "set risk limits": Verb(actions.set_limits, "secretary"),
    "remind units": Verb(remind_units, "secretary"),
}

LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {}
