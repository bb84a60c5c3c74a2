"""Asking for information by web: the form, the receipt, following it, and what an applicant does."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.requests.actions import releasing, steps
from disclosure.requests.enums import RequestState
from disclosure.requests.models import Request
from portal.accounts.queries import system_actor
from portal.cases.actions.ending import forget
from portal.cases.actions.reading import as_it_came
from portal.cases.actions.receiving import replace_code
from portal.cases.views import receipt_token
from portal.core import pages
from portal.core.models import LogEntry
from tests.cases.making import no_tries_yet
from tests.disclosure.desk import text_of
from tests.disclosure.pictures import picture
from tests.disclosure.requests.making import (
    CAME,
    MAIL,
    NAME,
    PERSON_ID,
    PHONE,
    TEXT,
    People,
    accepted,
    answered,
    drafted,
    people,
    received,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]

TYPED = {
    "text": TEXT,
    "asked_of": "",
    "delivery": "email",
    "applicant": "person",
    "name": NAME,
    "identity": PERSON_ID,
    "phone": PHONE,
    "email": MAIL,
    "address": "",
}


@pytest.fixture
def later() -> Iterator[None]:
    no_tries_yet()
    with time_machine.travel(CAME, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def send(**fields: str) -> Any:
    return Client().post("/en/requests/new/", {**TYPED, **fields})


def follow(request: Request, code: str = "") -> Any:
    sent = {"number": request.number, "code": code or request.case.code}
    return Client().post("/en/requests/track/", sent)


def link(response: Any, name: str) -> str:
    """Return the address of what an applicant can do, from the page that number and code led to."""
    found = re.search(rf'href="([^"]*/requests/mine/[^"]*/{name})"', response.content.decode())
    assert found, name
    return found[1]


def test_a_request_is_sent_and_its_receipt_has_number_and_code(them: People) -> None:
    response = send()
    assert response.status_code == 302
    receipt = Client().get(response.url)
    made = Request.objects.select_related("case").get()
    assert made.number in text_of(receipt)
    assert "Friday 30 October 2026" in text_of(receipt)
    assert receipt.headers["Cache-Control"].count("no-store")
    code = re.search(r'name="code" value="([\w-]+)"', receipt.content.decode())
    assert code
    assert made.number in text_of(follow(made, code[1]))
    assert (made.case.language, made.town) == ("en", them.play.town)
    with time_machine.travel(CAME + timedelta(hours=1), tick=False):
        assert code[1] not in Client().get(response.url).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Write which information you want."),
        ({"identity": "990101196803120171"}, "This is no ID number"),
        ({"applicant": "legal"}, "This is no uniform social credit code"),
        ({"email": ""}, "Leave an e-mail address"),
        ({"delivery": "post"}, "Leave an address for the post"),
        ({"website": "x"}, "Leave this field empty"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(them: People, fields: dict[str, str], sentence: str) -> None:
    response = send(**fields)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert NAME in response.content.decode()
    assert not Request.objects.exists()


def test_all_that_is_wrong_is_said_at_once(them: People) -> None:
    said = text_of(send(identity="1", email="", delivery="post", text=""))
    for sentence in ("Write which information", "This is no ID number", "Leave an address for the post"):
        assert sentence in said


def test_what_is_wrong_is_said_in_the_order_of_the_form_and_no_more_than_is_wrong(them: People) -> None:
    page = send(text="", name="", phone="", email="no address").content.decode()
    assert re.findall(r'<li><a href="#id_(\w+)"', page) == ["text", "name", "email"]


def test_a_unit_that_is_named_stands_first_when_it_is_registered(them: People) -> None:
    send(asked_of=them.station.code)
    assert Request.objects.get().asked_of == them.station


def test_the_board_of_a_unit_leads_to_the_form_with_that_unit_chosen(them: People) -> None:
    board = Client().get(f"/en/units/{them.station.code}/").content.decode()
    address = f"/en/requests/new/?unit={them.station.code}"
    assert f'href="{address}"' in board
    form = Client().get(address).content.decode()
    assert f'<option value="{them.station.code}" selected>' in form
    assert "/en/requests/" in Client().get("/en/").content.decode()


def test_the_clock_is_shown_day_by_day(them: People) -> None:
    request = received(them)
    with time_machine.travel(CAME + timedelta(days=15), tick=False):
        said = text_of(follow(request))
    assert "7 of 20 working days have passed" in said
    assert "<b>13</b> working days left" in said
    assert "The last is Friday 30 October 2026" in said
    page = follow(request).content.decode()
    assert re.search(r'class="last"><time datetime="2026-10-30">30</time><b>20</b>', page)
    assert re.search(r'<time datetime="2026-10-10">10</time><b>5</b><small>worked</small>', page)
    assert re.search(r'class="rest"><time datetime="2026-10-05">5</time><small>day off</small>', page)


def test_while_a_third_party_is_asked_the_days_do_not_count(them: People) -> None:
    request = accepted(them)
    at = CAME + timedelta(days=14)
    steps.consult(actor=them.clerk, request=request, party="某公司", concern="账号。", at=at)
    request.case.code = received(them).case.code
    with time_machine.travel(at + timedelta(days=2), tick=False):
        page = _followed(request)
    assert "The time stands still" in text_of(page)
    assert re.search(r'class="still"><time datetime="2026-10-13">', page.content.decode())
    assert "某公司" not in page.content.decode()


def _followed(request: Request) -> Any:

    request.case = replace_code(case=request.case)
    return follow(request)


def test_nothing_private_is_repeated_and_a_wrong_code_learns_nothing(them: People) -> None:
    request = received(them)
    said = follow(request).content.decode()
    assert not [private for private in (NAME, PHONE, MAIL, PERSON_ID, TEXT) if private in said]
    wrong = follow(request, "AAAAAAAAAAAA")
    assert wrong.status_code == 422
    assert "do not belong together" in text_of(wrong)
    assert "Received on" not in text_of(wrong)


def test_an_applicant_puts_it_right(them: People) -> None:
    request = received(them)
    steps.ask_correction(actor=them.publisher, request=request, text="请写明哪一年。", due=date(2026, 10, 23), at=CAME)
    page = follow(request)
    assert "请写明哪一年。" in text_of(page)
    address = link(page, "supplement/")
    assert "请写明哪一年。" in text_of(Client().get(address))
    assert Client().post(address, {"text": " "}).status_code == 422
    too_long = Client().post(address, {"text": "年" * 2001})
    assert "This has 2001 characters; at most 2000 can be taken." in text_of(too_long)
    assert Client().post(address, {"text": "2025年的。"}).status_code == 200
    said = text_of(follow(request))
    assert "The office looks at what you put right." in said
    assert "asks you within 7 working days" not in said, "it can be asked for once"
    came = as_it_came(request.case)
    assert came is not None
    assert came.text.endswith("2025年的。")
    assert Client().post(address, {"text": "再来一次。"}).status_code == 409
    accepted(them, Request.objects.get(pk=request.pk))
    assert "clear enough" not in text_of(follow(request)), "it was not"


def test_an_applicant_withdraws_it(them: People) -> None:
    request = accepted(them)
    address = link(_followed(request), "withdraw/")
    assert Client().get(address).status_code == 200
    assert Request.objects.get(pk=request.pk).state == RequestState.ACCEPTED, "asked first"
    assert Client().post(address).status_code == 200
    assert Request.objects.get(pk=request.pk).state == RequestState.WITHDRAWN
    assert Client().post(address).status_code == 409


def test_an_applicant_saves_reply_and_files(them: People) -> None:
    request = accepted(them)
    releasing.attach(actor=them.clerk, request=request, content=picture("#1b2c3d"), name="发票.png", at=CAME)
    answered(them, drafted(them, Request.objects.get(pk=request.pk)))
    page = _followed(request)
    assert "Disclosed" in text_of(page)
    assert "发票见附件。" in text_of(page)
    paper: Any = Client().get(link(page, "reply.pdf"))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    assert "no-store" in paper.headers["Cache-Control"]
    file: Any = Client().get(link(page, r"files/\d+/"))
    assert file.headers["Content-Type"] == "image/png"
    assert file.getvalue()
    with time_machine.travel(CAME + timedelta(hours=3), tick=False):
        assert Client().get(link(page, "reply.pdf")).status_code == 404, "only for two hours"


def test_a_draft_is_not_shown_to_the_applicant(them: People) -> None:
    request = drafted(them)
    page = _followed(request)
    assert "发票见附件。" not in page.content.decode()
    assert "reply.pdf" not in page.content.decode()
    assert "Being worked on" in text_of(page)
    address = link(page, "withdraw/").replace("withdraw/", "reply.pdf")
    assert Client().get(address).status_code == 404


def test_a_sealed_address_that_is_none_of_ours_is_not_found(them: People) -> None:
    for name in ("request_supplement", "request_withdraw", "request_reply"):
        assert Client().get(reverse(f"disclosure:{name}", args=["x"])).status_code == 404


def test_what_was_sealed_for_another_page_opens_none(them: People) -> None:
    form = re.search(r'name="token" value="([^"]+)"', Client().get("/requests/new/").content.decode())
    assert form
    request = received(them)
    receipt = receipt_token(request.case)
    for address in ("/requests/received/{}/", "/requests/mine/{}/withdraw/", "/opinions/received/{}/"):
        assert Client().get(address.format(form[1])).status_code == 404, address
    assert Client().get(f"/opinions/received/{receipt}/").status_code == 404, "it is a request's"
    assert Client().get(f"/requests/mine/{receipt}/withdraw/").status_code == 404
    mine = link(follow(request), "withdraw/").split("/")[-3]
    assert Client().get(f"/requests/received/{mine}/").status_code == 404


def released(them: People) -> Request:
    request = accepted(them)
    kept = releasing.attach(actor=them.clerk, request=request, content=picture("#1b2c3d"), name="发票.png", at=CAME)
    releasing.attach(actor=them.clerk, request=request, content=picture("#3d2c1b"), name="私人.png", at=CAME)
    done = answered(them, drafted(them, Request.objects.get(pk=request.pk)))
    return releasing.release(
        actor=them.publisher, request=done, title="小石桥发票", text="第3张发票。", chosen=[kept], at=CAME
    )


def test_what_was_released_is_read_found_and_logged(them: People) -> None:
    request = released(them)
    for address in ("/en/requests/", "/en/requests/released/", "/en/search/?q=小石桥发票"):
        assert "小石桥发票" in Client().get(address).content.decode(), address
    page = Client().get(f"/en/requests/released/{request.number}/")
    assert "第3张发票。" in text_of(page)
    assert "私人.png" not in page.content.decode()
    assert '<span lang="zh-CN">发票.png</span>' in page.content.decode()
    assert NAME not in page.content.decode()
    shown, hidden = request.files.order_by("pk")
    base = f"/requests/released/{request.number}/files/"
    answer: Any = Client().get(f"{base}{shown.pk}/")
    assert answer.status_code == 200
    assert answer.getvalue()
    assert Client().get(f"{base}{hidden.pk}/").status_code == 404
    entry = LogEntry.objects.get()
    assert (entry.subject_kind, entry.subject_number, entry.content_sha256) == (
        "request",
        request.number,
        request.release.content_sha256,
    )
    assert "小石桥发票" in Client().get("/en/log/").content.decode()
    document: Any = Client().get(f"/requests/released/{request.number}/canonical.json")
    content = b"".join(document.streaming_content)
    assert hashlib.sha256(content).hexdigest() == entry.content_sha256, "anybody can check it"


def test_what_is_retracted_is_gone_for_the_public(them: People) -> None:
    request = released(them)
    releasing.retract(actor=them.publisher, request=request, reason="账号没有遮掩。", at=CAME)
    assert Client().get(f"/en/requests/released/{request.number}/").status_code == 404
    for address in ("/en/requests/released/", "/en/search/?q=小石桥发票", "/en/log/"):
        assert "第3张发票" not in Client().get(address).content.decode()
    file = request.files.filter(is_released=True).get()
    assert Client().get(f"/requests/released/{request.number}/files/{file.pk}/").status_code == 404


def test_forgetting_leaves_figures_and_what_was_released(them: People) -> None:
    request = released(them)
    forget(actor=system_actor(), case=request.case, at=CAME)
    kept = Request.objects.get(pk=request.pk)
    assert (kept.reply, kept.subject, kept.identity, kept.result) == ("", "", "", "granted")
    assert [one.name for one in kept.files.all()] == ["发票.png"]
    assert "第3张发票。" in text_of(Client().get(f"/en/requests/released/{request.number}/"))


def test_public_pages_of_requests_take_no_more_queries_at_three(them: People) -> None:

    def asked() -> int:
        pages.bump()
        with CaptureQueriesContext(connection) as found:
            assert Client().get("/en/requests/released/").status_code == 200
        return len(found)

    released(them)
    one = asked()
    for number in range(2):
        request = accepted(them, received(them, f"第{number}份合同的复印件。"))
        done = answered(them, drafted(them, request))
        releasing.release(actor=them.publisher, request=done, title=f"合同{number}", text="合同。", chosen=[], at=CAME)
    assert asked() == one
