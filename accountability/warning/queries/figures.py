"""What early warning tells of a year, for the yearly report and the secretary's year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from accountability.warning.enums import Level
from accountability.warning.models import RiskCell
from portal.accounts.models import Unit
from portal.messaging.campaigns.queries import CampaignYear, of_year as campaigns_of_year


@dataclass(frozen=True, slots=True)
class QuarterRisks:
    """How many cells of a quarter are high and medium. `accountability_desk:risks_quarter` shows them."""

    quarter: str
    high: int
    medium: int


@dataclass(frozen=True, slots=True)
class WarningYear:
    """Early warning in a year.

    Attributes:
        quarters: The quarters that were counted, the earliest first.
        reminders: The reminders of the year by occasion; `messages_desk:campaigns?year=YEAR&state=sent` lists them.
    """

    quarters: tuple[QuarterRisks, ...]
    reminders: CampaignYear


def of_year(town: Unit, year: int, *, at: datetime) -> WarningYear:
    """Return what was counted of a year up to a time, and the reminders that were sent."""
    rows = RiskCell.objects.filter(
        count__town=town, count__quarter__startswith=f"{year}Q", count__counted_at__lte=at
    ).order_by()
    counted: dict[str, dict[int, int]] = {}
    for quarter, level, number in rows.values_list("count__quarter", "level").annotate(number=Count("pk")):
        counted.setdefault(quarter, {})[level] = number
    quarters = tuple(
        QuarterRisks(quarter, levels.get(Level.HIGH, 0), levels.get(Level.MEDIUM, 0))
        for quarter, levels in sorted(counted.items())
    )
    return WarningYear(quarters, campaigns_of_year(town, year, at=at))
