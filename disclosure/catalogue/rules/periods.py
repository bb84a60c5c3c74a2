"""Periods of disclosure: a year, a half-year, a quarter or a month.

Written `2026`, `2026H1`, `2026Q3` or `2026-07`, in addresses, numbers, commands and the database.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from disclosure.catalogue.enums import Cadence

_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_MONTHS_IN = {Cadence.YEARLY: 12, Cadence.HALF_YEARLY: 6, Cadence.QUARTERLY: 3, Cadence.MONTHLY: 1}
_BOOKS = (Cadence.QUARTERLY, Cadence.MONTHLY)
"""How often books of village money are closed."""
_FORM = re.compile(r"(?P<year>(?:19|20)\d\d)(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")
_ORDINALS = ("一", "二", "三", "四")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of whole months from a first day on; its cadence is one of the regular ones."""

    first: date
    cadence: Cadence

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period as it is written in numbers and addresses.

        Raises:
            ValueError: If the text is none of the four forms.
        """
        found = _FORM.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is no period; write 2026, 2026H1, 2026Q3 or 2026-07.")
        year = int(found["year"])
        if found["half"]:
            return cls(date(year, 6 * int(found["half"]) - 5, 1), Cadence.HALF_YEARLY)
        if found["quarter"]:
            return cls(date(year, 3 * int(found["quarter"]) - 2, 1), Cadence.QUARTERLY)
        if found["month"]:
            return cls(date(year, int(found["month"]), 1), Cadence.MONTHLY)
        return cls(date(year, 1, 1), Cadence.YEARLY)

    @classmethod
    def containing(cls, day: date, cadence: Cadence) -> Period:
        """Return the period of a regular cadence in which a day lies.

        Raises:
            KeyError: If the cadence is not a regular one.
        """
        months = _MONTHS_IN[cadence]
        return cls(date(day.year, (day.month - 1) // months * months + 1, 1), cadence)

    @property
    def months(self) -> int:
        """How many months it spans."""
        return _MONTHS_IN[self.cadence]

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.first.month + self.months - 1
        return date(self.first.year, month, monthrange(self.first.year, month)[1])

    def shifted(self, count: int) -> Period:
        """Return the period `count` periods later, or earlier where negative."""
        index = self.first.year * 12 + self.first.month - 1 + count * self.months
        return Period(date(index // 12, index % 12 + 1, 1), self.cadence)

    @property
    def previous(self) -> Period:
        """The period before."""
        return self.shifted(-1)

    @property
    def next(self) -> Period:
        """The period after."""
        return self.shifted(1)

    def contains(self, day: date) -> bool:
        """Return whether a day lies in the period."""
        return self.first <= day <= self.last

    @property
    def before(self) -> tuple[Period, ...]:
        """The periods whose money leads into this one.

        That is the one before; where the books of a unit turn from quarters to months or back, the quarter
        or month that ended the day before.
        """
        return tuple(self._meeting(self.first - timedelta(days=1), lambda one: one.last, self.previous))

    @property
    def after(self) -> tuple[Period, ...]:
        """The periods this one's money leads into, as `before` has it."""
        return tuple(self._meeting(self.last + timedelta(days=1), lambda one: one.first, self.next))

    def _meeting(self, day: date, edge: Callable[[Period], date], ordinary: Period) -> Iterator[Period]:
        yield ordinary
        if self.cadence in _BOOKS:
            other = next(each for each in _BOOKS if each != self.cadence)
            turned = Period.containing(day, other)
            if edge(turned) == day:
                yield turned

    def __str__(self) -> str:
        year, month = self.first.year, self.first.month
        return {
            Cadence.YEARLY: f"{year}",
            Cadence.HALF_YEARLY: f"{year}H{(month + 5) // 6}",
            Cadence.QUARTERLY: f"{year}Q{(month + 2) // 3}",
            Cadence.MONTHLY: f"{year}-{month:02d}",
        }[self.cadence]

    @property
    def name_zh(self) -> str:
        """As a township office writes it, such as 2026年第三季度."""
        year, month = self.first.year, self.first.month
        return {
            Cadence.YEARLY: f"{year}年度",
            Cadence.HALF_YEARLY: f"{year}年{'上' if month == 1 else '下'}半年",
            Cadence.QUARTERLY: f"{year}年第{_ORDINALS[(month - 1) // 3]}季度",
            Cadence.MONTHLY: f"{year}年{month}月",
        }[self.cadence]

    @property
    def name_en(self) -> str:
        """In English, such as third quarter of 2026."""
        year, month = self.first.year, self.first.month
        ordinals = ("first", "second", "third", "fourth")
        return {
            Cadence.YEARLY: f"{year}",
            Cadence.HALF_YEARLY: f"{'first' if month == 1 else 'second'} half of {year}",
            Cadence.QUARTERLY: f"{ordinals[(month - 1) // 3]} quarter of {year}",
            Cadence.MONTHLY: f"{_MONTHS_EN[month - 1]} {year}",
        }[self.cadence]

    @property
    def short_zh(self) -> str:
        """For axes and table heads, such as 2026年三季度."""
        if self.cadence == Cadence.QUARTERLY:
            return f"{self.first.year}年{_ORDINALS[(self.first.month - 1) // 3]}季度"
        return self.name_zh

    @property
    def short_en(self) -> str:
        """For axes and table heads, such as 2026 Q3."""
        if self.cadence == Cadence.QUARTERLY:
            return f"{self.first.year} Q{(self.first.month + 2) // 3}"
        return self.name_en


def ended(cadence: Cadence, today: date, count: int) -> list[Period]:
    """Return the last periods of a regular cadence that have ended, newest first."""
    newest = Period.containing(today, cadence).previous
    return [newest.shifted(-back) for back in range(count)]
