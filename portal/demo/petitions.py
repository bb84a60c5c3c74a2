"""What the stories of petitions do."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from petitions.handling.actions import ending, handling, office, receiving, routing
from petitions.handling.enums import Kind, Matter
from petitions.handling.models import Petition
from petitions.handling.queries.petitions import conclude_due
from petitions.outcomes import actions as outcomes
from petitions.outcomes.models import Outcome
from portal.accounts.models import Unit, User


def receive_petition(
    *,
    actor: User,
    town: Unit,
    category: str,
    text: str,
    at: datetime,
    channel: str = "web",
    wish: str = "",
    name: str = "",
    phone: str = "",
    place: Unit | None = None,
    is_against_place: bool = False,
    people: int = 1,
    speakers: Sequence[str] = (),
) -> Petition:
    """Take in a petition, of a group with the names of those who speak for it."""
    return receiving.receive(
        actor=actor,
        town=town,
        category=category,
        text=text,
        at=at,
        channel=channel,
        wish=wish,
        name=name,
        phone=phone,
        place=place,
        is_against_place=is_against_place,
        people=people,
        representatives=[(one, "") for one in speakers],
    )


def register_petition(
    *, actor: User, petition: Petition, subject: str, category: str, matter: str, at: datetime, seen: int | None = None
) -> Petition:
    """Register a petition in which nobody of the staff is complained about."""
    return routing.register(
        actor=actor, petition=petition, subject=subject, category=category, matter=matter, at=at, seen=seen
    )


def visit_petitioner(
    *, actor: User, petition: Petition, seen_there: str, at: datetime, seen: int | None = None
) -> Petition:
    """Record a check on site, which the petitioner reads."""
    return handling.record(
        actor=actor,
        petition=petition,
        kind=Kind.VISIT,
        held_on=timezone.localdate(at),
        text=seen_there,
        is_shown=True,
        at=at,
        seen=seen,
    )


def mediate_petition(
    *, actor: User, petition: Petition, agreed: str, at: datetime, seen: int | None = None
) -> Petition:
    """Record a mediation in which both sides agreed."""
    return handling.record(
        actor=actor,
        petition=petition,
        kind=Kind.MEDIATION,
        held_on=timezone.localdate(at),
        text=agreed,
        is_agreed=True,
        is_shown=True,
        at=at,
        seen=seen,
    )


def serve_opinion(*, actor: User, petition: Petition, way: str, at: datetime, seen: int | None = None) -> Petition:
    """Enter that an opinion was served on this day."""
    day = timezone.localdate(at)
    return handling.serve(actor=actor, petition=petition, service=way, served_on=day, at=at, seen=seen)


def rate_petition(
    *,
    actor: User,
    petition: Petition,
    content: str,
    with_help: str,
    at: datetime,
    said: str = "",
    seen: int | None = None,
) -> Petition:
    """Say how content the petitioner is with the result, and with the help they had."""
    return ending.rate(actor=actor, petition=petition, result=content, service=with_help, words=said, at=at, seen=seen)


def propose_outcome(
    *, actor: User, petition: Petition, title: str, told: str, came: str, is_agreed: bool, at: datetime
) -> Outcome:
    """Propose what everybody is to read of a petition: what it was about, and what came of it."""
    return outcomes.propose(
        actor=actor, petition=petition, title=title, matter=told, answer=came, is_agreed=is_agreed, at=at
    )


def conclude_petitions(*, actor: User, at: datetime) -> None:
    """Conclude what is due, as the portal does each hour."""
    for petition in conclude_due(at):
        ending.conclude(actor=actor, petition=petition, at=at)


def settle_who_handles(
    *,
    actor: User,
    town: Unit,
    at: datetime,
    land: Unit,
    subsidy: Unit,
    works: Unit,
    accounts: Unit,
    neighbours: Unit,
    environment: Unit,
    welfare: Unit,
) -> None:
    """Settle which unit usually handles what."""
    chosen: dict[str, Unit | None] = {
        Matter.LAND: land,
        Matter.SUBSIDY: subsidy,
        Matter.WORKS: works,
        Matter.ACCOUNTS: accounts,
        Matter.NEIGHBOURS: neighbours,
        Matter.ENVIRONMENT: environment,
        Matter.WELFARE: welfare,
    }
    office.set_routes(actor=actor, town=town, chosen=chosen, at=at)
