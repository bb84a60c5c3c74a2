"""Order packs of posters, and write down what became of each poster."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _, gettext_noop

from disclosure.boards.actions import postings
from disclosure.boards.actions.postings import Photo, PutUp
from disclosure.boards.enums import PackFormat, PackItemState
from disclosure.boards.models import PackFile, PackItem, PosterPack, Posting
from disclosure.boards.packs.queries import MAKE_PACK, Choices, OnBoard, on_boards, pack_units, plan, to_put_up
from disclosure.boards.policies import OPENS_PACK, TICKS_PACK
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.posters.enums import PaperSize
from portal.accounts.models import Unit, User
from portal.core import audit, jobs
from portal.core.files import Stored, sweep_private
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.workflow import lock

MAX_POSTERS = 1000
"""More than a township of forty villages posts in a quarter; a larger pack is ordered in parts."""
MAX_ERROR = 300


def order(
    *,
    actor: User,
    units: Iterable[Unit],
    entries: Iterable[CatalogueEntry],
    period: Period,
    size: PaperSize | None,
    format: PackFormat,  # noqa: A002 - as the field is called
    at: datetime,
    choices: Choices | None = None,
    is_room_made: bool = False,
) -> PosterPack:
    """Order the posters of units and items for a period: one job, worked off poster by poster.

    Args:
        size: The paper of all of them; None for that of each board.
        choices: What is made smaller or left out.
        is_room_made: Whether somebody says that more is taken down, so that boards are not asked for room.

    Raises:
        NotAllowed: A unit is none of the actor's.
        Refused: Nothing of the kind is public, it is too much for one pack, or a board has no room for its posters.
    """
    chosen = list(units)
    if {unit.pk for unit in chosen} - set(pack_units(actor, at=at).values_list("pk", flat=True)):
        raise NotAllowed(_("Posters are packed for one’s own units."))
    with transaction.atomic():
        planned = plan(units=chosen, entries=entries, period=period, size=size, choices=choices).posters
        if not planned:
            raise Refused(_("None of this is public, so there is nothing to print."))
        if len(planned) > MAX_POSTERS:
            raise Refused(
                _("These are %(count)d posters; one pack holds %(most)d at most. Choose fewer units or items.")
                % {"count": len(planned), "most": MAX_POSTERS}
            )
        short = [] if is_room_made else [one for one in on_boards(planned, at=at) if one.is_short]
        if short:
            raise Refused(" ".join(no_room_words(one) for one in short), "is_room_made")
        pack = PosterPack.objects.create(
            period=str(period), size=size or "", format=format, ordered_by=actor, ordered_at=at
        )
        for number, item in enumerate(planned, start=1):
            item.pack, item.order = pack, number
        PackItem.objects.bulk_create(planned)
        _enqueue(pack, planned, at)
        audit.write(actor=actor, subject=pack, number=pack.audit_number(), verb="order", at=at)
    return pack


def make_again(*, actor: User, pack: PosterPack, at: datetime) -> PosterPack:
    """Order once more what of a pack has failed or was not made because it was stopped.

    Raises:
        NotAllowed: Somebody else ordered it.
        WrongState: It is still being made.
        Refused: Every poster has been made.
    """
    with transaction.atomic():
        row = _own(actor, pack, at)
        if row.job and row.job.is_open:
            raise WrongState(_("This pack is still being made."))
        failed = PackItem.objects.filter(pack=row).exclude(state=PackItemState.DONE)
        if row.made_at and not failed.exists():
            raise Refused(_("Every poster of this pack has been made."))
        failed.update(state=PackItemState.WAITING, error="", pages=0)
        _drop_files(row)
        row.made_at = None
        row.save()
        _enqueue(row, row.items.all(), at)
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="order again", at=at)
    return row


def cancel(*, actor: User, pack: PosterPack, at: datetime) -> PosterPack:
    """Stop a pack that is being made. Posters made so far stay.

    Raises:
        NotAllowed: Somebody else ordered it.
        WrongState: It is over.
    """
    with transaction.atomic():
        row = _own(actor, pack, at)
        if row.job is None:
            raise WrongState(_("The job is over; there is nothing left to cancel."))
        jobs.cancel(actor=actor, job=row.job, at=at)
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="cancel", at=at)
    return row


def item_made(*, item: PackItem, pages: int) -> None:
    """Write down that a poster of a pack is in store."""
    PackItem.objects.filter(pk=item.pk).update(state=PackItemState.DONE, pages=pages, error="")


def item_failed(*, item: PackItem, sentence: str) -> None:
    """Write down why a poster of a pack could not be made."""
    PackItem.objects.filter(pk=item.pk).update(state=PackItemState.FAILED, error=sentence[:MAX_ERROR], pages=0)


def pack_made(*, pack: PosterPack, files: Mapping[str, tuple[Stored, int]], at: datetime) -> PosterPack:
    """Write down where the finished files lie, each with its pages: by size, the check-off sheet without one."""
    with transaction.atomic():
        row = lock(pack)
        _drop_files(row)
        for size, (stored, pages) in files.items():
            PackFile.objects.create(
                pack=row, size=size, stored_as=stored.name, sha256=stored.sha256, bytes=stored.size, pages=pages
            )
        row.made_at = at
        row.save()
    return row


def check_off(
    *,
    actor: User,
    pack: PosterPack,
    items: Sequence[PackItem],
    posted_at: datetime,
    at: datetime,
    photo: Photo | None = None,
    photos: Mapping[int, Photo] | None = None,
) -> list[Posting]:
    """Record posters of a pack as put up, each on its board: all of them, or none where one is refused.

    Args:
        photo: Shows all that have none of their own.
        photos: Those of single posters, by the key of the item.

    Raises:
        NotAllowed: The actor records nothing on any board of the pack.
        Refused: Nothing is chosen, one of them is recorded already, or as `postings.put_up` says.
    """
    if not TICKS_PACK.allows(actor, pack, at=at):
        raise NotAllowed(_("This pack is for boards of other units."))
    own, waiting = photos or {}, to_put_up(pack, actor, at=at)
    if any(one not in waiting for one in items):
        raise Refused(_("Some of this has been recorded meanwhile, or is out of force. Look at the list again."))
    posters = [PutUp(one.board, one.edition, own.get(one.pk, photo)) for one in items if one.board]
    return postings.put_up(actor=actor, posters=posters, posted_at=posted_at, at=at)


def no_room_words(place: OnBoard) -> str:
    """Return in the active language that a board has no room for the posters of a pack."""
    shown = {"board": place.board.name, "free": place.free, "paper": place.board.paper, "wanted": place.wanted}
    return _("%(board)s has room for %(free)d more sheets of %(paper)s; %(wanted)d are wanted.") % shown


def _own(actor: User, pack: PosterPack, at: datetime) -> PosterPack:
    if not OPENS_PACK.allows(actor, pack, at=at):
        raise NotAllowed(_("Somebody else ordered this pack."))
    return lock(pack)


def _drop_files(pack: PosterPack) -> None:
    """Let go of the files of an earlier making, in the store too."""
    sweep_private(list(pack.files.values_list("stored_as", flat=True)))
    pack.files.all().delete()


def _enqueue(pack: PosterPack, posters: Iterable[PackItem], at: datetime) -> None:
    sizes = [one.size for one in posters]
    pack.job = jobs.enqueue(
        task=MAKE_PACK,
        actor=pack.ordered_by,
        title=gettext_noop("%(count)s posters, %(period)s, %(size)s"),
        title_params={"count": len(sizes), "period": pack.period, "size": "/".join(sorted(set(sizes)))},
        args={"pack": pack.pk},
        queue="documents",
        at=at,
    )
    pack.save(update_fields=["job"])
