"""Reads about joint demands: how many joined, how many are needed, what anybody may read of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count as Counted, Exists, Min, OuterRef, Q, QuerySet, Sum, Value, When, Window

from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.models import Demand, DemandSupport, Electorate
from disclosure.demands.policies import KEEPS_DEMAND, KEEPS_ELECTORATE
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.editions import Person
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders
from portal.cases.enums import Channel
from portal.core.dates import full_date
from portal.desk.queue import Waiting, waiting

RUNNING = (DemandState.COLLECTING, DemandState.REACHED)
"""States of a demand that still waits for something."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many joined in a demand, by what they joined as, and among whom.

    Attributes:
        villagers: Confirmed people who joined as villagers.
        representatives: Confirmed people who joined as representatives.
        waiting: People who are not confirmed yet, in either capacity.
        voters: Those of the village; None where nobody has counted them, so that no number is enough.
    """

    villagers: int = 0
    representatives: int = 0
    waiting: int = 0
    voters: Electorate | None = None

    @property
    def is_reached(self) -> bool:
        """Whether enough villagers or enough representatives have joined."""
        voters = self.voters
        return voters is not None and (
            self.villagers >= voters.needed_villagers or self.representatives >= voters.needed_representatives
        )


def counts_of(demands: Iterable[Demand]) -> dict[int, Count]:
    """Return the count of each demand by its key, with two queries for all of them."""
    rows = list(demands)
    supports = DemandSupport.objects.filter(demand__in=[one.pk for one in rows]).order_by()
    sums = supports.values_list("demand", "capacity", "is_counted").annotate(Sum("people"))
    people = {(demand, capacity, is_counted): total for demand, capacity, is_counted, total in sums}
    electorates = electorates_of(one.unit_id for one in rows)
    return {
        one.pk: Count(
            villagers=people.get((one.pk, Capacity.VILLAGER, True), 0),
            representatives=people.get((one.pk, Capacity.REPRESENTATIVE, True), 0),
            waiting=sum(people.get((one.pk, capacity, False), 0) for capacity in Capacity),
            voters=electorates.get(one.unit_id),
        )
        for one in rows
    }


def kept_by(person: Person, *, at: datetime) -> QuerySet[Demand]:
    """Return the demands a person counts and ends, with what their pages show."""
    return _with_context(KEEPS_DEMAND.permitted(person, at=at))


def listed(person: Person, *, at: datetime) -> QuerySet[Demand]:
    """Return the demands a person counts: first those with somebody to confirm, then by state, newest first."""
    waiting = DemandSupport.objects.filter(demand=OuterRef("pk"), is_counted=False)
    by_state = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(DemandState)))
    is_collecting = Q(state=DemandState.COLLECTING)
    first = Case(When(is_collecting & Exists(waiting), then=Value(0)), default=Value(1))
    return kept_by(person, at=at).order_by(first, by_state, "-opened_at", "-pk")


def waiting_demands(person: Person, at: datetime) -> Waiting:
    """Return the demands with support that this person has to confirm, for the queue."""
    first = Min("supports__received_at", filter=Q(supports__is_counted=False))
    rows = KEEPS_DEMAND.permitted(person, at=at).filter(state=DemandState.COLLECTING).annotate(first_received=first)
    return waiting(
        rows.filter(first_received__isnull=False),
        kind="demand",
        verb="confirm",
        unit="unit__code",
        since="first_received",
    )


def to_confirm(person: Person, *, at: datetime) -> int:
    """Return how many entries of support wait to be confirmed by this person."""
    rows = KEEPS_DEMAND.permitted(person, at=at).filter(state=DemandState.COLLECTING)
    return DemandSupport.objects.filter(demand__in=rows.order_by().values("pk"), is_counted=False).count()


def public() -> QuerySet[Demand]:
    """Return the demands that anybody reads: those the office opened, or has confirmed somebody for.

    What somebody wrote on the website is not shown before the office has looked at it.
    """
    confirmed = DemandSupport.objects.filter(is_counted=True).order_by().values("demand")
    seen = Q(opened_by__is_system=False) | Q(pk__in=confirmed)
    return _with_context(Demand.objects.filter(seen)).order_by("-opened_at", "-pk")


def public_of(unit: Unit) -> QuerySet[Demand]:
    """Return the demands of a village that anybody reads, newest first."""
    return public().filter(unit=unit)


def to_join(unit: Unit) -> QuerySet[Demand]:
    """Return the demands of a village that anybody can still join."""
    return public_of(unit).filter(state=DemandState.COLLECTING)


def came_by_web(*, since: datetime) -> int:
    """Return how many joined demands on the website since a time."""
    return DemandSupport.objects.filter(channel=Channel.WEB, received_at__gt=since).count()


def same_subject(unit: Unit, subject: str) -> Demand | None:
    """Return the demand of a village that collects support for the same subject, shown to the public or not."""
    rows = Demand.objects.filter(unit=unit, subject=subject, state=DemandState.COLLECTING)
    return rows.order_by("pk").first()


def supports_of(demand: Demand) -> QuerySet[DemandSupport]:
    """Return who joined in a demand, what waits to be confirmed first. For those who keep demands.

    Each has `of_this_name`: how many of the same capacity bear its name.
    """
    of_this_name = Window(Counted("pk"), partition_by=["capacity", "name"])
    rows = demand.supports.select_related("confirmed_by").annotate(of_this_name=of_this_name)
    return rows.order_by("is_counted", "received_at", "pk")


def entries_for_demands() -> QuerySet[CatalogueEntry]:
    """Return the items of the catalogue that villages owe, which a demand may be about."""
    return CatalogueEntry.objects.filter(publisher=UnitKind.VILLAGE, is_active=True).order_by("code")


def notices_to_meet(demand: Demand) -> QuerySet[Notice]:
    """Return the village's notices that are live and may be what was demanded, newest first."""
    live = Edition.objects.filter(state=State.PUBLISHED, notice__unit=demand.unit_id).order_by()
    rows = Notice.objects.filter(pk__in=live.values("notice")).select_related("unit", "entry")
    return rows.order_by("-created_at", "-pk")


def uncounted(person: Person, *, at: datetime) -> QuerySet[Unit]:
    """Return the villages whose voters a person enters and nobody has counted."""
    rows = KEEPS_ELECTORATE.permitted(person, at=at).filter(is_active=True).order_by("code")
    return rows.exclude(pk__in=Electorate.objects.order_by().values("unit"))


def electorates_of(units: Iterable[int]) -> dict[int, Electorate]:
    """Return how many voters villages have, by the keys of those that were counted."""
    return {one.unit_id: one for one in Electorate.objects.filter(unit__in=set(units))}


def _with_context(rows: QuerySet[Demand]) -> QuerySet[Demand]:
    return rows.select_related("unit__parent", "entry", "obligation__notice", "opened_by")


def concerned(demand: Demand, at: datetime) -> list[User]:
    """Return whom it concerns that a demand must be published: the clerks of the village, and who keeps demands."""
    return [*holders(Role.CLERK, demand.unit, at=at), *keepers(demand, at)]


def keepers(demand: Demand, at: datetime) -> list[User]:
    """Return who keeps a demand."""
    return list(holders(Role.PUBLISHER, demand.unit, at=at))


def words_of_news(demand: Demand) -> dict[str, str]:
    """Return what messages say of a demand that enough have joined."""
    due = full_date(demand.obligation.due_on) if demand.obligation else ""
    return {"unit": demand.unit.name, "subject": demand.subject, "due": due}


def page_of_duty(demand: Demand) -> str:
    """Return the address of what a demand has made the village owe, for messages."""
    return f"/desk/obligations/{demand.obligation_id}/"
