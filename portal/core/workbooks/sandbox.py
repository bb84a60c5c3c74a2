"""Opening workbooks in a process of their own, with a limit on memory and time, since a damaged one can end it.

Run as a script, this file reads a workbook from standard input and writes its sheets as JSON; it imports
nothing of ours, so that starting it takes a twentieth of a second.
"""

import io
import json
import resource
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
SECONDS = 60
LOCKED = 3

Sheet = dict[str, Any]


class CannotOpen(Exception):
    """The workbook could not be opened. `is_locked` tells whether for want of a password."""

    def __init__(self, *, is_locked: bool) -> None:
        super().__init__("locked" if is_locked else "damaged")
        self.is_locked = is_locked


def open_in_sandbox(content: bytes, *, max_rows: int, max_columns: int) -> list[Sheet]:
    """Open a workbook in another process; a sheet beyond the limits comes without rows.

    Returns:
        The visible sheets: `name`, `rows` of values as the reader gives them (dates too), `merges`, `height`, `width`.

    Raises:
        CannotOpen: If it is damaged or locked, or took too much memory or time.
    """
    command = [sys.executable, "-I", str(Path(__file__).resolve()), str(max_rows), str(max_columns)]
    try:
        ended = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise CannotOpen(is_locked=False) from error
    if ended.returncode:
        raise CannotOpen(is_locked=ended.returncode == LOCKED)
    sheets: list[Sheet] = json.loads(ended.stdout)
    for sheet in sheets:
        sheet["rows"] = [[_value(cell) for cell in row] for row in sheet["rows"]]
    return sheets


def _value(cell: Any) -> object:
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    return date.fromisoformat(text) if kind == "date" else text


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return ["date", value.date().isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    return str(value) if isinstance(value, time | timedelta) else value


def _unpack(content: bytes, max_rows: int, max_columns: int) -> list[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    workbook = load_workbook(io.BytesIO(content))
    sheets = []
    for known in workbook.sheets_metadata:
        if known.typ != SheetTypeEnum.WorkSheet or known.visible != SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(known.name)
        fits = sheet.total_height <= max_rows and sheet.total_width <= max_columns
        rows = sheet.to_python(skip_empty_area=False) if fits else []
        sheets.append(
            {
                "name": known.name,
                "height": sheet.total_height,
                "width": sheet.total_width,
                "merges": sheet.merged_cell_ranges or [],
                "rows": [[_written(value) for value in row] for row in rows],
            }
        )
    return sheets


def main() -> int:
    """Unpack standard input to standard output."""
    from python_calamine import PasswordError

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        sheets = _unpack(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    except PasswordError:
        return LOCKED
    sys.stdout.buffer.write(json.dumps(sheets).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
