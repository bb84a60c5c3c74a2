"""What the commands that load reference data have in common: a file, `--json`, and refusals."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.reference import Loaded
from portal.core.refusals import Refused


def existing_file(text: str) -> Path:
    """Return the path of a file given on the command line; argparse turns the refusal into bad usage."""
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"there is no file {text}")
    return path


class LoadCommand(BaseCommand):
    """Loads one CSV file and says what was added and changed; refused rows save nothing."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file and the form of the answer."""
        parser.add_argument("file", type=existing_file, metavar="FILE.csv", help="CSV in UTF-8 with a head")
        parser.add_argument(
            "--json", dest="as_json", action="store_true", help="print how many were added, changed and unchanged"
        )

    def handle(self, *, file: Path, as_json: bool, **_options: Any) -> None:
        """Load the file."""
        try:
            loaded = self.load(file.read_bytes())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(loaded.counts) if as_json else f"{file.name}: {loaded}")

    def load(self, content: bytes) -> Loaded:
        """Load the content of the file.

        Raises:
            Refused: Nothing was saved, and why.
        """
        raise NotImplementedError
