"""From one period to the ones around it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404
from django.urls import reverse

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.queries.basis import Basis

_LONGEST_FIRST = (Cadence.YEARLY, Cadence.HALF_YEARLY, Cadence.QUARTERLY, Cadence.MONTHLY)


def known_period(text: str, basis: Basis) -> Period:
    """Return the period of an address.

    Raises:
        Http404: It is none, or the portal knows of nothing owed for it.
    """
    try:
        period = Period.parse(text)
    except ValueError as fault:
        raise Http404 from fault
    if not basis.has_matrix(period):
        raise Http404
    return period


def near(period: Period, name: str, basis: Basis) -> list[dict[str, str]]:
    """Return links to the period before and after, and to those around and within it in which anything is owed.

    Args:
        period: The one that is shown.
        name: Name of the address the links lead to.
        basis: Says which periods there are.
    """
    around = (period.previous, period.next, *_overlapping(period, basis))
    found = [one for one in around if basis.has_matrix(one)]
    return [{"url": reverse(name, args=[str(one)]), "text": name_of(one, short=True)} for one in found]


def _overlapping(period: Period, basis: Basis) -> Iterator[Period]:
    """Yield the periods of the other cadences that share a day with one, longest first."""
    owed = basis.cadences()
    for cadence in _LONGEST_FIRST:
        if cadence == period.cadence or cadence not in owed:
            continue
        one = Period.containing(period.first, cadence)
        while one.first <= period.last:
            yield one
            one = one.next
