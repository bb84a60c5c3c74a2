"""The year of petitions on paper and as a table: PDF and docx with the same figures as the page, in Chinese."""

from __future__ import annotations  # `docx` is imported where something is drawn

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from petitions.outcomes.presenters import figures as presenters
from petitions.outcomes.presenters.figures import YearPage
from petitions.outcomes.queries.figures import first_received_at
from petitions.outcomes.rules import Span
from portal.accounts.queries import town as first_town, towns
from portal.core import pdf
from portal.core.dates import full_date
from portal.core.demonstration import today_of_due_days
from portal.core.official_docx import OfficialDocx
from portal.core.refusals import Refused
from portal.core.spreadsheets import as_csv

if TYPE_CHECKING:
    from datetime import datetime

    from portal.accounts.models import Unit, User

_TEMPLATE = "petitions/outcomes/print/report.html"
_STYLES = [pdf.STATIC / "gongkai" / "official.css", pdf.STATIC / "petitions" / "outcomes" / "report.css"]
RATES_NOTE = "比率写明分子、分母和口径。少于{limit}件的不公布，能由合计推出的也不公布。"


STAFF_NOTE = "本表按制表人有权查看的信访件统计；密封件只在有权查看的人的表中，不计入各单位。"


def in_chinese(town: Unit, year: int, *, today: date) -> YearPage:
    """Return the page of a year in Chinese, in which papers are written."""
    with translation.override("zh-hans"):
        return presenters.year_page(town, year, today=today)


def for_staff(town: Unit, counted: Span, *, person: User, at: datetime) -> YearPage:
    """Return the figures of a span of time, as somebody of the office may read them, in Chinese."""
    with translation.override("zh-hans"):
        return presenters.staff_page(town, counted, person=person, at=at)


def as_pdf(page: YearPage) -> bytes:
    """Return the report of a span of time as PDF, in the look of official papers."""
    with translation.override("zh-hans"):
        told = _context(page)
        rendered = pdf.render(render_to_string(_TEMPLATE, told), css=_STYLES)
    pdf.check(rendered.pdf, expected_text=[told["title"], *told["heads"].values()], pages=rendered.pages)
    return rendered.pdf


def as_docx(page: YearPage) -> bytes:
    """Return the same as a docx file, for offices that send it on."""
    with translation.override("zh-hans"):
        paper, told = OfficialDocx(presenters.title_of(page)), _context(page)
        heads = told["heads"]
        paper.heading(heads["summary"])
        paper.text(told["summary"])
        paper.heading(heads["flow"])
        paper.table(("期初在办", "新登记", "办结", "期末在办"), [page.pillars])
        if "months" in heads:
            paper.heading(heads["months"])
            paper.table(("月份", "登记", "办结"), [(one.head, *one.cells) for one in page.months])
        paper.heading(heads["kinds"])
        for head, rows in told["breakdowns"]:
            paper.table((head, "件数"), [(one.label, one.count) for one in rows])
        paper.table(("承办单位", "受理", "办结", "按期÷应办结"), [(one.head, *one.cells) for one in page.units])
        paper.heading(heads["rates"])
        paper.table(
            ("比率", "结果", "件数", "除以什么"),
            [(one.label, one.percent, one.fraction, one.base) for one in page.rates],
        )
        paper.text(told["note"])
        paper.signed(told["office"], told["day"])
        return paper.saved()


def as_table(page: YearPage) -> bytes:
    """Return the figures as CSV."""
    with translation.override("zh-hans"):
        return as_csv(presenters.table_of(page))


def as_json(page: YearPage) -> bytes:
    """Return the figures as JSON."""
    with translation.override("zh-hans"):
        heads, *rows = presenters.table_of(page)
        told = {
            "kind": "petitions",
            "unit": {"code": page.town.code, "name": page.town.name_zh},
            "from": page.span.first.isoformat(),
            "until": page.span.last.isoformat(),
            "figures": [dict(zip(heads, row, strict=True)) for row in rows],
        }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def yearly_report(year: int, unit: str, form: str) -> tuple[str, bytes]:
    """Return the title of the report of a year, as everybody may read it, and the report.

    Raises:
        Refused: There is no such town, or nothing came in that year.
    """
    town = towns().filter(code=unit).first() if unit else first_town()
    today = today_of_due_days(timezone.now())
    years = presenters.years_with_petitions(first_received_at(town), today=today) if town else []
    if town is None or year not in years:
        raise Refused(_("There are no petitions of %(year)d.") % {"year": year})
    page = in_chinese(town, year, today=today)
    return presenters.title_of(page), {**MAKERS, "json": as_json}[form](page)


MAKERS: Mapping[str, Callable[[YearPage], bytes]] = {"csv": as_table, "pdf": as_pdf, "docx": as_docx}
"""What the figures of a year are handed out as."""
CONTENT_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _counted(figure: str) -> str:
    """Return a figure in a sentence, with its unit where it is published."""
    return f"{figure}件" if figure[-1].isdecimal() else f"件数{figure}"


def _heads(page: YearPage) -> dict[str, str]:
    """Return the numbered headings; of a single month there is no course over months."""
    heads = {"summary": "总体情况", "flow": "收与办（单位：件）", "months": "每月登记与办结（单位：件）"}
    heads |= {"kinds": "分类情况（单位：件）", "rates": "办理比率"}
    if len(page.months) == 1:
        del heads["months"]
    return {key: f"{number}、{head}" for number, (key, head) in zip("一二三四五", heads.items(), strict=False)}


def _context(page: YearPage) -> dict[str, Any]:
    before, received, closed, after = (_counted(figure) for figure in page.pillars)
    summary = (
        f"{full_date(page.span.first)}至{full_date(page.span.last)}，期初在办{before}，新登记{received}，"
        f"办结{closed}，期末在办{after}。受理{page.line[0]}件，其中查清事实{page.line[1]}件，调解化解{page.line[2]}件。"
    )
    breakdowns = [("类别", page.categories), ("渠道", page.channels), ("事项", page.matters)]
    return {
        "page": page,
        "heads": _heads(page),
        "title": presenters.title_of(page),
        "summary": summary.replace("少于 ", "少于"),  # papers set no space beside figures
        "breakdowns": breakdowns,
        "note": RATES_NOTE.format(limit=page.limit) if page.is_public else STAFF_NOTE,
        "office": page.town.publishing_body_zh or page.town.name_zh,
        "day": full_date(page.made_on),
    }
