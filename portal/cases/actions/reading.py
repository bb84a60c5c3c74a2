"""Reading what is private of a case: the only way to plain text. It asks the policy and leaves a trace."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.cases.enums import Read
from portal.cases.models import Case, CaseFile, Note, Reading
from portal.cases.models.private import Private
from portal.cases.registry import CASE_KINDS
from portal.cases.rules.likeness import ALIKE, likeness, pairs
from portal.cases.rules.sender import AsItCame, Sender
from portal.core.encryption import files
from portal.core.refusals import NotAllowed

COMPARED = 300
"""The newest cases that one is compared with."""


def read_private(*, actor: User, case: Case, at: datetime, what: str = Read.SENDER) -> AsItCame | None:
    """Return a case as it came, with its sender; None once it has been forgotten.

    Args:
        actor: Who reads it.
        case: The case.
        at: Now.
        what: What it is read for: to be read, exported or printed.

    Raises:
        NotAllowed: The actor may not read it.
    """
    may_read(actor, case, at)
    _leave_trace(actor, case, what, at)
    return as_it_came(case)


def read_file(*, actor: User, file: CaseFile, at: datetime) -> bytes:
    """Return the content of a file.

    Raises:
        NotAllowed: The actor may not read it.
    """
    may_read(actor, file.case, at)
    _leave_trace(actor, file.case, Read.FILE, at)
    return files.read(file.stored)


def read_notes(*, actor: User, case: Case, at: datetime) -> list[Note]:
    """Return the notes of a case, oldest first.

    Raises:
        NotAllowed: The actor may not read them.
    """
    may_read(actor, case, at)
    _leave_trace(actor, case, Read.NOTES, at)
    return list(case.notes.select_related("written_by"))


def note_export(*, actor: User, kind: str, cases: Collection[int], at: datetime) -> None:
    """Note that cases were taken away in a table, which says nothing private of them.

    Raises:
        NotAllowed: The actor may not read one of them.
    """
    allowed = set(CASE_KINDS[kind].readers.permitted(actor, at=at).filter(pk__in=cases).values_list("pk", flat=True))
    if allowed != set(cases):
        raise NotAllowed(_("You may not read this."))
    Reading.objects.bulk_create(Reading(case_id=pk, reader=actor, what=Read.EXPORT, at=at) for pk in cases)


@dataclass(frozen=True, slots=True)
class Alike:
    """Another case, and how alike it is, in percent."""

    case: int
    percent: int


def alike(*, actor: User, case: Case, among: QuerySet[Case], at: datetime) -> list[Alike]:
    """Return other cases with a similar text, the most alike first.

    The newest few hundred are compared, decrypted, by the portal; nothing is kept but that it was done.

    Args:
        actor: For whom they are compared.
        case: The case.
        among: The cases it may be like, such as those of the same unit.
        at: Now.

    Raises:
        NotAllowed: The actor may not read the case.
    """
    may_read(actor, case, at)
    _leave_trace(actor, case, Read.COMPARISON, at)
    newest = among.exclude(pk=case.pk).order_by("-received_at", "-pk").values("pk")[:COMPARED]
    texts = dict(Private.objects.filter(case__in=[case.pk, *(row["pk"] for row in newest)]).values_list("case", "text"))
    mine = pairs(texts.pop(case.pk, ""))
    found = [(pk, likeness(mine, pairs(text))) for pk, text in texts.items()]
    return [Alike(pk, round(100 * much)) for pk, much in sorted(found, key=_most) if much >= ALIKE]


def as_it_came(case: Case) -> AsItCame | None:
    """Return a case as it came for the portal's own use, such as a check: no person is shown it."""
    row = Private.objects.filter(case=case).first()
    if row is None:
        return None
    return AsItCame(row.text, Sender(row.name, row.telephone, row.email, row.address))


def may_read(actor: User, case: Case, at: datetime) -> None:
    """Refuse people who may not read what is private of a case.

    Raises:
        NotAllowed: They may not.
    """
    if not CASE_KINDS[case.kind].readers.allows(actor, case, at=at):
        raise NotAllowed(_("You may not read this."))


def _leave_trace(actor: User, case: Case, what: str, at: datetime) -> None:
    Reading.objects.create(case=case, reader=actor, what=Read(what), at=at)


def _most(found: tuple[int, float]) -> tuple[float, int]:
    pk, much = found
    return -much, pk
