"""One reading: what conditions ask about a person is read once while a page is answered."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.core.policy import OneReadingMiddleware, one_reading, read_once


def test_a_page_is_answered_in_one_reading_and_what_changes_something_is_not() -> None:
    read: list[object] = []

    def answer(request: HttpRequest) -> HttpResponse:
        with one_reading():  # one within another is the same
            read.append(read_once("key", object))
        read.append(read_once("key", object))
        return HttpResponse()

    respond = OneReadingMiddleware(answer)
    requests = RequestFactory()
    respond(requests.get("/"))
    respond(requests.get("/"))
    first, again, other, _again = read
    assert first is again
    assert first is not other
    read.clear()
    respond(requests.post("/"))
    assert read[0] is not None
    assert read[1] is None
