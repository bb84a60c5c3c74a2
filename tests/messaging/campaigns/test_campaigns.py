"""Campaigns: who plans them, whom they reach, that they go out once on their day, and the pages."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import User
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.messaging.actions import reminders
from portal.messaging.actions.deliveries import forget_messages
from portal.messaging.campaigns import actions as campaigns
from portal.messaging.campaigns.presets import PRESETS, offered
from portal.messaging.campaigns.queries import campaigns as kept_by, of_year, reached_by, sent_messages
from portal.messaging.campaigns.rules import HEADS
from portal.messaging.enums import FESTIVALS, CampaignOccasion, CampaignState
from portal.messaging.models import Campaign, Message
from tests.factories import NOON, Cast, StationFactory, cast, person
from tests.steps import take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TODAY = date(2026, 10, 14)
DAY = date(2026, 10, 20)
ITS_MORNING = datetime(2026, 10, 20, 0, 30, tzinfo=UTC)


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def secretary(people: Cast) -> User:
    return person(Role.SECRETARY, people.town)


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "occasion": CampaignOccasion.OTHER,
        "name_zh": "节前提醒",
        "name_en": "Before the holiday",
        "subject": "廉洁过节",
        "body": "不收礼品礼金。",
        "send_on": DAY,
        "roles": [Role.CLERK],
    } | changed


def planned(people: Cast, *, chosen: tuple[User, ...] = (), **changed: Any) -> Campaign:
    return campaigns.plan(
        actor=people.publisher, unit=people.town, fields=fields(**changed), people=list(chosen), at=NOON
    )


def names(rows: Any) -> set[str]:
    return {row.username for row in rows}


# --- whom it reaches


def test_it_reaches_holders_of_its_roles_heads_and_chosen_people(people: Cast) -> None:
    head = person(Role.HANDLER, people.village, is_head=True)
    elsewhere = cast()
    campaign = planned(people, chosen=(people.lay,), roles=[Role.CLERK, HEADS])
    wanted = names([people.clerk, people.outsider, head, people.lay])
    assert names(reached_by(campaign, on=DAY)) == wanted
    assert elsewhere.clerk.username not in wanted


def test_it_reaches_only_the_kinds_of_units_that_are_chosen(people: Cast) -> None:
    station = person(Role.CLERK, StationFactory(parent=people.town))
    campaign = planned(people, chosen=(people.lay,), kinds=[UnitKind.STATION])
    assert names(reached_by(campaign, on=DAY)) == names([station, people.lay])


def test_people_who_left_or_were_switched_off_are_not_reached(people: Cast) -> None:
    campaign = planned(people, chosen=(people.lay, people.reviewer))
    people.lay.posts.update(ends_on=DAY - timedelta(days=1))
    User.objects.filter(pk=people.outsider.pk).update(is_active=False)
    assert names(reached_by(campaign, on=DAY)) == names([people.clerk, people.reviewer])


# --- planned, changed, cancelled


@pytest.mark.parametrize("role", ["clerk", "supervisor", "reviewer", "approver", "lay", "administrator", "outsider"])
def test_only_publisher_and_secretary_plan_campaigns(people: Cast, secretary: User, role: str) -> None:
    campaign = planned(people)
    other = getattr(people, role)
    with pytest.raises(NotAllowed):
        campaigns.plan(actor=other, unit=people.town, fields=fields(), people=[], at=NOON)
    with pytest.raises(NotAllowed):
        campaigns.change(actor=other, campaign=campaign, fields=fields(), people=[], at=NOON)
    with pytest.raises(NotAllowed):
        campaigns.cancel(actor=other, campaign=campaign, at=NOON)
    campaigns.change(actor=secretary, campaign=campaign, fields=fields(subject="另一句"), people=[], at=NOON)
    assert [line.verb for line in audit.lines_of(campaign)] == ["plan", "change"]


def test_another_towns_publisher_keeps_none_of_it(people: Cast) -> None:
    campaign, elsewhere = planned(people), cast()
    assert campaign not in kept_by(elsewhere.publisher, at=NOON)
    with pytest.raises(NotAllowed):
        campaigns.cancel(actor=elsewhere.publisher, campaign=campaign, at=NOON)
    with pytest.raises(Refused, match="no post"):
        planned(people, chosen=(elsewhere.clerk,))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"send_on": TODAY - timedelta(days=1)}, "still to come"), ({"roles": []}, "to whom it goes")],
)
def test_what_is_refused(people: Cast, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        planned(people, **changed)
    assert not Campaign.objects.exists()


def test_what_was_sent_or_cancelled_is_changed_no_more(people: Cast) -> None:
    sent, cancelled = planned(people), planned(people)
    campaigns.mark_sent(campaign=sent, at=ITS_MORNING)
    campaigns.cancel(actor=people.publisher, campaign=cancelled, at=NOON)
    for one in (sent, cancelled):
        with pytest.raises(WrongState):
            campaigns.change(actor=people.publisher, campaign=one, fields=fields(), people=[], at=NOON)
        with pytest.raises(WrongState):
            campaigns.cancel(actor=people.publisher, campaign=one, at=NOON)


# --- sent


def test_it_goes_out_once_on_its_day_as_it_was_written(people: Cast) -> None:
    campaign = planned(people)
    assert reminders.send_reminders(at=ITS_MORNING - timedelta(days=1)) == []
    listed = reminders.list_reminders(at=ITS_MORNING)
    sent = reminders.send_reminders(at=ITS_MORNING)
    assert [(row.person, row.cause, row.step) for row in sent] == [(row.person, row.cause, row.step) for row in listed]
    assert [(row.person.username, row.kind, row.subject) for row in sent] == [
        (who, "campaign", "廉洁过节") for who in sorted(names([people.clerk, people.outsider]))
    ]
    assert (
        reminders.send_reminders(at=ITS_MORNING) == reminders.send_reminders(at=ITS_MORNING + timedelta(days=30)) == []
    )
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.SENT
    assert names(row.person for row in sent_messages(campaign)) == names([people.clerk, people.outsider])
    assert set(Message.objects.values_list("body", flat=True)) == {"不收礼品礼金。"}
    person(Role.CLERK, people.town)
    assert reminders.send_reminders(at=ITS_MORNING + timedelta(days=31)) == [], "people who come later are not sent it"


def test_a_missed_day_is_made_good_and_what_was_cancelled_is_not_sent(people: Cast) -> None:
    planned(people)
    campaigns.cancel(actor=people.publisher, campaign=planned(people, subject="不发"), at=NOON)
    sent = reminders.send_reminders(at=ITS_MORNING + timedelta(days=2))
    assert {row.subject for row in sent} == {"廉洁过节"}


# --- festivals


@pytest.mark.parametrize(
    ("key", "after", "send_on", "name"),
    [
        (
            "spring",
            date(2026, 10, 14),
            date(2027, 1, 29),
            "2027年春节前廉洁提醒",
        ),  # a week before is Saturday 30 January
        ("spring", date(2026, 2, 9), date(2026, 2, 10), "2026年春节前廉洁提醒"),
        ("spring", date(2026, 2, 10), date(2027, 1, 29), "2027年春节前廉洁提醒"),
        ("mid_autumn", date(2026, 1, 1), date(2026, 9, 18), "2026年中秋节前廉洁提醒"),
    ],
)
def test_a_festival_is_offered_for_its_next_day(key: str, after: date, send_on: date, name: str) -> None:
    preset = PRESETS[key]
    assert preset.send_on(after=after) == send_on
    values = preset.values(on=after)
    assert (values["send_on"], values["name_zh"]) == (send_on, name)


def test_every_festival_is_offered_in_its_turn_and_what_has_a_cause_always() -> None:
    found = offered(today=date(2026, 3, 1))
    assert [(preset.occasion, day) for preset, day in found] == [
        (CampaignOccasion.QINGMING, date(2026, 3, 27)),
        (CampaignOccasion.LABOUR, date(2026, 4, 24)),
        (CampaignOccasion.PROMOTION, None),
        (CampaignOccasion.CASE, None),
        (CampaignOccasion.PROJECT, None),
    ]
    for festival in FESTIVALS:
        assert PRESETS[festival].send_on(after=date(2026, 1, 1)).year == 2026
    values = PRESETS["promotion"].values(on=date(2026, 3, 1))
    assert (values["send_on"], values["roles"], values["name_zh"]) == (date(2026, 3, 1), [], "2026年任职廉洁提醒")


# --- the figures of a year


def test_a_year_counts_by_occasion_what_was_sent_and_read(people: Cast) -> None:
    planned(people, occasion=CampaignOccasion.SPRING)
    planned(people, occasion=CampaignOccasion.PROMOTION, roles=[], chosen=(people.lay,))
    planned(people, occasion=CampaignOccasion.SPRING, send_on=DAY + timedelta(days=30))
    reminders.send_reminders(at=ITS_MORNING)
    Message.objects.filter(person__in=[people.clerk, people.lay]).update(read_at=ITS_MORNING + timedelta(hours=1))
    year = of_year(people.town, 2026, at=ITS_MORNING + timedelta(hours=2))
    assert [(one.occasion, one.campaigns, one.sent, one.read) for one in year.occasions] == [
        (CampaignOccasion.SPRING, 1, 2, 1),
        (CampaignOccasion.PROMOTION, 1, 1, 1),
    ]
    assert (year.campaigns, year.sent, year.read, year.of(*FESTIVALS).sent) == (2, 3, 2, 2)
    assert of_year(people.town, 2026, at=ITS_MORNING).read == 0, "nobody had read it at once"
    assert of_year(people.town, 2025, at=ITS_MORNING).sent == of_year(cast().town, 2026, at=ITS_MORNING).sent == 0


def test_the_figures_stay_when_the_messages_are_forgotten(people: Cast) -> None:
    planned(people)
    planned(people, roles=[Role.REVIEWER])
    reminders.send_reminders(at=ITS_MORNING)
    Message.objects.filter(person=people.clerk).update(read_at=ITS_MORNING + timedelta(hours=1))
    later = ITS_MORNING + timedelta(days=800)
    before = of_year(people.town, 2026, at=later)
    assert forget_messages(later, 2) == 2
    assert of_year(people.town, 2026, at=later) == before
    assert forget_messages(later, 100) == 1
    assert not Message.objects.exists()
    assert of_year(people.town, 2026, at=later) == before
    assert (before.sent, before.read) == (3, 1)


# --- pages


def browser(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def typed(play: Cast, **changed: Any) -> dict[str, Any]:
    return {**fields(send_on=DAY.isoformat()), "unit": play.town.pk, **changed}


@pytest.fixture
def now() -> Any:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.mark.usefixtures("now")
def test_it_is_planned_looked_at_changed_and_cancelled_in_the_desk(people: Cast) -> None:
    User.objects.filter(pk=people.clerk.pk).update(email="clerk@town.example")
    client = browser(people.publisher)
    page = client.get(reverse("messages_desk:new_campaign"), {"preset": "spring"})
    assert "Spring Festival is near" in page.content.decode()
    assert "2027-01-29" in page.content.decode()
    look = client.post(reverse("messages_desk:new_campaign"), typed(people, look="1"))
    assert people.clerk.name in look.content.decode()
    assert not Campaign.objects.exists()
    done = client.post(reverse("messages_desk:new_campaign"), typed(people))
    campaign = Campaign.objects.get()
    assert done["Location"] == reverse("messages_desk:campaign", args=[campaign.pk])
    address = reverse("messages_desk:campaign", args=[campaign.pk])
    assert "2 people; 1 by e-mail, 0 by SMS, everybody in the inbox" in client.get(address).content.decode()
    assert "It is sent to nobody." in client.get(address).content.decode()
    client.post(address, typed(people, subject="改过的", people=[people.lay.pk]))
    campaign.refresh_from_db()
    assert campaign.subject == "改过的"
    assert "3 people" in client.get(address).content.decode()
    take(people.publisher, address, "cancel")
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.CANCELLED
    assert "Cancelled" in client.get(reverse("messages_desk:campaigns")).content.decode()
    assert client.post(address, typed(people)).status_code == 409


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"roles": []}, "Choose to whom it goes."),
        ({"send_on": "2026-10-01"}, "Choose today or a day that is still to come."),
        ({"subject": ""}, "Fill in: "),
        ({"roles": ["mayor"]}, "not one of the available choices"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(people: Cast, changed: dict[str, Any], sentence: str) -> None:
    page = browser(people.publisher).post(reverse("messages_desk:new_campaign"), typed(people, **changed))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "不收礼品礼金。" in page.content.decode()
    assert not Campaign.objects.exists()


@pytest.mark.usefixtures("now")
def test_a_sent_one_shows_recipients_and_who_read_it(people: Cast) -> None:
    campaign = planned(people)
    reminders.send_reminders(at=ITS_MORNING)
    Message.objects.filter(person=people.clerk).update(read_at=ITS_MORNING + timedelta(hours=2))
    page = browser(people.publisher).get(reverse("messages_desk:campaign", args=[campaign.pk])).content.decode()
    assert people.outsider.name in page
    assert "20 October 2026, 10:30" in page


@pytest.mark.usefixtures("now")
def test_the_list_says_how_many_received_and_read_and_is_narrowed_to_what_a_figure_counts(people: Cast) -> None:
    planned(people, name_en="Spring", occasion=CampaignOccasion.SPRING)
    planned(people, name_en="Project", occasion=CampaignOccasion.PROJECT)
    reminders.send_reminders(at=ITS_MORNING)
    planned(people, name_en="Later", occasion=CampaignOccasion.SPRING)
    client, address = browser(people.publisher), reverse("messages_desk:campaigns")
    page = client.get(address, {"year": "2026", "occasion": "spring", "state": "sent"})
    assert [str(campaign) for campaign, _read in page.context["rows"]] == ["Spring"]
    assert [(campaign.received, read) for campaign, read in page.context["rows"]] == [(2, 0)]
    assert [str(campaign) for campaign, _read in client.get(address, {"year": "2025"}).context["rows"]] == []


@pytest.mark.usefixtures("now")
def test_the_list_asks_as_often_for_three_as_for_one(people: Cast) -> None:
    client = browser(people.publisher)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("messages_desk:campaigns"))
        return len(captured)

    planned(people)
    before = queries()
    planned(people)
    planned(people)
    assert queries() == before


@pytest.mark.usefixtures("now")
def test_for_anybody_else_there_are_none(people: Cast) -> None:
    campaign = planned(people)
    for who in (people.clerk, people.administrator, people.lay, cast().publisher):
        client = browser(who)
        assert client.get(reverse("messages_desk:campaign", args=[campaign.pk])).status_code == 404
        assert client.post(reverse("messages_desk:campaigns_cancel", args=[campaign.pk])).status_code == 404
    assert browser(people.clerk).get(reverse("messages_desk:campaigns")).status_code == 404
    assert browser(people.clerk).get(reverse("messages_desk:new_campaign")).status_code == 404
