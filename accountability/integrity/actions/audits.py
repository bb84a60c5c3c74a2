"""Run economic audits on leaving office, from the plan until all that was found is put right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from accountability.integrity.actions.checks import check_unit, keep_files, next_number, refuse_personal
from accountability.integrity.enums import MAX_TEXT_LENGTH, AuditState
from accountability.integrity.models import AuditFile, AuditFinding, LeavingAudit
from accountability.integrity.policies import AUDIT_STEPS, KEEPS_AUDIT
from accountability.integrity.workflow import LEAVING_AUDIT
from accountability.rectification.actions import give
from accountability.rectification.enums import MAX_KIND_LENGTH, UNSETTLED, Source
from portal.accounts.models import Unit, User
from portal.core import audit, uploads
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import required
from portal.core.workflow import create, lock_seen, step

LETTERS = "SJ"
"""What stands in the number of an audit (审计)."""


@dataclass(frozen=True, slots=True)
class Said:
    """Whom an audit is about, for what time, by whom, and by when it is reported."""

    unit: Unit
    name: str
    office: str
    audited_from: date
    audited_until: date
    auditor: str
    planned_for: date
    person: User | None = None


def plan(*, actor: User, town: Unit, said: Said, at: datetime) -> LeavingAudit:
    """Plan the audit of somebody who leaves their office.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: A text is missing or too long, or the days are not in order.
    """

    def make(locked: Unit) -> LeavingAudit:
        number = next_number(LeavingAudit, locked, LETTERS, timezone.localdate(at).year)
        row = LeavingAudit(number=number, town=locked)
        _set(row, said)
        return row

    made: LeavingAudit = create(
        actor=actor, parent=town, make=make, workflow=LEAVING_AUDIT, verb="plan", policies=AUDIT_STEPS, at=at
    )
    return made


def change(*, actor: User, leaving_audit: LeavingAudit, said: Said, seen: int | None, at: datetime) -> LeavingAudit:
    """Change what was planned, while it is not reported; what it said before stays in its history.

    Raises:
        NotAllowed: The actor does not run it.
        Conflict: Somebody else changed it after this version was seen.
        Refused: It is reported already; otherwise as `plan`.
    """
    _check_keeps(actor, leaving_audit, at)
    with transaction.atomic():
        row = lock_seen(leaving_audit, seen, "town")
        if row.state not in (AuditState.PLANNED, AuditState.UNDER_WAY):
            raise Refused(LEAVING_AUDIT.refusal(row.state))
        _set(row, said)
        row.save()
        audit.write(actor=actor, subject=row, number=row.number, verb="change", at=at)
    return row


def start(*, actor: User, leaving_audit: LeavingAudit, at: datetime, seen: int | None = None) -> LeavingAudit:
    """Say that the audit has begun."""
    return _take("start", actor, leaving_audit, None, seen=seen, at=at)


def add_finding(
    *,
    actor: User,
    leaving_audit: LeavingAudit,
    kind: str,
    text: str,
    requirement: str,
    due: date,
    at: datetime,
    amount: Decimal | None = None,
    seen: int | None = None,
) -> AuditFinding:
    """Enter what was found while the audit is under way; with the report the unit is asked to put it right.

    Raises:
        NotAllowed: The actor does not run the audit.
        Conflict: Somebody else changed the audit after this version was seen.
        Refused: The audit is not under way, a text is missing, or the amount is below zero.
    """
    _check_keeps(actor, leaving_audit, at)
    with transaction.atomic():
        row = lock_seen(leaving_audit, seen, "town")
        _check_under_way(row)
        if amount is not None and amount < 0:
            raise Refused(_("A figure is never below zero."), "amount")
        words = required(text, _("Write what was found."), "text", MAX_TEXT_LENGTH // 2)
        refuse_personal(row.town, "text", words)
        made = AuditFinding.objects.create(
            audit=row,
            number=(row.findings.aggregate(last=Max("number"))["last"] or 0) + 1,
            kind=required(kind, _("Write of what kind it is."), "kind", MAX_KIND_LENGTH),
            text=words,
            amount=amount,
            requirement=required(requirement, _("Write what is to be done."), "requirement", MAX_TEXT_LENGTH // 2),
            due=due,
        )
        row.save()
        audit.write(actor=actor, subject=row, number=row.number, verb="add finding", at=at)
    return made


def remove_finding(*, actor: User, finding: AuditFinding, at: datetime) -> None:
    """Take a finding off an audit that is not reported yet.

    Raises:
        NotAllowed: The actor does not run the audit.
        Refused: The audit is not under way.
    """
    _check_keeps(actor, finding.audit, at)
    with transaction.atomic():
        row = lock_seen(finding.audit, None)
        _check_under_way(row)
        finding.delete()
        row.save()
        audit.write(actor=actor, subject=row, number=row.number, verb="remove finding", at=at)


def report(
    *,
    actor: User,
    leaving_audit: LeavingAudit,
    summary: str,
    papers: Sequence[uploads.Clean],
    at: datetime,
    seen: int | None = None,
) -> LeavingAudit:
    """Enter the report; the unit is asked to put right each thing that was found.

    Args:
        papers: The report itself, cleaned by `portal.core.uploads.clean`.

    Raises:
        Refused: The conclusion or the file is missing, or a finding is due before today.
    """

    def change(locked: LeavingAudit) -> None:
        locked.summary = required(summary, _("Write the conclusion."), "summary", MAX_TEXT_LENGTH)
        refuse_personal(locked.town, "summary", locked.summary)
        if not papers:
            raise Refused(_("Add the report as a file."), "papers")
        locked.reported_on = timezone.localdate(at)
        keep_files(AuditFile, papers, actor=actor, at=at, audit=locked)
        for finding in locked.findings.all():
            _give(actor, locked, finding, at)

    return _take("report", actor, leaving_audit, change, seen=seen, at=at)


def close(*, actor: User, leaving_audit: LeavingAudit, at: datetime, seen: int | None = None) -> LeavingAudit:
    """Close an audit of which everything is put right.

    Raises:
        Refused: Something is still to be put right.
    """

    def change(locked: LeavingAudit) -> None:
        left = locked.findings.filter(rectification__state__in=UNSETTLED).count()
        if left:
            raise Refused(_("Still to be put right: %(count)d. Close the audit when all of it is.") % {"count": left})
        locked.closed_on = timezone.localdate(at)

    return _take("close", actor, leaving_audit, change, seen=seen, at=at)


def _give(actor: User, leaving_audit: LeavingAudit, finding: AuditFinding, at: datetime) -> None:
    finding.rectification = give(
        actor=actor,
        town=leaving_audit.town,
        unit=leaving_audit.unit,
        source=Source.AUDIT,
        source_number=leaving_audit.number,
        kind=finding.kind,
        text=finding.text,
        requirement=finding.requirement,
        due=finding.due,
        at=at,
    )
    finding.save()


def _check_keeps(actor: User, leaving_audit: LeavingAudit, at: datetime) -> None:
    if not KEEPS_AUDIT.allows(actor, leaving_audit, at=at):
        raise NotAllowed(_("The discipline secretary keeps this."))


def _check_under_way(leaving_audit: LeavingAudit) -> None:
    if leaving_audit.state != AuditState.UNDER_WAY:
        raise Refused(LEAVING_AUDIT.refusal(leaving_audit.state))


def _set(row: LeavingAudit, said: Said) -> None:
    check_unit(said.unit, row.town)
    if said.audited_until < said.audited_from:
        raise Refused(pgettext("of a time", "The last day cannot be before the first."), "audited_until")
    row.unit, row.person, row.planned_for = said.unit, said.person, said.planned_for
    row.audited_from, row.audited_until = said.audited_from, said.audited_until
    row.name = required(said.name, _("Write the name."), "name", 60)
    row.office = required(said.office, _("Write the office."), "office", 60)
    row.auditor = required(said.auditor, _("Write who audits."), "auditor", 80)


def _take(
    verb: str,
    actor: User,
    leaving_audit: LeavingAudit,
    change: Callable[[LeavingAudit], None] | None,
    *,
    seen: int | None,
    at: datetime,
) -> LeavingAudit:
    return step(
        actor=actor,
        subject=leaving_audit,
        workflow=LEAVING_AUDIT,
        verb=verb,
        policies=AUDIT_STEPS,
        seen=seen,
        at=at,
        change=change,
        related=("town", "unit"),
    )
