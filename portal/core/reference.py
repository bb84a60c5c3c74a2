"""Reference data in CSV: every fault is named before anything is saved; and what the commands that load it share."""

import csv
import json
from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.refusals import Refused
from portal.core.workbooks.written import without_unseen

T = TypeVar("T")

Row = Mapping[str, str]
FIRST_ROW = 2
"""The number of the first row below the head, as a spreadsheet shows it."""


class BadRows(Refused):
    """Rows of a file with faults; nothing of the file was saved."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(["Nothing was saved.", *faults]))


@dataclass(slots=True)
class Loaded:
    """What loading came to: the codes of the rows that were added, changed and left as they were."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def note(self, code: str, *, added: bool, changed: bool) -> None:
        """Put one row's code where it belongs."""
        (self.added if added else self.changed if changed else self.unchanged).append(code)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, for `--json`."""
        return {"added": len(self.added), "changed": len(self.changed), "unchanged": len(self.unchanged)}

    def __str__(self) -> str:
        parts = [_listed("added", self.added), _listed("changed", self.changed), f"{len(self.unchanged)} unchanged"]
        return ", ".join(parts) + "."


def read_rows(content: bytes, *, required: Collection[str], optional: Collection[str] = ()) -> dict[int, Row]:
    """Read a CSV file in UTF-8 with a head; return its rows, trimmed and without what is not seen, by their number.

    A column that is neither required nor optional is a fault, because it would be lost in silence.

    Raises:
        Refused: The file is not in UTF-8, or its head is not as expected.
        BadRows: Rows are longer or shorter than the head.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused("The file is not in UTF-8. Save it again as CSV in UTF-8.") from fault
    rows = csv.reader(StringIO(text, newline=""))
    head = [name.strip() for name in next(rows, [])]
    missing = [name for name in required if name not in head]
    unknown = [name for name in head if name not in {*required, *optional}]
    if missing or unknown or len(set(head)) < len(head):
        found = ", ".join(head) or "nothing"
        raise Refused(f"The columns must be {', '.join([*required, *optional])}; the file has {found}.")
    numbered = {number: cells for number, cells in enumerate(rows, start=FIRST_ROW) if any(map(str.strip, cells))}
    faults = [
        f"Row {number}: {len(cells)} cells, {len(head)} columns."
        for number, cells in numbered.items()
        if len(cells) != len(head)
    ]
    if faults:
        raise BadRows(faults)
    return {
        number: dict(zip(head, (without_unseen(cell).strip() for cell in cells), strict=True))
        for number, cells in numbered.items()
    }


def check_rows(rows: Mapping[int, Row], *, key: str, check: Callable[[Row], Collection[str]]) -> None:
    """Check every row and refuse them all if one is at fault.

    Args:
        key: The column that must be filled and differ from row to row.
        check: Returns what is wrong with a row, in sentences.

    Raises:
        BadRows: Naming every fault with its row.
    """
    seen = Counter(row[key] for row in rows.values())
    faults = []
    for number, row in rows.items():
        if not row[key]:
            faults.append(f"Row {number}: {key} is empty.")
        elif seen[row[key]] > 1:
            faults.append(f"Row {number}: {key} {row[key]} stands more than once.")
        faults += [f"Row {number}: {fault}" for fault in check(row)]
    if faults:
        raise BadRows(faults)


def argument(read: Callable[[str], T]) -> Callable[[str], T]:
    """Return a reader of values of the command line whose `ValueError` argparse shows as bad usage."""

    def reader(text: str) -> T:
        try:
            return read(text)
        except ValueError as fault:
            raise ArgumentTypeError(str(fault)) from fault

    return reader


def given_day(text: str) -> date:
    """Return a day given on the command line; argparse turns the refusal into bad usage."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"{text!r} is no day; write it as 2026-07-20") from fault


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
        """Load the content of the file; `Refused` says why nothing was saved."""
        raise NotImplementedError


def _listed(what: str, codes: list[str]) -> str:
    return f"{len(codes)} {what} ({' '.join(codes)})" if codes else f"0 {what}"
