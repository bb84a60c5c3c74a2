"""`load_holidays`: a year's notice of public holidays and working weekends."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.accounts.queries import system_actor
from portal.core.calendar import table as calendar_table
from portal.core.reference import existing_file
from portal.core.refusals import Refused
from portal.site.calendar import actions as working_calendar


class Command(BaseCommand):
    """Brings in the State Council's notice of a year from a CSV file with day, is_working, name_zh, name_en.

    An earlier list of the year is replaced; a file with a fault changes nothing.
    """

    help = "Bring in a year's notice of public holidays and working weekends from a CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=existing_file, metavar="FILE.csv", help="CSV in UTF-8 with a head")
        parser.add_argument("--year", type=int, required=True, help="the year the notice is of, such as 2027")
        parser.add_argument("--json", dest="as_json", action="store_true", help="print what came in as JSON")

    def handle(self, *, file: Path, year: int, as_json: bool, **_options: Any) -> None:
        try:
            imported = working_calendar.import_notice(
                actor=system_actor(), year=year, days=calendar_table.read_csv(file.read_bytes()), at=timezone.now()
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            json.dumps(asdict(imported))
            if as_json
            else f"{imported.year}: {imported.days_off} days off, {imported.working_weekend_days} working weekend days."
        )
