"""The path alone decides the language of a page."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from portal.core.language import PathLanguageMiddleware, localized_path, path_language

PATHS = [
    ("/", "/en/"),
    ("/units/QS-01/", "/en/units/QS-01/"),
    ("/notices/QS-01-F02-2026Q3/", "/en/notices/QS-01-F02-2026Q3/"),
]


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "zh-hans"),
        ("/en/", "en"),
        ("/en/units/", "en"),
        ("/log.json", "zh-hans"),
        ("/english/", "zh-hans"),
        ("/en", "zh-hans"),
        ("/en-gb/", "zh-hans"),
    ],
)
def test_the_path_alone_decides(path: str, language: str) -> None:
    assert path_language(path) == language


@pytest.mark.parametrize(("chinese", "english"), PATHS)
def test_a_page_stands_at_both_roots(chinese: str, english: str) -> None:
    for start in (chinese, english):
        assert localized_path(start, "en") == english
        assert localized_path(start, "zh-hans") == chinese


def answer(path: str, **headers: str) -> tuple[HttpResponse, HttpRequest, str]:
    """Send a request through the middleware; return the response, the request and the language the view saw."""
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language() or "")
        return HttpResponse("ok")

    request = RequestFactory(headers=headers).get(path)
    return PathLanguageMiddleware(view)(request), request, seen[0]


@pytest.mark.parametrize(("path", "language"), [("/units/", "zh-hans"), ("/en/units/", "en")])
def test_the_view_runs_in_the_paths_language(path: str, language: str) -> None:
    response, request, seen = answer(path)
    assert [seen, request.LANGUAGE_CODE] == [language, language]
    assert response["Content-Language"] == language


def test_headers_and_cookies_change_nothing_and_nothing_varies() -> None:
    response, _, seen = answer("/units/", accept_language="en", cookie="django_language=en")
    assert seen == "zh-hans"
    assert "Vary" not in response


def test_the_thread_is_left_as_it_was() -> None:
    with translation.override("en"):
        answer("/units/")
        assert translation.get_language() == "en"


def test_a_view_may_name_another_content_language() -> None:
    def poster(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Language": "zh-hans"})

    response = PathLanguageMiddleware(poster)(RequestFactory().get("/en/x/"))
    assert response["Content-Language"] == "zh-hans"
