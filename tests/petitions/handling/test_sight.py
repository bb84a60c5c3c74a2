"""For each role and each kind of petition: which addresses, lists, counts, searches, exports, files and mails show it.

Whoever is complained about sees nothing at all, nor that there is anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from petitions.handling.actions import bars, handling, receiving, routing, telling
from petitions.handling.enums import Barring, Category, Matter
from petitions.handling.models import IssuedPaper, Petition
from petitions.handling.queries.desk import listed, parts_of, waiting_petitions
from petitions.handling.queries.petitions import to_do
from petitions.handling.queries.reminders import page_of
from petitions.handling.workflow import PETITION
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.messaging.actions.reminders import send_reminders
from portal.messaging.models import Delivery, Message
from tests.disclosure.desk import signed_in
from tests.disclosure.pictures import picture
from tests.factories import PostFactory, person
from tests.petitions.handling.making import (
    CAME,
    PHONE,
    SUBJECT,
    People,
    accepted,
    begun,
    drafted,
    people,
    received,
    registered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "later")]

LATER = CAME + timedelta(days=1)
OFFICE = {"publisher", "secretary"}
LEADERS = {"head", "leader"}


@pytest.fixture
def later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@dataclass
class Staff:
    """Everybody of the township whom a petition may be shown to, and who is kept from it or has nothing to do there."""

    them: People
    everybody: dict[str, User]
    browsers: dict[int, Client] = field(default_factory=dict)

    def who(self, sees: Callable[[User], bool]) -> set[str]:
        return {name for name, one in self.everybody.items() if sees(one)}

    def browser(self, who: User) -> Client:
        """Return the browser in which somebody is signed in, the same one each time."""
        return self.browsers.setdefault(who.pk, signed_in(who))

    def opens(self, who: User, name: str, *args: Any) -> bool:
        """Return whether there is such a page for somebody."""
        return self.browser(who).get(reverse(f"petitions_desk:{name}", args=args)).status_code == 200

    def reads(self, who: User, name: str) -> str:
        """Return a page of somebody as text; what is sent as a file as a whole."""
        response: Any = self.browser(who).get(reverse(name))
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return str(content.decode())


@pytest.fixture
def staff() -> Staff:
    them = people()
    names = ("publisher", "handler", "colleague", "other_handler", "head", "leader", "secretary", "clerk")
    everybody = {name: getattr(them, name) for name in names}
    play = them.play
    everybody |= {
        "village head": person(Role.HANDLER, them.village, is_head=True),
        "reviewer": play.reviewer,
        "administrator": play.administrator,
    }
    return Staff(them, everybody)


def _with_file(petition: Petition) -> Petition:
    receiving.add_file(actor=system_actor(), petition=petition, content=picture("#1b2c3d"), name="照片.png", at=CAME)
    return Petition.objects.get(pk=petition.pk)


def _new(them: People) -> Petition:
    return received(them)


def _given(them: People) -> Petition:
    return begun(them)


def _given_to_all(them: People) -> Petition:
    return routing.accept(actor=them.publisher, petition=registered(them), unit=them.station, at=CAME)


def _to_sign(them: People) -> Petition:
    return handling.check(actor=them.publisher, petition=drafted(them), at=CAME)


def _overdue(them: People) -> Petition:
    return received(them, at=CAME - timedelta(days=40))


def _sealed(them: People) -> Petition:
    return received(them, category=Category.ACCUSATION)


def _sealed_and_named_there(them: People) -> Petition:
    petition = registered(them, category=Category.ACCUSATION)
    return routing.accept(actor=them.secretary, petition=petition, unit=them.station, handlers=[them.handler], at=CAME)


def _against_the_secretary(them: People) -> Petition:
    return received(them, f"{them.secretary.name_zh}不公正，请查。", category=Category.ACCUSATION)


def _against_the_town(them: People) -> Petition:
    return received(them, place=them.play.town, is_against_place=True)


def _against_the_village(them: People) -> Petition:
    return received(them, is_against_place=True)


def _against_the_village_and_given(them: People) -> Petition:
    petition = registered(them, _against_the_village(them))
    return accepted(them, petition)


def _names_a_handler(them: People) -> Petition:
    return received(them, f"民政的{them.handler.name_zh}一直拖着不办，请查。")


def _names_the_publisher(them: People) -> Petition:
    return received(them, f"{them.publisher.name_zh}不给登记，请查。")


def _names_a_leader(them: People) -> Petition:
    return received(them, f"{them.leader.name_zh}答应的事没有办，请查。", at=CAME - timedelta(days=40))


def _complains_about_a_handler(them: People) -> Petition:
    petition = _names_a_handler(them)
    return routing.register(
        actor=them.publisher,
        petition=petition,
        subject=SUBJECT,
        category=petition.category,
        matter=Matter.CONDUCT,
        complained_about=[them.handler],
        at=CAME,
    )


def _stepped_aside(them: People) -> Petition:
    return handling.recuse(actor=them.handler, petition=begun(them), reason="是亲戚。", at=CAME)


def _kept_out_later(them: People) -> Petition:
    petition = _given_to_all(them)
    bars.bar(them.publisher, petition, units=(), people=[them.colleague], why=Barring.COMPLAINED_ABOUT, at=CAME)
    return petition


SIGHT: dict[Callable[[People], Petition], set[str]] = {
    _new: OFFICE,
    _given: OFFICE | {"handler"},
    _given_to_all: OFFICE | {"handler", "colleague"},
    _to_sign: OFFICE | {"handler"} | LEADERS,
    _overdue: OFFICE | LEADERS,
    _sealed: {"secretary"},
    _sealed_and_named_there: {"secretary", "handler"},
    _against_the_secretary: {"head"},
    _against_the_town: {"secretary"},
    _against_the_village: OFFICE,
    _against_the_village_and_given: OFFICE | {"handler"},
    _names_a_handler: OFFICE,
    _names_the_publisher: {"secretary"},
    _names_a_leader: OFFICE | {"head"},
    _complains_about_a_handler: OFFICE,
    _stepped_aside: OFFICE,
    _kept_out_later: OFFICE | {"handler"},
}
"""Each kind of petition, and who alone sees it."""

KINDS = pytest.mark.parametrize(
    ("make", "seen_by"), list(SIGHT.items()), ids=[make.__name__.strip("_") for make in SIGHT]
)


@KINDS
def test_pages_lists_and_counts(staff: Staff, make: Callable[[People], Petition], seen_by: set[str]) -> None:
    petition = make(staff.them)

    assert staff.who(lambda who: staff.opens(who, "petition", petition.pk)) == seen_by
    for name in seen_by | {"handler", "clerk"}:
        said = staff.reads(staff.everybody[name], "petitions_desk:petitions")
        assert (petition.number in said) == (name in seen_by)
    assert staff.who(lambda who: sum(parts_of(listed(who, LATER)).values()) == 1) == seen_by
    assert staff.who(lambda who: to_do(who, LATER).exists()) <= seen_by
    assert staff.who(lambda who: bool(list(waiting_petitions(who, LATER)))) <= seen_by
    before = {"handler"} if make is _stepped_aside else {"colleague"} if make is _kept_out_later else set()
    kept_out = staff.who(lambda who: petition.bars.filter(lifted_at=None, person=who).exists())
    for name in (kept_out | {"clerk"}) - seen_by - before:
        assert petition.number not in staff.reads(staff.everybody[name], "desk:home")


@KINDS
def test_searches_exports_files_papers_and_readings(
    staff: Staff, make: Callable[[People], Petition], seen_by: set[str]
) -> None:
    petition = make(staff.them)
    petition = petition if petition.ended_at else _with_file(petition)
    file = petition.case.files.get()
    paper = IssuedPaper.objects.filter(petition=petition).first()
    pages: list[tuple[Any, ...]] = [("petition_file", petition.pk, file.pk), ("petition_note", petition.pk)]
    pages += [("petition_paper", petition.pk, paper.pk)] if paper else []
    for name, *args in pages:
        opened = {who for who, one in staff.everybody.items() if staff.opens(one, name, *args)}
        assert opened == seen_by, name
    finders = OFFICE & seen_by
    assert staff.who(lambda who: petition.number in _found(staff.browser(who))) == finders
    assert staff.who(lambda who: petition.number in staff.reads(who, "petitions_desk:petitions_export")) == finders
    readings = staff.who(lambda who: petition.number in staff.reads(who, "petitions_desk:petition_readings"))
    assert readings == {"secretary"} & seen_by


def _found(browser: Client) -> str:
    return browser.post(reverse("petitions_desk:petitions_find"), {"phone": PHONE}).content.decode()


@KINDS
def test_messages_and_mails(staff: Staff, make: Callable[[People], Petition], seen_by: set[str]) -> None:
    petition = make(staff.them)
    for days in (0, 13, 17, 24, 58, 62, 69, 90):  # before, on and after each of the time limits
        send_reminders(at=LATER + timedelta(days=days))
    rows = Message.objects.filter(subject__contains=petition.number)
    after_its_day = LEADERS if petition.sealed_for == "" else set()  # what is overdue is shown to them
    kept_out = staff.who(lambda who: petition.bars.filter(lifted_at=None, person=who).exists())
    told = staff.who(lambda who: rows.filter(person=who).exists())
    before = {"handler"} if make is _stepped_aside else {"colleague"} if make is _kept_out_later else set()
    assert told <= (seen_by | after_its_day | before) - (kept_out - before)
    later = staff.who(lambda who: rows.filter(person=who, created_at__gt=CAME).exists())
    assert not later & kept_out


def test_who_is_kept_out_later_keeps_no_message_of_it(staff: Staff) -> None:
    them = staff.them
    petition = _given_to_all(them)
    telling.remind(actor=them.publisher, petition=petition, at=LATER)
    told = Message.objects.filter(url=page_of(petition))
    for who in (them.handler, them.colleague):
        digest = Delivery.objects.create(
            person=who, channel="email", day=LATER.date(), body=petition.number, state_since=LATER, not_before=LATER
        )
        told.get(person=who, kind="petition_reminded").deliveries.add(digest)

    bars.keep_out(actor=them.publisher, petition=petition, person=them.colleague, reason="被反映的人。", at=LATER)

    assert not told.filter(person=them.colleague).exists()
    assert not Delivery.objects.filter(person=them.colleague).exists()
    assert petition.number not in staff.reads(them.colleague, "messages_desk:inbox")
    assert told.filter(person=them.handler).exists()
    assert Delivery.objects.filter(person=them.handler).exists()


def test_what_is_sealed_later_leaves_every_inbox_but_its_keepers(staff: Staff) -> None:
    petition = _overdue(staff.them)
    send_reminders(at=LATER)
    told = Message.objects.filter(url=page_of(petition))
    assert told.filter(person=staff.them.leader).exists()

    routing.register(
        actor=staff.them.publisher,
        petition=petition,
        subject=SUBJECT,
        category=Category.ACCUSATION,
        matter=Matter.CONDUCT,
        at=LATER,
    )

    assert set(told.values_list("person", flat=True)) <= {staff.them.secretary.pk}


def test_an_earlier_petition_that_is_kept_from_the_reader_is_not_named(staff: Staff) -> None:
    them = staff.them
    earlier = _names_a_handler(them)
    again = routing.register(
        actor=them.publisher,
        petition=received(them),
        subject=SUBJECT,
        category=Category.APPEAL,
        matter=Matter.SUBSIDY,
        repeats=earlier,
        at=CAME,
    )
    again = accepted(them, again)

    def page(who: User) -> str:
        return str(staff.browser(who).get(reverse("petitions_desk:petition", args=[again.pk])).content.decode())

    assert earlier.number in page(them.publisher)
    assert "Repeated" in page(them.publisher)
    assert again.number in page(them.handler)
    assert earlier.number not in page(them.handler)
    assert "Repeated" not in page(them.handler)


def test_no_gap_in_the_numbers_tells_of_what_is_sealed(staff: Staff) -> None:
    assert "-JJ-" in _against_the_town(staff.them).number
    assert received(staff.them).number.endswith("-XF-2026-0001")


@pytest.mark.parametrize("how", ["spaced", "broken", "latin"])
def test_a_name_counts_however_it_is_written(staff: Staff, how: str) -> None:
    one = staff.them.handler
    User.objects.filter(pk=one.pk).update(name_zh="贺兰亭", name_en="He Lanting")
    said = {
        "spaced": "贺 兰　亭一直不办，请查。",
        "broken": "贺兰\n亭一直不办，请查。",
        "latin": "Ask HE Lanting why, please.",
    }
    petition = received(staff.them, said[how])
    assert petition.bars.filter(person=one, why=Barring.NAMED).exists()


def test_what_is_against_the_secretarys_own_unit_is_for_the_head(staff: Staff) -> None:
    them = staff.them
    PostFactory(person=them.secretary, unit=them.village, role=Role.CLERK)
    petition = received(them, category=Category.ACCUSATION, is_against_place=True)
    assert Petition.objects.get(pk=petition.pk).sealed_for == "head"


@KINDS
def test_no_step_is_there_for_who_does_not_see_it(
    staff: Staff, make: Callable[[People], Petition], seen_by: set[str]
) -> None:
    petition = make(staff.them)
    verbs = {row.verb for row in PETITION.rows if row.source}
    addresses = [reverse(f"petitions_desk:petitions_{verb}", args=[petition.pk]) for verb in sorted(verbs)]
    addresses.append(reverse("petitions_desk:petition_remind", args=[petition.pk]))
    for name in ("handler", "other_handler", "clerk", "village head"):
        if name in seen_by:
            continue
        browser = staff.browser(staff.everybody[name])
        assert {browser.post(address, {"seen": "x"}).status_code for address in addresses} == {404}, name
