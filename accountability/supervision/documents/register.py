"""The register of things sealed or handed in, as a list on paper: A4 across, Chinese."""

from collections.abc import Sequence
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from accountability.supervision.models import SealedThing
from accountability.supervision.presenters import register
from accountability.supervision.rules import add_up
from portal.accounts.models import Unit
from portal.core import pdf

_TEMPLATE = "accountability/supervision/print/register.html"
_STYLE = pdf.STATIC / "accountability" / "supervision" / "register.css"


def print_register(town: Unit, things: Sequence[SealedThing], *, is_gifts: bool, today: date) -> bytes:
    """Return the register as a PDF, in the order it is given.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        title = register.register_title(is_gifts=is_gifts)
        sums = add_up((one.due, one.recovered) for one in things)
        context = {
            "town": town,
            "title": title,
            "rows": register.thing_rows(things),
            "is_gifts": is_gifts,
            "recovered": register.recovered_words(sums),
            "today": today,
        }
        rendered = pdf.render(render_to_string(_TEMPLATE, context), css=[_STYLE])
    pdf.check(rendered.pdf, expected_text=[title, *(one.number for one in things)], pages=rendered.pages)
    return rendered.pdf
