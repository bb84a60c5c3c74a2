"""Whoever answers an objection is reminded: before its day, on it and after it."""

from collections.abc import Collection
from datetime import datetime

from accountability.assessment.enums import ObjectionState
from accountability.assessment.models import Objection
from portal.accounts.enums import Role
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, Reminder
from portal.messaging.rules import To


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of objections that are not answered."""
    rows = Objection.objects.filter(state=ObjectionState.RECEIVED, state_since__lte=occasion.at)
    found = rows.select_related("assessment__unit", "assessment__of_year__town").order_by("pk")
    return reminders_of([_cause_of(one, occasion) for one in found], on=occasion.on)


def _cause_of(row: Objection, occasion: Occasion) -> Cause:
    """Return the cause of one: the discipline secretary is reminded, later the leaders of the town."""
    town = row.assessment.of_year.town
    secretaries = occasion.roster.holders(Role.SECRETARY, town)
    people = {To.CLERK: secretaries, To.SECRETARY: occasion.roster.holders(Role.LEADER, town)}
    words = {
        "number": row.audit_number(),
        "unit": row.assessment.unit.name,
        "due": full_date(row.due),
        "days": str(abs((occasion.on - row.due).days)),
    }
    return Cause(
        key=f"objection:{row.pk}",
        steps=rules.of_case(row.due, on=occasion.on, kind="objection", before=(3,)),
        people=people,
        words=lambda: words,
        urls=dict.fromkeys(people, f"/desk/assessments/objections/{row.pk}/"),
    )


def settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when objections were answered, by the cause of their reminders."""
    keys = {int(cause.split(":")[1]) for cause in causes}
    rows = Objection.objects.filter(pk__in=keys).exclude(state=ObjectionState.RECEIVED).order_by()
    known = dict(rows.values_list("pk", "state_since"))
    return {cause: known[key] for cause in causes if (key := int(cause.split(":")[1])) in known}
