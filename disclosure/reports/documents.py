"""A yearly report on paper and as data: PDF and docx with the same figures, JSON, a table, a poster; all Chinese."""

import json
from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disclosure.notices.models import Edition
from disclosure.notices.registry import Table
from disclosure.posters.rules.content import PosterContent
from disclosure.reports import queries
from disclosure.reports.presenters import ReportPage, ShownTable, report_page
from disclosure.reports.rules import PARTS, PLACES, POSTER_TABLES, TABLES, TEXTS, ZERO
from portal.core import pdf
from portal.core.dates import full_date
from portal.core.official_docx import OfficialDocx
from portal.core.refusals import Refused

_TEMPLATE = "disclosure/reports/print/report.html"
_STYLES = [pdf.STATIC / "gongkai" / "official.css", pdf.STATIC / "disclosure" / "reports" / "report.css"]


def as_paper(edition: Edition, form: str) -> bytes:
    """Return the report of an edition as `pdf`, `docx` or `json`.

    Raises:
        Refused: The edition has no report.
        PdfFault: Something in it cannot be printed.
    """
    return {"pdf": as_pdf, "docx": as_docx, "json": as_json}[form](edition)


def published_paper(year: int, unit: str, form: str) -> tuple[str, bytes]:
    """Return the number of the report that is published for a year, and the report.

    Raises:
        Refused: None is published.
    """
    edition = queries.published_report(year, unit)
    if edition is None:
        raise Refused(_("No report is published for %(year)d.") % {"year": year})
    return edition.audit_number(), as_paper(edition, form)


def as_pdf(edition: Edition) -> bytes:
    """Return the report as PDF, in the look of official papers."""
    with translation.override("zh-hans"):
        page = _page_of(edition)
        context = {"page": page, "edition": edition, **_head(edition)}
        rendered = pdf.render(render_to_string(_TEMPLATE, context), css=_STYLES)
        expected = [str(part.title) for part in page.parts]
    expected += [paragraph for part in page.parts for paragraph in part.paragraphs]
    pdf.check(rendered.pdf, expected_text=expected, pages=rendered.pages)
    return rendered.pdf


def as_docx(edition: Edition) -> bytes:
    """Return the report as a docx file, for offices that send it on."""
    with translation.override("zh-hans"):
        page, head = _page_of(edition), _head(edition)
        paper = OfficialDocx(head["title"])
        for part in page.parts:
            paper.heading(str(part.title))
            for text in part.paragraphs:
                paper.text(text)
            for table in part.tables:
                _fill(paper, table)
            if part.number == max(PARTS) and page.explained:
                for one in page.explained:
                    paper.text(f"注{one.number}：{one.sentence}{one.text}")
        paper.signed(head["office"], head["day"])
        return paper.saved()


def as_json(edition: Edition) -> bytes:
    """Return the report as JSON, with the notice it stands in."""
    notice = edition.notice
    told: dict[str, Any] = {
        "kind": "disclosure",
        "unit": {"code": notice.unit.code, "name": notice.unit.name_zh},
        "notice": notice.number,
        "edition": edition.number,
        "published_at": edition.published_at.isoformat() if edition.published_at else None,
        **(queries.report_document(edition) or {}),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def report_table(edition: Edition) -> Table | None:
    """Return the figures as a table to download, a line for each cell; None where no report was saved."""
    report = queries.report_of(edition)
    if report is None:
        return None
    figures = queries.read(report.figures)
    with translation.override("zh-hans"):
        rows = [
            (str(PARTS[table.part]), str(PLACES[name].row), str(PLACES[name].column), figures.get(name, ZERO))
            for table in TABLES
            for name in table.cells
        ]
    return Table(("部分", "项目", "栏目", "数量"), (34, 50, 24, 10), rows)


def report_places(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the texts of a report with the places where they stand."""
    report = queries.report_of(edition)
    if report:
        for name, part in TEXTS.items():
            yield str(PARTS[part]), getattr(report, name)
        for text in report.explanations.values():
            yield _("Explanation"), text


def report_poster(edition: Edition) -> PosterContent | None:
    """Return the report as it is put on a poster; None where none was saved."""
    with translation.override("zh-hans"):
        page = report_page(edition, tables=POSTER_TABLES)
        if page is None:
            return None
        return PosterContent(html=render_to_string("disclosure/reports/print/_parts.html", {"page": page}))


def _page_of(edition: Edition) -> ReportPage:
    page = report_page(edition)
    if page is None:
        raise Refused(_("This edition has no report."))
    return page


def _head(edition: Edition) -> dict[str, Any]:
    """Return title and its lines, number, office and day of the paper."""
    notice, at = edition.notice, edition.published_at
    office = notice.unit.publishing_body_zh or notice.unit.name_zh
    lines = [edition.title] if edition.title else [office, f"{queries.year_of(edition)}年政府信息公开工作年度报告"]
    return {
        "title": "".join(lines),
        "lines": lines,
        "number": f"{notice.number}（第{edition.number}版）",
        "office": office,
        "day": full_date(timezone.localdate(at)) if at else "",
    }


def _fill(paper: OfficialDocx, table: ShownTable) -> None:
    """Add a table with its spans; small ones bear the article they stand on above their head."""
    heads = [list(row) for row in table.heads]
    width = sum(head.columns for head in heads[0])
    grid = paper.grid(len(heads) + len(table.lines), width)
    taken: set[tuple[int, int]] = set()
    rows = [[(str(one.text), one.rows, one.columns) for one in row] for row in heads]
    rows += [
        [
            *((str(one.text), one.rows, one.columns) for one in line.heads),
            *((f"{one.text}（注{one.note}）" if one.note else one.text, 1, 1) for one in line.cells),
        ]
        for line in table.lines
    ]
    for number, cells in enumerate(rows):
        free = (column for column in range(width))
        for text, down, across in cells:
            left = next(column for column in free if (number, column) not in taken)
            taken |= {(number + i, left + j) for i in range(down) for j in range(across)}
            cell = grid.cell(number, left)
            last = (number + down - 1, left + across - 1)
            paper.write(cell.merge(grid.cell(*last)) if last != (number, left) else cell, text)
    paper.document.add_paragraph()
