"""`obligations`: the matrix of a period, as a table or as JSON."""

from contextlib import nullcontext
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.documents import matrix as documents
from disclosure.obligations.queries.owed import owed_for
from portal.accounts.models import Unit
from portal.core.demonstration import day_is_named
from portal.core.reference import argument, given_day

NOON = time(12)
"""Time of the day that `--at` names: what was published that morning counts, what came later does not."""


class Command(BaseCommand):
    """Prints what is owed for a period with its status; counts anew and saves nothing."""

    help = "Print what the units owe for a period, and how it stands on a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--period", required=True, type=argument(Period.parse), help="2026, 2026H1, 2026Q3 or 2026-07"
        )
        parser.add_argument("--unit", metavar="CODE", help="only of the unit with this code, such as QS-01")
        parser.add_argument(
            "--at", type=given_day, metavar="DATE", help="as it stood on that day at noon, such as 2026-07-20; else now"
        )
        parser.add_argument("--json", dest="as_json", action="store_true", help="print a list as JSON")

    def handle(self, *, period: Period, unit: str | None, at: date | None, as_json: bool, **_options: Any) -> None:
        places = list(Unit.objects.select_related("parent").filter(code=unit)) if unit else None
        if places == []:
            raise CommandError(f"There is no unit {unit}.")
        when = datetime.combine(at, NOON, tzinfo=timezone.get_default_timezone()) if at else timezone.now()
        with day_is_named() if at else nullcontext():
            rows = owed_for(period, at=when, units=places)
        rows.sort(key=lambda row: (row.unit.code, row.entry.code, str(row.period)))
        if as_json:
            self.stdout.write(documents.as_json(rows))
            return
        for line in documents.lines(rows):
            self.stdout.write(
                f"{line['unit']:<8} {line['entry']:<6} {line['period']:<8} {line['due_on']}"
                f" {line['state']:<14} {line['notice'] or ''}".rstrip()
            )
