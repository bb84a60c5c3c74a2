"""The verbs of reports, and how its stories name what they did not make."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from accountability.reports.actions import deciding, drawing, editing
from accountability.reports.models import Paragraph
from portal.demo.verb import Verb

VERBS: Mapping[str, Verb] = {
    "draw yearly report": Verb(drawing.draw, "secretary"),
    "draw yearly report anew": Verb(drawing.draw_anew, "secretary"),
    "correct yearly report": Verb(drawing.correct, "secretary"),
    "add paragraph": Verb(editing.add, "secretary"),
    "explain gap": Verb(editing.explain, "secretary"),
    "submit yearly report": Verb(deciding.submit, "secretary"),
    "approve yearly report": Verb(deciding.approve, "approver"),
    "send back yearly report": Verb(deciding.send_back, "approver"),
    "publish yearly report": Verb(deciding.publish, "secretary"),
}


def _paragraph(name: str, _at: datetime) -> Paragraph:
    """Return a paragraph of the newest edition of a year by its row: `QS-2025/visit-days`."""
    report, _slash, row = name.partition("/")
    return Paragraph.objects.select_related("report__town").get(row=row, **_newest(report))


def _newest(name: str) -> dict[str, object]:
    code, _dash, year = name.rpartition("-")
    return {"report__town__code": code, "report__year": year, "report__state__in": ("draft", "returned")}


LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {Paragraph: _paragraph}
