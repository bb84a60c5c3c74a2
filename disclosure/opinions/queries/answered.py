"""How many opinions units answered in time, for what is measured of them."""

from datetime import date

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from disclosure.opinions.models import Opinion


def answered_in_time(first: date, last: date, *, today: date) -> dict[int, tuple[int, int]]:
    """Return for each unit how many opinions it answered by their day, and how many it had to answer by now.

    Those count whose day lies in the span and has come, or which were answered before it; by the key of the unit.
    """
    rows = Opinion.objects.filter(unit__isnull=False, clock__due__range=(first, last), clock__stopped_at=None)
    in_time = Q(met_on__lte=F("clock__due"))
    counted = (
        rows.annotate(met_on=TruncDate("clock__met_at"))
        .filter(Q(met_on__isnull=False) | Q(clock__due__lt=today))
        .order_by()
        .values_list("unit")
        .annotate(in_time=Count("pk", filter=in_time), due=Count("pk"))
    )
    return {unit: (done, due) for unit, done, due in counted}
