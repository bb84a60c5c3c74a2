"""Petitions on the desk: the list by what is to be done first, every step from its page, notes, files and papers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from petitions.handling.actions import handling, office, routing
from petitions.handling.enums import Barring, Category, Matter, PetitionState
from petitions.handling.models import AnswerText, Petition
from petitions.handling.queries.desk import listed, parts_of
from portal.accounts.models import User
from portal.cases.enums import Channel, Read
from portal.cases.models import Note, Reading
from portal.messaging.models import Message
from tests.disclosure.desk import get, post, signed_in, text_of
from tests.disclosure.pictures import picture
from tests.petitions.handling.making import (
    CAME,
    NAME,
    PHONE,
    SUBJECT,
    TEXT,
    People,
    accepted,
    begun,
    drafted,
    people,
    received,
    registered,
    served,
    signed,
    under_review,
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


def page(petition: Petition) -> str:
    return reverse("petitions_desk:petition", args=[petition.pk])


def offers(who: User, petition: Petition) -> set[str]:
    return set(offered(get(who, "petitions_desk:petition", petition.pk)))


def test_from_receipt_to_the_end_on_the_desk(them: People) -> None:
    petition = received(them)
    assert offers(them.publisher, petition) == {"register", "withdraw"}
    done = take(
        them.publisher, page(petition), "register", subject=SUBJECT, category=Category.APPEAL, matter=Matter.SUBSIDY
    )
    assert told(done) == [f"Registered: {petition.number} {SUBJECT}"]
    assert offers(them.publisher, petition) == {
        *("accept", "assign", "forward", "redirect", "to_legal_channel", "refuse", "withdraw"),
    }
    take(them.publisher, page(petition), "accept", unit=them.station.code, handler=str(them.handler.pk))
    assert offers(them.handler, petition) == {"begin", "recuse"}
    assert get(them.colleague, "petitions_desk:petition", petition.pk).status_code == 404
    take(them.handler, page(petition), "begin")
    take(
        them.handler,
        page(petition),
        "record",
        kind="mediation",
        held_on="2026-09-15",
        text="双方同意。",
        is_agreed="yes",
    )
    take(them.handler, page(petition), "ask_extension", days="10", reason="要再量一次。")
    assert offers(them.leader, petition) == {"extend", "refuse_extension", "supervise", "sponsor"}
    take(them.leader, page(petition), "extend", reason="需要现场丈量")
    draft = {"finding": "established", "result": "supported", "facts": "少登。", "text": "补发。", "is_mediated": "on"}
    take(them.handler, page(petition), "draft", **draft)
    assert offers(them.handler, petition) == {"take_back"}
    take(them.publisher, page(petition), "send_back", reason="写清依据。")
    assert "写清依据。" in text_of(get(them.handler, "petitions_desk:petition", petition.pk))
    take(them.handler, page(petition), "draft", **draft)
    take(them.publisher, page(petition), "check")
    take(them.leader, page(petition), "sign")
    take(them.publisher, page(petition), "serve", service="in_person", served_on="2026-09-15")
    take(them.publisher, page(petition), "close")
    take(them.publisher, page(petition), "rate", result="dissatisfied", service="satisfied", words="太慢。")
    said = text_of(get(them.secretary, "petitions_desk:petition", petition.pk))
    assert "太慢。" in said
    take(them.publisher, page(petition), "ask_review", reason="面积还是不对。")
    take(them.publisher, page(petition), "overturn", decided_on="2026-09-15", text="重新核实。")
    assert Petition.objects.get(pk=petition.pk).state == PetitionState.HANDLING
    assert {"draft", "record", "recuse"} <= offers(them.handler, petition)


def test_a_refused_step_keeps_what_was_typed(them: People) -> None:
    petition = received(them)
    typed = {"subject": f"{NAME}少发补贴", "category": Category.APPEAL, "matter": Matter.SUBSIDY}
    response = take(them.publisher, page(petition), "register", **typed)
    assert response.status_code == 422
    assert f"{NAME}少发补贴" in response.content.decode()
    assert "name of the sender" in text_of(response)


def test_lost_races_are_told(them: People) -> None:
    petition = received(them)
    seen = offered(get(them.publisher, "petitions_desk:petition", petition.pk))["register"]
    registered(them, petition)
    response = signed_in(them.publisher).post(seen.action, seen.fields)
    assert response.status_code == 409
    assert "registered meanwhile" in text_of(response)


def test_registering_decides_who_of_those_named_is_complained_about(them: People) -> None:
    petition = received(them, f"{them.handler.name_zh}和{them.colleague.name_zh}不办事，请查一查。")
    typed = {"subject": SUBJECT, "category": Category.APPEAL, "matter": Matter.CONDUCT}
    take(them.publisher, page(petition), "register", complained_about=str(them.handler.pk), **typed)
    kept = petition.bars.filter(lifted_at=None)
    assert [(bar.person, bar.why) for bar in kept] == [(them.handler, Barring.COMPLAINED_ABOUT)]
    shown = text_of(get(them.publisher, "petitions_desk:petition", petition.pk))
    assert "Complained about" in shown
    assert f'value="{them.handler.pk}"' not in shown


def test_a_bar_is_set_and_lifted_with_a_reason(them: People) -> None:
    petition = registered(them)
    url, office_of_town = reverse("petitions_desk:petition_keep_out", args=[petition.pk]), signed_in(them.publisher)
    assert office_of_town.post(url, {"unit": "", "person": "", "reason": "-"}).status_code == 422
    office_of_town.post(url, {"unit": them.station.code, "person": "", "reason": "信访人说是他们的事。"})
    bar = petition.bars.get(lifted_at=None)
    assert bar.unit == them.station
    assert f'value="{them.station.code}"' not in text_of(get(them.publisher, "petitions_desk:petition", petition.pk))
    missing = post(them.publisher, "petitions_desk:petition_lift", petition.pk, bar.pk, reason="")
    assert missing.status_code == 422
    assert post(them.clerk, "petitions_desk:petition_lift", petition.pk, bar.pk, reason="x").status_code == 404
    post(them.publisher, "petitions_desk:petition_lift", petition.pk, bar.pk, reason="弄错了。")
    bar.refresh_from_db()
    assert bar.lifted_by == them.publisher
    assert {note.text for note in Note.objects.filter(case=petition.case)} >= {"弄错了。", "信访人说是他们的事。"}


def test_each_reading_is_noted_and_shown_to_the_secretary_alone(them: People) -> None:
    petition = received(them)
    said = text_of(get(them.publisher, "petitions_desk:petition", petition.pk))
    assert NAME in said
    assert TEXT in said
    assert "this reading was noted" in said
    assert Reading.objects.filter(reader=them.publisher, what=Read.SENDER).count() == 1
    listed_too = text_of(get(them.secretary, "petitions_desk:petition_readings"))
    assert petition.number in listed_too
    assert them.publisher.name in listed_too
    for other in (them.publisher, them.handler, them.head, them.clerk):
        assert get(other, "petitions_desk:petition_readings").status_code == 404
    for address in ("petitions_desk:petitions", "desk:home"):
        said = text_of(get(them.publisher, address))
        assert petition.number in said
        assert not [private for private in (NAME, PHONE, TEXT) if private in said]


def test_notes_files_and_additions(them: People) -> None:
    petition = accepted(them)
    post(them.handler, "petitions_desk:petition_note", petition.pk, text="已约好星期四。")
    assert "已约好星期四。" in text_of(get(them.publisher, "petitions_desk:petition", petition.pk))
    scan = {"file": SimpleUploadedFile("来信.png", picture("#1b2c3d"))}
    assert post(them.handler, "petitions_desk:petition_add_file", petition.pk, **scan).status_code == 404
    scan = {"file": SimpleUploadedFile("来信.png", picture("#1b2c3d"))}
    assert post(them.publisher, "petitions_desk:petition_add_file", petition.pk, **scan).status_code == 303
    file = petition.case.files.get()
    assert get(them.handler, "petitions_desk:petition_file", petition.pk, file.pk).status_code == 200
    assert Reading.objects.filter(what=Read.FILE, reader=them.handler).count() == 1
    post(them.publisher, "petitions_desk:petition_add_text", petition.pk, text="又来电说面积是三亩半。")
    assert "三亩半" in text_of(get(them.handler, "petitions_desk:petition", petition.pk))
    assert Message.objects.filter(person=them.handler, kind="petition_added").count() == 1


def test_the_list_has_its_parts_and_counts(them: People) -> None:
    late = received(them, at=CAME - timedelta(days=30))
    soon = received(them, "水渠断了，请尽快修。", at=CAME - timedelta(days=14), place=None)
    new, mine, others = received(them, "路灯不亮。" * 3), drafted(them, accepted_begun(them)), begun(them)
    found = dict(listed(them.publisher, LATER).values_list("case__number", "part"))  # type: ignore[misc]
    assert found == {late.number: 1, soon.number: 2, new.number: 3, mine.number: 4, others.number: 5}
    assert parts_of(listed(them.publisher, LATER)) == dict.fromkeys(range(1, 6), 1)
    only = text_of(get(them.publisher, "petitions_desk:petitions", due="overdue"))
    assert late.number in only
    assert soon.number not in only
    assert new.number in text_of(get(them.publisher, "petitions_desk:petitions", part="3", category="appeal"))
    assert new.number not in text_of(get(them.publisher, "petitions_desk:petitions", channel="letter"))


def accepted_begun(them: People) -> Petition:
    return begun(them, accepted(them, registered(them, received(them, "低保没有了，请查一查。"))))


def test_several_are_routed_at_once_as_proposed(them: People) -> None:
    office.set_routes(actor=them.publisher, town=them.play.town, chosen={Matter.SUBSIDY: them.station}, at=CAME)
    one, two = received(them), registered(them, received(them, "补贴没有到账，请查一查。"))
    named = received(them, f"{them.colleague.name_zh}说补贴没有了。")
    accused = received(them, "村里有人冒领补贴。", category=Category.ACCUSATION)
    shown = get(them.publisher, "petitions_desk:petitions")
    tokens = [row.token for section in shown.context["sections"] for row in section.rows if row.token]
    assert len(tokens) == 3
    assert accused.number not in text_of(shown)
    done = post(them.publisher, "petitions_desk:petitions_route", chosen=tokens, **{"as": "proposed"})
    assert done.headers["Location"].endswith("/desk/petitions/")
    assert {Petition.objects.get(pk=row.pk).state for row in (one, two)} == {PetitionState.ACCEPTED}
    assert {Petition.objects.get(pk=row.pk).unit for row in (one, two)} == {them.station}
    assert Petition.objects.get(pk=named.pk).state == PetitionState.SUBMITTED


def test_who_handles_what_is_settled_by_the_office(them: People) -> None:
    assert get(them.handler, "petitions_desk:petition_routes").status_code == 404
    assert post(them.publisher, "petitions_desk:petition_routes", land=them.station.code).status_code == 303
    petition = received(them, "宅基地没有批，请查一查。")
    assert "usually" in text_of(get(them.publisher, "petitions_desk:petitions"))
    registered_as = {"subject": SUBJECT, "category": Category.APPEAL, "matter": Matter.LAND}
    take(them.publisher, page(petition), "register", **registered_as)
    form = offered(get(them.publisher, "petitions_desk:petition", petition.pk))["accept"]
    assert form.fields["unit"] == them.station.code


def test_words_for_opinions(them: People) -> None:
    typed = {"title": "补贴补发", "facts": "经查，【某年】少发【几】亩。", "text": "予以补发。"}
    assert get(them.handler, "petitions_desk:answer_texts").status_code == 404
    post(them.publisher, "petitions_desk:new_answer_text", **typed)
    row = AnswerText.objects.get()
    assert post(them.publisher, "petitions_desk:new_answer_text", **typed).status_code == 422
    post(them.publisher, "petitions_desk:answer_text", row.pk, seen=row.version, **typed | {"text": "予以支持。"})
    row.refresh_from_db()
    assert (row.text, row.version, row.history.count()) == ("予以支持。", 2, 2)
    petition = begun(them)
    shown = get(them.handler, "petitions_desk:petition", petition.pk, words=str(row.pk))
    assert offered(shown)["draft"].fields["text"] == "予以支持。"
    post(them.publisher, "petitions_desk:remove_answer_text", row.pk)
    assert not AnswerText.objects.exists()


def test_whoever_an_answer_waits_for_is_reminded_once_a_day(them: People) -> None:
    petition = begun(them)
    assert post(them.handler, "petitions_desk:petition_remind", petition.pk).status_code == 404
    done = post(them.publisher, "petitions_desk:petition_remind", petition.pk)
    assert done.status_code == 303
    assert [one.person for one in Message.objects.filter(kind="petition_reminded")] == [them.handler]
    post(them.publisher, "petitions_desk:petition_remind", petition.pk)
    assert Message.objects.filter(kind="petition_reminded").count() == 1
    drafted(them, petition, at=LATER)
    post(them.secretary, "petitions_desk:petition_remind", petition.pk)
    assert Message.objects.filter(kind="petition_reminded", person=them.publisher).count() == 1


def test_alike_petitions_are_proposed_to_be_merged(them: People) -> None:
    first, again = registered(them), received(them, TEXT + "请尽快。", name="别人", phone="")
    shown = text_of(get(them.publisher, "petitions_desk:petition", again.pk))
    assert "alike by" in shown
    take(them.publisher, page(again), "merge", into=str(first.pk))
    assert Petition.objects.get(pk=again.pk).merged_into == first


def test_an_accusation_in_hand_waits_for_who_keeps_it(them: People) -> None:
    petition = registered(them, category=Category.ACCUSATION)
    petition = routing.accept(actor=them.secretary, petition=petition, at=CAME)
    petition = handling.begin(actor=them.secretary, petition=petition, at=CAME)
    assert [(one.pk, one.part) for one in listed(them.secretary, LATER)] == [(petition.pk, 4)]  # type: ignore[attr-defined]
    assert offered(get(them.secretary, "petitions_desk:petition", petition.pk))["settle"]


def test_found_by_telephone(them: People) -> None:
    petition = received(them)
    assert petition.number in text_of(post(them.publisher, "petitions_desk:petitions_find", phone=PHONE))
    assert "Nothing came" in text_of(post(them.publisher, "petitions_desk:petitions_find", phone="13800000000"))
    assert get(them.handler, "petitions_desk:petitions_find").status_code == 404


def test_the_export_says_nothing_private_and_is_noted(them: People) -> None:
    petition = served(them)
    sealed = received(them, "他收了钱。" * 3, category=Category.ACCUSATION)
    content = get(them.publisher, "petitions_desk:petitions_export").content.decode("utf-8-sig")
    assert petition.number in content
    assert sealed.number not in content
    assert not [private for private in (NAME, PHONE, TEXT, SUBJECT) if private in content]
    assert list(Reading.objects.filter(what=Read.EXPORT).values_list("case", flat=True)) == [petition.case_id]
    assert get(them.handler, "petitions_desk:petitions_export").status_code == 404


def _queries(who: User, name: str, *args: Any) -> int:
    with CaptureQueriesContext(connection) as found:
        assert get(who, name, *args).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["petitions", "petitions_export", "petition_readings"])
def test_lists_take_the_same_queries_at_one_row_and_three(them: People, name: str) -> None:
    who = them.secretary
    office.set_routes(actor=who, town=them.play.town, chosen={Matter.SUBSIDY: them.station}, at=CAME)
    received(them, "还有一件：补贴少了。")
    get(who, "petitions_desk:petition", begun(them).pk)
    one = _queries(who, f"petitions_desk:{name}")
    for number in range(2):
        other = begun(them, accepted(them, registered(them, received(them, f"第{number}件：补贴没有到账。"))))
        get(who, "petitions_desk:petition", other.pk)
    received(them, "又来一件：补贴没有了。")
    assert _queries(who, f"petitions_desk:{name}") == one


def test_the_page_takes_the_same_queries_however_much_there_is(them: People) -> None:
    petition = begun(them)
    get(them.publisher, "petitions_desk:petition", petition.pk)
    one = _queries(them.publisher, "petitions_desk:petition", petition.pk)
    for number in range(3):
        post(them.handler, "petitions_desk:petition_note", petition.pk, text=f"便笺{number}")
        received(them, f"第{number}件：补贴没有到账。")
    assert _queries(them.publisher, "petitions_desk:petition", petition.pk) == one


@pytest.mark.parametrize("make", [received, registered, accepted, begun, drafted, signed, served, under_review])
def test_the_page_shows_in_every_state_to_everybody_who_sees_it(them: People, make: Any) -> None:
    petition = make(them)
    for who in them.everybody:
        response = get(who, "petitions_desk:petition", petition.pk)
        assert response.status_code in (200, 404)
        number_listed = petition.number in text_of(get(who, "petitions_desk:petitions"))
        assert number_listed == (response.status_code == 200)


def test_entered_by_the_office_on_paper_it_says_so(them: People) -> None:
    petition = received(them, actor=them.publisher, channel=Channel.LETTER, at=LATER)
    shown = text_of(get(them.publisher, "petitions_desk:petition", petition.pk))
    assert "By letter" in shown
