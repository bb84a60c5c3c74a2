"""Who is told at once of what others did: in the inbox with the step, never of what they did themselves."""

from datetime import timedelta

import pytest

from disclosure.catalogue.rules.periods import Period
from disclosure.demands import actions as demands
from disclosure.demands.enums import Capacity
from disclosure.notices.actions import publishing, steps
from disclosure.notices.models import Edition
from disclosure.obligations.actions import exemptions, sync
from disclosure.obligations.queries import owed
from disclosure.obligations.queries.owed import ObligationStatus
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.enums import OpinionKind
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.accounts.queries import system_actor
from portal.cases.enums import Channel, Visibility
from portal.core.refusals import Refused
from portal.core.workflow import WORKFLOWS
from portal.messaging.actions.reminders import remind
from portal.messaging.actions.settings import change_text
from portal.messaging.models import Delivery, Message, NotificationPreference
from portal.messaging.queries import out_of_sight, settled
from portal.messaging.registry import MESSAGE_TEMPLATES
from tests.disclosure import desk
from tests.disclosure.demands.test_demands import asked_for, opened, voters
from tests.factories import NOON, Cast, StationFactory, approved, cast, person, published, text_draft

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=2)
ASKED = "修路的钱为什么比去年多了这么多？"


@pytest.fixture
def play() -> Cast:
    return cast()


def told(kind: str) -> set[User]:
    """Return who was told something."""
    return {one.person for one in Message.objects.filter(kind=kind).select_related("person")}


def message(kind: str, who: User) -> Message:
    return Message.objects.get(kind=kind, person=who)


def is_settled(one: Message) -> bool:
    return one.pk in settled([one])


def test_every_news_is_of_steps_that_there_are_and_has_its_words_in_both_languages() -> None:
    told_at_once = [(template, template.news) for template in MESSAGE_TEMPLATES if template.news]
    assert told_at_once
    for template, news in told_at_once:
        assert all(WORKFLOWS[news.workflow].verb(verb) for verb in news.verbs)
        assert all((template.subject_zh, template.body_zh, template.subject_en, template.body_en))


# --- editions


def test_what_is_sent_back_is_in_the_inbox_of_its_clerks_with_the_reason_until_it_is_handed_in_again(
    play: Cast,
) -> None:
    other = person(Role.CLERK, play.village)
    edition = desk.submitted(play, text_draft(play, title="秘密标题"))
    edition = steps.send_back(actor=play.supervisor, edition=edition, reason="缺一张发票", at=LATER)
    assert told("edition_sent_back") == {play.clerk, other}
    one = message("edition_sent_back", play.clerk)
    assert (one.url, one.created_at) == (f"/desk/editions/{edition.pk}/", LATER)
    assert "缺一张发票" in one.body
    assert play.supervisor.name_zh in one.body
    assert "秘密" not in one.subject + one.body, "what is not public leaves the portal by its number alone"
    assert not is_settled(one)
    steps.submit(actor=play.clerk, edition=edition, at=LATER + timedelta(hours=3))
    assert settled([one]) == {one.pk: LATER + timedelta(hours=3)}


def test_no_letter_of_the_day_tells_what_its_reader_may_not_see_any_more(play: Cast) -> None:
    stays, goes = person(Role.CLERK, play.village), person(Role.CLERK, play.village)
    for who in (stays, goes):
        NotificationPreference.objects.create(person=who, by_email=True)
        User.objects.filter(pk=who.pk).update(email=f"{who.username}@town.example")
    edition = desk.submitted(play, text_draft(play))
    steps.send_back(actor=play.supervisor, edition=edition, reason="缺一张发票", at=LATER)
    Post.objects.filter(person=goes).update(ends_on=LATER.date())
    remind([], at=LATER + timedelta(days=1))
    assert {one.person for one in Delivery.objects.exclude(person=None)} >= {stays}
    assert not Delivery.objects.filter(person=goes).exists()
    assert message("edition_sent_back", goes).body, "what stood in the inbox stays there"


def test_news_without_its_line_in_the_audit_is_mailed_to_nobody(play: Cast) -> None:
    edition = desk.submitted(play, text_draft(play))
    steps.send_back(actor=play.supervisor, edition=edition, reason="缺一张发票", at=LATER)
    one = message("edition_sent_back", play.clerk)
    assert out_of_sight([one], at=LATER) == set()
    one.cause = "waits:0"
    assert out_of_sight([one], at=LATER) == {one.pk}


def test_who_handed_in_is_told_of_approval_and_publication(play: Cast) -> None:
    edition = desk.countersigned(play, text_draft(play))
    edition = steps.review(actor=play.reviewer, edition=edition, at=LATER)
    edition = steps.approve(actor=play.approver, edition=edition, at=LATER)
    publishing.publish(actor=play.publisher, edition=edition, at=LATER, enqueue=False)
    assert told("edition_approved") == told("edition_published") == {play.clerk}
    assert not is_settled(message("edition_approved", play.clerk)), "there was nothing to do"
    assert Message.objects.count() == 2


def test_who_scheduled_a_publication_learns_that_it_went_out(play: Cast) -> None:
    due = LATER + timedelta(hours=1)
    publishing.schedule(actor=play.publisher, edition=approved(play, text_draft(play)), due=due, at=LATER)
    publishing.publish_due(at=due)
    assert told("edition_published") == {play.clerk, play.publisher}


def test_a_withdrawal_is_told_to_the_clerks(play: Cast) -> None:
    edition = published(play, text_draft(play))
    publishing.withdraw(actor=play.publisher, edition=edition, reason="账目有误", at=LATER)
    assert told("edition_withdrawn") == {play.clerk}


def test_a_number_that_a_reason_quotes_is_masked_for_messages_leave_the_portal(play: Cast) -> None:
    edition = desk.submitted(play, text_draft(play))
    steps.send_back(actor=play.supervisor, edition=edition, reason="第 3 笔的 13800138000 未遮", at=LATER)
    assert "第 3 笔的 138****8000 未遮" in message("edition_sent_back", play.clerk).body


def test_who_has_left_the_unit_is_told_nothing_of_it(play: Cast) -> None:
    edition = desk.submitted(play, text_draft(play))
    play.clerk.posts.update(ends_on=NOON.date())
    successor = person(Role.CLERK, play.village)
    steps.send_back(actor=play.supervisor, edition=edition, reason="缺一张发票", at=LATER)
    assert told("edition_sent_back") == {successor}


def test_a_step_that_fails_tells_nobody(play: Cast) -> None:
    edition = desk.submitted(play, text_draft(play))
    with pytest.raises(Refused):
        steps.send_back(actor=play.supervisor, edition=edition, reason=" ", at=LATER)
    assert not Message.objects.exists()


def test_it_reads_in_the_language_of_the_receiver_in_the_words_of_the_office(play: Cast) -> None:
    NotificationPreference.objects.create(person=play.clerk, language="en")
    words = {
        "subject_zh": "请改：{notice}",
        "body_zh": "{reason}",
        "subject_en": "Mend {number}",
        "body_en": "{reason}",
    }
    change_text(actor=play.publisher, kind="edition_sent_back", texts=words, at=NOON)
    edition = desk.submitted(play, text_draft(play))
    steps.send_back(actor=play.supervisor, edition=edition, reason="缺一张发票", at=LATER)
    one = message("edition_sent_back", play.clerk)
    assert (one.subject, one.body, one.language) == (f"Mend {edition.notice.number}", "缺一张发票", "en")


def test_the_inbox_shows_it_and_says_when_it_is_settled(play: Cast) -> None:
    edition = desk.submitted(play, text_draft(play))
    edition = steps.send_back(actor=play.supervisor, edition=edition, reason="缺一张发票", at=LATER)
    assert "退回修改" in desk.text_of(desk.get(play.clerk, "messages_desk:inbox"))
    assert "已办结" not in desk.text_of(desk.get(play.clerk, "messages_desk:inbox"))
    steps.submit(actor=play.clerk, edition=edition, at=LATER)
    assert "2026年10月16日已办结" in desk.text_of(desk.get(play.clerk, "messages_desk:inbox"))
    english = desk.text_of(desk.signed_in(play.clerk).get("/en/desk/inbox/"))
    assert "Settled on 16 October 2026" in english
    Message.objects.update(read_at=LATER)
    assert "2026年10月16日已办结" in desk.text_of(desk.get(play.clerk, "messages_desk:inbox")), "once it is read too"


# --- opinions


def asked(play: Cast, edition: Edition | None = None) -> Opinion:
    edition = edition or published(play, text_draft(play))
    return opinions.receive(
        actor=system_actor(), edition=edition, kind=OpinionKind.OBJECTION, text=ASKED, at=LATER, channel=Channel.WEB
    )


def routed(play: Cast, opinion: Opinion | None = None, text: str = ASKED) -> Opinion:
    return opinions.route(
        actor=play.publisher,
        opinion=opinion or asked(play),
        unit=play.village,
        visibility=Visibility.PUBLIC,
        shown_text=text,
        shown_name="",
        at=LATER,
    )


def test_an_opinion_is_told_from_hand_to_hand(play: Cast) -> None:
    other = person(Role.PUBLISHER, play.town)
    opinion = routed(play)
    given = message("opinion_given", play.clerk)
    assert told("opinion_given") == {play.clerk}
    assert ASKED not in given.body, "what was asked stays in the portal"
    opinion = opinions.answer(actor=play.clerk, opinion=opinion, text="路面加厚了五厘米。", at=LATER)
    assert told("answer_to_check") == {play.publisher, other}
    assert is_settled(given)
    opinion = opinions.send_back(actor=play.publisher, opinion=opinion, reason="请写明金额", at=LATER)
    assert told("answer_sent_back") == {play.clerk}
    assert "请写明金额" in message("answer_sent_back", play.clerk).body
    assert is_settled(message("answer_to_check", other))
    opinion = opinions.answer(actor=play.clerk, opinion=opinion, text="路面加厚了五厘米，多付八千元。", at=LATER)
    opinions.close(actor=other, opinion=opinion, at=LATER)
    assert told("answer_public") == {play.clerk}


def test_both_units_learn_that_an_opinion_was_given_to_another(play: Cast) -> None:
    station = StationFactory(parent=play.town)
    officer = person(Role.CLERK, station)
    opinions.reroute(actor=play.publisher, opinion=routed(play), unit=station, reason="归民政办", at=LATER)
    assert told("opinion_moved") == {play.clerk}
    assert told("opinion_given") == {play.clerk, officer}


def test_a_unit_learns_that_what_it_was_to_answer_was_joined_with_another(play: Cast) -> None:
    first = routed(play)
    again = opinions.receive(
        actor=system_actor(), edition=first.edition, kind=OpinionKind.QUESTION, text=f"{ASKED}同问", at=LATER
    )
    opinions.merge(actor=play.publisher, opinion=routed(play, again, f"{ASKED}同问"), into=first, at=LATER)
    assert told("opinion_joined") == {play.clerk}


# --- what is owed


def claimed(play: Cast) -> ObligationStatus:
    published(play, text_draft(play, period="2026Q2"))
    sync.synchronise(system_actor(), LATER)
    (row,) = owed.owed_for(Period.parse("2026Q3"), units=[play.village], at=LATER)
    return row


@pytest.mark.parametrize(("accept", "kind"), [(True, "claim_accepted"), (False, "claim_refused")])
def test_who_checks_a_claim_is_told_of_it_and_who_claimed_of_the_check(play: Cast, accept: bool, kind: str) -> None:
    exemption = exemptions.claim_not_applicable(
        actor=play.clerk, obligation=claimed(play), reason="本季度没有发生", at=LATER
    )
    assert told("claim_to_check") == {play.publisher, play.reviewer}
    exemptions.check_claim(actor=play.reviewer, exemption=exemption, accept=accept, reason="有两笔", at=LATER)
    assert told(kind) == {play.clerk}
    assert is_settled(message("claim_to_check", play.publisher))


def test_who_is_excused_and_who_owes_again_is_told(play: Cast) -> None:
    exemption = exemptions.excuse(actor=play.approver, obligation=claimed(play), reason="洪水", at=LATER)
    exemptions.end_exemption(actor=play.approver, exemption=exemption, reason="水退了", at=LATER)
    assert told("item_excused") == told("exemption_ended") == {play.clerk}


def test_a_demand_that_enough_have_joined_is_told_to_clerks_and_publishers(play: Cast) -> None:
    asked_for()
    voters(play, 10, 5)
    other = person(Role.PUBLISHER, play.town)
    support = demands.add_support(
        actor=play.publisher,
        demand=opened(play),
        capacity=Capacity.VILLAGER,
        channel=Channel.IN_PERSON,
        people=3,
        at=NOON,
    )
    demand = demands.confirm_support(actor=play.publisher, support=support, at=NOON)
    assert told("demand_reached") == {play.clerk, other}
    one = message("demand_reached", play.clerk)
    assert desk.signed_in(play.clerk).get(one.url).status_code == 200
    assert demand.subject in one.subject
