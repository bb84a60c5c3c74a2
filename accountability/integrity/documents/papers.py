"""The record of a talk (谈话记录), and the attendance sheet of an activity (签到册)."""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import translation

from accountability.integrity.models import Activity, Attendance, Talk
from portal.core import pdf

_RECORD = "accountability/integrity/print/record.html"
_ATTENDANCE = "accountability/integrity/print/attendance.html"
_STYLES = [pdf.STATIC / "gongkai" / "official.css", pdf.STATIC / "accountability" / "integrity" / "paper.css"]
BLANK_ROWS = 8
"""Lines on which those sign whose unit is not entered yet."""


def print_record(talk: Talk, record: str) -> pdf.Rendered:
    """Print what was said in a talk, with places for the signatures.

    Args:
        record: The record, as `actions.talks.read_record` returned it to the reader.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    paragraphs = [line for line in record.splitlines() if line.strip()]
    context = {"talk": talk, "town": talk.town, "paragraphs": paragraphs}
    return _print(_RECORD, context, [talk.name, talk.occasion, *paragraphs])


def print_attendance(activity: Activity, rows: Sequence[Attendance]) -> pdf.Rendered:
    """Print the sheet on which those who come to an activity sign, unit by unit.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    places = [(row, range(1, row.due + 1)) for row in rows]
    context = {
        "activity": activity,
        "town": activity.town,
        "places": places,
        "blank": range(1, BLANK_ROWS + 1) if not places else (),
    }
    return _print(_ATTENDANCE, context, [activity.title, *(row.unit.name_zh for row in rows)])


def _print(template: str, context: dict[str, object], expected: list[str]) -> pdf.Rendered:
    with translation.override("zh-hans"):
        rendered = pdf.render(render_to_string(template, context), css=_STYLES)
    pdf.check(rendered.pdf, expected_text=expected, pages=rendered.pages)
    return rendered
