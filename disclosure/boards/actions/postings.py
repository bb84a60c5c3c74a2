"""Record what hangs on which board, and what was taken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.boards.models import Board, Posting
from disclosure.boards.policies import KEEPS_POSTING, POSTS_ON
from disclosure.boards.queries.postings import default_until, hanging_on
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from portal.accounts.models import User
from portal.core import audit, files, pages, uploads
from portal.core.dates import day as written
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.workflow import lock

LONGEST_POSTING = timedelta(days=366)
"""How long a poster may hang; what stands for longer is renewed."""
_NOT_YOURS = gettext_lazy("What hangs on a board is recorded by the office and the unit's clerks.")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph of a board as it was handed in.

    Attributes:
        name: What the file was called.
        content: The file, with whatever the camera wrote into it.
        taken_on: The day it was taken, where somebody said so; else the day the camera wrote down counts.
    """

    name: str
    content: bytes
    taken_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A photograph without its metadata, in store."""

    stored_as: str
    sha256: str
    taken_on: date


def post(
    *,
    actor: User,
    board: Board,
    editions: Sequence[Edition],
    posted_at: datetime,
    at: datetime,
    until: date | None = None,
    photo: Photo | None = None,
) -> list[Posting]:
    """Record that editions were put up on a board; one photograph may show them all.

    Args:
        actor: A publisher for the unit, or one of its clerks.
        board: Where.
        editions: What is in force and hangs there now.
        posted_at: When they were put up.
        at: Now.
        until: Until when they hang, at least as long as each notice period; by default exactly so long, and
            never less than the days the office lets posters hang.
        photo: Kept without its metadata.

    Raises:
        NotAllowed: The actor records nothing on this board.
        Refused: Nothing is chosen; an edition is not in force, hangs there already or is another unit's; the
            time is in the future or before publication; the days are too few; the photograph is no picture or
            has no day.
    """
    if not POSTS_ON.allows(actor, board, at=at):
        raise NotAllowed(_NOT_YOURS)
    if not editions:
        raise Refused(_("Choose what was put up."))
    if posted_at > at:
        raise Refused(_("It cannot have been put up in the future."))
    with transaction.atomic():
        row = lock(board, "unit")
        if not row.is_active:
            raise Refused(_("This board is out of use."))
        there = set(hanging_on(row).values_list("edition", flat=True))
        chosen = [lock(edition, "notice__unit__parent", "notice__entry") for edition in editions]
        days = [_checked(row, edition, there, posted_at, until) for edition in chosen]
        kept = _keep(photo, at=at) if photo else None
        made = [
            Posting(board=row, edition=edition, posted_at=posted_at, posted_by=actor, until=last)
            for edition, last in zip(chosen, days, strict=True)
        ]
        for one in made:
            _write(one, kept=kept, at=at)
        pages.bump()
    return made


def take_down(*, actor: User, posting: Posting, taken_down_at: datetime, at: datetime) -> Posting:
    """Record that a poster was taken down.

    Raises:
        NotAllowed: The actor records nothing on this board.
        Conflict: Somebody has recorded it meanwhile.
        Refused: The time is in the future or before it was put up.
    """
    with transaction.atomic():
        row = _hanging(actor, posting, at)
        if taken_down_at > at:
            raise Refused(_("It cannot have been taken down in the future."))
        if taken_down_at < row.posted_at:
            raise Refused(_("It was put up later than that."))
        row.taken_down_at, row.taken_down_by = taken_down_at, actor
        row.save()
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="take down", at=at)
        pages.bump()
    return row


def renew(*, actor: User, posting: Posting, until: date, at: datetime) -> Posting:
    """Let a poster hang longer.

    Raises:
        NotAllowed: The actor records nothing on this board.
        Conflict: It has been taken down meanwhile.
        Refused: Its edition is no longer in force, or the day is not later than the one so far or has passed.
    """
    with transaction.atomic():
        row = _hanging(actor, posting, at)
        if not row.edition.is_live:
            raise Refused(_no_longer_in_force(row.edition))
        if until <= row.until or until < timezone.localdate(at):
            raise Refused(_("Choose a day after %(day)s that has not passed.") % {"day": written(row.until)})
        _check_not_too_far(until, timezone.localdate(at))
        before, row.until = row.until, until
        row.save()
        audit.write(
            actor=actor,
            subject=row,
            number=row.audit_number(),
            verb="renew",
            source=before.isoformat(),
            target=until.isoformat(),
            at=at,
        )
    return row


def replace(*, actor: User, posting: Posting, at: datetime) -> Posting:
    """Record that the edition in force was put up in the place of one that is not any more.

    Raises:
        NotAllowed: The actor records nothing on this board.
        Conflict: It has been taken down meanwhile.
        Refused: The notice was withdrawn, so that nothing takes its place; or the edition is in force.
    """
    with transaction.atomic():
        row = _hanging(actor, posting, at)
        live = row.edition.notice.editions.filter(state=State.PUBLISHED).first()
        if live is None:
            raise Refused(_("This notice was withdrawn. Take the poster down; nothing takes its place."))
        if live.pk == row.edition_id:
            raise Refused(_("This edition is in force; there is nothing to replace it with."))
        take_down(actor=actor, posting=row, taken_down_at=at, at=at)
        already = hanging_on(row.board).filter(edition=live).first()
        return already or post(actor=actor, board=row.board, editions=[live], posted_at=at, at=at)[0]


def add_photo(*, actor: User, posting: Posting, photo: Photo, at: datetime) -> Posting:
    """Keep a photograph of a poster that hangs; it takes the place of the one before.

    Raises:
        NotAllowed: The actor records nothing on this board.
        Conflict: It has been taken down meanwhile.
        Refused: The file is no picture, or nobody knows on which day it was taken.
    """
    with transaction.atomic():
        row = _hanging(actor, posting, at)
        kept = _keep(photo, at=at)
        if kept.taken_on < timezone.localdate(row.posted_at):
            raise Refused(_("The photograph is older than the posting."))
        row.photo_stored_as, row.photo_sha256, row.photographed_on = kept.stored_as, kept.sha256, kept.taken_on
        row.save()
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="photograph", at=at)
    return row


def _checked(board: Board, edition: Edition, there: set[int], posted_at: datetime, until: date | None) -> date:
    """Return until when an edition hangs, or refuse to record it."""
    number = edition.notice.number
    if not edition.is_live:
        raise Refused(_no_longer_in_force(edition))
    if edition.notice.unit_id != board.unit_id:
        raise Refused(_("%(number)s is another unit's.") % {"number": number})
    if edition.pk in there:
        raise Refused(_("%(number)s hangs on this board already.") % {"number": number})
    if edition.published_at is None or posted_at < edition.published_at:
        raise Refused(_("%(number)s had not been published at that time.") % {"number": number})
    least = default_until(edition, posted_at)
    if until is not None and until < least:
        raise Refused(_("%(number)s must hang at least until %(day)s.") % {"number": number, "day": written(least)})
    _check_not_too_far(until or least, timezone.localdate(posted_at))
    return until or least


def _check_not_too_far(until: date, today: date) -> None:
    if until > today + LONGEST_POSTING:
        raise Refused(_("A poster hangs for a year at most. Choose an earlier day."))


def _no_longer_in_force(edition: Edition) -> str:
    shown = {"number": edition.notice.number, "edition": edition.number}
    if edition.state == State.SUPERSEDED:
        return _("Edition %(edition)d of %(number)s has been superseded. Put up the one in force.") % shown
    if edition.state == State.WITHDRAWN:
        return _("Edition %(edition)d of %(number)s was withdrawn.") % shown
    return _("Edition %(edition)d of %(number)s has not been published.") % shown


def _write(row: Posting, *, kept: _Kept | None, at: datetime) -> Posting:
    if kept:
        row.photo_stored_as, row.photo_sha256, row.photographed_on = kept.stored_as, kept.sha256, kept.taken_on
    row.recorded_at = at
    row.save()
    audit.write(actor=row.posted_by, subject=row, number=row.audit_number(), verb="post", at=at)
    return row


def _hanging(actor: User, posting: Posting, at: datetime) -> Posting:
    """Return a posting under its lock, as long as it hangs and the actor may record it."""
    if not KEEPS_POSTING.allows(actor, posting, at=at):
        raise NotAllowed(_NOT_YOURS)
    row = lock(posting, "board__unit", "edition__notice__unit__parent", "edition__notice__entry")
    if row.taken_down_at:
        raise Conflict(_("Somebody has recorded meanwhile that it was taken down."))
    return row


def _keep(photo: Photo, *, at: datetime) -> _Kept:
    """Store a photograph without its metadata; the day the camera wrote down is read before that."""
    clean = uploads.clean(photo.content, name=photo.name, kinds=uploads.PICTURES)
    taken_on = photo.taken_on or uploads.taken_on(photo.content)
    if taken_on is None:
        raise Refused(_("The photograph does not say on which day it was taken. Enter the day."))
    if taken_on > timezone.localdate(at):
        raise Refused(_("The photograph cannot have been taken in the future."))
    stored = files.store_private(clean.content, suffix=clean.suffix)
    return _Kept(stored.name, stored.sha256, taken_on)
