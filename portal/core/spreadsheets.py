"""Tables to take away, as CSV and as a workbook, in which nothing that was typed becomes a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_AMOUNT_FORMAT = "#,##0.00"
_SIGNS = frozenset("=+-@")

Value = str | int | Decimal | None
"""What a cell holds; a `Decimal` is an amount in yuan."""
Row = Sequence[Value]


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return a table, heads first, as CSV: UTF-8 with a byte order mark, as office programs expect it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for row in rows:
        writer.writerow([guarded(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(
    rows: Iterable[Row], *, sheet: str, widths: Sequence[int], title: str = "", author: str = "", wraps: bool = True
) -> bytes:
    """Return a table, heads first, as a workbook with one sheet, amounts as numbers; `widths` in characters."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    book.properties.title, book.properties.creator = title, author
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            write(page.cell(number, place), value)
    _lay_out(page, widths, wraps=wraps)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return the file of a workbook."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def guarded(value: Value) -> str:
    """Return a CSV cell; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    text = str(value)
    return f"'{text}" if _begins_a_formula(text) else text


def _begins_a_formula(text: str) -> bool:
    """Return whether the first character that is seen is the sign of a formula, also a full-width one.

    A tab or a carriage return at the beginning counts too: some programs drop it and read on in the next cell.
    """
    seen = (each for each in text if not each.isspace() and unicodedata.category(each) not in {"Cc", "Cf"})
    return text.startswith(("\t", "\r")) or unicodedata.normalize("NFKC", next(seen, "")) in _SIGNS


def write(cell: Any, value: object) -> None:
    """Write a value into a cell of a workbook; a text that begins like a formula stays a text."""
    text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else ""
    if text:
        cell.value = text
        # Set after the value, which openpyxl would otherwise take for a formula; quoted, so that editing
        # the cell does not make one of it either.
        cell.data_type = "s"
        cell.quotePrefix = _begins_a_formula(text)
    elif not isinstance(value, str):
        cell.value = value
    if isinstance(value, Decimal):
        cell.number_format = _AMOUNT_FORMAT


def _lay_out(sheet: Worksheet, widths: Sequence[int], *, wraps: bool) -> None:
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in sheet.iter_rows(min_row=1, max_row=1):
        for cell in row:
            cell.font = Font(bold=True)
    if wraps:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
