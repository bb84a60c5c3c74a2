"""What pages of the desk show of packs of posters."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from disclosure.boards.enums import PackItemState
from disclosure.boards.models import Board, PackItem, PosterPack
from disclosure.boards.packs.queries import Plan, holds_withdrawn, items_of, out_of_force
from disclosure.boards.presenters import board_name
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_of


@dataclass(frozen=True, slots=True)
class BoardHeading:
    """A board as it is named where posters are sorted by boards, with where it is."""

    name: str
    place: str


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
    by_board: tuple[tuple[BoardHeading, tuple[PosterRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What a pack would hold: how many posters go on each board, and the names of the items a unit lacks."""

    plan: Plan
    by_board: tuple[tuple[BoardHeading, int], ...]
    missing_units: tuple[tuple[str, tuple[str, ...]], ...]


def pack_page(pack: PosterPack) -> PackPage:
    """Return a pack for its page."""
    rows = [_poster_row(item) for item in items_of(pack)]
    is_whole = pack.made_at is not None and all(one.item.state == PackItemState.DONE for one in rows)
    by_board = groupby(rows, key=lambda one: (one.item.edition.notice.unit.name, one.item.board))
    return PackPage(
        pack=pack,
        can_print=pack.made_at is not None and not holds_withdrawn(pack),
        can_make_again=not pack.is_open and not is_whole,
        failed=tuple(one for one in rows if one.failure),
        out_of_force=tuple(out_of_force_words(one.edition) for one in out_of_force(pack)) if pack.made_at else (),
        by_board=tuple((_heading(unit, board), tuple(there)) for (unit, board), there in by_board),
    )


def plan_page(planned: Plan) -> PlanPage:
    """Return what a pack would hold: posters by board, and what is missing by unit."""
    by_board = groupby(planned.posters, key=lambda one: (one.edition.notice.unit.name, one.board))
    by_unit = groupby(planned.missing, key=lambda one: one[0])
    return PlanPage(
        plan=planned,
        by_board=tuple((_heading(unit, board), len(list(there))) for (unit, board), there in by_board),
        missing_units=tuple((unit.name, tuple(entry.name for _unit, entry in found)) for unit, found in by_unit),
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


def _heading(unit: str, board: Board | None) -> BoardHeading:
    if board is None:
        return BoardHeading(_("%(unit)s: no board for these") % {"unit": unit}, "")
    return BoardHeading(board_name(board), board.place)
