"""The API keeps what its document promises, and says what is in force and nothing else."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings as examples
from schemathesis.generation import GenerationMode

from disclosure.notices.actions import drafts, publishing
from portal.site.data.registry import DATASETS
from tests.disclosure import allocating
from tests.factories import NOON, Cast, cast, ledger, money_draft, published, text_draft
from tests.site.test_public import refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_fresh")]
__all__ = ["refresh"]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def _fresh(refresh: Callable[[], None]) -> None:
    refresh()


@pytest.fixture
def people() -> Cast:
    return cast()


def asked(path: str, **query: str) -> dict[str, Any]:
    """Return the answer to a question, which must be a good one."""
    answer = Client().get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def items(path: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked(path, **query)["items"]
    return found


@pytest.fixture
def _kept_connection() -> Iterator[None]:
    """Keep the connection of the test over requests through WSGI, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_kept_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_it_keeps_what_its_document_promises(people: Cast, mode: GenerationMode) -> None:
    published(people, text_draft(people, title="机动地发包合同公开"))
    published(people, money_draft(people))
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations: list[Any] = [found.ok() for found in document.get_all_operations()]  # type: ignore[union-attr]
    assert len(operations) > len(DATASETS)
    for operation in operations:

        @examples(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Any) -> None:
            case.call_and_validate(headers={"Accept-Encoding": "identity"})  # it unpacks nothing

        holds()


def test_the_document_names_every_dataset_and_is_openapi_3_1() -> None:
    found = Client().get("/api/v1/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert {f"/api/v1/{one.key}" for one in DATASETS} <= set(found["paths"])
    assert found["info"]["license"]["name"] == settings.DATA_LICENCE_TITLE


def test_a_notice_is_found_by_unit_item_stream_period_and_time(people: Cast) -> None:
    edition = published(people, money_draft(people))
    notice = edition.notice
    for name, value, other in (
        ("unit", notice.unit.code, people.town.code),
        ("entry", notice.entry.code, "V99"),
        ("stream", notice.entry.stream, "party"),
        ("period", notice.period, "2019Q1"),
        ("form", "statement", "text"),
        ("since", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
    ):
        assert [one["notice"] for one in items("notices", **{name: value})] == [notice.number], name
        assert items("notices", **{name: other}) == []
    assert asked(f"notices/{notice.number}")["content_sha256"] == edition.content_sha256


def test_money_is_written_as_text_with_two_places(people: Cast) -> None:
    statement = ledger(opening="5000.00", movements=(("清运", "", "1772.9"),))
    edition = published(people, money_draft(people, statement=statement))
    [found] = items("statements", period="2026Q3")
    assert (found["opening"], found["closing"]) == ("5000.00", "3227.10")
    [line] = items("statement-lines", unit=people.village.code)
    assert (line["number"], line["payment"], line["receipt"], line["summary"]) == (1, "1772.90", None, "清运")
    content = asked(f"notices/{edition.notice.number}/editions/1")["content"]
    assert content["lines"][0]["payment"] == "1772.90"


def test_lists_are_read_page_by_page_to_the_end(people: Cast) -> None:
    for number in range(5):
        published(people, text_draft(people, title=f"第{number}件"), at=NOON + timedelta(minutes=number))
    titles, address = [], "/api/v1/notices?limit=2"
    while address:
        answer = Client().get(address.removeprefix(settings.SITE_URL)).json()
        assert len(answer["items"]) <= 2
        titles += [one["title_zh"] for one in answer["items"]]
        address = answer["next"]
    assert titles == [f"第{number}件" for number in (4, 3, 2, 1, 0)]


def test_pages_go_on_where_rows_go_by_key(people: Cast) -> None:
    first = asked("units", limit="2")
    second = Client().get(first["next"].removeprefix(settings.SITE_URL)).json()
    codes = [one["code"] for one in (*first["items"], *second["items"])]
    assert len(codes) == len(set(codes)) > 2


def test_what_is_not_in_force_is_not_there(people: Cast, refresh: Callable[[], None]) -> None:
    draft = text_draft(people, title="没有公开的合同")
    number = draft.notice.number
    client = Client()
    for path in (f"notices/{number}", f"notices/{number}/editions/1"):
        assert client.get(f"/api/v1/{path}").status_code == 404
    edition = published(people, draft)
    refresh()
    assert asked(f"notices/{number}")["edition"] == 1
    publishing.withdraw(actor=people.publisher, edition=edition, reason="重复公开", at=LATER)
    refresh()
    for path in (f"notices/{number}", f"notices/{number}/editions/1"):
        assert client.get(f"/api/v1/{path}").status_code == 404
    assert items("notices") == items("editions") == []
    assert [one["kind"] for one in items("log")] == ["publication", "withdrawal"]
    assert "没有公开的合同" not in client.get("/api/v1/log").content.decode()


def test_a_correction_replaces_what_it_corrects(people: Cast, refresh: Callable[[], None]) -> None:
    edition = published(people, text_draft(people, title="旧题"))
    draft = publishing.start_correction(actor=people.clerk, edition=edition, at=LATER)
    drafts.save_text(actor=people.clerk, edition=draft, title="新题", body="正文", reason="题名有误", at=LATER)
    assert [one["title_zh"] for one in items("editions")] == ["旧题"]
    published(people, draft, at=LATER)
    refresh()
    assert [one["title_zh"] for one in items("notices")] == ["新题"]
    assert [(one["title_zh"], one["state"]) for one in items("editions")] == [
        ("新题", "published"),
        ("旧题", "superseded"),
    ]


def test_what_cannot_be_read_is_said_and_nothing_is_written(people: Cast) -> None:
    client = Client()
    assert client.get("/api/v1/notices?limit=900").status_code == 422
    assert client.get("/api/v1/notices?unit=%00").status_code == 422
    assert client.get("/api/v1/notices?since=yesterday").status_code == 422
    assert client.get("/api/v1/nothing").status_code == 404
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/api/v1/notices").status_code == 405


def test_it_is_kept_like_any_public_page(people: Cast) -> None:
    published(people, text_draft(people))
    client = Client()
    answer = client.get("/api/v1/notices")
    assert answer["Cache-Control"].startswith("public")
    assert not answer.cookies
    assert client.get("/api/v1/notices", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.head("/api/v1/notices").status_code == 200
    assert client.get("/api/v1/notices?utm=1")["ETag"] == answer["ETag"]


def test_no_address_is_exempt_from_the_check_of_forms() -> None:
    from portal.site.data.openapi import addresses

    assert not [one for one in addresses() if getattr(one.callback, "csrf_exempt", False)]


def test_the_page_leads_to_every_dataset() -> None:
    page = Client().get(reverse("site:data")).content.decode()
    assert all(f'href="/api/v1/{one.key}"' in page for one in DATASETS)


def test_who_was_given_what_is_a_dataset(people: Cast) -> None:
    draft = allocating.allocation_draft(people, [allocating.line(people.village)])
    edition = allocating.published_allocation(people, draft)
    found = items("allocations", giver=edition.notice.unit.code)
    assert found
    assert {one["notice"] for one in found} == {edition.notice.number}
