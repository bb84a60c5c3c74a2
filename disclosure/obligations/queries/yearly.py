"""What a township and its units owed for a year, as the yearly report on responsibility counts it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import ObligationStatus, owed_for_each
from portal.accounts.models import Unit

_PARTS = ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "")


def of_year(town: Unit, year: int, *, at: datetime) -> Mapping[str, Sequence[ObligationStatus]]:
    """Return what the township, its stations and villages owed for a year, as the matrix of each period has it.

    By the period: the four quarters with the months of monthly books, the halves, and the year itself with what arose
    from events and demands. It takes as many queries as one matrix.
    """
    periods = [Period.parse(f"{year}{part}") for part in _PARTS]
    units = Unit.objects.filter(Q(pk=town.pk) | Q(parent=town)).select_related("parent")
    found = owed_for_each(periods, basis=read_basis(at=at), units=units)
    return {str(period): rows for period, rows in found.items()}
