"""Reads for messages: who is told and reminded of talks and checklists, and when that is settled."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from accountability.integrity.enums import ChecklistState, TalkState
from accountability.integrity.models import Checklist, LeavingAudit, Meeting, Talk
from accountability.integrity.queries.talks import heads
from accountability.rectification.models import Rectification
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders, towns
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, PlaceholderValues, Reminder
from portal.messaging.rules import Step, To

HEADS_BEFORE = (92, 61, 31, 14)
"""Calendar days before the end of the year on which the secretary is told of heads not talked to (practice)."""


def page_of_talk(talk: Talk) -> str:
    """Return the address of a talk's page on the desk, for messages."""
    return f"/desk/integrity/talks/{talk.pk}/"


def page_of_checklist(checklist: Checklist) -> str:
    """Return the address of a checklist's page on the desk, for messages."""
    return f"/desk/integrity/checklists/{checklist.pk}/"


def page_of_meeting(rectification: Rectification) -> str:
    """Return the address of the meeting that asked for something."""
    pk = Meeting.objects.values_list("pk", flat=True).get(number=rectification.source_number)
    return f"/desk/integrity/meetings/{pk}/"


def page_of_audit(rectification: Rectification) -> str:
    """Return the address of the audit that asked for something."""
    pk = LeavingAudit.objects.values_list("pk", flat=True).get(number=rectification.source_number)
    return f"/desk/integrity/audits/{pk}/"


def who_leads(talk: Talk, _at: datetime) -> list[User]:
    """Return who leads a talk."""
    return [talk.led_by]


def who_fills_in(checklist: Checklist, at: datetime) -> list[User]:
    """Return who fills a checklist in: the clerks of the unit."""
    return list(holders(Role.CLERK, checklist.unit, at=at))


def words_of_talk(talk: Talk) -> dict[str, str]:
    """Return what messages say of a talk: neither with whom nor why."""
    return {"unit": talk.town.name, "number": talk.number, "due": full_date(talk.day)}


def words_of_checklist(checklist: Checklist) -> dict[str, str]:
    """Return what messages say of a checklist."""
    return {"unit": checklist.unit.name, "number": checklist.period, "due": full_date(checklist.due)}


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of planned talks, of checklists, and of heads who were not talked to."""
    soon = occasion.on + timedelta(days=7)
    planned = Talk.objects.filter(state=TalkState.PLANNED, day__lte=soon, state_since__lte=occasion.at)
    causes = [_of_talk(one, occasion) for one in planned.select_related("town", "led_by", "unit").order_by("pk")]
    due = Checklist.objects.filter(state=ChecklistState.OPEN, due__lte=soon, state_since__lte=occasion.at)
    causes += [_of_checklist(one, occasion) for one in due.select_related("unit", "template__town").order_by("pk")]
    causes += [cause for town in towns() if (cause := _of_heads(town, occasion))]
    return reminders_of(causes, on=occasion.on)


def _of_talk(talk: Talk, occasion: Occasion) -> Cause:
    secretaries = [one for one in occasion.roster.holders(Role.SECRETARY, talk.town) if one.pk != talk.person_id]
    return Cause(
        key=f"talk:{talk.pk}:{talk.day}",
        steps=rules.of_case(talk.day, on=occasion.on, kind="talk", before=(1,)),
        people={To.CLERK: [talk.led_by], To.SECRETARY: secretaries},
        words=_words(talk.town, talk.number, talk.day, occasion.on),
        urls=dict.fromkeys((To.CLERK, To.SECRETARY), page_of_talk(talk)),
    )


def _of_checklist(checklist: Checklist, occasion: Occasion) -> Cause:
    held = occasion.roster
    return Cause(
        key=f"checklist:{checklist.pk}:{checklist.due}",
        steps=rules.of_case(checklist.due, on=occasion.on, kind="checklist", before=(2,)),
        people={
            To.CLERK: held.clerks(checklist.unit),
            To.HEAD: held.heads(checklist.unit),
            To.SECRETARY: held.holders(Role.SECRETARY, checklist.template.town),
        },
        words=_words(checklist.unit, checklist.period, checklist.due, occasion.on),
        urls=dict.fromkeys((To.CLERK, To.HEAD, To.SECRETARY), page_of_checklist(checklist)),
    )


def _of_heads(town: Unit, occasion: Occasion) -> Cause | None:
    """Return the cause of the heads of a township who were not talked to; None before autumn, or where all were."""
    last = date(occasion.on.year, 12, 31)
    if occasion.on < last - timedelta(days=max(HEADS_BEFORE)):
        return None
    missing = sum(not one.is_talked_to for one in heads(town, last.year, at=occasion.at))
    if not missing:
        return None
    to = frozenset({To.SECRETARY})
    steps = [Step(f"before-{days}", "talk_heads_due", last - timedelta(days=days), to) for days in HEADS_BEFORE]
    return Cause(
        key=f"talk_heads:{town.code}:{last.year}",
        steps=[one for one in steps if one.due <= occasion.on],
        people={To.SECRETARY: occasion.roster.holders(Role.SECRETARY, town)},
        words=_words(town, str(missing), last, occasion.on),
        urls={To.SECRETARY: f"/desk/integrity/heads/?year={last.year}&talked_to=no"},
    )


def talks_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when planned talks were held or dropped, by the cause of their reminders."""
    keys = {int(cause.split(":")[1]) for cause in causes}
    rows = Talk.objects.filter(pk__in=keys).exclude(state=TalkState.PLANNED)
    known = dict(rows.values_list("pk", "state_since"))
    return {cause: known[key] for cause in causes if (key := int(cause.split(":")[1])) in known}


def checklists_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when checklists were submitted, by the cause of their reminders."""
    keys = {int(cause.split(":")[1]) for cause in causes}
    rows = Checklist.objects.filter(pk__in=keys).exclude(state=ChecklistState.OPEN)
    known = dict(rows.values_list("pk", "state_since"))
    return {cause: known[key] for cause in causes if (key := int(cause.split(":")[1])) in known}


def heads_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when the last head of a year was talked to, of the years in which all were, by the cause."""
    found = {}
    for cause in causes:
        _kind, code, year = cause.split(":")
        town = Unit.objects.filter(code=code).first()
        end = datetime.fromisoformat(f"{year}-12-31T23:59:59+08:00")
        known = heads(town, int(year), at=end) if town else []
        days = [one.last for one in known if one.last]
        if known and len(days) == len(known):
            held = Talk.objects.filter(town=town, day=max(days), state=TalkState.HELD).order_by("-state_since").first()
            if held:
                found[cause] = held.state_since
    return found


def _words(unit: Unit, number: str, due: date, on: date) -> PlaceholderValues:
    return lambda: {
        "unit": unit.name,
        "number": number,
        "due": full_date(due),
        "days": str(abs((on - due).days)),
    }
