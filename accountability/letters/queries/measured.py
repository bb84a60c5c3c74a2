"""What the portal counts by itself of the duties of a unit, each figure with the page it was counted from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode

from accountability.letters.enums import ENDED, LetterKind, MeasureKey
from accountability.letters.models import Letter, LetterDuty
from accountability.letters.rules import REQUIRED, is_reached, percent
from accountability.rectification import queries as rectifications
from disclosure.obligations.enums import Status
from disclosure.obligations.queries.owed import ObligationStatus, owed_in_year
from disclosure.opinions.queries.answered import answered_in_time
from petitions.outcomes.queries import figures as petitions
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.core.workflow import Words

Counted = Mapping[int, tuple[int | None, int | None]]
"""How many were done, and of how many, by the key of the unit; None where it is too small to be published."""
_MET, _OWED = (Status.ON_TIME,), (Status.ON_TIME, Status.LATE, Status.MISSING)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one unit and year.

    Attributes:
        value: How many were done in time; `of` how many were to be. None where that is too small to be published.
        required: The percentage that is asked.
        url: The page it was counted from, at the root of the active language.
    """

    key: MeasureKey
    label: Words
    value: int | None
    of: int | None
    required: Decimal
    url: str

    @property
    def percent(self) -> Decimal | None:
        """The share with one decimal; None where there was nothing to do, or it is not published."""
        return None if self.value is None or self.of is None else percent(self.value, self.of)

    @property
    def is_reached(self) -> bool:
        """Whether it is what is asked; where there was nothing to do, or nothing is published, nothing is amiss."""
        return self.value is None or self.of is None or is_reached(self.value, self.of, self.required)


def measured(unit: Unit, year: int, at: datetime, *, is_public: bool = False) -> list[Measure]:
    """Return what is counted of a unit in a year up to `at`, in a fixed number of queries.

    Args:
        is_public: As everybody reads it: without petitions that are too few, with links to public pages. How satisfied
            people were is for the desk alone: of a single unit it is nearly always too few.
    """
    return measured_of([unit], year, at, is_public=is_public)[unit.pk]


def measured_of(units: Iterable[Unit], year: int, at: datetime, *, is_public: bool = False) -> dict[int, list[Measure]]:
    """Return what is counted of several units of one township, by the key of the unit. Otherwise as `measured`."""
    asked = list(units)
    if not asked:
        return {}
    town, today = asked[0].town, today_of_due_days(at)
    counted: dict[MeasureKey, Counted] = {
        MeasureKey.NOTICES: _notices(asked, year, at),
        MeasureKey.OPINIONS: answered_in_time(date(year, 1, 1), date(year, 12, 31), today=today),
        MeasureKey.PETITIONS: _petitions(asked, town, year, today, is_public=is_public),
        MeasureKey.RECTIFICATIONS: _rectifications(town, year, at),
    }
    if not is_public:
        satisfied = petitions.satisfied_in_year(town, year, today=today)
        counted[MeasureKey.SATISFACTION] = {one.pk: satisfied.get(one.code, (0, 0)) for one in asked}
    required = _required(asked, year)
    return {
        unit.pk: [
            Measure(
                key=key,
                label=key.label,
                value=counted[key].get(unit.pk, (0, 0))[0],
                of=counted[key].get(unit.pk, (0, 0))[1],
                required=required.get((unit.pk, key), REQUIRED[key]),
                url=_public_url(key, unit, year) if is_public else _desk_url(key, unit, year),
            )
            for key in MeasureKey
            if key in counted
        ]
        for unit in asked
    }


def _notices(units: list[Unit], year: int, at: datetime) -> Counted:
    found: dict[int, tuple[int, int]] = {}
    for row in owed_in_year(year, at=at, units=units):
        if row.status in _OWED:
            met, owed = found.get(row.unit.pk, (0, 0))
            found[row.unit.pk] = (met + (row.status in _MET), owed + 1)
    return found


def _petitions(units: list[Unit], town: Unit, year: int, today: date, *, is_public: bool) -> Counted:
    rows = petitions.units_in_year(town, year, today=today, is_public=is_public)
    return {one.pk: (rows[one.code].in_time, rows[one.code].due) for one in units if one.code in rows}


def _rectifications(town: Unit, year: int, at: datetime) -> Counted:
    rows = rectifications.units_in_year(town, year, at=at)
    return {unit: (counts.closed_in_time, counts.due) for unit, counts in rows.items()}


def _required(units: list[Unit], year: int) -> dict[tuple[int, MeasureKey], Decimal]:
    """Return what the letters of the units ask, by unit and measure."""
    letters = Letter.objects.filter(unit__in=units, year=year, kind=LetterKind.CLEAN, cadre_of=None)
    wordings = dict(letters.exclude(state__in=ENDED).order_by().values_list("unit", "wording"))
    duties = LetterDuty.objects.filter(version__in=set(wordings.values())).exclude(measure="").order_by("-number")
    asked = {(one.version_id, one.measure): one.required for one in duties}
    return {
        (unit, key): required
        for unit, wording in wordings.items()
        for key in MeasureKey
        if (required := asked.get((wording, key.value))) is not None
    }


def _public_url(key: MeasureKey, unit: Unit, year: int) -> str:
    match key:
        case MeasureKey.NOTICES:
            return reverse("accountability:published_in_time", args=[year, unit.code])
        case MeasureKey.OPINIONS:
            return f"{reverse('disclosure:opinions')}?{urlencode({'unit': unit.code})}"
        case MeasureKey.RECTIFICATIONS:
            return reverse("accountability:year", args=[year])
        case _:
            return reverse("petitions:outcomes_year", args=[year])


def _desk_url(key: MeasureKey, unit: Unit, year: int) -> str:
    match key:
        case MeasureKey.NOTICES:
            return reverse("accountability:published_in_time", args=[year, unit.code])
        case MeasureKey.OPINIONS:
            return f"{reverse('disclosure_desk:opinions')}?{urlencode({'unit': unit.code})}"
        case MeasureKey.PETITIONS | MeasureKey.SATISFACTION:
            part = "to-be-decided" if key == MeasureKey.PETITIONS else "rated"
            return f"{reverse('petitions_desk:counted', args=[year, part])}?{urlencode({'station': unit.code})}"
        case MeasureKey.RECTIFICATIONS:
            narrowed = urlencode({"unit": unit.code, "year": str(year)})
            return f"{reverse('accountability_desk:rectifications')}?{narrowed}"


def published_in_time(unit: Unit, year: int, at: datetime) -> list[ObligationStatus]:
    """Return what a unit was to publish in a year and by now, which `measured` counts, in the order of the days."""
    rows = owed_in_year(year, at=at, units=[unit])
    return sorted((row for row in rows if row.status in _OWED), key=lambda row: (row.due_on, row.entry.code))
