"""Write the statement of a draft and the answers to its warnings; what follows from publishing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from disclosure.catalogue.models import Account
from disclosure.content.statement.enums import FORM, OPENING_DIFFERS
from disclosure.content.statement.models import LINE_FIELDS, Answer, Statement, StatementLine
from disclosure.content.statement.queries import money
from disclosure.ledger.canonical import to_canonical
from disclosure.ledger.messages import period_name
from disclosure.ledger.types import Statement as Ledger
from disclosure.notices.actions.drafts import change_draft
from disclosure.notices.models import Edition, Notice
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import holders
from portal.core.refusals import Refused
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
    statement, _created = Statement.objects.update_or_create(edition=draft, defaults=figures)
    _sync_lines(statement, ledger, actor)
    return statement


def copy_statement(*, source: Edition, target: Edition, actor: User) -> None:
    """Copy statement, lines and answers of an edition into the draft that corrects it."""
    statement = Statement.objects.filter(edition=source).first()
    if statement is None:
        return
    copied = store_statement(target, money.ledger_of(statement), actor)
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
    raised = {one.key: one for one in money.findings_of(draft)}
    present = {answer.key: answer for answer in draft.statement.answers.all()}
    for key, text in answers.items():
        if key not in raised:
            continue
        answer = present.get(key) or Answer(statement=draft.statement, key=key)
        if text.strip():
            answer.rule, answer.line, answer.text = raised[key].rule, raised[key].line, text.strip()
            answer.answered_by, answer.answered_at = actor, at
            answer.save()
        elif key in present:
            answer.delete()


def flag_next_period(*, edition: Edition, at: datetime, **_publication: Any) -> None:
    """Tell the clerks where the statement of the next period no longer opens with the closing just published (I2).

    That statement stays published; whether it has to be corrected is for the unit to decide.
    """
    statement = Statement.objects.filter(edition=edition).select_related("edition__notice").first()
    for following in money.openings_that_no_longer_follow(statement) if statement else ():
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
