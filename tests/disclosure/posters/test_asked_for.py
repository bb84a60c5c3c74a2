"""Posters that residents ask for and that are not made: who waits, how many, and what could not be made."""

import pytest
from django.test import Client

from disclosure.notices.models import Edition
from disclosure.posters import queries, views
from disclosure.posters.documents import making
from disclosure.posters.enums import POSTER_FAILED, PaperSize
from disclosure.posters.queries import MAKE_POSTER
from disclosure.posters.tasks import make_poster
from portal.core.models import Job, JobState
from portal.core.pdf import PdfFault
from portal.core.refusals import Refused
from portal.messaging.models import Message
from tests.disclosure import desk
from tests.factories import Cast, cast, money_draft, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def edition(people: Cast) -> Edition:
    return published(people, money_draft(people))


def address(edition: Edition, size: str = "A2") -> str:
    return f"/notices/{edition.notice.number}/poster.pdf?size={size}"


def poster_jobs() -> int:
    return Job.objects.filter(task=MAKE_POSTER, args__size="A2").count()


@pytest.fixture
def failed(edition: Edition, client: Client, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Let somebody ask for a poster on A2 that cannot be made."""
    monkeypatch.setattr(views, "POSTER_WAIT_SECONDS", 0.0)
    client.get(address(edition))

    def refuse(**_asked: object) -> None:
        raise Refused("没有字体能印出“𠀀”。")

    monkeypatch.setattr(making, "make_poster", refuse)
    make_poster(Job.objects.get(task=MAKE_POSTER, args__size="A2").pk)
    assert Job.objects.get(task=MAKE_POSTER, args__size="A2").state == JobState.FAILED
    return edition


def test_while_one_request_waits_others_are_sent_away(
    edition: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_seconds: float) -> None:
        raise AssertionError("a second request waits")

    monkeypatch.setattr("disclosure.posters.actions.time.sleep", never)
    with views._waiting:
        answer = client.get(address(edition))
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert poster_jobs() == 1
    with pytest.raises(AssertionError):  # whoever comes alone waits
        client.get(address(edition))
    assert views._waiting.acquire(blocking=False)  # and leaves the place free whatever happens
    views._waiting.release()


def test_one_network_may_ask_for_so_many_that_are_not_made(
    edition: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "POSTER_WAIT_SECONDS", 0.0)
    monkeypatch.setattr(views, "NEW_AT_MOST", 2)
    assert [client.get(address(edition), REMOTE_ADDR="203.0.113.77").status_code for _try in range(3)] == [
        503,
        503,
        429,
    ]
    assert client.get(address(edition), REMOTE_ADDR="203.0.113.78").status_code == 503


def test_one_that_failed_is_not_made_at_each_request(failed: Edition, client: Client) -> None:
    answer = client.get(address(failed))
    assert (answer.status_code, poster_jobs()) == (503, 1)
    assert "Retry-After" not in answer
    text = answer.content.decode()
    assert "这张公示单没有制成" in text
    assert "This poster could not be made" in text


def test_the_office_is_told_once_each(failed: Edition, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Message.objects.filter(kind=POSTER_FAILED)
    assert {message.person for message in told} == {people.clerk, people.publisher}
    assert {message.url for message in told} == {f"/desk/editions/{failed.pk}/"}


def test_it_is_made_again_when_it_is_drawn_otherwise(
    failed: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "drawn_with", lambda: "another hash")
    client.get(address(failed))
    assert poster_jobs() == 2


def test_the_desk_says_why_and_has_it_made_again(failed: Edition, people: Cast) -> None:
    page = desk.get(people.clerk, "disclosure_desk:edition", failed.pk).content.decode()
    assert "没有字体能印出“𠀀”。" in page
    again = desk.post(people.clerk, "disclosure_desk:make_poster_again", failed.pk, "A2")
    assert again.status_code == 303
    assert Job.objects.filter(task=MAKE_POSTER, args__size="A2").latest("pk").actor == people.clerk
    desk.post(people.clerk, "disclosure_desk:make_poster_again", failed.pk, "A2")  # it is under way: not once more
    assert poster_jobs() == 2
    assert "没有字体" not in desk.get(people.clerk, "disclosure_desk:edition", failed.pk).content.decode()


def test_for_a_lay_supervisor_there_is_nothing_to_make(failed: Edition, people: Cast) -> None:
    assert desk.post(people.lay, "disclosure_desk:make_poster_again", failed.pk, "A2").status_code == 404
    assert "没有字体" not in desk.get(people.lay, "disclosure_desk:edition", failed.pk).content.decode()
    assert poster_jobs() == 1


@pytest.mark.parametrize("size", ["A5", "a2"])
def test_a_size_there_is_not_is_404(failed: Edition, people: Cast, size: str) -> None:
    assert desk.post(people.clerk, "disclosure_desk:make_poster_again", failed.pk, size).status_code == 404


def test_a_fault_of_the_drawing_is_a_refusal(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_asked: object, **_more: object) -> None:
        raise PdfFault("a word is cut off")

    monkeypatch.setattr(making, "poster", fault)
    with pytest.raises(Refused, match="a word is cut off"):
        making.make_poster(edition=edition, size=PaperSize.A2, at=edition.state_since)
