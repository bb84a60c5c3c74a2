"""`annual_report`: a yearly report as a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.pdf import PdfFault
from portal.core.refusals import Refused
from portal.site.registry import ANNUAL_REPORTS


class Command(BaseCommand):
    """Writes the report of a year, as everybody may read it."""

    help = "Write the yearly report of a year to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = sorted(one.key for one in ANNUAL_REPORTS)
        parser.add_argument("--kind", required=True, choices=kinds, help="which report")
        parser.add_argument(
            "--year", required=True, type=int, metavar="YEAR", help="the year it is about, such as 2025"
        )
        parser.add_argument("--format", required=True, choices=["json", "pdf", "docx"], help="what is written")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="where it is written")
        parser.add_argument("--unit", default="", metavar="CODE", help="of which town, where there are several")

    def handle(self, *, kind: str, year: int, output: Path, unit: str, **options: Any) -> None:
        report = ANNUAL_REPORTS[kind]
        try:
            title, content = report.make(year, unit, options["format"])
            output.write_bytes(content)
        except (Refused, PdfFault, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{output}: {title}")
