"""For whom this room and each of its lists exist."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accountability.integrity.policies import (
    KEEPS_FOR,
    LEADS_IN,
    SEES_ACTIVITY,
    SEES_AUDIT,
    SEES_CHECKLIST,
    SEES_CONTACT,
    SEES_DIARY,
    SEES_TALK,
    WRITES_DIARY_IN,
)
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import own_units, roles_held

WORK_HERE = frozenset(
    {Role.SECRETARY, Role.LEADER, Role.APPROVER, Role.REVIEWER, Role.PUBLISHER, Role.CLERK, Role.HANDLER}
)
"""Roles whose holders have something to do here: they oversee, fill in checklists or keep a work diary."""


def opens(person: Any, at: datetime) -> bool:
    """Return whether somebody finds this room in their menu: by what they do here, or because they were talked to."""
    return not roles_held(person, at=at).isdisjoint(WORK_HERE) or SEES_TALK.permitted(person, at=at).exists()


def oversees(person: Any, at: datetime) -> bool:
    """Return whether somebody oversees a township."""
    return LEADS_IN.permitted(person, at=at).exists()


def keeps(person: Any, at: datetime) -> bool:
    """Return whether somebody is the discipline secretary of a township."""
    return KEEPS_FOR.permitted(person, at=at).exists()


def sees_talks(person: Any, at: datetime) -> bool:
    """Return whether there is a list of talks for somebody."""
    return oversees(person, at) or SEES_TALK.permitted(person, at=at).exists()


def sees_education(person: Any, at: datetime) -> bool:
    """Return whether there is a list of activities for somebody."""
    return oversees(person, at) or SEES_ACTIVITY.permitted(person, at=at).exists()


def sees_contacts(person: Any, at: datetime) -> bool:
    """Return whether there is a list of contacts for somebody."""
    return oversees(person, at) or SEES_CONTACT.permitted(person, at=at).exists()


def writes_diary(person: Any, at: datetime) -> bool:
    """Return whether somebody keeps a work diary."""
    return WRITES_DIARY_IN.permitted(person, at=at).exists()


def sees_diaries(person: Any, at: datetime) -> bool:
    """Return whether there is a list of work diaries for somebody."""
    return writes_diary(person, at) or SEES_DIARY.permitted(person, at=at).exists()


def sees_checklists(person: Any, at: datetime) -> bool:
    """Return whether there is a list of checklists for somebody."""
    return oversees(person, at) or SEES_CHECKLIST.permitted(person, at=at).exists()


def sees_audits(person: Any, at: datetime) -> bool:
    """Return whether there is a list of audits for somebody."""
    return oversees(person, at) or SEES_AUDIT.permitted(person, at=at).exists()


def units_for(person: Any, at: datetime) -> QuerySet[Unit]:
    """Return the units by which somebody narrows lists: those of the township they oversee, or their own."""
    towns = LEADS_IN.permitted(person, at=at).order_by().values("pk")
    own = own_units(person, at=at).values("pk")
    return Unit.objects.filter(Q(pk__in=towns) | Q(parent__in=towns) | Q(pk__in=own), is_active=True).order_by("code")
