"""Whom an edition waits for is reminded of it. One that is not public is named only to those who may take its step."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.deadlines import due_after
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.editions import waiting_for
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import Roster
from portal.core.calendar.rules import Calendar
from portal.core.dates import full_date
from portal.core.policy import one_reading
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, Reminder
from portal.messaging.rules import Step, To

WAITING = (State.SUBMITTED, State.COUNTERSIGNED, State.REVIEWED, State.APPROVED)
"""States in which an edition waits for somebody. One that is scheduled waits for its time."""
DECIDING = (Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.PUBLISHER)


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of editions that have waited for too long."""
    at, on, calendar = occasion.at, occasion.on, occasion.calendar
    rows = Edition.objects.filter(state__in=WAITING, state_since__lte=at).defer("body", "canonical")
    waiting: dict[Edition, Sequence[Step]] = {}
    for edition in rows.select_related("notice__unit", "notice__entry"):
        since = timezone.localdate(edition.state_since)
        steps = rules.of_waiting(since, on=on, longer_than=rules.WAITS, kind="waiting", calendar=calendar)
        if steps:
            waiting[edition] = steps
    following = next_people(occasion.roster, waiting, at)
    causes = [_cause(edition, steps, following[edition.pk], occasion) for edition, steps in waiting.items()]
    return reminders_of(causes, on=on)


def next_people(held: Roster, editions: Iterable[Edition], at: datetime) -> Mapping[int, Sequence[User]]:
    """Return who may take the next step with each edition that waits, as the policies of the workflow say.

    Only those who decide for one of their units are considered; deputies of clerks take none of these steps.
    """
    waiting = list(editions)
    found: dict[int, list[User]] = {edition.pk: [] for edition in waiting}
    units = {edition.notice.unit for edition in waiting}
    people = {person for unit in units for role in DECIDING for person in held.holders(role, unit)}
    with one_reading():
        for person in sorted(people, key=lambda one: one.pk):
            mine = waiting_for(person, at=at).filter(pk__in=found, state__in=WAITING)
            for key in mine.order_by().values_list("pk", flat=True):
                found[key].append(person)
    return found


def _cause(edition: Edition, steps: Sequence[Step], people: Sequence[User], occasion: Occasion) -> Cause:
    since, notice, calendar = timezone.localdate(edition.state_since), edition.notice, occasion.calendar
    return Cause(
        key=f"edition:{edition.audit_number()}:{edition.state}:{since}",
        steps=steps,
        people={To.NEXT: people},
        words=lambda: {
            "unit": notice.unit.name,
            "item": notice.entry.name,
            "period": name_of(Period.parse(notice.period)),
            "due": full_date(_due_of(notice, calendar)),
            "days": str(calendar.count(since, occasion.on)),
        },
        urls={To.NEXT: f"/desk/editions/{edition.pk}/"},
    )


def _due_of(notice: Notice, working: Calendar) -> date:
    """Return by when a notice is to be public; what was written as it happened, counted from that day."""
    if notice.due_on:
        return notice.due_on
    days = notice.entry.working_days or settings.EVENT_WORKING_DAYS
    return due_after(timezone.localdate(notice.created_at), working_days=days, calendar=working).date
