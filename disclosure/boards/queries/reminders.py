"""Who is reminded of posters that are to come off their boards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.utils import timezone

from disclosure.boards.models import Posting
from disclosure.boards.queries import postings
from disclosure.notices.queries.editions import live_among
from disclosure.notices.queries.titles import public_title
from portal.accounts.enums import Role
from portal.accounts.queries import Roster
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.causes import Cause, reminders_of
from portal.messaging.registry import Occasion
from portal.messaging.rules import Step, To
from portal.messaging.types import Reminder


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of posters that have hung long enough, or are no longer what the notice says."""
    return reminders_of([*_ending(occasion), *_out_of_force(occasion)], on=occasion.on)


def _ending(occasion: Occasion) -> Iterator[Cause]:
    on = occasion.on
    for row in postings.ending(at=occasion.at).filter(posted_at__lte=occasion.at):
        steps = rules.of_posting(row.until, on=on, kind="posting_ends")
        # Renewed, it has another last day, and people are reminded again.
        yield _of_posting(row, f"posting:{row.pk}:{row.until}", steps, occasion.roster, on - row.until)


def _out_of_force(occasion: Occasion) -> Iterator[Cause]:
    at, on = occasion.at, occasion.on
    gone = list(postings.superseded_on_boards().filter(posted_at__lte=at))
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
