"""Tests of the pages: the inbox, preferences, what was sent, and the words of messages."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.models import AuditLine
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.messaging.actions import deliveries, settings as choices
from portal.messaging.actions.deliveries import write_letter
from portal.messaging.actions.reminders import remind
from portal.messaging.enums import DeliveryState
from portal.messaging.models import Delivery, Message, MessageText, NotificationPreference
from portal.messaging.policies import SEES_DELIVERY
from portal.messaging.registry import MESSAGE_TEMPLATES
from portal.messaging.texts import TEXTS
from tests.factories import UnitFactory, VillageFactory, person
from tests.messaging.people import MORNING, letter, reader, reminder

pytestmark = pytest.mark.django_db


def browser(who: User) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(who)
    return client


def get(who: User, name: str, *args: Any, root: str = "", **query: str) -> Any:
    """Ask for a page; `root` is /en for its English twin."""
    return browser(who).get(root + reverse(f"messages_desk:{name}", args=args), query)


def post(who: User, name: str, *args: Any, **data: str) -> Any:
    """Send a form."""
    return browser(who).post(reverse(f"messages_desk:{name}", args=args), data)


def text_of(response: Any) -> str:
    """Return the page as text."""
    return str(response.content.decode())


def written(who: User, **fields: Any) -> Message:
    """Write one message to somebody."""
    [message] = remind([reminder(who, **fields)], at=timezone.now())
    return message


def test_unread_messages_stand_on_top_and_are_counted() -> None:
    me = reader()
    old, new = written(me, step="before-7"), written(me, step="before-3")
    choices.mark_read(actor=me, message=old, at=timezone.now())
    page = text_of(get(me, "inbox"))
    assert page.index(reverse("messages_desk:message", args=[new.pk])) < page.index(
        reverse("messages_desk:message", args=[old.pk])
    )
    assert "1 条未读" in page
    assert re.search(r'/desk/inbox/"[^>]*><span>收件箱</span><b>1</b>', page)


def test_opening_a_message_reads_it_and_leads_on() -> None:
    me = reader()
    message = written(me)
    assert get(me, "message", message.pk).status_code == 405, "a link from elsewhere reads nothing"
    assert not Message.objects.filter(read_at__isnull=False).exists()
    answer = post(me, "message", message.pk)
    assert (answer.status_code, answer["Location"]) == (303, "/desk/notices/new/")
    message.refresh_from_db()
    assert message.read_at is not None
    english = browser(me).post("/en" + reverse("messages_desk:message", args=[message.pk]))
    assert english["Location"] == "/en/desk/notices/new/"


def test_messages_are_marked_one_by_one_or_all() -> None:
    me = reader()
    first, _second, _third = (written(me, step=f"before-{n}") for n in (1, 3, 7))
    post(me, "read", first.pk)
    assert Message.objects.filter(read_at__isnull=True).count() == 2
    assert "2 条消息已标为已读。" in text_of(browser_following(me, "read_all"))
    assert not Message.objects.filter(read_at__isnull=True).exists()


def browser_following(who: User, name: str) -> Any:
    """Send an empty form and go where it leads."""
    return browser(who).post(reverse(f"messages_desk:{name}"), follow=True)


def test_nobody_reads_anothers_messages() -> None:
    mine, other = written(reader()), reader()
    administrator = person(Role.ADMINISTRATOR, UnitFactory())
    for who in (other, administrator):
        assert post(who, "message", mine.pk).status_code == 404
        assert post(who, "read", mine.pk).status_code == 404
        assert "财务收支" not in text_of(get(who, "inbox"))
        with pytest.raises(NotAllowed):
            choices.mark_read(actor=who, message=mine, at=MORNING)
    mine.refresh_from_db()
    assert mine.read_at is None
    assert Client().get(reverse("messages_desk:inbox")).status_code == 302


def test_the_inbox_costs_the_same_for_many(settings: Settings) -> None:
    me = reader()

    def queries() -> int:
        client = browser(me)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("messages_desk:inbox"))
        return len(asked)

    written(me)
    few = queries()
    for number in range(20):
        written(me, cause=f"obligation:{number}")
    assert queries() == few


def test_wishes_are_kept_and_say_where_they_lead() -> None:
    me = reader()
    page = text_of(get(me, "preferences"))
    assert me.email in page
    assert "本网站不发短信" in page
    sent = {"by_sms": "on", "language": "en", "quiet_from": "20:00", "quiet_to": "09:00"}
    assert post(me, "preferences", **sent).status_code == 303
    preference = NotificationPreference.objects.get(person=me)
    assert (preference.by_email, preference.by_sms, preference.language) == (False, True, "en")
    assert (preference.quiet_from, preference.quiet_to) == (time(20), time(9))
    assert AuditLine.objects.get(verb="set notification preference").actor_id == me.pk
    assert post(me, "preferences", language="fr", quiet_from="25:00").status_code == 422


def sent_to_a_village() -> tuple[User, Delivery]:
    """Return the publisher of a town and a letter that bounced at a clerk of one of its villages."""
    village = VillageFactory()
    clerk = person(Role.CLERK, village)
    User.objects.filter(pk=clerk.pk).update(email="clerk@town.example", phone="13900001234")
    clerk.refresh_from_db()
    remind([reminder(clerk)], at=timezone.now())
    delivery = Delivery.objects.get(person=clerk)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.BOUNCED, error="smtp 550", attempts=1)
    delivery.refresh_from_db()
    return person(Role.PUBLISHER, village.parent), delivery


def test_what_bounced_is_shown_without_text_or_address() -> None:
    publisher, delivery = sent_to_a_village()
    assert delivery.person is not None
    page = text_of(get(publisher, "deliveries"))
    assert delivery.person.name_zh in page
    assert "邮件服务器答复550。" in page
    assert "c***@town.example" in page
    assert "clerk@town.example" not in page
    assert "财务收支" not in page
    assert "Digest of 1 message" in text_of(get(publisher, "deliveries", root="/en"))


def test_it_is_narrowed_by_state_channel_and_name() -> None:
    publisher, delivery = sent_to_a_village()
    assert delivery.person is not None
    name = delivery.person.name_zh
    for query in ({"state": "bounced"}, {"channel": "email"}, {"q": name}):
        assert f'<th scope="row">{name}</th>' in text_of(get(publisher, "deliveries", **query))
    for query in ({"state": "sent"}, {"channel": "sms"}, {"q": "没有这个人"}):
        assert '<th scope="row">' not in text_of(get(publisher, "deliveries", **query))
    assert get(publisher, "deliveries", state="nonsense", page="x").status_code == 200


def test_one_that_bounced_is_sent_again_to_the_address_of_today() -> None:
    publisher, delivery = sent_to_a_village()
    assert delivery.person is not None
    User.objects.filter(pk=delivery.person.pk).update(email="right@town.example")
    assert post(publisher, "retry", delivery.pk).status_code == 303
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == (DeliveryState.WAITING, 0, "")
    assert delivery.address == "right@town.example"
    assert AuditLine.objects.get(verb="retry delivery").source == "bounced"
    with pytest.raises(WrongState):
        deliveries.retry(actor=publisher, delivery=delivery, at=timezone.now())


def test_all_that_failed_are_sent_again() -> None:
    publisher, delivery = sent_to_a_village()
    Delivery.objects.update(state=DeliveryState.FAILED)
    assert post(publisher, "retry_failed").status_code == 303
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WAITING


def test_what_another_town_sent_does_not_exist() -> None:
    _publisher, delivery = sent_to_a_village()
    elsewhere = UnitFactory()
    write_letter(letter(unit=elsewhere), at=timezone.now())
    stranger = person(Role.PUBLISHER, elsewhere)
    page = text_of(get(stranger, "deliveries"))
    assert "c***@town.example" not in page
    assert "r***@home.example" in page
    assert post(stranger, "retry", delivery.pk).status_code == 404
    with pytest.raises(NotAllowed):
        deliveries.retry(actor=stranger, delivery=delivery, at=timezone.now())
    ours = person(Role.ADMINISTRATOR, elsewhere)
    assert SEES_DELIVERY.permitted(ours, at=timezone.now()).count() == 1


def test_a_page_says_that_a_channel_is_off(settings: Settings) -> None:
    publisher, _delivery = sent_to_a_village()
    page = text_of(get(publisher, "deliveries"))
    assert "没有设置邮件服务器" not in page
    assert "没有设置短信网关" in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "没有设置邮件服务器" in text_of(get(publisher, "deliveries"))


def test_the_list_costs_the_same_for_many() -> None:
    publisher, _delivery = sent_to_a_village()
    post_of = person(Role.CLERK, VillageFactory(parent=publisher.posts.get().unit))

    def queries() -> int:
        client = browser(publisher)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("messages_desk:deliveries"))
        return len(asked)

    few = queries()
    User.objects.filter(pk=post_of.pk).update(email="x@town.example")
    post_of.refresh_from_db()
    for day in range(10):
        remind([reminder(post_of, step=f"before-{day}")], at=timezone.now() + timedelta(days=day))
    assert queries() == few


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.REVIEWER, Role.SECRETARY])
def test_pages_of_senders_do_not_exist_for_others(role: Role) -> None:
    _publisher, delivery = sent_to_a_village()
    village = VillageFactory()
    who = person(role, village if role in (Role.CLERK, Role.SUPERVISOR) else village.parent)
    for shown in (("deliveries",), ("templates",), ("template", "before")):
        assert get(who, *shown).status_code == 404
    for form in (("retry_failed",), ("retry", str(delivery.pk)), ("template", "before")):
        assert post(who, *form).status_code == 404
    with pytest.raises(NotAllowed):
        choices.change_text(actor=who, kind="before", texts=dict.fromkeys(TEXTS, "x"), at=MORNING)
    with pytest.raises(NotAllowed):
        choices.reset_text(actor=who, kind="before", at=MORNING)
    assert "messages/" not in text_of(get(who, "inbox"))


@pytest.fixture
def publisher() -> User:
    """Return the publisher of a town."""
    return person(Role.PUBLISHER, UnitFactory())


WORDS = {"subject_zh": "{item}快到期", "body_zh": "还有{days}天", "subject_en": "{item} soon", "body_en": "{days} left"}


def test_words_are_changed_and_hold_from_then_on(publisher: User) -> None:
    assert post(publisher, "template", "before", **WORDS).status_code == 303
    assert written(reader()).subject == "财务收支（逐笔）快到期"
    page = text_of(get(publisher, "template", "before"))
    assert "{item}快到期" in page
    assert publisher.name_zh in page
    assert "已改" in text_of(get(publisher, "templates"))


def test_words_are_reset_and_the_history_stays(publisher: User) -> None:
    post(publisher, "template", "before", **WORDS)
    post(publisher, "reset_template", "before")
    assert not MessageText.objects.exists()
    assert written(reader()).subject == "青山村《财务收支（逐笔）》10月20日到期，还有3天"
    page = text_of(get(publisher, "template", "before"))
    assert "还有{days}天" in page
    assert list(AuditLine.objects.order_by("pk").values_list("verb", flat=True)) == [
        "change message text",
        "reset message text",
    ]


@pytest.mark.parametrize("bad", ["{nobody}", "{unit", "unit}", "{unit.parent}", "{0}", "{}", "{answer}", "{{unit}}"])
def test_a_place_that_there_is_not_is_refused(bad: str, publisher: User) -> None:
    answer = post(publisher, "template", "before", **{**WORDS, "body_en": f"See {bad}"})
    assert answer.status_code == 422
    assert "不是这条消息的占位符" in text_of(answer)
    assert not MessageText.objects.exists()
    with pytest.raises(Refused):
        choices.change_text(actor=publisher, kind="before", texts={**WORDS, "body_en": bad}, at=MORNING)


def test_an_empty_text_is_refused(publisher: User) -> None:
    assert post(publisher, "template", "before", **{**WORDS, "body_en": " "}).status_code == 422
    with pytest.raises(Refused):
        choices.change_text(actor=publisher, kind="before", texts={**WORDS, "body_en": " "}, at=MORNING)


def test_a_preview_shows_both_languages_and_saves_nothing(publisher: User) -> None:
    page = text_of(post(publisher, "template", "before", preview="1", **WORDS))
    assert "财务收支（逐笔）快到期" in page
    assert "Receipts and payments, line by line soon" in page
    assert "<html" in page
    assert not MessageText.objects.exists()
    part = browser(publisher).post(
        reverse("messages_desk:template", args=["before"]),
        {**WORDS, "preview": "1", "subject_zh": "<script>{item}"},
        headers={"HX-Request": "true"},
    )
    assert "<html" not in text_of(part)
    assert "&lt;script&gt;财务收支（逐笔）" in text_of(part)


@pytest.mark.parametrize("kind", [template.key for template in MESSAGE_TEMPLATES])
def test_every_kind_can_be_looked_at_and_saved_as_it_is(kind: str, publisher: User) -> None:
    assert get(publisher, "template", kind, root="/en").status_code == 200
    default = {name: getattr(MESSAGE_TEMPLATES[kind], name) for name in TEXTS}
    assert choices.change_text(actor=publisher, kind=kind, texts=default, at=MORNING).body_zh == default["body_zh"]


def test_there_is_no_other_kind(publisher: User) -> None:
    assert get(publisher, "template", "nothing").status_code == 404
