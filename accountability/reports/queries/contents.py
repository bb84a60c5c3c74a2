"""What an edition says: its paragraphs and figures as they are kept, or as the system drafts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accountability.reports.enums import ParagraphKind, ReportState
from accountability.reports.models import Paragraph, Report, ReportFigure
from accountability.reports.queries.figures import Counted, counted, drawn_of, sentences_of
from accountability.reports.registry import FIGURES
from accountability.reports.rules.chapters import CHAPTERS, GAPS
from accountability.reports.rules.text import Drawn, filled
from portal.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class Content:
    """An edition with its paragraphs in their order, and its figures by their numbers."""

    report: Report
    paragraphs: Sequence[Paragraph]
    figures: Sequence[ReportFigure]


def content_of(report: Report) -> Content:
    """Return what an edition says, without figures that nobody registers any more."""
    paragraphs = list(report.paragraphs.select_related("written_by"))
    figures = [one for one in report.figures.select_related("kept_by") if one.key in FIGURES]
    return Content(report, paragraphs, figures)


def drafted(town: Unit, year: int, *, at: datetime) -> Content:
    """Return what the system would draft of a year now; nothing of it is saved."""
    report = Report(town=town, year=year, counted_at=at, state=ReportState.DRAFT)
    found = counted(town, year, at=at)
    numbers = {key: number for number, key in enumerate(found, start=1)}
    figures = [
        ReportFigure(report=report, number=numbers[key], key=key, value=one.value, before=one.before)
        for key, one in found.items()
    ]
    return Content(report, drafts(report, drawn_of(found, numbers)), figures)


def drafts(report: Report, drawn: Mapping[str, Drawn]) -> list[Paragraph]:
    """Return the paragraphs the system drafts of figures; of sentences on a condition, those whose condition holds."""
    found = []
    for place, chapter in enumerate(CHAPTERS):
        kind = ParagraphKind.GAP if chapter.key == GAPS else ParagraphKind.DRAWN
        for number, row in enumerate(chapter.rows):
            said = [one for one in sentences_of(row) if not one.when or drawn[one.when].is_some]
            if text := "".join(filled(one.text, drawn) for one in said):
                position = first_position(place) + number * ROOM
                found.append(
                    Paragraph(
                        report=report,
                        chapter=chapter.key,
                        row=row.key,
                        position=position,
                        kind=kind,
                        drawn=text,
                        text=text,
                    )
                )
    return found


ROOM = 10
"""Positions between two rows of a chapter."""


def first_position(chapter: int) -> int:
    """Return the position of the first row of a chapter, by its place."""
    return chapter * 100 * ROOM


def gaps_now(report: Report, found: Mapping[str, Counted], numbers: Mapping[str, int]) -> dict[str, str]:
    """Return the gaps there are now, by row."""
    return {one.row: one.text for one in drafts(report, drawn_of(found, numbers)) if one.kind == ParagraphKind.GAP}
