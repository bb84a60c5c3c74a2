"""The choice of a year, by which lists of the desk are narrowed."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.core.demonstration import today_of_due_days

YEARS_SHOWN = 8


def years() -> list[tuple[str, str]]:
    """Return the years by which lists are narrowed, the next one first."""
    this = today_of_due_days(timezone.now()).year
    return [(str(year), str(year)) for year in range(this + 1, this - YEARS_SHOWN, -1)]


def year_filter(field: str = "year") -> django_filters.ChoiceFilter:
    """Return the filter of a year; `field` is where it stands, such as `day__year`."""
    return django_filters.ChoiceFilter(
        label=gettext_lazy("Year"), field_name=field, choices=years, empty_label=gettext_lazy("All years")
    )
