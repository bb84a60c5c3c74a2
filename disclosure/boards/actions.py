"""Keep the register of notice boards, and record what is posted on them.

Every step of a poster raises `NotAllowed` for those who record nothing on its board, `Conflict` where somebody has
recorded something of it meanwhile, and `WrongState` where it was taken down.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.boards.enums import COLUMN_LABELS
from disclosure.boards.models import Board, Posting
from disclosure.boards.policies import KEEPS_BOARD, KEEPS_REGISTER_OF, STEPS
from disclosure.boards.queries import default_until, posted_on, successor_of
from disclosure.boards.workflow import POSTING
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from portal.accounts.models import Unit, User
from portal.core import audit, files, pages, uploads
from portal.core.dates import day as written
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import create, lock, lock_seen, step as take_step

EDITABLE = ("number", "place_zh", "place_en", "paper", "sheets", "columns", "is_active")
"""What can be changed of a board. Its unit stays: what was posted there was the unit's."""


def add_board(*, actor: User, unit: Unit, fields: Mapping[str, Any], at: datetime) -> Board:
    """Put a board on the register, with values of `EDITABLE` fields; without a number it gets the next one.

    Raises:
        NotAllowed: The actor does not publish for this unit.
        Refused: The unit has a board of that number, or the columns are none that a board can have.
    """
    if not KEEPS_REGISTER_OF.allows(actor, unit, at=at):
        raise NotAllowed(_("The office keeps the register of boards."))
    with transaction.atomic():
        lock(unit)
        given = {name: fields[name] for name in EDITABLE if name in fields}
        if not given.get("number"):
            given["number"] = (Board.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0) + 1
        board = Board(unit=unit, **given)
        _check(board)
        board.save()
        audit.write(actor=actor, subject=board, number=board.audit_number(), verb="add", at=at)
        pages.bump()
    return board


def change_board(*, actor: User, board: Board, fields: Mapping[str, Any], seen: int | None, at: datetime) -> Board:
    """Change what the register says of a board.

    Raises:
        NotAllowed: The actor does not publish for the board's unit.
        Conflict: Somebody else changed it after this version was seen.
        Refused: The number is another board's, the columns are none that a board can have, or it is to be
            taken out of use although something is posted there.
    """
    if not KEEPS_BOARD.allows(actor, board, at=at):
        raise NotAllowed(_("The office keeps the register of boards."))
    with transaction.atomic():
        lock(board.unit)
        row = lock_seen(board, seen, "unit")
        changed = {name: fields[name] for name in EDITABLE if name in fields and fields[name] != getattr(row, name)}
        for name, value in changed.items():
            setattr(row, name, value)
        _check(row)
        if changed.get("is_active") is False and posted_on(row).exists():
            raise Refused(_("Something is posted on this board. Record that it was taken down first."), "is_active")
        if changed:
            row.save()
            audit.write(actor=actor, subject=row, number=row.audit_number(), verb="change", at=at)
            pages.bump()
    return row


def _check(board: Board) -> None:
    """Refuse what the register cannot hold; the unit is locked."""
    if Board.objects.filter(unit=board.unit_id, number=board.number).exclude(pk=board.pk).exists():
        taken = {"unit": board.unit.name, "number": board.number}
        raise Refused(_("%(unit)s has a board number %(number)d already.") % taken, "number")
    if not board.columns or len(set(board.columns)) != len(board.columns) or set(board.columns) - set(COLUMN_LABELS):
        raise Refused(_("Choose what the board has columns for, each once."), "column_0")


MAX_DURATION = timedelta(days=366)
"""How long a poster may stay on a board; what stays longer is renewed."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph of a board as it was handed in, with its metadata; `taken_on` is the day that was typed in."""

    name: str
    content: bytes
    taken_on: date | None = None


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

    They stay until a day that is not before the end of each notice period; by default until that end, and never less
    than the usual days.

    Raises:
        NotAllowed: The actor records nothing on this board.
        Refused: Nothing is chosen; an edition is not in force, is posted there already or is another unit's; the
            time is in the future or before publication; the days are too few; the photograph is no picture or
            has no day.
    """
    if not editions:
        raise Refused(_("Choose what was put up."), "editions")

    @cache  # stored once, and only when the first edition may be posted there
    def keep() -> dict[str, str | date]:
        return _keep(photo, at=at) if photo else {}

    def posting_of(edition: Edition) -> Callable[[Board], Posting]:
        def make(board: Board) -> Posting:
            last = _last_day(board, edition, posted_at=posted_at, until=until, at=at)
            return Posting(board=board, edition=edition, posted_at=posted_at, posted_by=actor, until=last, **keep())

        return make

    with transaction.atomic():
        made: list[Posting] = [
            create(
                actor=actor,
                parent=board,
                make=posting_of(edition),
                workflow=POSTING,
                verb="post",
                policies=STEPS,
                at=at,
                related=["unit"],
            )
            for edition in editions
        ]
        pages.bump()
    return made


def take_down(*, actor: User, posting: Posting, taken_down_at: datetime, seen: int | None, at: datetime) -> Posting:
    """Record that a poster was taken down.

    Raises:
        Refused: The time is in the future or before it was put up.
    """
    return _end("take_down", taken_down_at, actor=actor, posting=posting, seen=seen, at=at)


def renew(*, actor: User, posting: Posting, until: date, seen: int | None, at: datetime) -> Posting:
    """Leave a poster longer on its board.

    Raises:
        Refused: Its edition is no longer in force, or the day is not later than the one so far or has passed.
    """
    today = timezone.localdate(at)

    def change(row: Posting) -> None:
        if not row.edition.is_live:
            raise Refused(_no_longer_in_force(row.edition))
        if until <= row.until or until < today:
            raise Refused(_("Choose a day after %(day)s that has not passed.") % {"day": written(row.until)}, "until")
        _check_not_too_far(until, today)
        row.until = until

    return _step("renew", change, actor=actor, posting=posting, seen=seen, at=at)


def replace(*, actor: User, posting: Posting, seen: int | None, at: datetime) -> Posting:
    """Record that the edition in force was put up in the place of one that is not any more, and return its posting.

    Raises:
        Refused: The notice was withdrawn, so that nothing takes its place; or the edition is in force.
    """
    with transaction.atomic():
        down = _end("replace", at, actor=actor, posting=posting, seen=seen, at=at)
        live = successor_of(down)
        if live is None:
            raise Refused(_("This notice was withdrawn. Take the poster down; nothing takes its place."))
        if live.pk == down.edition_id:
            raise Refused(_("This edition is in force; there is nothing to replace it with."))
        already = posted_on(down.board).filter(edition=live).first()
        return already or post(actor=actor, board=down.board, editions=[live], posted_at=at, at=at)[0]


def add_photo(*, actor: User, posting: Posting, photo: Photo, seen: int | None, at: datetime) -> Posting:
    """Keep a photograph of a posted poster; it takes the place of the one before.

    Raises:
        Refused: The file is no picture, or nobody knows on which day it was taken.
    """

    def change(row: Posting) -> None:
        for field, value in _keep(photo, at=at).items():
            setattr(row, field, value)
        if row.photographed_on and row.photographed_on < timezone.localdate(row.posted_at):
            raise Refused(_("The photograph is older than the posting."), "photographed_on")

    return _step("photograph", change, actor=actor, posting=posting, seen=seen, at=at)


def _end(
    verb: str, taken_down_at: datetime, *, actor: User, posting: Posting, seen: int | None, at: datetime
) -> Posting:
    def change(row: Posting) -> None:
        if taken_down_at > at:
            raise Refused(_("It cannot have been taken down in the future."))
        if taken_down_at < row.posted_at:
            raise Refused(_("It was put up later than that."))
        row.taken_down_at, row.taken_down_by = taken_down_at, actor

    with transaction.atomic():
        done = _step(verb, change, actor=actor, posting=posting, seen=seen, at=at)
        pages.bump()
    return done


def _step(
    verb: str, change: Callable[[Posting], None], *, actor: User, posting: Posting, seen: int | None, at: datetime
) -> Posting:
    return take_step(
        actor=actor,
        subject=posting,
        workflow=POSTING,
        verb=verb,
        policies=STEPS,
        at=at,
        seen=seen,
        change=change,
        related=["board__unit", "edition__notice__unit__parent", "edition__notice__entry"],
    )


def _last_day(board: Board, edition: Edition, *, posted_at: datetime, until: date | None, at: datetime) -> date:
    """Return until when an edition stays posted, or refuse to record it; the board is locked."""
    if posted_at > at:
        raise Refused(_("It cannot have been put up in the future."), "posted_at")
    if not board.is_active:
        raise Refused(_("This board is out of use."))
    row = lock(edition, "notice__unit__parent", "notice__entry")
    number = row.notice.number
    if not row.is_live:
        raise Refused(_no_longer_in_force(row), "editions")
    if row.notice.unit_id != board.unit_id:
        raise Refused(_("%(number)s is another unit's.") % {"number": number}, "editions")
    if posted_on(board).filter(edition=row).exists():
        raise Refused(_("%(number)s is posted on this board already.") % {"number": number}, "editions")
    if row.published_at is None or posted_at < row.published_at:
        raise Refused(_("%(number)s had not been published at that time.") % {"number": number}, "posted_at")
    least = default_until(row, posted_at)
    if until is not None and until < least:
        least_words = {"number": number, "day": written(least)}
        raise Refused(_("%(number)s must stay posted at least until %(day)s.") % least_words, "until")
    _check_not_too_far(until or least, timezone.localdate(posted_at))
    return until or least


def _check_not_too_far(until: date, today: date) -> None:
    if until > today + MAX_DURATION:
        raise Refused(_("A poster stays posted for a year at most. Choose an earlier day."), "until")


def _no_longer_in_force(edition: Edition) -> str:
    shown = {"number": edition.notice.number, "edition": edition.number}
    if edition.state == State.SUPERSEDED:
        return _("Edition %(edition)d of %(number)s has been superseded. Put up the one in force.") % shown
    if edition.state == State.WITHDRAWN:
        return _("Edition %(edition)d of %(number)s was withdrawn.") % shown
    return _("Edition %(edition)d of %(number)s has not been published.") % shown


def _keep(photo: Photo, *, at: datetime) -> dict[str, str | date]:
    """Store a photograph without its metadata, and return the fields of its posting.

    The day the camera wrote down is read before its metadata goes.
    """
    clean = uploads.clean(photo.content, name=photo.name, kinds=uploads.PICTURES)
    taken_on = photo.taken_on or uploads.taken_on(photo.content)
    if taken_on is None:
        raise Refused(_("The photograph does not say on which day it was taken. Enter the day."), "photographed_on")
    if taken_on > timezone.localdate(at):
        raise Refused(_("The photograph cannot have been taken in the future."), "photographed_on")
    stored = files.store_private(clean.content, suffix=clean.kind.suffix)
    return {"photo_stored_as": stored.name, "photo_sha256": stored.sha256, "photographed_on": taken_on}
