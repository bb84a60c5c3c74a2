"""The verbs of assessment, and how its stories name what they did not make."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from accountability.assessment.actions import entries, follow_up, objections, steps, tables, years
from accountability.assessment.enums import EntrySource, Grade, RuleKind
from accountability.assessment.models import Assessment, AssessmentYear, ScoreEntry
from accountability.rectification import actions as rectifications
from portal.accounts.models import Unit, User
from portal.demo.verb import Verb


def open_assessment_year(
    *, actor: User, town: Unit, year: int, team: Sequence[User], note: str, at: datetime
) -> AssessmentYear:
    """Open the assessment of a year, with a scoring table first where there is none."""
    if not AssessmentYear.objects.filter(town=town).exists():
        tables.draft_table(actor=actor, town=town, at=at)
    return years.open_year(actor=actor, town=town, year=year, team=team, note=note, at=at)


def enter_score(
    *,
    actor: User,
    assessment: Assessment,
    kind: RuleKind,
    number: int,
    cases: int,
    text: str,
    at: datetime,
    quarter: int = 0,
    source: EntrySource = EntrySource.JUDGED,
    source_number: str = "",
    source_url: str = "",
) -> ScoreEntry:
    """Enter cases of a rule, named by its kind and number; where a quarter is named, of its check."""
    check = assessment.checks.get(quarter=quarter) if quarter else None
    return entries.add_entry(
        actor=actor,
        assessment=assessment,
        rule=assessment.of_year.table.rules.get(kind=kind, number=number),
        cases=cases,
        text=text,
        origin=entries.Origin(source=source, number=source_number, url=source_url, check=check),
        at=at,
    )


def correct_score(
    *, actor: User, assessment: Assessment, kind: RuleKind, number: int, cases: int, why: str, at: datetime
) -> ScoreEntry:
    """Correct the first entry of a rule."""
    entry = assessment.entries.filter(rule__kind=kind, rule__number=number).order_by("pk").first()
    if entry is None:
        raise LookupError(number)
    return entries.correct_entry(actor=actor, entry=entry, cases=cases, why=why, at=at)


def verify_points(*, actor: User, assessment: Assessment, at: datetime, gap_reason: str = "") -> Assessment:
    """Verify all items of a unit, and submit its points."""
    entries.verify_items(actor=actor, assessment=assessment, at=at)
    return steps.verify(actor=actor, assessment=assessment, gap_reason=gap_reason, at=at)


def decide_grade(
    *, actor: User, assessment: Assessment, grade: Grade, reason: str, decided_on: date, at: datetime
) -> Assessment:
    """Decide the grade of one unit."""
    return steps.decide(actor=actor, assessment=assessment, grade=grade, reason=reason, decided_on=decided_on, at=at)


VERBS: Mapping[str, Verb] = {
    "open assessment": Verb(open_assessment_year, "secretary"),
    "check quarter": Verb(entries.add_check, "secretary"),
    "enter score": Verb(enter_score, "secretary"),
    "correct score": Verb(correct_score, "secretary"),
    "score itself": Verb(steps.self_score, "clerk"),
    "count assessment": Verb(years.count_year, "secretary"),
    "verify points": Verb(verify_points, "secretary"),
    "decide grade": Verb(decide_grade, "approver"),
    "decide grades": Verb(years.decide_year, "approver"),
    "publish result": Verb(steps.publish, "secretary"),
    "publish results": Verb(years.publish_year, "secretary"),
    "register objection": Verb(objections.register, "secretary"),
    "uphold objection": Verb(objections.uphold, "secretary"),
    "dismiss objection": Verb(objections.dismiss, "secretary"),
    "close assessments": Verb(years.finish_year, "secretary"),
    "require after assessment": Verb(follow_up.require, "secretary"),
    "report after assessment": Verb(rectifications.report),
    "confirm after assessment": Verb(rectifications.confirm, "secretary"),
    "reward or sanction": Verb(follow_up.add_consequence, "secretary"),
}


def _assessment(number: str, _at: datetime) -> Assessment:
    _kind, year, unit = number.split("-", 2)
    rows = Assessment.objects.select_related("of_year__table", "of_year__town", "unit__parent")
    return rows.get(of_year__year=int(year), unit__code=unit)


def _year(number: str, _at: datetime) -> AssessmentYear:
    return AssessmentYear.objects.select_related("table", "town").get(year=int(number))


LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {Assessment: _assessment, AssessmentYear: _year}
