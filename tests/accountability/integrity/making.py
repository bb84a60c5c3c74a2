"""A township and its people for tests of integrity. Every step goes through the real actions."""

from datetime import UTC, date, datetime
from typing import Any

from accountability.integrity.actions import audits, checklists, contacts, education, meetings, talks
from accountability.integrity.actions.checklists import Asked, Line
from accountability.integrity.actions.education import Came
from accountability.integrity.actions.talks import Circumstances, With
from accountability.integrity.enums import ActivityKind, Answer, Cadence, TalkKind
from accountability.integrity.models import (
    Activity,
    Checklist,
    ChecklistTemplate,
    Contact,
    LeavingAudit,
    Meeting,
    Talk,
)
from portal.accounts.enums import Role
from portal.core.uploads import Clean
from portal.core.uploads.kinds import PNG
from tests.factories import StationFactory, UnitFactory, VillageFactory, person

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
"""Tuesday 20 October 2026, 10:00 in Shanghai."""
TODAY = date(2026, 10, 20)
RECORD = "谈了接待费的事，本人表示按规定退回。"
CRITICISM = "下村少，材料看得多。"


class Town:
    """A township with two villages and a station, and who has to do with it."""

    def __init__(self) -> None:
        self.town = UnitFactory()
        self.village, self.neighbour = VillageFactory.create_batch(2, parent=self.town)
        self.station = StationFactory(parent=self.town)
        self.secretary = person(Role.SECRETARY, self.town)
        self.leader = person(Role.LEADER, self.town)
        self.deputy = person(Role.LEADER, self.town)
        self.approver = person(Role.APPROVER, self.town)
        self.publisher = person(Role.PUBLISHER, self.town)
        self.administrator = person(Role.ADMINISTRATOR, self.town)
        self.lay = person(Role.LAY_SUPERVISOR, self.town)
        self.head = person(Role.HANDLER, self.village, is_head=True, title_zh="村党支部书记")
        self.clerk = person(Role.CLERK, self.village, title_zh="村会计")
        self.other_head = person(Role.HANDLER, self.neighbour, is_head=True)
        self.other_clerk = person(Role.CLERK, self.neighbour)
        self.station_head = person(Role.HANDLER, self.station, is_head=True)
        self.stranger = person(Role.SECRETARY, UnitFactory())
        """The secretary of another township."""


def circumstances(day: date = TODAY, **said: Any) -> Circumstances:
    given: dict[str, Any] = {"place": "镇纪委谈话室", "kind": TalkKind.ROUTINE, "occasion": "节前提醒"}
    return Circumstances(day=day, **given | said)


def held(town: Town, **said: Any) -> Talk:
    """Return a talk with the head of the village that the secretary entered."""
    given: dict[str, Any] = {
        "actor": town.secretary,
        "town": town.town,
        "led_by": town.leader,
        "with_whom": With(town.village, town.head),
        "circumstances": circumstances(said.pop("day", TODAY), **said.pop("circumstances", {})),
        "record": RECORD,
        "at": AT,
    }
    return talks.enter(**given | said)


def planned(town: Town, **said: Any) -> Talk:
    """Return a talk with the head of the village that the leader is to hold."""
    given: dict[str, Any] = {
        "actor": town.secretary,
        "town": town.town,
        "led_by": town.leader,
        "with_whom": With(town.village, town.head),
        "circumstances": circumstances(),
        "at": AT,
    }
    return talks.plan(**given | said)


def lecture(day: date = TODAY) -> education.Said:
    return education.Said(ActivityKind.LECTURE, "守纪律，过廉节", day, "镇会议室", "纪委书记")


def activity(town: Town, *came: Came, day: date = TODAY) -> Activity:
    """Return an activity with who came."""
    return education.add(actor=town.secretary, town=town.town, said=lecture(day), came=came, at=AT)


def meeting(town: Town) -> Meeting:
    """Return a democratic-life meeting of the township's group."""
    said = meetings.Said(town.town, "镇党委班子", "树立正确政绩观", TODAY, "镇会议室", "党委书记", 9, 9)
    return meetings.add(actor=town.secretary, town=town.town, said=said, at=AT)


def contact(town: Town) -> Contact:
    """Return the contact of the leader with the village."""
    return contacts.add(
        actor=town.secretary,
        town=town.town,
        person=town.leader,
        unit=town.village,
        starts_on=date(2026, 1, 5),
        visits_a_month=2,
        at=AT,
    )


def template(town: Town, **said: Any) -> ChecklistTemplate:
    """Return what is asked of villages each month."""
    given: dict[str, Any] = {
        "title": "廉政责任月清单",
        "cadence": Cadence.MONTH,
        "lines": ["班子会研究廉政工作", "村务监督委员会开会"],
        "first_period": "2026-01",
        "for_kind": "village",
    }
    return checklists.add_template(actor=town.secretary, town=town.town, asked=Asked(**given | said), at=AT)


def opened(town: Town, period: str = "2026-09") -> Checklist:
    """Return the village's checklist of a month, to be filled in."""
    made = checklists.open_period(actor=town.secretary, template=template(town), period=period, at=AT)
    return next(one for one in made if one.unit == town.village)


ANSWERS = [Line(Answer.DONE, 2, ""), Line(Answer.NOT_DONE, None, "成员外出")]


def audit(town: Town) -> LeavingAudit:
    """Return the audit of somebody who leaves the village, planned."""
    said = audits.Said(
        town.village, "甄离任", "村会计", date(2023, 1, 1), date(2026, 6, 30), "县审计局", date(2026, 11, 30)
    )
    return audits.plan(actor=town.secretary, town=town.town, said=said, at=AT)


def paper(name: str = "审计报告.png") -> Clean:
    """Return a file as it was cleaned."""
    return Clean(b"\x89PNG\r\n\x1a\n", name, PNG)
