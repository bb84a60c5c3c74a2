"""`import_ledger`: read and check a ledger, and make the draft of its statement."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement import actions, queries
from disclosure.ledger.messages import Report, refusal, report
from disclosure.ledger.read import read_ledger
from disclosure.ledger.rules import check
from disclosure.notices.models import Edition
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders
from portal.core.reference import argument, existing_file
from portal.core.refusals import Refused
from portal.core.workbooks.faults import UnreadableFile


class Command(BaseCommand):
    """Reads a ledger and prints its figures and findings; makes a draft of it except in a dry run.

    A ledger with an error saves nothing and is refused, in a dry run too, with the findings on standard
    output.
    """

    help = "Read a village's ledger, check it, and make the draft of its statement."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=existing_file, metavar="FILE", help="xlsx, xls, ods or csv")
        parser.add_argument("--unit", required=True, metavar="CODE", help="code of the village, such as QS-01")
        parser.add_argument("--period", required=True, type=argument(Period.parse), help="2026Q3 or 2026-07")
        parser.add_argument("--dry-run", action="store_true", help="read and check only, save nothing")
        parser.add_argument("--json", dest="as_json", action="store_true", help="print figures and findings as JSON")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="the clerk who brings it in")

    def handle(
        self,
        *,
        file: Path,
        unit: str,
        period: Period,
        dry_run: bool,
        as_json: bool,
        username: str | None,
        **_options: Any,
    ) -> None:
        place = Unit.objects.filter(code=unit).first()
        if place is None:
            raise CommandError(f"There is no unit {unit}.")
        content = file.read_bytes()
        try:
            found = _read(content, file.name, place, period)
            self._print(found, as_json=as_json)
            if found["errors"]:
                raise Refused(f"Nothing was saved: {len(found['errors'])} errors in {file.name}.")
            if not dry_run:
                draft = _draft(content, file.name, place, period, username)
                self.stderr.write(f"Draft {draft.audit_number()} was made.", self.style.SUCCESS)
        except (Refused, UnreadableFile) as fault:
            raise CommandError(refusal(fault) if isinstance(fault, UnreadableFile) else str(fault)) from fault

    def _print(self, found: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        self.stdout.write(
            f"{found['lines']} lines: {found['opening']} + {found['receipts']} - {found['payments']}"
            f" = {found['closing']}"
        )
        for level, findings in (("error", found["errors"]), ("warning", found["warnings"])):
            for finding in findings:
                self.stdout.write(f"{level} {finding['rule']}: {finding['message']}")


def _read(content: bytes, name: str, unit: Unit, period: Period) -> Report:
    statement = read_ledger(content, name=name, period=str(period), accounts=queries.chart())
    entry = CatalogueEntry.objects.filter(code=queries.RECEIPTS_AND_PAYMENTS).first()
    before = queries.previous_closing(unit, entry, period) if entry else None
    return report(statement, check(statement, previous_closing=before, limits=queries.limits()))


def _draft(content: bytes, name: str, unit: Unit, period: Period, username: str | None) -> Edition:
    """Import the ledger as an upload in the desk is imported, without waiting for a worker."""
    now = timezone.now()
    people = User.objects.filter(username=username) if username else holders(Role.CLERK, unit, at=now)
    clerk = people.first()
    if clerk is None:
        who = f"no account {username}" if username else f"no clerk of {unit.code}"
        raise Refused(f"There is {who}. Name one with --as.")
    with transaction.atomic():
        taken = actions.upload_ledger(actor=clerk, unit=unit, period=str(period), name=name, content=content, at=now)
        taken = actions.read_upload(ledger_import=taken, at=now)
        return actions.make_draft(actor=clerk, ledger_import=taken, at=now)
