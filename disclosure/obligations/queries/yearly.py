"""What a township and its units owed for a year, as the yearly report on responsibility counts it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.queries.owed import ObligationStatus, owed_in_year
from portal.accounts.models import Unit

_PARTS = ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "")


def of_year(town: Unit, year: int, *, at: datetime) -> Mapping[str, Sequence[ObligationStatus]]:
    """Return what the township, its stations and villages owed for a year, as the matrix of each period has it.

    By the period: the four quarters with their months, the halves, and the year itself with what arose from events and
    demands.
    """
    units = Unit.objects.filter(Q(pk=town.pk) | Q(parent=town)).select_related("parent")
    told: dict[str, list[ObligationStatus]] = {f"{year}{part}": [] for part in _PARTS}
    rows = owed_in_year(year, at=at, units=units)
    for row in sorted(rows, key=lambda row: (row.unit.code, row.entry.code, row.period.first, row.obligation_id or 0)):
        told[_part_of(row.period)].append(row)
    return told


def _part_of(period: Period) -> str:
    """Return the period in which the report counts one: of a month its quarter."""
    is_month = period.cadence == Cadence.MONTHLY
    return str(Period.containing(period.first, Cadence.QUARTERLY) if is_month else period)
