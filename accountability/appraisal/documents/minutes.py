"""The minutes of a debriefing, in the layout of official papers."""

from django.template.loader import render_to_string
from django.utils import translation

from accountability.appraisal.models import Debriefing
from accountability.appraisal.presenters.meeting import entries_of
from portal.core import pdf

_TEMPLATE = "accountability/appraisal/print/minutes.html"
_STYLES = [pdf.STATIC / "gongkai" / "official.css", pdf.STATIC / "accountability" / "appraisal" / "papers.css"]


def print_minutes(debriefing: Debriefing) -> bytes:
    """Return the minutes of a meeting that was held as a PDF.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        found = entries_of(debriefing)
        html = render_to_string(_TEMPLATE, {"debriefing": debriefing, "entries": found})
    rendered = pdf.render(html, css=_STYLES)
    said = [one.person for one in found.statements] + [one.made_by for one in found.suggestions]
    pdf.check(rendered.pdf, expected_text=said, pages=rendered.pages)
    return rendered.pdf
