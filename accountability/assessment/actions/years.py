"""A year of assessment: opened for all units at once; counted, decided, published and closed for many."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.assessment.actions import entries, steps
from accountability.assessment.enums import FULL_POINTS, AssessmentState
from accountability.assessment.models import Assessment, AssessmentYear, ItemScore, ScoringTable
from accountability.assessment.policies import ENTERS, KEEPS_TABLES_OF, RUNS_YEAR, STEPS
from accountability.assessment.queries.assessments import may_be_finished, parts_of, proposed
from accountability.assessment.queries.measured import counted, end_of
from accountability.assessment.workflow import ASSESSMENT
from portal.accounts.models import Unit, User
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain
from portal.core.workflow import create, lock, lock_seen

FIRST_YEAR, YEARS_AHEAD = 2000, 1


def open_year(
    *,
    actor: User,
    town: Unit,
    year: int,
    team: Sequence[User],
    at: datetime,
    table: ScoringTable | None = None,
    note: str = "",
) -> AssessmentYear:
    """Open the assessment of a year for all units of a township, by the newest scoring table unless one is named.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: It is open already, there is no table, its points are not 100, or there is nobody on the team.
    """
    if not KEEPS_TABLES_OF.allows(actor, town, at=at):
        raise NotAllowed(_("The discipline secretary opens the assessment of a year."))
    if not FIRST_YEAR <= year <= at.year + YEARS_AHEAD:
        raise Refused(_("Choose this year or one of the last."), "year")
    with transaction.atomic():
        lock(town)
        if AssessmentYear.objects.filter(town=town, year=year).exists():
            raise Refused(_("The assessment of this year is open already."), "year")
        used = _table_to_use(town, table, at)
        row = AssessmentYear.objects.create(
            town=town, year=year, table=used, note=plain(note), opened_by=actor, opened_at=at
        )
        _set_team(row, team)
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="open_year", at=at)
        for unit in Unit.objects.filter(parent=town, is_active=True).order_by("code"):
            _open(actor, row, unit, at)
    return row


def _table_to_use(town: Unit, table: ScoringTable | None, at: datetime) -> ScoringTable:
    """Return the table of a year, frozen from now on."""
    newest = table or ScoringTable.objects.filter(town=town).order_by("-edition").first()
    if newest is None or newest.town_id != town.pk:
        raise Refused(_("There is no scoring table yet. Begin one first."), "table")
    row = lock(newest)
    if sum(item.points for item in row.items.all()) != FULL_POINTS:
        raise Refused(_("The points of the items must add up to 100."), "table")
    if row.frozen_at is None:
        row.frozen_at = at
        row.save()
    return row


def _open(actor: User, year: AssessmentYear, unit: Unit, at: datetime) -> None:
    def complete(made: Assessment) -> None:
        ItemScore.objects.bulk_create(ItemScore(assessment=made, item=item) for item in year.table.items.all())

    create(
        actor=actor,
        parent=year,
        make=lambda locked: Assessment(of_year=locked, unit=unit),
        workflow=ASSESSMENT,
        verb="open",
        policies=STEPS,
        at=at,
        related=("town", "table"),
        complete=complete,
    )


def change_team(
    *,
    actor: User,
    year: AssessmentYear,
    team: Sequence[User],
    at: datetime,
    note: str = "",
    seen: int | None = None,
) -> AssessmentYear:
    """Change who is on the team of a year, and what is said of its visits.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: There is nobody on it.
    """
    with transaction.atomic():
        row = _run(actor, year, at, seen)
        row.note = plain(note)
        row.save()
        _set_team(row, team)
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="change_team", at=at)
    return row


def _set_team(year: AssessmentYear, team: Sequence[User]) -> None:
    if not team:
        raise Refused(_("Choose who is on the team."), "team")
    if any(not person.is_active for person in team):
        raise Refused(_("Somebody chosen may not sign in any more."), "team")
    year.team.set(team)


def count_year(*, actor: User, year: AssessmentYear, at: datetime) -> list[Assessment]:
    """Count anew what the portal counts by itself, for all units whose points are not submitted yet.

    Raises:
        NotAllowed: The actor enters nothing for any unit of this year.
    """
    with transaction.atomic():
        rows = list(ENTERS.permitted(actor, at=at).filter(of_year=year).select_related("unit__parent", "of_year"))
        if not rows:
            raise NotAllowed(_("There is nothing to count."))
        figures = counted([row.unit for row in rows], year.year, at=end_of(year.year, at))
        rules = [rule for rule in parts_of(year.table).rules if rule.measure]
        for row in rows:
            entries.write_counted(actor, row, rules, figures[row.unit_id], at)
            audit.write(actor=actor, subject=row, number=row.audit_number(), verb="count", at=at)
    return rows


def decide_year(*, actor: User, year: AssessmentYear, at: datetime, decided_on: date | None = None) -> list[Assessment]:
    """Decide the grade of every unit that waits for it by the rule; those with a veto are decided one by one.

    Raises:
        NotAllowed: The actor may not decide.
        Refused: There is none to decide by the rule.
    """
    with transaction.atomic():
        rows = STEPS["decides"].permitted(actor, at=at).filter(of_year=year, state=AssessmentState.VERIFIED)
        waiting = list(rows.filter(is_vetoed=False).select_related("of_year__table", "unit").order_by("unit__code"))
        if not waiting:
            raise Refused(_("There is no grade to decide by the rule."))
        grades = proposed(year)
        return [
            steps.decide(actor=actor, assessment=row, grade=grades[row.pk], decided_on=decided_on, at=at)
            for row in waiting
        ]


def publish_year(*, actor: User, year: AssessmentYear, at: datetime) -> list[Assessment]:
    """Publish every result of a year that is decided and not published yet.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: There is none to publish.
    """
    with transaction.atomic():
        row = _run(actor, year, at)
        row.save()
        waiting = row.assessments.filter(state=AssessmentState.DECIDED).select_related("of_year", "unit")
        found = list(waiting.order_by("unit__code"))
        if not found:
            raise Refused(_("There is no result to publish."))
        return [steps.publish(actor=actor, assessment=one, at=at) for one in found]


def finish_year(*, actor: User, year: AssessmentYear, at: datetime) -> list[Assessment]:
    """Close every assessment of a year to which nobody can object any more.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: There is none to close.
    """
    with transaction.atomic():
        row = _run(actor, year, at)
        row.save()
        found = list(may_be_finished(row.assessments.all(), at).select_related("of_year", "unit"))
        if not found:
            raise Refused(_("There is none to close: objections can still be made, or wait for an answer."))
        return [steps.finish(actor=actor, assessment=one, at=at) for one in found]


def _run(actor: User, year: AssessmentYear, at: datetime, seen: int | None = None) -> AssessmentYear:
    """Lock a year for a change that the caller saves."""
    if not RUNS_YEAR.allows(actor, year, at=at):
        raise NotAllowed(_("The discipline secretary runs the assessment of a year."))
    return lock_seen(year, seen, "town", "table")
