"""Requests and their people for the tests. Every step goes through the real actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from disclosure.requests.actions import receiving, releasing, steps
from disclosure.requests.models import Request
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from tests.factories import Cast, StationFactory, cast, person

CAME = datetime(2026, 9, 28, 12, 14, tzinfo=UTC)
"""Monday 28 September 2026, 20:14 in Shanghai: the National Day holiday lies before the reply."""
DUE = date(2026, 10, 30)
"""The 20th working day after: 1 to 7 October are off, 10 October is worked."""
NAME, PHONE, MAIL, ADDRESS = "甄申请", "13871234567", "zhen@example.net", "柳树村老槐树旁"
PERSON_ID, CREDIT_CODE = "990101196803120179", "91990101000000101H"
TEXT = f"石桥村小石桥重建工程第三次付款的发票。我是{NAME}。"
SUBJECT = "小石桥重建工程发票"


@dataclass
class People:
    """A town with a station, and who works on requests there."""

    play: Cast
    station: Unit
    publisher: User
    clerk: User
    handler: User
    approver: User
    leader: User
    outsider: User
    """Clerk of a village that has nothing to do with it."""


def people() -> People:
    play = cast()
    station = StationFactory(parent=play.town)
    return People(
        play=play,
        station=station,
        publisher=play.publisher,
        clerk=person(Role.CLERK, station),
        handler=person(Role.HANDLER, station),
        approver=play.approver,
        leader=person(Role.LEADER, play.town),
        outsider=play.outsider,
    )


def received(them: People, text: str = TEXT, *, at: datetime = CAME, **fields: Any) -> Request:
    """Return a request as it came by web."""
    given = {
        "actor": system_actor(),
        "town": them.play.town,
        "applicant": "person",
        "delivery": "email",
        "identity": PERSON_ID,
        "name": NAME,
        "phone": PHONE,
        "email": MAIL,
        "address": ADDRESS,
        **fields,
    }
    return receiving.receive(text=text, at=at, **given)


def accepted(them: People, request: Request | None = None, *, at: datetime = CAME) -> Request:
    """Return a request that was given to the station."""
    made = request or received(them, at=at)
    return steps.accept(actor=them.publisher, request=made, subject=SUBJECT, unit=them.station, at=at)


def drafted(them: People, request: Request | None = None, *, at: datetime = CAME, result: str = "granted") -> Request:
    """Return a request whose reply waits to be decided."""
    made = request or accepted(them, at=at)
    return steps.draft(actor=them.clerk, request=made, result=result, text="发票见附件。", at=at)


def answered(them: People, request: Request | None = None, *, at: datetime = CAME, result: str = "granted") -> Request:
    """Return a request that was replied to."""
    made = request or drafted(them, at=at, result=result)
    return steps.answer(actor=them.leader, request=made, at=at)


def release(them: People, request: Request | None = None, *, at: datetime = CAME, **fields: Any) -> Request:
    """Publish what was disclosed."""
    said = {"title": "小石桥发票", "text": "第3张发票。", "chosen": [], **fields}
    return releasing.release(actor=them.publisher, request=request or answered(them), at=at, **said)
