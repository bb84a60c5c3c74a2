"""Debriefings and appraisals for the tests. Every step goes through the real actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from accountability.appraisal.actions import appraisals, debriefings, voting
from accountability.appraisal.actions.appraisals import Counted, Voters
from accountability.appraisal.enums import Scale, VoterClass
from accountability.appraisal.models import Appraisal, Debriefing
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from tests.factories import Cast, cast, person

PLANNED_AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
"""Monday 5 January 2026, 10:00 in Shanghai."""
NOW = datetime(2026, 1, 15, 2, 0, tzinfo=UTC)
"""Thursday 15 January 2026, the day of the meeting."""
DAY = date(2026, 1, 15)
SUBJECTS = (("村两委班子", ""), ("陆守成", "村党支部书记"), ("孟春兰", "妇联主席"))
BY_PHONE = {
    VoterClass.WORKING_GROUP: Voters(codes=3),
    VoterClass.CADRES: Voters(codes=7),
    VoterClass.MEMBERS: Voters(codes=8),
    VoterClass.REPRESENTATIVES: Voters(codes=12),
}
ON_PAPER = {VoterClass.CADRES: Voters(papers=8), VoterClass.REPRESENTATIVES: Voters(papers=12)}
GOOD, FAIR, BAD, ABSTAIN = range(4)


@dataclass
class People:
    """A village and the people who have to do with its debriefing."""

    play: Cast
    secretary: User
    leader: User

    @property
    def town(self) -> Unit:
        return self.play.town

    @property
    def village(self) -> Unit:
        return self.play.village


def people() -> People:
    play = cast()
    secretary = person(Role.SECRETARY, play.town, title_zh="纪委书记", title_en="Discipline secretary")
    return People(play, secretary, person(Role.LEADER, play.town, title_zh="镇长", title_en="Town head"))


def planned(them: People, **fields: Any) -> Debriefing:
    said = {
        "town": them.town,
        "unit": them.village,
        "year": 2025,
        "day": DAY,
        "begins": time(9),
        "place": "村委会二楼会议室",
        "chair": "范开田",
        "agenda": "述职述廉\n现场提问\n民主测评",
        **fields,
    }
    return debriefings.plan(actor=them.secretary, at=PLANNED_AT, **said)


def held(them: People, **fields: Any) -> Debriefing:
    return debriefings.hold(actor=them.secretary, debriefing=planned(them, **fields), attended=42, at=NOW)


def prepared(them: People, debriefing: Debriefing | None = None, **fields: Any) -> Appraisal:
    said = {
        "scale": Scale.SATISFACTION,
        "subjects": SUBJECTS,
        "voters": ON_PAPER,
        "tellers": "周明远、吴春花",
        **fields,
    }
    return appraisals.prepare(actor=them.secretary, debriefing=debriefing or planned(them), at=NOW, **said)


def opened(them: People, appraisal: Appraisal) -> Appraisal:
    return appraisals.open_voting(actor=them.secretary, appraisal=appraisal, at=NOW)


@dataclass
class Voting:
    """An appraisal by phone whose voting is open, with its codes in plain."""

    appraisal: Appraisal
    printed: voting.Printed

    @property
    def codes(self) -> list[str]:
        return [code for _key, slips in self.printed.slips for code in slips]


def by_phone(them: People, **fields: Any) -> Voting:
    appraisal = prepared(them, **{"voters": BY_PHONE, **fields})
    printed = voting.make_codes(actor=them.secretary, appraisal=appraisal, at=NOW)
    return Voting(opened(them, appraisal), printed)


def voted(code: str, *choices: int) -> None:
    voting.cast(code=code, choices=choices or (GOOD, GOOD, GOOD))


def tallied(collected: int, valid: int, *votes: Sequence[int]) -> Counted:
    """Return what came back on paper; without votes all valid ballots are good ones for every subject."""
    return Counted(collected, valid, votes or [(valid, 0, 0, 0)] * len(SUBJECTS))


PAPER: dict[str, Counted] = {VoterClass.CADRES: tallied(8, 8), VoterClass.REPRESENTATIVES: tallied(11, 10)}


def confirmed(them: People, appraisal: Appraisal, **counted: Counted) -> Appraisal:
    """Return an appraisal whose paper was entered and confirmed by two tellers."""
    appraisals.enter_paper(actor=them.secretary, appraisal=appraisal, counted=counted or PAPER, at=NOW)
    appraisals.confirm_paper(actor=them.play.lay, appraisal=appraisal, at=NOW)
    return appraisals.confirm_paper(actor=them.leader, appraisal=appraisal, at=NOW)


def counted(them: People, **fields: Any) -> Appraisal:
    """Return an appraisal on paper that was counted."""
    appraisal = confirmed(them, opened(them, prepared(them, **fields)))
    return voting.count(actor=them.secretary, appraisal=appraisal, at=NOW)
