"""The opinions everybody reads of a year, as the yearly report on responsibility counts them."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate

from disclosure.opinions.enums import OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries.opinions import public
from portal.accounts.models import Unit


def answered_in(town: Unit, year: int) -> QuerySet[Opinion]:
    """Return the opinions that were answered in a year and that everybody reads with their answers."""
    rows = public().filter(Q(notice__unit=town) | Q(notice__unit__parent=town), state=OpinionState.CLOSED)
    return (
        rows.filter(answered_at__year=year)
        .select_related("case", "edition", "notice__unit", "notice__entry")
        .defer("edition__body", "edition__canonical")
        .order_by("answered_at", "pk")
    )


def answered_in_time(town: Unit, year: int) -> QuerySet[Opinion]:
    """Return those of `answered_in` whose time limit was met."""
    return answered_in(town, year).alias(met_on=TruncDate("clock__met_at")).filter(met_on__lte=F("clock__due"))
