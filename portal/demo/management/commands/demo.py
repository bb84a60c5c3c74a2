"""`demo`: the demo township, for trying out and for tests."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.checks import DEMO_PASSWORD, DEMO_USERNAMES
from portal.core.refusals import Refused
from portal.demo.load import load


class Command(BaseCommand):
    """Loads 青石镇 with its people and eight quarters of notices; a second time adds what is missing."""

    help = "Load the demo township; may be run twice without harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", dest="as_json", action="store_true", help="print how many notices were added")

    def handle(self, *, as_json: bool, verbosity: int, **_options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("The demo has accounts with a known password, so it is not loaded in production.")
        if verbosity and not as_json:
            self.stdout.write("Loading the demo township takes about a minute.")
        try:
            added = load()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if as_json:
            self.stdout.write(json.dumps({"notices_added": added}))
        elif verbosity:
            self.stdout.write(f"The demo township is loaded; {added} notices were added.")
            self.stdout.write(f"Accounts (password {DEMO_PASSWORD}): {', '.join(DEMO_USERNAMES)}")
