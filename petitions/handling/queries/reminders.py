"""Who is reminded or told of petitions: whoever has them, the petition group, leaders and the secretary.

Whoever does not see a petition in the desk learns nothing of it here either.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial

from django.utils import timezone

from petitions.handling.enums import IN_TIME, OBJECTION_LIMIT, PetitionState, Satisfaction, SealedFor
from petitions.handling.models import Petition, Rating
from petitions.handling.policies import WORKS_ON
from petitions.handling.queries.petitions import given_to
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import Roster, holders, roster
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, PlaceholderValues, Reminder
from portal.messaging.rules import To

REMINDED = (*IN_TIME, PetitionState.REVIEWING, PetitionState.RE_REVIEWING)
"""The states in which somebody is reminded."""
WITH_HANDLERS = (PetitionState.ASSIGNED, PetitionState.ACCEPTED, PetitionState.HANDLING)
WITH_LEADERS = (PetitionState.EXTENDING, PetitionState.CHECKED)


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of petitions that somebody has to do something about by a day."""
    rows = list(_waiting(occasion.at))
    keys = [row.pk for row in rows]

    @cache
    def seen_by(person: User) -> frozenset[int]:
        return frozenset(WORKS_ON.permitted(person, at=occasion.at).filter(pk__in=keys).values_list("pk", flat=True))

    def seen(row: Petition, people: Iterable[User]) -> list[User]:
        return [one for one in people if row.pk in seen_by(one)]

    return reminders_of((cause for row in rows for cause in _causes(row, occasion, partial(seen, row))), on=occasion.on)


def _waiting(at: datetime) -> Iterable[Petition]:
    rows = Petition.objects.filter(state__in=REMINDED, state_since__lte=at)
    rows = rows.select_related("case", "clock", "step_clock", "town", "unit", "sponsor").order_by("pk")
    return rows.prefetch_related("grants__user", "supervisions__ordered_by", "case__clocks")


def _causes(petition: Petition, occasion: Occasion, seen: Callable[[Iterable[User]], list[User]]) -> Iterator[Cause]:
    """Yield what a petition waits for, each with its day and with the people who have it and see it."""
    held, on = occasion.roster, occasion.on
    office, leaders = keepers(petition, held), held.holders(Role.LEADER, petition.town)
    sponsor = [petition.sponsor] if petition.sponsor else []
    people: dict[To, list[User]] = {
        To.CLERK: waited_for(petition, held),
        To.HEAD: sponsor,
        To.PUBLISHER: office,
        To.SECRETARY: [*held.holders(Role.SECRETARY, petition.town), *leaders],
    }
    for key, due in _days(petition):
        yield Cause(
            key=key,
            steps=rules.of_case(due, on=on, kind="petition"),
            people={to: seen(some) for to, some in people.items()},
            words=_words(petition, due, abs((on - due).days)),
            urls=dict.fromkeys(To, page_of(petition)),
        )


def _days(petition: Petition) -> Iterator[tuple[str, date]]:
    """Yield each day by which something is to be done, with the cause of its reminders."""
    clocks = [petition.clock, petition.step_clock]
    if petition.state == PetitionState.ASSIGNED:
        clocks += [one for one in petition.case.clocks.all() if one.rule == OBJECTION_LIMIT and not one.is_over]
    for clock in clocks:
        if clock and clock.due:
            yield f"petition:{petition.number}:{petition.state}:{clock.pk}", clock.due
    supervision = max(petition.supervisions.all(), key=lambda one: one.pk, default=None)
    if supervision and petition.state in IN_TIME:
        yield f"petition:{petition.number}:supervised:{supervision.pk}", supervision.due


def keepers(petition: Petition, held: Roster) -> list[User]:
    """Return who registers a petition: the petition group; of a sealed one, whoever keeps it."""
    if petition.sealed_for == SealedFor.SECRETARY:
        return held.holders(Role.SECRETARY, petition.town)
    if petition.sealed_for == SealedFor.HEAD:
        return held.heads(petition.town)
    return held.holders(Role.PUBLISHER, petition.town)


def waited_for(petition: Petition, held: Roster) -> list[User]:
    """Return whose step a petition waits for; `grants__user` is fetched along."""
    if petition.state in WITH_HANDLERS:
        return [grant.user for grant in petition.grants.all()] or keepers(petition, held)
    if petition.state in WITH_LEADERS and petition.sealed_for == SealedFor.NOBODY:
        return held.holders(Role.LEADER, petition.town)
    return keepers(petition, held)


def settled(causes: Collection[str]) -> Mapping[str, datetime]:
    """Return when what petitions waited for was done, by the cause of the reminder."""
    numbers = {cause.split(":")[1] for cause in causes}
    rows = Petition.objects.filter(case__number__in=numbers).select_related("case", "clock", "step_clock")
    known = {row.number: row for row in rows.prefetch_related("supervisions", "case__clocks")}
    open_now = {number: {key for key, _day in _days(row)} for number, row in known.items()}
    found = {cause: cause.split(":")[1] for cause in causes}
    return {
        cause: known[number].state_since
        for cause, number in found.items()
        if number in known and cause not in open_now[number]
    }


def office_of(petition: Petition, at: datetime) -> list[User]:
    """Return who registers a petition."""
    return keepers(petition, roster(at=at))


def handlers_told(petition: Petition, at: datetime) -> list[User]:  # noqa: ARG001 - asked like the others
    """Return the people a petition was given to."""
    return given_to(petition)


def leaders_of(petition: Petition, at: datetime) -> Iterable[User]:
    """Return the leaders of its township."""
    return holders(Role.LEADER, petition.town, at=at)


def who_works(petition: Petition, at: datetime) -> list[User]:
    """Return who works on a petition: those it was given to, the office, and the leader who answers for it."""
    sponsor = [petition.sponsor] if petition.sponsor else []
    return [*given_to(petition), *office_of(petition, at), *sponsor]


def sponsor_of(petition: Petition, at: datetime) -> list[User]:  # noqa: ARG001 - asked like the others
    """Return the leader who answers for a petition."""
    return [petition.sponsor] if petition.sponsor else []


def secretaries_if_dissatisfied(petition: Petition, at: datetime) -> Iterable[User]:
    """Return the secretaries, where the petitioner is not content with the result or with those who worked on it."""
    rating = Rating.objects.filter(petition=petition).last()
    if rating is None or Satisfaction.DISSATISFIED not in (rating.result, rating.service):
        return ()
    return [*holders(Role.SECRETARY, petition.town, at=at), *office_of(petition, at)]


def words_of_news(petition: Petition) -> dict[str, str]:
    """Return what messages say of a petition: never what it is about, nor who sent it."""
    clock = petition.current_clock
    due = (clock.due if clock else None) or timezone.localdate(petition.case.received_at)
    return dict(_words(petition, due, 0)())


def page_of(petition: Petition) -> str:
    """Return the address of a petition's page on the desk, for messages."""
    return f"/desk/petitions/{petition.pk}/"


def _words(petition: Petition, due: date, days: int) -> PlaceholderValues:
    return lambda: {
        "unit": (petition.unit or petition.town).name,
        "number": petition.number,
        "due": full_date(due),
        "days": str(days),
    }
