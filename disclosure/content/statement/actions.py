"""Write the statement of a draft; bring in a ledger: upload, read, mend, answer, make the draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_noop
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from disclosure.catalogue.models import Account
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement import queries
from disclosure.content.statement.enums import FORM, OPENING_DIFFERS, ImportState
from disclosure.content.statement.models import LINE_FIELDS, Answer, LedgerImport, Statement, StatementLine
from disclosure.content.statement.policies import IMPORTS
from disclosure.ledger.canonical import to_canonical
from disclosure.ledger.messages import period_name, refusal
from disclosure.ledger.read import read_ledger
from disclosure.ledger.repair import apply_fix
from disclosure.ledger.types import CannotRepair, Statement as Ledger
from disclosure.notices.actions.drafts import change_draft, start_notice
from disclosure.notices.models import Edition, Notice
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.accounts.queries import holders, published_telephones
from portal.core import audit, files, jobs
from portal.core.personal import find_personal, mask
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.workbooks.faults import UnreadableFile
from portal.messaging.actions.reminders import remind
from portal.messaging.registry import Reminder


def save_statement(
    *,
    actor: User,
    edition: Edition,
    ledger: Ledger,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Edition:
    """Replace the statement of a draft. Its identities are checked at submission: a draft may be unfinished.

    Answers come by the key of their finding; an empty one is removed, others are kept.
    """

    def write(draft: Edition) -> None:
        if draft.form != FORM:
            raise Refused(_("This item is not disclosed as a money statement."))
        store_statement(draft, ledger, actor)
        if answers:
            _store_answers(draft, answers, actor, at)
        drop_settled_answers(draft)

    return change_draft(actor=actor, edition=edition, verb="write statement", change=write, seen=seen, at=at)


def store_statement(draft: Edition, ledger: Ledger, actor: User) -> Statement:
    """Write a statement and its lines into a locked draft; lines that stay the same are left alone."""
    figures = {
        "opening": ledger.opening,
        "receipts": ledger.receipts,
        "payments": ledger.payments,
        "closing": ledger.closing,
        "document": to_canonical(ledger),
    }
    statement, _created = Statement.objects.update_or_create(edition=draft, defaults=figures)
    _sync_lines(statement, ledger, actor)
    return statement


def copy_statement(*, source: Edition, target: Edition, actor: User) -> None:
    """Copy statement, lines and answers of an edition into the draft that corrects it."""
    statement = Statement.objects.filter(edition=source).first()
    if statement is None:
        return
    copied = store_statement(target, queries.ledger_of(statement), actor)
    for answer in statement.answers.values("key", "rule", "line", "text", "answered_by_id", "answered_at"):
        Answer.objects.create(statement=copied, **answer)


def _sync_lines(statement: Statement, ledger: Ledger, actor: User) -> None:
    codes = set(Account.objects.values_list("code", flat=True))
    present = {line.number: line for line in statement.lines.all()}
    known, balance = set(present), ledger.opening
    new, changed = [], []
    for line in ledger.lines:
        balance += line.movement
        row = present.pop(line.number, StatementLine(statement=statement, number=line.number))
        before = [getattr(row, name) for name in LINE_FIELDS]
        for name in LINE_FIELDS:
            setattr(row, name, getattr(line, name, None))
        row.account_id, row.balance = line.account if line.account in codes else None, balance
        if line.number in known and before != [getattr(row, name) for name in LINE_FIELDS]:
            changed.append(row)
        elif line.number not in known:
            new.append(row)
    for removed in present.values():
        removed.delete()
    bulk_create_with_history(new, StatementLine, default_user=actor)
    if changed:
        bulk_update_with_history(changed, StatementLine, list(LINE_FIELDS), default_user=actor)


def _store_answers(draft: Edition, answers: Mapping[str, str], actor: User, at: datetime) -> None:
    raised = {one.key: one for one in queries.findings_of(draft)}
    present = {answer.key: answer for answer in draft.statement.answers.all()}
    published = published_telephones(draft.notice.unit)
    for key, text in answers.items():
        if key not in raised:
            continue
        answer = present.get(key) or Answer(statement=draft.statement, key=key)
        if find_personal(text, published=published):
            raise Refused(
                _("An explanation holds a full ID, bank-card or telephone number. Mask it: %(masked)s")
                % {"masked": mask(text, published=published)}
            )
        if text.strip():
            answer.rule, answer.line, answer.text = raised[key].rule, raised[key].line, text.strip()
            answer.answered_by, answer.answered_at = actor, at
            answer.save()
        elif key in present:
            answer.delete()


def drop_settled_answers(draft: Edition) -> None:
    """Take out the explanations of warnings that are no longer raised: residents would read of what is not there."""
    if stale := queries.answers_of(draft).keys() - {one.key for one in queries.findings_of(draft)}:
        for answer in Answer.objects.filter(statement__edition=draft, key__in=stale):
            answer.delete()


def flag_next_period(*, edition: Edition, at: datetime, **_publication: Any) -> None:
    """Tell the clerks where the statement of the next period no longer opens with the closing just published (I2).

    That statement stays published; whether it has to be corrected is for the unit to decide.
    """
    statement = Statement.objects.filter(edition=edition).select_related("edition__notice").first()
    for following in queries.openings_that_no_longer_follow(statement) if statement else ():
        notice = following.edition.notice

        def words(notice: Notice = notice) -> dict[str, str]:
            return {"unit": notice.unit.name, "item": notice.entry.name, "period": period_name(notice.period)}

        remind(
            [
                Reminder(
                    person=clerk,
                    kind=OPENING_DIFFERS,
                    cause=f"opening:{edition.audit_number()}",
                    step="published",
                    due=timezone.localdate(at),
                    words=words,
                    url=f"/desk/editions/{following.edition_id}/",
                )
                for clerk in holders(Role.CLERK, notice.unit, at=at)
            ],
            at=at,
        )


def release_ledgers(*, edition: Edition, **_deletion: Any) -> None:
    """Let another draft be made from the ledgers of a draft that is deleted."""
    LedgerImport.objects.filter(edition=edition).update(state=ImportState.CHECKED, edition=None)


MOST_BYTES = 20 * 1024 * 1024
"""Largest ledger file accepted, in bytes."""


def upload_ledger(*, actor: User, unit: Unit, period: str, name: str, content: bytes, at: datetime) -> LedgerImport:
    """Store a ledger and have it read; a second upload for the period keeps the explanations.

    Raises:
        NotAllowed: The actor is no clerk of the unit.
        Refused: The file is empty or too large, or the period is none or has not ended.
    """
    if not units_of(actor, Role.CLERK, at=at).filter(pk=unit.pk).exists():
        raise NotAllowed(_("You do not prepare this unit’s notices."))
    check_upload(period, content, at)
    with transaction.atomic():
        stored = files.store_private(content, suffix=".ledger")
        before = LedgerImport.objects.filter(unit=unit, period=period).order_by("-uploaded_at").first()
        row = LedgerImport.objects.create(
            unit=unit,
            period=period,
            file_name=name[-150:],
            stored_as=stored.name,
            uploaded_by=actor,
            uploaded_at=at,
            answers=before.answers if before else {},
            checks=before.checks if before and before.state == ImportState.CHECKED else 0,
            first_errors=before.first_errors if before and before.state == ImportState.CHECKED else 0,
        )
        row.job = jobs.enqueue(
            task="disclosure.read_ledger",
            actor=actor,
            title=gettext_noop("Ledger of %(unit)s, %(period)s"),
            title_params={"unit": unit.name_zh, "period": period},
            args={"ledger_import": row.pk},
            at=at,
        )
        row.save()
        audit.write(actor=actor, subject=row, number=str(row), verb="upload", at=at)
    return row


def check_upload(period: str, content: bytes, at: datetime) -> None:
    """Refuse what need not be read at all: no period, one that runs on, an empty or huge file."""
    try:
        span = Period.parse(period)
    except ValueError as fault:
        raise Refused(_("“%(text)s” is no period; write 2026Q3 or 2026-07.") % {"text": period}) from fault
    if span.last >= timezone.localdate(at):
        raise Refused(_("The period %(period)s has not ended yet.") % {"period": period})
    if not content:
        raise Refused(_("The file is empty. Save the ledger again and choose it once more."))
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 20 MB. Delete pictures and other sheets, and save it again."))


def read_upload(*, ledger_import: LedgerImport, at: datetime) -> LedgerImport:
    """Read an uploaded ledger, or mark it refused with the reason; may be called again without harm."""
    with transaction.atomic():
        row = LedgerImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=ledger_import.pk)
        if row.state != ImportState.READING:
            return row
        try:
            ledger = read_ledger(
                files.read("private", row.stored_as),
                name=row.file_name,
                period=row.period,
                accounts=queries.chart(),
            )
        except UnreadableFile as fault:
            row.state, row.refusal = ImportState.REFUSED, refusal(fault)
        else:
            row.state, row.document = ImportState.CHECKED, to_canonical(ledger)
            _count_check(row, at)
        row.save()
    return row


def mend_import(
    *,
    actor: User,
    ledger_import: LedgerImport,
    at: datetime,
    fixes: Mapping[tuple[int | None, str], str],
    answers: Mapping[str, str],
) -> LedgerImport:
    """Correct single cells and write explanations, then count another check.

    Fixes come by entry number (None for the statement's own figures) and field, answers by the key of their
    finding; an empty answer is removed.

    Raises:
        NotAllowed: The actor is no clerk of the unit.
        Conflict: A draft has been made meanwhile.
        Refused: A value cannot be read.
    """
    with transaction.atomic():
        row = _locked(actor, ledger_import, at)
        ledger = queries.ledger_of(row)
        try:
            for (line, field), value in fixes.items():
                ledger = apply_fix(ledger, line, field, value, accounts=queries.chart())
        except CannotRepair as fault:
            raise Refused(refusal(fault)) from fault
        row.document = to_canonical(ledger)
        kept = {**row.answers, **{key: text.strip() for key, text in answers.items()}}
        row.answers = {key: text for key, text in kept.items() if text}
        _count_check(row, at)
        row.save()
        audit.write(actor=actor, subject=row, number=str(row), verb="mend", at=at)
    return row


def make_draft(*, actor: User, ledger_import: LedgerImport, at: datetime) -> Edition:
    """Make the draft edition from a ledger without errors; its explanations come along.

    Raises:
        NotAllowed: The actor is no clerk of the unit.
        Conflict: A draft has been made from it already.
        Refused: The ledger still has errors, or the notice cannot take a draft.
    """
    with transaction.atomic():
        row = _locked(actor, ledger_import, at)
        if queries.errors_in(queries.findings_of_import(row)):
            raise Refused(_("There are errors left. Fix them, then make the draft."))
        draft = start_notice(actor=actor, unit=row.unit, entry=queries.accounts_entry(), period=row.period, at=at)
        draft = save_statement(actor=actor, edition=draft, ledger=queries.ledger_of(row), answers=row.answers, at=at)
        draft.contributors.add(*_contributors(row))
        row.state, row.edition = ImportState.DRAFTED, draft
        row.save()
    return draft


def _contributors(row: LedgerImport) -> set[User]:
    """Return who uploaded, corrected or explained the ledger, earlier uploads included; they may not review it."""
    uploads = LedgerImport.objects.filter(unit=row.unit, period=row.period, uploaded_at__lte=row.uploaded_at)
    return {line.actor for upload in uploads for line in audit.lines_of(upload)}


def _locked(actor: User, ledger_import: LedgerImport, at: datetime) -> LedgerImport:
    row = LedgerImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=ledger_import.pk)
    if not IMPORTS.allows(actor, row, at=at):
        raise NotAllowed(_("You do not prepare this unit’s notices."))
    if row.state == ImportState.DRAFTED:
        raise Conflict(_("A draft has been made from this ledger already."))
    if row.state != ImportState.CHECKED:
        raise Refused(_("This ledger has not been read, so there is nothing to fix yet."))
    return row


def _count_check(row: LedgerImport, at: datetime) -> None:
    row.checks += 1
    row.checked_at = at
    if row.checks == 1:
        row.first_errors = len(queries.errors_in(queries.findings_of_import(row)))
