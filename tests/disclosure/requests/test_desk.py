"""Requests on the desk: who finds what there, whom it does not exist for, and the papers and files."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.requests.actions import releasing, steps
from disclosure.requests.enums import RequestState
from disclosure.requests.models import Request
from disclosure.requests.queries.papers import Paper
from disclosure.requests.queries.requests import listed, to_do
from disclosure.requests.workflow import REQUEST
from portal.accounts.models import User
from portal.cases.enums import Read
from portal.cases.models import Reading
from tests.disclosure.desk import get, post, signed_in, text_of
from tests.disclosure.pictures import picture
from tests.disclosure.requests.making import (
    CAME,
    MAIL,
    NAME,
    PERSON_ID,
    PHONE,
    SUBJECT,
    TEXT,
    People,
    accepted,
    answered,
    drafted,
    people,
    received,
)
from tests.steps import offered, take, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "later")]

LATER = CAME + timedelta(days=1)


@pytest.fixture
def later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def page(request: Request) -> str:
    return reverse("disclosure_desk:request", args=[request.pk])


def offers(who: User, request: Request) -> set[str]:
    return set(offered(get(who, "disclosure_desk:request", request.pk)))


def exists_for(request: Request, who: User) -> bool:
    found = bool(get(who, "disclosure_desk:request", request.pk).status_code == 200)
    listed_too = request.number in text_of(get(who, "disclosure_desk:requests"))
    assert found == listed_too
    return found


def test_a_request_exists_for_those_who_work_on_it(them: People) -> None:
    request = received(them)
    names = ("publisher", "clerk", "handler", "approver", "leader", "outsider")
    assert {name for name in names if exists_for(request, getattr(them, name))} == {"publisher"}
    accepted(them, request)
    assert {name for name in names if exists_for(request, getattr(them, name))} == set(names) - {"outsider"}
    for who in (them.play.lay, them.play.supervisor, them.play.reviewer, them.play.administrator):
        assert get(who, "disclosure_desk:request", request.pk).status_code == 404
        assert get(who, "disclosure_desk:requests").status_code == 404


def test_nothing_of_it_exists_for_others(them: People) -> None:
    request = drafted(them)
    file = _file(them, request=steps.take_back(actor=them.clerk, request=request, at=CAME))
    for name, *more in (
        ("request",),
        ("request_attach",),
        ("request_file", file.pk),
        ("request_paper", "reply"),
        ("new_request",),
        ("requests_find",),
    ):
        args = () if name in ("new_request", "requests_find") else (request.pk, *more)
        assert get(them.outsider, f"disclosure_desk:{name}", *args).status_code == 404, name
    assert post(them.outsider, "disclosure_desk:request_detach", request.pk, file.pk).status_code == 404
    for verb in (one.key for one in REQUEST.verbs if one.key != "receive"):
        assert post(them.outsider, f"disclosure_desk:requests_{verb}", request.pk).status_code == 404, verb


def test_each_reading_is_noted_and_lists_show_no_applicant(them: People) -> None:
    request = received(them)
    said = text_of(get(them.publisher, "disclosure_desk:request", request.pk))
    for private in (NAME, PHONE, MAIL, PERSON_ID, TEXT):
        assert private in said
    assert Reading.objects.filter(reader=them.publisher, what=Read.SENDER).count() == 1
    for address in ("disclosure_desk:requests", "desk:home"):
        said = text_of(get(them.publisher, address))
        assert request.number in said
        assert not [private for private in (NAME, PHONE, MAIL, TEXT) if private in said]


def test_from_receipt_to_reply_on_the_desk(them: People) -> None:
    request = received(them)
    assert offers(them.publisher, request) == {"accept", "ask_correction", "redirect", "withdraw"}
    done = take(them.publisher, page(request), "accept", subject=SUBJECT, unit=them.station.code)
    assert told(done) == [f"Registered: {request.number} {SUBJECT}"]
    assert offers(them.clerk, request) == {"draft", "consult", "ask_extension"}
    assert offers(them.publisher, request) == {"reroute", "withdraw"}
    assert offers(them.leader, request) == set()
    take(them.clerk, page(request), "draft", result="granted", text="见附件。")
    assert offers(them.clerk, request) == {"take_back"}
    assert offers(them.leader, request) == {"send_back", "answer"}
    take(them.approver, page(request), "send_back", reason="写清是哪一张。")
    assert "写清是哪一张。" in text_of(get(them.clerk, "disclosure_desk:request", request.pk))
    take(them.handler, page(request), "draft", result="granted", text="第3张发票见附件。")
    take(them.leader, page(request), "answer")
    assert Request.objects.get(pk=request.pk).state == RequestState.ANSWERED
    assert offers(them.publisher, request) == {"release"}


def test_a_refused_step_keeps_what_was_typed(them: People) -> None:
    request = received(them)
    response = take(them.publisher, page(request), "accept", subject=f"{NAME}要的发票", unit=them.station.code)
    assert response.status_code == 422
    said = response.content.decode()
    assert f"{NAME}要的发票" in said
    assert "name of the sender" in text_of(response)


def test_lost_races_are_told(them: People) -> None:
    request = drafted(them)
    seen = offered(get(them.leader, "disclosure_desk:request", request.pk))["answer"]
    steps.take_back(actor=them.clerk, request=request, at=LATER)
    response = signed_in(them.leader).post(seen.action, seen.fields)
    assert response.status_code == 409
    assert "being worked on" in text_of(response)


def test_a_request_by_letter_is_entered(them: People) -> None:
    typed = {
        "town": them.play.town.code,
        "channel": "letter",
        "received_on": "2026-09-25",
        "text": "2025年垃圾清运合同。",
        "asked_of": "",
        "delivery": "post",
        "applicant": "person",
        "name": NAME,
        "identity": PERSON_ID,
        "phone": PHONE,
        "email": "",
        "address": "柳树村一组",
    }
    address, office = reverse("disclosure_desk:new_request"), signed_in(them.publisher)
    refused = office.post(address, {**typed, "address": ""})
    assert refused.status_code == 422
    assert "Leave an address" in text_of(refused)
    done = office.post(address, typed)
    assert done.status_code == 303
    made = Request.objects.select_related("case", "clock").get()
    assert (made.case.channel, made.case.entered_by, str(made.clock.start)) == ("letter", them.publisher, "2026-09-25")
    found = post(them.publisher, "disclosure_desk:requests_find", phone=PHONE)
    assert made.number in text_of(found)


def _file(them: People, request: Request) -> Any:
    return releasing.attach(actor=them.clerk, request=request, content=picture("#1b2c3d"), name="发票.png", at=LATER)


def test_files_of_a_reply_are_added_opened_and_taken_off_by_its_unit(them: People) -> None:
    request = accepted(them)
    sent = {"file": SimpleUploadedFile("发票.png", picture("#1b2c3d"))}
    assert post(them.publisher, "disclosure_desk:request_attach", request.pk, **sent).status_code == 404
    sent = {"file": SimpleUploadedFile("发票.png", picture("#1b2c3d"))}
    assert post(them.clerk, "disclosure_desk:request_attach", request.pk, **sent).status_code == 303
    wrong = {"file": SimpleUploadedFile("发票.png", b"\x00\x01no picture")}
    assert post(them.clerk, "disclosure_desk:request_attach", request.pk, **wrong).status_code == 422
    file = request.files.get()
    opened = get(them.leader, "disclosure_desk:request_file", request.pk, file.pk)
    assert opened.status_code == 200
    assert opened.headers["Content-Type"] == "image/png"
    assert "no-store" in opened.headers["Cache-Control"]
    drafted(them, Request.objects.get(pk=request.pk), at=LATER)
    assert post(them.clerk, "disclosure_desk:request_detach", request.pk, file.pk).status_code == 404
    steps.take_back(actor=them.clerk, request=request, at=LATER)
    assert post(them.clerk, "disclosure_desk:request_detach", request.pk, file.pk).status_code == 303
    assert not request.files.exists()


def test_what_came_on_paper_is_kept_and_who_reads_it_is_noted(them: People) -> None:
    request = accepted(them)
    scan = {"file": SimpleUploadedFile("来信.png", picture("#1b2c3d"))}
    assert post(them.clerk, "disclosure_desk:request_add_paper", request.pk, **scan).status_code == 404
    scan = {"file": SimpleUploadedFile("来信.png", picture("#1b2c3d"))}
    assert post(them.publisher, "disclosure_desk:request_add_paper", request.pk, **scan).status_code == 303
    file = request.case.files.get()
    assert "来信.png" in text_of(get(them.clerk, "disclosure_desk:request", request.pk))
    assert get(them.clerk, "disclosure_desk:request_came_file", request.pk, file.pk).status_code == 200
    assert Reading.objects.filter(what=Read.FILE, reader=them.clerk).count() == 1
    assert get(them.outsider, "disclosure_desk:request_came_file", request.pk, file.pk).status_code == 404


def test_papers_are_printed_and_it_is_noted(them: People) -> None:
    request = answered(them)
    opened = get(them.publisher, "disclosure_desk:request_paper", request.pk, Paper.REPLY)
    assert opened.content.startswith(b"%PDF")
    assert Reading.objects.filter(what=Read.PRINT, reader=them.publisher).count() == 1
    assert get(them.publisher, "disclosure_desk:request_paper", request.pk, Paper.EXTENSION).status_code == 404


def test_the_list_takes_the_same_queries_at_one_row_and_three(them: People) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert get(them.publisher, "disclosure_desk:requests").status_code == 200
        return len(found)

    accepted(them)
    one = asked()
    for number in range(2):
        accepted(them, received(them, f"第{number}份合同的复印件。"))
    assert asked() == one


def test_what_waits_for_whom(them: People) -> None:
    request = received(them)
    assert list(to_do(them.publisher, LATER)) == [request]
    accepted(them, request)
    assert list(to_do(them.publisher, LATER)) == []
    assert list(to_do(them.clerk, LATER)) == [request]
    drafted(them, request)
    assert list(to_do(them.clerk, LATER)) == []
    assert list(to_do(them.leader, LATER)) == list(to_do(them.approver, LATER)) == [request]
    assert re.search(r"To decide", text_of(get(them.leader, "disclosure_desk:requests")))
    answered(them, request)
    assert list(to_do(them.leader, LATER)) == []
    assert [one.pk for one in listed(them.leader, LATER)] == [request.pk]


def test_a_correction_that_did_not_come_waits_for_the_office(them: People) -> None:
    request = steps.ask_correction(
        actor=them.publisher, request=received(them), text="请写明。", due=(CAME + timedelta(days=2)).date(), at=CAME
    )
    assert list(to_do(them.publisher, LATER)) == []
    assert "lapse" not in offers(them.publisher, request)
    with time_machine.travel(LATER + timedelta(days=3), tick=False):
        assert list(to_do(them.publisher, LATER + timedelta(days=3))) == [request]
        assert "lapse" in offers(them.publisher, request)
        assert "Not put right in time" in text_of(get(them.publisher, "desk:home"))
        assert list(to_do(them.clerk, LATER + timedelta(days=3))) == []


def test_the_trail_names_the_step_and_the_time_limit_apart_with_days_as_people_write_them(them: People) -> None:
    request = steps.ask_extension(actor=them.clerk, request=accepted(them), reason="要汇总凭证。", at=CAME)
    request = steps.extend(actor=them.leader, request=request, reason="要汇总凭证。", at=CAME)
    trail = get(them.clerk, "disclosure_desk:request", request.pk).context["trail"]
    done = {str(line.what): line.reason for line in trail}
    assert done["Time extended"] == "要汇总凭证。"
    assert not re.search(r"\d-\d\d", done["Time limit extended"])


def test_it_is_said_how_often_it_was_read_however_few_are_named(them: People) -> None:
    request = accepted(them)
    for _time in range(24):
        get(them.clerk, "disclosure_desk:request", request.pk)
    assert Reading.objects.filter(case=request.case).count() == 24
    assert "Read 25 times" in text_of(get(them.clerk, "disclosure_desk:request", request.pk))
