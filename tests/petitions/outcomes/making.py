"""Years of petitions, written straight into the tables: for figures, which no step has to lead to."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from petitions.handling.enums import (
    CASE_KIND,
    NOTICE_LIMIT,
    OPINION_LIMIT,
    Category,
    Finding,
    Matter,
    PetitionState,
    Result,
    Satisfaction,
    Service,
)
from petitions.handling.models import Opinion, Petition, Rating
from petitions.handling.rules import LIMITS
from portal.accounts.models import Unit, User
from portal.cases.enums import Channel
from portal.cases.models import Case, Clock

OPEN_LEFT = 60
"""How many are left as they are where most are over."""
BEGINS = datetime(2025, 1, 1, tzinfo=UTC)


def years_of_petitions(
    chance: Random,
    town: Unit,
    units: Sequence[Unit],
    people: Sequence[User],
    *,
    count: int,
    days: int = 700,
    are_most_over: bool = False,
) -> list[Petition]:
    """Write petitions that came in over some days from 2025-01-01, in many states, and return them.

    Args:
        people: Three people who draft, check and sign.
        are_most_over: Whether all but a few have been concluded, as after years.
    """
    cases = Case.objects.bulk_create(
        Case(
            kind=CASE_KIND,
            number=f"{town.code}-XF-{count}-{place:06}",
            channel=chance.choice(Channel.values),
            received_at=(came := BEGINS + timedelta(minutes=chance.randrange(days * 1440))),
            entered_at=came,
        )
        for place in range(count)
    )
    made = [_petition(chance, case, town, units) for case in cases]
    if are_most_over:
        _conclude(made[OPEN_LEFT:])
    notices = [_clock(one, NOTICE_LIMIT, one.case.received_at, one.accepted_at or one.ended_at) for one in made]
    opinions = [_clock(one, OPINION_LIMIT, one.accepted_at, one.decided_at) for one in made if one.accepted_at]
    Clock.objects.bulk_create([*notices, *opinions])
    Petition.objects.bulk_create(made)
    for one, other in zip(made[1::7], made[::7], strict=False):
        one.repeats = other
    Petition.objects.bulk_update(made[1::7], ["repeats"])
    _decide(chance, [one for one in made if one.decided_at], people)
    return made


def _conclude(petitions: Sequence[Petition]) -> None:
    """Make of petitions what they are after years: all of them over."""
    for one in petitions:
        came = one.case.received_at
        over = (one.decided_at or came) + timedelta(days=40)
        if one.state in (PetitionState.HANDLING, PetitionState.SERVED):
            one.state, one.decided_at = PetitionState.CONCLUDED, one.decided_at or came + timedelta(days=39)
        elif one.state == PetitionState.SUBMITTED:
            one.state = PetitionState.REDIRECTED
        one.ended_at = one.ended_at or over
        one.closed_at = one.closed_at or one.decided_at or one.ended_at


def _petition(chance: Random, case: Case, town: Unit, units: Sequence[Unit]) -> Petition:
    category = chance.choice(Category.values)
    state = chance.choice(
        [
            PetitionState.SUBMITTED,
            PetitionState.HANDLING,
            PetitionState.SERVED,
            PetitionState.REDIRECTED,
            PetitionState.WITHDRAWN,
        ]
    )
    accepted = state in (PetitionState.HANDLING, PetitionState.SERVED) or (
        state == PetitionState.WITHDRAWN and chance.random() < 0.5
    )
    accepted_at = case.received_at + timedelta(days=chance.randrange(1, 25)) if accepted else None
    decided_at = None
    if accepted_at and state == PetitionState.SERVED:
        decided_at = accepted_at + timedelta(days=chance.randrange(5, 80))
    over = state in (PetitionState.REDIRECTED, PetitionState.WITHDRAWN)
    ended_at = (accepted_at or case.received_at) + timedelta(days=chance.randrange(1, 25)) if over else None
    return Petition(
        case=case,
        town=town,
        category=category,
        matter=chance.choice(Matter.values),
        sealed_for="secretary" if category == Category.ACCUSATION else "",
        state=state,
        state_since=case.received_at,
        unit=chance.choice(units) if accepted else None,
        accepted_at=accepted_at,
        decided_at=decided_at,
        closed_at=decided_at or ended_at,
        ended_at=ended_at,
    )


def _clock(petition: Petition, rule: str, start: datetime | None, met: datetime | None) -> Clock:
    assert start is not None
    day: date = start.date()
    days, working, basis = LIMITS[rule]
    stopped = met if petition.state == PetitionState.WITHDRAWN else None
    return Clock(
        case=petition.case,
        rule=rule,
        version="2022",
        basis=basis,
        days=days,
        is_in_working_days=working,
        start=day,
        due=day + timedelta(days=days),
        met_at=None if stopped else met,
        stopped_at=stopped,
    )


def _decide(chance: Random, decided: Sequence[Petition], people: Sequence[User]) -> None:
    drafter, checker, signer = people
    opinions = Opinion.objects.bulk_create(
        Opinion(
            petition=one,
            result=chance.choice(Result.values),
            finding=chance.choice(Finding.values),
            is_mediated=chance.random() < 0.3,
            facts="-",
            text="-",
            drafted_by=drafter,
            drafted_at=one.decided_at or BEGINS,
            checked_by=checker,
            checked_at=one.decided_at,
            signed_by=signer,
            signed_at=one.decided_at,
            service=Service.POST,
            served_on=one.decided_at.date() + timedelta(days=2) if one.decided_at else None,
        )
        for one in decided
    )
    Rating.objects.bulk_create(
        Rating(
            petition=one.petition,
            opinion=one,
            result=chance.choice(Satisfaction.values),
            service=chance.choice(Satisfaction.values),
            rated_at=one.signed_at or BEGINS,
        )
        for one in opinions
        if chance.random() < 0.6
    )
