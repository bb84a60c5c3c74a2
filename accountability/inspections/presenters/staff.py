"""Inspections as the desk shows them: rows of lists, cards of findings, and who was visited."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, npgettext, pgettext

from accountability.inspections.enums import COUNTED, DONE, OPEN, FindingState, InspectionState
from accountability.inspections.models import Finding, FindingPhoto, Inspection, UnitVisit
from accountability.inspections.queries import inspections as queries
from accountability.inspections.queries.inspections import Person
from accountability.inspections.workflow import FINDING, INSPECTION
from accountability.rectification import presenters as rectifications
from accountability.rectification.enums import RectificationState
from accountability.rectification.presenters import Stage
from portal.accounts.models import Unit
from portal.core import calendar, dates
from portal.core.components import File, Tag
from portal.core.demonstration import today_of_due_days
from portal.core.money import format_money
from portal.core.texts import comma, joint
from portal.desk.queue import task_words
from portal.desk.registry import QueueRow, TallyFigure

_STATE_KINDS = {
    InspectionState.PLANNED: "",
    InspectionState.UNDER_WAY: "live",
    InspectionState.CLOSED: "done",
    InspectionState.CANCELLED: "",
}


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """An inspection in the list."""

    url: str
    title: str
    number: str
    note: str
    visits: int
    found: int
    done: int
    overdue: int
    state: Tag


def inspection_rows(found: Iterable[Inspection]) -> list[InspectionRow]:
    """Return inspections as rows; they come from `queries.inspections_of`, which counts."""
    return [
        InspectionRow(
            url=page_of(one),
            title=one.title,
            number=one.number,
            note=comma().join([str(one.get_kind_display()), dates.date_range(one.begins, one.ends)]),
            visits=one.visit_count,  # type: ignore[attr-defined]
            found=one.found_count,  # type: ignore[attr-defined]
            done=one.done_count,  # type: ignore[attr-defined]
            overdue=one.overdue_count,  # type: ignore[attr-defined]
            state=state_tag(one),
        )
        for one in found
    ]


def page_of(inspection: Inspection) -> str:
    """Return the address of an inspection's page."""
    return reverse("accountability_desk:inspection", args=[inspection.pk])


def state_tag(inspection: Inspection) -> Tag:
    """Return where an inspection stands."""
    state = InspectionState(inspection.state)
    return Tag(str(state.label), _STATE_KINDS[state])


def tags(inspection: Inspection) -> list[Tag]:
    """Return where an inspection stands, and of what kind it is."""
    return [state_tag(inspection), Tag(str(inspection.get_kind_display()))]


def meta(inspection: Inspection) -> list[tuple[str, str]]:
    """Return the facts under the title of an inspection."""
    team = joint().join(one.name for one in inspection.team.all())  # type: ignore[attr-defined]
    items = [
        (_("Number"), inspection.number),
        (_("When"), dates.date_range(inspection.begins, inspection.ends)),
        (_("Team"), team),
        (_("Basis"), inspection.basis),
        (_("Closed on"), dates.full_date(inspection.closed_on) if inspection.closed_on else ""),
    ]
    return [(term, value) for term, value in items if value]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph of a finding, small, with where the whole stands."""

    small_url: str
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with a finding, on a page of its own."""

    url: str
    label: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding that is not put right, for `accountability/inspections/desk/_card.html`."""

    url: str
    title: str
    tags: Sequence[Tag]
    facts: Sequence[tuple[str, str]]
    responsible: str
    supervising: str
    course: Sequence[Stage]
    note: str
    photo: Photo | None
    photo_note: str
    acts: Sequence[Act]


def finding_url(finding: Finding) -> str:
    """Return the address of a finding's page."""
    return reverse("accountability_desk:finding", args=[finding.pk])


def title_of(finding: Finding) -> str:
    """Return what is wrong in a line."""
    return rectifications.first_sentence(finding.text)


def finding_tags(finding: Finding, today: date) -> list[Tag]:
    """Return where a finding stands."""
    row = finding.rectification
    if finding.state == FindingState.NOTICED and row is not None:
        return rectifications.tags(row, today)
    state = FindingState(finding.state)
    kinds = {FindingState.FOUND: "warn", FindingState.SETTLED: "done", FindingState.CLOSED: "done"}
    found = [Tag(str(state.label), kinds.get(state, ""))]
    if row is not None and row.closed_late:
        found.append(Tag(_("Closed late"), "warn"))
    return found


def facts(finding: Finding) -> list[tuple[str, str]]:
    """Return number, unit, kind with amount, and place of a finding."""
    amount = finding.amount
    kind = str(finding.get_kind_display())
    words = _("%(kind)s, %(amount)s yuan") % {"kind": kind, "amount": format_money(amount)} if amount else kind
    return [
        (_("Number"), _("No. %(number)d") % {"number": finding.number}),
        (_("Unit"), finding.unit.name),
        (_("Kind"), words),
        (_("Place"), finding.place),
    ]


def course(finding: Finding, today: date) -> list[Stage]:
    """Return the way of a finding; none where it was settled on the spot or withdrawn."""
    row = finding.rectification
    if row is not None:
        return rectifications.course(row, today, found_on=finding.found_on)
    return rectifications.course_before_notice(finding.found_on) if finding.state == FindingState.FOUND else []


def cards(findings: Iterable[Finding], *, gives: bool, today: date) -> list[FindingCard]:
    """Return the findings that are not put right as cards.

    Args:
        gives: Whether the reader gives notices.
    """
    return [_card(one, gives=gives, today=today) for one in findings if one.state in OPEN]


def _card(finding: Finding, *, gives: bool, today: date) -> FindingCard:
    row, shown = finding.rectification, photos_of(finding)
    warned = rectifications.warning(row, today) if row is not None else None
    count = ngettext("%(count)d photograph", "%(count)d photographs", len(shown)) % {"count": len(shown)}
    return FindingCard(
        url=finding_url(finding),
        title=title_of(finding),
        tags=finding_tags(finding, today),
        facts=facts(finding),
        responsible=row.responsible if row else "",
        supervising=row.supervising if row else "",
        course=course(finding, today),
        note=_("%(title)s. %(text)s") % {"title": warned.title, "text": warned.text} if warned else "",
        photo=shown[0] if shown else None,
        photo_note=_("%(photographs)s, %(day)s") % {"photographs": count, "day": dates.day(finding.found_on)},
        acts=acts(finding, gives=gives, today=today),
    )


def acts(finding: Finding, *, gives: bool, today: date) -> list[Act]:
    """Return what comes next for a finding that is not put right: each on a page of its own."""
    row = finding.rectification
    if row is None:
        if not gives or finding.state != FindingState.FOUND:
            return []
        url = reverse("accountability_desk:inspection_notice", args=[finding.visit.inspection_id])
        return [Act(f"{url}?unit={finding.unit.code}", _("Give notice"), is_main=True)]
    page = reverse("accountability_desk:rectification", args=[row.pk])
    paper = Act(reverse("accountability_desk:rectification_notice", args=[row.pk]), _("Notice to put it right (PDF)"))
    if row.state == RectificationState.REPORTED:
        return [Act(page, pgettext("button", "Check again, enter the result"), is_main=True), paper]
    if gives and rectifications.days_late(row, today):
        return [Act(page, _("Press for it, or set another day"), is_main=True), paper]
    return [Act(page, _("What was asked for")), paper]


def photos_of(finding: Finding) -> list[Photo]:
    """Return the photographs of a finding."""
    found: Iterable[FindingPhoto] = finding.photos.all()
    return [
        Photo(
            reverse("accountability_desk:finding_photo_small", args=[one.pk]),
            reverse("accountability_desk:finding_photo", args=[one.pk]),
            _("Photograph %(place)d of finding no. %(number)d") % {"place": place, "number": finding.number},
        )
        for place, one in enumerate(found, 1)
    ]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in a list."""

    url: str
    title: str
    number: str
    unit: str
    kind: str
    due: str
    tag: Tag


def finding_rows(found: Iterable[Finding], *, today: date) -> list[FindingRow]:
    """Return findings as rows."""
    return [
        FindingRow(
            url=finding_url(one),
            title=title_of(one),
            number=_("%(year)d, no. %(number)d") % {"year": one.year, "number": one.number},
            unit=one.unit.name,
            kind=str(one.get_kind_display()),
            due=_day_of(one),
            tag=finding_tags(one, today)[0],
        )
        for one in found
    ]


def _day_of(finding: Finding) -> str:
    """Return the day that counts in a list: when it was closed, or by when it is to be put right."""
    row = finding.rectification
    if row is None:
        return dates.full_date(finding.found_on)
    if row.closed_on:
        return dates.full_date(row.closed_on)
    return _("by %(day)s") % {"day": dates.full_date(row.due)}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of an inspection: when it was visited, what was found there, and what is still open."""

    name: str
    url: str = ""
    day: str = ""
    found: str = ""
    done: str = ""
    open_words: str = ""
    is_owed: bool = False
    record_url: str = ""


def unit_rows(
    inspection: Inspection, visits: Sequence[UnitVisit], findings: Sequence[Finding], *, records: bool, today: date
) -> list[UnitRow]:
    """Return the units of an inspection in the order of their codes.

    Args:
        records: Whether the reader records visits.
    """
    visited: dict[int, list[UnitVisit]] = defaultdict(list)
    found: dict[int, list[Finding]] = defaultdict(list)
    for visit in visits:
        visited[visit.unit_id].append(visit)
    for one in findings:
        if one.state in COUNTED:
            found[one.unit_id].append(one)
    planned: Iterable[Unit] = inspection.units.all()
    visit_url = reverse("accountability_desk:new_unit_visit", args=[inspection.pk]) if records else ""
    return [_unit_row(unit, visited[unit.pk], found[unit.pk], visit_url=visit_url, today=today) for unit in planned]


def _unit_row(
    unit: Unit, visits: Sequence[UnitVisit], findings: Sequence[Finding], *, visit_url: str, today: date
) -> UnitRow:
    if not visits:
        record_url = f"{visit_url}?unit={unit.code}" if visit_url else ""
        return UnitRow(unit.name, open_words=_("not visited"), record_url=record_url)
    open_ones = [one for one in findings if one.state in OPEN]
    late = [one for one in open_ones if one.rectification and rectifications.days_late(one.rectification, today)]
    return UnitRow(
        name=unit.name,
        url=reverse("accountability_desk:unit_visit", args=[visits[-1].pk]),
        day=joint().join(dates.month_day(one.day) for one in visits),
        found=str(len(findings)) if findings else _("none found"),
        done=str(len(findings) - len(open_ones)) if findings else "",
        open_words=_still_open(len(findings), len(open_ones), len(late)),
        is_owed=bool(late),
    )


def _still_open(found: int, still_open: int, late: int) -> str:
    if late:
        return npgettext("of findings", "%(count)d overdue", "%(count)d overdue", late) % {"count": late}
    if still_open:
        return ngettext("%(count)d open", "%(count)d open", still_open) % {"count": still_open}
    return _("all put right") if found else ""


def tally(inspection: Inspection, findings: Sequence[Finding], visits: int, today: date) -> list[TallyFigure]:
    """Return the figures above an inspection, each leading to its rows."""
    counted = [one for one in findings if one.state in COUNTED]
    rows = [one.rectification for one in counted if one.state == FindingState.NOTICED and one.rectification]
    late = sum(1 for row in rows if rectifications.days_late(row, today))
    to_check = sum(1 for row in rows if row.state == RectificationState.REPORTED)
    waiting = sum(1 for one in counted if one.state == FindingState.FOUND)
    done = sum(1 for one in counted if one.state in DONE)
    url = f"{reverse('accountability_desk:findings')}?inspection={inspection.pk}"
    figures = [
        TallyFigure(_("Overdue"), late, f"{url}&outcome=overdue", owed=bool(late)),
        TallyFigure(_("To be checked again"), to_check, f"{url}&outcome=to_check"),
        TallyFigure(_("Being put right"), len(rows) - late - to_check, f"{url}&outcome=being_put_right"),
        TallyFigure(pgettext("of findings", "Put right"), done, f"{url}&outcome=done"),
        TallyFigure(_("Findings"), len(counted), url),
        TallyFigure(_("Visits"), visits, f"{reverse('accountability_desk:unit_visits')}?inspection={inspection.pk}"),
    ]
    if waiting:
        figures.insert(0, TallyFigure(_("No notice given yet"), waiting, f"{url}&outcome=found", owed=True))
    return figures


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in the list."""

    url: str
    unit: str
    day: date
    inspection: str
    people: str
    found: str


def visit_rows(found: Iterable[UnitVisit]) -> list[VisitRow]:
    """Return visits as rows; they come from `queries.visits_of`, which counts."""
    return [
        VisitRow(
            url=reverse("accountability_desk:unit_visit", args=[one.pk]),
            unit=one.unit.name,
            day=one.day,
            inspection=one.inspection.title,
            people=joint().join(person.name for person in one.people.all()),  # type: ignore[attr-defined]
            found=str(one.found_count or _("none found")),  # type: ignore[attr-defined]
        )
        for one in found
    ]


def visit_meta(visit: UnitVisit) -> list[tuple[str, str]]:
    """Return the facts under the title of a visit."""
    return [
        (_("Day"), dates.full_date(visit.day)),
        (pgettext("of a visit", "Place"), visit.place),
        (_("Who went"), joint().join(one.name for one in visit.people.all())),  # type: ignore[attr-defined]
    ]


def source_file(finding: Finding) -> File | None:
    """Return where what was asked for stands; None where no notice was given."""
    row = finding.rectification
    return File(reverse("accountability_desk:rectification", args=[row.pk]), row.number) if row else None


def inspection_queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return inspections as rows of the queue."""
    today, known = today_of_due_days(at), calendar.load()
    verbs: Mapping[str, str] = {InspectionState.PLANNED: "begin"}
    return [
        QueueRow(
            pk=one.pk,
            verb=(verb := verbs.get(one.state, "close")),
            title=one.title,
            url=page_of(one),
            unit=one.town.name,
            step=INSPECTION.verb(verb).waiting,
            number=one.number,
            due=task_words(one.begins if verb == "begin" else one.ends, today=today, working_days=known),
        )
        for one in queries.inspections_of(person, at).filter(pk__in=pks)
    ]


def finding_queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return findings of which notice is to be given as rows of the queue."""
    return [
        QueueRow(
            pk=one.pk,
            verb="notice",
            title=title_of(one),
            url=finding_url(one),
            unit=one.unit.name,
            step=FINDING.verb("notice").waiting,
            number=one.audit_number(),
        )
        for one in queries.findings_of(person, at).filter(pk__in=pks)
    ]
