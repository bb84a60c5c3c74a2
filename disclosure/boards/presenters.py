"""What pages show of boards and of what is posted on them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from disclosure.boards.models import Board, Posting
from disclosure.boards.policies import STEPS
from disclosure.boards.queries import boards, posted, postings_for, sheets_of, to_do_for
from disclosure.boards.workflow import POSTING
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_of
from disclosure.notices.queries.editions import live_among
from portal.core.dates import full_date
from portal.core.texts import as_written
from portal.core.workflow import Words, open_steps
from portal.desk.registry import Due, QueueRow
from portal.desk.tokens import seen_token
from portal.site.registry import UnitPage, VerifyPage

IN_LISTS = ("replace", "take_down", "renew")
"""Steps that are offered wherever a poster is listed; on its board it can be photographed too."""
AT_ONE_PRESS = ("replace", "take_down")
"""Steps that ask nothing; the others have a page with a form."""


@dataclass(frozen=True, slots=True)
class PostingStep:
    """What can be recorded of a poster: at one press, with the token `seen`, or without one on a page of its own."""

    label: Words
    url: str
    seen: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A poster on a board, for `disclosure/boards/desk/_postings.html`.

    Attributes:
        until_words: Words about its last day, once that has come.
        fault: Why it should not be there any more; empty where it may.
        sheets: How many sheets it takes; 0 where that is not counted.
    """

    posting: Posting
    title: str
    until_words: str
    fault: str
    sheets: int
    steps: tuple[PostingStep, ...]


@dataclass(frozen=True, slots=True)
class ToDo:
    """What somebody has to do on the boards of their units: what is out of force, and what ends."""

    out_of_force: tuple[PostingRow, ...]
    ending: tuple[PostingRow, ...]


def posted_rows(board: Board, postings: Iterable[Posting], person: Any, *, at: datetime) -> list[PostingRow]:
    """Return what is posted on a board in the order of its columns, with the sheets of each."""
    rows = sorted(postings, key=lambda one: _place_on(board, one.edition))
    taken = sheets_of((row.edition_id, row.paper) for row in rows)
    sheets = {row.pk: taken[row.edition_id, row.paper] for row in rows}
    return posting_rows(rows, person, at=at, sheets=sheets, verbs=(*IN_LISTS, "photograph"))


def posting_rows(
    rows: Sequence[Posting],
    person: Any,
    *,
    at: datetime,
    sheets: Mapping[int, int] | None = None,
    verbs: Sequence[str] = IN_LISTS,
) -> list[PostingRow]:
    """Return posters on boards, with what a person can record of them.

    Args:
        sheets: The sheets of each by its key, where they count.
        verbs: The steps that are offered where they are open and make sense.
    """
    live = live_among(row.edition.notice_id for row in rows)
    opened = open_steps(person, rows, POSTING, STEPS, at=at)
    today = timezone.localdate(at)
    return [
        PostingRow(
            posting=row,
            title=title_of(row.edition),
            until_words=_until_words(row, today),
            fault=_fault(row, live),
            sheets=(sheets or {}).get(row.pk, 0),
            steps=tuple(
                _posting_step(row, one.verb, person)
                for one in opened[row.pk]
                if one.verb in verbs and makes_sense(row, one.verb, live)
            ),
        )
        for row in rows
    ]


def to_do(person: Any, *, at: datetime) -> ToDo | None:
    """Return what somebody has to do on the boards of a person's units; None where there is nothing."""
    rows = list(to_do_for(person, at=at))
    if not rows:
        return None
    shown = posting_rows(rows, person, at=at)
    return ToDo(tuple(row for row in shown if row.fault), tuple(row for row in shown if not row.fault))


def queue_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return posters that wait to be taken down, replaced or renewed as rows of the queue."""
    rows = list(postings_for(person, at=at).filter(pk__in=pks))
    live, today = live_among(row.edition.notice_id for row in rows), timezone.localdate(at)
    return [
        QueueRow(
            pk=row.pk,
            verb="take_down",
            title=as_written(title_of(row.edition)),
            url=reverse("disclosure_desk:board", args=[row.board_id]),
            unit=row.board.name,
            step=POSTING.verb("take_down").waiting,
            number=row.edition.notice.number,
            due=Due(_fault(row, live) or _until_words(row, today), "owed", as_written(row.board.place)),
        )
        for row in rows
    ]


def boards_of_unit(page: UnitPage) -> str | None:
    """Return where a unit's boards are: those on the register, or else what its own table says."""
    return as_written(_joined(board.place for board in boards().filter(unit=page.unit)) or page.unit.boards) or None


def posted_where(page: VerifyPage) -> str | None:
    """Return on which boards an edition is and since when; nobody's name, no photograph. None where on none."""
    found = page.found
    if found.is_hidden:
        return None
    rows = posted().filter(edition__notice__number=found.number, edition__number=found.edition)
    words = _("%(place)s, since %(day)s")
    places = _joined(words % {"place": row.board.place, "day": full_date(row.posted_at)} for row in rows)
    return as_written(places) or None


def replaced_where(edition: Edition, _at: datetime) -> Iterator[str]:
    """Yield on which boards the edition is posted that a publication takes the place of."""
    if places := _places_of(edition.notice_id):
        yield _("The edition before is posted on boards and has to be replaced there: %(places)s.") % {"places": places}


def posted_out_of_force(edition: Edition, _at: datetime) -> Iterator[str]:
    """Yield on which boards an edition is posted that is withdrawn."""
    if places := _places_of(edition.notice_id):
        yield _("It is posted on boards and has to be taken down there: %(places)s.") % {"places": places}


def _places_of(notice: int) -> str:
    return _joined(dict.fromkeys(row.board.name for row in posted().filter(edition__notice=notice)))


def proposed_day(posting: Posting, today: date) -> date:
    """Return until when a poster may stay once it is renewed, unless somebody says otherwise."""
    return max(posting.until, today) + timedelta(days=settings.POSTED_DAYS)


def makes_sense(row: Posting, verb: str, live: Collection[int]) -> bool:
    """Return whether a step fits what is posted, by the notices that are live.

    What is in force is renewed, what has a later edition is replaced.
    """
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


def _until_words(row: Posting, today: date) -> str:
    if not row.edition.is_live or row.until > today:
        return ""
    return _("ends today") if row.until == today else _("ended on %(day)s") % {"day": full_date(row.until)}


def _fault(row: Posting, live: Collection[int]) -> str:
    if row.edition.is_live:
        return ""
    return _("A later edition is in force") if row.edition.notice_id in live else _("Withdrawn: take it down")


def _joined(places: Iterable[str]) -> str:
    return pgettext("between places", "; ").join(places)
