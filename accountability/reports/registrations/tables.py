"""How figures of accountability's own rooms are registered: what each tells of a year, with its list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accountability.reports.enums import Measure
from accountability.reports.registry import FIGURES, Address, Figure, OfYear
from portal.accounts.models import Unit
from portal.core.workflow import Words

Told = Callable[[Any], int | Decimal | None]
"""Takes a figure out of what a room tells of a year."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room that tells of a year.

    Attributes:
        key: Of what it tells, read once for all its figures.
        of_year: What reads it.
        source: What its lists are called.
        public_url: Where everybody reads of it.
    """

    key: str
    of_year: Callable[..., Any]
    source: Words
    public_url: Address | None = None

    def read(self, of: OfYear) -> Any:
        """Return what the room tells of a year."""
        town: Unit = of.town
        at: datetime = of.at
        return of.once(self.key, lambda: self.of_year(town, of.year, at=at))

    def figure(
        self,
        key: str,
        label: Words,
        told: Told,
        url: Address,
        *,
        measure: Measure = Measure.COUNT,
        names: Callable[[OfYear], Sequence[str]] | None = None,
    ) -> None:
        """Register a figure of the room."""
        FIGURES.register(
            Figure(
                key,
                label,
                self.source,
                count=lambda of: told(self.read(of)),
                url=url,
                public_url=self.public_url,
                measure=measure,
                names=names,
            )
        )


def desk(name: str, **narrowed: str) -> Address:
    """Return the address of a list of the desk, narrowed to the year."""
    return lambda of: f"{reverse(f'accountability_desk:{name}')}?{urlencode({'year': of.year, **narrowed})}"


def page_of_year(of: OfYear) -> str:
    """Return the public page of a year."""
    return reverse("accountability:year", args=[of.year])


def share(part: int, whole: int) -> Decimal | None:
    """Return a share in percent; None of nothing."""
    return Decimal(100 * part) / whole if whole else None
