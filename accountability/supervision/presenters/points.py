"""Points of risk and the matters watched at them, with their phases, as the desk shows them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from accountability.supervision.enums import CheckState, Level, Origin, Phase
from accountability.supervision.models import Check, Matter, RiskPoint
from accountability.supervision.queries.figures import SupervisionYear
from accountability.supervision.rules import is_overdue
from accountability.supervision.workflow import CHECK
from portal.core import calendar, dates
from portal.core.components import Tag
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written
from portal.desk.queue import task_words
from portal.desk.registry import QueueRow, TallyFigure

LEVEL_KINDS = {Level.HIGH: "owed", Level.MIDDLE: "warn", Level.LOW: ""}
Meta = list[tuple[str, SafeString | str]]


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of risk in the list."""

    point: RiskPoint
    url: str
    area: str
    level: Tag
    checks: str
    overdue: int
    is_over: bool


def point_rows(points: Iterable[Any]) -> list[PointRow]:
    """Return points of risk, annotated by `points_seen_by`, as rows."""
    return [
        PointRow(
            point=one,
            url=reverse("accountability_desk:supervision_point", args=[one.pk]),
            area=one.get_area_display(),
            level=level_tag(one),
            checks=_("%(made)d of %(planned)d") % {"made": one.made, "planned": one.planned} if one.planned else "",
            overdue=one.overdue,
            is_over=one.ended_on is not None,
        )
        for one in points
    ]


def level_tag(point: RiskPoint) -> Tag:
    """Return the level of a risk as a mark."""
    words = {
        Level.HIGH: pgettext("level of risk", "High risk"),
        Level.MIDDLE: pgettext("level of risk", "Middle risk"),
        Level.LOW: pgettext("level of risk", "Low risk"),
    }
    level = Level(point.level)
    return Tag(words[level], LEVEL_KINDS[level])


def figures_of_year(year: int, found: SupervisionYear) -> list[TallyFigure]:
    """Return the figures of a year above the list; each leads to the rows it counts."""
    here, matters = (reverse(f"accountability_desk:supervision_{name}") for name in ("points", "matters"))
    things = reverse("accountability_desk:supervision_things")
    of_year = urlencode({"year": year})
    return [
        TallyFigure(_("Checks overdue"), found.overdue, f"{matters}?{of_year}&show=overdue", owed=bool(found.overdue)),
        TallyFigure(_("Points of risk"), found.points, f"{here}?{of_year}"),
        TallyFigure(_("Matters watched"), found.matters, f"{matters}?{of_year}"),
        TallyFigure(_("Checks made"), found.checks, f"{matters}?{of_year}&show=made"),
        TallyFigure(_("Something was wrong"), found.wrong, f"{matters}?{of_year}&show=wrong"),
        TallyFigure(_("Things sealed"), found.sealed, f"{things}?{of_year}&origin={Origin.SEALED}"),
    ]


@dataclass(frozen=True, slots=True)
class PhaseCell:
    """One phase of a matter: what came of its check, and who made it; empty where none is planned."""

    label: str
    tag: Tag | None
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter in the list, with its three phases."""

    matter: Matter
    url: str
    unit: str
    phases: Sequence[PhaseCell]


def matter_rows(matters: Iterable[Matter], *, today: date) -> list[MatterRow]:
    """Return matters, read with their checks, as rows."""
    return [
        MatterRow(
            matter=one,
            url=reverse("accountability_desk:supervision_matter", args=[one.pk]),
            unit=one.point.unit.name,
            phases=_phases(one, today=today),
        )
        for one in matters
    ]


def _phases(matter: Matter, *, today: date) -> list[PhaseCell]:
    found = {check.phase: check for check in matter.checks.all()}
    return [_cell(phase, found.get(phase), today=today) for phase in Phase]


def _cell(phase: Phase, check: Check | None, *, today: date) -> PhaseCell:
    if check is None:
        return PhaseCell(str(phase.label), None, "", "")
    return PhaseCell(str(phase.label), check_tag(check, today=today), when_of(check), check.checked_by)


def check_tag(check: Check, *, today: date) -> Tag:
    """Return where a check stands as a mark."""
    if is_overdue(check.due, is_planned=check.state == CheckState.PLANNED, today=today):
        return Tag(pgettext("a check", "Overdue"), "owed")
    kinds = {CheckState.RIGHT: "done", CheckState.WRONG: "owed"}
    return Tag(check.get_state_display(), kinds.get(CheckState(check.state), ""))


def when_of(check: Check) -> str:
    """Return when a check was made, or by when it is to be."""
    if check.done_on:
        return dates.full_date(check.done_on)
    if check.state == CheckState.PLANNED:
        return _("by %(day)s") % {"day": dates.full_date(check.due)}
    return ""


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check on the page of its matter.

    Attributes:
        url: Its own page, where its steps are; empty for the one that is open.
        rectification: Number and address of what is to be put right because of it.
        is_chosen: Whether its steps stand on the page.
    """

    label: str
    tag: Tag
    when: str
    who: str
    seen: SafeString | str
    url: str
    rectification: tuple[str, str] | None
    is_chosen: bool


def shown_checks(checks: Iterable[Check], *, chosen: Check | None, today: date) -> list[ShownCheck]:
    """Return the checks of a matter in the order of their phases."""
    return [_shown(one, is_chosen=chosen is not None and one.pk == chosen.pk, today=today) for one in checks]


def _shown(check: Check, *, is_chosen: bool, today: date) -> ShownCheck:
    given = check.rectification
    is_open = check.state == CheckState.PLANNED and not is_chosen
    return ShownCheck(
        label=check.get_phase_display(),
        tag=check_tag(check, today=today),
        when=when_of(check),
        who=check.checked_by,
        seen=as_written(check.seen),
        url=reverse("accountability_desk:supervision_check", args=[check.pk]) if is_open else "",
        rectification=(given.number, reverse("accountability_desk:rectification", args=[given.pk])) if given else None,
        is_chosen=is_chosen,
    )


def matter_meta(matter: Matter) -> Meta:
    """Return the facts under the title of a matter."""
    point = matter.point
    return [
        (_("Number"), matter.number),
        (_("Unit"), point.unit.name),
        (_("Point of risk"), as_written(f"{point.number} {point.post}")),
        (_("Responsible"), as_written(point.responsible)),
    ]


def title_of_check(check: Check) -> str:
    """Return what messages call a check."""
    return _("%(matter)s, %(phase)s") % {"matter": check.matter.name, "phase": check.get_phase_display()}


def check_queue_rows(keys: Collection[int], _person: Any, at: datetime) -> list[QueueRow]:
    """Return checks as rows of the queue."""
    today, working_days = today_of_due_days(at), calendar.load()
    rows = Check.objects.filter(pk__in=keys).select_related("matter__point__unit")
    return [
        QueueRow(
            pk=one.pk,
            verb="find_right",
            title=title_of_check(one),
            url=reverse("accountability_desk:supervision_check", args=[one.pk]),
            unit=one.matter.point.unit.name,
            step=CHECK.verb("find_right").waiting,
            number=one.audit_number(),
            due=task_words(one.due, today=today, working_days=working_days),
        )
        for one in rows
    ]
