"""Results of assessments for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_safe

from accountability.appraisal.presenters.sections import on_letter
from accountability.assessment import documents
from accountability.assessment.models import Assessment
from accountability.assessment.presenters import public as presenters
from accountability.assessment.queries import published
from accountability.letters.registry import LetterPage
from portal.accounts.models import Unit
from portal.accounts.queries import town as first_town
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.core.pages import public_file, public_page


@public_page("view")
def results(request: HttpRequest, year: int) -> HttpResponse:
    """Show the results of a year, and how is scored."""
    town = _town()
    row = published.year_of(town, year)
    shown = presenters.results(town, year, today=today_of_due_days(timezone.now()))
    if row is None or shown is None:
        raise Http404
    context = {"results": shown, "method": presenters.method_of(row), "year": year, "crumbs": _way(year)[:2]}
    return render(request, "accountability/assessment/results.html", context)


@public_page("view")
def result(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Show the newest result of a unit."""
    row = _result(year, code)
    return _page(request, row, row.editions.all()[0].number)


@public_page("view")
def edition(request: HttpRequest, year: int, code: str, number: int) -> HttpResponse:
    """Show one edition of a unit's result."""
    return _page(request, _result(year, code), number)


def _page(request: HttpRequest, row: Assessment, number: int) -> HttpResponse:
    found = next((one for one in row.editions.all() if one.number == number), None)
    if found is None:
        raise Http404
    at = timezone.now()
    shown = presenters.unit_result(row, found, today=today_of_due_days(at))
    context = {
        "result": shown,
        "appraised": on_letter(LetterPage(row.unit, row.of_year.year, at, is_public=True)),
        "phone": row.of_year.town.supervision_phone,
        "crumbs": _way(row.of_year.year),
        "known_as": reverse("accountability:assessment", args=[row.of_year.year, row.unit.code]),
    }
    return render(request, "accountability/assessment/result.html", context)


@public_file
@require_safe
def document(request: HttpRequest, year: int, code: str, number: int) -> HttpResponseBase:
    """Hand out the document whose hash the publication log names."""
    row = _result(year, code)
    found = next((one for one in row.editions.all() if one.number == number), None)
    if found is None:
        raise Http404
    name = f"{row.audit_number()}-{number}.json"
    return files.content_response(
        request, found.document.encode(), name=name, content_type="application/json", public=True
    )


@public_file
@require_safe
def paper(request: HttpRequest, year: int, form: str) -> HttpResponseBase:
    """Hand out the published results of a year as PDF or CSV."""
    town = _town()
    row = published.year_of(town, year)
    rows = published.results_of(town, year)
    if row is None or not rows:
        raise Http404
    return files.content_response(
        request,
        documents.RANKING[form](documents.published_ranking(row, rows)),
        name=f"{town.name_zh}{year}年党风廉政建设责任制考核结果.{form}",
        content_type=documents.CONTENT_TYPES[form],
        public=True,
    )


def _way(year: int) -> list[tuple[str, str]]:
    return [
        (_("Home"), reverse("site:home")),
        (pgettext("public menu", "Duties"), f"{reverse('site:home')}accountability/{year}/"),
        (_("Results of the assessment"), reverse("accountability:assessments", args=[year])),
    ]


def _result(year: int, code: str) -> Assessment:
    found = published.result_of(code, year)
    if found is None:
        raise Http404
    return found


def _town() -> Unit:
    found = first_town()
    if found is None:
        raise Http404
    return found
