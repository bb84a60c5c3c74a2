"""Shares on time: on the home page, on the boards of units, and over several periods."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.presenters import name_of, quarter_word
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.models import Edition
from disclosure.notices.presenters.lists import board_cards
from disclosure.notices.queries.editions import newest_by_stream
from disclosure.obligations.enums import Status
from disclosure.obligations.presenters.matrix import KeyText, Matrix, short_month, withdrawn_word
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import ObligationStatus, items_by_stream, owed_for_each, statuses_by_unit
from disclosure.obligations.registry import BOARD_COLUMNS, Column
from disclosure.obligations.rules import Share, share
from portal.accounts.models import Unit
from portal.core import charts, dates
from portal.core.components import Card, Tag
from portal.core.texts import as_written
from portal.site.registry import NotedUnits, UnitNote, UnitPage, UnitsPage

NOTICES_IN_A_COLUMN = 6


@dataclass(frozen=True, slots=True)
class DueSection:
    """What the villages owe this quarter and by when the last of it is due, as a bar and its key."""

    period: str
    due_on: str
    villages: int
    share: Share
    chart: SafeString
    key: list[KeyText]


def notes_of_units(page: UnitsPage) -> NotedUnits:
    """Return how many items each village owes this quarter, and how many are missing."""
    period, rows = _quarter_of(page, page.villages)
    statuses = statuses_by_unit(rows)
    notes = {unit.pk: _note(share(statuses.get(unit.pk, ()))) for unit in page.villages}
    return NotedUnits(name_of(period), notes)


def due(page: UnitsPage) -> DueSection | None:
    """Return the bar of what the villages owe this quarter; None where nothing is owed."""
    period, rows = _quarter_of(page, page.villages)
    counted = share(row.status for row in rows)
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
        period=name_of(period),
        due_on=dates.day(max(row.due_on for row in rows)),
        villages=len(page.villages),
        share=counted,
        chart=charts.share_bar(parts, title=_("%(count)d items due") % {"count": counted.owed}, ids="due"),
        key=key,
    )


@dataclass(frozen=True, slots=True)
class QuarterOfUnit:
    """How much of a quarter's items a unit has published, in a sentence, and the code of the unit."""

    sentence: str
    code: str


def quarter_of_unit(page: UnitPage) -> QuarterOfUnit | None:
    """Return how much of this quarter's items a unit has published, in a sentence; None where it owes nothing."""
    _period, rows = _quarter_of(page, [page.unit])
    if not rows:
        return None
    counted = share(row.status for row in rows)
    if counted.missing:
        sentence = _("Due for the %(period)s: %(total)d items; %(done)d are public, %(missing)d are missing.")
    elif counted.due:
        sentence = _("Due for the %(period)s: %(total)d items; %(done)d are public so far.")
    else:
        sentence = _("Due for the %(period)s: %(total)d items; all are public.")
    words = sentence % {
        "period": name_of(rows[0].period),
        "total": counted.owed,
        "done": counted.on_time + counted.late,
        "missing": counted.missing,
    }
    return QuarterOfUnit(words, page.unit.code)


def columns(page: UnitPage) -> list[Column]:
    """Return the columns of a unit's board: those of the streams, with what is missing, and of other rooms."""
    _period, rows = _quarter_of(page, [page.unit])
    newest: dict[str, list[Edition]] = {}
    for edition in newest_by_stream(page.unit, NOTICES_IN_A_COLUMN):
        newest.setdefault(edition.notice.entry.stream, []).append(edition)
    items, today = items_by_stream(page.unit), timezone.localdate(page.at)
    list_url = f"{reverse('disclosure:notices')}?unit={page.unit.code}"
    found = []
    for stream in Stream:
        if not items[stream] and stream not in newest:
            continue
        missing = [row for row in rows if row.entry.stream == stream and row.status == Status.MISSING]
        note = ngettext("%(count)d item of the catalogue", "%(count)d items of the catalogue", items[stream])
        column = Column(
            id=stream.value,
            title=stream.label,
            note=note % {"count": items[stream]} if items[stream] else "",
            notices=[*board_cards(newest.get(stream, ()), today=today), *(_missing(row) for row in missing)],
            more_url=f"{list_url}&stream={stream.value}" if stream in newest else "",
            more_text=_("All of this stream"),
        )
        found.append(column)
    return [*found, *filter(None, (one.load(page) for one in BOARD_COLUMNS))]


def _quarter_of(page: UnitsPage | UnitPage, units: Sequence[Unit]) -> tuple[Period, list[ObligationStatus]]:
    """Return the current quarter and what is owed for it, read once for a page."""

    def read() -> tuple[Period, list[ObligationStatus]]:
        basis = read_basis(at=page.at)
        period = basis.current_quarter()
        return period, owed_for_each([period], basis=basis, units=units)[period]

    return page.once("obligations.quarter", read)


def _note(counted: Share) -> UnitNote:
    items = ngettext("%(count)d item", "%(count)d items", counted.owed) % {"count": counted.owed}
    if counted.missing:
        missing = ngettext("%(count)d missing", "%(count)d missing", counted.missing) % {"count": counted.missing}
        return UnitNote(items, missing)
    if counted.due:
        done = counted.owed - counted.due
        return UnitNote(_("%(items)s, %(done)d published so far") % {"items": items, "done": done})
    return UnitNote(_("%(items)s, all published") % {"items": items} if counted.owed else "")


def _missing(row: ObligationStatus) -> Card:
    late = ngettext("%(count)d day late", "%(count)d days late", row.days_late) % {"count": row.days_late}
    return Card(
        url="",
        title=as_written(row.entry.name),
        date_text=_("was due on %(day)s") % {"day": dates.full_date(row.due_on)},
        tags=[*([Tag(withdrawn_word(), "owed")] if row.withdrawal else []), Tag(late, "owed")],
    )


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The shares of one unit over some periods, as a small picture and in figures."""

    unit: Unit
    spark: SafeString
    shares: list[Share]


@dataclass(frozen=True, slots=True)
class Trend:
    """The shares of all units over some periods, the oldest first, and a line for every unit."""

    heads: list[str]
    chart: SafeString
    overall: list[Share]
    lines: list[TrendLine]


def trend_of(owed: Mapping[Period, Sequence[ObligationStatus]], matrix: Matrix) -> Trend | None:
    """Return the trend with the units in the order of the matrix; None for one period only, or if nothing was owed."""
    if len(owed) < 2 or not any(owed.values()):
        return None
    by_unit = [statuses_by_unit(rows) for rows in owed.values()]
    overall, lines = [share(row.status for row in rows) for rows in owed.values()], []
    for unit in (line.unit for table in matrix.tables for line in table.lines):
        shares = [share(statuses.get(unit.pk, ())) for statuses in by_unit]
        lines.append(TrendLine(unit, charts.spark(_points(owed, shares)), shares))
    chart = charts.trend(_points(owed, overall), title=_("Share published on time"), ids="trend")
    return Trend([name_of(period, short=True) for period in owed], chart, overall, lines)


def _points(periods: Collection[Period], shares: Sequence[Share]) -> list[charts.Point]:
    points, year, last = [], 0, max(periods)
    for period, one in zip(periods, shares, strict=True):
        is_year = period.cadence == Cadence.YEARLY
        sub = str(period.first.year) if period.first.year != year and not is_year else ""
        year = period.first.year
        points.append(charts.Point(_axis_word(period), one.percent, sub, current=period == last))
    return points


def _axis_word(period: Period) -> str:
    """Return a period as there is room for below a column."""
    if period.cadence == Cadence.MONTHLY:
        return short_month(period.first)
    if period.cadence == Cadence.HALF_YEARLY:
        return pgettext("half of a year", "H1") if period.first.month == 1 else pgettext("half of a year", "H2")
    return str(period.first.year) if period.cadence == Cadence.YEARLY else quarter_word(period)
