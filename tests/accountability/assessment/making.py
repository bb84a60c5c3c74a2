"""Assessments for tests, made through the real actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from accountability.assessment.actions import entries, steps, tables, years
from accountability.assessment.enums import Grade, RuleKind
from accountability.assessment.models import Assessment, AssessmentYear, TableRule
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from tests.factories import UnitFactory, VillageFactory, person

JANUARY = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
"""Monday 5 January 2026, 10:00 in Shanghai."""
SELF = tuple(Decimal(points) for points in ("9", "10", "10", "16", "20", "18", "10"))
"""A self-score of 93.0 by the usual table."""


@dataclass
class Assessed:
    """A township whose units are assessed for 2025, and everybody who has to do with it."""

    town: Unit
    village: Unit
    other: Unit
    secretary: User
    member: User
    approver: User
    leader: User
    clerk: User
    head: User
    outsider: User
    administrator: User
    year: AssessmentYear

    @property
    def assessment(self) -> Assessment:
        """The assessment of the first village as it is now."""
        return Assessment.objects.get(of_year=self.year, unit=self.village)

    @property
    def another(self) -> Assessment:
        """The assessment of the other village as it is now."""
        return Assessment.objects.get(of_year=self.year, unit=self.other)

    def rule(self, kind: RuleKind, number: int) -> TableRule:
        """Return a rule of the table."""
        return TableRule.objects.get(table=self.year.table, kind=kind, number=number)


def assessed(at: datetime = JANUARY) -> Assessed:
    """Return a township with two villages, whose year 2025 is opened with the usual table."""
    town = UnitFactory()
    village, other = VillageFactory.create_batch(2, parent=town)
    secretary, member = person(Role.SECRETARY, town), person(Role.LAY_SUPERVISOR, town)
    tables.draft_table(actor=secretary, town=town, at=at)
    year = years.open_year(actor=secretary, town=town, year=2025, team=[secretary, member], at=at)
    return Assessed(
        town=town,
        village=village,
        other=other,
        secretary=secretary,
        member=member,
        approver=person(Role.APPROVER, town),
        leader=person(Role.LEADER, town),
        clerk=person(Role.CLERK, village),
        head=person(Role.HANDLER, village, is_head=True),
        outsider=person(Role.CLERK, other),
        administrator=person(Role.ADMINISTRATOR, town),
        year=year,
    )


def self_scored(made: Assessed, assessment: Assessment | None = None, at: datetime = JANUARY) -> Assessment:
    """Return an assessment whose unit has handed in its self-score."""
    row = assessment or made.assessment
    actor = made.clerk if row.unit_id == made.village.pk else made.outsider
    return steps.self_score(actor=actor, assessment=row, points=SELF, bonus=Decimal(2), at=at)


def entered(made: Assessed, kind: RuleKind, number: int, cases: int = 1, assessment: Assessment | None = None) -> None:
    """Enter cases of a rule."""
    entries.add_entry(
        actor=made.member,
        assessment=assessment or made.assessment,
        rule=made.rule(kind, number),
        cases=cases,
        text="考核组入户核对时发现",
        at=JANUARY,
    )


def verified(made: Assessed, assessment: Assessment | None = None, at: datetime = JANUARY) -> Assessment:
    """Return an assessment whose points are submitted."""
    row = assessment or made.assessment
    if row.state == "opened":
        row = self_scored(made, row, at)
    entries.verify_items(actor=made.member, assessment=row, at=at)
    return steps.verify(actor=made.secretary, assessment=row, gap_reason="自评没有计入检查发现的问题。", at=at)


def decided(made: Assessed, assessment: Assessment | None = None, at: datetime = JANUARY) -> Assessment:
    """Return an assessment whose grade is decided by the rule."""
    row = verified(made, assessment, at)
    grade = Grade.FAILING if row.is_vetoed else Grade.COMPETENT
    return steps.decide(actor=made.approver, assessment=row, grade=grade, reason="党委会议定。", at=at)


def published(made: Assessed, assessment: Assessment | None = None, at: datetime = JANUARY) -> Assessment:
    """Return an assessment whose result is published."""
    return steps.publish(actor=made.secretary, assessment=decided(made, assessment, at), at=at)


def later(days: int, since: datetime = JANUARY) -> datetime:
    """Return a moment some days later."""
    return since + timedelta(days=days)


def day(days: int = 0) -> date:
    """Return a day counted from the one on which results are published."""
    return later(days).date()
