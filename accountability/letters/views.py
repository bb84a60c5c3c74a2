"""What is public of accountability: a year on one page."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accountability.letters import presenters
from portal.accounts.queries import town as first_town
from portal.core.demonstration import today_of_due_days
from portal.core.pages import public_page


@public_page("view")
def start(request: HttpRequest) -> HttpResponse:
    """Show the present year, or say that nothing of it is public yet."""
    return _page(request, today_of_due_days(timezone.now()).year)


@public_page("view")
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """Show one year of which something is public."""
    if not date.min.year <= year <= date.max.year:
        raise Http404
    return _page(request, year, is_named=True)


def _page(request: HttpRequest, year: int, *, is_named: bool = False) -> HttpResponse:
    town = first_town()
    page = presenters.year_page(town, year, at=timezone.now()) if town else None
    if is_named and (page is None or not page.sections):
        raise Http404
    return render(request, "accountability/letters/year.html", {"page": page, "crumbs": presenters.way(year)})
