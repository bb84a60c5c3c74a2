"""The kinds of files that are taken, each with its limit."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file.

    Attributes:
        suffix: How names of such files end.
        most_bytes: Largest size taken.
    """

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
