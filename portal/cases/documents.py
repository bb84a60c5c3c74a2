"""Official papers about a case: who writes to whom, what it says, and the box for the seal.

They are Chinese, as official papers are; letters by e-mail are in the sender's language.
"""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

from dataclasses import dataclass, field
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from portal.core import pdf

_TEMPLATE = "cases/print/paper.html"
_STYLE = pdf.STATIC / "gongkai" / "official.css"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper under a heading of its own."""

    heading: str
    paragraphs: list[str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt that is signed when a paper is handed over.

    Attributes:
        paper: Title and number of the paper.
        ways: How it can be served, to be ticked.
    """

    paper: str
    ways: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`cases/print/paper.html`: one official paper.

    Attributes:
        to: To whom it is written.
        paragraphs: What it says, in order, before its parts.
        parts: What it says under headings.
        files: Names of what is handed out with it.
        signed_by: The office, over the box for its seal.
        contact: How it is reached.
    """

    number: str
    title: str
    to: str
    paragraphs: list[str]
    signed_by: str
    dated: date
    contact: str
    parts: list[Part] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    receipt: Receipt | None = None

    @property
    def texts(self) -> list[str]:
        """All that has to stand on the printed paper."""
        said = [text for part in self.parts for text in (part.heading, *part.paragraphs)]
        return [self.title, self.to, *self.paragraphs, *said, *self.files]


def print_sheet(sheet: Sheet) -> pdf.Rendered:
    """Print one paper.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        rendered = pdf.render(render_to_string(_TEMPLATE, {"sheet": sheet}), css=[_STYLE])
    pdf.check(rendered.pdf, expected_text=sheet.texts, pages=rendered.pages)
    return rendered
