"""Outcomes and figures of petitions for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from petitions.outcomes import documents
from petitions.outcomes.models import Outcome
from petitions.outcomes.presenters import figures as presenters, outcomes as shown_outcomes
from petitions.outcomes.queries import outcomes as queries
from petitions.outcomes.queries.figures import first_received_at
from portal.accounts.models import Unit
from portal.accounts.queries import town as first_town
from portal.core import files, keyset
from portal.core.demonstration import today_of_due_days
from portal.core.pages import public_file, public_page


@public_page("view")
def outcomes(request: HttpRequest) -> HttpResponse:
    """Show the figures of the present year, the yearly lines, and what was released last."""
    town, years = _town_and_years()
    return _page(request, town, years, years[0]) if years else render(request, "petitions/outcomes/none.html")


@public_page("view")
def outcomes_of_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the figures and outcomes of one year."""
    town, years = _town_and_years()
    if year not in years:
        raise Http404
    return _page(request, town, years, year)


@public_page("view", "newer", "older")
def told(request: HttpRequest) -> HttpResponse:
    """List what was released, newest first."""
    turned = {name: request.GET.get(name, "") for name in ("newer", "older")}
    page = keyset.page(queries.released(), field="released_at", size=shown_outcomes.SHOWN_AT_ONCE, **turned)
    here = reverse("petitions:told")
    context = {
        "outcomes": shown_outcomes.shown(page.rows),
        "newer_url": f"{here}?newer={page.newer}" if page.newer else "",
        "older_url": f"{here}?older={page.older}" if page.older else "",
        "is_first": not any(turned.values()),
        "crumbs": _way(),
    }
    return render(request, "petitions/outcomes/told.html", context)


@public_page("view")
def outcome(request: HttpRequest, number: str) -> HttpResponse:
    """Show one outcome."""
    found = _told(number)
    context = {
        "outcome": shown_outcomes.shown([found])[0],
        "meta": shown_outcomes.public_meta(found),
        "crumbs": [*_way(), (_("What came of petitions"), reverse("petitions:told"))],
    }
    return render(request, "petitions/outcomes/outcome.html", context)


@public_file
@require_safe
def document(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand out the document whose hash the publication log names."""
    content = _told(number).document.encode()
    return files.content_response(request, content, name=f"{number}.json", content_type="application/json", public=True)


@public_file
def paper(request: HttpRequest, year: int, form: str) -> HttpResponseBase:
    """Hand the figures of a year out as a table or a report."""
    town, years = _town_and_years()
    if year not in years:
        raise Http404
    page = documents.in_chinese(town, year, today=today_of_due_days(timezone.now()))
    return files.content_response(
        request,
        documents.MAKERS[form](page),
        name=f"{town.name_zh}{year}年信访工作.{form}",
        content_type=documents.CONTENT_TYPES[form],
        public=True,
    )


def _way() -> list[tuple[str, str]]:
    return [
        (_("Home"), reverse("site:home")),
        (_("Outcomes and figures of petitions"), reverse("petitions:outcomes")),
    ]


def _told(number: str) -> Outcome:
    """Return a released outcome.

    Raises:
        Http404: There is none under this number, or it was taken off line.
    """
    found = queries.by_number(number)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, town: Unit, years: list[int], year: int) -> HttpResponse:
    today = today_of_due_days(timezone.now())
    page = presenters.year_page(town, year, today=today)
    of_year = queries.released().filter(petition__town=town, released_at__year=year)
    context = {
        "page": page,
        "year": year,
        "lines": presenters.lines(town, years, today=today),
        "outcomes": shown_outcomes.shown(of_year[: shown_outcomes.SHOWN_AT_ONCE]),
        "files": presenters.files_of(page),
        "crumbs": _way()[:1],
    }
    return render(request, "petitions/outcomes/outcomes.html", context)


def _town_and_years() -> tuple[Unit, list[int]]:
    town = first_town()
    if town is None:
        raise Http404
    today = today_of_due_days(timezone.now())
    return town, presenters.years_with_petitions(first_received_at(town), today=today)
