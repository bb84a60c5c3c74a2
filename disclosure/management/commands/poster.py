"""`poster`: one poster as a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from disclosure.notices.queries import editions
from disclosure.posters.documents import making as documents
from disclosure.posters.enums import PaperSize
from portal.core import files
from portal.core.pdf import PdfFault
from portal.core.refusals import Refused


class Command(BaseCommand):
    """Writes the poster of what a notice says now; it is made if it is not in store yet."""

    help = "Write the poster of a notice's live edition to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("notice", metavar="NOTICE_NO", help="number of the notice, such as QS-01-F02-2026Q2")
        parser.add_argument("--size", choices=PaperSize.values, default=PaperSize.A3, help="the sheet (A3)")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="where the PDF is written")

    def handle(self, *, notice: str, size: str, output: Path, **_options: Any) -> None:
        edition = editions.live().filter(notice__number=notice).first()
        if edition is None:
            raise CommandError(f"There is no notice {notice} with a live edition.")
        try:
            made = documents.make_poster(edition=edition, size=PaperSize(size), at=timezone.now())
            output.write_bytes(files.read("public", made.stored_as))
        except (Refused, PdfFault, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{output}: {edition.audit_number()}, {size}, {made.pages} sheets")
