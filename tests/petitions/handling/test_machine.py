"""Random allowed steps: no deadline is lost, no state is a dead end, and each petition comes to an end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from petitions.handling.actions import ending, handling, oversight, routing
from petitions.handling.enums import (
    BEFORE_ACCEPTANCE,
    ENDED,
    IN_HAND,
    Category,
    Finding,
    Ground,
    Kind,
    Matter,
    PetitionState,
    Result,
    Satisfaction,
    Service,
)
from petitions.handling.models import Petition
from petitions.handling.policies import STEPS
from petitions.handling.queries.petitions import open_review, opinion_of, others_to_merge_with
from petitions.handling.workflow import PETITION
from portal.accounts.queries import system_actor
from portal.core.refusals import Refused
from portal.core.workflow import open_steps
from tests.petitions.handling.making import CAME, People, people, received

WAITING = (*BEFORE_ACCEPTANCE, *IN_HAND, PetitionState.DECIDED, PetitionState.REVIEWING, PetitionState.RE_REVIEWING)
"""The states in which the township or the body above has to do something by a day."""
ALL = {row.verb for row in PETITION.rows if row.source}
ON_THE_SPOT = {row.verb for row in PETITION.rows if row.source == row.target}
MOVING = ALL - ON_THE_SPOT
"""The steps that lead to another state."""
ONWARD = MOVING - {row.verb for row in PETITION.rows if row.target in ENDED} | {"uphold", "conclude"}
"""Those that do not end a petition early."""
ORDER: list[str] = list(PetitionState)
FORWARD = ONWARD & {
    row.verb for row in PETITION.rows if row.source and ORDER.index(row.target) > ORDER.index(row.source)
}
"""Those that bring it nearer to its end; they are taken most, so that many petitions come a long way."""


@dataclass
class World:
    """One petition, the people around it, and the time."""

    them: People
    chance: Random
    petition: Petition
    at: datetime
    taken: list[str] = field(default_factory=list)

    @property
    def actors(self) -> list[Any]:
        """Those who may have steps to take; that others have none is tested elsewhere."""
        them = self.them
        staff = [them.publisher, them.secretary, them.head, them.leader]
        return [*staff, them.handler, them.colleague, them.other_handler, system_actor()]

    def fresh(self) -> Petition:
        rows = Petition.objects.select_related("case", "clock", "step_clock", "town", "unit")
        return rows.get(pk=self.petition.pk)

    def choose(self) -> tuple[Any, str] | None:
        """Return somebody and a step that is open to them, mostly one that leads on; None where there is none."""
        petition, kept = self.fresh(), None
        wanted = self.chance.choices([FORWARD, ONWARD, ON_THE_SPOT, MOVING], weights=[12, 4, 3, 1])[0]
        for actor in self.chance.sample(self.actors, len(self.actors)):
            rows = open_steps(actor, [petition], PETITION, STEPS, at=self.at)[petition.pk]
            open_verbs = [row.verb for row in rows]
            if found := [verb for verb in open_verbs if verb in wanted]:
                return actor, self.chance.choice(found)
            moving = [verb for verb in open_verbs if verb in MOVING]
            kept = (actor, self.chance.choice(moving)) if moving else kept
        return kept

    def take(self, actor: Any, verb: str) -> None:
        """Take a step; what its action refuses by its own rules leaves everything as it was."""
        before = self.fresh()
        try:
            ACTIONS[verb](self, actor)
        except Refused:
            assert self.fresh().version == before.version
        else:
            self.taken.append(verb)


def _day(world: World) -> Any:
    return timezone.localdate(world.at)


def _register(world: World, actor: Any) -> None:
    routing.register(
        actor=actor,
        petition=world.petition,
        subject="补贴少发",
        category=world.chance.choice(Category.values),
        matter=world.chance.choice(Matter.values),
        at=world.at,
    )


def _unit(world: World) -> Any:
    return world.chance.choice([world.them.station, world.them.other_station])


def _merge(world: World, actor: Any) -> None:
    other = others_to_merge_with(world.fresh(), actor, world.at).first()
    if other is None:
        raise Refused("There is none.")
    routing.merge(actor=actor, petition=world.petition, into=other, at=world.at)


def _record(world: World, actor: Any) -> None:
    kind = world.chance.choice(Kind.values)
    is_agreed = world.chance.choice([True, False]) if kind == Kind.MEDIATION else None
    handling.record(
        actor=actor,
        petition=world.petition,
        kind=kind,
        held_on=_day(world),
        text="到现场看过。",
        is_agreed=is_agreed,
        at=world.at,
    )


def _draft(world: World, actor: Any) -> None:
    handling.draft(
        actor=actor,
        petition=world.petition,
        result=world.chance.choice(Result.values),
        finding=world.chance.choice(Finding.values),
        is_mediated=world.chance.choice([True, False]),
        facts="查明属实。",
        text="予以支持。",
        at=world.at,
    )


def _with_words(action: Callable[..., Any], word: str) -> Callable[[World, Any], object]:
    return lambda world, actor: action(actor=actor, petition=world.petition, at=world.at, **{word: "情况如此。"})


def _plainly(action: Callable[..., Any]) -> Callable[[World, Any], object]:
    return lambda world, actor: action(actor=actor, petition=world.petition, at=world.at)


ACTIONS: Mapping[str, Callable[[World, Any], object]] = {
    "register": _register,
    "accept": lambda world, actor: routing.accept(
        actor=actor, petition=world.petition, unit=world.fresh().unit or _unit(world), at=world.at
    ),
    "assign": lambda world, actor: routing.assign(actor=actor, petition=world.petition, unit=_unit(world), at=world.at),
    "forward": _with_words(routing.forward, "body"),
    "redirect": _with_words(routing.redirect, "body"),
    "to_legal_channel": _with_words(routing.to_legal_channel, "body"),
    "refuse": lambda world, actor: routing.refuse(
        actor=actor, petition=world.petition, ground=world.chance.choice(Ground.values), at=world.at
    ),
    "merge": _merge,
    "object": _with_words(routing.object_to, "reason"),
    "recall": _with_words(routing.recall, "reason"),
    "begin": _plainly(handling.begin),
    "recuse": _with_words(handling.recuse, "reason"),
    "reassign": lambda world, actor: handling.reassign(
        actor=actor, petition=world.petition, unit=_unit(world), at=world.at
    ),
    "record": _record,
    "ask_extension": lambda world, actor: handling.ask_extension(
        actor=actor, petition=world.petition, days=world.chance.randint(0, 31), reason="还要再量一次。", at=world.at
    ),
    "extend": _with_words(handling.extend, "reason"),
    "refuse_extension": _with_words(handling.refuse_extension, "reason"),
    "draft": _draft,
    "settle": lambda world, actor: handling.settle(
        actor=actor, petition=world.petition, finding=Finding.UNPROVEN, text="没有查实。", at=world.at
    ),
    "take_back": _plainly(handling.take_back),
    "check": _plainly(handling.check),
    "send_back": _with_words(handling.send_back, "reason"),
    "sign": _plainly(handling.sign),
    "serve": lambda world, actor: handling.serve(
        actor=actor, petition=world.petition, service=Service.POST, served_on=_day(world), at=world.at
    ),
    "close": _plainly(ending.close),
    "rate": lambda world, actor: ending.rate(
        actor=actor,
        petition=world.petition,
        result=world.chance.choice(Satisfaction.values),
        service=world.chance.choice(Satisfaction.values),
        at=world.at,
    ),
    "ask_review": _with_words(ending.ask_review, "reason"),
    "ask_re_review": _with_words(ending.ask_re_review, "reason"),
    "hold_hearing": lambda world, actor: ending.hold_hearing(
        actor=actor, petition=world.petition, begun_on=_day(world), ended_on=_day(world), at=world.at
    ),
    "uphold": lambda world, actor: ending.uphold(
        actor=actor,
        petition=world.petition,
        result=world.chance.choice(["upheld", "changed"]),
        decided_on=_day(world),
        text="维持原意见。",
        at=world.at,
    ),
    "overturn": lambda world, actor: ending.overturn(
        actor=actor, petition=world.petition, decided_on=_day(world), text="撤销，重新办理。", at=world.at
    ),
    "reopen": _with_words(ending.reopen, "reason"),
    "conclude": _plainly(ending.conclude),
    "take_up": _with_words(routing.take_up, "reason"),
    "withdraw": _plainly(ending.withdraw),
    "supervise": lambda world, actor: oversight.supervise(
        actor=actor, petition=world.petition, words="尽快办结。", due=_day(world), at=world.at
    ),
    "sponsor": lambda world, actor: oversight.sponsor(
        actor=actor, petition=world.petition, leader=world.them.leader, at=world.at
    ),
}


def check(world: World) -> None:
    """Hold what must be true of a petition at any time."""
    petition = world.fresh()
    running = set(petition.case.clocks.filter(met_at=None, stopped_at=None).values_list("pk", flat=True))
    where = f"{petition.state} after {world.taken}"
    if petition.state in WAITING:
        assert petition.current_clock is not None, f"no day for {where}"
        assert petition.current_clock.pk in running, f"the clock is over in {where}"
        assert petition.current_clock.due is not None, f"no day for {where}"
    if petition.state in ENDED:
        assert not running, f"a clock runs on in {where}"
        assert petition.case.closed_at is not None, where
    else:
        assert petition.case.closed_at is None, where
    if petition.state in IN_HAND:
        assert petition.unit is not None, where
    if petition.state in (PetitionState.SERVED, PetitionState.RATED, PetitionState.REVIEWING):
        assert opinion_of(petition) is not None, where
    assert (open_review(petition) is not None) == (
        petition.state in (PetitionState.REVIEWING, PetitionState.RE_REVIEWING)
    ), where


def drive(seed: int, category: str) -> None:
    """Take random steps with one petition until nobody has any to take."""
    chance = Random(seed)  # noqa: S311 - no secret is made of it
    them = people()
    world = World(them, chance, received(them, f"第{seed}件，补贴少发了。", category=category), CAME)
    received(them, f"另一件{seed}，也是补贴。", category=category)
    check(world)
    for _turn in range(40):
        world.at += timedelta(days=chance.choice([0, 0, 1, 2, 5, 12]))
        chosen = world.choose()
        if chosen is None:
            assert world.fresh().state in ENDED, f"{world.fresh().state} is a dead end after {world.taken}"
            return
        world.take(*chosen)
        check(world)


CASES = given(seed=st.integers(min_value=0, max_value=10**9), category=st.sampled_from(Category.values))
BOUNDS = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_every_step_is_driven() -> None:
    assert set(ACTIONS) == {verb.key for verb in PETITION.verbs} - {"receive"}


@pytest.mark.django_db
@settings(BOUNDS, max_examples=8)
@CASES
def test_every_petition_comes_to_an_end_whatever_is_done(seed: int, category: str) -> None:
    drive(seed, category)


@pytest.mark.drill
@pytest.mark.django_db
@settings(BOUNDS, max_examples=2000)
@CASES
def test_thousands_of_petitions_come_to_an_end(seed: int, category: str) -> None:
    drive(seed, category)
