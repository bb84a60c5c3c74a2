"""A form to be filled in by hand, for who would rather not hand in on line."""

from __future__ import annotations  # `pdf` is not imported before something is drawn

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import translation

from petitions.handling.enums import MAX_REPRESENTATIVES
from petitions.intake.presenters.words import CATEGORIES
from portal.accounts.models import Unit
from portal.core import pdf

_TEMPLATE = "petitions/intake/print/blank.html"
_STYLE = pdf.STATIC / "gongkai" / "official.css"


def blank_form(town: Unit) -> bytes:
    """Return the blank form of a township as a PDF; it is drawn once for each that names other places.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        return _drawn(town.publishing_body, town.supervision_phone)


@lru_cache(maxsize=8)
def _drawn(office: str, phone: str) -> bytes:
    said = {
        "office": office,
        "phone": phone,
        "categories": [(str(title), str(text)) for title, text in CATEGORIES.values()],
        "speakers": range(1, MAX_REPRESENTATIVES + 1),
    }
    rendered = pdf.render(render_to_string(_TEMPLATE, said), css=[_STYLE])
    pdf.check(rendered.pdf, expected_text=[office, phone], pages=rendered.pages)
    return rendered.pdf
