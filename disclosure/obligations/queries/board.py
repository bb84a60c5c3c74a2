"""A unit's notice board: its newest notices by stream, what it owes, and its money at a glance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from disclosure.catalogue.enums import Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.content.statement.models.statement import Statement
from disclosure.content.statement.queries.money import latest_money
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import live_matching
from disclosure.obligations.enums import Standing
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import owed_for_each
from disclosure.obligations.queries.reading import Owed
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
    missing: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A unit's board.

    Attributes:
        unit: Whose.
        columns: The streams in which the unit owes or has published something.
        owed: What it owes for the quarter that is spoken of; empty where it owes nothing for it.
        money: Its latest live statement of receipts and payments, with edition and lines, if any.
    """

    unit: Unit
    columns: tuple[Column, ...]
    owed: tuple[Owed, ...]
    money: Statement | None


def board(unit: Unit, *, at: datetime) -> Board:
    """Return what hangs on a unit's board, in a fixed number of queries."""
    basis = read_basis(at=at)
    period = basis.spoken_of()
    owed = tuple(owed_for_each([period], basis=basis, units=[unit])[period])
    entries = CatalogueEntry.objects.filter(publisher=unit.kind, is_active=True)
    kinds = Counter(entries.order_by().values_list("stream", flat=True))
    columns = (_column(unit, stream, kinds[stream.value], owed) for stream in Stream)
    return Board(
        unit=unit,
        columns=tuple(one for one in columns if one.kinds or one.editions),
        owed=owed,
        money=latest_money(unit),
    )


def _column(unit: Unit, stream: Stream, kinds: int, owed: tuple[Owed, ...]) -> Column:
    found = list(live_matching(unit=unit, stream=stream).defer("canonical", "body")[:NOTICES_IN_A_COLUMN])
    missing = tuple(one for one in owed if one.entry.stream == stream and one.standing == Standing.MISSING)
    return Column(
        stream=stream,
        kinds=kinds,
        editions=tuple(found),
        missing=missing,
    )
