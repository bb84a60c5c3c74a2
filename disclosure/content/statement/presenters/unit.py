"""A unit's money at a glance, for its board."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.presenters.page import Pillars, pillars
from disclosure.content.statement.queries import money
from disclosure.content.statement.queries.breakdown import breakdown
from portal.site.registry import UnitPage


@dataclass(frozen=True, slots=True)
class UnitMoney:
    """A unit's latest statement.

    Attributes:
        is_village: Whether it is the money of a village.
        period: For which period.
        pillars: What came in and went out.
        url: The notice with every entry.
    """

    is_village: bool
    period: str
    pillars: Pillars
    url: str


def money_of_unit(page: UnitPage) -> UnitMoney | None:
    """Return the latest statement of a unit; None where none is live."""
    latest = money.latest_money(page.unit)
    if latest is None:
        return None
    statement = latest.statement
    lines, notice = list(statement.lines.all()), statement.edition.notice
    return UnitMoney(
        is_village=page.unit.is_village,
        period=name_of(Period.parse(notice.period)),
        pillars=pillars(statement, lines, breakdown(lines), before=latest.before),
        url=reverse("disclosure:notice", args=[notice.number]),
    )
