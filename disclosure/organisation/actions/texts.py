"""Write, publish, revise and abolish texts.

Steps raise `Conflict`, `WrongState` and `NotAllowed` as the workflow says, and `Refused` where their docstrings do.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from disclosure.organisation.actions.checks import refuse_personal
from disclosure.organisation.enums import TextKind, WordingState
from disclosure.organisation.models import Text, Wording, WordingFile
from disclosure.organisation.policies import KEEPS_TEXTS_OF, KEEPS_WORDING, STEPS
from disclosure.organisation.queries import content_hash, in_force, search_document
from disclosure.organisation.workflow import WORDING
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.core import audit, files, pages, publication_log, search, uploads
from portal.core.history import delete_with_history
from portal.core.models import LogKind
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.texts import comma, plain
from portal.core.uploads.reading import personal_in
from portal.core.workflow import count_change, create, lock, step

WRITTEN = ("title", "reference", "adopted_by", "adopted_on", "in_force_from", "body")
"""What is written into a draft."""
RELATED = ("text__unit",)


def begin(*, actor: User, unit: Unit, kind: TextKind, at: datetime) -> Wording:
    """Begin a text with its first draft; the guide, of which a town has one, with its next.

    Raises:
        NotAllowed: The actor keeps no texts of this unit.
    """
    if not KEEPS_TEXTS_OF.allows(actor, unit, at=at):
        raise NotAllowed(_("The town’s office keeps these texts."))
    with transaction.atomic():
        lock(unit)
        known = Text.objects.filter(unit=unit, kind=TextKind.GUIDE).first() if kind == TextKind.GUIDE else None
        if known:
            return revise(actor=actor, text=known, at=at)
        last = Text.objects.filter(kind=kind).aggregate(last=Max("number", default=0))["last"]
        text = Text.objects.create(unit=unit, kind=kind, number=last + 1)
        return _open(actor, text, at, lambda locked: Wording(text=locked, number=1))


def revise(*, actor: User, text: Text, at: datetime) -> Wording:
    """Open the next wording of a text as a draft that says what is in force, or return the draft there is.

    Raises:
        NotAllowed: The actor keeps no texts of this unit.
        Refused: The text was abolished.
    """
    with transaction.atomic():
        locked = lock(text)
        last = locked.wordings.order_by("-number").select_related(*RELATED)[0]
        if not KEEPS_WORDING.allows(actor, last, at=at):
            raise NotAllowed(_("The town’s office keeps these texts."))
        if last.state == WordingState.DRAFT:
            return last
        if last.state == WordingState.ABOLISHED:
            raise Refused(_("This text was abolished. Begin a new one."))
        said = {name: getattr(last, name) for name in ("title", "adopted_by", "body")}
        made = _open(actor, locked, at, lambda text: Wording(text=text, number=last.number + 1, **said))
        for file in last.files.all():
            file.pk, file.wording = None, made
            file.save(force_insert=True)
    return made


def _open(actor: User, text: Text, at: datetime, make: Callable[[Text], Wording]) -> Wording:
    return create(
        actor=actor, parent=text, make=make, workflow=WORDING, verb="begin", policies=STEPS, at=at, related=["unit"]
    )


def write(
    *, actor: User, wording: Wording, fields: Mapping[str, Any], at: datetime, seen: int | None = None
) -> Wording:
    """Write values of `WRITTEN` fields into a draft.

    Raises:
        NotAllowed: The actor keeps no texts of this unit.
        Conflict: It is no draft any more, or somebody else changed it after this version was seen.
    """

    def change(draft: Wording) -> None:
        for name in WRITTEN:
            if name in fields:
                value = fields[name]
                setattr(draft, name, plain(value) if isinstance(value, str) else value)

    return _change(actor, wording, "write", change, at=at, seen=seen)


def attach(*, actor: User, wording: Wording, name: str, content: bytes, at: datetime) -> WordingFile:
    """Attach a file to a draft; its kind is known by its content, and it is stripped of its metadata.

    Raises:
        Refused: The file is of no permitted kind, holds somebody's number, or one of its name is attached already.
    """
    clean = uploads.clean(content, name=name, kinds=uploads.PUBLISHED)
    refuse_personal(wording.text.unit, clean.name)
    if numbers := personal_in(clean.content, clean.kind, published=published_telephones(wording.text.unit)):
        raise Refused(_personal_in_file(numbers))
    made: list[WordingFile] = []

    def change(draft: Wording) -> None:
        if draft.files.filter(name=clean.name).exists():
            raise Refused(_("A file of this name is attached already. Rename it, or remove the other first."))
        stored = files.store_private(clean.content, suffix=clean.kind.suffix)
        kept = {"sha256": stored.sha256, "stored_as": stored.name, "size": stored.size}
        content_type = clean.kind.content_type
        made.append(WordingFile.objects.create(wording=draft, name=clean.name, content_type=content_type, **kept))

    _change(actor, wording, "attach", change, at=at)
    return made[0]


def remove_file(*, actor: User, file: WordingFile, at: datetime) -> None:
    """Take a file off a draft. The stored bytes go where nothing else names them."""
    with transaction.atomic():
        _change(actor, file.wording, "remove file", lambda draft: draft.files.get(pk=file.pk).delete(), at=at)
        files.sweep_private([file.stored_as])


def delete_draft(*, actor: User, wording: Wording, at: datetime) -> None:
    """Delete a draft, and its text where it has no other wording. Audit lines stay.

    Raises:
        NotAllowed: The actor keeps no texts of this unit.
        Conflict: It is no draft any more.
    """
    with transaction.atomic():
        draft = _change(actor, wording, "delete", lambda _draft: None, at=at)
        names, text = list(draft.files.values_list("stored_as", flat=True)), draft.text
        delete_with_history(draft)
        if not text.wordings.exists():
            delete_with_history(text)
        files.sweep_private(names)


def publish(*, actor: User, wording: Wording, at: datetime, seen: int | None) -> Wording:
    """Publish a draft: it is in force, and what was in force before is revised by it.

    It gets its entry in the publication log, and is found by the search.

    Raises:
        Refused: Something is missing, the days are not in order, or a full personal number stands in it.
    """
    with transaction.atomic():
        lock(wording.text)
        before = in_force(wording.text)

        def change(draft: Wording) -> None:
            _check(draft)
            draft.published_by, draft.published_at = actor, at
            draft.content_sha256 = content_hash(draft)
            entry = publication_log.append(
                kind=LogKind.CORRECTION if before else LogKind.PUBLICATION,
                subject_kind="text",
                subject_number=str(draft.text),
                edition=draft.number,
                content_sha256=draft.content_sha256,
                facts={"title": draft.title, "reference": draft.reference, "in_force_from": str(draft.in_force_from)},
                at=at,
            )
            draft.log_sequence = entry.sequence

        if before:
            _retire(actor, before, wording.in_force_from or wording.adopted_on, at)
        done = _step("publish", change, actor=actor, wording=wording, seen=seen, at=at)
        search.put(search_document(done))
        pages.bump()
    return done


def _retire(actor: User, before: Wording, day: date | None, at: datetime) -> None:
    def change(row: Wording) -> None:
        row.ended_on = day

    _step("revise", change, actor=actor, wording=before, seen=None, at=at)


def abolish(*, actor: User, wording: Wording, ended_on: date, reason: str, at: datetime, seen: int | None) -> Wording:
    """Record that a rule was abolished, from which day, and by what.

    Args:
        reason: By what, such as the document that abolishes it; everybody reads it.

    Raises:
        Refused: It is no rule, the day is before it was in force, or its next wording is being drafted.
    """

    def change(row: Wording) -> None:
        if row.text.kind != TextKind.RULE:
            raise Refused(_("Only rules are abolished. Publish a new wording instead."))
        if row.in_force_from and ended_on < row.in_force_from:
            raise Refused(_("It was not in force yet on that day."), "ended_on")
        if row.text.wordings.filter(state=WordingState.DRAFT).exists():
            raise Refused(_("A new wording is being drafted. Publish or delete it first."))
        refuse_personal(row.text.unit, reason)
        row.ended_on, row.ended_by = ended_on, plain(reason)

    with transaction.atomic():
        lock(wording.text)
        done = _step("abolish", change, actor=actor, wording=wording, seen=seen, at=at, reason=reason)
        pages.bump()
    return done


def _check(draft: Wording) -> None:
    """Refuse to publish what is not whole."""
    is_rule = draft.text.kind == TextKind.RULE
    if not is_rule:
        draft.in_force_from = draft.adopted_on
    needed = {
        "title": _("Write the title."),
        "adopted_by": _("Write who adopted it.") if is_rule else _("Write who issues it."),
        "adopted_on": _("Enter the day it was adopted.") if is_rule else _("Enter its day."),
        "in_force_from": _("Enter from which day it is in force."),
    }
    missing = [sentence for name, sentence in needed.items() if not getattr(draft, name)]
    if not draft.body and not draft.files.exists():
        missing.append(_("Write the text, or attach it as a file."))
    if missing:
        raise Refused(" ".join(missing))
    if draft.in_force_from < draft.adopted_on:  # type: ignore[operator]
        raise Refused(_("It cannot be in force before it was adopted."))
    refuse_personal(draft.text.unit, *(value for name in WRITTEN if isinstance(value := getattr(draft, name), str)))


def _personal_in_file(numbers: list[str]) -> str:
    return _(
        "The file holds full ID, bank-card or telephone numbers: %(masked)s. Mask them, in hidden sheets and"
        " comments too, and choose the file once more."
    ) % {"masked": comma().join(numbers[:3])}


def _change(
    actor: User,
    wording: Wording,
    verb: str,
    change: Callable[[Wording], Any],
    *,
    at: datetime,
    seen: int | None = None,
) -> Wording:
    with transaction.atomic():
        draft = lock(wording, *RELATED)
        if not KEEPS_WORDING.allows(actor, draft, at=at):
            raise NotAllowed(_("The town’s office keeps these texts."))
        if draft.state != WordingState.DRAFT:
            raise Conflict(_("This is no draft any more, so nothing was changed."))
        count_change(draft, seen)
        change(draft)
        draft.save()
        audit.write(actor=actor, subject=draft, number=draft.audit_number(), verb=verb, at=at)
    return draft


def _step(
    verb: str,
    change: Callable[[Wording], None],
    *,
    actor: User,
    wording: Wording,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Wording:
    return step(
        actor=actor,
        subject=wording,
        workflow=WORDING,
        verb=verb,
        policies=STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=RELATED,
    )
