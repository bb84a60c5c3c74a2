"""Rating a window, and the figures for everybody."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accountability.letters.registry import YearPage
from accountability.ratings import actions, presenters, queries
from accountability.ratings.forms import RatingForm
from accountability.ratings.models import Window
from accountability.ratings.rules import AN_HOUR_AT_MOST, TOKEN_MINUTES, UNCOUNTED_AT_MOST
from portal.accounts.models import Unit
from portal.accounts.queries import system_actor, town as first_town
from portal.core import files, rate as limits
from portal.core.encryption import seal, unseal
from portal.core.encryption.cipher import InvalidToken
from portal.core.pages import links_keep, no_store, public_file, public_page
from portal.core.refusals import Refused
from portal.core.spreadsheets import as_csv

HOUR = timedelta(hours=1)
GUESSES_AT_MOST = 20
"""Codes of slips that are tried from one network within an hour."""


@no_store
@links_keep("slip")
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form of a window, or count a rating."""
    window = _window(code)
    status = 200
    is_sent = request.method == "POST"
    form = RatingForm(request.POST if is_sent else None, initial={"slip": request.GET.get("slip", "")[:20]})
    if form.is_bound:
        status = _count(request, form, window, timezone.now())
        if status == 303:
            return redirect("accountability:rated", window.code)
    context = {
        "form": form,
        "window": window,
        "page": _new_page(window),
        "phone": window.unit.town.supervision_phone,
    }
    return render(request, "accountability/ratings/rate.html", context, status=status)


@public_page("view")
def rated(request: HttpRequest, code: str) -> HttpResponse:
    """Say thank you."""
    return render(request, "accountability/ratings/rated.html", {"window": _window(code)})


def _window(code: str) -> Window:
    window = queries.window_at(code)
    if window is None:
        raise Http404
    return window


def _count(request: HttpRequest, form: RatingForm, window: Window, at: datetime) -> int:
    """Count a rating that was sent, and return the status of what is answered."""
    if not form.is_valid():
        return 422
    given = form.cleaned_data
    page = "" if given["slip"] else _read_page(given["page"], window)
    if not given["slip"] and not page and not window.needs_slip:
        form.add_error(None, _("This page was open for too long. Send it once more."))
        return 422
    if not _may_send(request, slip=given["slip"], page=page, at=at):
        form.add_error(None, _("From your network there were more ratings than people make. Come back in an hour."))
        return 429
    try:
        actions.rate(
            actor=system_actor(),
            window=window,
            score=given["score"],
            words=given["words"],
            slip=given["slip"],
            page=page,
            at=at,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return refusal.status
    return 303


def _may_send(request: HttpRequest, *, slip: str, page: str, at: datetime) -> bool:
    """Return whether one more rating is taken from this network; without Redis by what came from everywhere."""
    seconds = int(HOUR.total_seconds())
    if slip:
        return limits.is_within(request, scope="rating-slip", limit=GUESSES_AT_MOST, seconds=seconds) is not False
    within = limits.is_within(request, scope="rating", limit=AN_HOUR_AT_MOST, seconds=seconds, once=page)
    return queries.came_without_slip(at - HOUR) < UNCOUNTED_AT_MOST if within is None else within


def _new_page(window: Window) -> str:
    """Return what stands in a page that is opened: by it the page is known again, and counts once."""
    return seal(f"{window.pk}:{secrets.token_hex(12)}")


def _read_page(token: str, window: Window) -> str:
    """Return by what an opened page is known; empty where it is none of this window, or too old."""
    try:
        said = unseal(token, max_age=timedelta(minutes=TOKEN_MINUTES))
    except InvalidToken:
        return ""
    return said if said.startswith(f"{window.pk}:") else ""


@public_page("view")
def ratings(request: HttpRequest) -> HttpResponse:
    """Show how windows were rated in the last year in which they were."""
    town = _town()
    years = queries.years_rated(town)
    return _figures(request, town, years, years[0] if years else timezone.localdate().year)


@public_page("view")
def ratings_of_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show how windows were rated in one year."""
    town = _town()
    years = queries.years_rated(town)
    if year not in years:
        raise Http404
    return _figures(request, town, years, year)


def _figures(request: HttpRequest, town: Unit, years: list[int], year: int) -> HttpResponse:
    context: dict[str, Any] = {
        "shown": presenters.of_year(YearPage(town, year, timezone.now())),
        "honest": presenters.honest_words(),
        "year": year,
        "years": [one for one in years if one != year],
        "csv_url": reverse("accountability_files:ratings_csv", args=[year]),
        "crumbs": [
            (_("Home"), reverse("site:home")),
            (pgettext("public menu", "Duties"), reverse("accountability:years")),
        ],
        "known_as": reverse("accountability:ratings_of_year", args=[year]) if year in years else None,
    }
    return render(request, "accountability/ratings/figures.html", context)


@public_file
@require_safe
def ratings_csv(request: HttpRequest, year: int) -> HttpResponseBase:
    """Hand out the figures of a year as a table."""
    town = _town()
    with translation.override("zh-hans"):
        shown = presenters.of_year(YearPage(town, year, timezone.now()))
        if shown is None:
            raise Http404
        content = as_csv(presenters.as_rows(shown))
    name = f"{town.name_zh}{year}年窗口评价.csv"
    return files.content_response(request, content, name=name, content_type="text/csv; charset=utf-8", public=True)


def _town() -> Unit:
    town = first_town()
    if town is None:
        raise Http404
    return town
