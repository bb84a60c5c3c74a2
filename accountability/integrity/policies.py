"""Who leads talks and reads their records, who keeps the rest, and what a unit sees of it.

The administrator sees nothing of this room. Whoever is talked to learns that the talk was held, never what was
written of it, whatever posts they hold.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accountability.integrity.enums import LEADING, AuditState, TalkState
from accountability.integrity.models import (
    Activity,
    Attendance,
    Checklist,
    ChecklistTemplate,
    Contact,
    DiaryEntry,
    LeavingAudit,
    Meeting,
    Talk,
)
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds, own_units, posts_held
from portal.core.policy import NOBODY, Condition, Policy, all_of, any_of, in_states, is_system

CADRES = (Role.SECRETARY, Role.LEADER, Role.APPROVER, Role.REVIEWER, Role.PUBLISHER, Role.CLERK)
"""Roles of those who work at the township itself: they keep a work diary."""


def _is_town(actor: Any, at: datetime) -> Q:
    return Q(kind=UnitKind.TOWN)


def _is(field: str) -> Condition:
    """The person a field names."""
    return lambda actor, at: Q(**{field: actor.pk}) if actor.pk else NOBODY


def _is_not(field: str) -> Condition:
    """Everybody but the person a field names."""
    return lambda actor, at: ~Q(**{field: actor.pk}) if actor.pk else NOBODY


def _heads(path: str) -> Condition:
    """The heads of the unit at the end of a path."""
    return lambda actor, at: Q(
        **{f"{path}__in": posts_held(actor, at=at).filter(is_head=True).order_by().values("unit")}
    )


def _of_unit(path: str) -> Condition:
    """Those who belong to the unit at the end of a path."""
    return lambda actor, at: Q(**{f"{path}__in": own_units(actor, at=at)})


def _attended(actor: Any, at: datetime) -> Q:
    return Q(pk__in=Attendance.objects.filter(unit__in=own_units(actor, at=at)).order_by().values("activity"))


_keeps = holds(Role.SECRETARY, path="town")
_oversees = holds(*LEADING, path="town")
_is_held = in_states(TalkState.HELD)
_is_reported = in_states(AuditState.REPORTED, AuditState.CLOSED)

LEADS_IN = Policy(Unit, all_of(holds(*LEADING, path="pk"), _is_town))
"""In which townships somebody leads talks, and reads what is kept of the year."""

KEEPS_FOR = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), _is_town))
"""For which townships somebody keeps activities, meetings, contacts, checklists and audits."""

WRITES_DIARY_IN = Policy(Unit, all_of(holds(*CADRES, path="pk"), _is_town))
"""In which townships somebody keeps a work diary."""

SEES_TALK = Policy(
    Talk,
    any_of(
        all_of(any_of(_oversees, _is("led_by")), any_of(_is_not("person"), _is_held)),
        all_of(_is("person"), _is_held),
    ),
)
"""Who sees that there is a talk: who leads it, the secretary and the leaders; who is talked to once it was held."""

KEEPS_TALK = Policy(Talk, all_of(any_of(_keeps, _is("led_by")), _is_not("person")))
"""Who writes of a talk: the secretary and who leads it."""

READS_RECORD = Policy(
    Talk,
    all_of(
        _is_held,
        any_of(holds(Role.SECRETARY, Role.LEADER, path="town"), _is("led_by")),
        _is_not("person"),
    ),
)
"""Who reads what was said: the secretary, who led it, and the leaders of the town; never who was talked to."""

SEES_ACTIVITY = Policy(Activity, any_of(_oversees, _attended))
"""Who sees an activity: those who oversee it, and the units whose people were to come."""

KEEPS_ACTIVITY = Policy(Activity, _keeps)
"""Who changes an activity."""

SEES_ATTENDANCE = Policy(Attendance, any_of(holds(*LEADING, path="activity__town"), _of_unit("unit")))
"""Who sees how many of a unit came, and who did not."""

SEES_MEETING = Policy(Meeting, _oversees)
"""Who sees that a democratic-life meeting was held, and its measures."""

KEEPS_MEETING = Policy(Meeting, _keeps)
"""Who enters a meeting, its criticism and its measures."""

READS_CRITICISM = Policy(Meeting, holds(Role.SECRETARY, Role.LEADER, path="town"))
"""Who reads what was criticised at a meeting. Every reading is noted."""

SEES_CONTACT = Policy(Contact, any_of(_oversees, _is("person"), _of_unit("unit")))
"""Who sees a contact: those who oversee it, the cadre, and the village."""

KEEPS_CONTACT = Policy(Contact, _keeps)
"""Who enters and ends contacts."""

SEES_VISIT = Policy(
    DiaryEntry,
    all_of(any_of(_oversees, _is("author"), _of_unit("contact__unit")), lambda actor, at: Q(contact__isnull=False)),
)
"""Who sees a visit: those who oversee it, who made it, and the village."""

SEES_DIARY = Policy(
    DiaryEntry,
    any_of(
        _keeps, _is("author"), lambda actor, at: Q(pk__in=SEES_VISIT.permitted(actor, at=at).order_by().values("pk"))
    ),
)
"""Who reads an entry of a work diary: its author and the secretary; a visit is seen as `SEES_VISIT` says."""

SEES_CHECKLIST = Policy(
    Checklist,
    any_of(holds(*LEADING, path="template__town"), holds(Role.CLERK, path="unit"), _heads("unit")),
)
"""Who sees the checklist of a unit: its clerk and its head, and those who oversee it."""

FILLS_IN = Policy(Checklist, any_of(holds(Role.CLERK, path="unit"), _heads("unit")))
"""Who fills a checklist in: the clerk and the head of the unit."""

CHECKS = Policy(Checklist, holds(Role.SECRETARY, path="template__town"))
"""Who looks through what was submitted."""

KEEPS_TEMPLATE = Policy(ChecklistTemplate, _keeps)
"""Who says what is asked."""

SEES_AUDIT = Policy(
    LeavingAudit,
    any_of(
        all_of(_oversees, any_of(_is_not("person"), _is_reported)),
        all_of(_is_reported, any_of(holds(Role.CLERK, path="unit"), _heads("unit"), _is("person"))),
    ),
)
"""Who sees an audit: those who oversee it; the unit and who was audited once it is reported."""

KEEPS_AUDIT = Policy(LeavingAudit, all_of(_keeps, _is_not("person")))
"""Who runs an audit."""

TALK_STEPS: dict[str, Policy[Any]] = {"leads_in": LEADS_IN, "keeps": KEEPS_TALK}
"""The policies that `accountability.integrity.workflow.TALK` names."""

CHECKLIST_STEPS: dict[str, Policy[Any]] = {
    "opens": Policy(ChecklistTemplate, any_of(_keeps, is_system)),
    "fills_in": FILLS_IN,
    "checks": CHECKS,
}
"""The policies that `accountability.integrity.workflow.CHECKLIST` names."""

AUDIT_STEPS: dict[str, Policy[Any]] = {"plans": KEEPS_FOR, "keeps": KEEPS_AUDIT}
"""The policies that `accountability.integrity.workflow.LEAVING_AUDIT` names."""
