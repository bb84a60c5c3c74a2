"""`remind`: who is reminded of what on a day."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import ngettext

from portal.accounts.queries import system_actor
from portal.core.recounts import recount
from portal.core.reference import day_argument
from portal.messaging.actions import reminders


class Command(BaseCommand):
    """Sends the reminders of a day, once each, and prints them; a dry run only prints them.

    The day is looked at as of `REMIND_HOUR`, with what the database knows of it. Exit code 0 in either case.
    """

    help = "Remind everybody of what is due on a day, or list what would go out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at", required=True, type=day_argument, metavar="DATE", help="the day, such as 2026-10-13"
        )
        parser.add_argument("--dry-run", action="store_true", help="only list what would go out")
        parser.add_argument("--json", dest="as_json", action="store_true", help="print the list as JSON")

    def handle(self, *, at: date, dry_run: bool, as_json: bool, **_options: Any) -> None:
        moment = reminders.reminder_time(at)
        if not dry_run:
            # What reminders are about is stored, as it is each hour where the portal runs.
            recount(actor=system_actor(), at=moment)
        rows = reminders.list_reminders(at=moment) if dry_run else reminders.send_reminders(at=moment)
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{row['person']}\t{row['cause']}\t{row['step']}\t{row['subject']}")
        count = ngettext("%(count)d reminder", "%(count)d reminders", len(rows)) % {"count": len(rows)}
        self.stdout.write(f"{at}: {count}")
