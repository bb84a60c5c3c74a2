"""What kind of file came in, judged by its content, and whether it is safe to open.

A file that is no table, too large, damaged or locked raises `UnreadableFile`.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import filetype
from django.utils.translation import gettext_noop

from portal.core.workbooks.faults import UnreadableFile

MAX_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 64_000_000
"""A hundred thousand rows unpack to about so much; a ledger has a few hundred."""
MAX_ROWS = 20_000
MAX_COLUMNS = 200

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|head|meta|style)", re.IGNORECASE)

TOO_LARGE = gettext_noop(
    "The file is larger than %(limit)s MB. A ledger of one period is far smaller: take out pictures and other"
    " sheets, and send it again."
)
TOO_WIDE = gettext_noop(
    "The sheet reaches to row %(rows)s and column %(columns)s. Up to %(max_rows)s rows and %(max_columns)s"
    " columns can be read: delete what lies outside the table, save and send it again."
)
EMPTY = gettext_noop("The file is empty. Open it, check that it holds the ledger, save and send it again.")
DAMAGED = gettext_noop(
    "The workbook cannot be opened; it may have been cut short on the way. Open it in Excel or WPS, save it"
    " again and send that."
)
ENCRYPTED = gettext_noop("The workbook has a password. Take the password off, save it and send it again.")
PDF = gettext_noop("This is a PDF, not a table. Send the workbook it was made from (xlsx, xls, ods or csv).")
PICTURE = gettext_noop("This is a picture, not a table. Send the workbook itself (xlsx, xls, ods or csv).")
DOCUMENT = gettext_noop(
    "This is a text document, not a table. Copy its table into a workbook, save it as xlsx and send that."
)
MARKUP = gettext_noop("This is a web page saved as a table. Open it in Excel or WPS, save it as xlsx and send that.")
OTHER = gettext_noop("This file is no table. Send the ledger as xlsx, xls, ods or csv.")


def kind_of(content: bytes) -> str:
    """Return xlsx, xls (the binary forms), ods or text, whatever the file is called."""
    if len(content) > MAX_BYTES:
        raise UnreadableFile(TOO_LARGE, limit=str(MAX_BYTES // 1_000_000))
    if not content.strip(b"\x00\t\r\n "):
        raise UnreadableFile(EMPTY)
    if content.startswith(b"PK"):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if content.startswith(b"\x09\x08"):
        return "xls"
    _refuse_other(content)
    return "text"


def _refuse_other(content: bytes) -> None:
    if content.startswith(b"%PDF"):
        raise UnreadableFile(PDF)
    if content.startswith(b"{\\rtf"):
        raise UnreadableFile(DOCUMENT)
    if _MARKUP.match(content):
        raise UnreadableFile(MARKUP)
    mime = filetype.guess_mime(content)
    if mime is not None:
        raise UnreadableFile(PICTURE if mime.startswith("image/") else OTHER)


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
                raise UnreadableFile(TOO_LARGE, limit=str(MAX_UNPACKED_BYTES // 1_000_000))
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "xl/workbook.bin" in names:
                return "xls"
            if "content.xml" in names:
                return _kind_of_open_document(archive)
    except UnreadableFile:
        raise
    except Exception as error:
        # zipfile raises a dozen kinds of error on damaged archives, struct.error and NotImplementedError too.
        raise UnreadableFile(DAMAGED) from error
    raise UnreadableFile(DOCUMENT if "word/document.xml" in names else OTHER)


def _kind_of_open_document(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableFile(ENCRYPTED)
    kind = archive.read("mimetype") if "mimetype" in names else b"spreadsheet"
    if b"spreadsheet" not in kind:
        raise UnreadableFile(DOCUMENT)
    _refuse_repeated(archive.read("content.xml"))
    return "ods"


def _kind_of_ole(content: bytes) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise UnreadableFile(ENCRYPTED)
    if holds("WordDocument"):
        raise UnreadableFile(DOCUMENT)
    if not (holds("Workbook") or holds("Book")):
        # The head of the file says where the list of parts is; a file cut short has lost it.
        directory = 512 * (int.from_bytes(content[48:52], "little") + 1)
        raise UnreadableFile(OTHER if directory < len(content) else DAMAGED)
    return "xls"


_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:table-cell\b([^>]*office:value[^>]*)>")
_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d+)"')
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')


def _refuse_repeated(xml: bytes) -> None:
    for attributes, body in _ODS_ROW.findall(xml):
        cells = _ODS_CELL.findall(body)
        rows = _repeats(_ROWS_REPEATED, attributes)
        columns = max((_repeats(_COLUMNS_REPEATED, cell) for cell in cells), default=0)
        if cells:
            refuse_extent(rows, columns)


def _repeats(form: re.Pattern[bytes], attributes: bytes) -> int:
    found = form.search(attributes)
    return int(found[1]) if found else 1


def refuse_extent(rows: int, columns: int) -> None:
    """Refuse a sheet with too many rows or columns."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise UnreadableFile(
            TOO_WIDE, rows=str(rows), columns=str(columns), max_rows=str(MAX_ROWS), max_columns=str(MAX_COLUMNS)
        )


_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_CELL = re.compile(
    rb'<(?:\w+:)?c\s((?:[^>]*?\s)?r="([A-Z]{1,4})(\d{1,10})"[^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL
)
_ROW = re.compile(rb'<(?:\w+:)?row\s(?:[^>]*?\s)?r="(\d{1,10})"[^>]*(?<!/)><(?:\w+:)?c\b')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v>\s*[^\s<]")


def unsaved_cells(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Find the cells of an xlsx that show something but hold no value.

    A formula whose result was never saved and a cell in error (`#REF!`) both come out of the reader as
    blank; a ledger must not lose an amount that way. A formula that gives an empty text (`t="str"`) is blank
    in truth. A sheet with a cell beyond the limits is not safe to open.

    Returns:
        By sheet name, by (row, column) from 0: `formula` or the error's text.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return {name: _scan(archive.read(part)) for name, part in _sheet_parts(archive)}
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(DAMAGED) from error


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    targets = {
        _attribute(found, b"Id"): _attribute(found, b"Target")
        for found in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for found in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(_attribute(found, b"id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield _attribute(found, b"name"), part


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"(?:^|[\s:])" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return html.unescape((found[1] or found[2] or b"").decode("utf-8", "replace")) if found else ""


def _scan(xml: bytes) -> dict[tuple[int, int], str]:
    marks: dict[tuple[int, int], str] = {}
    # Cells that do not give their own address take it from their row.
    rows = max((int(digits) for digits in _ROW.findall(xml)), default=0)
    columns = 0
    for attributes, letters, digits, body in _CELL.findall(xml):
        if not body:
            continue
        row, column = int(digits) - 1, _column_index(letters)
        rows, columns = max(rows, row + 1), max(columns, column + 1)
        if b't="e"' in attributes:
            marks[row, column] = re.sub(rb"<[^>]*>", b"", body).decode("utf-8", "replace")
        elif b't="str"' not in attributes and _FORMULA.search(body) and not _VALUE.search(body):
            marks[row, column] = "formula"
    refuse_extent(rows, columns)
    return marks


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
