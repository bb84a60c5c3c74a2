"""A unit's notice board: its newest notices by stream, and what is missing there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from disclosure.catalogue.enums import Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import newest_by_stream
from disclosure.obligations.enums import Status
from disclosure.obligations.queries.reading import ObligationStatus
from portal.accounts.models import Unit

NOTICES_IN_A_COLUMN = 6


@dataclass(frozen=True, slots=True)
class Column:
    """One stream of a board.

    Attributes:
        stream: Which one.
        kinds: How many items of the catalogue it has for this kind of unit.
        editions: The newest live editions.
        missing: Items of the quarter that are not there although they were due.
    """

    stream: Stream
    kinds: int
    editions: tuple[Edition, ...]
    missing: tuple[ObligationStatus, ...]


def columns(unit: Unit, owed: Sequence[ObligationStatus]) -> list[Column]:
    """Return the streams in which a unit owes or has published something, with two queries.

    Args:
        unit: Whose board it is.
        owed: What it owes for the quarter that is spoken of.
    """
    entries = CatalogueEntry.objects.filter(publisher=unit.kind, is_active=True).order_by()
    kinds = Counter(entries.values_list("stream", flat=True))
    newest: dict[str, list[Edition]] = {}
    for edition in newest_by_stream(unit, NOTICES_IN_A_COLUMN):
        newest.setdefault(edition.notice.entry.stream, []).append(edition)
    return [
        Column(stream, kinds[stream], tuple(newest.get(stream, ())), _missing(stream, owed))
        for stream in Stream
        if kinds[stream] or stream in newest
    ]


def _missing(stream: Stream, owed: Sequence[ObligationStatus]) -> tuple[ObligationStatus, ...]:
    return tuple(one for one in owed if one.entry.stream == stream and one.status == Status.MISSING)
