"""Being told by e-mail: asked once, confirmed by who reads the letter, told once a day, and nothing kept afterwards."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from disclosure.notices.actions import drafts, publishing
from portal.core import rate
from portal.core.retention import forget_expired
from portal.messaging.actions import deliveries
from portal.messaging.enums import DeliveryState, Language
from portal.messaging.models import Delivery
from portal.messaging.policies import SEES_DELIVERY
from portal.site.subscriptions import actions, tasks
from portal.site.subscriptions.models import Subscriber, Subscription
from portal.site.subscriptions.queries import Wish
from portal.site.subscriptions.rules import CONFIRM, LEAVE, token_of
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, published, text_draft
from tests.messaging.servers import LOOPBACK, MailServer, mail_server
from tests.site.test_public import refresh

pytestmark = pytest.mark.django_db
__all__ = ["refresh"]
READER = "reader@home.example"
DAY = timedelta(days=1)
MORNING = datetime(2026, 10, 15, 8, 5, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def smtp(settings: Settings) -> Iterator[MailServer]:
    """Send letters to a server of our own."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = LOOPBACK, server.port, False
        yield server


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture(autouse=True)
def _not_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count every test by itself."""
    monkeypatch.setattr(rate, "is_within", lambda *_args, **_named: True)


def ask(path: str, address: str = READER, **typed: str) -> int:
    """Type an address into the form at an address, and return the status of the answer."""
    return Client().post(path, {"email": address, **typed}).status_code


def follow(people: Cast, *, address: str = READER, at: datetime = NOON, wish: Wish | None = None) -> Subscriber:
    """Return a subscriber who has confirmed: by default to the cast's village."""
    wish = wish or Wish(narrowed=(("unit", people.village.code),))
    actions.subscribe(address=address, wish=wish, language=Language.CHINESE, at=at)
    row = Subscription.objects.select_related("subscriber").latest("pk")
    actions.confirm(subscription=row, language=Language.CHINESE, at=at)
    return row.subscriber


def sent(at: datetime = MORNING) -> list[str]:
    """Tell everybody, and return the texts of the digests that wait."""
    actions.tell(at=at)
    return [one.body for one in Delivery.objects.filter(kind=actions.DIGEST).order_by("pk")]


def test_who_types_an_address_is_sent_one_letter_and_told_after_confirming(people: Cast, smtp: MailServer) -> None:
    page = f"/subscriptions/?unit={people.village.code}"
    shown = Client().get(page)
    assert shown["Cache-Control"] == "private, no-store"
    assert people.village.name_zh in shown.content.decode()
    assert ask(page) == 302
    assert ask(page) == 302
    deliveries.deliver_all(clock=timezone.now, progress=lambda _count: None)
    [letter] = smtp.taken
    assert letter["To"] == READER
    [link] = re.findall(r"https://gongkai.example(/subscriptions/confirm/\S+)", letter.get_content())
    assert "List-Unsubscribe" not in letter
    assert Client().get(link).status_code == 200
    assert not Subscription.objects.filter(confirmed_at__isnull=False).exists()
    client = Client(enforce_csrf_checks=True)
    assert client.post(link).status_code == 403
    token = client.get(link).cookies["csrftoken"].value
    answer = client.post(link, {"csrfmiddlewaretoken": token}, follow=True)
    assert people.village.name_zh in answer.content.decode()
    assert "订阅已确认" in answer.content.decode()
    assert Subscription.objects.get().confirmed_at


def test_an_address_is_asked_about_three_things_and_then_left_alone(people: Cast) -> None:
    for number in range(5):
        assert ask(f"/subscriptions/?q=道路{number}") == 302
    assert Delivery.objects.filter(kind=actions.QUESTION).count() == 3


def test_the_answer_is_the_same_for_who_is_told_already(people: Cast) -> None:
    page = f"/subscriptions/?unit={people.village.code}"
    follow(people)
    told = Client().post(page, {"email": READER.upper()})
    new = Client().post(page, {"email": "other@home.example"})
    assert (told.status_code, told["Location"]) == (new.status_code, new["Location"])
    assert Delivery.objects.count() == 2
    assert Subscriber.objects.count() == 2


@pytest.mark.parametrize(
    "query", ["", "?unit=NO-99", "?stream=nothing", "?q=", "?q=%00", "?body=x", "?unit=&q=%EF%BC%8C"]
)
def test_what_nobody_knows_cannot_be_followed(query: str) -> None:
    assert Client().get(f"/subscriptions/{query}").status_code == 404


def test_in_another_language_or_size_it_is_about_the_same(people: Cast) -> None:
    page = Client().get(f"/en/subscriptions/?unit={people.village.code}").content.decode()
    links = re.findall(r'href="((?:/en)?/subscriptions/[^"]*)"', page)
    assert {one.split("?")[0] for one in links} == {"/subscriptions/", "/en/subscriptions/"}
    for address in links:
        assert Client().get(html.unescape(address)).status_code == 200, address


def test_bad_input_is_said_and_kept(people: Cast) -> None:
    page = f"/en/subscriptions/?unit={people.village.code}"
    answer = Client().post(page, {"email": "no address"})
    assert answer.status_code == 422
    assert "This is no e-mail address" in answer.content.decode()
    assert 'value="no address"' in answer.content.decode()
    assert ask(page, "a@b.example\r\nBcc: c@d.example") == 422
    assert ask(page, website="http://spam.example") == 422
    assert not Subscriber.objects.exists()


def test_one_network_is_limited_and_without_redis_everybody_together(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"/subscriptions/?unit={people.village.code}"
    monkeypatch.setattr(rate, "is_within", lambda *_args, **_named: False)
    assert ask(page) == 429
    monkeypatch.setattr(rate, "is_within", lambda *_args, **_named: None)
    for number in range(30):
        assert ask(page, f"r{number}@home.example") == 302
    assert ask(page) == 429


def test_where_no_mail_is_sent_the_page_says_so_and_takes_nothing(people: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    page = f"/subscriptions/?unit={people.village.code}"
    assert "本网目前不发送邮件" in Client().get(page).content.decode()
    assert ask(page) == 200
    assert not Subscriber.objects.exists()


def test_the_letter_of_a_day_says_what_is_new_once_however_much_is_followed(people: Cast) -> None:
    edition = text_draft(people, title="机动地发包合同公开")
    entry = edition.notice.entry
    follow(people)
    follow(people, wish=Wish(narrowed=(("entry", entry.code),)))
    follow(people, wish=Wish("机动地 合同"))
    published(people, edition)
    [body] = sent()
    assert body.count("机动地发包合同公开") == 1
    assert f"{people.village.name_zh}，2026年10月14日公开" in body
    assert f"https://gongkai.example/notices/{edition.notice.number}/" in body
    assert "/subscriptions/leave/" in body
    assert Delivery.objects.get(kind=actions.DIGEST).subject == "您订阅的公开信息有1件更新"
    assert sent(MORNING + DAY) == [body]


def test_a_correction_is_told_as_one_and_what_is_withdrawn_is_not(people: Cast) -> None:
    corrected = published(people, text_draft(people, title="村道维修公开"), at=NOON - 3 * DAY)
    withdrawn = published(people, text_draft(people, title="已经撤回"))
    follow(people)
    draft = publishing.start_correction(actor=people.clerk, edition=corrected, at=NOON)
    drafts.save_text(actor=people.clerk, edition=draft, title="村道维修公开", body="改了", reason="写错了", at=NOON)
    published(people, draft)
    publishing.withdraw(actor=people.publisher, edition=withdrawn, reason="有误", at=NOON + timedelta(hours=7))
    [body] = sent()
    assert "更正（第2版）" in body
    assert "已经撤回" not in body


def test_nothing_is_sent_on_a_day_without_news_nor_to_who_has_not_confirmed(people: Cast) -> None:
    published(people, text_draft(people, title="以前公开"), at=NOON - 3 * DAY)
    follow(people)
    actions.subscribe(address="new@home.example", wish=Wish("公开"), language=Language.CHINESE, at=NOON)
    assert sent() == []
    published(people, text_draft(people, title="后来公开"), at=NOON + DAY)
    [body] = sent(MORNING + DAY)
    assert "后来公开" in body
    assert "以前公开" not in body


def test_the_letter_is_in_the_language_that_was_used(people: Cast) -> None:
    actions.subscribe(
        address=READER, wish=Wish(narrowed=(("unit", people.village.code),)), language=Language.ENGLISH, at=NOON
    )
    question = Delivery.objects.get()
    assert question.subject == f"Please confirm: {people.village.name_en}"
    actions.confirm(subscription=Subscription.objects.get(), language=Language.ENGLISH, at=NOON)
    published(people, text_draft(people))
    [body] = sent()
    assert "published on 14 October 2026" in body
    assert "https://gongkai.example/en/notices/" in body


def test_what_was_published_a_moment_ago_is_told_the_next_day(people: Cast) -> None:
    follow(people)
    published(people, text_draft(people, title="刚刚公开"), at=MORNING - timedelta(hours=5, minutes=1))
    assert sent() == []
    [body] = sent(MORNING + DAY)
    assert "刚刚公开" in body


def test_a_worker_that_dies_between_writing_and_marking_leaves_nothing_and_nothing_twice(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(people)
    published(people, text_draft(people))

    def die(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Subscriber, "save", die)
        with pytest.raises(KeyboardInterrupt):
            actions.tell(at=MORNING)
    assert not Delivery.objects.filter(kind=actions.DIGEST).exists()
    assert len(sent()) == 1
    Subscriber.objects.update(told_on=NOON.date() - DAY, told_until=NOON)  # a mark that got lost
    assert len(sent()) == 1


def test_what_is_published_after_the_letter_of_a_day_is_told_the_next_day(people: Cast) -> None:
    follow(people)
    published(people, text_draft(people, title="早上以前"))
    published(people, text_draft(people, title="早上以后"), at=MORNING - timedelta(hours=4))
    assert len(sent()) == 1
    assert len(sent(MORNING + timedelta(hours=4))) == 1
    _first, second = sent(MORNING + DAY)
    assert "早上以后" in second
    assert "早上以前" not in second


def test_the_task_waits_for_the_hour(people: Cast) -> None:
    follow(people)
    published(people, text_draft(people))
    with time_machine.travel(MORNING - timedelta(hours=1), tick=False):
        tasks.tell_subscribers()
    assert not Delivery.objects.filter(kind=actions.DIGEST).exists()
    with time_machine.travel(MORNING, tick=False):
        tasks.tell_subscribers()
    assert Delivery.objects.filter(kind=actions.DIGEST).count() == 1


def test_a_mail_program_leaves_with_one_post(people: Cast, smtp: MailServer) -> None:
    follow(people)
    published(people, text_draft(people))
    sent()
    deliveries.deliver_all(clock=lambda: MORNING, progress=lambda _count: None)
    letter = smtp.taken[-1]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = "".join(letter["List-Unsubscribe"].split())
    assert re.fullmatch(r"<https://gongkai\.example/subscriptions/leave/[\w:-]+/>", address)
    path = address[len("<https://gongkai.example") : -1]
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert client.post(path, {"List-Unsubscribe": "Two-Clicks"}).status_code == 403
    assert Subscriber.objects.exists()
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"", {})
    assert not Subscriber.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.get(path, follow=True).redirect_chain == [("/subscriptions/left/", 302)]


@pytest.mark.parametrize("token", ["1", "1:forged", "x", "1:"])
def test_a_token_that_is_not_ours_ends_nothing(people: Cast, token: str) -> None:
    follow(people)
    path = f"/subscriptions/leave/{token}/"
    assert Client().get(path).status_code == 404
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert Client().get(f"/subscriptions/confirm/{token}/").status_code == 404
    assert Subscriber.objects.exists()


def test_a_token_to_confirm_is_none_to_leave(people: Cast) -> None:
    row = follow(people)
    assert Client().get(f"/subscriptions/leave/{token_of(CONFIRM, row.pk)}/").status_code == 404
    assert Client().get(f"/subscriptions/confirm/{token_of(LEAVE, row.pk)}/").status_code == 404


def test_the_page_ends_one_thing_or_all_and_keeps_nothing(people: Cast) -> None:
    row = follow(people)
    follow(people, wish=Wish("道路", (("unit", people.village.code),)))
    published(people, text_draft(people))
    sent()
    path = f"/subscriptions/leave/{token_of(LEAVE, row.pk)}/"
    assert f"查询“道路”，{people.village.name_zh}" in Client().get(path).content.decode()
    other = follow(people, address="other@home.example").subscriptions.get()
    for stopped in (other.pk, row.subscriptions.first().pk):  # type: ignore[union-attr]
        assert Client().post(path, {"stop": str(stopped)}).status_code == 302
    assert [one.words for one in row.subscriptions.all()] == ["道路"]
    assert other.subscriber.subscriptions.exists()
    assert Client().post(path)["Location"] == "/subscriptions/left/"
    assert Subscriber.objects.get() == other.subscriber
    assert Delivery.objects.exclude(cause__endswith=f":{other.pk}").count() == 0
    assert not [model for model in apps.get_models() if model.__name__.startswith("HistoricalSubscri")]


def test_what_is_not_confirmed_is_forgotten_with_its_address_and_letter(people: Cast, settings: Settings) -> None:
    kept = follow(people)
    actions.subscribe(address="new@home.example", wish=Wish("道路"), language=Language.CHINESE, at=NOON)
    actions.subscribe(address=READER, wish=Wish("道路"), language=Language.CHINESE, at=NOON)
    forget_expired(at=NOON + 2 * DAY)
    assert Subscriber.objects.count() == 2
    assert forget_expired(at=NOON + 4 * DAY)["subscriptions"] == 2
    assert Subscriber.objects.get() == kept
    assert Subscription.objects.get().subscriber == kept
    digests = set(Delivery.objects.values_list("kind", flat=True))
    assert digests == {actions.QUESTION}
    assert Delivery.objects.count() == 2


def test_an_address_whose_server_refuses_is_told_nothing_more(people: Cast) -> None:
    follow(people)
    for number in range(3):
        published(people, text_draft(people, title=f"第{number}件"), at=NOON + number * DAY)
        sent(MORNING + number * DAY)
        Delivery.objects.filter(kind=actions.DIGEST).update(state=DeliveryState.BOUNCED)
    published(people, text_draft(people), at=NOON + 3 * DAY)
    assert sent(MORNING + 3 * DAY) == []
    assert not Subscriber.objects.exists()


def test_nobody_in_the_office_learns_who_follows(people: Cast) -> None:
    follow(people)
    published(people, text_draft(people))
    sent()
    rows = Delivery.objects.filter(kind__in=actions.KINDS)
    assert rows.count() == 2
    for person in (people.publisher, people.administrator):
        assert not SEES_DELIVERY.permitted(person, at=NOON).filter(pk__in=rows).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, address_digest FROM site_subscriber")
        assert READER not in str(cursor.fetchall())
        cursor.execute("SELECT address, subject, body, cause FROM messaging_delivery")
        assert READER not in str(cursor.fetchall())


def test_telling_asks_for_what_is_new_once_for_all_who_follow_the_same(people: Cast) -> None:
    def asked(count: int) -> int:
        Subscriber.objects.all().delete()
        for number in range(count):
            follow(people, address=f"r{number}@home.example")
        with CaptureQueriesContext(connection) as queries:
            actions.tell(at=MORNING)
        return sum("core_searchdocument" in one["sql"] for one in queries)

    published(people, text_draft(people))
    assert asked(1) == asked(3) == 1


def test_boards_searches_and_the_catalogue_lead_to_it(people: Cast, refresh: Callable[[], None]) -> None:
    refresh()
    entry = CatalogueEntryFactory()
    published(people, text_draft(people, title="机动地发包合同公开", entry=entry))
    refresh()
    code = people.village.code
    for path, link in (
        (f"/units/{code}/", f"/subscriptions/?unit={code}"),
        ("/search/?q=机动地", "/subscriptions/?q=%E6%9C%BA%E5%8A%A8%E5%9C%B0"),
        ("/en/catalogue/", f"/en/subscriptions/?entry={entry.code}"),
    ):
        assert f'href="{link}"' in Client().get(path).content.decode(), path


def test_figures_say_how_many_there_are(people: Cast) -> None:
    follow(people)
    actions.subscribe(address=READER, wish=Wish("道路"), language=Language.CHINESE, at=NOON)
    text = Client(REMOTE_ADDR="127.0.0.1").get("/metrics").content.decode()
    assert 'gongkai_subscriptions{state="confirmed"} 1.0' in text
    assert 'gongkai_subscriptions{state="unconfirmed"} 1.0' in text
