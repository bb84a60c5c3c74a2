"""What anybody reads: the list of notices, a notice, and its earlier editions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.presenters.cards import cards
from disclosure.notices.presenters.notice import page_context, superseded_call, withdrawn_context
from disclosure.notices.queries import reading
from disclosure.notices.queries.editions import live_matching
from disclosure.notices.registry.pages import BELOW_PERIOD, NOTICE_SECTIONS, NoticePage
from disclosure.notices.registry.parts import form_of
from portal.accounts.models import Unit
from portal.accounts.queries import units
from portal.core import calendar, keyset
from portal.core.pages import public_page
from portal.core.sections import load_sections

PAGE_SIZE = 30
PERIODS_OFFERED = 8
MAX_PARAMETER_LENGTH = 100
FILTERS = ("q", "unit", "stream", "period")


@public_page(*FILTERS, "newer", "older", "view")
def notices(request: HttpRequest) -> HttpResponse:
    """Show the live notices, newest first, narrowed by unit, stream, period and words."""
    at = timezone.now()
    chosen = {name: _typed(request, name) for name in FILTERS}
    offered = list(units())
    unit = _unit(chosen["unit"], offered)
    if chosen["stream"] and chosen["stream"] not in Stream.values:
        raise Http404
    rows = live_matching(unit=unit, stream=chosen["stream"], period=chosen["period"], words=chosen["q"])
    page = keyset.page(
        rows.defer("canonical", "body"),
        field="published_at",
        time_of=_published_at,
        size=PAGE_SIZE,
        newer=request.GET.get("newer", ""),
        older=request.GET.get("older", ""),
    )
    kept = {name: value for name, value in chosen.items() if value}
    context = {
        "chosen": chosen,
        "is_narrowed": bool(kept),
        "units": offered,
        "streams": Stream.choices,
        "periods": _periods(chosen["period"], at),
        "notices": cards(page.rows, today=timezone.localdate(at)),
        "newer_url": _page_address(kept, "newer", page.newer),
        "older_url": _page_address(kept, "older", page.older),
        "crumbs": [(_("Home"), reverse("site:home"))],
    }
    return render(request, "disclosure/notices/notices.html", context)


@public_page("view")
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show what a notice says now, or that it has been withdrawn."""
    at = timezone.now()
    editions = _editions(number)
    if editions[0].state == State.WITHDRAWN:
        return _withdrawn(request, editions[0], editions)
    return render(request, "disclosure/notices/notice.html", _context(editions[0], editions, at))


@public_page("view")
def edition(request: HttpRequest, number: str, edition: int) -> HttpResponse:
    """Show an edition by its number; one that has been replaced says so first."""
    at = timezone.now()
    editions = _editions(number)
    asked = next((one for one in editions if one.number == edition), None)
    if asked is None:
        raise Http404
    current = editions[0]
    for one in (asked, current):
        if one.state == State.WITHDRAWN:
            return _withdrawn(request, one, editions)
    context = _context(asked, editions, at)
    if asked.pk != current.pk:
        context["superseded"] = superseded_call(asked, current)
    return render(request, "disclosure/notices/notice.html", context)


def _typed(request: HttpRequest, name: str) -> str:
    """Return a parameter as typed, without what PostgreSQL cannot hold."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:MAX_PARAMETER_LENGTH]


def _editions(number: str) -> list[Edition]:
    editions = reading.published_editions(number)
    if not editions:
        raise Http404
    return editions


def _context(asked: Edition, editions: list[Edition], at: datetime) -> dict[str, Any]:
    page = NoticePage(edition=asked, editions=editions, content=form_of(asked).presenter(asked), at=at)
    return page_context(page, calendar=calendar.load()) | {
        "beside_content": load_sections((one for one in NOTICE_SECTIONS if one.order < BELOW_PERIOD), page),
        "below_period": load_sections((one for one in NOTICE_SECTIONS if one.order >= BELOW_PERIOD), page),
    }


def _withdrawn(request: HttpRequest, edition: Edition, editions: list[Edition]) -> HttpResponse:
    return render(request, "disclosure/notices/withdrawn.html", withdrawn_context(edition, editions))


def _unit(code: str, offered: list[Unit]) -> Unit | None:
    """Return the unit of a code.

    Raises:
        Http404: A unit is named that there is not.
    """
    if not code:
        return None
    found = next((unit for unit in offered if unit.code == code), None)
    if found is None:
        raise Http404
    return found


def _published_at(edition: Edition) -> datetime:
    if edition.published_at is None:
        raise ValueError(f"Edition {edition.pk} is live and has no time of publication.")
    return edition.published_at


def _periods(chosen: str, at: datetime) -> list[tuple[str, str]]:
    """Return the periods offered: the last quarters and years, and the one that is chosen."""
    today = timezone.localdate(at)
    last = Period.containing(today, Cadence.QUARTERLY).previous
    year = Period.containing(today, Cadence.YEARLY)
    spans = [last.shifted(-back) for back in range(PERIODS_OFFERED)]
    spans += [year, year.previous, year.shifted(-2)]
    offered = [(str(span), name_of(span)) for span in spans]
    if chosen and chosen not in dict(offered):
        try:
            offered.insert(0, (chosen, name_of(Period.parse(chosen))))
        except ValueError as fault:
            raise Http404 from fault
    return offered


def _page_address(kept: dict[str, str], name: str, place: str) -> str:
    if not place:
        return ""
    return f"{reverse('disclosure:notices')}?{urlencode({**kept, name: place})}"
