"""Visit days and their people for the tests. Every step goes through the real actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from petitions.visit_days.actions import bookings, receptions, roster, rules
from petitions.visit_days.enums import OnHoliday, RuleKind
from petitions.visit_days.models import Booking, VisitDay, VisitRule
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from tests.factories import Cast, StationFactory, cast, person

NOW = datetime(2026, 10, 21, 2, 0, tzinfo=UTC)
"""Wednesday 21 October 2026, 10:00 in Shanghai."""
TUESDAY, WEDNESDAY = date(2026, 10, 27), date(2026, 10, 28)
NAME, PHONE = "甄来访", "13800001234"
MATTER = "我叫甄来访，想问土地发包的租金用到哪里了。"


def on(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a time of a day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@dataclass
class People:
    """A town with a station, and who runs and holds visit days there."""

    play: Cast
    station: Unit
    publisher: User
    leader: User
    deputy: User
    secretary: User
    clerk: User
    """Clerk of the station."""
    complained_about: User
    """Clerk of the village that somebody complains about."""

    @property
    def town(self) -> Unit:
        return self.play.town

    @property
    def village(self) -> Unit:
        return self.play.village


def people() -> People:
    play = cast()
    station = StationFactory(parent=play.town)
    return People(
        play=play,
        station=station,
        publisher=play.publisher,
        leader=person(Role.LEADER, play.town, title_zh="镇长", title_en="Town head"),
        deputy=person(Role.LEADER, play.town, title_zh="副镇长", title_en="Deputy head"),
        secretary=person(Role.SECRETARY, play.town, title_zh="纪委书记", title_en="Discipline secretary"),
        clerk=person(Role.CLERK, station),
        complained_about=play.clerk,
    )


def rule(them: People, **fields: Any) -> VisitRule:
    """Return a rule: Tuesdays and Wednesdays from 9:00 to 10:00, three places, leader and deputy in turn."""
    turns = fields.pop("turns", [(them.leader, None), (them.deputy, them.secretary)])
    said = {
        "kind": RuleKind.WEEKLY,
        "weekdays": [2, 3],
        "on_holiday": OnHoliday.CANCEL,
        "begins": time(9),
        "ends": time(10),
        "minutes": 20,
        "places": 3,
        "place_zh": "一楼接访室",
        "place_en": "Visit room",
        "valid_from": date(2026, 10, 22),
        **fields,
    }
    return rules.add_rule(actor=them.publisher, town=them.town, turns=turns, fields=said, at=NOW)


def published(them: People, *, until: date = date(2026, 11, 18), **fields: Any) -> VisitDay:
    """Return Tuesday 27 October as it is published, with the days after it."""
    rule(them, **fields)
    roster.publish_until(actor=them.publisher, town=them.town, until=until, at=NOW)
    return VisitDay.objects.get(day=TUESDAY)


def booked(day: VisitDay, slot: int | None = 1, *, at: datetime = NOW, **fields: Any) -> Booking:
    """Return a booking as it came by web; without a place it stands on the waiting list."""
    count = Booking.objects.count()
    said = {"name": NAME, "phone": f"1380000{1000 + count}", "text": MATTER, "actor": system_actor(), **fields}
    return bookings.book(visit_day=day, slot=slot, at=at, **said)


def arrived(them: People, booking: Booking, *, at: datetime) -> Booking:
    return receptions.sign_in(actor=them.publisher, booking=booking, at=at)


def walked_in(them: People, day: VisitDay, *, at: datetime, **fields: Any) -> Booking:
    said = {"name": "安某", "text": "便道没有修完。", **fields}
    return bookings.take_ticket(actor=them.publisher, visit_day=day, at=at, **said)


def talking(them: People, booking: Booking, *, at: datetime) -> Booking:
    return receptions.call(actor=them.publisher, booking=arrived(them, booking, at=at), at=at)


def recorded(them: People, booking: Booking, *, at: datetime, **fields: Any) -> Booking:
    """Return a reception that is recorded, with one promise that the station keeps."""
    due = fields.pop("due", date(2026, 11, 10))
    said = {
        "received_by": them.leader,
        "said": "要求公布合同和租金。",
        "promised": [receptions.Promised("把合同贴到公开栏", them.station, due)],
        **fields,
    }
    return receptions.record(actor=them.publisher, booking=talking(them, booking, at=at), at=at, **said)
