"""What assessment tells of a year: counts of rows, each of which the desk can list."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from accountability.assessment.enums import PUBLIC, WITH_GRADE, ConsequenceKind, Grade, ObjectionState
from accountability.assessment.models import Assessment, Consequence, Objection, QuarterlyCheck
from portal.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class AssessmentYearFigures:
    """The assessment of a year in figures. The desk lists the rows at `/desk/assessments/<town>/<year>/`.

    Attributes:
        units: Units assessed; without an address of its own, the whole list.
        graded: Units whose grade is decided: `?state=` decided, published or final.
        grades: How many of each grade: `?grade=`.
        vetoed: Units whose grade a veto decided: `?vetoed=true`.
        published: Units whose result stands published: `?state=` published or final.
        checks: Quarterly checks made; on the pages of the units.
        objections: Objections received, and those upheld; listed at `/desk/objections/`.
        rewards: Rewards recorded, and sanctions; on the pages of the units.
    """

    units: int
    graded: int
    grades: dict[Grade, int]
    vetoed: int
    published: int
    checks: int
    objections: int
    upheld: int
    rewards: int
    sanctions: int


def of_year(town: Unit, year: int, *, at: datetime) -> AssessmentYearFigures:  # noqa: ARG001  # as every room's
    """Return the figures of the assessment of a year."""
    rows = Assessment.objects.filter(of_year__town=town, of_year__year=year).order_by()
    told = list(rows.values_list("state", "grade", "is_vetoed"))
    grades = Counter(Grade(grade) for state, grade, _vetoed in told if state in WITH_GRADE)
    objections = Counter(Objection.objects.filter(assessment__in=rows.values("pk")).values_list("state", flat=True))
    consequences = Counter(Consequence.objects.filter(assessment__in=rows.values("pk")).values_list("kind", flat=True))
    return AssessmentYearFigures(
        units=len(told),
        graded=grades.total(),
        grades=dict(grades),
        vetoed=sum(1 for state, _grade, vetoed in told if vetoed and state in WITH_GRADE),
        published=sum(1 for state, _grade, _vetoed in told if state in PUBLIC),
        checks=QuarterlyCheck.objects.filter(assessment__in=rows.values("pk")).count(),
        objections=objections.total(),
        upheld=objections[ObjectionState.UPHELD],
        rewards=consequences[ConsequenceKind.REWARD],
        sanctions=consequences[ConsequenceKind.SANCTION],
    )


def units_in_year(town: Unit, year: int, *, at: datetime) -> dict[int, Grade]:  # noqa: ARG001  # as every room's
    """Return the grade of each unit whose grade of a year is decided, by the key of the unit."""
    rows = Assessment.objects.filter(of_year__town=town, of_year__year=year, state__in=WITH_GRADE).order_by()
    return {unit: Grade(grade) for unit, grade in rows.values_list("unit", "grade")}
