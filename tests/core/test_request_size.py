"""What is too large is refused unread."""

import io

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from portal.core.request_size import LARGEST_REQUEST, RequestSizeMiddleware


class Unread(io.RawIOBase):
    """A body nobody may read."""

    def read(self, _size: int = -1) -> bytes:
        raise AssertionError("The body was read.")


@pytest.mark.parametrize("length", [str(LARGEST_REQUEST + 1), "9" * 5000])
def test_a_body_that_is_too_large_is_refused_unread(rf: RequestFactory, length: str) -> None:
    request = rf.post("/desk/ledgers/new/", CONTENT_LENGTH=length)
    request.environ["wsgi.input"] = Unread()
    response = RequestSizeMiddleware(lambda _request: HttpResponse("reached"))(request)
    assert response.status_code == 413
    assert "30 MB" in response.content.decode()
    assert 'href="/desk/ledgers/new/"' in response.content.decode()


@pytest.mark.parametrize(
    ("path", "sent_from", "words", "back"),
    [
        ("/desk/b/", "http://testserver/desk/boards/1/?edition=2", "一次发送的文件太大", "/desk/boards/1/?edition=2"),
        ("/en/desk/b/", "", "Too much was sent at once", "/en/desk/b/"),
        ("/en/desk/b/", "https://elsewhere.example/trap/", "Choose fewer photographs", "/en/desk/b/"),
        ("/en/desk/b/", "http://testserver//elsewhere.example/", "Back to the form", "/%2Felsewhere.example/"),
    ],
)
def test_it_says_what_to_do_and_leads_back(client: Client, path: str, sent_from: str, words: str, back: str) -> None:
    headers = {"Referer": sent_from, "Host": "testserver"}
    response = client.post(path, CONTENT_LENGTH=str(LARGEST_REQUEST + 1), headers=headers)
    assert response.status_code == 413
    assert words in response.content.decode()
    assert f'href="{back}"' in response.content.decode()


@pytest.mark.parametrize("length", ["", "0", str(LARGEST_REQUEST), "many"])
def test_others_are_let_through(rf: RequestFactory, length: str) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("reached")

    assert RequestSizeMiddleware(view)(rf.get("/", CONTENT_LENGTH=length)).content == b"reached"


@pytest.mark.parametrize(
    ("path", "words"), [("/accounts/login/", "无法办理这次提交"), ("/en/accounts/login/", "Nothing was saved")]
)
def test_a_form_longer_than_any_is_told_so(client: Client, settings: Settings, path: str, words: str) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = client.post(path, {"login": "x" * 100})
    assert response.status_code == 400
    assert words in response.content.decode()
