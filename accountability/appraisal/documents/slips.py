"""Slips with the codes of voters, to be cut apart, and the tellers' sheet with the code that opens the ballot box."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from accountability.appraisal.actions.voting import Printed
from accountability.appraisal.enums import VoterClass
from accountability.appraisal.models import Appraisal
from portal.core import charts, pdf
from portal.core.codes import in_groups

_TEMPLATE = "accountability/appraisal/print/slips.html"
_STYLE = pdf.STATIC / "accountability" / "appraisal" / "slips.css"
ON_A_SHEET = 10


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: its code in groups, and a QR code that opens the page with it."""

    code: str
    qr: SafeString


@dataclass(frozen=True, slots=True)
class ClassSheet:
    """A sheet of slips of one class, of which they name nothing else."""

    name: str
    slips: Sequence[Slip]


def print_slips(appraisal: Appraisal, printed: Printed) -> bytes:
    """Return slips and the tellers' sheet as a PDF. It is stored nowhere, and cannot be made a second time.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        address = settings.SITE_URL + reverse("accountability:vote")
        sheets = [
            ClassSheet(str(VoterClass(key).label), [_slip(code, address) for code in some])
            for key, codes in printed.slips
            for some in _batches(codes)
        ]
        context = {
            "appraisal": appraisal,
            "debriefing": appraisal.debriefing,
            "sheets": sheets,
            "issued": [(str(VoterClass(key).label), len(codes)) for key, codes in printed.slips],
            "opening_code": in_groups(printed.opening_code),
            "address": address.removeprefix("https://").removeprefix("http://"),
        }
        html = render_to_string(_TEMPLATE, context)
    rendered = pdf.render(html, css=[_STYLE])
    said = [slip.code for sheet in sheets for slip in sheet.slips]
    pdf.check(rendered.pdf, expected_text=[*said, in_groups(printed.opening_code)], pages=rendered.pages)
    return rendered.pdf


def _batches(codes: Sequence[str]) -> list[Sequence[str]]:
    return [codes[start : start + ON_A_SHEET] for start in range(0, len(codes), ON_A_SHEET)]


def _slip(code: str, address: str) -> Slip:
    """Return a slip. The code stands behind the `#` of the address, which no browser sends to anybody."""
    return Slip(in_groups(code), charts.qr_svg(f"{address}#{code}", title="二维码"))
