"""Begin a notice, write its draft, and note by when it is due."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.queries import is_for
from disclosure.catalogue.rules.owed import DueDay
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Attachment, Edition, Notice
from disclosure.notices.policies import DELETES, PREPARES, STEPS
from disclosure.notices.registry import follow, form_for
from disclosure.notices.workflow import EDITION
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.accounts.queries import published_telephones
from portal.core import audit, files, uploads
from portal.core.codes import random_code
from portal.core.history import delete_with_history
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.texts import comma, plain
from portal.core.uploads.reading import personal_in
from portal.core.workflow import count_change, create, lock

RELATED = ("notice__unit__parent", "notice__entry")
"""What a change of an edition looks at besides the edition."""


def start_notice(
    *,
    actor: User,
    unit: Unit,
    entry: CatalogueEntry,
    period: str,
    at: datetime,
    title: str = "",
    station: Unit | None = None,
) -> Edition:
    """Begin a notice with its first draft, or return the draft that is already there.

    The period of an item that does not recur is a year. A station may prepare the notice for the town.

    Raises:
        NotAllowed: The actor is clerk neither of the unit nor of the station.
        Refused: The item is not owed by such a unit, the period does not fit the item or has not
            ended, a title is missing, or the notice has been published before.
    """
    belongs = station is None or station.parent_id == unit.pk
    if not belongs or not units_of(actor, Role.CLERK, at=at).filter(pk=(station or unit).pk).exists():
        raise NotAllowed(_("You do not prepare this unit’s notices."))
    _check_entry(unit, entry, period, title, at)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        known = Notice.objects.filter(unit=unit, entry=entry, period=period, sequence__isnull=True).first()
        if entry.is_regular and known:
            return _draft_of(known)
        sequence = None
        if not entry.is_regular:
            others = Notice.objects.filter(unit=unit, entry=entry, period=period)
            sequence = others.aggregate(last=Max("sequence", default=0))["last"] + 1
        suffix = period if sequence is None else f"{period}-{sequence}"
        notice = Notice.objects.create(
            number=f"{unit.code}-{entry.code}-{suffix}",
            unit=unit,
            entry=entry,
            period=period,
            sequence=sequence,
            station=station,
            created_at=at,
        )
        return open_edition(actor=actor, notice=notice, number=1, title=title, at=at)


def open_edition(*, actor: User, notice: Notice, number: int, at: datetime, title: str = "", form: str = "") -> Edition:
    """Open a numbered edition of a notice as a draft, written by the actor; the first one or a correction.

    A correction keeps the form of what it corrects; a first edition has the form that the catalogue names now.

    Raises:
        NotAllowed: The actor does not prepare this unit's notices.
    """
    edition = create(
        actor=actor,
        parent=notice,
        make=lambda locked: Edition(
            notice=locked,
            number=number,
            form=form or form_for(locked.entry).key,
            title=title.strip(),
            created_at=at,
            code=new_code(),
        ),
        workflow=EDITION,
        verb="start",
        policies=STEPS,
        at=at,
        related=("unit__parent", "entry", "station"),
    )
    edition.contributors.add(actor)
    follow("begun", actor=actor, edition=edition, at=at)
    return edition


def save_text(
    *,
    actor: User,
    edition: Edition,
    title: str,
    body: str,
    at: datetime,
    reason: str = "",
    seen: int | None = None,
) -> Edition:
    """Write title, text and, in a correction, what is corrected and why, of a draft."""

    def write(draft: Edition) -> None:
        draft.title = title.strip()
        draft.body = plain(body)
        draft.correction_reason = reason.strip()

    return change_draft(actor=actor, edition=edition, verb="write", change=write, seen=seen, at=at)


def attach_file(*, actor: User, edition: Edition, name: str, content: bytes, at: datetime) -> Attachment:
    """Attach a file to a draft; its kind is known by its content, and it is stripped of its metadata.

    Raises:
        Refused: The file is of no permitted kind, too large, damaged, or attached already, or holds somebody's number.
    """
    clean = uploads.clean(content, name=name, kinds=uploads.PUBLISHED)
    published = published_telephones(edition.notice.unit)
    if numbers := personal_in(clean.content, clean.kind, published=published):
        raise Refused(
            _(
                "The file holds full ID, bank-card or telephone numbers: %(masked)s. Mask them, in hidden sheets and"
                " comments too, and choose the file once more."
            )
            % {"masked": comma().join(numbers[:3])}
        )
    made: list[Attachment] = []

    def attach(draft: Edition) -> None:
        stored = files.store_private(clean.content, suffix=clean.kind.suffix)
        if draft.attachments.filter(sha256=stored.sha256).exists():
            raise Refused(_("This file is attached already."))
        if draft.attachments.filter(name=clean.name).exists():
            raise Refused(_("A file of this name is attached already. Rename it, or remove the other first."))
        last = draft.attachments.aggregate(last=Max("order", default=0))["last"]
        made.append(
            Attachment.objects.create(
                edition=draft,
                name=clean.name,
                sha256=stored.sha256,
                stored_as=stored.name,
                size=stored.size,
                content_type=clean.kind.content_type,
                order=last + 1,
            )
        )

    change_draft(actor=actor, edition=edition, verb="attach", change=attach, at=at)
    return made[0]


def remove_file(*, actor: User, attachment: Attachment, at: datetime) -> None:
    """Take a file off a draft. The stored bytes stay; other editions may name them."""
    change_draft(
        actor=actor,
        edition=attachment.edition,
        verb="remove file",
        change=lambda draft: draft.attachments.get(pk=attachment.pk).delete(),
        at=at,
    )


def change_draft(
    *,
    actor: User,
    edition: Edition,
    verb: str,
    change: Callable[[Edition], Any],
    at: datetime,
    seen: int | None = None,
) -> Edition:
    """Change a draft under its lock, count its version, and record who contributed to it.

    `change` changes the locked draft or what belongs to it, and may refuse. `verb` names it in the audit.

    Raises:
        NotAllowed: The actor does not prepare this unit's notices.
        Conflict: The edition is no draft any more, or somebody else changed it after this version was seen.
    """
    with transaction.atomic():
        draft = lock(edition, *RELATED)
        if not PREPARES.allows(actor, draft, at=at):
            raise NotAllowed(_("You do not prepare this unit’s notices."))
        if draft.state != State.DRAFT:
            raise Conflict(_("This edition is no draft any more, so nothing was changed."))
        count_change(draft, seen)
        change(draft)
        draft.save()
        draft.contributors.add(actor)
        audit.write(actor=actor, subject=draft, number=draft.audit_number(), verb=verb, at=at)
    return draft


def delete_draft(*, actor: User, edition: Edition, at: datetime, seen: int | None = None) -> None:
    """Delete a draft that was never submitted, and its notice where it has no other edition.

    Its audit lines stay; what was written leaves the history tables too. Files that nothing else names are deleted.

    Raises:
        NotAllowed: The actor does not prepare this unit's notices, or the draft was submitted once.
        Conflict: Somebody else changed or deleted it after this version was seen.
    """
    with transaction.atomic():
        # Whoever begins a notice of this unit waits: first the unit, as there.
        Unit.objects.select_for_update().get(pk=edition.notice.unit_id)
        notice = Notice.objects.select_for_update().filter(pk=edition.notice_id).first()
        if notice is None or not Edition.objects.filter(pk=edition.pk).exists():
            raise Conflict(_("Somebody else has deleted this draft meanwhile."))
        draft = lock(edition, *RELATED)
        if not DELETES.allows(actor, draft, at=at):
            raise NotAllowed(_("You do not prepare this unit’s notices."))
        count_change(draft, seen)
        names = list(draft.attachments.values_list("stored_as", flat=True))
        follow("deleted", actor=actor, edition=draft, at=at)
        audit.write(actor=actor, subject=draft, number=draft.audit_number(), verb="delete", at=at)
        delete_with_history(draft)
        if not notice.editions.exists():
            delete_with_history(notice)
        files.sweep_private(names)


def new_code() -> str:
    """Return a random short code of eight characters that no edition has yet."""
    while True:
        code = random_code(8)
        if not Edition.objects.filter(code=code).exists():
            return code


def _check_entry(unit: Unit, entry: CatalogueEntry, period: str, title: str, at: datetime) -> None:
    if entry.publisher != unit.kind or not entry.is_active:
        raise Refused(_("%(unit)s does not owe the item “%(item)s”.") % {"unit": unit.name, "item": entry.name})
    try:
        span = Period.parse(period)
    except ValueError as fault:
        raise Refused(
            _("“%(text)s” is no period; write 2026, 2026H1, 2026Q3 or 2026-07.") % {"text": period}
        ) from fault
    if not entry.is_regular:
        if not title.strip():
            raise Refused(_("Give the notice a title, so that residents know what it is about."))
        return
    if not is_for(unit, entry, span):
        raise Refused(
            _("“%(item)s” is owed for another kind of period than %(period)s.") % {"item": entry.name, "period": period}
        )
    if span.last >= timezone.localdate(at) and span.months < 12:
        raise Refused(_("The period %(period)s has not ended yet.") % {"period": period})


def _draft_of(notice: Notice) -> Edition:
    edition = notice.editions.filter(state__in=IN_PREPARATION).first()
    if edition is None:
        raise Refused(_("This notice has been published. Correct it with a new edition."))
    if edition.state != State.DRAFT:
        raise Conflict(_("This notice has been submitted. Wait for it, or ask for it to be sent back."))
    return edition


def set_due_days(days: Iterable[tuple[Notice, DueDay | None]]) -> None:
    """Store by when notices are to be public; None for one that is owed on no day.

    The room that counts the days keeps their history.
    """
    for notice, due in days:
        day, is_provisional = (due.date, due.provisional) if due else (None, False)
        if (notice.due_on, notice.due_provisional) != (day, is_provisional):
            notice.due_on, notice.due_provisional = day, is_provisional
            Notice.objects.filter(pk=notice.pk).update(due_on=day, due_provisional=is_provisional)
