"""A case comes in, its sender is put right, files and notes are added."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.cases.actions.reading import may_read
from portal.cases.enums import Channel
from portal.cases.models import Case, CaseFile, Note, OfCase
from portal.cases.models.private import Private
from portal.cases.queries import FORM_TOKEN, sent_before
from portal.cases.registry import CASE_KINDS
from portal.cases.rules.codes import hash_code, new_code
from portal.cases.rules.sender import Sender
from portal.core import audit, uploads
from portal.core.encryption import files
from portal.core.refusals import Refused
from portal.core.workflow import lock
from portal.messaging.enums import Language

MAX_FILES = 10
MAX_NOTE_LENGTH = 4000


def receive(
    *,
    actor: User,
    kind: str,
    number: str,
    text: str,
    sender: Sender,
    at: datetime,
    channel: str = Channel.WEB,
    language: str = Language.CHINESE,
    code: str = "",
    received_at: datetime | None = None,
) -> Case:
    """Take in what somebody sent. The app has looked in `sent_before` whether it is sent again.

    Args:
        actor: The system for what came by web; else the person who enters it.
        kind: Key of a `CaseKind`.
        number: The number, given by the app under a lock of its own.
        text: The text as it was received.
        sender: Who sent it.
        at: Now.
        channel: How it came in.
        language: In which language they are written to.
        code: The code its form was handed out with. It is used once; else the case has a new one.
        received_at: When it came in, where it is entered later; None for now.

    Returns:
        The case; `code` is the code, which is not stored.
    """
    token = FORM_TOKEN.of(code)
    if not code or Case.objects.filter(form_token_digest__in=FORM_TOKEN.all_of(code)).exists():
        code, token = new_code(), ""
    with transaction.atomic():
        case = Case.objects.create(
            kind=CASE_KINDS[kind].key,
            number=number,
            code_digest=hash_code(code),
            form_token_digest=token,
            channel=Channel(channel),
            language=Language(language),
            received_at=received_at or at,
            entered_at=at,
            entered_by=None if actor.is_system else actor,
        )
        row = Private(case=case, text=text)
        _set_sender(row, sender)
        row.save(force_insert=True)
    case.code = code
    return case


R = TypeVar("R", bound=OfCase)


def sent_again(rows: QuerySet[R], *, actor: User, kind: str, text: str, code: str, at: datetime) -> R | None:
    """Return the row that what comes in now is sent again for, with a code by which it can be followed.

    Args:
        rows: The app's rows it may be among, such as those of a township, which is locked.
    """
    known = rows.filter(case__in=sent_before(actor, kind=kind, text=text, code=code, at=at)).first()
    if known is not None and actor.is_system:
        known.case.code = code
    elif known is not None:
        known.case = replace_code(case=known.case)
    return known


def replace_code(*, case: Case) -> Case:
    """Give a case a new code, such as for somebody who has lost theirs; it is the `code` of what is returned."""
    case.code = new_code()
    Case.objects.filter(pk=case.pk).update(code_digest=hash_code(case.code))
    return case


def change_sender(*, actor: User, case: Case, sender: Sender, at: datetime) -> None:
    """Put right who sent a case. The audit line records that it changed, not what.

    Raises:
        NotAllowed: The actor may not read it.
        Refused: It has been forgotten.
    """
    may_read(actor, case, at)
    with transaction.atomic():
        row = Private.objects.select_for_update().filter(case=case).first()
        if row is None:
            raise Refused(_("The personal data of this case has been removed."))
        _set_sender(row, sender)
        row.save()
        audit.write(actor=actor, subject=case, number=case.number, verb="change sender", at=at)


def add_text(*, case: Case, text: str) -> None:
    """Add to a case what its sender writes later; the app's row is locked, and its step leaves the trace.

    Raises:
        Refused: It has been forgotten.
    """
    with transaction.atomic():
        row = Private.objects.select_for_update().filter(case=case).first()
        if row is None:
            raise Refused(_("The personal data of this case has been removed."))
        row.text = f"{row.text}\n\n{text}"
        row.save()


def attach(*, actor: User, case: Case, content: bytes, name: str, at: datetime) -> CaseFile:
    """Add a file to a case, believed by its content and without the metadata of its author.

    Raises:
        Refused: It is no file that is taken, or there are as many as a case may have.
    """
    return keep(actor=actor, case=case, file=uploads.clean(content, name=name), at=at)


def keep(*, actor: User, case: Case, file: uploads.Clean, at: datetime) -> CaseFile:
    """Add a file that has been cleaned already. Otherwise as `attach`.

    Raises:
        Refused: There are as many as a case may have.
    """
    with transaction.atomic():
        if lock(case).files.count() >= MAX_FILES:
            raise Refused(_("At most %(count)d files can be added.") % {"count": MAX_FILES}, "files")
        row = CaseFile.objects.create(
            case=case,
            name=file.name,
            stored=files.store(file.content),
            size=len(file.content),
            content_type=file.kind.content_type,
            added_at=at,
        )
        audit.write(actor=actor, subject=case, number=case.number, verb="attach", at=at)
    return row


def note(*, actor: User, case: Case, text: str, at: datetime) -> Note:
    """Write a note that nobody outside sees.

    Raises:
        NotAllowed: The actor may not read the case.
        Refused: It is empty or too long.
    """
    may_read(actor, case, at)
    if not text.strip() or len(text) > MAX_NOTE_LENGTH:
        raise Refused(_("Write a note of at most %(count)d characters.") % {"count": MAX_NOTE_LENGTH}, "text")
    return Note.objects.create(case=case, text=text.strip(), written_by=actor, written_at=at)


def _set_sender(row: Private, sender: Sender) -> None:
    row.name, row.telephone = sender.name.strip(), sender.telephone.strip()
    row.email, row.address = sender.email.strip(), sender.address.strip()
