"""What units owe the public about money, quarter by quarter, for those who watch whether it comes in time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from disclosure.catalogue.enums import Stream
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.queries.awaited import stations_of
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import ObligationStatus, owed_for_each
from portal.accounts.models import Unit


def quarters_up_to(quarter: str, count: int) -> list[str]:
    """Return so many quarters up to one, the newest first."""
    newest = Period.parse(quarter)
    return [str(newest.shifted(-back)) for back in range(count)]


def name_of_quarter(quarter: str) -> tuple[str, str]:
    """Return what a quarter is called, in Chinese and in English."""
    period = Period.parse(quarter)
    return period.name_zh, period.name_en


def money_owed(
    units: Sequence[Unit], quarters: Iterable[str], *, at: datetime
) -> dict[int, dict[str, list[ObligationStatus]]]:
    """Return what is owed about money for quarters, by the key of the unit, then by quarter.

    An item of the town stands with the station that prepared it last. A unit that owes nothing is left out.
    """
    wanted = {unit.pk for unit in units}
    asked = [*units, *{unit.parent for unit in units if unit.parent}]
    matrices = owed_for_each([Period.parse(one) for one in quarters], basis=read_basis(at=at), units=asked)
    rows = [row for matrix in matrices.values() for row in matrix if row.entry.stream == Stream.FINANCE]
    stations = stations_of(rows)
    found: dict[int, dict[str, list[ObligationStatus]]] = defaultdict(lambda: defaultdict(list))
    for quarter, matrix in matrices.items():
        for row in matrix:
            unit = stations.get((row.unit.pk, row.entry.pk), row.unit)
            if row.entry.stream == Stream.FINANCE and unit.pk in wanted:
                found[unit.pk][str(quarter)].append(row)
    return found
