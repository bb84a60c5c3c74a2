"""Reads about poster packs, and the plan of one before it is ordered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from disclosure.boards.enums import PackItemState
from disclosure.boards.models import Board, PackItem, PosterPack
from disclosure.boards.policies import OPENS_PACK, WORKS_FOR
from disclosure.boards.queries import boards
from disclosure.catalogue.enums import REGULAR, Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person, live, live_among
from portal.accounts.models import Unit

MAKE_PACK = "disclosure.make_pack"
"""Name of the task that makes one."""

_LAST = 10**6
_STREAMS: Sequence[str] = Stream.values


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pack would hold, not stored, in the order of the boards, and of what nothing is public."""

    posters: tuple[PackItem, ...]
    missing: tuple[tuple[Unit, CatalogueEntry], ...]

    @property
    def boards(self) -> int:
        """On how many boards they go."""
        return len({one.board.pk for one in self.posters if one.board})

    @property
    def without_board(self) -> int:
        """How many have no board to go on."""
        return sum(one.board is None for one in self.posters)


def plan(*, units: Iterable[Unit], entries: Iterable[CatalogueEntry], period: Period) -> Plan:
    """Put together what a pack of these units, items and period holds.

    Items that recur are those whose own period lies in the one asked for; others those published in it.
    """
    chosen, items = list(units), list(entries)
    found = list(_printed(period).filter(notice__unit__in=chosen, notice__entry__in=items))
    by_unit: dict[int, list[Board]] = {}
    for board in boards().filter(unit__in=chosen):
        by_unit.setdefault(board.unit_id, []).append(board)
    posters = [one for edition in found for one in _places(edition, by_unit.get(edition.notice.unit_id, []))]
    there = {(edition.notice.unit_id, edition.notice.entry_id) for edition in found}
    missing = [
        (unit, entry)
        for unit in sorted(chosen, key=lambda unit: unit.code)
        for entry in sorted(items, key=lambda entry: entry.code)
        if _expected(unit, entry, period) and (unit.pk, entry.pk) not in there
    ]
    return Plan(tuple(sorted(posters, key=place_in_the_walk)), tuple(missing))


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


def items_of(pack: PosterPack) -> QuerySet[PackItem]:
    """Return the posters of a pack in their order."""
    return (
        PackItem.objects.filter(pack=pack)
        .select_related("board__unit", "edition__notice__unit__parent", "edition__notice__entry")
        .defer("edition__canonical", "edition__body")
        .order_by("order")
    )


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


def _places(edition: Edition, boards_there: Sequence[Board]) -> list[PackItem]:
    """Put an edition on each board of its unit that has its column; on none where there is no such board."""
    fitting = [board for board in boards_there if edition.notice.entry.stream in board.columns]
    return [PackItem(edition=edition, board=board) for board in fitting] or [PackItem(edition=edition)]


def _expected(unit: Unit, entry: CatalogueEntry, period: Period) -> bool:
    """Return whether a unit owes an item within a period: one that recurs at least as often."""
    if entry.publisher != unit.kind or not entry.is_regular:
        return False
    return Period.containing(period.first, Cadence(entry.cadence)).months <= period.months
