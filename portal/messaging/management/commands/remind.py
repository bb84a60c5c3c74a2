"""`remind`: who is reminded of what on a day."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import ngettext

from portal.accounts.queries import system_actor
from portal.core.demonstration import day_is_named
from portal.core.recounts import recount
from portal.core.reference import given_day
from portal.messaging.actions import reminders
from portal.messaging.channels import channels_of
from portal.messaging.models import Message
from portal.messaging.queries import preferences_of


class Command(BaseCommand):
    """Sends the reminders of a day, once each, and prints them; a dry run only prints them.

    The day is looked at as of `REMIND_HOUR`, with what the database knows of it. Exit code 0 in either case.
    """

    help = "Remind everybody of what is due on a day, or list what would go out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", required=True, type=given_day, metavar="DATE", help="the day, such as 2026-10-13")
        parser.add_argument("--dry-run", action="store_true", help="only list what would go out")
        parser.add_argument("--json", dest="as_json", action="store_true", help="print the list as JSON")

    def handle(self, *, at: date, dry_run: bool, as_json: bool, **_options: Any) -> None:
        moment = reminders.reminder_time(at)
        with day_is_named():
            if not dry_run:
                # What reminders are about is stored, as it is each hour where the portal runs.
                recount(actor=system_actor(), at=moment)
            messages = reminders.list_reminders(at=moment) if dry_run else reminders.send_reminders(at=moment)
        if as_json:
            self.stdout.write(json.dumps(_rows(messages), ensure_ascii=False, indent=1))
            return
        for message in messages:
            self.stdout.write(f"{message.person.username}\t{message.cause}\t{message.step}\t{message.subject}")
        count = ngettext("%(count)d reminder", "%(count)d reminders", len(messages)) % {"count": len(messages)}
        self.stdout.write(f"{at}: {count}")


def _rows(messages: Sequence[Message]) -> list[dict[str, str | list[str]]]:
    preferences = preferences_of(message.person for message in messages)
    return [
        {
            "person": message.person.username,
            "kind": message.kind,
            "cause": message.cause,
            "step": message.step,
            "due_on": message.due_on.isoformat(),
            "channels": list(channels_of(message.person, preferences[message.person_id])),
            "subject": message.subject,
            "url": message.url,
        }
        for message in messages
    ]
