"""The form of a result, as it is signed by the tellers and kept."""

from django.template.loader import render_to_string
from django.utils import translation

from accountability.appraisal.models import Appraisal
from accountability.appraisal.presenters.public import shown
from accountability.appraisal.queries.results import result
from portal.core import pdf

_TEMPLATE = "accountability/appraisal/print/result.html"
_STYLES = [pdf.STATIC / "gongkai" / "official.css", pdf.STATIC / "accountability" / "appraisal" / "papers.css"]


def print_result(appraisal: Appraisal) -> bytes:
    """Return the form of a counted result as a PDF.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    found = result(appraisal)
    if found is None:
        raise ValueError("Only a counted appraisal has a result.")
    with translation.override("zh-hans"):
        context = {"appraisal": appraisal, "debriefing": appraisal.debriefing, "shown": shown(found)}
        html = render_to_string(_TEMPLATE, context)
    rendered = pdf.render(html, css=_STYLES)
    pdf.check(rendered.pdf, expected_text=[one.subject.name for one in found.subjects], pages=rendered.pages)
    return rendered.pdf
