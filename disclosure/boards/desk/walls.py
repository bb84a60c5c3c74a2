"""Words and rows about what hangs on boards, for every page of the desk that shows some of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from disclosure.boards.forms.boards import COLUMN_LABELS
from disclosure.boards.models import Board, Posting
from disclosure.boards.queries.postings import ending, postings_for, superseded_on_boards
from disclosure.notices.presenters.words import heading
from disclosure.notices.queries.editions import Person, live_among
from portal.accounts.models import User
from portal.core.dates import day as written


def board_name(board: Board) -> str:
    """Return the unit and the number of a board."""
    return _("%(unit)s, board %(number)d") % {"unit": board.unit.name, "number": board.number}


def columns_of(board: Board) -> str:
    """Return what the columns of a board are for, in their order."""
    labels = dict(COLUMN_LABELS)
    return pgettext("between columns of a board", " | ").join(str(labels[one]) for one in board.columns)


def posting_rows(
    rows: Sequence[Posting], *, today: date, sheets: Mapping[int, int] | None = None
) -> list[dict[str, Any]]:
    """Return postings for `disclosure/boards/desk/_postings.html`.

    Args:
        rows: The postings.
        today: The day.
        sheets: The sheets of each by its key, where they count.
    """
    live = live_among(row.edition.notice_id for row in rows)
    return [
        _row(row, today=today, sheets=(sheets or {}).get(row.pk, 0), is_withdrawn=row.edition.notice_id not in live)
        for row in rows
    ]


def _row(row: Posting, *, today: date, sheets: int, is_withdrawn: bool) -> dict[str, Any]:
    edition, number = row.edition, row.edition.notice.number
    live = edition.is_live
    return {
        "pk": row.pk,
        "number": number,
        **heading(edition),
        "edition": edition.number,
        "url": reverse("disclosure_desk:edition", args=[edition.pk]),
        "board": board_name(row.board),
        "place": row.board.place,
        "board_url": reverse("disclosure_desk:board", args=[row.board_id]),
        "posted_at": row.posted_at,
        "until": row.until,
        "until_words": _until_words(row.until, today) if live else "",
        "is_over": live and row.until <= today,
        "tag": None if live else _tag(is_withdrawn=is_withdrawn),
        "can_replace": not live and not is_withdrawn,
        "can_renew": live,
        "proposed": max(row.until, today) + timedelta(days=settings.POSTED_DAYS),
        "photo_url": reverse("disclosure_desk:posting_photo", args=[row.pk]) if row.photo_sha256 else "",
        "photographed_on": row.photographed_on,
        "sheets": sheets,
    }


def to_do(person: Person, *, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return what somebody has to take down, replace or renew on the boards of a person's units."""
    mine = postings_for(person, at=at).values("pk")
    today = timezone.localdate(at)

    def rows(found: Iterable[Posting]) -> list[dict[str, Any]]:
        return posting_rows(list(found), today=today)

    return {
        "out_of_force": rows(superseded_on_boards().filter(pk__in=mine)),
        "ending": rows(ending(at=at).filter(pk__in=mine).order_by("until", "board__unit__code", "board__number")),
    }


def waiting_count(person: User, at: datetime) -> int:
    """Return how many posters wait to be taken down, replaced or renewed, for the menu."""
    mine = postings_for(person, at=at).values("pk")
    return superseded_on_boards().filter(pk__in=mine).count() + ending(at=at).filter(pk__in=mine).count()


def _until_words(until: date, today: date) -> str:
    if until == today:
        return _("ends today")
    if until < today:
        return _("ended on %(day)s") % {"day": written(until)}
    return ""


def _tag(*, is_withdrawn: bool) -> dict[str, str]:
    text = _("Withdrawn: take it down") if is_withdrawn else _("A later edition is in force")
    return {"text": text, "kind": "owed"}
