"""The verbs of appraisal, and how its stories name what they did not make."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import gcd
from typing import Any

from accountability.appraisal.actions import appraisals, debriefings, publishing, suggestions, voting
from accountability.appraisal.actions.appraisals import Counted, Voters
from accountability.appraisal.models import Appraisal, Debriefing, Question, Statement, Suggestion
from accountability.appraisal.presenters.paper import proposed_subjects
from accountability.appraisal.rules.scales import width
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders
from portal.demo.verb import Verb

ACCOUNTANT = "会计"
"""Who keeps the books reports on nothing of their own."""
MINUTE = timedelta(minutes=1)


def plan_debriefing(
    *, actor: User, town: Unit, unit: Unit, year: int, day: date, begins: str, place: str, chair: str, at: datetime
) -> Debriefing:
    """Plan a debriefing with the agenda that all of them have."""
    return debriefings.plan(
        actor=actor,
        town=town,
        unit=unit,
        year=year,
        day=day,
        begins=time.fromisoformat(begins),
        place=place,
        chair=chair,
        agenda="述职述廉\n现场提问\n民主测评\n当众宣布票数",
        at=at,
    )


def hand_in(*, actor: User, debriefing: Debriefing, person: str, title: str, text: str, at: datetime) -> Statement:
    """Hand in one more statement."""
    return debriefings.hand_in(actor=actor, debriefing=debriefing, person=person, title=title, text=text, at=at)


def ask(
    *,
    actor: User,
    debriefing: Debriefing,
    asked_by: str,
    question: str,
    answered_by: str,
    answer: str,
    at: datetime,
) -> Question:
    """Record one more question with its answer."""
    return debriefings.record_question(
        actor=actor,
        debriefing=debriefing,
        asked_by=asked_by,
        question=question,
        answered_by=answered_by,
        answer=answer,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Ballots:
    """Ballots of one class: codes that were issued and used, and paper that was issued, collected and valid."""

    key: str
    codes: int
    used: int
    papers: int
    collected: int
    valid: int


def _read(text: str) -> Iterator[Ballots]:
    """Read `cadres:6/6 members:8/7+4/4/3`: codes issued and used, then paper issued, collected and valid."""
    for one in text.split():
        key, _colon, figures = one.partition(":")
        phone, _plus, paper = figures.partition("+")
        codes, used = map(int, (phone or "0/0").split("/"))
        papers, collected, valid = map(int, (paper or "0/0/0").split("/"))
        yield Ballots(key, codes, used, papers, collected, valid)


def _subjects(debriefing: Debriefing) -> list[tuple[str, str]]:
    lines = [line.partition(" ") for line in proposed_subjects(debriefing).splitlines()]
    return [(name, title) for name, _space, title in lines if not title.endswith(ACCOUNTANT)]


def _dealt(votes: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Deal votes out over the ballots, evenly and always alike: one ballot has a choice for each subject."""
    total = sum(votes[0])
    stride = next(step for step in (7, 11, 13, 17) if gcd(step, total) == 1)
    laid = [[choice for choice, count in enumerate(counts) for _vote in range(count)] for counts in votes]
    return [
        tuple(one[(ballot * stride + subject) % total] for subject, one in enumerate(laid)) for ballot in range(total)
    ]


def prepare_appraisal(
    *, actor: User, debriefing: Debriefing, scale: str, tellers: str, ballots: str, at: datetime
) -> Appraisal:
    """Prepare an appraisal: the group and the people of the unit's staff board, and who votes."""
    return appraisals.prepare(
        actor=actor,
        debriefing=debriefing,
        scale=scale,
        subjects=_subjects(debriefing),
        voters={one.key: Voters(one.codes, one.papers) for one in _read(ballots)},
        tellers=tellers,
        at=at,
    )


def appraise(
    *, actor: User, debriefing: Debriefing, scale: str, tellers: str, ballots: str, votes: str, at: datetime
) -> Appraisal:
    """Hold an appraisal from its slips to its count: by phone, on paper, or both.

    Args:
        ballots: By class, as `_read` reads it.
        votes: For each subject the votes by choice, abstentions last: `19-5-2-1 18-6-2-1`.
    """
    made = prepare_appraisal(
        actor=actor, debriefing=debriefing, scale=scale, tellers=tellers, ballots=ballots, at=at - 30 * MINUTE
    )
    classes = list(_read(ballots))
    left = _dealt([[int(count) for count in one.split("-")] for one in votes.split()])
    printed = None
    if any(one.codes for one in classes):
        printed = voting.make_codes(actor=actor, appraisal=made, at=at - 20 * MINUTE)
    opened = appraisals.open_voting(actor=actor, appraisal=made, at=at)
    slips = dict(printed.slips) if printed else {}
    counted: dict[str, Counted] = {}
    for one in classes:
        for code in slips.get(one.key, [])[: one.used]:
            voting.cast(code=code, choices=left.pop())
        on_paper = [left.pop() for _ballot in range(one.valid)]
        if one.papers:
            counted[one.key] = Counted(one.collected, one.valid, _tallied(on_paper, opened))
    if counted:
        _confirm(actor, opened, counted, at=at + 20 * MINUTE)
    return voting.count(
        actor=actor,
        appraisal=opened,
        opening_code=printed.opening_code if printed else "",
        at=at + 30 * MINUTE,
    )


def _tallied(ballots: Sequence[tuple[int, ...]], appraisal: Appraisal) -> list[list[int]]:
    places, subjects = range(width(appraisal.scale)), range(appraisal.subjects.count())
    return [[sum(one[subject] == place for one in ballots) for place in places] for subject in subjects]


def _confirm(actor: User, appraisal: Appraisal, counted: Mapping[str, Counted], *, at: datetime) -> None:
    """Enter the paper, and let two tellers confirm it: the lay supervisor and somebody of the unit or the town."""
    unit = appraisal.debriefing.unit
    appraisals.enter_paper(actor=actor, appraisal=appraisal, counted=counted, at=at)
    others = [*holders(Role.SUPERVISOR, unit, at=at), *holders(Role.LEADER, unit, at=at)]
    for teller in (holders(Role.LAY_SUPERVISOR, unit, at=at)[0], others[0]):
        appraisals.confirm_paper(actor=teller, appraisal=appraisal, at=at + 5 * MINUTE)


VERBS: Mapping[str, Verb] = {
    "plan debriefing": Verb(plan_debriefing, "secretary"),
    "hand in statement": Verb(hand_in, "clerk"),
    "hold debriefing": Verb(debriefings.hold, "secretary"),
    "record question": Verb(ask, "secretary"),
    "suggest": Verb(suggestions.suggest, "secretary"),
    "answer suggestion": Verb(suggestions.answer, "clerk"),
    "give suggestion": Verb(suggestions.give, "secretary"),
    "close debriefing": Verb(debriefings.close, "secretary"),
    "prepare appraisal": Verb(prepare_appraisal, "secretary"),
    "appraise": Verb(appraise, "secretary"),
    "publish appraisal": Verb(publishing.publish, "secretary"),
}

LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {
    Debriefing: lambda number, _at: Debriefing.objects.get(number=number),
    Suggestion: lambda number, _at: Suggestion.objects.get(
        debriefing__number=number.rpartition("-")[0], position=int(number.rpartition("-")[2])
    ),
    Appraisal: lambda number, _at: Appraisal.objects.get(number=number),
}
