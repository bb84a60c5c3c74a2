"""What residents see and do: the form, the code, the answer beside the notice. And what nobody sees."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from disclosure.demands import actions as demands
from disclosure.demands.enums import Capacity
from disclosure.notices.actions import publishing
from disclosure.notices.models import Edition
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries import opinions as reads
from portal.accounts.queries import system_actor
from portal.cases import views as case_views
from portal.cases.actions.reading import as_it_came
from portal.cases.actions.receiving import replace_code
from portal.cases.enums import Channel, Visibility
from portal.cases.rules.codes import is_code
from portal.core import pages
from portal.core.codes import LETTERS, in_groups
from portal.messaging.models import Delivery
from tests.cases.making import no_tries_yet
from tests.factories import NOON, Cast, cast, published, text_draft

pytestmark = pytest.mark.django_db

ASKED = NOON + timedelta(days=1)
TEXT = "7月21日的防汛支出没有附清单，请说明买了什么。"
SECRETS = {"name": "甄独特", "phone": "05587654321", "email": "marker@example.com"}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def live(people: Cast) -> Edition:
    return published(people, text_draft(people))


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    no_tries_yet()


@pytest.fixture
def refresh(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[], None]:
    """Make kept pages stale, as the commit of an action would."""

    def renew() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            pages.bump()

    return renew


@contextmanager
def on(moment: Any = ASKED) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


def form_of(edition: Edition) -> str:
    return f"/en/notices/{edition.notice.number}/opinions/new/"


def said(**fields: str) -> dict[str, str]:
    return {"kind": "objection", "text": TEXT, "name": "", "phone": "", "email": "", "website": "", **fields}


def code_on(page: str) -> str:
    found = re.search(rf'<p class="code">([{LETTERS}-]+)</p>', page)
    assert found
    return found[1]


def token_in(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def sent(client: Client, edition: Edition, **fields: str) -> Any:
    with on():
        return client.post(form_of(edition), said(**fields))


def text_of(opinion: Opinion) -> str:
    came = as_it_came(opinion.case)
    assert came is not None
    return came.text


def received(edition: Edition, text: str = TEXT, **fields: Any) -> Opinion:
    at = fields.pop("at", ASKED)
    kind = fields.pop("kind", OpinionKind.OBJECTION)
    return opinions.receive(actor=system_actor(), edition=edition, kind=kind, text=text, at=at, **fields)


def routed(people: Cast, opinion: Opinion, **fields: Any) -> Opinion:
    chosen: dict[str, Any] = {
        "unit": people.village,
        "visibility": Visibility.PUBLIC,
        "shown_text": text_of(opinion),
        "shown_name": "",
        "at": ASKED,
        **fields,
    }
    return opinions.route(actor=people.publisher, opinion=opinion, **chosen)


def closed(people: Cast, opinion: Opinion, text: str = "清单已附上，共三项。") -> Opinion:
    answered = opinions.answer(actor=people.clerk, opinion=opinion, text=text, at=ASKED + timedelta(days=1))
    return opinions.close(actor=people.publisher, opinion=answered, at=ASKED + timedelta(days=2))


def read(client: Client, address: str, at: Any = ASKED) -> str:
    with on(at):
        return str(client.get(address).content.decode())


class TestTheForm:
    def test_it_is_there_for_live_notices_alone_and_kept_by_nobody(self, people: Cast, live: Edition) -> None:
        client = Client()
        response = client.get(form_of(live))
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        draft = text_draft(people)
        assert client.get(form_of(draft)).status_code == 404
        publishing.withdraw(actor=people.publisher, edition=live, reason="有误", at=ASKED)
        assert client.get(form_of(live)).status_code == 404
        assert sent(client, live).status_code == 404

    def test_what_is_sent_is_confirmed_with_number_and_code_and_no_cookie(self, live: Edition) -> None:
        client = Client()
        response = sent(client, live, **SECRETS)
        assert response.status_code == 302
        assert "marker" not in response["Location"]
        page = read(client, response["Location"], ASKED + timedelta(minutes=29))
        opinion = Opinion.objects.get()
        assert opinion.number in page
        assert is_code(code_on(page), opinion.case.code_digest)
        assert not [secret for secret in (*SECRETS.values(), TEXT) if secret in page]
        assert set(client.cookies) <= {"csrftoken"}

    def test_the_receipt_is_printed_and_its_button_and_its_picture_open_the_page_to_follow_it(
        self, live: Edition
    ) -> None:
        client = Client()
        page = read(client, sent(client, live)["Location"])
        assert "data-print" in page
        assert "<svg" in page.split('class="slip"')[1].split("<figcaption")[0]
        (form,) = re.findall(r'<form method="post" action="/en/opinions/follow/">.*?</form>', page)
        with on():
            followed = client.post(
                "/en/opinions/follow/", dict(re.findall(r'name="(number|code)" value="(.*?)"', form))
            )
        assert followed.status_code == 200
        assert "A named person of the office" in followed.content.decode()

    def test_after_half_an_hour_the_code_is_shown_no_longer(self, live: Edition) -> None:
        client = Client()
        address = sent(client, live)["Location"]
        page = read(client, address, ASKED + timedelta(minutes=31))
        assert "shown no longer" in page
        assert 'class="code"' not in page
        assert client.get("/en/opinions/received/1/").status_code == 404

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"kind": ""}, "Choose what it is"),
            ({"kind": "petition"}, "Choose what it is"),
            ({"text": "长" * 2001}, "has 2001 characters"),
            ({"text": "太短了吧。"}, "one sentence at least"),
            ({"text": "这是个短的问题"}, "at least 10 characters"),
            ({"text": "。。。。。。。。。。。。"}, "one sentence at least"),
            ({"email": "nobody"}, "no e-mail address"),
            ({"email": f"{'a' * 280}@b.cn"}, "254"),
            ({"phone": "ring me"}, "no telephone number"),
            ({"website": "http://spam.example"}, "stop programs"),
        ],
    )
    def test_a_refusal_says_why_and_keeps_what_was_typed(
        self, live: Edition, fields: dict[str, str], words: str
    ) -> None:
        kept = {"name": "马长河", "text": f"{TEXT}请答复。", **fields}
        response = sent(Client(), live, **kept)
        assert response.status_code == 422
        page = response.content.decode()
        assert words in page
        assert "马长河" in page
        assert kept["text"] in page
        assert not Opinion.objects.exists()

    def test_the_button_pressed_twice_makes_one_opinion(self, live: Edition) -> None:
        client = Client()
        token = token_in(read(client, form_of(live)))
        places = {sent(client, live, token=token)["Location"] for _press in range(2)}
        assert Opinion.objects.count() == 1
        assert len({code_on(read(client, place)) for place in places}) == 1

    def test_marks_of_direction_and_what_has_no_width_are_taken_out(self, live: Edition) -> None:
        sent(Client(), live, text=f"\u202e{TEXT[:5]}\u200d\u2066{TEXT[5:]}\ufeff\ufe0f")
        assert text_of(Opinion.objects.get()) == TEXT

    def test_a_code_somebody_made_up_is_not_taken(self, live: Edition) -> None:
        sent(Client(), live, token="AAAABBBBCCCC")
        assert not is_code("AAAABBBBCCCC", Opinion.objects.get().case.code_digest)

    def test_a_program_that_sends_on_and_on_is_stopped(self, live: Edition) -> None:
        client = Client()
        statuses = [sent(client, live, text=f"{TEXT}{count}").status_code for count in range(12)]
        assert statuses == [302] * case_views.SENT_AT_MOST + [429] * 2
        assert TEXT in sent(client, live).content.decode()
        elsewhere = Client(REMOTE_ADDR="10.9.8.7")
        assert sent(elsewhere, live).status_code == 302

    def test_without_redis_opinions_are_taken_up_to_a_measure(
        self, live: Edition, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
        monkeypatch.setattr(case_views, "UNCOUNTED_AT_MOST", 2)
        client = Client()
        assert [sent(client, live, text=f"{TEXT}{count}").status_code for count in range(3)] == [302, 302, 429]

    def test_forged_forms_are_refused(self, live: Edition) -> None:
        with on():
            assert Client(enforce_csrf_checks=True).post(form_of(live), said()).status_code == 403


class TestFollowing:
    def follow(self, opinion: Opinion, at: Any = ASKED, **fields: str) -> str:
        with on(at):
            case = replace_code(case=opinion.case)
            typed = {"number": f" {case.number.lower()}", "code": in_groups(case.code).lower(), **fields}
            response = Client().post("/en/opinions/follow/", typed)
        assert response["Cache-Control"] == "private, no-store"
        return response.content.decode()

    def test_each_state_is_told_in_words(self, people: Cast, live: Edition) -> None:
        opinion = received(live, **SECRETS)
        assert "A named person of the office" in self.follow(opinion)
        opinion = routed(people, opinion, visibility=Visibility.PRIVATE)
        assert "due by 22 October 2026" in self.follow(opinion)
        opinion = opinions.answer(actor=people.clerk, opinion=opinion, text="未核对的答复。", at=ASKED)
        late = self.follow(opinion, ASKED + timedelta(days=9))
        assert "Overdue by 2 days" in late
        assert "未核对的答复" not in late
        opinion = opinions.close(actor=people.publisher, opinion=opinion, at=ASKED + timedelta(days=2))
        done = self.follow(opinion)
        assert "未核对的答复" in done
        assert not [secret for secret in (*SECRETS.values(), TEXT) if secret in done]

    def test_a_refused_one_says_why_and_a_joined_one_how_the_other_stands(self, people: Cast, live: Edition) -> None:
        refused = received(live)
        opinions.refuse(actor=people.publisher, opinion=refused, reason="与本事项无关。", at=ASKED)
        assert "与本事项无关。" in self.follow(refused)
        head, other = received(live, f"{TEXT}甲"), received(live, f"{TEXT}乙")
        opinions.merge(actor=people.publisher, opinion=other, into=head, at=ASKED)
        closed(people, routed(people, head))
        page = self.follow(other)
        assert head.number in page
        assert "清单已附上" in page

    def test_an_unknown_code_is_told_in_one_sentence_and_tries_are_counted(self) -> None:
        client = Client()
        guesses = [{"number": "QS-01-Y1", "code": f"AAAA-BBBB-CC{number}"} for number in range(21)]
        answers = [client.post("/en/opinions/follow/", guess) for guess in guesses]
        assert {answer.status_code for answer in answers[:20]} == {422}
        assert "do not belong together" in answers[0].content.decode()
        assert answers[20].status_code == 429


class TestBesideTheNotice:
    def page(self, live: Edition, at: Any = ASKED) -> str:
        return read(Client(), f"/en/notices/{live.notice.number}/", at)

    def test_what_is_published_stands_there_with_its_answer(
        self, people: Cast, live: Edition, refresh: Callable[[], None]
    ) -> None:
        first = routed(people, received(live, name="王芳"), shown_name="王芳")
        opinions.merge(actor=people.publisher, opinion=received(live, f"{TEXT}同问"), into=first, at=ASKED)
        routed(people, received(live, "为什么<b>这么</b>多？\n请说明理由。"))
        refresh()
        page = self.page(live)
        assert TEXT in page
        assert '<footer><span lang="zh-CN">王芳</span>, 15 October 2026, also asked' in page
        assert "also asked by 1 other" in page
        assert "为什么&lt;b&gt;这么&lt;/b&gt;多？<br>请说明理由。" in page
        assert "2 wait for their answer" in page
        closed(people, first)
        refresh()
        page = self.page(live, ASKED + timedelta(days=8))
        assert "清单已附上" in page
        assert f"Answered by {people.village.name_en} on 17 October 2026" in page
        assert "1 answered, 1 overdue" in page
        assert "Overdue by 1 day<" in page

    def test_an_edition_that_was_replaced_shows_them_too(
        self, people: Cast, live: Edition, refresh: Callable[[], None]
    ) -> None:
        routed(people, received(live))
        draft = publishing.start_correction(actor=people.clerk, edition=live, at=ASKED)
        draft.correction_reason = "补充清单"
        draft.save()
        published(people, draft, at=ASKED)
        refresh()
        for address in (f"/notices/{live.notice.number}/", f"/notices/{live.notice.number}/editions/1/"):
            assert TEXT in read(Client(), address)

    def test_nothing_that_is_not_published_is_told_anywhere(
        self, people: Cast, live: Edition, refresh: Callable[[], None]
    ) -> None:
        secret = routed(people, received(live, "只给单位看的话，不公开。", **SECRETS), visibility=Visibility.PRIVATE)
        refused = received(live, "被拒绝的话，不应公开。")
        hidden = [
            received(live, "尚未甄别的话，谁也不该看到。", **SECRETS),
            closed(people, secret, "私下答复"),
            opinions.refuse(actor=people.publisher, opinion=refused, reason="拒绝的理由", at=ASKED),
        ]
        masked = received(live, "我在村东头住，支出没有清单，请说明。", **SECRETS)
        answered = routed(people, masked, visibility=Visibility.MASKED, shown_text="支出没有清单，请说明。")
        opinions.answer(actor=people.clerk, opinion=answered, text="没有核对过的答复", at=ASKED)
        refresh()
        told = ["尚未甄别", "只给单位", "被拒绝", "私下答复", "拒绝的理由", "村东头", "没有核对过", *SECRETS.values()]
        told += [opinion.number for opinion in hidden]
        client = Client()
        number, unit = live.notice.number, people.village.code
        for address in (
            f"/notices/{number}/",
            f"/en/notices/{number}/",
            f"/notices/{number}/editions/1/",
            f"/notices/{number}/data.json",
            f"/notices/{number}/opinions/new/",
            "/opinions/",
            "/en/opinions/",
            f"/opinions/?unit={unit}",
            "/opinions/follow/",
            "/search/?q=私下答复",
            f"/units/{unit}/",
            "/",
            "/notices/",
            "/log/",
            "/log.json",
        ):
            with on():
                response: Any = client.get(address)
            page = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
            assert response.status_code == 200, address
            asked = address.rpartition("=")[2]  # a page repeats what is searched for
            assert not [word for word in told if word in page and word != asked], address
        assert "支出没有清单，请说明。" in self.page(live)
        (row,) = reads.ranking(ASKED + timedelta(days=1))
        assert (row.asked, row.answered) == (1, 0)

    def test_with_the_notice_its_opinions_are_gone(
        self, people: Cast, live: Edition, refresh: Callable[[], None]
    ) -> None:
        routed(people, received(live))
        publishing.withdraw(actor=people.publisher, edition=live, reason="有误", at=ASKED)
        refresh()
        assert TEXT not in self.page(live)
        assert not reads.public()
        assert not reads.ranking(ASKED + timedelta(days=1))

    def test_ten_opinions_take_as_many_queries_as_one(
        self, people: Cast, live: Edition, refresh: Callable[[], None]
    ) -> None:
        counts = []
        for size in (1, 9):
            for number in range(size):
                closed(people, routed(people, received(live, f"{TEXT}{size}{number}")))
            refresh()
            self.page(live)
            refresh()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                self.page(live)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestRanking:
    def test_most_asked_comes_first_and_last_year_is_left_out(self, people: Cast, live: Edition) -> None:
        other = published(people, text_draft(people))
        first = routed(people, received(other))
        opinions.merge(actor=people.publisher, opinion=received(other, f"{TEXT}同问"), into=first, at=ASKED)
        closed(people, first)
        late = opinions.answer(actor=people.clerk, opinion=routed(people, received(live)), text="迟来的答复", at=ASKED)
        opinions.close(actor=people.publisher, opinion=late, at=ASKED + timedelta(days=30))
        rows = reads.ranking(ASKED + timedelta(days=31))
        assert [(row.notice_number, row.asked, row.answered, row.in_time) for row in rows] == [
            (other.notice.number, 2, 2, 2),
            (live.notice.number, 1, 1, 0),
        ]
        assert not reads.ranking(ASKED + timedelta(days=366))

    def test_the_page_links_to_what_was_asked_about(
        self, people: Cast, live: Edition, refresh: Callable[[], None]
    ) -> None:
        routed(people, received(live))
        refresh()
        page = read(Client(), "/en/opinions/", ASKED + timedelta(days=1))
        assert f"/en/notices/{live.notice.number}/#opinions" in page


@pytest.mark.usefixtures("english")
class TestLetters:
    def letters(self) -> list[tuple[str, str]]:
        return [(row.address, row.kind) for row in Delivery.objects.order_by("pk")]

    def test_whoever_left_an_address_is_told_once_of_each_step(self, people: Cast, live: Edition) -> None:
        head = received(live, email="a@example.com")
        other = received(live, f"{TEXT}同问", email="b@example.com")
        received(live, f"{TEXT}没有邮箱")
        assert self.letters() == [("a@example.com", "opinion_received"), ("b@example.com", "opinion_received")]
        opinions.merge(actor=people.publisher, opinion=other, into=head, at=ASKED)
        closed(people, routed(people, head))
        assert self.letters()[2:] == [("a@example.com", "opinion_answered"), ("b@example.com", "opinion_answered")]
        [answer] = [one for one in Delivery.objects.filter(kind="opinion_answered") if one.address == "b@example.com"]
        assert "清单已附上" in answer.body
        assert other.number in answer.subject
        assert f"/notices/{live.notice.number}/#{head.number}" in answer.body

    def test_joined_with_one_that_is_answered_they_are_told_at_once(self, people: Cast, live: Edition) -> None:
        head = closed(people, routed(people, received(live, email="a@example.com")))
        late = received(live, f"{TEXT}同问", email="b@example.com")
        opinions.merge(actor=people.publisher, opinion=late, into=head, at=ASKED + timedelta(days=3))
        assert self.letters().count(("a@example.com", "opinion_answered")) == 1
        assert ("b@example.com", "opinion_answered") in self.letters()

    def test_a_refusal_is_told_with_its_reason(self, people: Cast, live: Edition) -> None:
        opinion = received(live, email="a@example.com")
        opinions.refuse(actor=people.publisher, opinion=opinion, reason="与本事项无关。", at=ASKED)
        assert "与本事项无关。" in Delivery.objects.get(kind="opinion_refused").body

    def test_a_private_answer_goes_by_letter_alone(self, people: Cast, live: Edition) -> None:
        opinion = received(live, email="a@example.com")
        closed(people, routed(people, opinion, visibility=Visibility.PRIVATE), "只告诉您一个人")
        assert "只告诉您一个人" in Delivery.objects.get(kind="opinion_answered").body
        assert "/opinions/follow/" in Delivery.objects.get(kind="opinion_answered").body

    def test_what_was_withdrawn_is_not_named_by_its_title(self, people: Cast) -> None:
        live = published(people, text_draft(people, title="撤回的标题"))
        opinion = routed(people, received(live, email="a@example.com"))
        publishing.withdraw(actor=people.publisher, edition=live, reason="有误", at=ASKED)
        closed(people, opinion)
        assert "撤回的标题" not in Delivery.objects.get(kind="opinion_answered").body

    def test_staff_enter_one_for_somebody_who_left_an_address(self, people: Cast, live: Edition) -> None:
        opinion = opinions.receive(
            actor=people.publisher,
            edition=live,
            kind=OpinionKind.QUESTION,
            text=TEXT,
            email="a@example.com",
            channel=Channel.IN_PERSON,
            at=ASKED,
        )
        assert opinion.state == OpinionState.RECEIVED
        assert self.letters() == [("a@example.com", "opinion_received")]


def test_joint_demands_are_shown_by_how_many_joined_never_by_whom(people: Cast, refresh: Callable[[], None]) -> None:
    demands.count_voters(
        actor=people.publisher,
        unit=people.village,
        villagers=95,
        representatives=12,
        counted_on=ASKED.date(),
        at=ASKED,
    )
    demand = demands.open_demand(actor=people.publisher, unit=people.village, subject="公布征地补偿明细", at=ASKED)
    support = demands.add_support(
        actor=people.publisher,
        demand=demand,
        capacity=Capacity.VILLAGER,
        channel=Channel.IN_PERSON,
        name="甄独特",
        at=ASKED,
    )
    demands.confirm_support(actor=people.publisher, support=support, at=ASKED)
    refresh()
    page = read(Client(), "/en/opinions/")
    assert "公布征地补偿明细" in page
    assert "1 of 10 needed" in page
    assert "0 of 3 needed" in page
    assert "甄独特" not in page
