"""What everybody sees around a published report: lists, editions, papers, and its place on the page of the year."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from accountability.letters.registry import YearPage
from accountability.reports.models import Report
from accountability.reports.presenters.report import title_of
from accountability.reports.queries.log import page_of
from accountability.reports.queries.reports import editions_of, published_report
from portal.core import dates
from portal.core.components import Card, File


@dataclass(frozen=True, slots=True)
class OfTheYear:
    """The section of the report on the public page of a year."""

    title: str
    url: str
    published: str
    files: list[File]


def cards(reports: Iterable[Report]) -> list[Card]:
    """Return reports as they are listed."""
    return [
        Card(page_of(one), title_of(one), date=dates.local_date(one.published_at) if one.published_at else None)
        for one in reports
    ]


def meta(report: Report) -> list[tuple[str, str]]:
    """Return under which number and since when everybody reads a report, and what the log says of it."""
    published = dates.full_date(dates.local_date(report.published_at)) if report.published_at else ""
    approved = dates.full_date(dates.local_date(report.approved_at)) if report.approved_at else ""
    return [
        (_("Number"), report.number),
        (_("Edition"), str(report.edition)),
        (_("Approved by the party committee"), approved),
        (pgettext("of a report", "Published"), published),
        (_("Entry in the publication log"), str(report.log_sequence or "")),
    ]


def editions(report: Report) -> list[File]:
    """Return the other public editions of the year, each with why it was made."""
    return [
        File(
            reverse("accountability:yearly_report_edition", args=[one.year, one.edition]),
            _("Edition %(number)d") % {"number": one.edition},
            one.reason,
        )
        for one in editions_of(report)
        if one.pk != report.pk
    ]


def files_of(report: Report) -> list[File]:
    """Return what can be taken away of the report in force."""
    named = {"pdf": _("As printed, PDF"), "docx": _("As a text file, DOCX"), "json": _("As data, JSON")}
    found = [
        File(reverse(f"accountability_files:yearly_report_{form}", args=[report.year]), title)
        for form, title in named.items()
    ]
    document = reverse("accountability_files:yearly_report_canonical", args=[report.year, report.edition])
    return [*found, File(document, _("The document whose hash is in the publication log"))]


def of_the_year(page: YearPage) -> OfTheYear | None:
    """Return the report of a year for its public page; None where none is published."""
    report = published_report(page.town, page.year)
    if report is None or report.published_at is None:
        return None
    published = dates.full_date(dates.local_date(report.published_at))
    return OfTheYear(title_of(report), page_of(report), published, files_of(report)[:2])
