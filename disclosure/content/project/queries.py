"""Reads about projects: what is in force of their stages, whatever notice published it."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Max, QuerySet

from disclosure.content.project.models import StageLine
from disclosure.notices.enums import State
from portal.accounts.models import Unit


def in_force() -> QuerySet[StageLine]:
    """Return the stages that stand in what the notices say now."""
    return StageLine.objects.filter(edition__state=State.PUBLISHED).order_by()


def stages_of(unit: Unit, project: str) -> list[StageLine]:
    """Return the stages in force of a project of a unit, by the day they ended, with edition and notice.

    A later notice that tells the whole course again, such as that of the final account, repeats what an earlier one
    said: the same stage of the same day with the same amount counts once, as the later one has it.
    """
    rows = in_force().filter(edition__notice__unit=unit, project=project).select_related("edition__notice__entry")
    lines = list(rows.order_by("edition__published_at", "edition", "number"))
    latest = {_said(line): line.edition_id for line in lines}
    return sorted((line for line in lines if latest[_said(line)] == line.edition_id), key=lambda line: line.ended_on)


def projects_of(unit: Unit, *, most: int | None = None) -> list[tuple[str, date]]:
    """Return the names of the projects of a unit with the day their last stage ended, the last first."""
    rows = in_force().filter(edition__notice__unit=unit).values("project").annotate(last=Max("ended_on"))
    return list(rows.order_by("-last", "project").values_list("project", "last")[:most])


def named_in_force(unit: Unit, names: Collection[str]) -> set[str]:
    """Return which of these projects of a unit have a stage in force, and so a page."""
    rows = in_force().filter(edition__notice__unit=unit, project__in=names)
    return set(rows.values_list("project", flat=True))


def all_in_force() -> QuerySet[StageLine, tuple[str, str]]:
    """Return the code of the unit and the name of every project that has a page."""
    rows = in_force().order_by("edition__notice__unit__code", "project")
    return rows.values_list("edition__notice__unit__code", "project").distinct()


def _said(line: StageLine) -> tuple[str, date, Decimal | None]:
    return line.stage, line.ended_on, line.amount
