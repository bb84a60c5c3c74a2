"""Assessments on the desk: the year of all units, one unit, objections and scoring tables."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.assessment.enums import (
    PUBLIC,
    WITH_GRADE,
    AssessmentState,
    ConsequenceKind,
    EntrySource,
    Grade,
    MeasureKey,
    ObjectionState,
    RuleKind,
)
from accountability.assessment.models import (
    Assessment,
    AssessmentYear,
    Consequence,
    Objection,
    QuarterlyCheck,
    ScoringTable,
    TableRule,
)
from accountability.assessment.presenters.points import ShownPoints, grade_tag_kind, written
from accountability.assessment.queries.assessments import WAITS_FOR, Person, TableParts, objections_seen_by, seen_by
from accountability.assessment.queries.published import page_of, title_of
from accountability.assessment.rules import scoring
from accountability.inspections.models import Finding
from accountability.rectification.models import Rectification
from portal.accounts.models import User
from portal.core import calendar, dates
from portal.core.components import Tag
from portal.core.demonstration import today_of_due_days
from portal.core.texts import comma, joint
from portal.desk.queue import task_words
from portal.desk.registry import Due, QueueRow, TallyFigure


@dataclass(frozen=True, slots=True)
class YearRow:
    """A unit in the list of a year."""

    url: str
    unit: str
    state: Tag
    verified: str
    self_points: str
    points: str
    grade: Tag | None
    public_url: str


def year_rows(rows: Iterable[Assessment]) -> list[YearRow]:
    """Return the units of a year as rows, each with what its reader may see: rows have `has_points`."""
    return [_year_row(row) for row in rows]


def _year_row(row: Assessment) -> YearRow:
    state = AssessmentState(row.state)
    reads = bool(getattr(row, "has_points", False))
    items, done = getattr(row, "items", 0), getattr(row, "verified_items", 0)
    shows_grade = row.grade and state in WITH_GRADE and (reads or state in PUBLIC)
    is_being_verified = reads and state == AssessmentState.SELF_SCORED
    return YearRow(
        url=reverse("accountability_desk:assessment", args=[row.pk]),
        unit=row.unit.name,
        state=Tag(str(state.label), "done" if state == AssessmentState.FINAL else ""),
        verified=_("%(done)d of %(items)d items verified") % {"done": done, "items": items}
        if is_being_verified
        else "",
        self_points=written(row.self_points),
        points=written(row.points) if reads or state in PUBLIC else "",
        grade=Tag(str(Grade(row.grade).label), grade_tag_kind(row.grade)) if shows_grade else None,
        public_url=page_of(row) if state in PUBLIC else "",
    )


def year_figures(rows: Sequence[Assessment], here: str) -> list[TallyFigure]:
    """Return how many units of a year stand where; each figure leads to its rows."""
    return [
        TallyFigure(state.label, count, f"{here}&state={state.value}")
        for state in AssessmentState
        if (count := sum(1 for row in rows if row.state == state))
    ]


def year_meta(year: AssessmentYear, team: Iterable[User]) -> list[tuple[str, str]]:
    """Return by which table a year is assessed, and by whom."""
    items = [
        (_("Scoring table"), year.table.name),
        (pgettext("of an assessment", "Team"), joint().join(one.name for one in team)),
    ]
    return [*items, (_("Note"), year.note)] if year.note else items


@dataclass(frozen=True, slots=True)
class LoopStep:
    """Where an assessment is in its course, for `components/loop.html`."""

    title: str
    text: str
    current: bool


def course(row: Assessment, points: ShownPoints, checks: int) -> list[LoopStep]:
    """Return where an assessment stands, step by step."""
    state = AssessmentState(row.state)
    by_whom = ""
    if row.self_scored_at and row.self_scored_by:
        by_whom = dates.day(row.self_scored_at) + comma() + row.self_scored_by.name
    open_items = sum(1 for item in points.items if not item.verified)
    verified = ""
    if points.has_score:
        verified = (
            _("All items verified")
            if not open_items
            else ngettext("%(count)d item to verify", "%(count)d items to verify", open_items) % {"count": open_items}
        )
    until = _("until %(day)s") % {"day": dates.day(row.objections_until)} if row.objections_until else ""
    is_public = state in PUBLIC
    return [
        LoopStep(pgettext("course of an assessment", "Self-score"), by_whom, state == AssessmentState.OPENED),
        LoopStep(
            pgettext("course of an assessment", "Quarterly checks"),
            ngettext("%(count)d check", "%(count)d checks", checks) % {"count": checks} if points.has_score else "",
            current=False,
        ),
        LoopStep(pgettext("course of an assessment", "Team verifies"), verified, state == AssessmentState.SELF_SCORED),
        LoopStep(
            pgettext("course of an assessment", "Committee decides"),
            dates.day(row.decided_on) if row.decided_on and (points.has_score or is_public) else "",
            state == AssessmentState.VERIFIED,
        ),
        LoopStep(
            pgettext("course of an assessment", "Published"),
            until if is_public else "",
            state in (AssessmentState.DECIDED, AssessmentState.PUBLISHED),
        ),
    ]


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A quarterly check."""

    title: str
    day: str
    checkers: str
    text: str
    cases: tuple[str, ...]


def shown_checks(checks: Iterable[QuarterlyCheck]) -> list[ShownCheck]:
    """Return quarterly checks with what they found."""
    return [
        ShownCheck(
            title=quarter_name(check.quarter),
            day=dates.full_date(check.day),
            checkers=check.checkers,
            text=check.text,
            cases=tuple(f"{entry.text}（{entry.rule.text}）" for entry in check.entries.all()),
        )
        for check in checks
    ]


def quarter_name(number: int) -> str:
    """Return what a quarter is called."""
    return (_("First quarter"), _("Second quarter"), _("Third quarter"), _("Fourth quarter"))[number - 1]


@dataclass(frozen=True, slots=True)
class ShownObjection:
    """An objection as staff and the public read it."""

    url: str
    number: str
    state: Tag
    received: str
    text: str
    answer: str
    edition: int


def shown_objections(rows: Iterable[Objection], *, on_desk: bool) -> list[ShownObjection]:
    """Return objections with their answers."""
    kinds = {ObjectionState.UPHELD: "done", ObjectionState.RECEIVED: "warn"}
    return [
        ShownObjection(
            url=reverse("accountability_desk:assessment_objection", args=[row.pk]) if on_desk else "",
            number=row.audit_number(),
            state=Tag(str(ObjectionState(row.state).label), kinds.get(ObjectionState(row.state), "")),
            received=dates.full_date(row.received_on),
            text=row.text,
            answer=row.answer,
            edition=row.edition.number,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ShownConsequence:
    """A reward or a sanction."""

    kind: Tag
    text: str
    facts: str


def shown_consequences(rows: Iterable[Consequence]) -> list[ShownConsequence]:
    """Return rewards and sanctions."""
    return [
        ShownConsequence(
            kind=Tag(str(ConsequenceKind(row.kind).label), "owed" if row.kind == ConsequenceKind.SANCTION else "done"),
            text=row.text,
            facts=" · ".join((dates.full_date(row.day), row.decided_by, row.basis)),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ShownDemand:
    """What the unit must put right."""

    url: str
    number: str
    text: str
    state: str
    due: str


def shown_demands(rows: Iterable[Rectification]) -> list[ShownDemand]:
    """Return what an assessment asked the unit to put right."""
    return [
        ShownDemand(
            f"/desk/rectifications/{row.pk}/", row.number, row.text, row.get_state_display(), dates.full_date(row.due)
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding of an inspection, and where it is entered as a deduction, for whoever may."""

    url: str
    number: str
    text: str
    state: str
    enter_url: str


def shown_findings(rows: Iterable[Finding], subject: Assessment, *, enters: bool) -> list[ShownFinding]:
    """Return what inspections found at a unit, each with the entry that is proposed of it."""
    return [_finding(row, subject, enters=enters) for row in rows]


def _finding(row: Finding, subject: Assessment, *, enters: bool) -> ShownFinding:
    url, number = f"/desk/findings/{row.pk}/", row.audit_number()
    proposed = {"text": row.text[:300], "source": EntrySource.INSPECTION, "source_number": number, "source_url": url}
    entry = reverse("accountability_desk:assessment_entry", args=[subject.pk])
    return ShownFinding(
        url, number, row.text, row.get_state_display(), f"{entry}?{urlencode(proposed)}" if enters else ""
    )


def assessment_title(row: Assessment) -> str:
    """Return what an assessment is called."""
    return title_of(row)


def queue_rows(pks: Collection[int], person: User, at: datetime) -> list[QueueRow]:
    """Return assessments as rows of the queue."""
    return [
        QueueRow(
            pk=row.pk,
            verb=WAITS_FOR.get(AssessmentState(row.state), ""),
            title=title_of(row),
            url=reverse("accountability_desk:assessment", args=[row.pk]),
            unit=row.unit.name,
            step=str(AssessmentState(row.state).label),
            number=row.audit_number(),
            due=Due(note=dates.full_date(timezone.localdate(row.state_since))),
        )
        for row in seen_by(person, at).filter(pk__in=pks)
    ]


def objection_queue_rows(pks: Collection[int], person: User, at: datetime) -> list[QueueRow]:
    """Return objections as rows of the queue."""
    return objection_rows(objections_seen_by(person, at).filter(pk__in=pks), at)


def objection_rows(rows: Iterable[Objection], at: datetime) -> list[QueueRow]:
    """Return objections as rows of a list."""
    today, working = today_of_due_days(at), calendar.load()
    return [
        QueueRow(
            pk=row.pk,
            verb="uphold" if row.state == ObjectionState.RECEIVED else "",
            title=objection_title(row),
            url=reverse("accountability_desk:assessment_objection", args=[row.pk]),
            unit=row.assessment.unit.name,
            step=str(ObjectionState(row.state).label),
            number=row.audit_number(),
            due=task_words(row.due, today=today, working_days=working)
            if row.state == ObjectionState.RECEIVED
            else Due(note=dates.full_date(row.received_on)),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule of a scoring table, with where it is taken out."""

    text: str
    points: str
    measure: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class ShownTableItem:
    """An item of a scoring table, with where it is changed."""

    number: int
    title: str
    standard: str
    points: str
    rules: tuple[ShownRule, ...]
    change_url: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A scoring table."""

    row: ScoringTable
    items: tuple[ShownTableItem, ...]
    bonus: tuple[ShownRule, ...]
    vetoes: tuple[ShownRule, ...]
    full: str
    limits: list[tuple[str, str]]


def shown_table(parts: TableParts, *, keeps: bool) -> ShownTable:
    """Return a scoring table as its page shows it."""
    grades, named = parts.pure.limits, scoring.GRADES[parts.pure.scheme]
    limits = [
        (str(grade.label), _("from %(points)s points") % {"points": written(least)})
        for grade, least in zip(named, grades, strict=False)
    ]
    limits.append((str(named[-1].label), _("below that, or a veto")))
    limits.append((_("The best grade at most for"), _("%(share)d%% of the units") % {"share": parts.row.best_share}))
    limits.append((_("Bonus in a year at most"), written(parts.row.bonus_cap)))
    limits.append((_("Explain differences from the self-score above"), written(parts.row.gap_limit)))
    return ShownTable(
        row=parts.row,
        items=tuple(
            ShownTableItem(
                item.number,
                item.title,
                item.standard,
                written(item.points),
                tuple(_rule(rule, keeps=keeps) for rule in parts.of_item(item)),
                reverse("accountability_desk:scoring_item", args=[item.pk]) if keeps else "",
            )
            for item in parts.items
        ),
        bonus=tuple(_rule(rule, keeps=keeps) for rule in parts.of_kind(RuleKind.BONUS)),
        vetoes=tuple(_rule(rule, keeps=keeps) for rule in parts.of_kind(RuleKind.VETO)),
        full=written(sum((item.points for item in parts.items), scoring.NOTHING)),
        limits=limits,
    )


def _rule(rule: TableRule, *, keeps: bool) -> ShownRule:
    return ShownRule(
        rule.text,
        "" if rule.kind == RuleKind.VETO else written(rule.points),
        str(MeasureKey(rule.measure).label) if rule.measure else "",
        reverse("accountability_desk:scoring_rule_drop", args=[rule.pk]) if keeps else "",
    )


def reader_sees(person: Person, row: Assessment, *, has_score: bool) -> str:
    """Return why there are no points on the page, where there are none."""
    if has_score:
        return ""
    if row.state in PUBLIC:
        return _("The published result has the points the team verified.")
    return _("What the team verifies and the grade can be read here once the result is published.")


def objection_title(row: Objection) -> str:
    """Return what an objection is called."""
    return _("Objection to the assessment of %(unit)s") % {"unit": row.assessment.unit.name}


def rule_choices(parts: TableParts) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the rules that are entered by hand, in groups: by item, then bonus and vetoes."""
    groups = [(str(item), parts.of_item(item)) for item in parts.items]
    groups += [(str(kind.label), parts.of_kind(kind)) for kind in (RuleKind.BONUS, RuleKind.VETO)]
    named = [(label, [(str(rule.pk), _choice(rule)) for rule in found if not rule.measure]) for label, found in groups]
    return [(label, choices) for label, choices in named if choices]


def _choice(rule: TableRule) -> str:
    if rule.kind == RuleKind.VETO:
        return rule.text
    sign = "−" if rule.kind == RuleKind.DEDUCTION else "+"
    return f"{rule.text}（{sign}{written(rule.points)}）"
