"""What other public pages show of joint demands."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from portal.site.registry import UnitPage


@dataclass(frozen=True, slots=True)
class DemandsLink:
    """The way to what villagers ask for together."""

    url: str


def demands_of_unit(page: UnitPage) -> DemandsLink | None:
    """Return the way to the demands of a village; None for other units."""
    return DemandsLink(reverse("disclosure:demands", args=[page.unit.code])) if page.unit.is_village else None
