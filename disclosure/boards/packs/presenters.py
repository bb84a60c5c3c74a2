"""What pages of the desk show of packs of posters."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.boards.enums import PackItemState
from disclosure.boards.models import Board, PackItem, PosterPack
from disclosure.boards.packs.queries import Plan, holds_withdrawn, items_of, out_of_force, packs_of
from disclosure.boards.presenters import board_name
from disclosure.boards.registry import BoardsPage
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_of

NEWEST = 5
"""Packs that are shown on the page of boards."""


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack in a list.

    Attributes:
        pack: The pack, as `packs_of` has it.
        url: Its page.
        period: Its period in words.
        posters: How many posters it holds.
        made: How many of them are made.
        failed: How many could not be made.
        is_open: Whether it is being made.
    """

    pack: PosterPack
    url: str
    period: str
    posters: int
    made: int
    failed: int
    is_open: bool


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
        row: What lists show of it.
        can_print: Whether its file is handed out.
        can_make_again: Whether something of it is not made and can be ordered once more.
        failed: What could not be made.
        out_of_force: What is no longer in force since it was made, sentence by sentence.
        by_board: Its posters board by board.
    """

    row: PackRow
    can_print: bool
    can_make_again: bool
    failed: tuple[PosterRow, ...]
    out_of_force: tuple[str, ...]
    by_board: tuple[tuple[BoardHeading, tuple[PosterRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What a pack would hold.

    Attributes:
        posters: How many posters.
        boards: On how many boards they go.
        without_board: How many have no board to go on.
        by_board: How many posters go on each board.
        missing: How many items are missing.
        missing_units: The units of which something is missing, with the names of the items.
    """

    posters: int
    boards: int
    without_board: int
    by_board: tuple[tuple[BoardHeading, int], ...]
    missing: int
    missing_units: tuple[tuple[str, tuple[str, ...]], ...]


def pack_row(pack: PosterPack) -> PackRow:
    """Return a pack for a list; it is one of `packs_of`, which counts its posters."""
    counts = {name: getattr(pack, name) for name in ("posters", "made", "failed")}
    return PackRow(
        pack=pack,
        url=reverse("disclosure_desk:pack", args=[pack.pk]),
        period=name_of(Period.parse(pack.period)),
        is_open=bool(pack.job and pack.job.is_open),
        **counts,
    )


def pack_page(pack: PosterPack) -> PackPage:
    """Return a pack for its page."""
    row, posters = pack_row(pack), [_poster_row(item) for item in items_of(pack)]
    is_whole = pack.made_at is not None and row.made == row.posters
    return PackPage(
        row=row,
        can_print=pack.made_at is not None and not holds_withdrawn(pack),
        can_make_again=not row.is_open and not is_whole,
        failed=tuple(one for one in posters if one.failure),
        out_of_force=tuple(out_of_force_words(one.edition) for one in out_of_force(pack)) if pack.made_at else (),
        by_board=tuple(
            (_heading(unit, board), tuple(there))
            for (unit, board), there in groupby(
                posters, key=lambda one: (one.item.edition.notice.unit.name, one.item.board)
            )
        ),
    )


def plan_page(planned: Plan) -> PlanPage:
    """Return what a pack would hold: posters by board, and what is missing by unit."""
    by_board = groupby(planned.posters, key=lambda one: (one.edition.notice.unit.name, one.board))
    by_unit = groupby(planned.missing, key=lambda one: one[0])
    return PlanPage(
        posters=len(planned.posters),
        boards=planned.boards,
        without_board=planned.without_board,
        by_board=tuple((_heading(unit, board), len(list(there))) for (unit, board), there in by_board),
        missing=len(planned.missing),
        missing_units=tuple((unit.name, tuple(entry.name for _unit, entry in found)) for unit, found in by_unit),
    )


def newest_packs(page: BoardsPage) -> list[PackRow]:
    """Return the packs a person ordered last, for the page of boards."""
    return [pack_row(pack) for pack in packs_of(page.person, at=page.at)[:NEWEST]]


def out_of_force_words(edition: Edition) -> str:
    """Return in the active language why an edition that was live when a pack was ordered is not printed."""
    shown = {"number": edition.notice.number, "edition": edition.number}
    if edition.state == State.WITHDRAWN:
        return _("%(number)s was withdrawn while the pack was being made.") % shown
    return (
        _("Edition %(edition)d of %(number)s was superseded while the pack was being made. Order the new one.") % shown
    )


def _unit_and_board(poster: PosterRow) -> tuple[str, Board | None]:
    return poster.item.edition.notice.unit.name, poster.item.board


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
