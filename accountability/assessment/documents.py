"""The assessment on paper and as a table: the form of one unit, and the ranking of a year, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from accountability.assessment.enums import PUBLIC, WITH_GRADE, Grade
from accountability.assessment.models import Assessment, AssessmentYear
from accountability.assessment.presenters.points import ShownPoints, of_assessment, of_told, written
from accountability.assessment.queries.assessments import parts_of
from accountability.assessment.queries.published import told
from portal.core import pdf
from portal.core.dates import full_date
from portal.core.spreadsheets import as_csv

_STYLES = [pdf.STATIC / "gongkai" / "official.css", pdf.STATIC / "accountability" / "assessment" / "paper.css"]


@dataclass(frozen=True, slots=True)
class FormPaper:
    """`accountability/assessment/print/form.html`: the form of one unit."""

    title: str
    number: str
    unit: str
    year: int
    points: ShownPoints
    gap_reason: str
    grade: str
    grade_reason: str
    decided_on: str
    office: str


def result_form(assessment: Assessment) -> bytes:
    """Return the form of a unit's assessment as PDF: as it was published last, or else as it is now."""
    with translation.override("zh-hans"):
        edition = assessment.editions.order_by("-number").first() if assessment.state in PUBLIC else None
        points = (
            of_told(told(edition))
            if edition
            else of_assessment(assessment, parts_of(assessment.of_year.table), has_score=True)
        )
        has_grade = assessment.state in WITH_GRADE
        paper = FormPaper(
            title=f"{assessment.unit.name_zh}{assessment.of_year.year}年度党风廉政建设责任制考核表",
            number=assessment.audit_number(),
            unit=assessment.unit.name_zh,
            year=assessment.of_year.year,
            points=points,
            gap_reason=assessment.gap_reason,
            grade=str(Grade(assessment.grade).label) if has_grade else "",
            grade_reason=assessment.grade_reason if has_grade else "",
            decided_on=full_date(assessment.decided_on) if assessment.decided_on and has_grade else "",
            office=_office(assessment.of_year),
        )
        html = render_to_string("accountability/assessment/print/form.html", {"paper": paper})
        rendered = pdf.render(html, css=_STYLES)
    pdf.check(rendered.pdf, expected_text=[paper.title, *(item.title for item in points.items)], pages=rendered.pages)
    return rendered.pdf


def _office(year: AssessmentYear) -> str:
    town = year.town
    return f"中共{town.name_zh}委员会"


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit in the ranking; `place` is shared by units with equal points."""

    place: int
    unit: str
    kind: str
    self_points: str
    points: str
    grade: str
    note: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """`accountability/assessment/print/ranking.html`: the results of a year, most points first."""

    town: str
    title: str
    rows: tuple[RankedUnit, ...]
    office: str
    day: str
    summary: str


def ranking_of(year: AssessmentYear, rows: Sequence[Assessment], *, today: date | None = None) -> Ranking:
    """Return the ranking of the units whose points are submitted, in Chinese."""
    with translation.override("zh-hans"):
        found = [row for row in rows if row.points is not None]
        ranked = sorted(found, key=lambda row: (-(row.points or 0), row.unit.code))
        units = tuple(_ranked(row, ranked) for row in ranked)
        grades = [Grade(row.grade) for row in ranked if row.state in WITH_GRADE]
        decided = max((row.decided_on for row in ranked if row.decided_on), default=today)
        return Ranking(
            town=year.town.name_zh,
            title=_title(year),
            rows=units,
            office=_office(year),
            day=full_date(decided) if decided else "",
            summary=_summary(grades),
        )


def published_ranking(year: AssessmentYear, rows: Sequence[Assessment]) -> Ranking:
    """Return the ranking as it is published: by the newest edition of each result, in Chinese."""
    with translation.override("zh-hans"):
        results = [told(row.editions.all()[0]) for row in rows]
        results.sort(key=lambda said: (-said.total, said.unit))
        kinds = {row.unit.code: row.unit.get_kind_display() for row in rows}
        units = tuple(
            RankedUnit(
                place=1 + sum(1 for other in results if other.total > said.total),
                unit=said.unit_name,
                kind=kinds[said.unit],
                self_points=written(said.self_total) or "未报",
                points=written(said.total),
                grade=str(said.grade.label),
                note="一票否决" if said.is_vetoed else "",
            )
            for said in results
        )
        return Ranking(
            town=year.town.name_zh,
            title=_title(year),
            rows=units,
            office=_office(year),
            day=full_date(max(said.decided_on for said in results)),
            summary=_summary([said.grade for said in results]),
        )


def _title(year: AssessmentYear) -> str:
    return f"{year.year}年度党风廉政建设责任制考核结果"


def _summary(grades: Sequence[Grade]) -> str:
    counts = [f"{grade.label}{grades.count(grade)}个" for grade in Grade if grade in grades]
    return "、".join(counts) + "。" if counts else "等次尚未议定。"


def _ranked(row: Assessment, ranked: Sequence[Assessment]) -> RankedUnit:
    place = 1 + sum(1 for other in ranked if (other.points or 0) > (row.points or 0))
    has_grade = row.state in WITH_GRADE
    return RankedUnit(
        place=place,
        unit=row.unit.name_zh,
        kind=row.unit.get_kind_display(),
        self_points=written(row.self_points) or "未报",
        points=written(row.points),
        grade=str(Grade(row.grade).label) if has_grade else "",
        note="一票否决" if row.is_vetoed else "",
    )


def ranking_pdf(ranking: Ranking) -> bytes:
    """Return the ranking as PDF."""
    with translation.override("zh-hans"):
        html = render_to_string("accountability/assessment/print/ranking.html", {"paper": ranking})
        rendered = pdf.render(html, css=_STYLES)
    pdf.check(rendered.pdf, expected_text=[ranking.title, *(row.unit for row in ranking.rows)], pages=rendered.pages)
    return rendered.pdf


def ranking_csv(ranking: Ranking) -> bytes:
    """Return the ranking as CSV."""
    heads = ("名次", "单位", "类别", "自评", "得分", "等次", "说明")
    lines = [(row.place, row.unit, row.kind, row.self_points, row.points, row.grade, row.note) for row in ranking.rows]
    return as_csv([heads, *lines])


RANKING: Mapping[str, Callable[[Ranking], bytes]] = {"pdf": ranking_pdf, "csv": ranking_csv}
"""What the results of a year are handed out as."""
CONTENT_TYPES: Mapping[str, str] = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}
