"""Write the statement of a draft and the answers to what is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from disclosure.catalogue.models import Account
from disclosure.content.statement.enums import FORM
from disclosure.content.statement.models.statement import Answer, Statement, StatementLine
from disclosure.content.statement.queries import money
from disclosure.ledger.canonical import to_canonical
from disclosure.ledger.types import Line
from disclosure.ledger.types import Statement as Ledger
from disclosure.notices.actions.drafts import change_draft
from disclosure.notices.models import Edition
from portal.accounts.models import User
from portal.core.refusals import Refused

LINE_FIELDS = (
    "date",
    "voucher",
    "summary",
    "account_id",
    "account_text",
    "receipt",
    "payment",
    "balance",
    "handler",
    "witness",
    "approver",
    "note",
)


def save_statement(
    *,
    actor: User,
    edition: Edition,
    ledger: Ledger,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Edition:
    """Put a statement into a draft, in the place of the one that is there.

    Args:
        actor: A clerk of the unit.
        edition: A draft.
        ledger: The statement as read or typed. Its identities are not checked here: a draft may be
            unfinished; submission checks them.
        at: Now.
        answers: Explanations by the key of their finding, kept from the import.
        seen: The version of the edition the actor saw; None where no page was seen.

    Raises:
        NotAllowed, Conflict: As for any change of a draft.
        Refused: The edition is no money statement.
    """

    def write(draft: Edition) -> None:
        if draft.form != FORM:
            raise Refused(_("This item is not disclosed as a money statement."))
        store_statement(draft, ledger, actor)
        if answers:
            _store_answers(draft, answers, actor, at)

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
    statement, made = Statement.objects.get_or_create(edition=draft, defaults=figures)
    if not made:
        for field, value in figures.items():
            setattr(statement, field, value)
        statement.save()
    _sync_lines(statement, ledger, actor)
    return statement


def copy_statement(*, source: Edition, target: Edition, actor: User) -> None:
    """Copy statement, lines and answers of an edition into the draft that corrects it."""
    statement = Statement.objects.filter(edition=source).first()
    if statement is None:
        return
    copied = store_statement(target, money.ledger_of(statement), actor)
    for answer in statement.answers.all():
        Answer.objects.create(
            statement=copied,
            key=answer.key,
            rule=answer.rule,
            line=answer.line,
            text=answer.text,
            answered_by=answer.answered_by,
            answered_at=answer.answered_at,
        )


def _sync_lines(statement: Statement, ledger: Ledger, actor: User) -> None:
    codes = set(Account.objects.values_list("code", flat=True))
    balance = ledger.opening
    wanted: dict[int, dict[str, Any]] = {}
    for line in ledger.lines:
        balance += (line.receipt or 0) - (line.payment or 0)
        wanted[line.number] = _columns(line, codes) | {"balance": balance}
    present = {line.number: line for line in statement.lines.all()}
    for number in present.keys() - wanted.keys():
        present[number].delete()
    new = [
        StatementLine(statement=statement, number=number, **fields)
        for number, fields in wanted.items()
        if number not in present
    ]
    changed = [
        _set(present[number], fields)
        for number, fields in wanted.items()
        if number in present and any(getattr(present[number], name) != value for name, value in fields.items())
    ]
    bulk_create_with_history(new, StatementLine, default_user=actor)
    if changed:
        bulk_update_with_history(changed, StatementLine, list(LINE_FIELDS), default_user=actor)


def _columns(line: Line, codes: set[str]) -> dict[str, Any]:
    return {
        "date": line.date,
        "voucher": line.voucher,
        "summary": line.summary,
        "account_id": line.account if line.account in codes else None,
        "account_text": line.account_text,
        "receipt": line.receipt,
        "payment": line.payment,
        "handler": line.handler,
        "witness": line.witness,
        "approver": line.approver,
        "note": line.note,
    }


def _set(row: StatementLine, fields: Mapping[str, Any]) -> StatementLine:
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def _store_answers(draft: Edition, answers: Mapping[str, str], actor: User, at: datetime) -> None:
    statement = draft.statement
    raised = {one.key: one for one in money.findings_of(draft)}
    for key, text in answers.items():
        finding = raised.get(key)
        if finding is None:
            continue
        if not text.strip():
            for old in Answer.objects.filter(statement=statement, key=key):
                old.delete()
            continue
        answer = Answer.objects.filter(statement=statement, key=key).first() or Answer(statement=statement, key=key)
        answer.rule, answer.line, answer.text = finding.rule, finding.line, text.strip()
        answer.answered_by, answer.answered_at = actor, at
        answer.save()
