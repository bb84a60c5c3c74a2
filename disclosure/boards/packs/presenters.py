"""What pages of the desk show of packs of posters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _, ngettext

from disclosure.boards.enums import LEFT_OUT, PackItemState
from disclosure.boards.models import Board, PackFile, PackItem, PosterPack, Posting
from disclosure.boards.packs.actions import no_room_words
from disclosure.boards.packs.queries import (
    Choices,
    OnBoard,
    Plan,
    holds_withdrawn,
    items_of,
    on_boards,
    out_of_force,
    recorded_of,
    to_put_up,
)
from disclosure.boards.queries import sheets_of
from disclosure.boards.rules import smaller_than
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_of


@dataclass(frozen=True, slots=True)
class PosterRow:
    """One poster of a pack with its title, why it could not be made where it was not, and what is recorded of it."""

    item: PackItem
    title: str
    failure: str
    posting: Posting | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """The posters of a pack for one board; without a board where a unit has none for them.

    Attributes:
        name: The board, or the unit that has none.
        no_room: That there is no room for them, in words; empty where there is.
        left: How many are still to be put up.
    """

    name: str
    board: Board | None
    no_room: str
    posters: tuple[PosterRow, ...]
    left: int


@dataclass(frozen=True, slots=True)
class PackPage:
    """One pack.

    Attributes:
        can_print: Whether its files are handed out.
        can_make_again: Whether something of it is not made and can be ordered once more.
        out_of_force: What is no longer in force since it was made, sentence by sentence.
        left: How many posters are still to be put up.
    """

    pack: PosterPack
    title: str
    files: tuple[PackFile, ...]
    can_print: bool
    can_make_again: bool
    failed: tuple[PosterRow, ...]
    out_of_force: tuple[str, ...]
    boards: tuple[BoardRow, ...]
    left: int


def pack_page(pack: PosterPack, *, at: datetime) -> PackPage:
    """Return a pack for its page."""
    items, recorded = list(items_of(pack)), recorded_of(pack)
    rows = [_poster_row(one, recorded.get((one.edition_id, one.board_id or 0))) for one in items]
    left = to_put_up(pack, pack.ordered_by, at=at) if pack.made_at else []
    is_whole = pack.made_at is not None and all(one.state == PackItemState.DONE for one in items)
    return PackPage(
        pack=pack,
        title=_("Posters, %(period)s, %(size)s") % {"period": pack.period_name, "size": pack.size_name},
        files=tuple(pack.files.all()),
        can_print=pack.made_at is not None and not holds_withdrawn(pack),
        can_make_again=not pack.is_open and not is_whole,
        failed=tuple(one for one in rows if one.failure),
        out_of_force=tuple(out_of_force_words(one.edition) for one in out_of_force(pack)) if pack.made_at else (),
        boards=_board_rows(rows, left, at=at),
        left=len(left),
    )


def _board_rows(rows: Sequence[PosterRow], left: Sequence[PackItem], *, at: datetime) -> tuple[BoardRow, ...]:
    waiting = [one.item for one in rows if one.item.state != PackItemState.FAILED and one.posting is None]
    no_room = {one.board.pk: no_room_words(one) for one in on_boards(waiting, at=at) if one.is_short}
    return tuple(
        BoardRow(
            name=name,
            board=here[0].item.board,
            no_room=no_room.get(here[0].item.board_id or 0, ""),
            posters=tuple(here),
            left=sum(one.board_id == here[0].item.board_id for one in left) if here[0].item.board else 0,
        )
        for name, there in groupby(rows, key=lambda one: one.item.board_name)
        for here in [list(there)]
    )


def out_of_force_words(edition: Edition) -> str:
    """Return in the active language why an edition that was live when a pack was ordered is not printed."""
    shown = {"number": edition.notice.number, "edition": edition.number}
    if edition.state == State.WITHDRAWN:
        return _("%(number)s was withdrawn while the pack was being made.") % shown
    return (
        _("Edition %(edition)d of %(number)s was superseded while the pack was being made. Order the new one.") % shown
    )


def _poster_row(item: PackItem, posting: Posting | None) -> PosterRow:
    """Return a poster; why it failed is in the active language where that can still be seen."""
    failure = ""
    if item.state == PackItemState.FAILED:
        failure = item.error if item.edition.is_live else out_of_force_words(item.edition)
    return PosterRow(item, title_of(item.edition), failure, posting)


@dataclass(frozen=True, slots=True)
class SizeChoice:
    """One of the ways in which a poster can be printed, or left out."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One poster of a plan, with the name of the field in which its size is chosen."""

    item: PackItem
    title: str
    field: str
    sizes: tuple[SizeChoice, ...]


@dataclass(frozen=True, slots=True)
class PlannedBoard:
    """The posters of a plan for one board.

    Attributes:
        no_room: That there is no room for them, in words; empty where there is.
        staying: What is posted there and stays, with its title.
        posters: The posters with their sizes, where one has to be chosen or has been.
    """

    on: OnBoard
    count: int
    no_room: str
    staying: tuple[tuple[Posting, str], ...]
    posters: tuple[PlannedRow, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan for the page on which it is ordered."""

    plan: Plan
    boards: tuple[PlannedBoard, ...]

    @property
    def is_short(self) -> bool:
        """Whether a board has no room for its posters."""
        return any(one.no_room for one in self.boards)

    @property
    def has_choices(self) -> bool:
        """Whether sizes are chosen on some board."""
        return any(one.posters for one in self.boards)

    @property
    def unknown(self) -> int:
        """How many posters were never drawn, so that nobody knows how many sheets they take."""
        return sum(one.on.unknown for one in self.boards)


def choice_field(item: PackItem) -> str:
    """Return the name of the field in which the size of a planned poster is chosen."""
    return f"size-{item.edition_id}-{item.board_id}"


def plan_page(plan: Plan, choices: Choices, *, size: str, at: datetime) -> PlanPage:
    """Return a plan with the room of each board, and what can be chosen where there is too little.

    Args:
        size: The paper that was chosen for all; empty for that of each board.
    """
    rows = on_boards(plan.items, at=at)
    chosen = {board for _edition, board in choices}
    asked = [one for one in rows if one.is_short or one.board.pk in chosen]
    sheets = sheets_of(
        (item.edition_id, paper) for one in asked for item in one.items for paper in _papers(size or one.board.paper)
    )
    return PlanPage(plan, tuple(_planned_board(one, size, sheets if one in asked else None) for one in rows))


def _planned_board(one: OnBoard, size: str, sheets: Mapping[tuple[int, str], int] | None) -> PlannedBoard:
    return PlannedBoard(
        on=one,
        count=sum(bool(item.size) for item in one.items),
        no_room=no_room_words(one) if one.is_short else "",
        staying=tuple((posting, title_of(posting.edition)) for posting in one.stays),
        posters=tuple(_planned_row(item, size or one.board.paper, sheets) for item in one.items) if sheets else (),
    )


def _planned_row(item: PackItem, paper: str, sheets: Mapping[tuple[int, str], int]) -> PlannedRow:
    def label(size: str) -> str:
        count = sheets[item.edition_id, size]
        words = ngettext("%(size)s, %(count)d sheet", "%(size)s, %(count)d sheets", count)
        return words % {"size": size, "count": count} if count else size

    sizes = [SizeChoice(size, label(size), size == item.size) for size in _papers(paper)]
    leave_out = SizeChoice(LEFT_OUT, _("Leave out"), not item.size)
    return PlannedRow(item, title_of(item.edition), choice_field(item), (*sizes, leave_out))


def _papers(paper: str) -> Iterable[str]:
    return paper, *smaller_than(paper)
