"""Opinions on the desk: who finds what there, what each may do with it, and what they never read."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.notices.actions import publishing
from disclosure.notices.models import Edition
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.desk.opinions import Opinions
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.cases.actions.reading import as_it_came
from portal.cases.enums import Channel, Read, Visibility
from portal.cases.models import Reading
from portal.cases.rules.codes import is_code
from portal.core.codes import LETTERS
from portal.desk.tokens import seen_token
from tests.disclosure.desk import get, post, signed_in, text_of
from tests.factories import NOON, Cast, StationFactory, VillageFactory, cast, person, published, text_draft
from tests.steps import offered, take, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "later")]

ASKED = NOON + timedelta(days=1)
LATER = NOON + timedelta(days=2)
PHONE, NAME, MAIL = "13800138000", "王桂英", "guiying@example.net"
TEXT = f"保洁支出少写了一笔，请说明。我叫{NAME}，电话{PHONE}。"
MASKED = "保洁支出少写了一笔，请说明。"


@pytest.fixture
def later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def live(play: Cast) -> Edition:
    return published(play, text_draft(play))


def received(edition: Edition, text: str = TEXT, **fields: Any) -> Opinion:
    fields = {"name": NAME, "phone": PHONE, "email": MAIL, "at": ASKED, **fields}
    return opinions.receive(actor=system_actor(), edition=edition, kind=OpinionKind.OBJECTION, text=text, **fields)


def routed(play: Cast, opinion: Opinion, **fields: Any) -> Opinion:
    said = {"unit": play.village, "visibility": Visibility.MASKED, "shown_text": MASKED, "shown_name": "", "at": ASKED}
    return opinions.route(actor=play.publisher, opinion=opinion, **{**said, **fields})


def answered(play: Cast, opinion: Opinion) -> Opinion:
    return opinions.answer(actor=play.clerk, opinion=opinion, text="已补上清单。", at=ASKED)


QUERIES_OF_A_PAGE = 11
VERBS = ("route", "refuse", "merge", "reroute", "answer", "take_back", "send_back", "close")


def page(opinion: Opinion) -> str:
    return reverse("disclosure_desk:opinion", args=[opinion.pk])


def step(who: User, opinion: Opinion, verb: str, **typed: str) -> Any:
    """Take a step that the opinion's page offers."""
    return take(who, page(opinion), verb, **typed)


def offers(who: User, opinion: Opinion) -> set[str]:
    return set(offered(get(who, "disclosure_desk:opinion", opinion.pk)))


def without_a_token(who: User, opinion: Opinion, verb: str, **data: str) -> Any:
    return post(who, f"disclosure_desk:opinions_{verb}", opinion.pk, **data)


def late(who: User, opinion: Opinion, verb: str, **typed: str) -> Any:
    """Take a step as the page offered it when the opinion was as it is given."""
    return without_a_token(who, opinion, verb, seen=seen_token(who, opinion, verb), **typed)


def screened(opinion: Opinion, **data: str) -> dict[str, str]:
    given = {
        "visibility": "masked",
        "shown_text": MASKED,
        "shown_name": "王某",
        "unit": opinion.notice.unit.code,
        "due": "2026-10-22",
    }
    return {**given, **data}


def test_the_clerk_reads_it_only_as_it_was_screened(play: Cast, live: Edition) -> None:
    opinion = received(live)
    assert get(play.clerk, "disclosure_desk:opinion", opinion.pk).status_code == 404
    assert MASKED not in text_of(get(play.clerk, "disclosure_desk:opinions"))
    routed(play, opinion)
    assert MASKED in text_of(get(play.clerk, "disclosure_desk:opinion", opinion.pk))
    for address in ("disclosure_desk:opinions", "desk:home"):
        assert MASKED in text_of(get(play.clerk, address))
    for private in (PHONE, NAME, MAIL):
        for address, args in (("opinion", [opinion.pk]), ("opinions", [])):
            assert private not in text_of(get(play.clerk, f"disclosure_desk:{address}", *args))
    assert PHONE in text_of(get(play.publisher, "disclosure_desk:opinion", opinion.pk))


def test_an_answer_that_waits_is_called_so_although_requests_call_theirs_otherwise(play: Cast, live: Edition) -> None:
    opinion = routed(play, received(live))
    page = get(play.clerk, "desk:home")
    steps = next(one for one in page.context["filters"] if one.name == "step")
    assert ("answer", "To answer") in list(steps.choices)
    assert opinion.pk in [row.pk for row in page.context["rows"]]


def test_the_unit_takes_its_answer_back_until_the_office_has_checked_it(play: Cast, live: Edition) -> None:
    opinion = answered(play, routed(play, received(live)))
    assert offers(play.clerk, opinion) == {"take_back"}
    assert "take_back" not in offers(play.publisher, opinion)
    assert step(play.clerk, opinion, "take_back").status_code == 303
    opinion.refresh_from_db()
    assert (opinion.state, opinion.answer) == (OpinionState.ROUTED, "已补上清单。")
    assert "sent the answer back" not in text_of(get(play.clerk, "disclosure_desk:opinion", opinion.pk))
    opinion = opinions.close(actor=play.publisher, opinion=answered(play, opinion), at=LATER)
    assert offers(play.clerk, opinion) == set()


def test_what_ends_an_opinion_says_so_first(play: Cast, live: Edition) -> None:
    opinion = received(live)
    assert "cannot be taken up again" in text_of(get(play.publisher, "disclosure_desk:opinion", opinion.pk))
    answered(play, routed(play, opinion))
    page_of = text_of(get(play.publisher, "disclosure_desk:opinion", opinion.pk))
    assert "The sender is written to, if they left an address." in page_of
    assert "The answer cannot be changed or taken back." in page_of


@pytest.mark.parametrize("who", ["outsider", "supervisor", "reviewer", "approver", "lay", "administrator"])
def test_for_everybody_else_there_is_no_opinion(play: Cast, live: Edition, who: str) -> None:
    actor: User = getattr(play, who)
    opinion = received(live)
    for state in ("received", "routed", "answered"):
        assert get(actor, "disclosure_desk:opinion", opinion.pk).status_code == 404, state
        for verb in VERBS:
            assert without_a_token(actor, opinion, verb, text="x", reason="x").status_code == 404, (state, verb)
            assert get(actor, f"disclosure_desk:opinions_{verb}", opinion.pk).status_code == 404, (state, verb)
        assert post(actor, "disclosure_desk:opinion_correct", opinion.pk).status_code == 404
        assert opinion.number not in text_of(get(actor, "disclosure_desk:opinions"))
        if state != "answered":
            opinion = routed(play, opinion) if state == "received" else answered(play, opinion)
    assert opinion.state == OpinionState.ANSWERED


def test_the_office_of_another_town_knows_nothing(play: Cast, live: Edition) -> None:
    opinion = received(live)
    elsewhere = person(Role.PUBLISHER, cast().town)
    assert get(elsewhere, "disclosure_desk:opinion", opinion.pk).status_code == 404
    assert opinion.number not in text_of(get(elsewhere, "disclosure_desk:opinions"))


def test_the_form_proposes_the_text_with_personal_data_masked(play: Cast, live: Edition) -> None:
    opinion = received(live)
    form = get(play.publisher, "disclosure_desk:opinion", opinion.pk).context["steps"][0].form
    assert form.initial["visibility"] == Visibility.MASKED
    assert "138****8000" in form.initial["shown_text"]
    assert NAME not in form.initial["shown_text"]
    assert form.initial["due"] == date(2026, 10, 22)
    assert "15 October 2026" in form.fields["due"].help_text


def test_what_holds_nothing_personal_is_proposed_as_it_came(play: Cast, live: Edition) -> None:
    opinion = received(live, MASKED, name="", phone="", email="")
    form = get(play.publisher, "disclosure_desk:opinion", opinion.pk).context["steps"][0].form
    assert (form.initial["visibility"], form.initial["shown_text"]) == (Visibility.PUBLIC, MASKED)


def test_screening_passes_it_on_with_its_day(play: Cast, live: Edition) -> None:
    opinion = received(live)
    response = step(play.publisher, opinion, "route", **screened(opinion))
    assert response.url == reverse("disclosure_desk:opinions")
    opinion = Opinion.objects.get(pk=opinion.pk)
    assert opinion.clock is not None
    assert (opinion.state, opinion.unit, opinion.clock.due) == (OpinionState.ROUTED, play.village, date(2026, 10, 22))
    screening = opinion.screening
    assert screening is not None
    assert (screening.shown_text, screening.shown_name, screening.screened_by) == (MASKED, "王某", play.publisher)


def test_another_day_can_be_set_but_none_that_has_passed(play: Cast, live: Edition) -> None:
    opinion = received(live)
    assert step(play.publisher, opinion, "route", **screened(opinion, due="2026-10-15")).status_code == 422
    assert step(play.publisher, opinion, "route", **screened(opinion, due="9999-12-31")).status_code == 422
    step(play.publisher, opinion, "route", **screened(opinion, due="2026-11-02"))
    opinion.refresh_from_db()
    assert opinion.clock is not None
    assert opinion.clock.due == date(2026, 11, 2)


def test_what_is_refused_keeps_what_was_typed(play: Cast, live: Edition) -> None:
    opinion = received(live)
    response = step(play.publisher, opinion, "route", **screened(opinion, shown_text=f"{MASKED}{PHONE}"))
    assert response.status_code == 422
    assert f"{MASKED}{PHONE}" in text_of(response)
    assert "Mask it" in text_of(response)
    opinion = routed(play, opinion)
    response = step(play.clerk, opinion, "answer", text=f"请打{PHONE}。")
    assert response.status_code == 422
    assert f"请打{PHONE}。" in text_of(response)


def test_refusing_needs_a_reason(play: Cast, live: Edition) -> None:
    opinion = received(live)
    assert step(play.publisher, opinion, "refuse", reason=" ").status_code == 422
    step(play.publisher, opinion, "refuse", reason="与本事项无关")
    opinion.refresh_from_db()
    assert (opinion.state, opinion.refusal_reason) == (OpinionState.REFUSED, "与本事项无关")
    assert get(play.clerk, "disclosure_desk:opinion", opinion.pk).status_code == 404


def test_joining_offers_opinions_of_the_same_notice_alone(play: Cast, live: Edition) -> None:
    first, second = received(live), received(live, "另一位村民也问同一笔保洁支出。")
    elsewhere = received(published(play, text_draft(play)))
    shown = get(play.publisher, "disclosure_desk:opinion", first.pk)
    [form] = [one.form for one in shown.context["steps"] if one.verb == "merge"]
    assert [value for value, _label in form.fields["into"].choices] == [str(second.pk)]
    assert step(play.publisher, first, "merge", into=str(elsewhere.pk)).status_code == 422
    step(play.publisher, first, "merge", into=str(second.pk))
    first.refresh_from_db()
    assert first.merged_into == second
    assert first.number in text_of(get(play.publisher, "disclosure_desk:opinion", second.pk))


def test_joining_is_not_offered_where_there_is_no_other(play: Cast, live: Edition) -> None:
    opinion = received(live)
    assert offers(play.publisher, opinion) == {"route", "refuse"}
    received(live, "另一位村民也问同一笔保洁支出。")
    assert offers(play.publisher, opinion) == {"route", "refuse", "merge"}


def test_answering_checking_and_sending_back(play: Cast, live: Edition) -> None:
    opinion = routed(play, received(live))
    step(play.clerk, opinion, "answer", text="已补上清单。")
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ANSWERED
    step(play.publisher, opinion, "send_back", reason="请写明金额")
    shown = text_of(get(play.clerk, "disclosure_desk:opinion", opinion.pk))
    assert "请写明金额" in shown
    assert "已补上清单。" in shown, "what was written stays, to be improved"
    step(play.clerk, opinion, "answer", text="已补上清单，共三百元。")
    step(play.publisher, opinion, "close")
    opinion.refresh_from_db()
    assert (opinion.state, opinion.answer) == (OpinionState.CLOSED, "已补上清单，共三百元。")


def test_what_will_happen_is_said_before_an_answer_is_published(play: Cast, live: Edition) -> None:
    opinion = answered(play, routed(play, received(live)))
    assert "Everybody reads the answer" in text_of(get(play.publisher, "disclosure_desk:opinion", opinion.pk))
    private = answered(play, routed(play, received(live, "第二条：请说明招待费。"), visibility=Visibility.PRIVATE))
    assert "The answer goes to the sender alone" in text_of(get(play.publisher, "disclosure_desk:opinion", private.pk))


def test_the_clerk_screens_and_checks_nothing_and_the_office_answers_nothing(play: Cast, live: Edition) -> None:
    opinion = routed(play, received(live))
    received(live, "另一位村民也问同一笔保洁支出。")
    assert offers(play.publisher, opinion) == {"reroute", "merge"}
    assert offers(play.clerk, opinion) == {"answer"}
    assert late(play.publisher, opinion, "answer", text="已补上清单。").status_code == 404
    assert late(play.clerk, opinion, "reroute", unit=play.town.code, reason="x").status_code == 404
    opinion = answered(play, opinion)
    assert offers(play.clerk, opinion) == {"take_back"}
    assert late(play.clerk, opinion, "close").status_code == 404
    assert late(play.clerk, opinion, "send_back", reason="x").status_code == 404
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ANSWERED


def test_whoever_decides_second_is_told(play: Cast, live: Edition) -> None:
    opinion = received(live)
    routed(play, opinion, at=LATER)
    response = late(person(Role.PUBLISHER, play.town), opinion, "route", **screened(opinion))
    assert response.status_code == 409
    assert "given to a unit meanwhile" in text_of(response)
    assert "route" not in offered(response)


def test_an_answer_that_was_changed_is_not_published_unread(play: Cast, live: Edition) -> None:
    before = answered(play, routed(play, received(live)))
    opinion = opinions.send_back(actor=play.publisher, opinion=before, reason="请写明金额", at=LATER)
    opinion = opinions.answer(actor=play.clerk, opinion=opinion, text="另一个答复。", at=LATER)
    response = late(play.publisher, before, "close")
    assert response.status_code == 409
    assert "close" in offered(response), "it can be published by whoever has read it now"
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ANSWERED


def test_of_two_clerks_who_answer_the_second_keeps_what_was_typed(play: Cast, live: Edition) -> None:
    opinion = routed(play, received(live))
    opinions.answer(actor=play.clerk, opinion=opinion, text="第一个答复。", at=LATER)
    response = late(person(Role.CLERK, play.village), opinion, "answer", text="第二个答复。")
    assert response.status_code == 409
    assert "第二个答复。" in text_of(response)


def test_a_clerk_whose_opinion_went_elsewhere_is_told_and_others_are_not(play: Cast, live: Edition) -> None:
    station = StationFactory(parent=play.town)
    opinion = routed(play, received(live))
    opinions.reroute(actor=play.publisher, opinion=opinion, unit=station, reason="归民政办", at=LATER)
    response = late(play.clerk, opinion, "answer", text="第一个答复。")
    assert response.url == reverse("disclosure_desk:opinions")
    assert told(response) == ["This opinion has been given to another unit meanwhile. Nothing was saved."]
    assert without_a_token(play.clerk, opinion, "answer", text="第一个答复。").status_code == 404
    assert get(play.clerk, "disclosure_desk:opinion", opinion.pk).status_code == 404
    assert get(person(Role.CLERK, station), "disclosure_desk:opinion", opinion.pk).status_code == 200


def test_the_list_says_what_each_has_to_do_and_counts_it(play: Cast, live: Edition) -> None:
    received(live)
    routed(play, received(live, "第二条：请说明招待费的用途。"), shown_text="请说明招待费的用途。")
    answered(play, routed(play, received(live, "第三条：请公开合同全文。"), shown_text="请公开合同。"))

    def parts(who: User) -> list[tuple[str, int]]:
        response = get(who, "disclosure_desk:opinions")
        return [(part.id, part.count) for part in response.context["sections"]]

    assert parts(play.publisher) == [("h-screen", 1), ("h-check", 1), ("h-open", 1)]
    assert parts(play.clerk) == [("h-answer", 1), ("h-open", 1)]
    counts = {
        item.url: item.count
        for part in get(play.publisher, "desk:home").context["desk_menu"]
        for item in part.items
        if item.count
    }
    assert counts[reverse("disclosure_desk:opinions")] == 2


def test_the_list_is_cut_into_pages_and_counts_what_is_on_all_of_them(
    play: Cast, live: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Opinions, "paginate_by", 2)
    received(live)
    for text in ("第二条：请说明招待费的用途。", "第三条：请公开合同全文。"):
        routed(play, received(live, text))
    first, last = (get(play.publisher, "disclosure_desk:opinions", page=number) for number in "12")
    parts = [[(one.id, one.count, len(one.rows)) for one in shown.context["sections"]] for shown in (first, last)]
    assert parts == [[("h-screen", 1, 1), ("h-open", 2, 1)], [("h-open", 2, 1)]]


def test_overdue_ones_come_first(play: Cast, live: Edition) -> None:
    second = routed(play, received(live, "第一条：请说明招待费的用途。"), due=date(2026, 10, 30))
    first = routed(play, received(live, "第二条：请说明招待费的用途。"), due=date(2026, 10, 16))
    with time_machine.travel(NOON + timedelta(days=5), tick=False):
        [part] = get(play.clerk, "disclosure_desk:opinions").context["sections"]
    assert [row.pk for row in part.rows] == [first.pk, second.pk]
    assert [row.due.kind for row in part.rows] == ["owed", ""]


def test_the_list_is_narrowed_by_unit_and_state(play: Cast, live: Edition) -> None:
    other = VillageFactory(parent=play.town)
    opinion = received(live)
    for query, found in (
        ({"unit": play.village.code}, True),
        ({"unit": other.code}, True),  # not offered, so it narrows nothing
        ({"state": "received"}, True),
        ({"state": "closed"}, False),
    ):
        assert (opinion.number in text_of(get(play.publisher, "disclosure_desk:opinions", **query))) == found, query


def test_the_list_asks_as_often_for_three_as_for_one(
    play: Cast, live: Edition, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(play.publisher)
    received(live)
    with django_assert_max_num_queries(60) as asked:
        client.get(reverse("disclosure_desk:opinions"))
    for text in ("第二条：请说明招待费的用途。", "第三条：请公开合同全文。"):
        received(live, text)
    with django_assert_num_queries(len(asked)):
        client.get(reverse("disclosure_desk:opinions"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_asks_as_often_however_much_was_done(play: Cast, live: Edition, count: int) -> None:
    opinion = received(live)
    for number in range(count):
        other = received(live, f"另一位村民也问同一笔保洁支出{number}。")
        opinions.merge(actor=play.publisher, opinion=other, into=opinion, at=ASKED)
        received(live, f"还有一位村民问别的支出{number}。")
    opinion = routed(play, opinion)
    for _time in range(count):
        opinion = opinions.answer(actor=play.clerk, opinion=opinion, text="已补上清单。", at=ASKED)
        opinion = opinions.send_back(actor=play.publisher, opinion=opinion, reason="请写明金额", at=ASKED)
    client = signed_in(play.publisher)
    with CaptureQueriesContext(connection) as asked:
        client.get(page(opinion))
    read = [query["sql"] for query in asked if "COUNT(" not in query["sql"]]  # the menu counts what waits
    about = [sql for sql in read if "disclosure_opinion" in sql or "auditline" in sql]
    assert len(about) == QUERIES_OF_A_PAGE


def entered(**data: str) -> dict[str, str]:
    return {
        "channel": "telephone",
        "kind": "question",
        "received_on": "2026-10-15",
        "text": "请说明招待费的用途是什么。",
        **data,
    }


@pytest.mark.parametrize("who", ["publisher", "clerk"])
def test_staff_enter_what_came_by_telephone(play: Cast, live: Edition, who: str) -> None:
    actor: User = getattr(play, who)
    address = f"{reverse('disclosure_desk:new_opinion')}?notice={live.notice.number}"
    response = signed_in(actor).post(address, entered(name=NAME), follow=True)
    opinion = Opinion.objects.get()
    came = as_it_came(opinion.case)
    assert came is not None
    assert (opinion.case.channel, opinion.case.entered_by, came.sender.name) == (Channel.TELEPHONE, actor, NAME)
    assert opinion.case.received_at.date() == date(2026, 10, 15)
    found = re.search(rf"the code ([{LETTERS}-]+)", text_of(response))
    assert found
    assert is_code(found[1], opinion.case.code_digest)


@pytest.mark.parametrize("day", ["2026-10-17", "2026-10-13"])
def test_a_day_to_come_or_before_publication_is_refused(play: Cast, live: Edition, day: str) -> None:
    address = f"{reverse('disclosure_desk:new_opinion')}?notice={live.notice.number}"
    response = signed_in(play.clerk).post(address, entered(received_on=day))
    assert response.status_code == 422
    assert "请说明招待费的用途是什么。" in text_of(response)
    assert not Opinion.objects.exists()


def test_others_enter_nothing(play: Cast, live: Edition) -> None:
    address = f"{reverse('disclosure_desk:new_opinion')}?notice={live.notice.number}"
    for who in (play.reviewer, play.supervisor, play.lay, play.administrator):
        assert signed_in(who).post(address, entered()).status_code == 404
    assert signed_in(play.outsider).post(address, entered()).status_code == 404
    assert not Opinion.objects.exists()


def test_a_correction_is_begun_from_the_opinion(play: Cast, live: Edition) -> None:
    opinion = routed(play, received(live))
    assert not get(play.publisher, "disclosure_desk:opinion", opinion.pk).context["may_correct"]
    response = post(play.clerk, "disclosure_desk:opinion_correct", opinion.pk)
    draft = live.notice.editions.get(number=2)
    assert response.url == reverse("disclosure_desk:edit", args=[draft.pk])
    form = get(play.clerk, "disclosure_desk:edit", draft.pk).context["form"]
    assert form.initial["opinions"] == [str(opinion.pk)]
    assert MASKED in str(form.fields["opinions"].choices)
    assert post(play.publisher, "disclosure_desk:opinion_correct", opinion.pk).status_code == 404


def test_the_editor_of_a_correction_says_which_opinions_it_answers(play: Cast, live: Edition) -> None:
    first, second = routed(play, received(live)), routed(play, received(live, "另一位村民也问同一笔保洁支出。"))
    draft = publishing.start_correction(actor=play.clerk, edition=live, at=LATER)
    said = {"title": "", "body": "改正后的正文", "reason": "补记"}
    post(play.clerk, "disclosure_desk:edit", draft.pk, **said, opinions=[str(first.pk), str(second.pk)])
    assert set(draft.corrections.values_list("opinion", flat=True)) == {first.pk, second.pk}
    post(play.clerk, "disclosure_desk:edit", draft.pk, **said, opinions=[str(second.pk)])
    assert set(draft.corrections.values_list("opinion", flat=True)) == {second.pk}


def test_whoever_reads_it_as_it_came_leaves_a_trace(play: Cast, live: Edition) -> None:
    opinion = received(live)
    other = received(live, f"{MASKED}另一位村民也这样说，请村里说明保洁支出少写的那一笔。")
    for who in (play.clerk, play.outsider, play.lay):
        get(who, "disclosure_desk:opinion", opinion.pk)
        get(who, "disclosure_desk:opinions")
    assert not Reading.objects.exists()
    get(play.publisher, "disclosure_desk:opinions")
    assert not Reading.objects.exists(), "the list shows nothing as it came"
    shown = text_of(get(play.publisher, "disclosure_desk:opinion", opinion.pk))
    traces = Reading.objects.values_list("case", "reader", "what")
    assert set(traces) == {
        (opinion.case_id, play.publisher.pk, Read.SENDER),
        (opinion.case_id, play.publisher.pk, Read.COMPARISON),
    }
    assert "Read 1 time" in shown
    assert f"{other.number}" in shown


def test_opinions_are_found_by_the_telephone_of_the_sender(play: Cast, live: Edition) -> None:
    opinion = received(live)
    received(live, "另一位村民也问同一笔保洁支出。", phone="13900139000")
    found = post(play.publisher, "disclosure_desk:opinions_find", phone="+86 138-0013 8000")
    assert [row.number for row in found.context["rows"]] == [opinion.number]
    assert not post(play.publisher, "disclosure_desk:opinions_find", phone="1380013").context["rows"]
    elsewhere = person(Role.PUBLISHER, cast().town)
    assert not post(elsewhere, "disclosure_desk:opinions_find", phone=PHONE).context["rows"]
    assert post(play.clerk, "disclosure_desk:opinions_find", phone=PHONE).status_code == 404
