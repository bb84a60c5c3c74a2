"""The life of an opinion, step by step, and every way it is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from disclosure.notices.actions import publishing
from disclosure.notices.models import Edition
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import SCREENS_OPINION
from disclosure.opinions.queries import opinions as reads
from disclosure.opinions.workflow import OPINION
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.cases.actions.clocks import recount
from portal.cases.actions.reading import as_it_came
from portal.cases.enums import Channel, Visibility
from portal.cases.models import Clock
from portal.cases.rules.codes import is_code, new_code
from portal.core import audit, grants
from portal.core.models import AuditLine, CalendarDay, DaySource
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.desk.queue import Queue
from portal.desk.registry import MENU, QUEUE
from tests.factories import (
    NOON,
    Cast,
    PostFactory,
    StationFactory,
    UserFactory,
    VillageFactory,
    cast,
    person,
    published,
    text_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

ASKED = NOON + timedelta(days=1)
"""Thursday 15 October 2026, a day after publication."""
TEXT = "7月21日的防汛支出没有附清单，请说明买了什么。"


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def live(people: Cast) -> Edition:
    return published(people, text_draft(people))


def text_of(opinion: Opinion) -> str:
    came = as_it_came(opinion.case)
    assert came is not None
    return came.text


def day_of(opinion: Opinion) -> tuple[date | None, bool]:
    """Return by when it is to be answered, and whether that is provisional."""
    clock = Clock.objects.get(case=opinion.case)
    return clock.due, clock.is_provisional


def received(edition: Edition, **fields: Any) -> Opinion:
    said: dict[str, Any] = {"kind": OpinionKind.OBJECTION, "text": TEXT, "at": ASKED, **fields}
    return opinions.receive(actor=said.pop("actor", None) or system_actor(), edition=edition, **said)


def routed(people: Cast, opinion: Opinion, **fields: Any) -> Opinion:
    said: dict[str, Any] = {
        "actor": people.publisher,
        "unit": people.village,
        "visibility": Visibility.PUBLIC,
        "shown_text": text_of(opinion),
        "shown_name": "",
        "at": ASKED,
        **fields,
    }
    return opinions.route(opinion=opinion, **said)


def answered(people: Cast, opinion: Opinion) -> Opinion:
    return opinions.answer(
        actor=people.clerk, opinion=routed(people, opinion), text="清单已附上，共三项。", at=ASKED + timedelta(days=1)
    )


def closed(people: Cast, opinion: Opinion) -> Opinion:
    return opinions.close(
        actor=people.publisher, opinion=answered(people, opinion), at=ASKED + timedelta(days=1, hours=1)
    )


class TestReceiving:
    def test_opinions_are_numbered_per_notice(self, people: Cast, live: Edition) -> None:
        other = published(people, text_draft(people))
        numbers = [received(one, text=TEXT * times).number for one, times in ((live, 1), (live, 2), (other, 1))]
        assert numbers == [f"{live.notice.number}-Y1", f"{live.notice.number}-Y2", f"{other.notice.number}-Y1"]

    def test_the_code_cannot_be_guessed_and_has_no_letters_that_are_misread(self, live: Edition) -> None:
        codes = {received(live, text=f"{TEXT}{number}").case.code for number in range(5)}
        assert len(codes) == 5
        assert all(len(code) == 12 and not set(code) & set("0O1IL") for code in codes)

    def test_the_same_form_sent_twice_is_one_opinion(self, live: Edition) -> None:
        code = new_code()
        first = received(live, code=code)
        again = received(live, code=code, at=ASKED + timedelta(seconds=2))
        assert (again.pk, first.case.code, again.case.code) == (first.pk, code, code)
        assert Opinion.objects.count() == 1

    def test_another_text_in_the_same_form_is_another_opinion(self, live: Edition) -> None:
        code = new_code()
        received(live, code=code)
        other = received(live, code=code, text=f"{TEXT}还有八月的。")
        assert other.case.code != code

    def test_what_staff_enter_twice_within_minutes_is_one_opinion(self, people: Cast, live: Edition) -> None:
        telephone: dict[str, Any] = {"actor": people.publisher, "channel": Channel.TELEPHONE}
        first = received(live, **telephone)
        again = received(live, **telephone, at=ASKED + timedelta(minutes=9))
        assert again.pk == first.pk
        again.case.refresh_from_db()
        assert is_code(again.case.code, again.case.code_digest), "a code that holds is told"
        assert not is_code(first.case.code, again.case.code_digest)
        assert received(live, **telephone, at=ASKED + timedelta(minutes=11)).pk != first.pk
        assert first.case.entered_by == people.publisher

    def test_what_staff_enter_twice_is_one_opinion_however_long_ago_it_came(self, people: Cast, live: Edition) -> None:
        came = ASKED - timedelta(days=2)
        letter: dict[str, Any] = {"actor": people.publisher, "channel": Channel.BOX, "received_at": came}
        first = received(live, **letter)
        assert received(live, **letter, at=ASKED + timedelta(minutes=1)).pk == first.pk

    @pytest.mark.parametrize(
        ("text", "words"), [("太短了", "at least 10 characters"), ("长" * 2001, "has 2001 characters")]
    )
    def test_a_text_too_short_or_too_long_is_refused(self, live: Edition, text: str, words: str) -> None:
        with pytest.raises(Refused, match=words):
            received(live, text=text)

    def test_what_is_withdrawn_or_not_published_takes_no_opinions(self, people: Cast, live: Edition) -> None:
        draft = text_draft(people)
        with pytest.raises(Refused, match="not on line"):
            received(draft)
        publishing.withdraw(actor=people.publisher, edition=live, reason="数字有误", at=ASKED)
        with pytest.raises(Refused, match="not on line"):
            received(live)

    @pytest.mark.parametrize("who", ["publisher", "clerk"])
    def test_the_office_and_the_unit_enter_what_came_otherwise(self, people: Cast, live: Edition, who: str) -> None:
        assert received(live, actor=getattr(people, who), channel=Channel.BOX).case.channel == Channel.BOX

    @pytest.mark.parametrize("who", ["outsider", "supervisor", "reviewer", "approver", "lay", "administrator"])
    def test_nobody_else_enters_any(self, people: Cast, live: Edition, who: str) -> None:
        with pytest.raises(NotAllowed):
            received(live, actor=getattr(people, who), channel=Channel.TELEPHONE)

    def test_what_came_by_web_is_entered_by_nobody(self, people: Cast, live: Edition) -> None:
        with pytest.raises(NotAllowed):
            received(live, actor=people.publisher, channel=Channel.WEB)
        with pytest.raises(NotAllowed):
            received(live, channel=Channel.TELEPHONE)


class TestScreening:
    def test_the_answer_is_due_in_working_days_from_the_day_after_receipt(self, people: Cast, live: Edition) -> None:
        opinion = routed(people, received(live), at=ASKED + timedelta(days=1))
        assert settings.ANSWER_WORKING_DAYS == 5
        assert day_of(opinion) == (date(2026, 10, 22), False)
        assert opinion.screening is not None
        assert (opinion.screening.screened_by, opinion.unit) == (people.publisher, people.village)

    def test_a_day_may_be_given_but_not_one_that_has_passed(self, people: Cast, live: Edition) -> None:
        with pytest.raises(Refused, match="still to come"):
            routed(people, received(live), due=date(2026, 10, 14))
        assert day_of(routed(people, received(live), due=date(2026, 10, 30))) == (date(2026, 10, 30), False)

    @pytest.mark.parametrize(
        ("chosen", "words"),
        [
            ({"visibility": ""}, "Choose whether"),
            ({"visibility": "secret"}, "Choose whether"),
            ({"shown_text": " "}, "Write what the unit"),
            ({"shown_text": "别的话"}, "not as they came"),
            ({"shown_name": "别人"}, "not as they came"),
            ({"visibility": Visibility.MASKED, "shown_name": "王芳"}, "Nothing is masked"),
            ({"visibility": Visibility.MASKED, "shown_text": "身份证 110101199003070011 的钱"}, "ID, bank-card"),
            ({"visibility": Visibility.MASKED, "shown_text": "请打 138 0013 8000 找我"}, "ID, bank-card"),
            (
                {"visibility": Visibility.MASKED, "shown_text": "请打八一二 0558-8120001"},
                "telephone number of the sender",
            ),
            ({"visibility": Visibility.MASKED, "shown_text": "回复Wang@example.com"}, "e-mail address"),
            ({"visibility": Visibility.MASKED, "shown_text": "我是王芳，请公布清单"}, "the name of the sender"),
        ],
    )
    def test_what_would_be_shown_is_looked_at(
        self, people: Cast, live: Edition, chosen: dict[str, str], words: str
    ) -> None:
        opinion = received(live, name="王芳", phone="05588120001", email="wang@example.com")
        with pytest.raises(Refused, match=words):
            routed(people, opinion, **chosen)
        opinion.refresh_from_db()
        assert opinion.state == OpinionState.RECEIVED

    def test_what_is_kept_private_may_hold_a_number(self, people: Cast, live: Edition) -> None:
        opinion = received(live, text="我的电话是 13800138000，请回复我。")
        assert routed(people, opinion, visibility=Visibility.PRIVATE).visibility == Visibility.PRIVATE

    def test_only_units_that_have_to_do_with_it_are_asked(self, people: Cast, live: Edition) -> None:
        for stranger in (VillageFactory(parent=people.town), StationFactory()):
            with pytest.raises(Refused, match="nothing to do"):
                routed(people, received(live), unit=stranger)
        station = StationFactory(parent=people.town)
        assert routed(people, received(live), unit=station).unit == station

    def test_it_is_given_to_another_unit_and_keeps_its_day(self, people: Cast, live: Edition) -> None:
        opinion = routed(people, received(live))
        with pytest.raises(Refused, match="already"):
            opinions.reroute(actor=people.publisher, opinion=opinion, unit=people.village, reason="归镇里", at=ASKED)
        with pytest.raises(Refused, match="reason"):
            opinions.reroute(actor=people.publisher, opinion=opinion, unit=people.town, reason=" ", at=ASKED)
        moved = opinions.reroute(actor=people.publisher, opinion=opinion, unit=people.town, reason="归镇里", at=ASKED)
        assert (moved.unit, day_of(moved)) == (people.town, day_of(opinion))

    def test_a_refusal_needs_a_reason_that_gives_nobody_away(self, people: Cast, live: Edition) -> None:
        opinion = received(live, name="王芳")
        for reason, words in (("", "reason"), ("王芳来电骂人", "the name of the sender"), ("13800138000", "telephone")):
            with pytest.raises(Refused, match=words):
                opinions.refuse(actor=people.publisher, opinion=opinion, reason=reason, at=ASKED)
        refused = opinions.refuse(actor=people.publisher, opinion=opinion, reason="与本事项无关。", at=ASKED)
        assert (refused.state, refused.refusal_reason) == (OpinionState.REFUSED, "与本事项无关。")


class TestJoining:
    def test_what_was_joined_before_goes_along(self, people: Cast, live: Edition) -> None:
        first, second, third = (received(live, text=f"{TEXT}{number}") for number in range(3))
        opinions.merge(actor=people.publisher, opinion=third, into=second, at=ASKED)
        opinions.merge(actor=people.publisher, opinion=second, into=first, at=ASKED)
        assert set(first.merged.values_list("pk", flat=True)) == {second.pk, third.pk}
        assert reads.published_of(live.notice).count() == 0
        routed(people, first)
        shown: Any = reads.published_of(live.notice).get()
        assert shown.also_asked == 2

    def test_only_with_another_of_the_same_notice_that_stands(self, people: Cast, live: Edition) -> None:
        opinion, head = received(live), received(live, text=f"{TEXT}同问")
        elsewhere = received(published(people, text_draft(people)))
        with pytest.raises(Refused, match="with itself"):
            opinions.merge(actor=people.publisher, opinion=opinion, into=opinion, at=ASKED)
        with pytest.raises(Refused, match="same notice"):
            opinions.merge(actor=people.publisher, opinion=opinion, into=elsewhere, at=ASKED)
        joined = opinions.merge(actor=people.publisher, opinion=head, into=opinion, at=ASKED)
        other = received(live, text=f"{TEXT}又问")
        with pytest.raises(Refused, match="joined with another or refused"):
            opinions.merge(actor=people.publisher, opinion=other, into=joined, at=ASKED)
        refused = opinions.refuse(actor=people.publisher, opinion=other, reason="无关", at=ASKED)
        with pytest.raises(Refused, match="joined with another or refused"):
            opinions.merge(actor=people.publisher, opinion=opinion, into=refused, at=ASKED)


class TestAnswering:
    def test_the_answer_is_published_once_it_is_checked(self, people: Cast, live: Edition) -> None:
        opinion = answered(people, received(live))
        assert (opinion.state, opinion.answered_by) == (OpinionState.ANSWERED, people.clerk)
        done = opinions.close(actor=people.publisher, opinion=opinion, at=ASKED + timedelta(days=2))
        assert (done.state, done.checked_by) == (OpinionState.CLOSED, people.publisher)

    @pytest.mark.parametrize(
        ("text", "words"),
        [("", "Write the answer"), ("长" * 4001, "more than 4000"), ("请联系13800138000", "ID, bank-card")],
    )
    def test_an_answer_that_says_nothing_or_too_much_is_refused(
        self, people: Cast, live: Edition, text: str, words: str
    ) -> None:
        with pytest.raises(Refused, match=words):
            opinions.answer(actor=people.clerk, opinion=routed(people, received(live)), text=text, at=ASKED)

    def test_whoever_answered_cannot_check_it(self, people: Cast, live: Edition) -> None:
        both = person(Role.CLERK, people.town)
        PostFactory(person=both, role=Role.PUBLISHER, unit=people.town)
        opinion = routed(people, received(live), unit=people.town)
        opinion = opinions.answer(actor=both, opinion=opinion, text="由镇里答复。", at=ASKED)
        with pytest.raises(NotAllowed):
            opinions.close(actor=both, opinion=opinion, at=ASKED)
        with pytest.raises(IntegrityError), transaction.atomic():
            Opinion.objects.filter(pk=opinion.pk).update(checked_by=both)

    def test_an_answer_sent_back_is_improved_and_the_public_never_sees_the_first(
        self, people: Cast, live: Edition
    ) -> None:
        opinion = answered(people, received(live))
        with pytest.raises(Refused, match="reason"):
            opinions.send_back(actor=people.publisher, opinion=opinion, reason="", at=ASKED)
        back = opinions.send_back(actor=people.publisher, opinion=opinion, reason="请附金额", at=ASKED)
        assert (back.state, back.answer) == (OpinionState.ROUTED, "清单已附上，共三项。")
        again = opinions.answer(actor=people.clerk, opinion=back, text="共三项，12,600元。", at=ASKED)
        assert again.answer == "共三项，12,600元。"


VERBS = ("route", "refuse", "merge", "reroute", "answer", "send_back", "close")


def take(verb: str, people: Cast, actor: User, opinion: Opinion, other: Opinion, *, seen: int | None = None) -> Opinion:
    """Take a step with an opinion; `other` is one of the same notice that waits to be screened."""
    at = ASKED + timedelta(days=2)
    if verb == "route":
        return routed(people, opinion, actor=actor, at=at, seen=seen)
    more: dict[str, dict[str, Any]] = {
        "refuse": {"reason": "无关"},
        "merge": {"into": other},
        "reroute": {"unit": people.town, "reason": "归镇里"},
        "answer": {"text": "已答复。"},
        "send_back": {"reason": "不够清楚"},
    }
    done: Opinion = getattr(opinions, verb)(actor=actor, opinion=opinion, at=at, seen=seen, **more.get(verb, {}))
    return done


WHO = {"answer": "clerk", "take_back": "clerk"}
"""Who takes a step; the publisher takes all others."""


def in_state(people: Cast, state: str, opinion: Opinion, other: Opinion) -> Opinion:
    made: dict[str, Callable[[], Opinion]] = {
        OpinionState.RECEIVED: lambda: opinion,
        OpinionState.ROUTED: lambda: routed(people, opinion),
        OpinionState.ANSWERED: lambda: answered(people, opinion),
        OpinionState.CLOSED: lambda: closed(people, opinion),
        OpinionState.REFUSED: lambda: opinions.refuse(actor=people.publisher, opinion=opinion, reason="无关", at=ASKED),
        OpinionState.MERGED: lambda: opinions.merge(actor=people.publisher, opinion=opinion, into=other, at=ASKED),
    }
    return made[state]()


class TestEveryStep:
    @pytest.mark.parametrize("verb", VERBS)
    @pytest.mark.parametrize("state", OpinionState.values)
    def test_each_verb_leads_out_of_its_states_alone(self, people: Cast, live: Edition, state: str, verb: str) -> None:
        other = received(live, text=f"{TEXT}同问")
        opinion = in_state(people, state, received(live), other)
        actor = getattr(people, WHO.get(verb, "publisher"))
        rows = [row for row in OPINION.rows if row.source == state and row.verb == verb]
        if not rows:
            with pytest.raises(WrongState):
                take(verb, people, actor, opinion, other)
            return
        take(verb, people, actor, opinion, other)
        opinion.refresh_from_db()
        assert opinion.state == rows[0].target
        line = audit.lines_of(opinion).last()
        assert line is not None
        assert (line.verb, line.actor_id, line.target) == (verb, actor.pk, rows[0].target)

    @pytest.mark.parametrize(
        "row", [row for row in OPINION.rows if row.source], ids=lambda row: f"{row.source}-{row.verb}"
    )
    def test_nobody_else_takes_a_step(self, people: Cast, live: Edition, row: Any) -> None:
        other = received(live, text=f"{TEXT}同问")
        opinion = in_state(people, row.source, received(live), other)
        rightful = WHO.get(row.verb, "publisher")
        strangers = {"clerk", "supervisor", "reviewer", "approver", "publisher", "lay", "administrator", "outsider"}
        for stranger in sorted(strangers - {rightful}):
            with pytest.raises(NotAllowed):
                take(row.verb, people, getattr(people, stranger), opinion, other)


class TestVersions:
    @pytest.mark.parametrize("row", [row for row in OPINION.rows if row.source], ids=lambda row: row.verb)
    def test_whoever_saw_an_older_version_is_refused(self, people: Cast, live: Edition, row: Any) -> None:
        other = received(live, text=f"{TEXT}同问")
        opinion = in_state(people, row.source, received(live), other)
        actor = getattr(people, WHO.get(row.verb, "publisher"))
        with pytest.raises(Conflict):
            take(row.verb, people, actor, opinion, other, seen=opinion.version - 1)
        done = take(row.verb, people, actor, opinion, other, seen=opinion.version)
        assert (done.version, done.state) == (opinion.version + 1, row.target)
        assert done.state_since == ASKED + timedelta(days=2)


class TestWaiting:
    def test_each_sees_what_waits_for_them(self, people: Cast, live: Edition) -> None:
        opinion = received(live)
        assert list(reads.to_do(people.publisher, ASKED)) == [opinion]
        assert not reads.to_do(people.clerk, ASKED)
        assert not reads.working_on(people.clerk, ASKED)
        opinion = routed(people, opinion)
        assert list(reads.to_do(people.clerk, ASKED)) == [opinion]
        assert not reads.to_do(people.outsider, ASKED)
        assert not SCREENS_OPINION.allows(people.clerk, opinion, at=ASKED)
        opinion = opinions.answer(actor=people.clerk, opinion=opinion, text="已答复。", at=ASKED)
        assert list(reads.to_do(people.publisher, ASKED)) == [opinion]
        assert not reads.to_do(people.clerk, ASKED)

    def test_the_queue_says_what_each_waits_for_and_until_when(self, people: Cast, live: Edition) -> None:
        first, second = received(live), routed(people, received(live, text=f"{TEXT}同问"), unit=people.town)
        third = answered(people, received(live, text=f"{TEXT}又问"))
        clerk_of_town = person(Role.CLERK, people.town)

        def page(actor: User) -> list[tuple[str, str, str]]:
            found = Queue(actor, ASKED, ASKED.date(), ASKED.date(), [QUEUE["opinion"]]).page()
            return [(row.number, row.verb, row.unit) for row in found.rows]

        village, town = people.village.name, people.town.name
        assert page(people.publisher) == [(third.number, "close", village), (first.number, "route", village)]
        assert page(clerk_of_town) == [(second.number, "answer", town)]
        assert page(people.outsider) == []
        due, _is_provisional = day_of(second)
        assert due is not None
        [figure] = Queue(clerk_of_town, ASKED, ASKED.date(), due, [QUEUE["opinion"]]).figures()
        assert (figure.verb, figure.unit, figure.due) == ("answer", people.town.code, "soon")

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_queue_costs_the_same_however_much_waits(
        self, people: Cast, live: Edition, count: int, django_assert_num_queries: Any
    ) -> None:
        for number in range(count):
            received(live, text=f"{TEXT}{number}")
        with django_assert_num_queries(5):  # how many, which, what they are, the calendar, a demonstration?
            rows = Queue(people.publisher, ASKED, ASKED.date(), ASKED.date(), [QUEUE["opinion"]]).page().rows
        assert len(rows) == count

    def test_whoever_deputises_answers_as_the_clerk_does(self, people: Cast, live: Edition) -> None:
        deputy = UserFactory()
        opinion = routed(people, received(live))
        assert not MENU["opinions"].opens(deputy, ASKED)
        assert not reads.to_do(deputy, ASKED)
        grants.give(actor=people.administrator, person=deputy, codename="deputise", subject=people.village, at=ASKED)
        assert MENU["opinions"].opens(deputy, ASKED)
        assert list(reads.to_do(deputy, ASKED)) == [opinion]
        done = opinions.answer(actor=deputy, opinion=opinion, text="代为答复：清单已附上。", at=ASKED)
        assert (done.state, done.answered_by) == (OpinionState.ANSWERED, deputy)


class TestCountingAgain:
    def test_a_provisional_day_moves_when_the_calendar_comes_and_leaves_a_trace(
        self, people: Cast, live: Edition
    ) -> None:
        late = datetime(2026, 12, 29, 4, 0, tzinfo=UTC)
        opinion = routed(people, received(live, at=late), at=late)
        chosen = routed(people, received(live, text=f"{TEXT}另一条", at=late), at=late, due=date(2027, 1, 5))
        assert day_of(opinion) == (date(2027, 1, 6), True)
        assert recount(actor=system_actor(), at=late) == 0
        for day in (1, 4):
            CalendarDay.objects.create(
                day=date(2027, 1, day), is_working=False, name_zh="元旦", source=DaySource.NOTICE, changed_at=late
            )
        assert recount(actor=system_actor(), at=late) == 1
        assert recount(actor=system_actor(), at=late) == 0
        assert day_of(opinion) == (date(2027, 1, 7), False)
        assert day_of(chosen) == (date(2027, 1, 5), False)
        line = audit.lines_of(opinion.case).last()
        assert line is not None
        assert line.reason == "2027-01-06 → 2027-01-07"


def test_audit_lines_hold_nothing_private(people: Cast, live: Edition) -> None:
    marker = {"name": "甄独特", "phone": "05587654321", "email": "marker@example.com"}
    opinion = received(live, text=f"{TEXT}只有经办人知道的话", **marker)
    routed(people, opinion, visibility=Visibility.MASKED, shown_text=TEXT)
    said = " ".join(f"{line.reason} {line.subject_number}" for line in AuditLine.objects.all())
    assert not [word for word in (*marker.values(), "只有经办人", opinion.case.code) if word in said]
