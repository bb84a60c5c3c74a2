"""What counts as much or little, how figures are told, and the periods of checklists. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

TALK_BASIS = "《中国共产党党内监督条例》第二十一条"
"""Talks with those who lead units, before small things grow, and whenever something is reported."""
APPOINTMENT_BASIS = "《中国共产党党内监督条例》第二十一条、《党政领导干部选拔任用工作条例》"
EDUCATION_BASIS = "《关于实行党风廉政建设责任制的规定》第七条"
CHECKLIST_BASIS = "镇党风廉政建设责任清单（工作惯例）"
AUDIT_BASIS = "《党政主要领导干部和国有企事业单位主要领导人员经济责任审计规定》第四条、第四十四条"

FEW = 3
"""Talks of a kind below this number stand together with others, so that nobody is recognised (practice)."""
LOW_ATTENDANCE = 80
"""Percent of those who were to come, below which an activity is marked (practice)."""
DAYS_TO_FILL_IN = 5
"""Calendar days after a period within which its checklist is submitted (practice)."""


def percent(present: int, due: int) -> int | None:
    """Return the share of those who came in percent, rounded down; None where nobody was to come."""
    return present * 100 // due if due else None


def is_low(present: int, due: int) -> bool:
    """Return whether fewer came than is expected of an activity."""
    return due > 0 and present * 100 < LOW_ATTENDANCE * due


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that everybody reads: how many talks there were of one kind or of several together."""

    kinds: tuple[str, ...]
    count: int


def told_apart(counts: Mapping[str, int], *, few: int = FEW) -> list[Told]:
    """Return the counts by kind, those below `few` put together; kinds without a talk too, so that zero tells nothing.

    What is put together is joined by the smallest of the others where it would still be below `few`. Fewer than
    `few` talks altogether are not told apart at all.
    """
    large = sorted(((count, kind) for kind, count in counts.items() if count >= few), reverse=True)
    small = [kind for kind, count in counts.items() if count < few]
    total = sum(counts[kind] for kind in small)
    while large and small and 0 < total < few:
        count, kind = large.pop()
        small.append(kind)
        total += count
    told = [Told((kind,), count) for count, kind in large]
    if not large and total < few:
        return []
    return [*told, Told(tuple(kind for kind in counts if kind in small), total)] if total else told


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month or a quarter, written `2026-07` or `2026Q3`."""

    year: int
    part: int
    is_quarter: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a period.

        Raises:
            ValueError: It is none.
        """
        found = re.fullmatch(r"(20\d\d)(?:-(0[1-9]|1[0-2])|Q([1-4]))", text)
        if found is None:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2] or found[3]), is_quarter=bool(found[3]))

    @classmethod
    def of(cls, day: date, *, is_quarter: bool) -> Self:
        """Return the period a day is in."""
        return cls(day.year, (day.month + 2) // 3 if is_quarter else day.month, is_quarter)

    def __str__(self) -> str:
        return f"{self.year}Q{self.part}" if self.is_quarter else f"{self.year}-{self.part:02}"

    @property
    def first_day(self) -> date:
        """The first day of it."""
        return date(self.year, self.part * 3 - 2 if self.is_quarter else self.part, 1)

    @property
    def last_day(self) -> date:
        """The last day of it."""
        month = self.part * 3 if self.is_quarter else self.part
        after = date(self.year + month // 12, month % 12 + 1, 1)
        return after - timedelta(days=1)

    @property
    def before(self) -> "Period":
        """The period before this one."""
        return type(self).of(self.first_day - timedelta(days=1), is_quarter=self.is_quarter)
