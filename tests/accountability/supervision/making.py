"""Points of risk, matters, things and notices for the tests. Every step goes through the real actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accountability.supervision.actions import points, screen, things
from accountability.supervision.enums import Area, Level, NoticeKind, Phase, ThingKind
from accountability.supervision.models import Check, Matter, RiskPoint, ScreenNotice, SealedThing
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from tests.factories import Cast, StationFactory, cast, person

NOW = datetime(2026, 10, 21, 2, 0, tzinfo=UTC)
"""Wednesday 21 October 2026, 10:00 in Shanghai."""
TODAY = date(2026, 10, 21)
SEEN: dict[str, Any] = {"done_on": TODAY, "checked_by": "何静、齐松年", "seen_text": "三家报价齐全，公示七天无异议。"}
WRONG: dict[str, Any] = {"requirement": "补做比价，重新公示。", "put_right_by": TODAY + timedelta(days=20)}


@dataclass
class People:
    """A town with a station and a village, and who supervises there."""

    play: Cast
    station: Unit
    secretary: User
    leader: User
    clerk: User
    """Clerk of the station."""
    elsewhere: User
    """Discipline secretary of another township."""
    other_town: Unit

    @property
    def town(self) -> Unit:
        return self.play.town


def people() -> People:
    play = cast()
    station = StationFactory(parent=play.town)
    other = cast()
    other.town.code = f"Z{other.town.code}"  # public pages show the town whose code is the first
    other.town.save()
    return People(
        play=play,
        station=station,
        secretary=person(Role.SECRETARY, play.town, title_zh="纪委书记", title_en="Discipline secretary"),
        leader=person(Role.LEADER, play.town),
        clerk=person(Role.CLERK, station),
        elsewhere=person(Role.SECRETARY, other.town),
        other_town=other.town,
    )


def point(them: People, unit: Unit | None = None, *, year: int = 2026, **fields: Any) -> RiskPoint:
    said: dict[str, Any] = {
        "area": Area.PURCHASES,
        "post": "办公用品采购",
        "risk": "拆分采购，规避比价。",
        "level": Level.HIGH,
        "measures": "三家比价，两人验收，按季公开。",
        "responsible": "梁宏图，主任",
        **fields,
    }
    return points.add_point(actor=them.secretary, unit=unit or them.station, year=year, fields=said, at=NOW)


def matter(them: People, at_point: RiskPoint | None = None, **days: Any) -> Matter:
    """Return a matter that is to be checked in all three phases."""
    said: dict[str, Any] = {
        "before": TODAY,
        "during": TODAY + timedelta(days=10),
        "after": TODAY + timedelta(days=40),
        **days,
    }
    where = at_point or point(them)
    return points.open_matter(actor=them.secretary, point=where, name="办公电脑采购", at=NOW, **said)


def check(them: People, phase: Phase = Phase.BEFORE, **days: Any) -> Check:
    return Check.objects.get(matter=matter(them, **days), phase=phase)


def sealed(them: People, **fields: Any) -> SealedThing:
    said: dict[str, Any] = {
        "unit": them.station,
        "kind": ThingKind.VEHICLE,
        "what": "超编公务用车一辆",
        "taken_on": date(2026, 3, 2),
        "taken_by": "何静",
        "reason": "超出核定编制。",
        "due": Decimal("1000.00"),
        **fields,
    }
    return things.seal(actor=them.secretary, at=NOW, **said)


def gift(them: People, **fields: Any) -> SealedThing:
    said: dict[str, Any] = {
        "unit": them.station,
        "kind": ThingKind.GIFT,
        "what": "茶叶两盒",
        "taken_on": date(2026, 9, 28),
        "taken_by": "何静",
        "handed_in_by": "甄上交",
        "reason": "施工方节前送到办公室，当面退不掉。",
        **fields,
    }
    return things.take_in(actor=them.secretary, at=NOW, **said)


def notice(them: People, **fields: Any) -> ScreenNotice:
    said: dict[str, Any] = {
        "kind": NoticeKind.NOTICE,
        "title": "秋粮收购资金监督",
        "text": "有压级压价、打白条的，请打监督电话。",
        "first_day": TODAY,
        "last_day": TODAY + timedelta(days=9),
        **fields,
    }
    return screen.write(actor=them.secretary, town=them.town, at=NOW, **said)


def shown(them: People, **fields: Any) -> ScreenNotice:
    return screen.show(actor=them.secretary, screen_notice=notice(them, **fields), at=NOW)
