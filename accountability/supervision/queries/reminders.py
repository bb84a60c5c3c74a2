"""Who is reminded of which check, and where messages and rectifications lead."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from accountability.rectification.models import Rectification
from accountability.supervision.enums import CheckState
from accountability.supervision.models import Check
from portal.accounts.enums import Role
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, PlaceholderValues, Reminder
from portal.messaging.rules import To

DAYS_BEFORE = 3


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of checks that are to be made: three days before, on the day, and each week after it."""
    rows = _with_context(Check.objects.filter(state=CheckState.PLANNED, state_since__lte=occasion.at)).order_by("pk")
    return reminders_of([_cause_of(one, occasion) for one in rows], on=occasion.on)


def _cause_of(check: Check, occasion: Occasion) -> Cause:
    steps = rules.of_case(check.due, on=occasion.on, kind="check", before=(DAYS_BEFORE,))
    late = abs((occasion.on - check.due).days)
    return Cause(
        key=_key(check),
        # Who checks is the discipline secretary, above whom nobody is reminded.
        steps=[one for one in steps if To.CLERK in one.to],
        people={To.CLERK: occasion.roster.holders(Role.SECRETARY, check.matter.point.town)},
        words=_words(check, late),
        urls={To.CLERK: page_of(check)},
    )


def _with_context(rows: QuerySet[Check]) -> QuerySet[Check]:
    return rows.select_related("matter__point__town", "matter__point__unit")


def _key(check: Check) -> str:
    return f"check:{check.pk}:{check.state}:{check.due}"


def _words(check: Check, days: int) -> PlaceholderValues:
    return lambda: {
        "unit": check.matter.point.unit.name,
        "number": check.audit_number(),
        "due": full_date(check.due),
        "days": str(days),
    }


def settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when checks were made, left out or postponed, by the cause of their reminders."""
    keys = {int(cause.split(":")[1]) for cause in causes}
    known = {one.pk: one for one in Check.objects.filter(pk__in=keys)}
    found = {cause: known.get(int(cause.split(":")[1])) for cause in causes}
    return {cause: row.state_since for cause, row in found.items() if row and _key(row) != cause}


def page_of(check: Check) -> str:
    """Return the address of a check's page on the desk, for messages."""
    return f"/desk/supervision/checks/{check.pk}/"


def page_of_rectification(rectification: Rectification) -> str:
    """Return the desk page of the check that asked for a rectification; empty where it is not known."""
    matter, _dash, phase = rectification.source_number.rpartition("-")
    check = Check.objects.filter(matter__number=matter, phase__startswith=phase).first()
    return page_of(check) if check else ""
