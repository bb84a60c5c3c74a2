"""Record what is posted on boards.

Every step of a poster raises `NotAllowed` for those who record nothing on its board, `Conflict` where somebody has
recorded something of it meanwhile, and `WrongState` where it was taken down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.boards.models import Board, Posting
from disclosure.boards.policies import STEPS
from disclosure.boards.queries import default_until, posted_on, printed_on, successor_of
from disclosure.boards.workflow import POSTING
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from portal.accounts.models import User
from portal.core import files, pages, uploads
from portal.core.dates import day as written, full_date
from portal.core.refusals import Refused
from portal.core.workflow import create, lock, step as take_step

MAX_DURATION = timedelta(days=366)
"""How long a poster may stay on a board; what stays longer is renewed."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph of a board as it was handed in, with its metadata.

    Attributes:
        taken_on: The day that was typed in; None where none was.
        camera_is_wrong: Whether somebody says that the day in the metadata is not to be believed.
        field: Where it was handed in, to say there what is wrong with it.
    """

    name: str
    content: bytes
    taken_on: date | None = None
    camera_is_wrong: bool = False
    field: str = "photo"


@dataclass(frozen=True, slots=True)
class PutUp:
    """One edition that was put up on a board, with the photograph that shows it."""

    board: Board
    edition: Edition
    photo: Photo | None = None


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
    """Record that editions were put up on a board; one photograph may show them all. Otherwise as `put_up`."""
    posters = [PutUp(board, edition, photo) for edition in editions]
    return put_up(actor=actor, posters=posters, posted_at=posted_at, until=until, at=at)


def put_up(
    *, actor: User, posters: Sequence[PutUp], posted_at: datetime, at: datetime, until: date | None = None
) -> list[Posting]:
    """Record that editions were put up on boards: all of them, or none where one is refused.

    They stay until a day that is not before the end of each notice period; by default until that end, and never less
    than the usual days. A photograph is of the day its camera wrote into it, or else of the day it was put up.

    Raises:
        NotAllowed: The actor records nothing on one of the boards.
        Refused: Nothing is chosen; an edition is not in force, is posted there already or is another unit's; the
            time is in the future or before publication; the days are too few; a photograph is no picture, is older
            than the posting, or its camera wrote another day than was entered.
    """
    if not posters:
        raise Refused(_("Choose what was put up."), "editions")

    @cache  # one photograph of several posters is stored once, and only when the first may be posted
    def keep(photo: Photo) -> dict[str, str | date]:
        return _keep(photo, posted_at=posted_at, at=at)

    def posting_of(one: PutUp) -> Callable[[Board], Posting]:
        def make(board: Board) -> Posting:
            last = _last_day(board, one.edition, posted_at=posted_at, until=until, at=at)
            shown = keep(one.photo) if one.photo else {}
            return Posting(
                board=board,
                edition=one.edition,
                paper=printed_on(board, one.edition),
                posted_at=posted_at,
                posted_by=actor,
                until=last,
                **shown,
            )

        return make

    with transaction.atomic():
        made: list[Posting] = [
            create(
                actor=actor,
                parent=one.board,
                make=posting_of(one),
                workflow=POSTING,
                verb="post",
                policies=STEPS,
                at=at,
                related=["unit"],
            )
            for one in posters
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
        Refused: As `put_up` says of photographs.
    """

    def change(row: Posting) -> None:
        for field, value in _keep(photo, posted_at=row.posted_at, at=at).items():
            setattr(row, field, value)

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
        raise Refused(_("%(number)s is another unit’s.") % {"number": number}, "editions")
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


def _keep(photo: Photo, *, posted_at: datetime, at: datetime) -> dict[str, str | date]:
    """Store a photograph without its metadata, and return the fields of its posting.

    The day the camera wrote down is read before its metadata goes.
    """
    try:
        clean = uploads.clean(photo.content, name=photo.name, kinds=uploads.PICTURES)
    except Refused as refusal:
        raise Refused(str(refusal), photo.field) from refusal
    taken_on = _day_of(photo, put_up_on=timezone.localdate(posted_at), today=timezone.localdate(at))
    stored = files.store_private(clean.content, suffix=clean.kind.suffix)
    return {"photo_stored_as": stored.name, "photo_sha256": stored.sha256, "photographed_on": taken_on}


def _day_of(photo: Photo, *, put_up_on: date, today: date) -> date:
    """Return the day of a photograph; where its camera and what was entered contradict each other, ask."""
    camera = None if photo.camera_is_wrong else uploads.taken_on(photo.content)
    day = photo.taken_on or camera or put_up_on
    if camera and (camera != day or not put_up_on <= camera <= today):
        words = {"name": photo.name, "camera": full_date(camera), "entered": full_date(photo.taken_on or put_up_on)}
        raise Refused(
            _(
                "By its camera, “%(name)s” was taken on %(camera)s; you entered %(entered)s. "
                "Correct the day you entered, or tick that the camera is wrong."
            )
            % words,
            "camera_is_wrong",
        )
    if day > today:
        raise Refused(_("The photograph cannot have been taken in the future."), "photographed_on")
    if day < put_up_on:
        raise Refused(_("The photograph is older than the posting."), "photographed_on")
    return day
