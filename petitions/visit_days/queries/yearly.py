"""The visit days of a year, as the yearly report on responsibility counts them."""

from django.db.models import QuerySet

from petitions.visit_days.enums import DayState
from petitions.visit_days.models import Promise, Reception, VisitDay
from portal.accounts.models import Unit


def held_in(town: Unit, year: int) -> QuerySet[VisitDay]:
    """Return the visit days of a year that were held, with their receivers."""
    rows = VisitDay.objects.filter(town=town, day__year=year, state=DayState.HELD)
    return rows.prefetch_related("receivers__person").order_by("day", "pk")


def received_in(town: Unit, year: int) -> QuerySet[Reception]:
    """Return who was received on visit days of a year, with the day and who received them."""
    rows = Reception.objects.filter(booking__day__town=town, booking__day__day__year=year)
    return rows.select_related("booking__day", "received_by").order_by("booking__day__day", "pk")


def promised_in(town: Unit, year: int) -> QuerySet[Promise]:
    """Return what leaders promised on visit days of a year, with who does it."""
    rows = Promise.objects.filter(reception__booking__day__town=town, reception__booking__day__day__year=year)
    return rows.select_related("reception__booking__day", "unit").order_by("due", "pk")
