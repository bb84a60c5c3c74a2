"""Order packs of posters, and write down what became of each poster."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _, gettext_noop

from disclosure.boards.enums import PackFormat, PackItemState
from disclosure.boards.models import PackItem, PosterPack
from disclosure.boards.packs.queries import MAKE_PACK, pack_units, plan
from disclosure.boards.policies import OPENS_PACK
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.posters.enums import PaperSize
from portal.accounts.models import Unit, User
from portal.core import audit, jobs
from portal.core.files import Stored
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
    size: PaperSize,
    format: PackFormat,  # noqa: A002 - as the field is called
    at: datetime,
) -> PosterPack:
    """Order the posters of units and items for a period: one job, worked off poster by poster.

    Raises:
        NotAllowed: A unit is none of the actor's.
        Refused: Nothing of the kind is public, or it is too much for one pack.
    """
    chosen = list(units)
    if {unit.pk for unit in chosen} - set(pack_units(actor, at=at).values_list("pk", flat=True)):
        raise NotAllowed(_("Posters are packed for one's own units."))
    with transaction.atomic():
        planned = plan(units=chosen, entries=entries, period=period).posters
        if not planned:
            raise Refused(_("None of this is public, so there is nothing to print."))
        if len(planned) > MAX_POSTERS:
            raise Refused(
                _("These are %(count)d posters; one pack holds %(most)d at most. Choose fewer units or items.")
                % {"count": len(planned), "most": MAX_POSTERS}
            )
        pack = PosterPack.objects.create(period=str(period), size=size, format=format, ordered_by=actor, ordered_at=at)
        for number, item in enumerate(planned, start=1):
            item.pack, item.order = pack, number
        PackItem.objects.bulk_create(planned)
        _enqueue(pack, len(planned), at)
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
        row.stored_as, row.sha256, row.bytes, row.pages, row.made_at = "", "", 0, 0, None
        row.save()
        _enqueue(row, row.items.count(), at)
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


def pack_made(*, pack: PosterPack, stored: Stored, pages: int, at: datetime) -> PosterPack:
    """Write down where the finished file lies."""
    with transaction.atomic():
        row = lock(pack)
        row.stored_as, row.sha256, row.bytes = stored.name, stored.sha256, stored.size
        row.pages, row.made_at = pages, at
        row.save()
    return row


def _own(actor: User, pack: PosterPack, at: datetime) -> PosterPack:
    if not OPENS_PACK.allows(actor, pack, at=at):
        raise NotAllowed(_("Somebody else ordered this pack."))
    return lock(pack)


def _enqueue(pack: PosterPack, posters: int, at: datetime) -> None:
    pack.job = jobs.enqueue(
        task=MAKE_PACK,
        actor=pack.ordered_by,
        title=gettext_noop("%(count)s posters, %(period)s, %(size)s"),
        title_params={"count": posters, "period": pack.period, "size": pack.size},
        args={"pack": pack.pk},
        queue="documents",
        at=at,
    )
    pack.save(update_fields=["job"])
