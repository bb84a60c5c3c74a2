"""Units report each quarter what they did for their duties; the discipline office accepts it or sends it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.letters.actions.checks import public_text, short_text
from accountability.letters.enums import ENDED, MAX_DONE_LENGTH, MAX_EVIDENCE_LENGTH, LetterKind, ReportState
from accountability.letters.models import Letter, SelfReport, SelfReportFile, SelfReportLine
from accountability.letters.policies import REPORT_STEPS
from accountability.letters.queries.letters import current_of
from accountability.letters.queries.wording import said
from accountability.letters.rules import Quarter, quarters_to_report
from accountability.letters.workflow import SELF_REPORT
from portal.accounts.models import User
from portal.core import calendar, files, pages, uploads
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import Refused
from portal.core.workflow import create, step


@dataclass(frozen=True, slots=True)
class Done:
    """What was done for one duty, by its number in the letter.

    Attributes:
        text: What was done, for the discipline office.
        evidence: In a few words, for everybody once it is accepted, such as “Minutes of 4 talks”.
        files: Files that were cleaned by `portal.core.uploads.clean`.
    """

    number: int
    text: str
    evidence: str = ""
    files: Sequence[uploads.Clean] = ()


def owe(*, actor: User, letter: Letter, at: datetime) -> list[SelfReport]:
    """Ask a unit for the reports of the quarters of its letter's year that end after it was issued."""
    known = set(SelfReport.objects.filter(unit=letter.unit, year=letter.year).values_list("quarter", flat=True))
    quarters = quarters_to_report(letter.year, calendar.load(), since=timezone.localdate(at))
    return [_owe(actor, letter, one, at) for one in quarters if one.number not in known]


def _owe(actor: User, letter: Letter, quarter: Quarter, at: datetime) -> SelfReport:
    return create(
        actor=actor,
        parent=letter,
        make=lambda locked: SelfReport(
            town=locked.town,
            unit=locked.unit,
            year=quarter.year,
            quarter=quarter.number,
            ends_on=quarter.last,
            due=quarter.due,
        ),
        workflow=SELF_REPORT,
        verb="owe",
        policies=REPORT_STEPS,
        at=at,
        related=("town", "unit"),
    )


def drop_owed(letter: Letter) -> None:
    """Ask a unit no more for what it has not reported, if no letter of the year stands for it."""
    others = Letter.objects.filter(unit=letter.unit, year=letter.year, kind=LetterKind.CLEAN, cadre_of=None)
    if letter.cadre_of_id is None and not others.exclude(state__in=ENDED).exists():
        SelfReport.objects.filter(unit=letter.unit, year=letter.year, state=ReportState.DUE).delete()


def report(
    *, actor: User, self_report: SelfReport, done: Sequence[Done], at: datetime, seen: int | None = None
) -> SelfReport:
    """Report a quarter: what was done for each duty, with evidence.

    Raises:
        Refused: The quarter still runs, a duty is left out, or a text is missing, too long or holds somebody's number.
    """

    def change(locked: SelfReport) -> None:
        if locked.ends_on >= today_of_due_days(at):
            raise Refused(_("This quarter has not ended yet."))
        letter = current_of(locked.unit, locked.year)
        headings = {one.number: one.heading for one in said(letter).duties} if letter else {}
        if set(headings) - {one.number for one in done}:
            raise Refused(_("Write what was done for each duty."))
        for one in done:
            _keep(locked, one, headings.get(one.number, ""), actor, at)
        locked.reported_by = actor
        locked.reported_on = locked.reported_on or timezone.localdate(at)

    return _take(actor, self_report, "report", change, seen=seen, at=at)


def _keep(report: SelfReport, done: Done, heading: str, actor: User, at: datetime) -> None:
    if not heading:
        raise Refused(_("The letter has no such duty."))
    place = f"_{done.number}"
    line = report.lines.filter(number=done.number).first() or SelfReportLine(report=report, number=done.number)
    line.heading = heading
    line.text = public_text(report.unit, done.text, _("Write what was done."), f"text{place}", MAX_DONE_LENGTH)
    line.evidence = short_text(report.unit, done.evidence, f"evidence{place}", MAX_EVIDENCE_LENGTH)
    line.save()
    for file in done.files:
        stored = files.store_private(file.content, suffix=file.kind.suffix)
        SelfReportFile.objects.create(
            report=report,
            number=done.number,
            name=file.name,
            stored_as=stored.name,
            sha256=stored.sha256,
            size=stored.size,
            content_type=file.kind.content_type,
            added_by=actor,
            added_at=at,
        )


def accept(*, actor: User, self_report: SelfReport, at: datetime, seen: int | None = None) -> SelfReport:
    """Accept a report; what evidence its lines name stands on the unit's public letter then."""

    def change(locked: SelfReport) -> None:
        locked.checked_by = actor
        pages.bump()

    return _take(actor, self_report, "accept", change, seen=seen, at=at)


def send_back(
    *, actor: User, self_report: SelfReport, reason: str, at: datetime, seen: int | None = None
) -> SelfReport:
    """Send a report back to its unit, with a reason."""
    return _take(actor, self_report, "send_back", None, seen=seen, at=at, reason=reason)


def _take(
    actor: User,
    report: SelfReport,
    verb: str,
    change: Callable[[SelfReport], None] | None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> SelfReport:
    return step(
        actor=actor,
        subject=report,
        workflow=SELF_REPORT,
        verb=verb,
        policies=REPORT_STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=("unit__parent", "town"),
    )
