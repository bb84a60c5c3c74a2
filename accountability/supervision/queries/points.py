"""Reads about points of risk, the matters that are watched and their checks."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet

from accountability.supervision.enums import DONE, CheckState
from accountability.supervision.models import Check, Matter, RiskPoint
from accountability.supervision.policies import (
    MAKES_CHECK,
    READS_CHECK,
    READS_MATTER,
    READS_POINT,
    READS_THING,
    SUPERVISES,
)
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting


def is_overdue(today: date, path: str = "") -> Q:
    """Return the condition of checks that should have been made before a day and were not."""
    return Q(**{f"{path}state": CheckState.PLANNED, f"{path}due__lt": today})


def points_seen_by(person: Any, at: datetime) -> QuerySet[RiskPoint]:
    """Return the points of risk somebody sees, with how many checks they have, were made and are overdue."""
    today = today_of_due_days(at)
    return (
        READS_POINT.permitted(person, at=at)
        .select_related("unit")
        .annotate(
            planned=Count("matters__checks", filter=~Q(matters__checks__state=CheckState.LEFT_OUT)),
            made=Count("matters__checks", filter=Q(matters__checks__state__in=DONE)),
            overdue=Count("matters__checks", filter=is_overdue(today, "matters__checks__")),
        )
        .order_by("-year", "number")
    )


def matters_seen_by(person: Any, at: datetime) -> QuerySet[Matter]:
    """Return the matters somebody sees with their checks: first by the next check that is to be made."""
    planned = Q(checks__state=CheckState.PLANNED)
    return (
        READS_MATTER.permitted(person, at=at)
        .select_related("point__unit")
        .prefetch_related(Prefetch("checks", Check.objects.select_related("rectification").order_by("phase")))
        .annotate(next_due=Min("checks__due", filter=planned))
        .order_by("next_due", "-opened_on", "-pk")
    )


def with_overdue_check(rows: QuerySet[Matter], today: date) -> QuerySet[Matter]:
    """Return the matters of which a check is overdue."""
    return rows.filter(Exists(Check.objects.filter(is_overdue(today), matter=OuterRef("pk"))))


def with_check(rows: QuerySet[Matter], *states: str) -> QuerySet[Matter]:
    """Return the matters that have a check in one of some states."""
    return rows.filter(Exists(Check.objects.filter(state__in=states, matter=OuterRef("pk"))))


def checks_seen_by(person: Any, at: datetime) -> QuerySet[Check]:
    """Return the checks somebody sees, with what their pages show."""
    return READS_CHECK.permitted(person, at=at).select_related("matter__point__unit", "rectification")


def waiting_checks(person: Any, at: datetime) -> Waiting:
    """Return the checks that wait for this person, for the queue of the desk."""
    rows = MAKES_CHECK.permitted(person, at=at).filter(state=CheckState.PLANNED)
    return waiting(rows, kind="check", verb="find_right", unit="matter__point__unit__code", due_on="due")


def years_of_points(person: Any, at: datetime) -> list[int]:
    """Return the years of which somebody sees points of risk, the latest first."""
    rows = READS_POINT.permitted(person, at=at).order_by()
    return sorted(rows.values_list("year", flat=True).distinct(), reverse=True)


def units_below(town: Unit) -> QuerySet[Unit]:
    """Return the units in use of a township, itself first."""
    return Unit.objects.filter(Q(pk=town.pk) | Q(parent=town), is_active=True).order_by("parent_id", "code")


def next_number(town: Unit, kind: str, year: int, taken: Iterable[str]) -> str:
    """Return the next number of a kind of row in a year; the caller holds the lock of the township."""
    head = f"{town.code}-{kind}-{year}-"
    last = max((int(one.removeprefix(head)) for one in taken if one.startswith(head)), default=0)
    return f"{head}{last + 1:03}"


def reads_supervision(person: Any, at: datetime) -> bool:
    """Return whether there are pages of supervision for somebody: the discipline office's, or where they read some."""
    return any(policy.permitted(person, at=at).exists() for policy in (SUPERVISES, READS_POINT, READS_THING))
