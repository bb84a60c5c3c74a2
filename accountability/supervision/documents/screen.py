"""The pages of the screen on paper: A3 across, a page each, Chinese."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation

from accountability.supervision.queries.screen import slides
from portal.accounts.models import Unit
from portal.core import pdf
from portal.core.demonstration import today_of_due_days

_TEMPLATE = "accountability/supervision/print/screen.html"
_STYLE = pdf.STATIC / "accountability" / "supervision" / "screen-a3.css"


def print_screen(town: Unit, *, at: datetime) -> bytes:
    """Return the pages of the screen as a PDF.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        shown = slides(town, at=at)
        context = {"town": town, "slides": shown, "today": today_of_due_days(at)}
        rendered = pdf.render(render_to_string(_TEMPLATE, context), css=[_STYLE])
    pdf.check(rendered.pdf, expected_text=[one.title for one in shown], pages=max(len(shown), 1))
    return rendered.pdf
