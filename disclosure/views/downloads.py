"""Files the public takes away: data, the signed document, attached files, posters.

They stand at one address in both languages. What is not public, or was withdrawn, is not there.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from disclosure import exports
from disclosure.actions.posters import poster_for
from disclosure.enums import PaperSize
from disclosure.models import Edition
from disclosure.queries import reading
from portal.core import files

POSTER_WAIT_SECONDS = 20.0
RETRY_AFTER_SECONDS = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Export = Callable[[Edition], bytes]
FORMS: dict[str, tuple[Export, str]] = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (exports.as_xlsx, XLSX),
    "json": (exports.as_json, "application/json"),
}


@require_safe
def data(request: HttpRequest, number: str, form: str, edition: int | None = None) -> HttpResponseBase:
    """Answer with an edition as data: the one in force, or the one of a number."""
    asked = _readable(number, edition)
    make, content_type = FORMS[form]
    # The content is the edition's alone, so its hash tells copies apart before anything is made.
    etag = f'"{asked.content_sha256[:32]}-{asked.state}-{form}"'
    response = get_conditional_response(request, etag) or files.content_response(
        request,
        make(reading.content_of(asked)),
        name=f"{number}-{asked.number}.{form}",
        content_type=content_type,
        public=True,
    )
    return _cached(response, etag)


@require_safe
def canonical(request: HttpRequest, number: str, edition: int) -> HttpResponseBase:
    """Answer with the canonical document of an edition, byte for byte as it was signed."""
    asked = _readable(number, edition)
    content = bytes(asked.canonical or b"")
    response = HttpResponse(content, content_type="application/json")
    response["Repr-Digest"] = f"sha-256=:{_base64(asked.content_sha256)}:"
    response["X-Content-SHA256"] = asked.content_sha256
    etag = f'"{asked.content_sha256}"'
    return _cached(get_conditional_response(request, etag) or response, etag)


@require_safe
def attachment(request: HttpRequest, number: str, pk: int, name: str) -> HttpResponseBase:
    """Answer with a file that belongs to an edition."""
    found = reading.readable_attachment(number, pk)
    if found is None or found.name != name:
        raise Http404
    etag = f'"{found.sha256}"'
    response = get_conditional_response(request, etag) or files.file_response(
        request,
        store="private",
        stored=found.stored_as,
        sha256=found.sha256,
        name=found.name,
        content_type=found.content_type,
        inline=True,
    )
    return _cached(response, etag)


@require_safe
def poster(request: HttpRequest, number: str, edition: int | None = None) -> HttpResponseBase:
    """Answer with a poster itself; one that is not made yet is put ahead of the queue and waited for."""
    size = request.GET.get("size", PaperSize.A3).upper()
    if size not in PaperSize.values:
        raise Http404
    asked = _readable(number, edition)
    made = poster_for(edition=asked, size=PaperSize(size), at=timezone.now(), wait=POSTER_WAIT_SECONDS)
    if made is None:
        return _not_yet()
    return files.file_response(
        request,
        store="public",
        stored=made.stored_as,
        sha256=made.sha256,
        name=f"{number}-{asked.number}-{size}.pdf",
        content_type="application/pdf",
        inline=True,
    )


def _readable(number: str, edition: int | None) -> Edition:
    found = reading.readable_edition(number, edition)
    if found is None:
        raise Http404
    return found


def _cached(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["Cache-Control"] = files.PUBLIC_CACHING
    response["ETag"] = etag
    return response


def _not_yet() -> HttpResponse:
    with override("zh-hans"):
        chinese = _("The poster is being made. Try again in a few seconds.")
    with override("en"):
        english = _("The poster is being made. Try again in a few seconds.")
    response = HttpResponse(f"{chinese}\n{english}\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _base64(hexadecimal: str) -> str:
    return b64encode(bytes.fromhex(hexadecimal)).decode()
