"""Names of periods as pages show them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.rules.periods import Period
from portal.accounts.models import in_language

QUARTERS_OFFERED = 5


def quarters_offered(at: datetime) -> list[tuple[str, str]]:
    """Return the quarters a form offers from this one on, as pairs of value and name."""
    this = Period.containing(timezone.localdate(at), Cadence.QUARTERLY)
    return [(str(this.shifted(count)), name_of(this.shifted(count))) for count in range(QUARTERS_OFFERED)]


def name_of(period: Period, *, short: bool = False) -> str:
    """Return the name of a period in the language of the page."""
    if short:
        return in_language(period.short_zh, period.short_en)
    return in_language(period.name_zh, period.name_en)


def quarter_word(period: Period) -> str:
    """Return a period as one speaks of it within its year: 二季度, Q2; its name where it is no quarter."""
    if period.cadence != Cadence.QUARTERLY:
        return name_of(period)
    return in_language(period.short_zh.split("年")[1], period.short_en.split()[1])
