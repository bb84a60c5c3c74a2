"""The steps of an assessment, from the self-score to its end."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.assessment.actions.checks import optional_text, public_text
from accountability.assessment.enums import MAX_TEXT_LENGTH, OBJECTION_DAYS, RESULT, Grade, ObjectionState, Scheme
from accountability.assessment.models import Assessment, ResultEdition
from accountability.assessment.policies import STEPS
from accountability.assessment.queries.assessments import parts_of, proposed, score_of
from accountability.assessment.queries.published import canonical
from accountability.assessment.queries.search import search_document
from accountability.assessment.rules import scoring
from accountability.assessment.workflow import ASSESSMENT
from portal.accounts.models import User
from portal.core import calendar, pages, publication_log, search
from portal.core.demonstration import today_of_due_days
from portal.core.models import LogKind
from portal.core.refusals import Refused
from portal.core.workflow import step

RELATED = ("of_year__town", "of_year__table", "unit__parent")
"""What a step looks at besides the assessment."""


def self_score(
    *,
    actor: User,
    assessment: Assessment,
    points: Sequence[Decimal],
    at: datetime,
    texts: Sequence[str] = (),
    bonus: Decimal = Decimal(0),
    text: str = "",
    seen: int | None = None,
) -> Assessment:
    """Hand in what the unit gives itself: points for each item in order, with what it says of them, and bonus.

    Raises:
        NotAllowed: The actor does not answer for the unit.
        Refused: An item has no points, or more than it can have.
    """

    def change(locked: Assessment) -> None:
        table = parts_of(locked.of_year.table)
        if len(points) != len(table.items):
            raise Refused(_("Write points for each item."))
        said = [*texts, *("" for _item in points[len(texts) :])]
        for item, given, about in zip(table.items, points, said, strict=True):
            if not 0 <= given <= item.points:
                told = {"item": item.title, "points": item.points}
                raise Refused(_("“%(item)s” has from 0 to %(points)s points.") % told, f"points_{item.number}")
            score = locked.item_scores.get(item=item)
            score.self_points = given.quantize(scoring.PLACE)
            score.self_text = optional_text(about, f"text_{item.number}")
            score.save()
        locked.self_bonus = min(bonus, locked.of_year.table.bonus_cap).quantize(scoring.PLACE)
        locked.self_points = (sum(points, scoring.NOTHING) + locked.self_bonus).quantize(scoring.PLACE)
        locked.self_text = optional_text(text, "text")
        locked.self_scored_by, locked.self_scored_at = actor, at

    return _take(actor, assessment, "self_score", change, seen=seen, at=at)


def go_without(
    *, actor: User, assessment: Assessment, reason: str, at: datetime, seen: int | None = None
) -> Assessment:
    """Let the team verify a unit that hands in no self-score, with the reason."""
    return _take(actor, assessment, "go_without", seen=seen, at=at, reason=reason)


def send_back(*, actor: User, assessment: Assessment, reason: str, at: datetime, seen: int | None = None) -> Assessment:
    """Send a self-score back to the unit, with the reason."""
    return _take(actor, assessment, "send_back", seen=seen, at=at, reason=reason)


def verify(
    *, actor: User, assessment: Assessment, at: datetime, gap_reason: str = "", seen: int | None = None
) -> Assessment:
    """Submit the verified points to the Party committee.

    Raises:
        Refused: An item is not verified, or the self-score is far from them and nobody says why.
    """

    def change(locked: Assessment) -> None:
        left = [one.item.number for one in locked.item_scores.filter(verified_at=None).select_related("item")]
        if left:
            told = {"items": ", ".join(map(str, sorted(left)))}
            raise Refused(_("Verify every item first. Still to verify: %(items)s.") % told)
        score = score_of(locked)
        limit = locked.of_year.table.gap_limit
        is_far = locked.self_points is not None and scoring.is_far_apart(locked.self_points, score.total, limit)
        locked.gap_reason = optional_text(gap_reason, "gap_reason")
        if is_far and not locked.gap_reason:
            told_limit = {"limit": limit}
            raise Refused(
                _("The self-score differs by more than %(limit)s points. Write why.") % told_limit, "gap_reason"
            )
        locked.points, locked.is_vetoed, locked.verified_by = score.total, score.is_vetoed, actor

    return _take(actor, assessment, "verify", change, seen=seen, at=at)


def decide(
    *,
    actor: User,
    assessment: Assessment,
    grade: Grade,
    at: datetime,
    reason: str = "",
    decided_on: date | None = None,
    seen: int | None = None,
) -> Assessment:
    """Decide the grade of a unit. Another grade than the rule's has a reason, and so has one after a veto.

    Args:
        decided_on: The day of the meeting; today unless it is said.

    Raises:
        Refused: The table does not have this grade, a veto asks for the last one, or the reason is missing.
    """

    def change(locked: Assessment) -> None:
        by_rule = proposed(locked.of_year)[locked.pk]
        grades = scoring.GRADES[Scheme(locked.of_year.table.scheme)]
        if grade not in grades:
            raise Refused(_("The scoring table does not have this grade."), "grade")
        if locked.is_vetoed and grade != grades[-1]:
            raise Refused(_("A veto applies: whatever the points, the grade is the last one."), "grade")
        locked.grade_reason = optional_text(reason, "reason")
        if (locked.is_vetoed or grade != by_rule) and not locked.grade_reason:
            raise Refused(_("Write why the grade is not the one its points give. It is published."), "reason")
        day = decided_on or timezone.localdate(at)
        if day > timezone.localdate(at):
            raise Refused(_("This day is still to come."), "decided_on")
        locked.grade, locked.decided_by, locked.decided_on = grade, actor, day

    return _take(actor, assessment, "decide", change, seen=seen, at=at)


def return_to_team(
    *, actor: User, assessment: Assessment, reason: str, at: datetime, seen: int | None = None
) -> Assessment:
    """Return the points to the team, with the reason."""

    def change(locked: Assessment) -> None:
        locked.points, locked.is_vetoed, locked.verified_by = None, False, None

    return _take(actor, assessment, "return", change, seen=seen, at=at, reason=reason)


def publish(*, actor: User, assessment: Assessment, at: datetime, seen: int | None = None) -> Assessment:
    """Publish the result: everybody reads it and can object for five working days; the publication log names it."""

    def change(locked: Assessment) -> None:
        number = locked.editions.count() + 1
        document = canonical(locked, number)
        day = timezone.localdate(at)
        locked.objections_until = calendar.load().add_working_days(day, OBJECTION_DAYS).date
        edition = ResultEdition.objects.create(
            assessment=locked,
            number=number,
            document=document,
            content_sha256=sha256(document.encode()).hexdigest(),
            published_by=actor,
            published_at=at,
            objections_until=locked.objections_until,
        )
        publication_log.append(
            kind=LogKind.PUBLICATION if number == 1 else LogKind.CORRECTION,
            subject_kind=RESULT,
            subject_number=locked.audit_number(),
            edition=number,
            content_sha256=edition.content_sha256,
            facts={"published_by": actor.name_zh, "objections_until": locked.objections_until.isoformat()},
            at=at,
        )
        search.put(search_document(locked))
        pages.bump()

    return _take(actor, assessment, "publish", change, seen=seen, at=at)


def reopen(*, actor: User, assessment: Assessment, reason: str, at: datetime) -> Assessment:
    """Let the team score again after an objection was upheld. What was published stays until it is published anew."""

    def change(locked: Assessment) -> None:
        locked.points, locked.is_vetoed, locked.verified_by = None, False, None
        locked.grade = locked.grade_reason = ""
        locked.decided_by = locked.decided_on = None
        pages.bump()

    return _take(actor, assessment, "reopen", change, seen=None, at=at, reason=reason)


def finish(*, actor: User, assessment: Assessment, at: datetime, seen: int | None = None) -> Assessment:
    """Close an assessment to which nobody can object any more.

    Raises:
        Refused: Objections can still be made, or one waits for an answer.
    """

    def change(locked: Assessment) -> None:
        if locked.objections_until is None or today_of_due_days(at) <= locked.objections_until:
            raise Refused(_("Objections can still be made."))
        if locked.objections.filter(state=ObjectionState.RECEIVED).exists():
            raise Refused(_("An objection waits for its answer."))
        pages.bump()

    return _take(actor, assessment, "finish", change, seen=seen, at=at)


def _take(
    actor: User,
    assessment: Assessment,
    verb: str,
    change: Callable[[Assessment], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Assessment:
    if reason:
        reason = public_text(reason, _("Write the reason."), "reason", MAX_TEXT_LENGTH)
    return step(
        actor=actor,
        subject=assessment,
        workflow=ASSESSMENT,
        verb=verb,
        policies=STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=RELATED,
    )
