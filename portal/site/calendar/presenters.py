"""What other pages show of the working calendar."""

from __future__ import annotations

from dataclasses import dataclass

from portal.desk.registry import DeskHomePage
from portal.site.calendar.queries import missing


@dataclass(frozen=True, slots=True)
class CalendarMissing:
    """The years whose notice should be in but is not."""

    years: list[int]


def calendar_missing(page: DeskHomePage) -> CalendarMissing | None:
    """Return what an administrator is told on the desk's first page; None where every notice is in."""
    years = missing(page.person, at=page.at)
    return CalendarMissing(years) if years else None
