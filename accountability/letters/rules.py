"""The rules of responsibility letters: their sources, by when quarters are reported, what is asked of a measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from accountability.letters.enums import QUARTERS, MeasureKey
from portal.core.calendar.rules import Calendar

BASIS = "关于实行党风廉政建设责任制的规定"
"""What letters rest on: that responsibility is broken down, signed for and held to account."""
PRACTICE = "镇党委党风廉政建设责任制工作安排"
"""What the day to sign by, quarterly reports and their days rest on; a practice of townships."""
REPORT_DAY = 10
"""The day of the month after a quarter by which units report."""
REMINDED_BEFORE = (3,)
"""Calendar days before the day to sign by on which who has not signed is reminded (practice)."""
FULL_POINTS = Decimal(100)
"""What the points of a scoring table add up to; a bonus stands apart."""
REQUIRED: Mapping[MeasureKey, Decimal] = {
    MeasureKey.NOTICES: Decimal(95),
    MeasureKey.OPINIONS: Decimal(90),
    MeasureKey.PETITIONS: Decimal(95),
    MeasureKey.SATISFACTION: Decimal(80),
    MeasureKey.RECTIFICATIONS: Decimal(100),
}
"""The percentage asked of each measure, where the letter of a unit says no other."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter that is reported: its last day, and the day by which the report is due."""

    year: int
    number: int
    last: date
    due: date


def last_day(year: int, quarter: int) -> date:
    """Return the last day of a quarter."""
    return _begins_after(year, quarter) - timedelta(days=1)


def _begins_after(year: int, quarter: int) -> date:
    return date(year + 1, 1, 1) if quarter == QUARTERS[-1] else date(year, 3 * quarter + 1, 1)


def quarter(year: int, number: int, working_days: Calendar) -> Quarter:
    """Return a quarter with the day its report is due: the tenth of the month after it, or the next working day."""
    due = working_days.next_working_day(_begins_after(year, number).replace(day=REPORT_DAY))
    return Quarter(year, number, last_day(year, number), due)


def quarters_to_report(year: int, working_days: Calendar, *, since: date) -> list[Quarter]:
    """Return the quarters of a year that a unit reports whose letter was issued on a day: those that end after it."""
    found = [quarter(year, number, working_days) for number in QUARTERS]
    return [one for one in found if one.last >= since]


def percent(value: int, of: int) -> Decimal | None:
    """Return a share in percent with one decimal; None where there is nothing to divide by."""
    if not of:
        return None
    return (Decimal(100 * value) / of).quantize(Decimal("0.1"), ROUND_HALF_UP)


def is_reached(value: int, of: int, required: Decimal) -> bool:
    """Return whether a share is what is asked, by the exact figures and not by the rounded share."""
    return not of or 100 * value >= required * of


def number_of(prefix: str, year: int, code: str) -> str:
    """Return the number of a unit's letter, such as ZR-2026-QS-01."""
    return f"{prefix}-{year}-{code}"


def town_committee(town: str) -> str:
    """Return the party committee of a township, as it stands in letters."""
    return f"中共{town}委员会"


def village_branch(village: str) -> str:
    """Return the party branch of a village, as it stands in letters."""
    return f"中共{village}支部委员会"


def in_year(text: str, year: int) -> str:
    """Return a text of a template as the letter of a year has it."""
    return text.replace("{year}", str(year))
