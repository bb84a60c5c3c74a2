"""`annual_report`: a yearly report as a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disclosure.reports.documents import as_paper
from disclosure.reports.queries import published_report
from portal.core.pdf import PdfFault
from portal.core.refusals import Refused


class Command(BaseCommand):
    """Writes the report that is published for a year."""

    help = "Write the yearly report that is published for a year to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", required=True, choices=["disclosure"], help="which report")
        parser.add_argument(
            "--year", required=True, type=int, metavar="YEAR", help="the year it is about, such as 2025"
        )
        parser.add_argument("--format", required=True, choices=["json", "pdf", "docx"], help="what is written")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="where it is written")
        parser.add_argument("--unit", default="", metavar="CODE", help="of which town, where there are several")

    def handle(self, *, year: int, output: Path, unit: str, **options: Any) -> None:
        edition = published_report(year, unit)
        if edition is None:
            raise CommandError(f"No report is published for {year}.")
        try:
            output.write_bytes(as_paper(edition, options["format"]))
        except (Refused, PdfFault, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{output}: {edition.audit_number()}")
