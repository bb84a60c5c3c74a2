"""The yearly report on paper and as data: PDF, docx and JSON with the same words and figures, in Chinese."""

import json
from collections.abc import Callable, Mapping

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accountability.reports.enums import PUBLIC, ReportState
from accountability.reports.models import Report
from accountability.reports.presenters.report import ReportPage, for_paper
from accountability.reports.queries.contents import Content, content_of, drafted
from accountability.reports.queries.log import document_of, title_zh
from accountability.reports.queries.reports import published_report, town_of
from portal.core import pdf
from portal.core.dates import full_date
from portal.core.demonstration import today_of_due_days
from portal.core.official_docx import OfficialDocx
from portal.core.refusals import Refused

_TEMPLATE = "accountability/reports/print/report.html"
_STYLES = [pdf.STATIC / "gongkai" / "official.css", pdf.STATIC / "accountability" / "reports" / "report.css"]
CONTENT_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
NOT_APPROVED = "未经审定"
"""What a paper says of itself that nobody approved."""


def as_paper(report: Report, form: str) -> bytes:
    """Return an edition as `pdf`, `docx` or `json`.

    Raises:
        PdfFault: Something in it cannot be printed.
    """
    return _MAKERS[form](content_of(report))


def file_name(report: Report, form: str) -> str:
    """Return what the file of an edition is called."""
    return f"{title_zh(report)}.{form}"


def yearly_report(year: int, unit: str, form: str) -> tuple[str, bytes]:
    """Return the title of the report of a year, and the report; without a published one, what the portal would draft.

    Raises:
        Refused: There is no such town, or the year is to come.
    """
    town, at = town_of(unit), timezone.now()
    if town is None or year > today_of_due_days(at).year:
        raise Refused(_("There is no report of %(year)d.") % {"year": year})
    report = published_report(town, year)
    content = content_of(report) if report else drafted(town, year, at=at)
    title = title_zh(content.report)
    return title if report else f"{title}（{NOT_APPROVED}）", _MAKERS[form](content)


def as_pdf(content: Content) -> bytes:
    """Return the report as PDF, in the look of official papers."""
    with translation.override("zh-hans"):
        page = for_paper(content)
        context = {"page": page, "kept": kept_part(page), **_head(content.report)}
        rendered = pdf.render(render_to_string(_TEMPLATE, context), css=_STYLES)
        expected = [text for head, texts in paper_text(page) for text in (head, *texts)]
    pdf.check(rendered.pdf, expected_text=expected, pages=rendered.pages)
    return rendered.pdf


def as_docx(content: Content) -> bytes:
    """Return the report as a docx file, for offices that send it on."""
    with translation.override("zh-hans"):
        page, head = for_paper(content), _head(content.report)
        paper = OfficialDocx(f"{head['office']}{head['title']}")
        for heading, texts in paper_text(page):
            paper.heading(heading)
            for text in texts:
                paper.text(text)
        paper.heading(TABLE_TITLE)
        rows = [(str(one.number), one.label, one.value, one.before, one.source) for one in page.figures]
        paper.table(("来源", "项目", head["year"], head["year_before"], "数自哪里"), rows)
        paper.text(page.note)
        paper.signed(head["office"], head["day"])
        return paper.saved()


def as_json(content: Content) -> bytes:
    """Return the report as JSON: of a published one, the very document whose hash is in the publication log."""
    if content.report.document:
        return content.report.document.encode()
    told = document_of(content) | {"state": content.report.state}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


TABLE_TITLE = "表1　数字和来源"


def paper_text(page: ReportPage) -> list[tuple[str, list[str]]]:
    """Return the headings and paragraphs of the paper, with the figures that were kept as its last part."""
    told = [
        (
            f"{chapter.number}、{chapter.title}",
            [text for one in chapter.paragraphs for text in (one.text, _explained(one.explanation)) if text],
        )
        for chapter in page.chapters
    ]
    return [*told, *kept_part(page)]


def kept_part(page: ReportPage) -> list[tuple[str, list[str]]]:
    """Return the part that says which figures differ from their sources, and why; nothing where none does."""
    kept = [f"第[{one.number}]项{one.label}，文中{one.in_text}，来源为{one.value}：{one.reason}" for one in page.kept]
    return [("同来源不符的说明", kept)] if kept else []


def _explained(explanation: str) -> str:
    return f"说明：{explanation}" if explanation else ""


def _head(report: Report) -> dict[str, str]:
    """Return title, number, office, day and years of the paper."""
    at = report.published_at or report.approved_at
    edition = f"第{report.edition}版" if report.state in PUBLIC else NOT_APPROVED
    return {
        "title": f"{report.year}年度党风廉政建设责任制落实情况报告",
        "office": f"中共{report.town.name_zh}委员会",
        "number": f"{report.number}　{edition if report.state != ReportState.APPROVED else '已审定，未公开'}",
        "day": full_date(timezone.localdate(at)) if at else "",
        "year": f"{report.year}年",
        "year_before": f"{report.year - 1}年",
    }


_MAKERS: Mapping[str, Callable[[Content], bytes]] = {"pdf": as_pdf, "docx": as_docx, "json": as_json}
