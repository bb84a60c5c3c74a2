"""Home, the boards of the units, the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from disclosure.boards.queries.postings import boards_of
from disclosure.catalogue.enums import Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.presenters.page import pillars
from disclosure.content.statement.queries import money
from disclosure.content.statement.queries.breakdown import breakdown
from disclosure.notices.presenters.cards import board_cards, cards
from disclosure.notices.presenters.words import period_name
from disclosure.notices.queries.editions import live
from disclosure.obligations.queries import owed as obligations
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.board import Board, Column, board
from disclosure.obligations.queries.owed import Share
from disclosure.obligations.queries.reading import Owed
from portal.accounts import queries
from portal.accounts.models import Unit
from portal.core import charts, dates
from portal.core.pages import public_page
from portal.core.texts import as_written

JUST_PUBLISHED = 6


@public_page("view")
def home(request: HttpRequest) -> HttpResponse:
    """Show what was just published, the villages, and what is due this quarter."""
    at = timezone.now()
    villages = list(queries.villages())
    basis = read_basis(at=at)
    period = basis.spoken_of()
    owed = obligations.owed_for_each([period], basis=basis, units=villages)[period]
    context = {
        "villages": _unit_cards(villages, owed),
        "village_count": len(villages),
        "station_count": queries.stations().count(),
        "streams": Stream.choices,
        "notices": cards(live().defer("canonical", "body")[:JUST_PUBLISHED], today=timezone.localdate(at)),
        "due": _due_context(villages, owed),
        "period": name_of(period),
    }
    return render(request, "site/home.html", context)


@public_page("view")
def units(request: HttpRequest) -> HttpResponse:
    """Show every unit, with how it stands this quarter."""
    at = timezone.now()
    villages = list(queries.villages())
    basis = read_basis(at=at)
    period = basis.spoken_of()
    owed = obligations.owed_for_each([period], basis=basis, units=villages)[period]
    context = {
        "crumbs": [(_("Home"), reverse("site:home"))],
        "villages": _unit_cards(villages, owed),
        "stations": _plain_cards(queries.stations()),
        "period": name_of(period),
    }
    return render(request, "site/units.html", context)


@public_page("view")
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit's board: its money, its notices by stream, its people."""
    found = queries.units().select_related("parent").filter(code=code).first()
    if found is None:
        raise Http404
    at = timezone.now()
    shown = board(found, at=at)
    context = {
        "crumbs": [(_("Home"), reverse("site:home")), (_("Boards"), reverse("site:units"))],
        "unit": found,
        "lede": _board_sentence(shown),
        "meta": _board_facts(found),
        "contact": as_written(found.supervision_contact),
        "money": _money_context(shown),
        "streams": [_stream(found, column, at) for column in shown.columns],
        "staff": queries.staff_of(found),
    }
    return render(request, "site/unit.html", context)


@public_page("view")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what has to be disclosed, by whom, how often and on what basis."""
    entries = list(CatalogueEntry.objects.filter(is_active=True).order_by("code"))
    context = {
        "crumbs": [(_("Home"), reverse("site:home"))],
        "count": len(entries),
        "streams": [
            {
                "value": stream.value,
                "label": stream.label,
                "entries": [_catalogue_row(entry) for entry in entries if entry.stream == stream],
            }
            for stream in Stream
        ],
    }
    return render(request, "site/catalogue.html", context)


@public_page("view")
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the portal can be used, and whom to tell where it cannot."""
    return render(request, "site/accessibility.html", {"crumbs": [(_("Home"), reverse("site:home"))]})


def _unit_cards(places: Iterable[Unit], owed: Iterable[Owed]) -> list[dict[str, str]]:
    holds = obligations.by_unit(owed)
    return [_unit_card(place, obligations.share(holds.get(place.pk, ()))) for place in places]


def _unit_card(place: Unit, counted: Share) -> dict[str, str]:
    """Return a village for the index: how many items it owes, and how many are missing."""
    items = ngettext("%(count)d item", "%(count)d items", counted.owed) % {"count": counted.owed}
    missing = ""
    if counted.missing:
        missing = ngettext("%(count)d missing", "%(count)d missing", counted.missing) % {"count": counted.missing}
        text = items
    elif counted.due:
        done = counted.owed - counted.due
        text = _("%(items)s, %(done)d published so far") % {"items": items, "done": done}
    else:
        text = _("%(items)s, all published") % {"items": items} if counted.owed else ""
    return {"url": reverse("site:unit", args=[place.code]), "name": place.name, "text": text, "owed": missing}


def _plain_cards(places: Iterable[Unit]) -> list[dict[str, str]]:
    return [{"url": reverse("site:unit", args=[place.code]), "name": place.name, "text": ""} for place in places]


def _due_context(villages: Sequence[Unit], owed: Sequence[Owed]) -> dict[str, Any] | None:
    """Return the bar of what the villages owe this quarter; None where nothing is owed."""
    counted = obligations.share(owed)
    if not counted.owed:
        return None
    parts = [
        charts.Share(_("On time"), counted.on_time, "ok"),
        charts.Share(_("Late"), counted.late, "late"),
        charts.Share(_("Missing"), counted.missing, "miss"),
    ]
    title = _("%(count)d items due") % {"count": counted.owed}
    key = [{"kind": part.kind, "text": f"{part.label} {part.count}"} for part in parts]
    if counted.due:
        key.append({"kind": "not", "text": _("Not due yet %(count)d") % {"count": counted.due}})
    return {
        "tally": counted,
        "villages": len(villages),
        "due_on": dates.day(max(row.due_on for row in owed)),
        "chart": charts.share_bar(parts, title=title, ids="due"),
        "has_chart": counted.owed > counted.due,
        "key": key,
    }


def _board_sentence(shown: Board) -> str:
    """Say how a unit stands this quarter; empty where it owes nothing quarterly."""
    if not shown.owed:
        return ""
    counted = obligations.share(shown.owed)
    numbers = {
        "period": name_of(shown.owed[0].period),
        "total": counted.owed,
        "done": counted.on_time + counted.late,
        "missing": counted.missing,
    }
    if counted.missing:
        return _("Due for the %(period)s: %(total)d items; %(done)d are public, %(missing)d are missing.") % numbers
    if counted.due:
        return _("Due for the %(period)s: %(total)d items; %(done)d are public so far.") % numbers
    return _("Due for the %(period)s: %(total)d items; all are public.") % numbers


def _board_facts(found: Unit) -> list[tuple[str, str]]:
    facts = ((_("Notice boards"), _where_boards(found)), (_("Opinion box"), found.opinion_box))
    return [(term, as_written(value)) for term, value in facts if value]


def _where_boards(found: Unit) -> str:
    """Say where a unit's boards are: those on the register, or else what its own table says."""
    places = [each.place for each in boards_of(found)]
    return pgettext("between places", "; ").join(places) or found.boards


def _money_context(shown: Board) -> dict[str, Any] | None:
    statement = shown.money
    if statement is None:
        return None
    lines = list(statement.lines.all())
    notice = statement.edition.notice
    before = money.statement_before(notice.unit, notice.entry, Period.parse(notice.period))
    return {
        "pillars": pillars(statement, lines, breakdown(lines), before=before),
        "period": period_name(notice),
        "url": reverse("disclosure:notice", args=[notice.number]),
    }


def _stream(found: Unit, column: Column, at: datetime) -> dict[str, Any]:
    """Return one column of a board: the newest notices, then what is missing."""
    kinds = ngettext("%(count)d item of the catalogue", "%(count)d items of the catalogue", column.kinds)
    return {
        "id": column.stream.value,
        "title": column.stream.label,
        "note": kinds % {"count": column.kinds} if column.kinds else "",
        "notices": [*board_cards(column.editions, today=timezone.localdate(at)), *_missing(column)],
        "more_url": f"{reverse('disclosure:notices')}?unit={found.code}&stream={column.stream.value}"
        if column.editions
        else "",
        "more_text": _("All of this stream"),
    }


def _missing(column: Column) -> list[dict[str, Any]]:
    return [
        {
            "url": "",
            "title": as_written(row.entry.name),
            "date_text": _("was due on %(day)s") % {"day": dates.day(row.due_on)},
            "tags": [
                {
                    "kind": "owed",
                    "text": ngettext("%(count)d day late", "%(count)d days late", row.days_late)
                    % {"count": row.days_late},
                }
            ],
        }
        for row in column.missing
    ]


def _catalogue_row(entry: CatalogueEntry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name,
        "cadence": entry.get_cadence_display(),
        "publisher": entry.get_publisher_display(),
        "on_notice": _notice_length(entry),
        "basis": as_written(entry.basis_zh),
    }


def _notice_length(entry: CatalogueEntry) -> str:
    if not entry.notice_days:
        return ""
    if entry.notice_unit == "working":
        said = ngettext("%(count)d working day", "%(count)d working days", entry.notice_days)
    else:
        said = ngettext("%(count)d calendar day", "%(count)d calendar days", entry.notice_days)
    return said % {"count": entry.notice_days}
