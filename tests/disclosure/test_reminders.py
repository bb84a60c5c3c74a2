"""Who is reminded of what: items that are owed, editions that wait, opinions and posters."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from disclosure.boards.actions import postings, register
from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.actions import drafts as notices, publishing, steps
from disclosure.notices.models import Edition
from disclosure.obligations.actions import events, sync
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.enums import OpinionKind
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from portal.cases.enums import Visibility
from portal.core import grants
from portal.messaging.actions import reminders
from portal.messaging.models import Message
from portal.messaging.registry import Reminder
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    StationFactory,
    UserFactory,
    cast,
    person,
    published,
    text_draft,
)

pytestmark = pytest.mark.django_db

DUE = date(2026, 10, 20)


@pytest.fixture
def people() -> Cast:
    found = cast()
    # The other village would owe everything too.
    Unit.objects.filter(posts__person=found.outsider).update(is_active=False)
    return found


@pytest.fixture
def head(people: Cast) -> User:
    return person(Role.HANDLER, people.village, is_head=True)


@pytest.fixture
def secretary(people: Cast) -> User:
    return person(Role.SECRETARY, people.town)


def on(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8)))


def owed(people: Cast) -> CatalogueEntry:
    """Have the village owe one item for the third quarter of 2026; return it."""
    entry: CatalogueEntry = CatalogueEntryFactory()
    july = on(date(2026, 7, 6))
    published(people, text_draft(people, entry=entry, period="2026Q2", at=july), at=july)
    return entry


def due(day: date) -> list[Reminder]:
    """Return all that is to be said on a day, but for the talks with those first in command that a year asks for."""
    return [one for one in reminders.due_reminders(at=on(day)) if one.kind != "talk_heads_due"]


def told(day: date, who: User | None = None) -> list[tuple[str, str, str]]:
    """Return whom is to be told what on a day: user name, kind and step; of one person only, if given."""
    found = due(day)
    return [(one.person.username, one.kind, one.step) for one in found if who in (None, one.person)]


def to(day: date, who: User) -> Reminder:
    """Return the one thing a person is to be told on a day."""
    [one] = [one for one in due(day) if one.person == who]
    return one


def say(day: date) -> None:
    """Note that everything was said that is to be said on a day."""
    for one in due(day):
        Message.objects.create(
            person=one.person, kind=one.kind, cause=one.cause, step=one.step, due_on=one.due, created_at=on(day)
        )


def text(people: Cast) -> Edition:
    """Return a published text of something that happened."""
    entry = CatalogueEntryFactory(cadence=Cadence.EVENT)
    return published(people, text_draft(people, entry=entry, period="2026", title="危桥加固"))


# --- items that are owed


def test_an_item_is_spoken_of_to_its_clerk_then_to_those_above(people: Cast, head: User, secretary: User) -> None:
    owed(people)
    clerk, publisher = people.clerk.username, people.publisher.username
    steps_of: dict[date, list[tuple[str, str, str]]] = {}
    day = date(2026, 10, 8)
    while day < date(2026, 11, 4):
        found = [row for row in told(day) if row[0] in (clerk, head.username, publisher, secretary.username)]
        if found:
            steps_of[day] = found
        say(day)
        day += timedelta(days=1)
    both = sorted([clerk, head.username])
    assert steps_of == {
        date(2026, 10, 13): [(clerk, "before", "before-7")],
        date(2026, 10, 17): [(clerk, "before", "before-3")],
        date(2026, 10, 19): [(clerk, "before", "before-1")],
        DUE: [(clerk, "on_the_day", "on-the-day")],
        date(2026, 10, 21): [(who, "after", "after-week-1") for who in both],
        date(2026, 10, 23): [(publisher, "escalation_publisher", "escalation-publisher")],
        date(2026, 10, 28): [(who, "after", "after-week-2") for who in both],
        date(2026, 10, 30): [(secretary.username, "escalation_secretary", "escalation-secretary")],
    }


def test_what_it_says_and_where_it_leads(people: Cast, head: User, secretary: User, english: None) -> None:
    entry = owed(people)
    one = to(date(2026, 10, 17), people.clerk)
    assert one.cause == f"obligation:{people.village.code}-{entry.code}-2026Q3"
    assert one.words() == {
        "unit": people.village.name_en,
        "item": entry.name_en,
        "period": "third quarter of 2026",
        "due": "20 October 2026",
        "days": "3",
    }
    page = f"/desk/obligations/{people.village.code}-{entry.code}-2026Q3/"
    assert one.url == page
    later = date(2026, 10, 30)
    assert [to(later, who).url for who in (head, secretary)] == ["/matrix/2026Q3/", page]
    assert [to(later, who).escalates for who in (people.clerk, head, secretary)] == [False, True, True]
    draft = text_draft(people, entry=entry)
    assert to(later, people.clerk).url == f"/desk/editions/{draft.pk}/"


def test_only_the_newest_of_what_was_missed(people: Cast, head: User) -> None:
    owed(people)
    assert told(date(2026, 11, 10), people.clerk) == [(people.clerk.username, "after", "after-week-3")]
    say(date(2026, 11, 10))
    assert told(date(2026, 11, 10)) == []
    assert told(date(2026, 10, 19)) == [], "what is older than what was said goes out"


def test_somebody_with_two_parts_is_told_once(people: Cast) -> None:
    owed(people)
    people.clerk.posts.update(is_head=True)
    [one] = [one for one in reminders.due_reminders(at=on(date(2026, 10, 21))) if one.person == people.clerk]
    assert not one.escalates
    assert one.url.startswith("/desk/obligations/")


def test_what_is_published_is_spoken_of_no_more(people: Cast) -> None:
    entry = owed(people)
    assert told(DUE)
    published(people, text_draft(people, entry=entry))
    assert told(DUE) == told(date(2026, 12, 1)) == []


def test_what_was_handed_in_is_spoken_of_to_whoever_is_next(people: Cast, head: User) -> None:
    entry = owed(people)
    edition = steps.submit(actor=people.clerk, edition=text_draft(people, entry=entry), at=on(date(2026, 10, 19)))
    assert told(date(2026, 10, 19)) == told(DUE) == []
    expected = sorted([people.supervisor.username, head.username])
    assert [row[0] for row in told(date(2026, 10, 21))] == expected
    assert to(date(2026, 10, 21), people.supervisor).url == f"/desk/editions/{edition.pk}/"
    assert to(date(2026, 10, 21), head).url == "/matrix/2026Q3/"
    edition = steps.send_back(actor=people.supervisor, edition=edition, reason="缺一张发票", at=on(date(2026, 10, 21)))
    assert [row[0] for row in told(date(2026, 10, 21))] == sorted([people.clerk.username, head.username])


def test_an_account_switched_off_and_a_post_that_ended_are_told_nothing(people: Cast, head: User) -> None:
    owed(people)
    User.objects.filter(pk=people.clerk.pk).update(is_active=False)
    head.posts.update(ends_on=date(2026, 10, 20))
    assert told(date(2026, 10, 22)) == []


def test_a_deputy_is_reminded_beside_the_clerk(people: Cast) -> None:
    owed(people)
    deputy: User = UserFactory()
    grants.give(actor=people.administrator, person=deputy, codename="deputise", subject=people.village, at=NOON)
    assert {row[0] for row in told(DUE)} == {people.clerk.username, deputy.username}


def test_an_item_of_the_town_is_a_matter_of_the_station_that_prepared_it(people: Cast) -> None:
    station = StationFactory(parent=people.town)
    station_clerk, town_clerk = person(Role.CLERK, station), person(Role.CLERK, people.town)
    entry = CatalogueEntryFactory(publisher=UnitKind.TOWN)
    other = CatalogueEntryFactory(publisher=UnitKind.TOWN)
    notices.start_notice(
        actor=station_clerk, unit=people.town, entry=entry, period="2026Q2", station=station, at=on(date(2026, 7, 5))
    )
    assert {row[0] for row in told(DUE) if row[1] == "on_the_day"} == {station_clerk.username, town_clerk.username}
    causes = {one.person: one.cause for one in reminders.due_reminders(at=on(DUE)) if one.kind == "on_the_day"}
    assert causes == {
        station_clerk: f"obligation:{people.town.code}-{entry.code}-2026Q3",
        town_clerk: f"obligation:{people.town.code}-{other.code}-2026Q3",
    }


# --- editions that wait


def handed_in(people: Cast, *, at: datetime) -> Edition:
    entry = CatalogueEntryFactory(cadence=Cadence.EVENT)
    draft = text_draft(people, entry=entry, period="2026", title="危桥加固", at=at)
    return steps.submit(actor=people.clerk, edition=draft, at=at)


def test_an_edition_that_waits_is_spoken_of_to_whoever_may_take_the_next_step(people: Cast) -> None:
    elsewhere = cast()
    monday = on(date(2026, 11, 2))
    edition = handed_in(people, at=monday)
    assert told(date(2026, 11, 5)) == [], "three working days are not longer than three"
    one = to(date(2026, 11, 6), people.supervisor)
    assert told(date(2026, 11, 6)) == [(people.supervisor.username, "waiting", "waiting-1")]
    assert (one.url, one.words()["days"]) == (f"/desk/editions/{edition.pk}/", "4")
    say(date(2026, 11, 6))
    assert told(date(2026, 11, 12)) == []
    assert told(date(2026, 11, 13)) == [(people.supervisor.username, "waiting", "waiting-2")]
    edition = steps.countersign(actor=people.supervisor, edition=edition, at=on(date(2026, 11, 13)))
    assert told(date(2026, 11, 18)) == []
    assert told(date(2026, 11, 19)) == [(people.reviewer.username, "waiting", "waiting-1")]
    steps.review(actor=people.reviewer, edition=edition, at=on(date(2026, 11, 19)))
    both = person(Role.APPROVER, people.town)
    assert told(date(2026, 11, 25)) == sorted((who.username, "waiting", "waiting-1") for who in (people.approver, both))
    assert not {who.username for who in vars(elsewhere).values() if isinstance(who, User)} & {
        row[0] for row in told(date(2026, 11, 25))
    }


def test_whoever_reviewed_is_not_told_that_it_waits_for_approval(people: Cast) -> None:
    approver = person(Role.APPROVER, people.town)
    approver.posts.create(
        role=Role.REVIEWER,
        unit=people.town,
        title_zh="审核",
        starts_on=date(2020, 1, 1),
        given_by=people.administrator,
    )
    edition = handed_in(people, at=on(date(2026, 11, 2)))
    edition = steps.countersign(actor=people.supervisor, edition=edition, at=on(date(2026, 11, 2)))
    steps.review(actor=approver, edition=edition, at=on(date(2026, 11, 2)))
    assert told(date(2026, 11, 6)) == [(people.approver.username, "waiting", "waiting-1")]


def test_a_draft_and_what_is_scheduled_wait_for_nobody(people: Cast) -> None:
    text_draft(people, entry=CatalogueEntryFactory(cadence=Cadence.EVENT), period="2026", title="草稿", at=NOON)
    edition = handed_in(people, at=NOON)
    edition = steps.countersign(actor=people.supervisor, edition=edition, at=NOON)
    edition = steps.review(actor=people.reviewer, edition=edition, at=NOON)
    edition = steps.approve(actor=people.approver, edition=edition, at=NOON)
    assert told(date(2026, 10, 30)) == [(people.publisher.username, "waiting", "waiting-2")]
    publishing.schedule(actor=people.publisher, edition=edition, due=NOON + timedelta(days=60), at=NOON)
    assert told(date(2026, 10, 30)) == []


def test_no_reminder_tells_what_an_edition_says(people: Cast, head: User, secretary: User) -> None:
    entry = owed(people)
    draft = text_draft(people, entry=entry, title="秘密标题")
    steps.submit(actor=people.clerk, edition=draft, at=NOON)
    said = [one for day in (DUE, date(2026, 11, 30)) for one in reminders.due_reminders(at=on(day))]
    assert said
    assert not [one for one in said if "秘密" in "".join(one.words().values())]
    assert {one.person for one in said if "/desk/editions/" in one.url} == {people.supervisor}


# --- opinions


def asked(people: Cast) -> Opinion:
    edition = text(people)
    return opinions.receive(
        actor=system_actor(),
        edition=edition,
        kind=OpinionKind.OBJECTION,
        text=ASKED_TEXT,
        at=on(date(2026, 10, 19)),
        email="someone@example.org",
    )


ASKED_TEXT = "修路的钱为什么比去年多了这么多？"


def routed(people: Cast, *, visibility: str = Visibility.PUBLIC) -> Opinion:
    opinion = asked(people)
    return opinions.route(
        actor=people.publisher,
        opinion=opinion,
        unit=people.village,
        visibility=visibility,
        shown_text=ASKED_TEXT,
        shown_name="",
        at=on(date(2026, 10, 20)),
        due=date(2026, 10, 26),
    )


def test_an_opinion_that_is_not_screened_is_spoken_of_to_the_publisher(people: Cast) -> None:
    opinion = asked(people)
    assert told(date(2026, 10, 21)) == []
    assert told(date(2026, 10, 22)) == [(people.publisher.username, "screening_waiting", "waiting-1")]
    assert to(date(2026, 10, 22), people.publisher).url == f"/desk/opinions/{opinion.pk}/"
    say(date(2026, 10, 22))
    assert told(date(2026, 10, 28)) == []
    assert told(date(2026, 10, 29)) == [(people.publisher.username, "screening_waiting", "waiting-2")]


def test_an_answer_is_asked_for_before_its_day_on_it_and_after(people: Cast, head: User, secretary: User) -> None:
    opinion = routed(people)
    clerk = people.clerk.username
    assert told(date(2026, 10, 22)) == []
    assert told(date(2026, 10, 23)) == [(clerk, "answer_due", "before-1")], "Friday is the working day before Monday"
    assert told(date(2026, 10, 26)) == [(clerk, "answer_due", "on-the-day")]
    late = sorted((who, "answer_overdue", "after-week-1") for who in (clerk, head.username))
    assert told(date(2026, 10, 27)) == late
    say(date(2026, 10, 27))
    assert told(date(2026, 10, 29)) == [(people.publisher.username, "answer_escalation", "escalation-publisher")]
    assert (secretary.username, "answer_escalation", "escalation-secretary") in told(date(2026, 11, 5))
    opinions.answer(actor=people.clerk, opinion=opinion, text="路面加厚了五厘米。", at=on(date(2026, 11, 5)))
    assert told(date(2026, 11, 6)) == []


def test_what_is_kept_private_exists_for_those_who_work_on_it_only(people: Cast, head: User, secretary: User) -> None:
    routed(people, visibility=Visibility.PRIVATE)
    assert {who for who, _kind, _step in told(date(2026, 11, 5))} == {people.clerk.username, people.publisher.username}


def test_what_was_asked_is_told_nobody_above_and_no_title_that_is_gone(
    people: Cast, head: User, secretary: User
) -> None:
    opinion = routed(people, visibility=Visibility.PUBLIC)
    late = date(2026, 11, 6)
    for who in (head, secretary):
        one = to(late, who)
        assert one.url == f"/notices/{opinion.notice.number}/"
        assert ASKED_TEXT not in "".join(one.words().values())
    assert to(late, people.clerk).url == f"/desk/opinions/{opinion.pk}/"
    title = opinion.edition.title
    assert to(late, secretary).words()["notice"] == title
    publishing.withdraw(actor=people.publisher, edition=opinion.edition, reason="重复", at=on(late))
    assert title not in to(late, secretary).words().values()


# --- posters


def test_a_poster_on_its_last_day_each_week_and_again_when_it_was_renewed(people: Cast) -> None:
    edition = text(people)
    fields = {"place_zh": "村委会门口", "paper": "A3", "sheets": 12, "columns": [one.value for one in Stream]}
    board = register.add_board(actor=people.publisher, unit=people.village, fields=fields, at=NOON)
    posted_at = NOON + timedelta(days=1)
    [row] = postings.post(actor=people.clerk, board=board, editions=[edition], posted_at=posted_at, at=posted_at)
    keepers = sorted([people.clerk.username, people.publisher.username])
    assert told(row.until - timedelta(days=1)) == []
    assert told(row.until) == [(who, "posting_ends", "on-the-day") for who in keepers]
    say(row.until)
    assert told(row.until + timedelta(days=6)) == []
    assert told(row.until + timedelta(days=7)) == [(who, "posting_ends", "after-week-1") for who in keepers]
    until = row.until + timedelta(days=30)
    postings.renew(actor=people.clerk, posting=row, until=until, seen=None, at=posted_at + timedelta(hours=1))
    assert told(until - timedelta(days=1)) == []
    assert told(until) == [(who, "posting_ends", "on-the-day") for who in keepers]


def test_a_poster_that_is_out_of_force_at_once(people: Cast) -> None:
    edition = text(people)
    fields = {"place_zh": "村委会门口", "paper": "A3", "sheets": 12, "columns": [one.value for one in Stream]}
    board = register.add_board(actor=people.publisher, unit=people.village, fields=fields, at=NOON)
    posted_at = NOON + timedelta(days=1)
    [row] = postings.post(actor=people.clerk, board=board, editions=[edition], posted_at=posted_at, at=posted_at)
    publishing.withdraw(actor=people.publisher, edition=edition, reason="重复", at=posted_at + timedelta(hours=1))
    keepers = sorted([people.clerk.username, people.publisher.username])
    day = timezone.localdate(posted_at) + timedelta(days=1)
    assert told(day) == [(who, "posting_withdrawn", "on-the-day") for who in keepers]
    assert to(day, people.clerk).words()["notice"] == edition.notice.entry.name
    postings.take_down(
        actor=people.clerk, posting=row, taken_down_at=posted_at + timedelta(hours=2), seen=None, at=on(day)
    )
    assert told(day + timedelta(days=7)) == []


# --- where it leads


def test_whoever_is_reminded_can_open_the_page_it_leads_to(people: Cast, head: User, secretary: User) -> None:
    owed(people)
    events.record_event(
        actor=people.publisher,
        unit=people.village,
        entry=CatalogueEntryFactory(cadence=Cadence.EVENT),
        subject="危桥加固",
        happened_on=date(2026, 10, 9),
        at=NOON,
    )
    station = StationFactory(parent=people.town)
    of_town = CatalogueEntryFactory(publisher=UnitKind.TOWN)
    notices.start_notice(
        actor=person(Role.CLERK, station),
        unit=people.town,
        entry=of_town,
        period="2026Q2",
        station=station,
        at=on(date(2026, 7, 5)),
    )
    handed_in(people, at=NOON)
    routed(people)
    asked(people)
    board = register.add_board(
        actor=people.publisher,
        unit=people.village,
        fields={"place_zh": "村委会门口", "paper": "A3", "sheets": 12, "columns": [one.value for one in Stream]},
        at=NOON,
    )
    posted_at = NOON + timedelta(days=1)
    postings.post(actor=people.clerk, board=board, editions=[text(people)], posted_at=posted_at, at=posted_at)
    sync.synchronise(actor=system_actor(), at=on(date(2026, 10, 13)))
    opened: set[tuple[str, User]] = set()
    for day in (date(2026, 10, 17), DUE, date(2026, 10, 23), date(2026, 11, 10), date(2026, 12, 10)):
        with time_machine.travel(on(day), tick=False):
            for one in due(day):
                client = Client()
                client.force_login(one.person)
                assert client.get(one.url).status_code == 200, (one.person.posts.get().role, one.kind, one.url)
                opened.add((one.kind, one.person))
        say(day)
    assert {kind for kind, _who in opened} == {
        *("before", "on_the_day", "after", "escalation_publisher", "escalation_secretary", "waiting"),
        *("screening_waiting", "answer_due", "answer_overdue", "answer_escalation", "posting_ends"),
    }
