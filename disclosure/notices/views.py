"""What anybody reads: the list of notices, a notice, its earlier editions, and its files."""

from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices import documents
from disclosure.notices.enums import State
from disclosure.notices.forms import MAX_WORDS_LENGTH, PublicNoticeFilter
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.presenters.lists import cards
from disclosure.notices.presenters.notice import crumbs, public_notice, withdrawn_notice
from disclosure.notices.queries import content as reading
from disclosure.notices.queries.editions import live, with_content
from disclosure.notices.registry import NoticePage, form_of
from portal.accounts.queries import units
from portal.core import calendar, files, keyset
from portal.core.pages import public_file, public_page

PAGE_SIZE = 30
PERIODS_OFFERED = 8
FILTERS = ("q", "unit", "stream", "period")


@public_page(*FILTERS, "newer", "older", "view")
def notices(request: HttpRequest) -> HttpResponse:
    """Show the live notices, newest first, narrowed by unit, stream, period and words."""
    today = timezone.localdate()
    typed = {name: _typed(request, name) for name in FILTERS}
    rows = live().defer("canonical", "body")
    narrowed = PublicNoticeFilter(typed, rows, units=units(), periods=_periods(typed["period"], today))
    if not narrowed.is_valid():
        raise Http404
    page = keyset.page(
        narrowed.qs,
        field="published_at",
        size=PAGE_SIZE,
        newer=request.GET.get("newer", ""),
        older=request.GET.get("older", ""),
    )
    kept = {name: value for name, value in typed.items() if value}
    context = {
        "filter": narrowed,
        "is_narrowed": bool(kept),
        "notices": cards(page.rows, today=today),
        "newer_url": _page_address(kept, "newer", page.newer),
        "older_url": _page_address(kept, "older", page.older),
        "crumbs": [(_("Home"), reverse("site:home"))],
    }
    return render(request, "disclosure/notices/notices.html", context)


@public_page("view")
def notice(request: HttpRequest, number: str, edition: int | None = None) -> HttpResponse:
    """Show a notice as it is in force or as it was in an edition, or that it has been withdrawn."""
    editions = reading.published_editions(number)
    shown = next((one for one in editions if edition in (None, one.number)), None)
    if shown is None:
        raise Http404
    # An earlier edition is known to search engines by the one in force.
    context: dict[str, Any] = {"crumbs": crumbs(shown), "known_as": reverse("disclosure:notice", args=[number])}
    withdrawn = next((one for one in (shown, editions[0]) if one.state == State.WITHDRAWN), None)
    if withdrawn is not None:
        context["page"] = withdrawn_notice(withdrawn, editions)
        return render(request, "disclosure/notices/withdrawn.html", context)
    page = NoticePage(shown, editions, form_of(shown).presenter(shown), timezone.now())
    context["page"] = public_notice(page, calendar=calendar.load())
    return render(request, "disclosure/notices/notice.html", context)


def _typed(request: HttpRequest, name: str) -> str:
    """Return a parameter as typed, cut where nobody types more."""
    return request.GET.get(name, "").strip()[:MAX_WORDS_LENGTH]


def _periods(chosen: str, today: date) -> list[tuple[str, str]]:
    """Return the periods offered: the last quarters and years, and the one that is chosen."""
    last = Period.containing(today, Cadence.QUARTERLY).previous
    year = Period.containing(today, Cadence.YEARLY)
    spans = [last.shifted(-back) for back in range(PERIODS_OFFERED)]
    spans += [year, year.previous, year.shifted(-2)]
    if chosen not in {"", *map(str, spans)}:
        with suppress(ValueError):
            spans.insert(0, Period.parse(chosen))
    return [(str(span), name_of(span)) for span in spans]


def _page_address(kept: dict[str, str], name: str, place: str) -> str:
    if not place:
        return ""
    return f"{reverse('disclosure:notices')}?{urlencode({**kept, name: place})}"


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: dict[str, tuple[Callable[[Edition], bytes], str]] = {
    "csv": (documents.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (documents.as_xlsx, XLSX),
    "json": (documents.as_json, "application/json"),
}


@public_file
@require_safe
def data(request: HttpRequest, number: str, form: str, edition: int | None = None) -> HttpResponseBase:
    """Answer with an edition as data: the one in force, or the one of a number."""
    found = readable_or_404(number, edition)
    make, content_type = FORMS[form]
    # The content is the edition's alone, so its hash tells copies apart before anything is made.
    etag = f'"{found.content_sha256[:32]}-{found.state}-{form}"'
    response = get_conditional_response(request, etag) or files.content_response(
        request,
        make(with_content(reading.readable()).get(pk=found.pk)),
        name=f"{number}-{found.number}.{form}",
        content_type=content_type,
        public=True,
    )
    return _cached(response, etag)


@public_file
@require_safe
def canonical(request: HttpRequest, number: str, edition: int) -> HttpResponseBase:
    """Answer with the canonical document of an edition, byte for byte as it was signed."""
    found = readable_or_404(number, edition)
    digest = b64encode(bytes.fromhex(found.content_sha256)).decode()
    headers = {"Repr-Digest": f"sha-256=:{digest}:", "X-Content-SHA256": found.content_sha256}
    response = HttpResponse(bytes(found.canonical or b""), content_type="application/json", headers=headers)
    etag = f'"{found.content_sha256}"'
    return _cached(get_conditional_response(request, etag) or response, etag)


@public_file
@require_safe
def attachment(request: HttpRequest, number: str, pk: int, name: str) -> HttpResponseBase:
    """Answer with a file that belongs to an edition."""
    of_notice = reading.readable().filter(notice__number=number).order_by()
    found = get_object_or_404(Attachment, pk=pk, name=name, edition__in=of_notice)
    etag = f'"{found.sha256}"'
    return _cached(get_conditional_response(request, etag) or documents.attached(request, found), etag)


def readable_or_404(number: str, edition: int | None) -> Edition:
    """Return an edition the public may read: the one in force, or the one of a number."""
    wanted = {"state": State.PUBLISHED} if edition is None else {"number": edition}
    return get_object_or_404(reading.readable(), notice__number=number, **wanted)


def _cached(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["Cache-Control"] = files.PUBLIC_CACHING
    response["ETag"] = etag
    return response
