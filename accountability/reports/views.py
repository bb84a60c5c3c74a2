"""The yearly reports for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability.reports import documents
from accountability.reports.enums import ReportState
from accountability.reports.models import Report
from accountability.reports.presenters import public
from accountability.reports.presenters.report import for_everybody
from accountability.reports.queries import reports as queries
from portal.accounts.queries import town as first_town
from portal.cases.views import TOO_MANY
from portal.core import files, rate
from portal.core.pages import public_file, public_page
from portal.core.texts import in_every_language

MADE_AT_MOST, MADE_WITHIN = 30, 600
"""How many papers one network may have made in so many seconds."""


@public_page("view")
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports that are published, the newest year first."""
    town = first_town()
    if town is None:
        raise Http404
    context = {"cards": public.cards(queries.public_reports(town)), "crumbs": _way()[:-1]}
    return render(request, "accountability/reports/reports.html", context)


@public_page("view")
def report(request: HttpRequest, year: int, edition: int | None = None) -> HttpResponse:
    """Show the report of a year, or an edition of it."""
    found = _published(year, edition)
    context = {
        "page": for_everybody(found),
        "report": found,
        "meta": public.meta(found),
        "others": public.editions(found),
        "is_superseded": found.state == ReportState.SUPERSEDED,
        "files": public.files_of(found),
        "crumbs": _way(),
        "known_as": reverse("accountability:yearly_report", args=[year]),
    }
    return render(request, "accountability/reports/report.html", context)


@public_file
@require_safe
def canonical(request: HttpRequest, year: int, edition: int) -> HttpResponseBase:
    """Hand out the document whose hash the publication log names."""
    found = _published(year, edition)
    return files.content_response(
        request,
        found.document.encode(),
        name=f"{found.number}-{edition}.json",
        content_type="application/json",
        public=True,
    )


@public_file
@require_safe
def paper(request: HttpRequest, year: int, form: str) -> HttpResponseBase:
    """Hand out the report that is in force as PDF, docx or JSON."""
    found = _published(year)
    etag = f'"{found.content_sha256[:32]}-report-{form}"'
    known = get_conditional_response(request, etag)
    if known is None and rate.is_within(request, scope="report", limit=MADE_AT_MOST, seconds=MADE_WITHIN) is False:
        sentences = "\n".join(in_every_language(TOO_MANY).values())
        return HttpResponse(sentences, status=429, content_type="text/plain; charset=utf-8")
    response = known or files.content_response(
        request,
        documents.as_paper(found, form),
        name=documents.file_name(found, form),
        content_type=documents.CONTENT_TYPES[form],
        public=True,
        inline=form == "pdf",
    )
    response["Cache-Control"] = files.PUBLIC_CACHING
    response["ETag"] = etag
    return response


def _way() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home")), (_("Yearly reports"), reverse("accountability:yearly_reports"))]


def _published(year: int, edition: int | None = None) -> Report:
    """Return a published report.

    Raises:
        Http404: There is none of that year, or no such edition of it.
    """
    town = first_town()
    found = queries.published_report(town, year, edition) if town else None
    if found is None:
        raise Http404
    return found
