"""Matters that come again: petitions that repeat an earlier one, by where it happened."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models.functions import Coalesce
from django.utils import timezone

from petitions.handling.enums import Matter
from petitions.handling.models import Petition
from petitions.handling.queries.petitions import Person, working_on
from portal.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class Came:
    """A petition that came in: its key and number, what it is about, and when."""

    pk: int
    number: str
    matter: Matter
    received_on: date


@dataclass(frozen=True, slots=True)
class Repeated:
    """One matter that came again: the key of the unit, and the petitions of a span of days, the first of them first.

    The unit is where it happened; where none is named, the one that handles it.
    """

    unit: int
    came: tuple[Came, ...]


def repeated_in(units: Sequence[Unit], first: date, last: date) -> list[Repeated]:
    """Return which matters came again in a span of days; what is sealed is left out.

    A matter is a petition with all that repeat it or were joined with it; it counts with those of the span, of which
    one is not the first.
    """
    towns = {unit.parent_id for unit in units}
    rows = list(
        Petition.objects.filter(
            town__in=towns,
            sealed_for="",
            case__received_at__gte=_midnight(first),
            case__received_at__lt=_midnight(last + timedelta(days=1)),
        )
        .select_related("case")
        .order_by("case__received_at", "pk")
    )
    roots = _roots({row.pk: row.repeats_id or row.merged_into_id for row in rows})
    matters: dict[int, list[Petition]] = defaultdict(list)
    for row in rows:
        matters[roots[row.pk]].append(row)
    wanted = {unit.pk for unit in units}
    found = []
    for some in matters.values():
        unit = next((row.place_id or row.unit_id for row in reversed(some) if row.place_id or row.unit_id), None)
        if unit in wanted and any(row.repeats_id or row.merged_into_id for row in some):
            found.append(Repeated(unit or 0, tuple(_came(row) for row in some)))
    return found


def visible_among(keys: Collection[int], person: Person, at: datetime) -> set[int]:
    """Return which of some petitions a person sees in the desk, by their keys."""
    return set(working_on(person, at).filter(pk__in=keys).order_by().values_list("pk", flat=True)) if keys else set()


def _roots(repeats: dict[int, int | None]) -> dict[int, int]:
    """Return the first petition of each matter, with a query for each step back beyond those known."""
    known = dict(repeats)
    while missing := {key for key in known.values() if key and key not in known}:
        rows = Petition.objects.filter(pk__in=missing).order_by()
        known |= dict(rows.values_list("pk", Coalesce("repeats", "merged_into")))

    def root(key: int) -> int:
        passed = {key}
        while (before := known[key]) and before not in passed:
            passed.add(before)
            key = before
        return key

    return {key: root(key) for key in repeats}


def _came(row: Petition) -> Came:
    return Came(row.pk, row.case.number, Matter(row.matter), timezone.localdate(row.case.received_at))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
