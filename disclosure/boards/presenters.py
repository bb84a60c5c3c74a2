"""What pages of the desk show of boards and of what hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from disclosure.boards.enums import COLUMN_LABELS
from disclosure.boards.models import Board, Posting
from disclosure.boards.policies import STEPS
from disclosure.boards.queries.postings import Room, rooms_of, sheets_of, to_do_for
from disclosure.boards.workflow import POSTING
from disclosure.notices.models import Edition
from disclosure.notices.presenters.words import heading
from disclosure.notices.queries.editions import live_among
from portal.core.dates import day as written
from portal.core.workflow import Words, open_steps
from portal.desk.tokens import seen_token

IN_LISTS = ("replace", "take_down", "renew")
"""Steps that are offered wherever a poster is listed; on its board it can be photographed too."""
AT_ONE_PRESS = ("replace", "take_down")
"""Steps that ask nothing; the others have a page with a form."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board in the list.

    Attributes:
        name: Unit and number.
        url: Its page.
        place: Where it is.
        columns: What its columns are for, in words.
        paper: The size of its sheets.
        room: How much of it is taken.
        is_active: Whether it is in use.
    """

    name: str
    url: str
    place: str
    columns: str
    paper: str
    room: Room
    is_active: bool


@dataclass(frozen=True, slots=True)
class PostingStep:
    """What can be recorded of a poster: at one press, with a token, or on a page of its own.

    Attributes:
        label: What stands on the button.
        url: Where it is sent, or the page with its form.
        seen: The token; empty for a step with a form.
        is_main: Whether the poster waits for it.
    """

    label: Words
    url: str
    seen: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A poster that hangs on a board, for `disclosure/boards/desk/_postings.html`.

    Attributes:
        number: The number of its notice.
        title: Its title.
        language: The language of the title, where it is another than the page's.
        edition: The number of its edition.
        url: The page of its edition.
        board: Unit and number of the board.
        board_url: The page of the board.
        place: Where the board is.
        posted_at: When it was put up.
        until: Its last day.
        until_words: What is to be said of that day, once it has come.
        is_live: Whether its edition is in force.
        fault: Why it should not hang there any more; empty where it may.
        photo_url: Its photograph; empty where there is none.
        photographed_on: The day of the photograph.
        sheets: How many sheets it takes; 0 where that is not counted.
        steps: What can be recorded of it.
    """

    number: str
    title: str
    language: str
    edition: int
    url: str
    board: str
    board_url: str
    place: str
    posted_at: datetime
    until: date
    until_words: str
    is_live: bool
    fault: str
    photo_url: str
    photographed_on: date | None
    sheets: int
    steps: tuple[PostingStep, ...]


@dataclass(frozen=True, slots=True)
class TakenDown:
    """A poster that was taken down from a board."""

    number: str
    title: str
    language: str
    url: str
    posted_at: datetime
    taken_down_at: datetime | None
    taken_down_by: str
    photo_url: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """What somebody has to do on the boards of their units.

    Attributes:
        out_of_force: What is to be taken down or replaced.
        ending: What is to be taken down or renewed, because its last day has come.
    """

    out_of_force: tuple[PostingRow, ...]
    ending: tuple[PostingRow, ...]


def board_name(board: Board) -> str:
    """Return the unit and the number of a board."""
    return _("%(unit)s, board %(number)d") % {"unit": board.unit.name, "number": board.number}


def columns_of(board: Board) -> str:
    """Return what the columns of a board are for, in their order."""
    return pgettext("between columns of a board", " | ").join(str(COLUMN_LABELS[one]) for one in board.columns)


def board_rows(boards: Sequence[Board]) -> list[BoardRow]:
    """Return boards for the list; with their unit fetched along."""
    rooms = rooms_of(boards)
    return [
        BoardRow(
            name=board_name(board),
            url=reverse("disclosure_desk:board", args=[board.pk]),
            place=board.place,
            columns=columns_of(board),
            paper=board.paper,
            room=rooms[board.pk],
            is_active=board.is_active,
        )
        for board in boards
    ]


def hanging_rows(board: Board, postings: Iterable[Posting], person: Any, *, at: datetime) -> list[PostingRow]:
    """Return what hangs on a board in the order of its columns, with the sheets of each."""
    rows = sorted(postings, key=lambda one: _place_on(board, one.edition))
    return posting_rows(rows, person, at=at, sheets=sheets_of(rows), verbs=(*IN_LISTS, "photograph"))


def posting_rows(
    rows: Sequence[Posting],
    person: Any,
    *,
    at: datetime,
    sheets: Mapping[int, int] | None = None,
    verbs: Sequence[str] = IN_LISTS,
) -> list[PostingRow]:
    """Return posters that hang on boards, with what a person can record of them.

    Args:
        rows: The posters, as `queries.postings.hanging` has them.
        person: Who reads.
        at: Now.
        sheets: The sheets of each by its key, where they count.
        verbs: The steps that are offered where they are open and make sense.
    """
    live = live_among(row.edition.notice_id for row in rows)
    opened = open_steps(person, rows, POSTING, STEPS, at=at)
    return [
        _posting_row(
            row,
            today=timezone.localdate(at),
            sheets=(sheets or {}).get(row.pk, 0),
            is_withdrawn=row.edition.notice_id not in live,
            steps=tuple(
                _posting_step(row, one.verb, person)
                for one in opened[row.pk]
                if one.verb in verbs and _makes_sense(row, one.verb, live)
            ),
        )
        for row in rows
    ]


def taken_down_rows(postings: Iterable[Posting]) -> list[TakenDown]:
    """Return what was taken down from a board, as `queries.postings.taken_down_from` has it."""
    return [
        TakenDown(
            number=row.edition.notice.number,
            **heading(row.edition),
            url=reverse("disclosure_desk:edition", args=[row.edition_id]),
            posted_at=row.posted_at,
            taken_down_at=row.taken_down_at,
            taken_down_by=str(row.taken_down_by),
            photo_url=_photo_url(row),
        )
        for row in postings
    ]


def to_do(person: Any, *, at: datetime) -> ToDo | None:
    """Return what somebody has to do on the boards of a person's units; None where there is nothing."""
    rows = list(to_do_for(person, at=at))
    if not rows:
        return None
    shown = posting_rows(rows, person, at=at)
    return ToDo(tuple(row for row in shown if not row.is_live), tuple(row for row in shown if row.is_live))


def proposed_day(posting: Posting, today: date) -> date:
    """Return until when a poster may hang once it is renewed, unless somebody says otherwise."""
    return max(posting.until, today) + timedelta(days=settings.POSTED_DAYS)


def _posting_row(
    row: Posting, *, today: date, sheets: int, is_withdrawn: bool, steps: tuple[PostingStep, ...]
) -> PostingRow:
    edition = row.edition
    return PostingRow(
        number=edition.notice.number,
        **heading(edition),
        edition=edition.number,
        url=reverse("disclosure_desk:edition", args=[edition.pk]),
        board=board_name(row.board),
        board_url=reverse("disclosure_desk:board", args=[row.board_id]),
        place=row.board.place,
        posted_at=row.posted_at,
        until=row.until,
        until_words=_until_words(row.until, today) if edition.is_live else "",
        is_live=edition.is_live,
        fault="" if edition.is_live else _fault(is_withdrawn=is_withdrawn),
        photo_url=_photo_url(row),
        photographed_on=row.photographed_on,
        sheets=sheets,
        steps=steps,
    )


def _makes_sense(row: Posting, verb: str, live: Collection[int]) -> bool:
    """Return whether a step is offered: what is in force is renewed, what has a later edition is replaced."""
    is_live = row.edition.is_live
    return {"renew": is_live, "replace": not is_live and row.edition.notice_id in live}.get(verb, True)


def _posting_step(row: Posting, verb: str, person: Any) -> PostingStep:
    return PostingStep(
        label=POSTING.verb(verb).label,
        url=reverse(f"disclosure_desk:postings_{verb}", args=[row.pk]),
        seen=seen_token(person, row, verb) if verb in AT_ONE_PRESS else "",
        is_main=verb == "replace",
    )


def _place_on(board: Board, edition: Edition) -> tuple[int, str]:
    stream = edition.notice.entry.stream
    place = board.columns.index(stream) if stream in board.columns else len(board.columns)
    return place, edition.notice.entry.code


def _photo_url(row: Posting) -> str:
    return reverse("disclosure_desk:posting_photo", args=[row.pk]) if row.photo_sha256 else ""


def _until_words(until: date, today: date) -> str:
    if until == today:
        return _("ends today")
    if until < today:
        return _("ended on %(day)s") % {"day": written(until)}
    return ""


def _fault(*, is_withdrawn: bool) -> str:
    return _("Withdrawn: take it down") if is_withdrawn else _("A later edition is in force")
