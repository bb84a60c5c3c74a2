"""A published report as a document, and what the log and the search ask of it."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import rfc8785
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from accountability.reports.enums import LOG_KIND, PUBLIC, ReportState
from accountability.reports.models import Report
from accountability.reports.queries.contents import Content, content_of
from accountability.reports.queries.figures import as_stored
from accountability.reports.rules.chapters import CHAPTERS
from accountability.reports.rules.text import unmarked
from portal.core.log_subjects import LogTitle
from portal.core.models import SearchDocument

SCHEMA = 1


def title_zh(report: Report) -> str:
    """Return what a report is called on paper."""
    return f"{report.town.name_zh}{report.year}年度党风廉政建设责任制落实情况报告"


def document_of(content: Content) -> dict[str, Any]:
    """Return the document whose canonical JSON is hashed: what everybody reads."""
    report, counted = content.report, as_stored(content.figures)
    with translation.override("zh-hans"):
        return {
            "schema": SCHEMA,
            "kind": "integrity",
            "number": report.number,
            "edition": report.edition,
            "unit": {"code": report.town.code, "name": report.town.name_zh},
            "year": report.year,
            "title": title_zh(report),
            "reason": report.reason,
            "counted_at": report.counted_at.isoformat(),
            "chapters": [
                {
                    "key": chapter.key,
                    "title": str(chapter.title),
                    "paragraphs": [
                        {"row": one.row, "from": one.kind, "text": one.text, "explanation": one.explanation}
                        for one in content.paragraphs
                        if one.chapter == chapter.key and one.text
                    ],
                }
                for chapter in CHAPTERS
            ],
            "figures": [
                {
                    "number": one.number,
                    "key": one.key,
                    "label": str(counted[one.key].figure.label),
                    "value": _value(counted[one.key].value, counted[one.key].written),
                    "before": _value(counted[one.key].before, counted[one.key].written_before),
                    "source": str(counted[one.key].figure.source),
                    "in_text": one.kept,
                    "reason": one.reason,
                }
                for one in content.figures
            ],
        }


def _value(value: Any, text: str) -> str | None:
    """Return a figure as text with its places; None where it is not published."""
    return None if value is None else text


def canonical(report: Report) -> str:
    """Return the canonical JSON (RFC 8785) of that document."""
    return rfc8785.dumps(document_of(content_of(report))).decode()


def page_of(report: Report) -> str:
    """Return the address of the report of a year, at the root of the active language."""
    return reverse("accountability:yearly_report", args=[report.year])


def hashes() -> dict[tuple[str, int], str]:
    """Return the hash of each published edition as it is stored now, by number and edition."""
    rows = Report.objects.filter(state__in=PUBLIC).select_related("town").order_by()
    return {(one.number, one.edition): hashlib.sha256(one.document.encode()).hexdigest() for one in rows}


def titles(numbers: Collection[str]) -> Mapping[str, LogTitle]:
    """Return what reports are called, by number."""
    rows = Report.objects.filter(state=ReportState.PUBLISHED).select_related("town").defer("document")
    return {one.number: LogTitle(title_zh(one), one.town.name, page_of(one)) for one in rows if one.number in numbers}


def of_unit(code: str) -> Collection[str]:
    """Return the numbers of a town's reports in the log."""
    return [one.number for one in _published().filter(town__code=code)]


def search_document(report: Report) -> SearchDocument:
    """Return a report as the search finds it."""
    town = report.town
    if report.published_at is None:
        raise ValueError(f"Report {report.pk} has not been published.")
    with translation.override(settings.LANGUAGE_CODE):
        url = page_of(report)
    return SearchDocument(
        kind=LOG_KIND,
        key=report.pk,
        number=report.number,
        edition=report.edition,
        url=url,
        title_zh=title_zh(report),
        title_en=title_zh(report),
        unit=town.code,
        unit_zh=town.name_zh,
        unit_en=town.name_en,
        body="\n".join(unmarked(one.text) for one in content_of(report).paragraphs if one.text),
        published_at=report.published_at,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield the reports in force after a key, in the order of their keys."""
    return (search_document(one) for one in _published().filter(pk__gt=after).order_by("pk"))


def _published() -> QuerySet[Report]:
    return Report.objects.filter(state=ReportState.PUBLISHED).select_related("town").defer("document")
