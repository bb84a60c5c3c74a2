"""Files of a reply, and the publication of what was disclosed, with its entry in the log."""

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.requests.actions.steps import RELATED
from disclosure.requests.enums import CASE_KIND
from disclosure.requests.models import Release, ReplyFile, Request
from disclosure.requests.policies import DRAFTS, REPLY_IS_WRITTEN, STEPS
from disclosure.requests.queries.released import RELEASED, canonical, search_document, times_published
from disclosure.requests.queries.requests import published_for
from disclosure.requests.rules import GIVES
from disclosure.requests.workflow import REQUEST
from portal.accounts.models import User
from portal.cases.actions.screening import check_private
from portal.core import audit, pages, publication_log, search, uploads
from portal.core.encryption import files
from portal.core.models import LogKind
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.texts import required
from portal.core.uploads.reading import texts_in
from portal.core.workflow import lock_seen, step

MAX_FILES = 10
APART = "；\n"
"""Between the texts of a file, so that figures of two cells are no number together."""
MAX_TITLE_LENGTH, MAX_TEXT_LENGTH = 120, 8000


def attach(
    *, actor: User, request: Request, content: bytes, name: str, at: datetime, seen: int | None = None
) -> ReplyFile:
    """Add a file to a reply that is being written, believed by its content and without the metadata of its author.

    Raises:
        NotAllowed: The actor does not draft the reply.
        Refused: It is no file that is taken, or there are as many as a reply may have.
    """
    with transaction.atomic():
        locked = _being_written(actor, request, seen, at)
        if locked.files.count() >= MAX_FILES:
            raise Refused(_("At most %(count)d files can be added.") % {"count": MAX_FILES}, "file")
        clean = uploads.clean(content, name=name, kinds=uploads.PUBLISHED)
        row = ReplyFile.objects.create(
            request=locked,
            name=clean.name,
            stored=files.store(clean.content),
            sha256=hashlib.sha256(clean.content).hexdigest(),
            size=len(clean.content),
            content_type=clean.kind.content_type,
            added_by=actor,
            added_at=at,
        )
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.number, verb="attach", at=at)
    return row


def detach(*, actor: User, file: ReplyFile, at: datetime, seen: int | None = None) -> None:
    """Take a file off a reply that is being written.

    Raises:
        NotAllowed: The actor does not draft the reply.
    """
    with transaction.atomic():
        locked = _being_written(actor, file.request, seen, at)
        transaction.on_commit(partial(files.delete, file.stored))
        file.delete()
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.number, verb="detach", at=at)


def release(
    *,
    actor: User,
    request: Request,
    title: str,
    text: str,
    chosen: Collection[ReplyFile],
    at: datetime,
    seen: int | None = None,
) -> Request:
    """Publish what was disclosed, so that others need not ask for it.

    What was taken off line may be published anew; the log then has an entry of its own for it.

    Args:
        title: What it is; it stands in the list of what was disclosed.
        text: What was disclosed, masked.
        chosen: The files of the reply that everybody reads.

    Raises:
        Refused: Nothing was disclosed, it is on line, a text is empty, or a text or file gives somebody away.
    """

    def change(locked: Request) -> None:
        if locked.result not in GIVES:
            raise Refused(_("Nothing was disclosed that could be published."))
        made = Release.objects.filter(request=locked).first() or Release(request=locked)
        if made.pk and made.retracted_at is None:
            raise Refused(_("It is on line already."))
        made.title = _checked(locked, title, _("The title"), "title", MAX_TITLE_LENGTH)
        made.text = _checked(locked, text, _("The text"), "text", MAX_TEXT_LENGTH)
        made.published_at, made.published_by = at, actor
        made.retracted_at, made.retraction_reason = None, ""
        for file in chosen:
            _check_file(locked, file)
        locked.files.update(is_released=False)
        locked.files.filter(pk__in=[one.pk for one in chosen]).update(is_released=True)
        made.content_sha256 = hashlib.sha256(canonical(made)).hexdigest()
        made.save()
        _log(made, LogKind.PUBLICATION, at, {"published_by": actor.name_zh})
        search.put(search_document(made))
        pages.bump()

    return _take(actor, request, "release", change, seen=seen, at=at)


def retract(*, actor: User, request: Request, reason: str, at: datetime, seen: int | None = None) -> Request:
    """Take what was released off line again, with a reason that everybody may read.

    Raises:
        Refused: It is not on line, or the reason gives somebody away.
    """

    def change(locked: Request) -> None:
        made = Release.objects.select_for_update().filter(request=locked, retracted_at=None).first()
        if made is None:
            raise Refused(_("It is not on line."))
        check_private(locked.case, reason, _("The reason"), "reason", published=published_for(locked))
        made.retracted_at, made.retraction_reason = at, reason.strip()
        made.save()
        _log(made, LogKind.WITHDRAWAL, at, {"withdrawn_by": actor.name_zh, "reason": made.retraction_reason})
        search.remove(made.pk, kind=RELEASED)
        pages.bump()

    return _take(actor, request, "retract", change, seen=seen, at=at, reason=reason)


def _take(
    actor: User,
    request: Request,
    verb: str,
    change: Callable[[Request], None],
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Request:
    return step(
        actor=actor,
        subject=request,
        workflow=REQUEST,
        verb=verb,
        policies=STEPS,
        seen=seen,
        at=at,
        change=change,
        related=RELATED,
        reason=reason,
    )


def _being_written(actor: User, request: Request, seen: int | None, at: datetime) -> Request:
    locked = lock_seen(request, seen, *RELATED)
    if not DRAFTS.allows(actor, locked, at=at):
        raise NotAllowed(_("You do not draft this reply."))
    if locked.state not in REPLY_IS_WRITTEN:
        raise WrongState(REQUEST.refusal(locked.state))
    return locked


def _checked(request: Request, text: str, what: str, field: str, max_length: int) -> str:
    words = required(text, _("Write what everybody is to read."), field, max_length)
    check_private(request.case, words, what, field, published=published_for(request))
    return words


def _check_file(request: Request, file: ReplyFile) -> None:
    """Refuse a file that gives somebody away, by its name or in a text that can be read in it."""
    content = files.read(file.stored)
    kind = uploads.kind_of(content)
    said = [file.name, *(texts_in(content, kind) if kind else ())]
    what = _("The file %(name)s") % {"name": file.name}
    check_private(request.case, APART.join(said), what, "chosen", published=published_for(request))


def _log(made: Release, kind: LogKind, at: datetime, facts: dict[str, Any]) -> None:
    publication_log.append(
        kind=kind,
        subject_kind=CASE_KIND,
        subject_number=made.request.number,
        edition=times_published(made),
        content_sha256=made.content_sha256,
        facts=facts,
        at=at,
    )
