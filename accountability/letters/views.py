"""Letters for everybody: the page of a year, each letter, and what its measures were counted from."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_safe

from accountability.letters import documents
from accountability.letters.models import Letter
from accountability.letters.presenters import letters as presenters, public
from accountability.letters.queries import log
from accountability.letters.queries.wording import published_document
from accountability.letters.registry import LETTER_SECTIONS, YEAR_SECTIONS, LetterPage, YearPage
from portal.accounts.models import Unit
from portal.accounts.queries import town as first_town, units
from portal.core import files
from portal.core.pages import public_file, public_page
from portal.core.sections import load_places


@public_page("view")
def current(request: HttpRequest) -> HttpResponse:
    """Show the newest year; not by a redirect, so that it is kept like any page."""
    town = _town()
    year = log.latest_year(town)
    if year is None:
        return render(request, "accountability/letters/none.html", {"crumbs": _way()[:1]})
    return _page(request, town, year)


@public_page("view")
def of_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show one year."""
    town = _town()
    if year not in log.years(town):
        raise Http404
    return _page(request, town, year)


def _page(request: HttpRequest, town: Unit, year: int) -> HttpResponse:
    at, years = timezone.now(), log.years(town)
    places = load_places(YEAR_SECTIONS, YearPage(town, year, at))
    context = {
        "page": public.shown_year(town, year, at=at, years=years),
        "sections": places,
        "known_as": reverse("accountability:year", args=[year]),
        "crumbs": _way()[:1],
    }
    return render(request, "accountability/letters/year.html", context)


@public_page("view")
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """Show one letter."""
    found, at = _letter(number), timezone.now()
    page = LetterPage(found.unit, found.year, at, is_public=True)
    context = {
        "letter": presenters.shown(found, at=at, is_public=True),
        "sections": load_places(LETTER_SECTIONS, page),
        "crumbs": _way(found.year),
    }
    return render(request, "accountability/letters/letter.html", context)


@public_page("view")
def published_in_time(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """List what the share of publications in time of a unit was counted from."""
    unit = get_object_or_404(units(), code=code)
    rows = public.published_items(unit, year, timezone.now())
    if not rows:
        raise Http404
    context = {"unit": unit, "year": year, "rows": rows, "crumbs": _way(year)}
    return render(request, "accountability/letters/published_in_time.html", context)


@public_file
@require_safe
def letter_pdf(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand a letter out on paper."""
    found = _letter(number)
    return files.content_response(
        request, documents.letter_pdf(found), name=f"{found.number}.pdf", content_type="application/pdf", public=True
    )


@public_file
@require_safe
def letter_document(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand out the document whose hash the publication log names."""
    content = published_document(_letter(number)).encode()
    return files.content_response(request, content, name=f"{number}.json", content_type="application/json", public=True)


@public_file
@require_safe
def year_csv(request: HttpRequest, year: int) -> HttpResponseBase:
    """Hand out the figures of a year as a table."""
    town = _town()
    if year not in log.years(town):
        raise Http404
    content = documents.year_csv(YearPage(town, year, timezone.now()))
    name = f"{town.name_zh}{year}年党风廉政建设责任落实.csv"
    return files.content_response(request, content, name=name, content_type="text/csv; charset=utf-8", public=True)


def _town() -> Unit:
    town = first_town()
    if town is None:
        raise Http404
    return town


def _letter(number: str) -> Letter:
    """Return a published letter.

    Raises:
        Http404: There is none under this number.
    """
    found = log.by_number(number)
    if found is None:
        raise Http404
    return found


def _way(year: int | None = None) -> list[tuple[str, str]]:
    here = pgettext("public menu", "Duties")
    way = [(_("Home"), reverse("site:home")), (here, reverse("accountability:years"))]
    if year is not None:
        way.append((_("Year %(year)d") % {"year": year}, reverse("accountability:year", args=[year])))
    return way
