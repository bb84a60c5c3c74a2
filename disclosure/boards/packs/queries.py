"""Reads about poster packs, and the plan of one before it is ordered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from disclosure.boards.enums import LEFT_OUT, PackItemState, PostingState
from disclosure.boards.models import Board, PackItem, PosterPack, Posting
from disclosure.boards.policies import OPENS_PACK, RECORDS_ON, TICKS_PACK, WORKS_FOR
from disclosure.boards.queries import boards, posted, sheets_of
from disclosure.boards.rules import sheets_needed, smaller_than
from disclosure.catalogue.enums import REGULAR, Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person, live, live_among
from disclosure.posters.enums import PaperSize
from portal.accounts.models import Unit

MAKE_PACK = "disclosure.make_pack"
"""Name of the task that makes one."""

Choices = Mapping[tuple[int, int], str]
"""What was chosen for single posters, by edition and board: a smaller size, or `LEFT_OUT`."""
_LAST = 10**6
_STREAMS: Sequence[str] = Stream.values


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pack would hold, not stored, in the order of the boards, and of what nothing is public.

    Of `items` those without a size are left out, because somebody chose so.
    """

    items: tuple[PackItem, ...]
    missing: tuple[tuple[Unit, CatalogueEntry], ...]

    @property
    def posters(self) -> list[PackItem]:
        """What is printed."""
        return [one for one in self.items if one.size]

    @property
    def boards(self) -> int:
        """On how many boards they go."""
        return len({one.board_id for one in self.posters if one.board_id})

    @property
    def without_board(self) -> int:
        """How many have no board to go on."""
        return sum(one.board_id is None for one in self.posters)


@dataclass(frozen=True, slots=True)
class OnBoard:
    """The posters of a pack for one board, beside what is posted there; counted in sheets of the board's paper.

    Attributes:
        items: The posters; one without a size is left out.
        stays: What is posted there and stays. What is over, out of force or printed anew makes room.
        wanted: How many sheets the posters need; one that was never drawn counts as one sheet.
        unknown: How many of them were never drawn.
    """

    board: Board
    items: tuple[PackItem, ...]
    stays: tuple[Posting, ...]
    wanted: int
    taken: int
    unknown: int

    @property
    def free(self) -> int:
        """For how many more sheets the board has room."""
        return max(self.board.sheets - self.taken, 0)

    @property
    def is_short(self) -> bool:
        """Whether more sheets are wanted than there is room for."""
        return self.wanted > self.free


def plan(
    *,
    units: Iterable[Unit],
    entries: Iterable[CatalogueEntry],
    period: Period,
    size: PaperSize | None = None,
    choices: Choices | None = None,
) -> Plan:
    """Put together what a pack of these units, items and period holds.

    Items that recur are those whose own period lies in the one asked for; others those published in it. Without a
    size each poster is on the paper of its board, and on A3 where there is none.
    """
    chosen, rows = list(units), list(entries)
    found = list(_printed(period).filter(notice__unit__in=chosen, notice__entry__in=rows))
    by_unit: dict[int, list[Board]] = {}
    for board in boards().filter(unit__in=chosen):
        by_unit.setdefault(board.unit_id, []).append(board)
    items = [one for edition in found for one in _places(edition, by_unit.get(edition.notice.unit_id, []), size)]
    for one in items:
        _choose(one, (choices or {}).get((one.edition_id, one.board_id or 0), ""))
    there = {(edition.notice.unit_id, edition.notice.entry_id) for edition in found}
    missing = [
        (unit, entry)
        for unit in sorted(chosen, key=lambda unit: unit.code)
        for entry in sorted(rows, key=lambda entry: entry.code)
        if _expected(unit, entry, period) and (unit.pk, entry.pk) not in there
    ]
    return Plan(tuple(sorted(items, key=place_in_the_walk)), tuple(missing))


def on_boards(items: Iterable[PackItem], *, at: datetime) -> list[OnBoard]:
    """Return the posters of a pack that have a board, board by board in their order, beside what is posted there."""
    rows = [one for one in items if one.board]
    remaining = _staying(rows, at=at)
    wanted = [(one.edition_id, one.size) for one in rows if one.size]
    known = sheets_of(wanted + [(one.edition_id, one.paper) for one in remaining])
    found = []
    for board, there in groupby(rows, key=lambda one: one.board):
        if board is not None:
            here, stays = list(there), [one for one in remaining if one.board_id == board.pk]
            new = [(one.size, one.pages or known[one.edition_id, one.size]) for one in here if one.size]
            old = [(one.paper, known[one.edition_id, one.paper]) for one in stays]
            found.append(
                OnBoard(
                    board,
                    items=tuple(here),
                    stays=tuple(stays),
                    wanted=sheets_needed(new, board.paper),
                    taken=sheets_needed(old, board.paper),
                    unknown=sum(not sheets for _size, sheets in new),
                )
            )
    return found


def place_in_the_walk(one: PackItem) -> tuple[str, int, int, int, str, str, int]:
    """Return by what posters are ordered: board after board, on each column after column, then by item."""
    entry, notice = one.edition.notice.entry, one.edition.notice
    stream = _STREAMS.index(entry.stream)
    column = one.board.columns.index(entry.stream) if one.board else stream
    number = one.board.number if one.board else _LAST
    return notice.unit.code, number, column, stream, entry.code, notice.number, one.edition.number


def packs_of(person: Person, *, at: datetime) -> QuerySet[PosterPack]:
    """Return the packs a person ordered, newest first, with how many posters each has, has made and lacks."""
    rows = OPENS_PACK.permitted(person, at=at).select_related("job", "ordered_by")
    return rows.annotate(
        posters=Count("items"),
        made=Count("items", filter=Q(items__state=PackItemState.DONE)),
        failed=Count("items", filter=Q(items__state=PackItemState.FAILED)),
    ).order_by("-ordered_at", "-pk")


def packs_to_tick(person: Person, *, at: datetime) -> QuerySet[PosterPack]:
    """Return the packs of which a person may tick what was put up, whoever ordered them."""
    return TICKS_PACK.permitted(person, at=at)


def items_of(pack: PosterPack) -> QuerySet[PackItem]:
    """Return the posters of a pack in their order."""
    return (
        PackItem.objects.filter(pack=pack)
        .select_related("board__unit", "edition__notice__unit__parent", "edition__notice__entry")
        .defer("edition__canonical", "edition__body")
        .order_by("order")
    )


def to_put_up(pack: PosterPack, person: Person, *, at: datetime) -> list[PackItem]:
    """Return the posters of a finished pack that a person is to put up.

    They are made, in force, not recorded on their board yet, and for a board on which this person records.
    """
    recorded = recorded_of(pack)
    rows = items_of(pack).filter(state=PackItemState.DONE, edition__state=State.PUBLISHED, board__is_active=True)
    rows = rows.filter(board__in=RECORDS_ON.permitted(person, at=at))
    return [one for one in rows if (one.edition_id, one.board_id) not in recorded]


def recorded_of(pack: PosterPack) -> dict[tuple[int, int], Posting]:
    """Return what is recorded of the posters of a pack, by edition and board: what is posted there, or was since."""
    items = PackItem.objects.filter(pack=pack).order_by()
    rows = Posting.objects.filter(edition__in=items.values("edition"), board__in=items.values("board"))
    since = rows.filter(Q(state=PostingState.POSTED) | Q(posted_at__gte=pack.ordered_at))
    return {(one.edition_id, one.board_id): one for one in since.order_by("posted_at", "pk")}


def out_of_force(pack: PosterPack) -> QuerySet[PackItem]:
    """Return the posters in a finished pack whose edition is no longer in force."""
    return items_of(pack).filter(state=PackItemState.DONE).exclude(edition__state=State.PUBLISHED)


def holds_withdrawn(pack: PosterPack) -> bool:
    """Return whether a notice in a finished pack has been withdrawn: none of its editions is handed out any more."""
    notices = set(out_of_force(pack).values_list("edition__notice", flat=True))
    return notices != live_among(notices)


def pack_units(person: Person, *, at: datetime) -> QuerySet[Unit]:
    """Return the units whose posters a person may have packed: those they publish for or prepare notices of."""
    return WORKS_FOR.permitted(person, at=at).filter(is_active=True).select_related("parent").order_by("code")


def _printed(period: Period) -> QuerySet[Edition]:
    """Return the live editions of a period, without what only their posters show."""
    is_regular = Q(notice__entry__cadence__in=REGULAR)
    own = is_regular & Q(notice__period__in=[str(one) for one in _periods_within(period)])
    published = ~is_regular & Q(published_at__date__range=(period.first, period.last))
    return live().filter(own | published).defer("body", "canonical")


def _periods_within(period: Period) -> list[Period]:
    """Return the periods of every regular cadence that lie within one, itself among them."""
    first = [Period.containing(period.first, cadence) for cadence in REGULAR]
    return [one.shifted(n) for one in first for n in range(period.months // one.months)]


def _places(edition: Edition, boards_there: Sequence[Board], size: PaperSize | None) -> list[PackItem]:
    """Put an edition on each board of its unit that has its column; on none where there is no such board."""
    fitting = [board for board in boards_there if edition.notice.entry.stream in board.columns]
    placed = [PackItem(edition=edition, board=board, size=size or board.paper) for board in fitting]
    return placed or [PackItem(edition=edition, size=size or PaperSize.A3)]


def _choose(one: PackItem, chosen: str) -> None:
    """Apply what was chosen for a poster: a smaller size, or none."""
    if chosen == LEFT_OUT:
        one.size = ""
    elif chosen in smaller_than(one.size):
        one.size = chosen


def _staying(items: Sequence[PackItem], *, at: datetime) -> list[Posting]:
    """Return what stays on the boards of posters, besides these themselves: in force, and not at its last day."""
    printed = {(one.edition_id, one.board_id) for one in items if one.size}
    rows = posted().filter(board__in={one.board_id for one in items}, edition__state=State.PUBLISHED)
    staying = rows.filter(until__gt=timezone.localdate(at))
    return [one for one in staying if (one.edition_id, one.board_id) not in printed]


def _expected(unit: Unit, entry: CatalogueEntry, period: Period) -> bool:
    """Return whether a unit owes an item within a period: one that recurs at least as often."""
    if entry.publisher != unit.kind or not entry.is_regular:
        return False
    return Period.containing(period.first, Cadence(entry.cadence)).months <= period.months
