"""Points as they are shown: item by item with what they come from, on the desk, in public and on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from accountability.assessment.enums import EntrySource, Grade, RuleKind
from accountability.assessment.models import Assessment, ItemScore, ScoreEntry
from accountability.assessment.queries.assessments import TableParts, entries_of, item_scores_of, pure_entry
from accountability.assessment.queries.published import Told, ToldCase
from accountability.assessment.rules import scoring
from portal.core.money import format_number


@dataclass(frozen=True, slots=True)
class ShownCase:
    """What cost points or gave a bonus.

    Attributes:
        source: Where it is written; `url` where that is read.
        note: Why it was changed, or which check found it.
        correct_url: Where it is corrected, for whoever may.
    """

    text: str
    points: str
    source: str = ""
    url: str = ""
    is_counted: bool = False
    note: str = ""
    correct_url: str = ""


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with what is left of it; `verify_url` where it waits to be verified by the reader."""

    number: int
    title: str
    standard: str
    points: str
    self_points: str
    self_text: str
    score: str
    cases: tuple[ShownCase, ...]
    verified: str = ""
    verify_url: str = ""
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class ShownVeto:
    """A veto rule, and what applies of it; empty where nothing does."""

    rule: str
    cases: tuple[ShownCase, ...]


@dataclass(frozen=True, slots=True)
class ShownPoints:
    """All points of a unit. What the reader may not see is empty, and `has_score` false."""

    items: tuple[ShownItem, ...]
    bonus: tuple[ShownCase, ...]
    vetoes: tuple[ShownVeto, ...]
    full: str
    self_subtotal: str
    subtotal: str
    self_bonus: str
    bonus_points: str
    bonus_cap: str
    self_total: str
    total: str
    grade_by_points: str
    grade_by_rule: str
    is_vetoed: bool
    has_score: bool = True


def written(points: Decimal | None) -> str:
    """Write points with one place; nothing where there are none."""
    return "" if points is None else format_number(points, 1)


def lost(points: Decimal) -> str:
    """Write points that are deducted."""
    return written(-points) if points else "0"


def of_assessment(
    assessment: Assessment, parts: TableParts, *, has_score: bool, enters: bool = False, verifies: bool = False
) -> ShownPoints:
    """Return the points of an assessment as they are now; without the team's, where somebody may not read them."""
    entries = list(entries_of(assessment)) if has_score else []
    score = scoring.score(parts.pure, map(pure_entry, entries))
    own = {one.item_id: one for one in item_scores_of(assessment)}
    results = {one.number: one for one in score.items}
    counted = {rule.item_id for rule in parts.rules if rule.measure}
    items = tuple(
        _item(
            own[item.pk],
            written(results[item.number].score) if has_score else "",
            tuple(_case(one, enters=enters) for one in entries if one.rule.item_id == item.pk),
            verifies=verifies,
            has_score=has_score,
            is_counted=item.pk in counted,
        )
        for item in parts.items
    )
    own_points = [one.self_points for one in own.values() if one.self_points is not None]
    is_scored = assessment.self_points is not None
    return ShownPoints(
        items=items,
        bonus=tuple(_case(one, enters=enters) for one in entries if one.rule.kind == RuleKind.BONUS),
        vetoes=tuple(
            ShownVeto(
                rule.text, tuple(_case(one, enters=enters) for one in entries if one.rule_id == rule.pk and one.cases)
            )
            for rule in parts.of_kind(RuleKind.VETO)
        ),
        full=_whole(sum((item.points for item in parts.items), scoring.NOTHING)),
        self_subtotal=written(sum(own_points, scoring.NOTHING)) if is_scored else "",
        subtotal=written(score.subtotal) if has_score else "",
        self_bonus=written(assessment.self_bonus) if is_scored else "",
        bonus_points=written(score.bonus) if has_score else "",
        bonus_cap=_whole(parts.row.bonus_cap),
        self_total=written(assessment.self_points),
        total=written(score.total) if has_score else "",
        grade_by_points=str(scoring.grade_by_points(parts.pure, score.total).label) if has_score else "",
        grade_by_rule=_by_rule(parts, score) if has_score else "",
        is_vetoed=score.is_vetoed,
        has_score=has_score,
    )


def _by_rule(parts: TableParts, score: scoring.Score) -> str:
    return str(scoring.grade_by_rule(parts.pure, score.total, is_vetoed=score.is_vetoed).label)


def _whole(points: Decimal) -> str:
    return f"{points.normalize():f}"


def _item(
    own: ItemScore, score: str, cases: tuple[ShownCase, ...], *, verifies: bool, has_score: bool, is_counted: bool
) -> ShownItem:
    item, is_verified = own.item, own.verified_at is not None
    verified = ""
    if has_score and own.verified_by:
        verified = _("Verified by %(name)s") % {"name": own.verified_by.name}
    return ShownItem(
        number=item.number,
        title=item.title,
        standard=item.standard,
        points=_whole(item.points),
        self_points=written(own.self_points),
        self_text=own.self_text,
        score=score,
        cases=cases,
        verified=verified,
        verify_url=reverse("accountability_desk:assessment_verify_item", args=[own.assessment_id, item.pk])
        if verifies and not is_verified
        else "",
        is_counted=is_counted,
    )


def _case(entry: ScoreEntry, *, enters: bool) -> ShownCase:
    rule = entry.rule
    points = rule.points * entry.cases
    is_counted = entry.source == EntrySource.MEASURED
    notes = []
    if entry.check_of:
        notes.append(_("check of quarter %(quarter)d") % {"quarter": entry.check_of.quarter})
    if entry.why:
        notes.append(_("changed: %(why)s") % {"why": entry.why})
    return ShownCase(
        text=entry.text,
        points=_signed(RuleKind(rule.kind), points),
        source=entry.source_number or str(EntrySource(entry.source).label),
        url=entry.source_url,
        is_counted=is_counted,
        note=_joint().join(notes),
        correct_url=reverse("accountability_desk:assessment_correct", args=[entry.pk]) if enters else "",
    )


def _joint() -> str:
    return pgettext("between two notes on a line", "; ")


def _signed(kind: RuleKind, points: Decimal) -> str:
    if kind == RuleKind.VETO:
        return ""
    return lost(points) if kind == RuleKind.DEDUCTION else f"+{written(points)}"


def of_told(told: Told) -> ShownPoints:
    """Return the points of a published result."""
    own = [item.self_points for item in told.items if item.self_points is not None]
    self_subtotal = sum(own, scoring.NOTHING) if told.self_total is not None else None
    return ShownPoints(
        items=tuple(
            ShownItem(
                number=item.number,
                title=item.title,
                standard=item.standard,
                points=_whole(item.points),
                self_points=written(item.self_points),
                self_text="",
                score=written(item.score),
                cases=_told_cases(item.cases, RuleKind.DEDUCTION),
            )
            for item in told.items
        ),
        bonus=_told_cases(told.bonus, RuleKind.BONUS),
        vetoes=tuple(ShownVeto(veto.rule, (ShownCase(veto.text, ""),) if veto.applies else ()) for veto in told.vetoes),
        full=_whole(sum((item.points for item in told.items), scoring.NOTHING)),
        self_subtotal=written(self_subtotal),
        subtotal=written(told.subtotal),
        self_bonus=written(
            None if self_subtotal is None or told.self_total is None else told.self_total - self_subtotal
        ),
        bonus_points=written(told.bonus_points),
        bonus_cap="",
        self_total=written(told.self_total),
        total=written(told.total),
        grade_by_points=str(told.grade_by_points.label),
        grade_by_rule=str(told.grade.label),
        is_vetoed=told.is_vetoed,
    )


def _told_cases(cases: Iterable[ToldCase], kind: RuleKind) -> tuple[ShownCase, ...]:
    return tuple(
        ShownCase(
            text=case.text or case.rule,
            points=_signed(kind, case.points) if case.points is not None else "",
            source=str(EntrySource(case.source).label),
            is_counted=case.source == EntrySource.MEASURED,
            note=_("changed: %(why)s") % {"why": case.why} if case.why else "",
        )
        for case in cases
    )


def grade_tag_kind(grade: str) -> str:
    """Return the kind of tag of a grade: the last of a scheme is what is owed."""
    return "owed" if grade in (Grade.FAILING, Grade.UNSATISFACTORY) else ""


def veto_words(points: ShownPoints) -> str:
    """Return what applies of the veto rules, in a sentence for the head of a page."""
    return _joint().join(case.text for veto in points.vetoes for case in veto.cases)


def numbers_of_vetoes(points: ShownPoints) -> Sequence[int]:
    """Return which veto rules apply."""
    return [number for number, veto in enumerate(points.vetoes, start=1) if veto.cases]
