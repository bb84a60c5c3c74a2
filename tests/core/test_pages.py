"""The page cache: made once, the same for everybody, stale at once when something is published."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from redis import Redis

from portal.core import pages
from portal.core.pages import ImpurePage, declared_params, no_store, page_query, public_file, public_page
from portal.desk.pages import is_fragment, render_page

CACHING = "public, max-age=0, s-maxage=2, must-revalidate"
made: list[str] = []


@public_page("page", "stream", "view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show everything a public view might be tempted to show."""
    made.append(request.get_full_path())
    seen = [
        f"language={translation.get_language()}",
        f"query={request.GET.urlencode()}",
        f"kept={page_query(request)}",
        f"cookies={sorted(request.COOKIES)}",
        f"headers={sorted(request.headers)}",
    ]
    return HttpResponse("\n".join([*seen, f"made={len(made)}", "公开" * 500]))


@public_page()
def missing(request: HttpRequest) -> HttpResponse:
    made.append(request.path)
    raise Http404


@public_page()
def moved(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/list/")


@public_page()
def with_session(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.session.get('x')}")


@public_page()
def with_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


@public_page()
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x")
    response.set_cookie("seen", "1")
    return response


@public_page()
def streaming(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"x"]))


@public_file
def paper(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{sorted(request.COOKIES)} {request.headers.get('If-None-Match')}")


def private(request: HttpRequest) -> HttpResponse:
    made.append(request.path)
    return HttpResponse("for one person")


@no_store
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("not here", status=404)


handler400 = "portal.site.views.public.bad_request"
urlpatterns = [
    path("list/", listing),
    path("en/list/", listing),
    path("missing/", missing),
    path("moved/", moved),
    path("session/", with_session),
    path("token/", with_form),
    path("cookie/", with_cookie),
    path("streaming/", streaming),
    path("paper.pdf", paper),
    path("private/", private),
    path("form/", form),
]


@pytest.fixture(autouse=True)
def portal(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put these views in the portal's place, with no page kept and nothing remembered."""
    settings.ROOT_URLCONF = __name__
    redis = Redis.from_url(settings.REDIS_URL)
    for key in redis.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*"):
        redis.delete(key)
    redis.close()
    monkeypatch.setattr(pages, "page_cache", pages.PageCache())
    made.clear()


@pytest.fixture
def redis() -> Iterator[Redis]:
    opened = Redis.from_url(settings.REDIS_URL)
    yield opened
    opened.close()


def test_page_is_made_once(client: Client) -> None:
    first, second = client.get("/list/"), client.get("/list/")
    assert len(made) == 1
    assert first.content == second.content
    for response in (first, second):
        assert response["Cache-Control"] == CACHING
        assert response["Vary"] == "Accept-Encoding"
        assert response["Content-Type"] == "text/html; charset=utf-8"
        assert response["Content-Length"] == str(len(response.content))
        assert "Content-Security-Policy" in response
        assert response["Content-Language"] == "zh-hans"
        assert not response.cookies
    assert first["ETag"] == second["ETag"]


def test_declared_parameters_make_a_page_of_their_own_in_any_order(client: Client) -> None:
    assert b"query=page=2&stream=finance" in client.get("/list/?stream=finance&page=2").content
    client.get("/list/?page=2&stream=finance")
    assert made == ["/list/?page=2&stream=finance"]
    client.get("/list/?page=3&stream=finance")
    assert len(made) == 2


def test_other_parameters_are_neither_seen_nor_told_apart(client: Client) -> None:
    plain = client.get("/list/?page=2&utm_source=leaflet&next=//evil.example")
    assert client.get("/list/?page=2").content == plain.content
    assert made == ["/list/?page=2"]
    assert b"evil" not in plain.content


def test_each_language_has_its_own_page(client: Client) -> None:
    assert b"language=zh-hans" in client.get("/list/").content
    assert b"language=en" in client.get("/en/list/").content
    assert b"language=zh-hans" in client.get("/list/", headers={"accept-language": "en"}).content
    assert len(made) == 2


def test_view_does_not_see_who_asks(client: Client) -> None:
    client.cookies["sessionid"] = "a-person"
    content = client.get(
        "/list/",
        headers={
            "authorization": "Bearer x",
            "accept-language": "en",
            "accept-encoding": "br",
            "hx-request": "true",
            "if-none-match": "x",
            "user-agent": "a browser",
        },
    ).content.decode()
    assert "cookies=[]" in content
    assert "headers=['User-Agent']" in content


def test_browser_that_has_the_page_is_told_so(client: Client) -> None:
    etag = client.get("/list/")["ETag"]
    assert etag.startswith('W/"')
    for _time in range(2):
        response = client.get("/list/", headers={"if-none-match": etag})
        assert response.status_code == 304
        assert not response.content
        assert (response["ETag"], response["Cache-Control"]) == (etag, CACHING)
    assert client.get("/list/", headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_page_is_handed_out_packed_to_those_who_take_that(client: Client) -> None:
    plain = client.get("/list/")
    packed = client.get("/list/", headers={"accept-encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Content-Length"] == str(len(packed.content))
    assert len(packed.content) < len(plain.content) / 5
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]


def test_head_tells_what_get_would_and_sends_nothing(client: Client) -> None:
    head = client.head("/list/")
    get = client.get("/list/")
    again = client.head("/list/")
    assert head.content == again.content == b""
    assert again["ETag"] == get["ETag"]
    assert again["Content-Length"] == get["Content-Length"]
    assert len(made) == 2  # what HEAD made is not kept


def test_publishing_makes_every_page_stale_at_once(
    client: Client, db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.get("/list/"), client.get("/en/list/")
    with django_capture_on_commit_callbacks(execute=True):
        pages.bump()
        client.get("/list/")
        assert len(made) == 2  # not before the commit
    client.get("/list/"), client.get("/en/list/")
    assert len(made) == 4


def test_page_that_was_being_made_while_something_was_published_is_not_kept(client: Client, db: None) -> None:
    generation, _page = pages.page_cache.get("some-key")
    assert generation
    pages.page_cache.renew()
    pages.page_cache.set("some-key", generation, pages.Page('W/"x"', (), gzip.compress(b"before")))
    assert pages.page_cache.get("some-key")[1] is None


def test_page_is_made_anew_at_midnight_in_the_portals_zone(client: Client) -> None:
    with time_machine.travel("2026-10-20T15:59:00Z", tick=False):
        client.get("/list/"), client.get("/list/")
    assert len(made) == 1
    with time_machine.travel("2026-10-20T16:00:00Z", tick=False):
        client.get("/list/")
    assert len(made) == 2


def test_generation_that_redis_has_lost_is_made_anew(client: Client, redis: Redis) -> None:
    client.get("/list/")
    redis.delete(pages._name("generation"))
    client.get("/list/")
    assert len(made) == 2
    client.get("/list/")
    assert len(made) == 2


def test_kept_pages_go_by_themselves(client: Client, redis: Redis) -> None:
    client.get("/list/")
    (key,) = redis.scan_iter(pages._name("?" * 64))
    left: Any = redis.ttl(key)
    assert 0 < left <= pages.KEPT_SECONDS


def test_without_redis_pages_are_made_each_time(
    client: Client,
    db: None,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    for _time in range(2):
        response = client.get("/list/")
        assert response.status_code == 200
        assert response["Cache-Control"] == CACHING
    assert len(made) == 2
    with django_capture_on_commit_callbacks(execute=True):
        pages.bump()


def test_generation_that_could_not_be_renewed_is_renewed_when_redis_is_back(client: Client) -> None:
    client.get("/list/")
    with override_settings(REDIS_URL="unix:///nowhere/redis.sock"):
        pages.page_cache.renew()
    pages.page_cache._resting_until = 0.0
    client.get("/list/")
    assert len(made) == 2


def test_page_that_is_not_there_is_never_kept(client: Client) -> None:
    for _time in range(2):
        response = client.get("/missing/")
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store"
    assert len(made) == 2
    assert client.get("/nowhere/").status_code == 404
    assert client.get("/moved/")["Cache-Control"] == "no-store"


def test_very_long_query_is_answered_and_not_kept(client: Client, redis: Redis) -> None:
    assert client.get(f"/list/?page={'9' * 400}").status_code == 200
    assert not list(redis.scan_iter(pages._name("?" * 64)))


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("/session/", "it varies on cookie"),
        ("/token/", "it sets the cookie csrftoken"),
        ("/cookie/", "it sets the cookie seen"),
        ("/streaming/", "it streams"),
    ],
)
def test_public_view_that_looks_at_the_person_is_an_error(client: Client, address: str, fault: str) -> None:
    with pytest.raises(ImpurePage, match=fault):
        client.get(address)


def test_where_people_work_such_a_page_is_handed_out_and_not_kept(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PUBLIC_PAGES_STRICT = False
    for _time in range(2):
        assert client.get("/cookie/")["Cache-Control"] == "private, no-store"
    assert "The public page /cookie/ is not for everybody: it sets the cookie seen." in caplog.text


def test_other_views_are_let_through_as_they_are(client: Client) -> None:
    for _time in range(2):
        assert client.get("/private/").content == b"for one person"
    assert len(made) == 2


@pytest.mark.parametrize("session", ["short", "x" * 32])
def test_public_file_sees_and_sets_nobodys_cookie(client: Client, session: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    response = client.get("/paper.pdf", headers={"If-None-Match": '"it"'})
    assert response.content.decode() == '[] "it"'
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_page_that_is_kept_is_not_given_out_under_a_foreign_name(client: Client) -> None:
    assert client.get("/list/").status_code == 200
    assert client.get("/list/", headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_public_pages_are_only_read(client: Client, method: str) -> None:
    answer = client.generic(method, "/list/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert answer["Cache-Control"] == "no-store"
    assert not made


def test_page_with_a_form_is_kept_nowhere(client: Client) -> None:
    response = client.get("/form/")
    assert response["Cache-Control"] == "private, no-store"
    assert "csrftoken" in response.cookies


def test_middleware_is_in_place_before_sessions() -> None:
    order = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    assert order.index("PublicPageMiddleware") < order.index("SessionMiddleware")
    assert order.index("PublicPageMiddleware") < order.index("PathLanguageMiddleware")


def test_only_declared_parameters_go_into_links() -> None:
    request = RequestFactory().get("/list/?view=elder&page=2&utm=1&stream=a&stream=b")
    assert page_query(request) == "page=2&stream=a&stream=b"
    assert page_query(request, leave_out=()) == "page=2&stream=a&stream=b&view=elder"
    assert page_query(RequestFactory().get("/private/?page=2")) == ""
    assert declared_params("/list/", __name__) == ("page", "stream", "view")
    assert declared_params("/private/", __name__) is None


def asked(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/desk/", headers=headers)
    request.user = AnonymousUser()
    return request


def test_htmx_is_told_apart_from_boosted_links_and_forgotten_pages() -> None:
    assert is_fragment(asked(**{"HX-Request": "true"}))
    assert not is_fragment(asked())
    assert not is_fragment(asked(**{"HX-Request": "true", "HX-Boosted": "true"}))
    assert not is_fragment(asked(**{"HX-Request": "true", "HX-History-Restore-Request": "true"}))


def test_same_view_answers_with_the_page_or_its_fragment(settings: Settings) -> None:
    templates = {"page.html": "page: {% include 'part.html' %}", "part.html": "{{ n }}"}
    loaders = [("django.template.loaders.locmem.Loader", templates)]
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": loaders}}
    ]
    whole = render_page(asked(), "page.html", {"n": 7}, fragment="part.html")
    part = render_page(asked(**{"HX-Request": "true"}), "page.html", {"n": 7}, fragment="part.html", status=422)
    assert (whole.content, whole.status_code) == (b"page: 7", 200)
    assert (part.content, part.status_code) == (b"7", 422)
    assert whole["Vary"] == part["Vary"] == "HX-Request"
