"""Inspections and their people for the tests. Every step goes through the real actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from accountability.inspections.actions import findings, inspections, visits
from accountability.inspections.enums import FindingKind, InspectionKind
from accountability.inspections.models import Finding, Inspection, UnitVisit
from accountability.rectification import actions as rectifications
from accountability.rectification.models import Rectification
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.core import uploads
from tests.factories import Cast, StationFactory, cast, person

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
"""Tuesday 15 September 2026, 10:00 in Shanghai."""
LATER = datetime(2026, 10, 21, 2, 0, tzinfo=UTC)
TODAY, DUE = date(2026, 9, 15), date(2026, 10, 11)
TEXT = "机耕路工程拆成三笔付款，没有会议决议。"


@dataclass
class People:
    """A town with a village and a station, who inspects them and who is inspected."""

    play: Cast
    station: Unit
    secretary: User
    leader: User
    member: User
    """Clerk of the station and of the team."""
    head: User
    """Head of the village."""

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
        secretary=person(Role.SECRETARY, play.town, title_zh="纪委书记", title_en="Discipline secretary"),
        leader=person(Role.LEADER, play.town),
        member=person(Role.CLERK, station),
        head=person(Role.HANDLER, play.village, title_zh="村党支部书记", is_head=True),
    )


def planned(them: People, **fields: Any) -> Inspection:
    """Return an inspection of the village and the station that is planned."""
    said: dict[str, Any] = {
        "actor": them.secretary,
        "town": them.town,
        "kind": InspectionKind.FINANCE,
        "title": "村级财务专项检查",
        "basis": "镇党委年度工作安排",
        "plan": "查凭证，看公开栏，问群众。",
        "begins": date(2026, 9, 8),
        "ends": date(2026, 9, 29),
        "team": [them.secretary, them.member],
        "units": [them.village, them.station],
        "at": NOW,
    }
    return inspections.plan(**said | fields)


def under_way(them: People, **fields: Any) -> Inspection:
    return inspections.begin(actor=them.secretary, inspection=planned(them, **fields), at=NOW)


def visited(them: People, inspection: Inspection, unit: Unit | None = None, **fields: Any) -> UnitVisit:
    """Return a visit to the village, or to another unit."""
    said: dict[str, Any] = {
        "actor": them.secretary,
        "inspection": inspection,
        "unit": unit or them.village,
        "day": TODAY,
        "place": "村委会",
        "people": [them.secretary],
        "seen_there": "看了三个季度的凭证。",
        "at": NOW,
    }
    return visits.record_visit(**said | fields)


def found(them: People, visit: UnitVisit, **fields: Any) -> Finding:
    """Return something that was found."""
    said: dict[str, Any] = {
        "actor": them.secretary,
        "visit": visit,
        "kind": FindingKind.PROJECTS,
        "place": "村委会，凭证记-06014",
        "text": TEXT,
        "at": NOW,
    }
    return findings.find(**said | fields)


def noticed(them: People, *chosen: Finding, **fields: Any) -> Rectification:
    """Give notice of findings and return the rectification."""
    said: dict[str, Any] = {
        "actor": them.secretary,
        "inspection": chosen[0].visit.inspection,
        "findings": chosen,
        "requirement": "开村民代表会议，补齐合同。",
        "due": DUE,
        "responsible": "时新华，村党支部书记",
        "supervising": "伍思齐，村务监督委员会主任",
        "at": NOW,
    }
    return findings.notice(**said | fields)


def reported(them: People, rectification: Rectification, *, at: datetime = NOW) -> Rectification:
    return rectifications.report(actor=them.play.clerk, rectification=rectification, text="会议已开。", at=at)


def put_right(them: People, rectification: Rectification, *, at: datetime = NOW) -> Rectification:
    """Report a rectification and close it."""
    done = reported(them, rectification, at=at)
    return rectifications.confirm(actor=them.secretary, rectification=done, result="属实。", at=at)


def closed(them: People, inspection: Inspection, *, at: datetime = NOW) -> Inspection:
    return inspections.close(actor=them.secretary, inspection=inspection, report="查了两个单位。", at=at)


def picture(name: str = "凭证.jpg") -> uploads.Clean:
    """Return a picture that was cleaned."""
    file = BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "JPEG")
    return uploads.clean(file.getvalue(), name=name)
