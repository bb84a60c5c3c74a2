"""Petitions and their people for the tests. Every step goes through the real actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from petitions.handling.actions import ending, handling, receiving, routing
from petitions.handling.enums import Category, Finding, Matter, Result, Service
from petitions.handling.models import Petition
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from tests.factories import Cast, StationFactory, cast, person

CAME = datetime(2026, 9, 14, 12, 16, tzinfo=UTC)
"""Monday 14 September 2026, 20:16 in Shanghai."""
TOLD_BY = date(2026, 9, 29)
"""The 15th day after."""
NAME, PHONE, MAIL = "麻长河", "13871234567", "ma@example.net"
TEXT = "2025年耕地地力补贴少发了三亩，村里登记的面积不对，请核实补发。"
SUBJECT = "耕地地力补贴少发"


@dataclass
class People:
    """A town with two stations and a village, and who works on petitions there."""

    play: Cast
    station: Unit
    other_station: Unit
    village: Unit
    publisher: User
    handler: User
    colleague: User
    """Another handler of the station."""
    other_handler: User
    """The handler of the other station."""
    head: User
    """The head of the township."""
    leader: User
    secretary: User
    clerk: User
    """The clerk of the village."""

    @property
    def everybody(self) -> list[User]:
        """Everybody of the township who has to do with petitions, and some who have not."""
        return [
            self.publisher,
            self.handler,
            self.colleague,
            self.other_handler,
            self.head,
            self.leader,
            self.secretary,
            self.clerk,
            self.play.reviewer,
            self.play.lay,
            self.play.administrator,
        ]


def people() -> People:
    play = cast()
    station, other = StationFactory(parent=play.town), StationFactory(parent=play.town)
    return People(
        play=play,
        station=station,
        other_station=other,
        village=play.village,
        publisher=play.publisher,
        handler=person(Role.HANDLER, station),
        colleague=person(Role.HANDLER, station),
        other_handler=person(Role.HANDLER, other),
        head=person(Role.LEADER, play.town, is_head=True),
        leader=person(Role.LEADER, play.town),
        secretary=person(Role.SECRETARY, play.town),
        clerk=play.clerk,
    )


def received(them: People, text: str = TEXT, *, at: datetime = CAME, **fields: Any) -> Petition:
    """Return a petition as it came by web."""
    given = {
        "actor": system_actor(),
        "town": them.play.town,
        "category": Category.APPEAL,
        "name": NAME,
        "phone": PHONE,
        "email": MAIL,
        "place": them.village,
        **fields,
    }
    return receiving.receive(text=text, at=at, **given)


def registered(them: People, petition: Petition | None = None, *, at: datetime = CAME, **fields: Any) -> Petition:
    petition = petition or received(them, at=at, **fields)
    actor = them.secretary if petition.sealed_for == "secretary" else them.publisher
    return routing.register(
        actor=actor, petition=petition, subject=SUBJECT, category=petition.category, matter=Matter.SUBSIDY, at=at
    )


def accepted(them: People, petition: Petition | None = None, *, at: datetime = CAME, **fields: Any) -> Petition:
    petition = petition or registered(them, at=at, **fields)
    return routing.accept(actor=them.publisher, petition=petition, unit=them.station, handlers=[them.handler], at=at)


def begun(them: People, petition: Petition | None = None, *, at: datetime = CAME, **fields: Any) -> Petition:
    petition = petition or accepted(them, at=at, **fields)
    return handling.begin(actor=them.handler, petition=petition, at=at)


def drafted(them: People, petition: Petition | None = None, *, at: datetime = CAME, **fields: Any) -> Petition:
    petition = petition or begun(them, at=at)
    opinion = {
        "result": Result.SUPPORTED,
        "finding": Finding.ESTABLISHED,
        "facts": "登记面积有误，少登三亩。",
        "text": "予以支持，补发289.50元。",
        **fields,
    }
    return handling.draft(actor=them.handler, petition=petition, at=at, **opinion)


def signed(them: People, petition: Petition | None = None, *, at: datetime = CAME, **fields: Any) -> Petition:
    petition = handling.check(actor=them.publisher, petition=petition or drafted(them, at=at, **fields), at=at)
    return handling.sign(actor=them.leader, petition=petition, at=at)


def served(them: People, petition: Petition | None = None, *, at: datetime = CAME, **fields: Any) -> Petition:
    petition = petition or signed(them, at=at, **fields)
    return handling.serve(
        actor=them.publisher, petition=petition, service=Service.IN_PERSON, served_on=timezone.localdate(at), at=at
    )


def under_review(them: People, petition: Petition | None = None, *, at: datetime = CAME, **fields: Any) -> Petition:
    petition = petition or served(them, at=at, **fields)
    return ending.ask_review(
        actor=system_actor(), petition=petition, reason="面积还是不对。", at=at + timedelta(days=3)
    )


def settled(them: People, *, at: datetime = CAME, **fields: Any) -> Petition:
    """Return an accusation that was closed by the secretary."""
    petition = registered(them, at=at, category=Category.ACCUSATION, **fields)
    petition = routing.accept(actor=them.secretary, petition=petition, at=at)
    petition = handling.begin(actor=them.secretary, petition=petition, at=at)
    return handling.settle(
        actor=them.secretary, petition=petition, finding=Finding.NOT_ESTABLISHED, text="经核查，反映不属实。", at=at
    )
