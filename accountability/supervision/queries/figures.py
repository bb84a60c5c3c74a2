"""What supervision tells of a year."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from accountability.supervision.enums import DONE, ENDED, CheckState, Origin
from accountability.supervision.models import Check, RiskPoint
from accountability.supervision.queries.points import is_overdue
from accountability.supervision.queries.things import of_origin, recovered
from accountability.supervision.rules import Recovered
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days


@dataclass(frozen=True, slots=True)
class SupervisionYear:
    """Figures of a year.

    Attributes:
        points: Points of risk of the year, ended ones too (`/desk/supervision/?year=`).
        areas: Areas they lie in.
        units: Units that have one.
        matters: Matters watched at them (`/desk/supervision/matters/?year=`).
        checks: Checks of these matters that were made; those below are among them.
        wrong: Checks that found something wrong; each gave a rectification.
        overdue: Checks that should have been made by now.
        sealed: Things sealed in the year (`/desk/supervision/things/?year=&origin=sealed`).
        sealed_ended: Those of them that were cleared away or handed back.
        money: What was to be recovered of the things sealed in the year, and what was.
        gifts: Gifts handed in in the year (`…?year=&origin=handed_in`).
        gifts_ended: Those of them that were cleared away or handed back.
    """

    points: int
    areas: int
    units: int
    matters: int
    checks: int
    wrong: int
    overdue: int
    sealed: int
    sealed_ended: int
    money: Recovered
    gifts: int
    gifts_ended: int


def of_year(town: Unit, year: int, *, at: datetime) -> SupervisionYear:
    """Return the figures of a year of a township."""
    points = RiskPoint.objects.filter(town=town, year=year).order_by()
    of_points = points.aggregate(
        points=Count("pk"), areas=Count("area", distinct=True), units=Count("unit", distinct=True)
    )
    of_checks = (
        Check.objects.filter(matter__point__town=town, matter__point__year=year)
        .order_by()
        .aggregate(
            matters=Count("matter", distinct=True),
            checks=Count("pk", filter=Q(state__in=DONE)),
            wrong=Count("pk", filter=Q(state=CheckState.WRONG)),
            overdue=Count("pk", filter=is_overdue(today_of_due_days(at))),
        )
    )
    sealed, gifts = (of_origin(town, year, one) for one in (Origin.SEALED, Origin.HANDED_IN))
    return SupervisionYear(
        **of_points,
        **of_checks,
        sealed=sealed.count(),
        sealed_ended=sealed.filter(state__in=ENDED).count(),
        money=recovered(sealed),
        gifts=gifts.count(),
        gifts_ended=gifts.filter(state__in=ENDED).count(),
    )


@dataclass(frozen=True, slots=True)
class SupervisedUnit:
    """Figures of one unit in a year: its points of risk, the checks made of them, and those overdue."""

    points: int
    checks: int
    overdue: int


def units_in_year(town: Unit, year: int, *, at: datetime) -> dict[int, SupervisedUnit]:
    """Return the figures of a year by the key of the unit; units without points are missing."""
    checks = "matters__checks__"
    rows = (
        RiskPoint.objects.filter(town=town, year=year)
        .order_by()
        .values("unit_id")
        .annotate(
            points=Count("pk", distinct=True),
            made=Count("matters__checks", filter=Q(**{f"{checks}state__in": DONE}), distinct=True),
            overdue=Count("matters__checks", filter=is_overdue(today_of_due_days(at), checks), distinct=True),
        )
    )
    return {row["unit_id"]: SupervisedUnit(row["points"], row["made"], row["overdue"]) for row in rows}
