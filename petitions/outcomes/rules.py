"""Figures of petitions: spans of time, rates with their bases, and small numbers that are not published."""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from petitions.outcomes.enums import RateKey
from portal.core.workflow import Words

MONTHS, MONTHS_OF_QUARTER = 12, 3
ONE_DAY = timedelta(days=1)

BASES: Mapping[RateKey, Words] = {
    RateKey.NOTIFIED: _("of those to be told by a day in this time"),
    RateKey.CLOSED: _("of those to be decided by a day in this time"),
    RateKey.RATED: _("of those whose opinion was served in this time"),
    RateKey.SATISFIED: _("of those that were rated"),
    RateKey.SERVED_WELL: _("of those that were rated"),
    RateKey.REPEATED: _("of all that came in"),
}
"""What each rate is divided by."""


@dataclass(frozen=True, slots=True)
class Span:
    """A year, a quarter or a month.

    Attributes:
        code: As it stands in addresses: 2026, 2026Q3 or 2026-09.
        first: The first day; `last` the last one.
    """

    code: str
    first: date
    last: date

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.first.year

    @property
    def before(self) -> "Span":
        """The same span a year earlier."""
        return span(f"{self.year - 1}{self.code[4:]}")

    def month(self, number: int) -> "Span":
        """Return a month of its year."""
        return span(f"{self.year}-{number:02}")

    def months(self) -> tuple["Span", ...]:
        """Return its months."""
        return tuple(self.month(number) for number in range(self.first.month, self.last.month + 1))


def year_so_far(year: int, today: date) -> Span:
    """Return a year, or of the present one what lies before this month; its figures are counted month by month."""
    whole = span(str(year))
    last = today.replace(day=1) - ONE_DAY
    return whole if last >= whole.last else Span(whole.code, whole.first, max(last, whole.first - ONE_DAY))


def until(counted: Span, today: date) -> Span:
    """Return what has passed of a span of time."""
    return replace(counted, last=min(counted.last, today))


_CODE = re.compile(r"(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?")


def span(code: str) -> Span:
    """Return the span of a code.

    Raises:
        ValueError: It is none.
    """
    found = _CODE.fullmatch(code)
    if found is None:
        raise ValueError(code)
    year, quarter, month = (int(part) if part else 0 for part in found.groups())
    first = month or (quarter - 1) * MONTHS_OF_QUARTER + 1 if quarter or month else 1
    last = month or (quarter * MONTHS_OF_QUARTER if quarter else MONTHS)
    return Span(code, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with what it was counted from; None where it is too small to be published."""

    key: RateKey
    numerator: int | None
    denominator: int | None

    @property
    def base(self) -> Words:
        """What it is divided by."""
        return BASES[self.key]

    @property
    def percent(self) -> float | None:
        """The rate with one decimal; None where there is nothing to divide by, or it is not published."""
        if not self.denominator or self.numerator is None:
            return None
        return round(100 * self.numerator / self.denominator + 1e-9, 1)


def hide_rate(rate: Rate, limit: int) -> Rate:
    """Return a rate as it is published: without figures that are below the limit but not 0."""
    if _is_small(rate.denominator, limit) or _is_small(rate.numerator, limit):
        return Rate(rate.key, None, None)
    return rate


def hide(cells: Sequence[int], limit: int) -> list[int | None]:
    """Return figures of one breakdown as they are published, whose sum may be known.

    Figures below the limit but not 0 are left out. Where all of those are equal they could be found by subtraction, so
    the next smallest are left out with them, or 0 where there is nothing else: whoever knows the rule and the sum knows
    of none of them whether it is below the limit. So no page may say it.
    """
    hidden = {cell for cell in cells if _is_small(cell, limit)}
    if len(hidden) == 1:
        hidden.add(min({cell for cell in cells if cell} - hidden, default=0))
    return [None if cell in hidden else cell for cell in cells]


def _is_small(figure: int | None, limit: int) -> bool:
    return figure is not None and 0 < figure < limit
