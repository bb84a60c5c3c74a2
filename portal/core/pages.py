"""The page cache: a public page is made once and handed to everybody until something is published.

The middleware hides from a `public_page` who asks, and keeps its answer in Redis under path and declared parameters
with the generation and the date ("overdue" changes at midnight). `bump` begins a new generation on commit, which makes
every kept page stale at once. Without Redis pages are made afresh each time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import secrets
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified, QueryDict
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from redis import Redis, RedisError

from portal.core.files import PRIVATE_CACHING, PUBLIC_CACHING
from portal.core.language import path_language

logger = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer", bound=HttpResponseBase)

KEPT_SECONDS = 600
"""How long a page is kept at most. It bounds what a generation that could not be renewed may do."""
REST_SECONDS = 2.0
"""How long Redis is left alone after it could not be reached."""
LARGEST_PAGE = 1024 * 1024
MAX_QUERY_LENGTH = 300
_VARIES_WITH = frozenset({"accept-encoding"})
_WHO_ASKS = frozenset({"HTTP_COOKIE", "HTTP_AUTHORIZATION"})
_HIDDEN = frozenset(
    _WHO_ASKS
    | {"HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_RANGE"}
    | {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}
)
"""What a public view does not get to see of the person who asks."""
_OWN_HEADERS = frozenset({"etag", "cache-control", "vary", "content-length", "content-encoding"})


class ImpurePage(Exception):
    """A public page sets a cookie, varies on who asks, or streams. A fault of the view."""


def public_page(*params: str) -> Callable[[View], View]:
    """Declare that a view answers everybody alike.

    The view must not look at the person, the session or a token against forged forms, which it does not
    get to see here; pages with a form have an address of their own (see `no_store`). Of the query it sees
    no other parameters than `params`.
    """

    def declare(view: View) -> View:
        view.__dict__["public_params"] = tuple(sorted(params))
        return view

    return declare


def public_file(view: View) -> View:
    """Declare that a view hands out a file to everybody alike. It is not kept here, and sees nobody's cookies."""
    view.__dict__["public_file"] = True
    return view


def links_keep(*params: str) -> Callable[[View], View]:
    """Declare the parameters that say what a page with a form is about, so that it is the same in another language."""

    def declare(view: View) -> View:
        view.__dict__["link_params"] = params
        return view

    return declare


def no_store(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep what a view answers out of every cache: pages with a form, and everything for one person."""

    @wraps(view)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        response = view(*args, **kwargs)
        response["Cache-Control"] = PRIVATE_CACHING
        return response

    return answer


def bump() -> None:
    """Make every kept page stale when the current transaction commits, or at once outside of one."""
    transaction.on_commit(page_cache.renew)


def page_query(request: HttpRequest, *, leave_out: Iterable[str] = ("view",)) -> str:
    """Return the declared query parameters of a page as they are written in an address.

    Links to the same page in another language or size are made with this. A page that is not public declares
    them with `links_keep`.
    """
    view = _view_at(request.path_info, str(settings.ROOT_URLCONF))
    declared: tuple[str, ...] = getattr(view, "public_params", getattr(view, "link_params", ()))
    return _query_of(request, [name for name in declared if name not in leave_out])


def _query_of(request: HttpRequest, names: Iterable[str]) -> str:
    query = QueryDict(mutable=True)
    for name in names:
        if name in request.GET:
            query.setlist(name, request.GET.getlist(name))
    return query.urlencode()


def declared_params(path: str, urlconf: str) -> tuple[str, ...] | None:
    """Return the parameters that the public view at a path declares, or None if there is no such view."""
    declared: tuple[str, ...] | None = getattr(_view_at(path, urlconf), "public_params", None)
    return declared


@lru_cache(maxsize=4096)
def _view_at(path: str, urlconf: str) -> Callable[..., Any] | None:
    with translation.override(path_language(path)):
        try:
            return resolve(path, urlconf).func
        except Resolver404:
            return None


class PublicPageMiddleware:
    """Answer public pages from the page cache. It comes before everything that touches a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer alike whoever asks, if the view is declared to; else hand the request on."""
        view = _view_at(request.path_info, str(settings.ROOT_URLCONF))
        if hasattr(view, "public_file"):
            return _without(request, _WHO_ASKS, self.get_response)
        params: tuple[str, ...] | None = getattr(view, "public_params", None)
        return self.get_response(request) if params is None else self._answer(request, params)

    def _answer(self, request: HttpRequest, params: tuple[str, ...]) -> HttpResponse:
        """Answer with the kept page, or have it made and keep it."""
        request.get_host()  # a page that is kept already is not given out under a foreign name either
        if request.method not in {"GET", "HEAD"}:
            # Anything else would get past all that follows: a session, a cookie, an answer without a rule for caches.
            return HttpResponseNotAllowed(["GET", "HEAD"], headers={"Cache-Control": "no-store"})
        query = _narrow(request, params)
        key = _key(request.path_info, query) if len(query) <= MAX_QUERY_LENGTH else None
        generation, kept = page_cache.get(key)
        if kept is not None:
            return kept.answer(request)
        who_asks = {*_HIDDEN, *(name for name in request.META if name.startswith("HTTP_HX_"))}
        response = _without(request, who_asks, self.get_response)
        if response.status_code != 200:
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        if fault := _impurity(response):
            return _refuse(request, response, fault)
        page = Page.made_from(response)
        if key and generation and request.method == "GET" and len(page.packed) <= LARGEST_PAGE:
            page_cache.set(key, generation, page)
        return page.answer(request)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is kept; its ETag is weak because it is the same packed and unpacked."""

    etag: str
    headers: tuple[tuple[str, str], ...]
    packed: bytes

    @classmethod
    def made_from(cls, response: HttpResponse) -> Page:
        """Take the page out of an answer."""
        headers = tuple((name, value) for name, value in response.items() if name.lower() not in _OWN_HEADERS)
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return cls(etag, headers, gzip.compress(response.content, 6, mtime=0))

    @classmethod
    def read(cls, written: bytes, generation: str) -> Page | None:
        """Read a page as `written` gave it; None if it is of another generation."""
        head, _, packed = written.partition(b"\n")
        made_in, etag, headers = json.loads(head)
        return cls(etag, tuple((name, value) for name, value in headers), packed) if made_in == generation else None

    def written(self, generation: str) -> bytes:
        """Return the page as it is kept: one line of JSON, then the packed body."""
        return json.dumps([generation, self.etag, self.headers]).encode() + b"\n" + self.packed

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page, packed where the asker takes that, or with 304 where they have it."""
        own = {"ETag": self.etag, "Cache-Control": PUBLIC_CACHING, "Vary": "Accept-Encoding"}
        if get_conditional_response(request, self.etag) is not None:
            return HttpResponseNotModified(headers=own)
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            body, own["Content-Encoding"] = self.packed, "gzip"
        else:
            body = gzip.decompress(self.packed)
        own["Content-Length"] = str(len(body))
        response = HttpResponse(b"" if request.method == "HEAD" else body)
        for name, value in (*self.headers, *own.items()):
            response[name] = value
        return response


class PageCache:
    """Pages in Redis, each with the generation it was made in. It never raises: without Redis it is empty.

    A generation is a token, new with each publication, and the date. Redis is asked once for both the token and
    the page; Django's cache makes a client for each question, which takes longer than all else here together.
    """

    def __init__(self) -> None:
        self._resting_until = 0.0
        self._is_renewal_due = False

    def get(self, key: str | None) -> tuple[str | None, Page | None]:
        """Return the generation, None if Redis cannot be reached, and the page that was kept in it, if any."""
        if key is None or time.monotonic() < self._resting_until:
            return None, None
        try:
            if self._is_renewal_due:
                self._renew()
            found: Any = _redis().mget(_name("generation"), _name(key))
            token: Any = found[0] or self._begin()
        except RedisError as fault:
            self._rest(fault)
            return None, None
        generation = f"{token.decode()} {timezone.localdate(timezone=timezone.get_default_timezone())}"
        return generation, Page.read(found[1], generation) if found[1] else None

    def set(self, key: str, generation: str, page: Page) -> None:
        """Keep a page that was made in a generation."""
        try:
            _redis().set(_name(key), page.written(generation), ex=KEPT_SECONDS)
        except RedisError as fault:
            self._rest(fault)

    def renew(self) -> None:
        """Begin a new generation; if Redis cannot be reached, as soon as it can be."""
        try:
            self._renew()
        except RedisError as fault:
            self._is_renewal_due = True
            self._rest(fault)

    def _renew(self) -> None:
        _redis().set(_name("generation"), secrets.token_hex(8))
        self._is_renewal_due = False

    def _begin(self) -> Any:
        """Return the token, made anew where Redis has lost it; of two who try, one's counts."""
        _redis().set(_name("generation"), secrets.token_hex(8), nx=True)
        return _redis().get(_name("generation"))

    def _rest(self, fault: RedisError) -> None:
        logger.warning("pages are not kept: %s", fault)
        self._resting_until = time.monotonic() + REST_SECONDS


page_cache = PageCache()


def _redis() -> Redis:
    return _redis_at(settings.REDIS_URL)


@lru_cache(maxsize=8)
def _redis_at(address: str) -> Redis:
    options: dict[str, Any] = settings.REDIS_OPTIONS
    return Redis.from_url(address, **options)


def _name(key: str) -> str:
    return f"{settings.CACHES['default']['KEY_PREFIX']}:page:{key}"


def _narrow(request: HttpRequest, params: tuple[str, ...]) -> str:
    """Leave the request only the declared parameters, in one order, and return them as a query.

    Zero characters are taken out of them: no database holds any.
    """
    if not request.META.get("QUERY_STRING"):
        return ""
    written = _query_of(request, params).replace("%00", "")
    # A view that builds links from the whole query must not put one reader's parameters into everyone's page.
    request.GET = QueryDict(written)
    request.META["QUERY_STRING"] = written
    return written


def _key(path: str, query: str) -> str:
    return hashlib.sha256(f"{path}?{query}".encode()).hexdigest()


def _without(
    request: HttpRequest, names: Collection[str], get_response: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    """Have a request answered without some of its headers."""
    hidden = {name: request.META.pop(name) for name in list(request.META) if name in names}
    try:
        return get_response(request)
    finally:
        request.META.update(hidden)


def _impurity(response: HttpResponse) -> str:
    """Return why an answer is not for everybody; empty if it is."""
    if response.streaming:
        return "it streams"
    if response.cookies:
        return f"it sets the cookie {', '.join(response.cookies)}"
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    if varies - _VARIES_WITH:
        return f"it varies on {', '.join(sorted(varies - _VARIES_WITH))}"
    return ""


def _refuse(request: HttpRequest, response: HttpResponse, fault: str) -> HttpResponse:
    """Raise where people develop and test; elsewhere hand out the page, but let nobody keep it."""
    sentence = f"The public page {request.path_info} is not for everybody: {fault}."
    if settings.PUBLIC_PAGES_STRICT:
        raise ImpurePage(sentence)
    logger.error(sentence)
    response["Cache-Control"] = PRIVATE_CACHING
    return response
