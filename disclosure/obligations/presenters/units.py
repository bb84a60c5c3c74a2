"""What the home page and the boards of units show of what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.catalogue.presenters import name_of
from disclosure.notices.presenters.lists import board_cards
from disclosure.obligations.queries import owed as obligations
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.board import Column, columns
from disclosure.obligations.queries.owed import Share
from disclosure.obligations.queries.reading import ObligationStatus
from portal.accounts.models import Unit
from portal.core import charts, dates
from portal.core.components import Card, Tag
from portal.core.texts import as_written
from portal.site.registry import NotedUnits, UnitNote, UnitPage, UnitsPage

_QUARTER = "obligations.quarter"


@dataclass(frozen=True, slots=True)
class Quarter:
    """The quarter that is spoken of, with what is owed for it."""

    name: str
    owed: list[ObligationStatus]


@dataclass(frozen=True, slots=True)
class KeyText:
    """A part of a bar in words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DueSection:
    """What the villages owe this quarter, for `disclosure/obligations/_due.html`.

    Attributes:
        period: The quarter.
        due_on: The last day something is due.
        villages: How many villages there are.
        tally: How much there is, by how it stands.
        chart: The bar.
        has_chart: Whether anything has come due, so that there is something to draw.
        key: The bar in words.
    """

    period: str
    due_on: str
    villages: int
    tally: Share
    chart: Any
    has_chart: bool
    key: list[KeyText]


@dataclass(frozen=True, slots=True)
class QuarterSentence:
    """How a unit stands this quarter, in a sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class StreamColumn:
    """One column of a board, for `components/stream.html`."""

    id: str
    title: str
    note: str
    notices: Sequence[Card]
    more_url: str
    more_text: str


@dataclass(frozen=True, slots=True)
class StreamsSection:
    """The notices of a unit by stream."""

    streams: list[StreamColumn]


def notes_of_units(page: UnitsPage) -> NotedUnits:
    """Return how many items each village owes this quarter, and how many are missing."""
    quarter = _quarter_of(page, page.villages)
    holds = obligations.by_unit(quarter.owed)
    notes = {unit.pk: _note(obligations.share(holds.get(unit.pk, ()))) for unit in page.villages}
    return NotedUnits(quarter.name, notes)


def due(page: UnitsPage) -> DueSection | None:
    """Return the bar of what the villages owe this quarter; None where nothing is owed."""
    quarter = _quarter_of(page, page.villages)
    counted = obligations.share(quarter.owed)
    if not counted.owed:
        return None
    parts = [
        charts.Share(_("On time"), counted.on_time, "ok"),
        charts.Share(_("Late"), counted.late, "late"),
        charts.Share(_("Missing"), counted.missing, "miss"),
    ]
    key = [KeyText(part.kind, f"{part.label} {part.count}") for part in parts]
    if counted.due:
        key.append(KeyText("not", _("Not due yet %(count)d") % {"count": counted.due}))
    return DueSection(
        period=quarter.name,
        due_on=dates.day(max(row.due_on for row in quarter.owed)),
        villages=len(page.villages),
        tally=counted,
        chart=charts.share_bar(parts, title=_("%(count)d items due") % {"count": counted.owed}, ids="due"),
        has_chart=counted.owed > counted.due,
        key=key,
    )


def quarter_of_unit(page: UnitPage) -> QuarterSentence | None:
    """Say how a unit stands this quarter; None where it owes nothing quarterly."""
    quarter = _quarter_of(page, [page.unit])
    if not quarter.owed:
        return None
    counted = obligations.share(quarter.owed)
    numbers = {
        "period": name_of(quarter.owed[0].period),
        "total": counted.owed,
        "done": counted.on_time + counted.late,
        "missing": counted.missing,
    }
    if counted.missing:
        said = _("Due for the %(period)s: %(total)d items; %(done)d are public, %(missing)d are missing.")
    elif counted.due:
        said = _("Due for the %(period)s: %(total)d items; %(done)d are public so far.")
    else:
        said = _("Due for the %(period)s: %(total)d items; all are public.")
    return QuarterSentence(said % numbers)


def streams(page: UnitPage) -> StreamsSection:
    """Return the columns of a unit's board: the newest notices of each stream, then what is missing."""
    owed = _quarter_of(page, [page.unit]).owed
    return StreamsSection([_column(page, one) for one in columns(page.unit, owed)])


def _quarter_of(page: UnitsPage | UnitPage, units: Sequence[Unit]) -> Quarter:
    def read() -> Quarter:
        basis = read_basis(at=page.at)
        period = basis.spoken_of()
        return Quarter(name_of(period), obligations.owed_for_each([period], basis=basis, units=units)[period])

    return page.once(_QUARTER, read)


def _note(counted: Share) -> UnitNote:
    items = ngettext("%(count)d item", "%(count)d items", counted.owed) % {"count": counted.owed}
    if counted.missing:
        missing = ngettext("%(count)d missing", "%(count)d missing", counted.missing) % {"count": counted.missing}
        return UnitNote(items, missing)
    if counted.due:
        done = counted.owed - counted.due
        return UnitNote(_("%(items)s, %(done)d published so far") % {"items": items, "done": done})
    return UnitNote(_("%(items)s, all published") % {"items": items} if counted.owed else "")


def _column(page: UnitPage, column: Column) -> StreamColumn:
    kinds = ngettext("%(count)d item of the catalogue", "%(count)d items of the catalogue", column.kinds)
    list_url = f"{reverse('disclosure:notices')}?unit={page.unit.code}&stream={column.stream.value}"
    cards = board_cards(column.editions, today=timezone.localdate(page.at))
    return StreamColumn(
        id=column.stream.value,
        title=str(column.stream.label),
        note=kinds % {"count": column.kinds} if column.kinds else "",
        notices=[*cards, *(_missing(row) for row in column.missing)],
        more_url=list_url if column.editions else "",
        more_text=_("All of this stream"),
    )


def _missing(row: ObligationStatus) -> Card:
    late = ngettext("%(count)d day late", "%(count)d days late", row.days_late) % {"count": row.days_late}
    return Card(
        url="",
        title=as_written(row.entry.name),
        date_text=_("was due on %(day)s") % {"day": dates.day(row.due_on)},
        tags=[Tag(late, "owed")],
    )
