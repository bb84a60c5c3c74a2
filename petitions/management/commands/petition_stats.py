"""`petition_stats`: the figures of petitions of a year, as everybody may read them."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from petitions.outcomes.queries.figures import figures, published
from petitions.outcomes.rules import Rate, year_so_far
from portal.accounts.models import Unit
from portal.accounts.queries import towns


class Command(BaseCommand):
    """Prints them as JSON or as lines; what is below the small-number limit is null."""

    help = "Print the figures of petitions of a year; what is too small to be published is left out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", required=True, type=int, metavar="YEAR", help="the year, such as 2025")
        parser.add_argument("--unit", default="", metavar="CODE", help="of which town, where there are several")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, year: int, unit: str, **options: Any) -> None:
        town = _town(unit)
        counted = year_so_far(year, timezone.localdate())
        told = _as_data(published(figures(town, counted)))
        told = {"year": year, "unit": town.code, "until": counted.last.isoformat(), **told}
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for name, value in told.items():
            self.stdout.write(f"{name}: {value}")


def _town(code: str) -> Unit:
    found = list(towns().filter(code=code) if code else towns()[:2])
    if len(found) != 1:
        raise CommandError(f"There is no town {code}." if code else "Name the town with --unit.")
    return found[0]


def _as_data(figures: Any) -> dict[str, Any]:
    sums = ("open_before", "received", "closed", "open_after", "accepted", "established", "mediated")
    cells = ("categories", "channels", "matters", "turned_away")
    return {
        **{name: getattr(figures, name) for name in sums},
        **{name: {cell.key: cell.count for cell in getattr(figures, name)} for name in cells},
        "months": [{"month": one.month, "received": one.received, "closed": one.closed} for one in figures.months],
        "units": {
            one.unit: {"given": one.given, "decided": one.decided, "due": one.due, "in_time": one.in_time}
            for one in figures.units
        },
        "rates": [_rate(one) for one in figures.rates],
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "rate": rate.key.value,
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "percent": rate.percent,
        "base": str(rate.base),
    }
