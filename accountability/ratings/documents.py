"""The code of a window on paper for the counter, and sheets of one-time slips. Both are Chinese, A4."""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from accountability.ratings.models import Window
from portal.core import charts, pdf
from portal.core.codes import in_groups

_STYLES = pdf.STATIC / "accountability" / "ratings"


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip with its code as people read it."""

    code: str
    qr: SafeString


def address_of(window: Window) -> str:
    """Return where a window is rated, in Chinese."""
    with translation.override("zh-hans"):
        return f"{settings.SITE_URL}{reverse('accountability:rate', args=[window.code])}"


def _rendered(name: str, context: Mapping[str, object]) -> pdf.Rendered:
    html = render_to_string(f"accountability/ratings/print/{name}.html", dict(context))
    return pdf.render(html, css=[_STYLES / f"{name}.css"])


def print_code(window: Window) -> bytes:
    """Return the paper that stands on the counter as a PDF.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    address = address_of(window)
    with translation.override("zh-hans"):
        code = in_groups(window.code)
        context = {
            "window": window,
            "town": window.unit.town,
            "qr": charts.qr_svg(address, title="二维码：评价这个窗口"),
            "address": address,
            "code": code,
        }
        rendered = _rendered("code", context)
    pdf.check(rendered.pdf, expected_text=[window.name_zh, code], pages=1)
    return rendered.pdf


def print_slips(window: Window, codes: Sequence[str]) -> bytes:
    """Return sheets of one-time slips as a PDF.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    address = address_of(window)
    with translation.override("zh-hans"):
        slips = [
            PrintedSlip(in_groups(code), charts.qr_svg(f"{address}?slip={code}", title="二维码：用这张条评价"))
            for code in codes
        ]
        rendered = _rendered("slips", {"window": window, "slips": slips})
    pdf.check(rendered.pdf, expected_text=[one.code for one in slips], pages=rendered.pages)
    return rendered.pdf
