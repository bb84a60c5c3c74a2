"""What is posted on which board, and what waits to be recorded."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from disclosure.boards.enums import PostingState
from disclosure.boards.models import Board, PackItem, Posting
from disclosure.boards.policies import KEEPS_POSTING
from disclosure.boards.rules import sheets_needed
from disclosure.catalogue.enums import REGULAR
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import public_title
from disclosure.notices.queries.editions import Person, live, live_among
from disclosure.posters.models import Poster
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.queries import Roster
from portal.core.dates import full_date
from portal.desk.queue import Waiting, waiting
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, Reminder
from portal.messaging.rules import Step, To

_LIKELY = timedelta(days=365)
_LONG = ("edition__body", "edition__canonical")
"""What lists of posters do not show."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a board is taken, in sheets."""

    used: int
    sheets: int

    @property
    def is_full(self) -> bool:
        """Whether more is posted than there is room for."""
        return self.used > self.sheets


def boards() -> QuerySet[Board]:
    """Return the boards in use, in the order of the walk."""
    return Board.objects.filter(is_active=True).select_related("unit__parent").order_by("unit__code", "number")


def posted() -> QuerySet[Posting]:
    """Return everything that is posted on a board now, board by board."""
    return (
        Posting.objects.filter(state=PostingState.POSTED)
        .select_related("board__unit__parent", "edition__notice__unit__parent", "edition__notice__entry", "posted_by")
        .defer(*_LONG)
        .order_by("board__unit__code", "board__number", "until", "pk")
    )


def posted_in(town: Unit, year: int) -> QuerySet[Posting]:
    """Return what was put up in a year on the boards of a township and its units."""
    rows = Posting.objects.filter(Q(board__unit=town) | Q(board__unit__parent=town), posted_at__year=year)
    return (
        rows.select_related("board__unit__parent", "edition__notice__unit", "edition__notice__entry")
        .defer(*_LONG)
        .order_by("posted_at", "pk")
    )


def posted_on(board: Board) -> QuerySet[Posting]:
    """Return what is posted on one board now, what ends first first."""
    return posted().filter(board=board)


def postings_for(person: Person, *, at: datetime) -> QuerySet[Posting]:
    """Return what is posted on the boards of this person's units."""
    return posted().filter(KEEPS_POSTING.condition(person, at))


def ending(*, at: datetime) -> QuerySet[Posting]:
    """Return what is posted and is to be taken down or renewed: its last day is today or has passed.

    What is no longer in force is not among them; `superseded_on_boards` has it.
    """
    return posted().filter(until__lte=timezone.localdate(at), edition__state=State.PUBLISHED)


def superseded_on_boards() -> QuerySet[Posting]:
    """Return what is posted although a later edition has taken its place, or it was withdrawn."""
    return posted().exclude(edition__state=State.PUBLISHED)


def to_do_for(person: Person, *, at: datetime) -> QuerySet[Posting]:
    """Return what has to be taken down, replaced or renewed on the boards of this person's units, oldest day first."""
    is_over = Q(until__lte=timezone.localdate(at)) | ~Q(edition__state=State.PUBLISHED)
    return postings_for(person, at=at).filter(is_over).order_by("until", "board__unit__code", "board__number", "pk")


def waiting_postings(person: Person, at: datetime) -> Waiting:
    """Return the same for the queue: due on the last day, or on the day the edition went out of force."""
    out_of_force = TruncDate(Coalesce("edition__withdrawn_at", "edition__superseded_at"))
    due_on = Case(When(edition__state=State.PUBLISHED, then=F("until")), default=out_of_force)
    return waiting(
        to_do_for(person, at=at),
        kind="posting",
        verb="take_down",
        unit="board__unit__code",
        due_on=due_on,
        since="posted_at",
    )


def successor_of(posting: Posting) -> Edition | None:
    """Return the edition in force of what a poster says; None where its notice was withdrawn."""
    return live().filter(notice=posting.edition.notice_id).first()


def offered_for(board: Board, *, at: datetime) -> list[Edition]:
    """Return what somebody is likely to have put up, in the order of the columns, without what is posted there.

    Of each item that recurs that is the newest; of others what was published within a year.
    """
    rows = live().filter(notice__unit=board.unit_id, notice__entry__stream__in=board.columns)
    rows = rows.defer("body", "canonical")
    regular = rows.filter(notice__entry__cadence__in=REGULAR).order_by("notice__entry_id", "-published_at", "-pk")
    others = rows.exclude(notice__entry__cadence__in=REGULAR).filter(published_at__gt=at - _LIKELY)
    there = set(posted_on(board).order_by().values_list("edition", flat=True))
    offered = [edition for edition in (*regular.distinct("notice__entry_id"), *others) if edition.pk not in there]
    return sorted(offered, key=lambda one: (board.columns.index(one.notice.entry.stream), one.notice.entry.code))


def default_until(edition: Edition, posted_at: datetime) -> date:
    """Return until when a poster stays posted unless another day is given.

    That is as many days as the office sets, and never less than the notice period.
    """
    least = timezone.localdate(posted_at) + timedelta(days=settings.POSTED_DAYS)
    return max(least, edition.notice_to) if edition.notice_to else least


def printed_on(board: Board, edition: Edition) -> str:
    """Return on which paper an edition is posted on a board: as it was printed last for it, or else the board's own."""
    rows = PackItem.objects.filter(board=board, edition=edition, pack__made_at__isnull=False)
    return rows.order_by("-pk").values_list("size", flat=True).first() or board.paper


def sheets_of(posters: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Return how many sheets posters take, each given and found by the key of its edition and its size.

    Where no poster of that size was made, the paper that one of another size takes tells; 0 where there is none.
    """
    wanted = set(posters)
    made: dict[int, list[tuple[str, int]]] = {}
    found = Poster.objects.filter(edition__in={edition for edition, _size in wanted}, is_superseded=False)
    for edition, size, pages in found.values_list("edition", "size", "pages"):
        made.setdefault(edition, []).append((size, pages))
    return {
        (edition, size): dict(made.get(edition, [])).get(size)
        or min((sheets_needed([one], size) for one in made.get(edition, [])), default=0)
        for edition, size in wanted
    }


def rooms_of(boards: Iterable[Board]) -> dict[int, Room]:
    """Return how much of each board is taken, by its key, in sheets of its paper."""
    rows = list(boards)
    remaining: dict[int, list[tuple[int, str]]] = {board.pk: [] for board in rows}
    for row in posted().filter(board__in=remaining):
        remaining[row.board_id].append((row.edition_id, row.paper))
    taken = sheets_of(one for there in remaining.values() for one in there)
    return {
        board.pk: Room(sheets_needed(((one[1], taken[one]) for one in remaining[board.pk]), board.paper), board.sheets)
        for board in rows
    }


def taken_down_from(board: Board) -> QuerySet[Posting]:
    """Return what was taken down from a board, newest first."""
    return (
        Posting.objects.filter(board=board, state=PostingState.TAKEN_DOWN)
        .select_related("edition__notice__unit__parent", "edition__notice__entry", "posted_by", "taken_down_by")
        .defer(*_LONG)
        .order_by("-taken_down_at", "-pk")
    )


def settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when posters were taken down or renewed, by the cause of their reminders."""
    parts = {cause: cause.split(":") for cause in causes}
    rows = Posting.objects.in_bulk({int(part[1]) for part in parts.values()})

    def when(pk: str, until: str = "") -> datetime | None:
        row = rows.get(int(pk))
        if row is None or (row.state == PostingState.POSTED and until in ("", str(row.until))):
            return None
        return row.state_since

    return {cause: at for cause, part in parts.items() if (at := when(*part[1:]))}


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of posters that have been posted long enough, or are no longer what the notice says."""
    return reminders_of([*_ending(occasion), *_out_of_force(occasion)], on=occasion.on)


def _ending(occasion: Occasion) -> Iterator[Cause]:
    on = occasion.on
    for row in ending(at=occasion.at).filter(posted_at__lte=occasion.at):
        steps = rules.of_posting(row.until, on=on, kind="posting_ends")
        # Renewed, it has another last day, and people are reminded again.
        yield _of_posting(row, f"posting:{row.pk}:{row.until}", steps, occasion.roster, on - row.until)


def _out_of_force(occasion: Occasion) -> Iterator[Cause]:
    at, on = occasion.at, occasion.on
    gone = list(superseded_on_boards().filter(posted_at__lte=at))
    live = live_among(row.edition.notice_id for row in gone)
    for row in gone:
        since = row.edition.withdrawn_at or row.edition.superseded_at
        if since and since <= at:
            first = timezone.localdate(since)
            kind = "posting_superseded" if row.edition.notice_id in live else "posting_withdrawn"
            steps = rules.of_posting(first, on=on, kind=kind)
            yield _of_posting(row, f"superseded:{row.pk}", steps, occasion.roster, on - first)


def _of_posting(row: Posting, key: str, steps: Sequence[Step], held: Roster, passed: timedelta) -> Cause:
    board, edition = row.board, row.edition
    return Cause(
        key=key,
        steps=steps,
        people={To.NEXT: [*held.holders(Role.PUBLISHER, board.unit), *held.clerks(board.unit)]},
        words=lambda: {
            "unit": edition.notice.unit.name,
            "notice": public_title(edition.notice),
            "number": edition.notice.number,
            "board": board.place,
            "due": full_date(row.until),
            "days": str(passed.days),
        },
        urls={To.NEXT: f"/desk/boards/{board.pk}/"},
    )
