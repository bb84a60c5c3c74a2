"""The papers of a yearly report, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from disclosure.notices.views import readable_or_404
from disclosure.reports.documents import as_paper
from disclosure.reports.presenters import PAPERS
from disclosure.reports.rules import FORM
from portal.cases.views import TOO_MANY
from portal.core import files, rate
from portal.core.pages import public_file
from portal.core.texts import in_every_language

MADE_AT_MOST, MADE_WITHIN = 30, 600
"""How many papers one network may have made in so many seconds."""


@public_file
@require_safe
def paper(request: HttpRequest, number: str, form: str, edition: int | None = None) -> HttpResponseBase:
    """Answer with the report of an edition as PDF or docx."""
    found = readable_or_404(number, edition)
    if found.form != FORM:
        raise Http404
    etag = f'"{found.content_sha256[:32]}-{found.state}-report-{form}"'
    known = get_conditional_response(request, etag)
    if known is None and rate.is_within(request, scope="report", limit=MADE_AT_MOST, seconds=MADE_WITHIN) is False:
        sentences = "\n".join(in_every_language(TOO_MANY).values())
        return HttpResponse(sentences, status=429, content_type="text/plain; charset=utf-8")
    response = known or files.content_response(
        request,
        as_paper(found, form),
        name=f"{number}-{found.number}.{form}",
        content_type=PAPERS[form],
        public=True,
        inline=form == "pdf",
    )
    response["Cache-Control"] = files.PUBLIC_CACHING
    response["ETag"] = etag
    return response
