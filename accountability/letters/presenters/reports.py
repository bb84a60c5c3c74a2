"""Quarterly reports as the desk shows them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.letters.enums import UNREPORTED, ReportState
from accountability.letters.models import SelfReport
from accountability.letters.presenters.letters import numeral
from accountability.letters.queries.reports import seen_by
from portal.core import calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.components import File, Tag
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import due_words
from portal.desk.registry import Due, QueueRow

_KINDS = {ReportState.ACCEPTED: "done", ReportState.RETURNED: "owed", ReportState.REPORTED: "live"}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """What was done for a duty, with its evidence."""

    heading: str
    text: str
    evidence: str
    files: Sequence[File]


def title_of(report: SelfReport) -> str:
    """Return what a report is called."""
    words = {"unit": report.unit.name, "year": report.year, "quarter": report.quarter}
    return _("%(unit)s: duties in quarter %(quarter)d of %(year)d") % words


def rows(reports: Iterable[SelfReport], *, at: datetime) -> list[QueueRow]:
    """Return reports as rows of `components/queue.html`."""
    today, working = today_of_due_days(at), calendar.load()
    return [
        QueueRow(
            pk=one.pk,
            verb="accept" if one.state == ReportState.REPORTED else "report",
            title=title_of(one),
            url=reverse("accountability_desk:self_report", args=[one.pk]),
            unit=one.unit.name,
            step=str(ReportState(one.state).label),
            number=one.number,
            due=_due(one, today, working),
        )
        for one in reports
    ]


def _due(report: SelfReport, today: date, working: Calendar) -> Due:
    if report.state in UNREPORTED:
        return due_words(report.due, today=today, working_days=working)
    reported = report.reported_on or report.due
    if reported > report.due:
        return Due(_("reported late"), "owed", dates.full_date(reported))
    return Due(note=dates.full_date(reported))


def queue_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return reports as rows of the queue."""
    return rows(seen_by(person, at).filter(pk__in=pks), at=at)


def tags(report: SelfReport) -> list[Tag]:
    """Return where a report stands."""
    state = ReportState(report.state)
    return [Tag(str(state.label), _KINDS.get(state, "warn"))]


def meta(report: SelfReport) -> list[tuple[str, str]]:
    """Return number and day of a report, and who reported and checked it."""
    items = [(_("Number"), report.number), (_("Due"), dates.full_date(report.due))]
    if report.reported_by and report.reported_on:
        items.append((_("Reported by"), f"{report.reported_by.name} · {dates.full_date(report.reported_on)}"))
    if report.checked_by:
        items.append((_("Checked by"), report.checked_by.name))
    return items


def lines(report: SelfReport) -> list[ShownLine]:
    """Return what was done, duty by duty, with links to the files."""
    files: dict[int, list[File]] = {}
    for one in report.files.all():
        url = reverse("accountability_desk:self_report_file", args=[report.pk, one.pk, one.name])
        files.setdefault(one.number, []).append(File(url, one.name))
    return [
        ShownLine(f"{numeral(one.number)}{one.heading}", one.text, one.evidence, files.get(one.number, []))
        for one in report.lines.all()
    ]


def step_of(report: SelfReport) -> str:
    """Return where a report stands, as its page says it."""
    return str(ReportState(report.state).label)
