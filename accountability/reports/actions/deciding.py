"""A report is submitted, decided on, published, and takes the place of the edition before."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _, ngettext

from accountability.reports.actions.drawing import gaps_differ, store_figures
from accountability.reports.enums import LOG_KIND, ParagraphKind, ReportState
from accountability.reports.models import Paragraph, Report
from accountability.reports.policies import STEPS
from accountability.reports.queries.figures import counted, faults
from accountability.reports.queries.log import canonical, search_document
from accountability.reports.rules.chapters import CHAPTERS, GAPS, PLANS
from accountability.reports.workflow import YEARLY_REPORT
from portal.accounts.models import User
from portal.core import pages, publication_log, search
from portal.core.models import LogKind
from portal.core.refusals import Refused
from portal.core.workflow import step


def submit(*, actor: User, yearly_report: Report, at: datetime, seen: int | None = None) -> Report:
    """Submit a report to the party committee, with its figures as they are now.

    Raises:
        Refused: A figure in the text disagrees with its source and nobody settled it, there are other gaps than it
            names, or a chapter that people have to write is empty.
    """

    def change(locked: Report) -> None:
        found = counted(locked.town, locked.year, at=at)
        paragraphs = list(locked.paragraphs.all())
        _check_chapters(paragraphs)
        if gaps_differ(locked, found):
            raise Refused(_("There are other gaps by now than the report names. Have it drawn anew."))
        left = [one for one in faults(paragraphs, locked.figures.all(), found) if one.is_open]
        if left:
            raise Refused(
                ngettext(
                    "%(count)d figure disagrees with its source. Take the new one, or keep the old one with a reason.",
                    "%(count)d figures disagree with their sources. Settle each of them first.",
                    len(left),
                )
                % {"count": len(left)}
            )
        store_figures(locked, found, actor)
        locked.counted_at = locked.submitted_at = at
        locked.submitted_by, locked.approved_by, locked.approved_at = actor, None, None

    return _take(actor, yearly_report, "submit", change, seen=seen, at=at)


def take_back(*, actor: User, yearly_report: Report, at: datetime, seen: int | None = None) -> Report:
    """Take a report back that nobody has decided on."""
    return _take(actor, yearly_report, "take_back", seen=seen, at=at)


def send_back(*, actor: User, yearly_report: Report, reason: str, at: datetime, seen: int | None = None) -> Report:
    """Send a report back to whoever writes it, with a reason.

    Raises:
        Refused: The reason is missing.
    """
    return _take(actor, yearly_report, "send_back", seen=seen, at=at, reason=reason)


def approve(*, actor: User, yearly_report: Report, at: datetime, seen: int | None = None) -> Report:
    """Approve a report for the party committee. Who wrote or submitted it does not approve it."""

    def change(locked: Report) -> None:
        locked.approved_by, locked.approved_at = actor, at

    return _take(actor, yearly_report, "approve", change, seen=seen, at=at)


def publish(*, actor: User, yearly_report: Report, at: datetime, seen: int | None = None) -> Report:
    """Publish a report in place of the edition before: everybody reads it, and it is entered in the publication log."""

    def change(locked: Report) -> None:
        _supersede(locked, actor, at)
        locked.published_by, locked.published_at = actor, at
        locked.document = canonical(locked)
        locked.content_sha256 = hashlib.sha256(locked.document.encode()).hexdigest()
        locked.log_sequence = _log(locked, actor, at)
        search.put(search_document(locked))
        pages.bump()

    return _take(actor, yearly_report, "publish", change, seen=seen, at=at)


def _supersede(report: Report, actor: User, at: datetime) -> None:
    before = Report.objects.filter(town=report.town, year=report.year, state=ReportState.PUBLISHED).first()
    if before is not None:
        search.remove(before.pk, kind=LOG_KIND)
        _take(actor, before, "supersede", seen=None, at=at)


def _log(report: Report, actor: User, at: datetime) -> int:
    approved = report.approved_at.isoformat() if report.approved_at else None
    facts = {"approved_at": approved, "published_by": actor.name_zh, "reason": report.reason}
    entry = publication_log.append(
        kind=LogKind.PUBLICATION if report.edition == 1 else LogKind.CORRECTION,
        subject_kind=LOG_KIND,
        subject_number=report.number,
        edition=report.edition,
        content_sha256=report.content_sha256,
        facts=facts,
        at=at,
    )
    return entry.sequence


def _check_chapters(paragraphs: list[Paragraph]) -> None:
    """Refuse a report of which a chapter says nothing; that of gaps may, where there are none."""
    told = {one.chapter for one in paragraphs if one.text}
    if not any(one.chapter == PLANS and one.kind == ParagraphKind.WRITTEN for one in paragraphs):
        raise Refused(_("Write what is planned for next year. The system cannot do that."))
    drafted = {one.chapter for one in paragraphs}
    empty = [chapter.title for chapter in CHAPTERS if chapter.key in drafted - told - {GAPS}]
    if empty:
        raise Refused(_("The chapter “%(title)s” says nothing.") % {"title": empty[0]})


def _take(
    actor: User,
    report: Report,
    verb: str,
    change: Callable[[Report], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Report:
    return step(
        actor=actor,
        subject=report,
        workflow=YEARLY_REPORT,
        verb=verb,
        policies=STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=("town",),
    )
