"""What pages of the desk show of packs of posters."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.boards.enums import PackItemState
from disclosure.boards.models import PackItem, PosterPack
from disclosure.boards.packs.queries import holds_withdrawn, items_of, out_of_force
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_of


@dataclass(frozen=True, slots=True)
class PosterRow:
    """One poster of a pack with its title, and why it could not be made where it was not."""

    item: PackItem
    title: str
    failure: str


@dataclass(frozen=True, slots=True)
class PackPage:
    """One pack.

    Attributes:
        can_print: Whether its file is handed out.
        can_make_again: Whether something of it is not made and can be ordered once more.
        out_of_force: What is no longer in force since it was made, sentence by sentence.
    """

    pack: PosterPack
    can_print: bool
    can_make_again: bool
    failed: tuple[PosterRow, ...]
    out_of_force: tuple[str, ...]
    posters: tuple[PosterRow, ...]


def pack_page(pack: PosterPack) -> PackPage:
    """Return a pack for its page."""
    rows = tuple(_poster_row(item) for item in items_of(pack))
    is_whole = pack.made_at is not None and all(one.item.state == PackItemState.DONE for one in rows)
    return PackPage(
        pack=pack,
        can_print=pack.made_at is not None and not holds_withdrawn(pack),
        can_make_again=not pack.is_open and not is_whole,
        failed=tuple(one for one in rows if one.failure),
        out_of_force=tuple(out_of_force_words(one.edition) for one in out_of_force(pack)) if pack.made_at else (),
        posters=rows,
    )


def out_of_force_words(edition: Edition) -> str:
    """Return in the active language why an edition that was live when a pack was ordered is not printed."""
    shown = {"number": edition.notice.number, "edition": edition.number}
    if edition.state == State.WITHDRAWN:
        return _("%(number)s was withdrawn while the pack was being made.") % shown
    return (
        _("Edition %(edition)d of %(number)s was superseded while the pack was being made. Order the new one.") % shown
    )


def _poster_row(item: PackItem) -> PosterRow:
    """Return a poster; why it failed is in the active language where that can still be seen."""
    failure = ""
    if item.state == PackItemState.FAILED:
        failure = item.error if item.edition.is_live else out_of_force_words(item.edition)
    return PosterRow(item, title_of(item.edition), failure)
