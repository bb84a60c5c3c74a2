"""A matrix in words and marks: its table, its list of what is wrong, its trend. The desk adds what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of, quarter_word
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.enums import Status
from disclosure.obligations.queries.matrix import Line, Matrix, Table, Trend
from disclosure.obligations.queries.owed import Share
from disclosure.obligations.queries.reading import ObligationStatus
from portal.accounts.enums import UnitKind
from portal.core import charts, dates
from portal.core.texts import as_written, comma

FEW = 5
"""Up to so many items have their names written across, also on a phone."""

KINDS = {
    Status.ON_TIME: "ok",
    Status.LATE: "late",
    Status.MISSING: "miss",
    Status.DUE: "due",
    Status.NOT_DUE: "wait",
    Status.EXCUSED: "exc",
    Status.NOT_APPLICABLE: "not",
}
"""The mark of `components/state.html` for each standing."""

LISTED = (Status.MISSING, Status.LATE, Status.EXCUSED, Status.NOT_APPLICABLE)
"""What is listed below the tables, in this order."""

_TAGS = {Status.MISSING: "owed", Status.LATE: "warn"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands for one obligation in a cell.

    Attributes:
        kind: The mark.
        word: What is read aloud.
        days: Days late; 0 where that says nothing.
        url: Where it leads; empty for nowhere.
        label: The month or number, where several stand in one cell.
        waits: On the desk, what it waits for, in a word.
    """

    kind: str
    word: str
    days: int = 0
    url: str = ""
    label: str = ""
    waits: str = ""


Leads = Callable[[ObligationStatus], str]
Waits = Callable[[ObligationStatus], str]


def notice_url(row: ObligationStatus) -> str:
    """Return the address of what was published, if anything was."""
    return reverse("disclosure:notice", args=[row.notice]) if row.notice else ""


def waits_for_nothing(row: ObligationStatus) -> str:
    """Return what the public is told of unpublished work: nothing."""
    return ""


def tables(matrix: Matrix, *, leads: Leads = notice_url, waits: Waits = waits_for_nothing) -> list[dict[str, Any]]:
    """Return the tables for `components/matrix.html`.

    Args:
        matrix: What is shown.
        leads: Where the mark of an obligation leads.
        waits: What an obligation waits for.
    """
    return [_table(one, leads, waits) for one in matrix.tables]


def status_words(row: ObligationStatus) -> str:
    """Say how an obligation stands, with the days: late by 3 days."""
    if row.status == Status.LATE:
        return ngettext("Late by %(count)d day", "Late by %(count)d days", row.days_late) % {"count": row.days_late}
    if row.status == Status.MISSING:
        said = ngettext("Missing, %(count)d day overdue", "Missing, %(count)d days overdue", row.days_late)
        return said % {"count": row.days_late}
    if row.status == Status.DUE:
        return _("Due by %(day)s") % {"day": dates.day(row.due_on)}
    return str(Status(row.status).label)


def figures(share: Share) -> list[dict[str, Any]]:
    """Return the sums for `components/tally.html`; what there is nothing of is left out, but never the missing."""
    rows = [
        {"label": _("Items owed"), "value": share.total},
        {"label": str(Status.ON_TIME.label), "value": share.on_time, "kind": "ok"},
        {"label": str(Status.LATE.label), "value": share.late, "kind": "late"},
        {"label": str(Status.MISSING.label), "value": share.missing, "kind": "miss", "owed": share.missing > 0},
    ]
    if share.percent is not None:
        rows.insert(1, {"label": _("Share on time"), "value": percent(share)})
    if share.due:
        rows.append({"label": _("Still to come"), "value": share.due, "kind": "due"})
    if share.exempt:
        rows.append({"label": _("Excused or not applicable"), "value": share.exempt, "kind": "exc"})
    return rows


def percent(share: Share) -> str:
    """Write a share on time; a dash where nothing was due yet."""
    return "—" if share.percent is None else f"{share.percent}%"


def legend(rows: Iterable[ObligationStatus]) -> list[dict[str, Any]]:
    """Return what the marks mean, of those that occur."""
    counted = Counter(row.status for row in rows)
    return [{"kind": kind, "text": str(standing.label)} for standing, kind in KINDS.items() if counted[standing]]


def listed(rows: Iterable[ObligationStatus]) -> list[dict[str, Any]]:
    """Return what is missing, late, excused or not applicable: with days and the reason the office published."""
    found = [row for row in rows if row.status in LISTED]
    found.sort(key=lambda row: (LISTED.index(row.status), -row.days_late, row.unit.code, row.entry.code))
    return [
        {
            "unit": row.unit.name,
            "unit_url": reverse("site:unit", args=[row.unit.code]),
            "item": item_name(row),
            "url": notice_url(row),
            "kind": _TAGS.get(row.status, ""),
            "tag": str(Status(row.status).label),
            "text": _days_in_words(row),
            "reason": as_written(public_reason(row)),
        }
        for row in found
    ]


def public_reason(row: ObligationStatus) -> str:
    """Return why something need not be published, where the office lets the public read it."""
    return row.exemption.reason if row.exemption and row.exemption.is_public else ""


def item_name(row: ObligationStatus) -> str:
    """Return the item, with the month where it is owed by month instead of as the catalogue says."""
    if row.entry.is_regular and row.period.cadence != row.entry.cadence:
        return comma().join([row.entry.name, name_of(row.period)])
    return row.entry.name


def due_days(rows: Sequence[ObligationStatus]) -> str:
    """Say by when the items are due: on one day, or between two."""
    days = sorted({row.due_on for row in rows})
    if not days:
        return ""
    if days[0] == days[-1]:
        return _("Due by %(day)s.") % {"day": dates.full_date(days[0])}
    return _("Due between %(first)s and %(last)s.") % {
        "first": dates.full_date(days[0]),
        "last": dates.full_date(days[-1]),
    }


def trend_context(trend: Trend, units: Sequence[tuple[int, str]]) -> dict[str, Any] | None:
    """Return the trend: a picture of the whole, and a table of every unit. None where there is one period only.

    Args:
        trend: The shares.
        units: Primary keys and names of the units, in the order they are shown.
    """
    if len(trend.periods) < 2:
        return None
    title = _("Share published on time")
    return {
        "chart": charts.trend(_points(trend.periods, trend.overall), title=title, ids="trend"),
        "heads": [name_of(period, short=True) for period in trend.periods],
        "overall": [percent(share) for share in trend.overall],
        "lines": [
            {
                "name": name,
                "spark": charts.spark(_points(trend.periods, trend.by_unit[key])),
                "shares": [percent(share) for share in trend.by_unit[key]],
            }
            for key, name in units
            if key in trend.by_unit
        ],
    }


def unit_names(matrix: Matrix) -> list[tuple[int, str]]:
    """Return the units of a matrix in the order of its tables."""
    return [(line.unit.pk, line.unit.name) for table in matrix.tables for line in table.lines]


def kind_name(kind: UnitKind) -> str:
    """Return what the units of a kind are called together."""
    return {
        UnitKind.VILLAGE: pgettext("units together", "Villages"),
        UnitKind.STATION: pgettext("units together", "Stations"),
        UnitKind.TOWN: pgettext("units together", "The town"),
    }[kind]


def _table(table: Table, leads: Leads, waits: Waits) -> dict[str, Any]:
    return {
        "id": table.kind.value,
        "title": kind_name(table.kind),
        "few": len(table.entries) <= FEW,
        "heads": [
            {"code": entry.code, "name": entry.name, "share": percent(share), "share_words": _of(share)}
            for entry, share in zip(table.entries, table.shares, strict=True)
        ],
        "lines": [_line(line, leads, waits) for line in table.lines],
        "share": percent(table.share),
        "share_words": _of(table.share),
    }


def _line(line: Line, leads: Leads, waits: Waits) -> dict[str, Any]:
    return {
        "unit": line.unit.name,
        "url": reverse("site:unit", args=[line.unit.code]),
        "cells": [[_mark(row, cell, leads, waits) for row in cell] for cell in line.cells],
        "share": percent(line.share),
        "share_words": _of(line.share),
    }


def _mark(row: ObligationStatus, cell: Sequence[ObligationStatus], leads: Leads, waits: Waits) -> Mark:
    label = ""
    if len(cell) > 1 or row.period.cadence == Cadence.MONTHLY != row.entry.cadence:
        is_month = row.entry.is_regular and row.period.cadence == Cadence.MONTHLY
        label = _short_month(row.period.first) if is_month else str(cell.index(row) + 1)
    return Mark(
        kind=KINDS[Status(row.status)],
        word=status_words(row),
        days=row.days_late if row.status in {Status.LATE, Status.MISSING} else 0,
        url=leads(row),
        label=label,
        waits=waits(row),
    )


def _short_month(first: date) -> str:
    """Write a month as there is room for in a cell: 7月, Jul."""
    return f"{first.month}月" if dates.is_chinese() else dates.month_name(first)[:3]


def _of(share: Share) -> str:
    """Say out of how many the share is, for the readers aloud and the title."""
    of = share.on_time + share.late + share.missing
    return _("%(done)d of %(of)d on time") % {"done": share.on_time, "of": of} if of else _("Nothing was due yet")


def _days_in_words(row: ObligationStatus) -> str:
    """Say when it was published and by how many days it was or is late; nothing for what is exempt."""
    if row.status not in {Status.LATE, Status.MISSING}:
        return ""
    count = {"count": row.days_late}
    late = ngettext("%(count)d day late", "%(count)d days late", row.days_late) % count
    if row.published_on:
        return comma().join([_("published on %(day)s") % {"day": dates.day(row.published_on)}, late])
    return comma().join([_("was due on %(day)s") % {"day": dates.day(row.due_on)}, late])


def _points(periods: Sequence[Period], shares: Sequence[Share]) -> list[charts.Point]:
    points, year = [], 0
    for period, share in zip(periods, shares, strict=True):
        is_year = period.cadence == Cadence.YEARLY
        sub = str(period.first.year) if period.first.year != year and not is_year else ""
        year = period.first.year
        points.append(charts.Point(_axis_word(period), share.percent, sub, current=period == periods[-1]))
    return points


def _axis_word(period: Period) -> str:
    """Return a period as there is room for below a column."""
    if period.cadence == Cadence.MONTHLY:
        return _short_month(period.first)
    if period.cadence == Cadence.HALF_YEARLY:
        return pgettext("half of a year", "H1") if period.first.month == 1 else pgettext("half of a year", "H2")
    return str(period.first.year) if period.cadence == Cadence.YEARLY else quarter_word(period)
