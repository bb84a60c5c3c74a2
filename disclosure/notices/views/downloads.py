"""Files the public takes away: data, the signed document, attached files, posters.

They stand at one address in both languages. What is not public, or was withdrawn, is not there.
"""

from base64 import b64encode
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from disclosure.notices.documents import downloads as exports
from disclosure.notices.models import Edition
from disclosure.notices.queries import reading
from portal.core import files

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
    found = readable_or_404(number, edition)
    make, content_type = FORMS[form]
    # The content is the edition's alone, so its hash tells copies apart before anything is made.
    etag = f'"{found.content_sha256[:32]}-{found.state}-{form}"'
    response = get_conditional_response(request, etag) or files.content_response(
        request,
        make(reading.content_of(found)),
        name=f"{number}-{found.number}.{form}",
        content_type=content_type,
        public=True,
    )
    return _cached(response, etag)


@require_safe
def canonical(request: HttpRequest, number: str, edition: int) -> HttpResponseBase:
    """Answer with the canonical document of an edition, byte for byte as it was signed."""
    found = readable_or_404(number, edition)
    content = bytes(found.canonical or b"")
    response = HttpResponse(content, content_type="application/json")
    response["Repr-Digest"] = f"sha-256=:{_base64(found.content_sha256)}:"
    response["X-Content-SHA256"] = found.content_sha256
    etag = f'"{found.content_sha256}"'
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


def readable_or_404(number: str, edition: int | None) -> Edition:
    """Return an edition the public may read.

    Raises:
        Http404: There is none.
    """
    found = reading.readable_edition(number, edition)
    if found is None:
        raise Http404
    return found


def _cached(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["Cache-Control"] = files.PUBLIC_CACHING
    response["ETag"] = etag
    return response


def _base64(hexadecimal: str) -> str:
    return b64encode(bytes.fromhex(hexadecimal)).decode()
