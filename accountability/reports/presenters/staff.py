"""What the desk shows around an edition: where it stands, its tally, its rows in lists and queue."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.reports.enums import ParagraphKind, ReportState
from accountability.reports.models import Paragraph, Report
from accountability.reports.presenters.report import ReportPage, title_of
from accountability.reports.queries.reports import WAITS_FOR, visible
from accountability.reports.workflow import YEARLY_REPORT
from portal.accounts.models import User
from portal.core import dates
from portal.core.components import Tag
from portal.desk.registry import Due, QueueRow


@dataclass(frozen=True, slots=True)
class LoopStep:
    """One of `components/loop.html`."""

    title: str
    text: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class TallyFigure:
    """One of `components/tally.html`."""

    label: str
    value: int
    note: str
    url: str = ""
    owed: bool = False


_PLACES = {
    ReportState.DRAFT: 1,
    ReportState.RETURNED: 1,
    ReportState.SUBMITTED: 2,
    ReportState.APPROVED: 3,
    ReportState.PUBLISHED: 4,
    ReportState.SUPERSEDED: 4,
}
_KINDS = {ReportState.RETURNED: "owed", ReportState.SUBMITTED: "live", ReportState.PUBLISHED: "done"}


def loop(report: Report, drawn_at: datetime | None, paragraphs: Iterable[Paragraph]) -> list[LoopStep]:
    """Return where an edition stands: drafted, written, approved, published."""
    place = _PLACES[ReportState(report.state)]
    written = [one for one in paragraphs if one.written_by_id is not None]
    count = ngettext("%(count)d paragraph by people", "%(count)d paragraphs by people", len(written))
    return [
        LoopStep(_("Drafted from what happened"), dates.day(drawn_at) if drawn_at else ""),
        LoopStep(_("Written by people"), count % {"count": len(written)}, place == 1),
        LoopStep(_("Approved by the party committee"), _day(report.approved_at), place == 2),
        LoopStep(pgettext("step of a report", "Published"), _day(report.published_at), place == 3),
    ]


def _day(at: datetime | None) -> str:
    return dates.day(dates.local_date(at)) if at else ""


def tally(page: ReportPage, paragraphs: Iterable[Paragraph], compared: int) -> list[TallyFigure]:
    """Return how many figures there are, disagree, and can be compared, and how much people wrote."""
    found = list(paragraphs)
    left = [one for one in page.faults if one.is_open]
    written = sum(one.written_by_id is not None and one.kind != ParagraphKind.GAP for one in found)
    gaps = sum(one.kind == ParagraphKind.GAP for one in found)
    first = f"#s{left[0].figure.number}" if left else ""
    return [
        TallyFigure(_("Figures"), len(page.figures), _("each with its source")),
        TallyFigure(
            _("Disagree with their sources"), len(left), _("to be settled before it is submitted"), first, bool(left)
        ),
        TallyFigure(_("Paragraphs by people"), written, _("marked as such")),
        TallyFigure(_("With the year before"), compared, _("figures can be compared")),
        TallyFigure(_("Gaps admitted"), gaps, _("named by the system, they cannot be taken out")),
    ]


def tags(report: Report) -> list[Tag]:
    """Return where an edition stands, and whether it is a correction."""
    state = ReportState(report.state)
    found = [Tag(str(state.label), _KINDS.get(state, ""))]
    if report.edition > 1:
        found.append(Tag(_("Edition %(number)d") % {"number": report.edition}))
    return found


def meta(report: Report) -> list[tuple[str, str]]:
    """Return number, and who submitted, approved and published an edition."""
    items = [(_("Number"), report.number)]
    for label, person, at in (
        (_("Submitted by"), report.submitted_by, report.submitted_at),
        (_("Approved by"), report.approved_by, report.approved_at),
        (_("Published by"), report.published_by, report.published_at),
    ):
        if person and at:
            items.append((label, f"{person.name} · {dates.moment(at)}"))
    return items


def rows(reports: Iterable[Report]) -> list[QueueRow]:
    """Return editions as rows of a list or the queue."""
    return [
        QueueRow(
            pk=one.pk,
            verb=WAITS_FOR.get(ReportState(one.state), ""),
            title=title_of(one),
            url=reverse("accountability_desk:yearly_report", args=[one.pk]),
            unit=one.town.name,
            step=ReportState(one.state).label,
            number=one.audit_number(),
            due=Due(note=dates.full_date(dates.local_date(one.state_since))),
        )
        for one in reports
    ]


def queue_rows(pks: Collection[int], person: User, at: datetime) -> list[QueueRow]:
    """Return editions as rows of the queue, by the step they wait for."""
    return [
        QueueRow(
            one.pk, one.verb, one.title, one.url, one.unit, YEARLY_REPORT.verb(one.verb).waiting, one.number, one.due
        )
        for one in rows(visible(person, at).filter(pk__in=pks))
        if one.verb
    ]
