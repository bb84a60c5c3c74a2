"""Following a petition by number and code: how it stands, what its sender can do, and what nobody is told."""

import re
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from petitions.handling.actions import ending, handling, routing
from petitions.handling.enums import Category, Kind, Paper, PetitionState, ReviewResult
from petitions.handling.models import Rating
from portal.accounts.queries import system_actor
from portal.cases.actions.ending import forget
from portal.cases.actions.reading import as_it_came
from tests.disclosure.desk import text_of
from tests.disclosure.pictures import picture
from tests.petitions.handling.making import (
    CAME,
    MAIL,
    NAME,
    PHONE,
    SUBJECT,
    TEXT,
    People,
    accepted,
    begun,
    received,
    registered,
    served,
    settled,
    signed,
    under_review,
)
from tests.petitions.intake.making import follow, link

OPINION, FACTS = "予以支持，补发289.50元。", "登记面积有误，少登三亩。"


def steps_of(page: Any) -> list[tuple[str, str]]:
    """Return the course as the page shows it: the kind of each step and what it is called."""
    found = re.findall(r'<li class="(done|here|coming)".*?<h3>([^<]*?) ?<', page.content.decode(), re.DOTALL)
    return [(kind, title) for kind, title in found]


def test_a_new_one_says_by_when_its_sender_hears_and_how_that_was_counted(them: People) -> None:
    page = follow(received(them))
    said = text_of(page)
    assert "You are told by 29 September 2026 whether it is accepted." in said
    assert "Day 0 of 15." in said
    assert "Counted from the day after 14 September 2026; day 15 is 29 September 2026." in said
    assert steps_of(page)[:2] == [("done", "Handed in"), ("here", "Registered")]
    assert "no-store" in page.headers["Cache-Control"]


def test_what_happened_at_one_moment_is_told_the_newest_first_too(them: People) -> None:
    said = text_of(follow(served(them, at=CAME))).split("The newest first")[1]
    told = ("The answer was brought to you", "Decided, and signed", "The inquiry began", "You handed it in")
    assert sorted(told, key=said.index) == list(told)


def test_overdue_is_said(them: People) -> None:
    petition = received(them)
    with time_machine.travel(CAME + timedelta(days=20), tick=False):
        assert "This is overdue." in text_of(follow(petition))


def test_it_is_followed_from_hand_to_hand_without_a_name_of_the_staff(them: People) -> None:
    petition = begun(them)
    handling.record(
        actor=them.handler,
        petition=petition,
        kind=Kind.VISIT,
        held_on=date(2026, 9, 14),
        text="到地里量了一遍。",
        is_shown=True,
        at=CAME,
    )
    page = follow(petition)
    said = text_of(page)
    assert [kind for kind, _title in steps_of(page)] == ["done", "done", "done", "here", "coming", "coming"]
    for words in (SUBJECT, them.station.name_en, "The inquiry began", "到地里量了一遍。", "On-site check"):
        assert words in said
    for person in them.everybody:
        assert person.name_zh not in page.content.decode()
    assert not [private for private in (NAME, PHONE, MAIL, TEXT) if private in page.content.decode()]


def test_what_is_not_to_be_shown_is_not(them: People) -> None:
    petition = begun(them)
    handling.record(
        actor=them.handler, petition=petition, kind=Kind.TALK, held_on=date(2026, 9, 14), text="与邻居谈话。", at=CAME
    )
    assert "与邻居谈话。" not in follow(petition).content.decode()


def test_the_answer_is_read_once_it_was_served(them: People) -> None:
    petition = signed(them)
    before = follow(petition)
    assert OPINION not in before.content.decode()
    assert "the answer is on its way to you" in text_of(before)
    page = follow(served(them, petition))
    for words in (OPINION, FACTS, "Supported", "信复〔2026〕1号"):
        assert words in page.content.decode()
    assert "ask for a review until 14 October 2026" in text_of(page)


def test_a_wrong_code_learns_nothing_and_too_many_guesses_are_stopped(them: People) -> None:
    petition = received(them)
    answers = [follow(petition, "AAAAAAAAAAAA") for _guess in range(21)]
    assert [one.status_code for one in answers] == [422] * 20 + [429]
    assert "Received on" not in text_of(answers[0])


def test_facts_and_files_are_added(them: People) -> None:
    petition = accepted(them)
    address = link(follow(petition), "add/")
    assert Client().post(address, {"text": " "}).status_code == 422
    file = SimpleUploadedFile("量地.png", picture())
    done = Client().post(address, {"text": "昨天又量了一次。", "papers": file})
    assert done.status_code == 200
    came = as_it_came(petition.case)
    assert came is not None
    assert came.text.endswith("昨天又量了一次。")
    assert petition.case.files.get().name == "量地.png"
    with time_machine.travel(CAME + timedelta(hours=1), tick=False):
        said = text_of(follow(petition))
    assert "You added something" in said
    assert "昨天又量了一次。" not in said


def test_a_file_that_is_refused_leaves_the_words_unsaved_and_typed(them: People) -> None:
    petition = accepted(them)
    address = link(follow(petition), "add/")
    typed = {"text": "昨天又量了一次。", "papers": SimpleUploadedFile("a.exe", b"MZ\x90")}
    refused = Client().post(address, typed)
    assert refused.status_code == 422
    assert "昨天又量了一次。" in refused.content.decode()
    came = as_it_came(petition.case)
    assert came is not None
    assert "昨天" not in came.text


def test_it_is_withdrawn_once(them: People) -> None:
    petition = accepted(them)
    address = link(follow(petition), "withdraw/")
    assert "It ends then without an answer." in text_of(Client().get(address))
    assert Client().post(address).status_code == 200
    assert Client().post(address).status_code == 409
    petition.refresh_from_db()
    assert petition.state == PetitionState.WITHDRAWN
    page = follow(petition)
    assert "withdraw/" not in page.content.decode()
    assert ("done", "It is withdrawn") in steps_of(page)


def test_result_and_service_are_rated_once(them: People) -> None:
    petition = served(them)
    address = link(follow(petition), "rate/")
    half = Client().post(address, {"result": "satisfied"})
    assert half.status_code == 422
    assert "Choose how content you are with those who worked on it." in text_of(half)
    rated = {"result": "dissatisfied", "service": "satisfied", "words": "面积还差一亩。"}
    assert Client().post(address, rated).status_code == 200
    assert Client().post(address, rated).status_code == 409
    row = Rating.objects.get(petition=petition)
    assert (row.result, row.service, row.words) == ("dissatisfied", "satisfied", "面积还差一亩。")
    page = follow(petition)
    assert "rate/" not in page.content.decode()
    assert link(page, "review/")


def test_a_review_is_asked_for_with_a_reason_until_the_thirtieth_day(them: People) -> None:
    petition = served(them)
    address = link(follow(petition), "review/")
    assert Client().post(address, {"reason": ""}).status_code == 422
    assert Client().post(address, {"reason": "面积还是不对。"}).status_code == 200
    petition.refresh_from_db()
    assert petition.state == PetitionState.REVIEWING
    page = follow(petition)
    assert "Asked of 上一级人民政府" in text_of(page)
    assert steps_of(page)[-1] == ("here", "The answer is under review")
    late = served(them, text=f"{TEXT}又一件。")
    with time_machine.travel(CAME + timedelta(days=40), tick=False):
        assert "/review/" not in follow(late).content.decode()


def test_after_the_review_a_re_review_is_asked_for(them: People) -> None:
    petition = under_review(them)
    at = CAME + timedelta(days=10)
    ending.uphold(
        actor=them.publisher,
        petition=petition,
        result=ReviewResult.UPHELD,
        decided_on=at.date(),
        text="维持原处理意见。",
        at=at,
    )
    with time_machine.travel(at, tick=False):
        page = follow(petition)
        assert "维持原处理意见。" in page.content.decode()
        address = link(page, "review/")
        assert "Ask for a re-review" in text_of(Client().get(address))
        Client().post(address, {"reason": "仍然不同意。"})
    petition.refresh_from_db()
    assert petition.state == PetitionState.RE_REVIEWING


def test_the_papers_are_saved_as_pdf_once_they_are_the_petitioners(them: People) -> None:
    petition = signed(them)
    before = follow(petition)
    assert before.content.decode().count("/papers/") == 1
    notice = Client().get(link(before, r"papers/\d+.pdf"))
    assert notice.headers["Content-Type"] == "application/pdf"
    assert "no-store" in notice.headers["Cache-Control"]
    with pypdfium2.PdfDocument(notice.getvalue()) as pdf:
        assert "受理告知书" in pdf[0].get_textpage().get_text_bounded()
    opinion = petition.papers.get(paper=Paper.OPINION)
    address = link(before, r"papers/\d+.pdf").rpartition("/")[0] + f"/{opinion.pk}.pdf"
    assert Client().get(address).status_code == 404
    after = follow(served(them, petition))
    assert after.content.decode().count("/papers/") == 2
    assert Client().get(address).status_code == 200


def test_no_paper_of_another_is_reached(them: People) -> None:
    mine, other = accepted(them), accepted(them, text=f"{TEXT}别人的。")
    address = link(follow(mine), r"papers/\d+.pdf").rpartition("/")[0]
    assert Client().get(f"{address}/{other.papers.get().pk}.pdf").status_code == 404


def test_the_sheet_to_take_along_has_no_code(them: People) -> None:
    petition = accepted(them)
    page = follow(petition)
    sheet = Client().get(link(page, "slip/"))
    assert petition.number in text_of(sheet)
    assert petition.case.code not in sheet.content.decode()
    assert "You have the written answer by 13 November 2026." in text_of(sheet)


def test_what_number_and_code_led_to_ends_after_two_hours(them: People) -> None:
    address = link(follow(accepted(them)), "add/")
    with time_machine.travel(CAME + timedelta(hours=3), tick=False):
        assert Client().get(address).status_code == 404
    assert Client().get("/en/petitions/mine/nonsense/add/").status_code == 404


def test_a_merged_one_shows_how_the_other_stands_and_nothing_of_its_sender(them: People) -> None:
    other = accepted(them, name="何别人", phone="13999999999", text="村东机井的电费怎么收的，请公开。")
    mine = registered(them)
    routing.merge(actor=them.publisher, petition=mine, into=other, at=CAME)
    mine.refresh_from_db()
    page = follow(mine)
    said = text_of(page)
    assert "How that one stands: Accepted, and being dealt with." in said
    assert "The next step is due by 13 November 2026." in said
    for private in ("何别人", "13999999999", "机井", other.number):
        assert private not in page.content.decode()


@pytest.mark.parametrize("name", [NAME, ""])
def test_an_accusation_shows_only_that_it_arrived_is_looked_into_and_is_closed(them: People, name: str) -> None:
    petition = received(them, category=Category.ACCUSATION, name=name)
    page = follow(petition)
    assert steps_of(page) == [
        ("here", "It has arrived"),
        ("coming", "It is being looked into"),
        ("coming", "It is closed"),
    ]
    assert ("You hear by" in text_of(page)) is bool(name)
    petition = registered(them, petition)
    page = follow(petition)
    assert "It is being looked into" in text_of(page)
    assert SUBJECT not in page.content.decode()


def test_of_a_closed_accusation_there_is_neither_answer_nor_paper(them: People) -> None:
    page = follow(settled(them))
    assert [kind for kind, _title in steps_of(page)] == ["done", "done", "done"]
    for hidden in ("经核查", "What happened", "Papers", "rate/", "review/", "Not as stated"):
        assert hidden not in page.content.decode()


def test_an_accusation_is_added_to_and_withdrawn(them: People) -> None:
    petition = received(them, category=Category.ACCUSATION)
    page = follow(petition)
    assert Client().post(link(page, "add/"), {"text": "还有一次。"}).status_code == 200
    assert Client().post(link(page, "withdraw/")).status_code == 200


def test_one_whose_personal_data_was_removed_is_still_followed(them: People) -> None:
    petition = received(them)
    ending.withdraw(actor=system_actor(), petition=petition, at=CAME)
    petition.refresh_from_db()
    with time_machine.travel(CAME + timedelta(days=4000), tick=False):
        forget(actor=system_actor(), case=petition.case, at=CAME + timedelta(days=4000))
        assert "It is withdrawn" in text_of(follow(petition))
