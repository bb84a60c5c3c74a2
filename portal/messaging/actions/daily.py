"""What is to be said to whom on a day, from every source: counted for a list, or said."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TypedDict

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts.queries import roster
from portal.core import calendar
from portal.messaging.actions.reminders import remind
from portal.messaging.campaigns import queries as campaigns
from portal.messaging.campaigns.actions import mark_sent
from portal.messaging.queries import Planned, unsaid
from portal.messaging.registry import REMINDER_SOURCES, Occasion
from portal.messaging.types import Reminder


class Row(TypedDict):
    """One reminder as the command prints it."""

    person: str
    kind: str
    cause: str
    step: str
    due_on: str
    channels: list[str]
    subject: str
    url: str


def moment_of(day: date) -> datetime:
    """Return when the reminders of a day are counted: at `REMIND_HOUR` in the portal's zone."""
    return timezone.make_aware(datetime.combine(day, time(settings.REMIND_HOUR)))


def due(*, at: datetime) -> list[Reminder]:
    """Return what every source has to say at a time and was not said yet, by person, cause and step."""
    occasion = Occasion(at=at, on=timezone.localdate(at), roster=roster(at=at), calendar=calendar.load())
    found = [reminder for source in REMINDER_SOURCES for reminder in source.reminders(occasion)]
    return sorted(found, key=lambda one: (one.person.username, one.cause, one.step))


def listed(*, at: datetime) -> list[Row]:
    """Return what would go out at a time, without saying it. Nothing is saved."""
    return rows(unsaid(due(at=at), at=at))


def say(*, at: datetime) -> list[Row]:
    """Say what is to be said at a time, and return it. What runs twice, or beside another, says it once."""
    with transaction.atomic():
        # Held until all is said, so that none is changed or cancelled between being read and being sent.
        ended = list(campaigns.due(at=at).select_for_update(of=("self",)))
        wanted = due(at=at)
        planned = unsaid(wanted, at=at)
        said = {(row.person_id, row.cause, row.step) for row in remind(wanted, at=at)}
        for campaign in ended:
            mark_sent(campaign=campaign, at=at)
    return rows(one for one in planned if (one.reminder.person.pk, one.reminder.cause, one.reminder.step) in said)


def rows(planned: Iterable[Planned]) -> list[Row]:
    """Return reminders as the command prints them, in the order of person, cause and step."""
    found = [
        Row(
            person=one.reminder.person.username,
            kind=one.reminder.kind,
            cause=one.reminder.cause,
            step=one.reminder.step,
            due_on=one.reminder.due.isoformat(),
            channels=list(one.channels),
            subject=one.subject,
            url=one.reminder.url,
        )
        for one in planned
    ]
    return sorted(found, key=lambda row: (row["person"], row["cause"], row["step"]))
