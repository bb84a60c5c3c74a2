"""The kinds of files that are taken, and which of them an office file is by what is in its container."""

import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.refusals import Refused

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file."""

    code: str
    suffix: str
    content_type: str
    most_bytes: int
    label: str | Promise


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Kind("pdf", ".pdf", "application/pdf", 20 * MEGABYTE, "PDF")
JPEG = Kind("jpg", ".jpg", "image/jpeg", 15 * MEGABYTE, _("JPEG picture"))
PNG = Kind("png", ".png", "image/png", 15 * MEGABYTE, _("PNG picture"))
XLSX = Kind("xlsx", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet", 10 * MEGABYTE, _("Excel workbook (xlsx)"))
XLS = Kind("xls", ".xls", "application/vnd.ms-excel", 10 * MEGABYTE, _("old Excel workbook (xls)"))
ODS = Kind("ods", ".ods", "application/vnd.oasis.opendocument.spreadsheet", 10 * MEGABYTE, _("spreadsheet (ods)"))
DOCX = Kind("docx", ".docx", f"{_OFFICE}.wordprocessingml.document", 20 * MEGABYTE, _("Word document (docx)"))
CSV = Kind("csv", ".csv", "text/csv; charset=utf-8", 5 * MEGABYTE, _("table as text (csv)"))

ALL = (PDF, JPEG, PNG, XLSX, XLS, ODS, DOCX, CSV)
SPREADSHEETS = (XLSX, XLS, ODS, CSV)
PICTURES = (JPEG, PNG)
OFFICE = (XLSX, ODS, DOCX)
PUBLISHED = (PDF, JPEG, PNG, XLSX, ODS, DOCX, CSV)
"""What may be published. An old workbook is a file system of its own, with names, printers and deleted rows in many
places and between them; nothing takes them out for certain."""


MOST_MEMBERS = 2_000
MOST_UNPACKED = 64 * MEGABYTE
"""A village's ledger unpacks to less than one megabyte; a hundred thousand rows to about sixty."""
MOST_NAMED = 4 * MEGABYTE
"""Bytes of a list of what is in an archive."""
_CHUNK = 64 * 1024
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)
"""What `zipfile` and its unpackers raise of an archive that is broken in one place or another."""
DAMAGED = _("The file is damaged and cannot be opened. Save it again and choose it once more.")
PROTECTED = _("The file is protected by a password. Save it without one and choose it once more.")
MACROS = _("The file contains macros. Save it as an ordinary xlsx or docx file and choose it once more.")
BOMB = _("The file unpacks to far more than it shows. Delete sheets and pictures that are not needed.")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of_zip(content: bytes) -> Kind | None:
    """Return which office file a ZIP archive is, or None if it is none of them.

    Raises:
        Refused: It is damaged, a bomb, protected by a password, or carries macros.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_members(archive)
            return _kind_inside(archive)
    except _DAMAGED as fault:
        raise Refused(DAMAGED) from fault
    except RuntimeError as fault:  # how zipfile says that a member is encrypted
        raise Refused(PROTECTED) from fault


def kind_of_ole(content: bytes) -> Kind | None:
    """Return XLS if an OLE container holds a workbook, or None.

    Raises:
        Refused: It is a newer file under a password, or carries macros.
    """
    if _utf16("EncryptedPackage") in content:
        raise Refused(PROTECTED)
    if _utf16("_VBA_PROJECT") in content:
        raise Refused(MACROS)
    return XLS if _utf16("Workbook") in content or _utf16("Book") in content else None


def is_ole(content: bytes) -> bool:
    """Return whether content begins as the older office files do."""
    return content.startswith(_OLE)


def _check_members(archive: zipfile.ZipFile) -> None:
    """Unpack every member in small pieces and stop at the limit, whatever the archive says of itself."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused(BOMB)
    if len({member.filename for member in members}) < len(members):  # one program would read the one, another the other
        raise Refused(DAMAGED)
    unpacked = 0
    for member in members:
        if member.filename.startswith("/") or ".." in member.filename.split("/"):
            raise Refused(DAMAGED)
        with archive.open(member) as file:
            while piece := file.read(_CHUNK):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise Refused(BOMB)


def _kind_inside(archive: zipfile.ZipFile) -> Kind | None:
    names = set(archive.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(MACROS)
    if "[Content_Types].xml" in names:
        types = _read(archive, "[Content_Types].xml")
        if b"macroEnabled" in types or b"vbaProject" in types:
            raise Refused(MACROS)
        for kind, main in ((XLSX, b"spreadsheetml.sheet.main+xml"), (DOCX, b"wordprocessingml.document.main+xml")):
            if main in types:
                return kind
        return None
    if "mimetype" in names and _read(archive, "mimetype").strip() == ODS.content_type.encode():
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise Refused(MACROS)
        return ODS
    return None


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(MOST_NAMED)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"
