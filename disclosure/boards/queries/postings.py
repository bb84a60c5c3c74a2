"""Reads about boards and what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils import timezone

from disclosure.boards.models import Board, Posting
from disclosure.boards.policies import KEEPS_BOARD, KEEPS_POSTING, POSTS_ON
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person, live
from disclosure.posters.models import Poster
from portal.accounts.models import Unit

OPINIONS_COLUMN = "opinions"
"""The one column of a board that is no stream: for residents' opinions and the answers to them."""


_LIKELY = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a board is taken, in sheets."""

    used: int
    sheets: int

    @property
    def is_full(self) -> bool:
        """Whether more hangs there than there is room for."""
        return self.used > self.sheets


def boards() -> QuerySet[Board]:
    """Return the boards in use, in the order of the walk."""
    return Board.objects.filter(is_active=True).select_related("unit__parent").order_by("unit__code", "number")


def boards_of(unit: Unit) -> QuerySet[Board]:
    """Return a unit's boards in use."""
    return boards().filter(unit=unit)


def boards_for(person: Person, *, at: datetime) -> QuerySet[Board]:
    """Return the boards this person sees in the desk: those they keep or record postings on."""
    seen = POSTS_ON.condition(person, at) | KEEPS_BOARD.condition(person, at)
    return Board.objects.filter(seen).select_related("unit__parent").order_by("unit__code", "number")


def hanging() -> QuerySet[Posting]:
    """Return everything that hangs on a board now, board by board."""
    return (
        Posting.objects.filter(taken_down_at__isnull=True)
        .select_related("board__unit__parent", "edition__notice__unit__parent", "edition__notice__entry", "posted_by")
        .order_by("board__unit__code", "board__number", "until", "pk")
    )


def hanging_on(board: Board) -> QuerySet[Posting]:
    """Return what hangs on one board now, what ends first first."""
    return hanging().filter(board=board)


def postings_for(person: Person, *, at: datetime) -> QuerySet[Posting]:
    """Return what hangs on the boards of this person's units."""
    return hanging().filter(KEEPS_POSTING.condition(person, at))


def ending(*, at: datetime) -> QuerySet[Posting]:
    """Return what hangs on a board and is to be taken down or renewed: its last day is today or has passed.

    What is no longer in force is not among them; `superseded_on_boards` has it.
    """
    return hanging().filter(until__lte=timezone.localdate(at), edition__state=State.PUBLISHED)


def superseded_on_boards() -> QuerySet[Posting]:
    """Return what hangs on a board although a later edition has taken its place, or it was withdrawn."""
    return hanging().exclude(edition__state=State.PUBLISHED)


def may_hang_on(board: Board) -> QuerySet[Edition]:
    """Return the live editions of a board's unit and columns, newest first, whether or not they hang there."""
    return live().filter(notice__unit=board.unit_id, notice__entry__stream__in=board.columns)


def offered_for(board: Board, *, at: datetime) -> list[Edition]:
    """Return what somebody is likely to have put up, in the order of the columns, without what hangs there.

    Of each item that recurs that is the newest; of others what was published within a year.
    """
    there = set(hanging_on(board).values_list("edition", flat=True))
    newest: dict[int, Edition] = {}
    others = []
    for edition in may_hang_on(board):
        if edition.notice.entry.is_regular:
            newest.setdefault(edition.notice.entry_id, edition)
        elif edition.published_at and edition.published_at > at - _LIKELY:
            others.append(edition)
    offered = [edition for edition in (*newest.values(), *others) if edition.pk not in there]
    return sorted(offered, key=lambda one: (board.columns.index(one.notice.entry.stream), one.notice.entry.code))


def default_until(edition: Edition, posted_at: datetime) -> date:
    """Return until when a poster hangs unless somebody says otherwise.

    That is so many days as the office lets posters hang, and never less than the notice period.
    """
    least = timezone.localdate(posted_at) + timedelta(days=settings.POSTED_DAYS)
    return max(least, edition.notice_to) if edition.notice_to else least


def sheets_of(postings: Iterable[Posting]) -> dict[int, int]:
    """Return how many sheets each posting takes, by its key: those of its poster in the board's size.

    Where no poster of that size was made here, one in another size tells; where there is none, it is one sheet.
    """
    rows = list(postings)
    made: dict[tuple[int, str], int] = {}
    most: dict[int, int] = {}
    posters = Poster.objects.filter(edition__in={row.edition_id for row in rows}, is_superseded=False)
    for edition, size, pages in posters.values_list("edition", "size").annotate(most=Max("pages")):
        made[edition, size] = pages
        most[edition] = max(most.get(edition, 0), pages)
    return {row.pk: made.get((row.edition_id, row.board.paper)) or most.get(row.edition_id, 1) for row in rows}


def room_of(board: Board) -> Room:
    """Return how much of a board is taken."""
    return Room(sum(sheets_of(hanging_on(board)).values()), board.sheets)


def taken_down_from(board: Board) -> QuerySet[Posting]:
    """Return what was taken down from a board, newest first."""
    return (
        Posting.objects.filter(board=board, taken_down_at__isnull=False)
        .select_related("edition__notice__unit__parent", "edition__notice__entry", "posted_by", "taken_down_by")
        .order_by("-taken_down_at", "-pk")
    )
