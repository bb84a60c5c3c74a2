"""Reads for the desk: the list by what is to be done first, what waits for whom, and what the office has settled."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from petitions.handling.enums import ENDED, IN_TIME, OPEN, TO_ROUTE, Part, PetitionState
from petitions.handling.models import AnswerText, Bar, Opinion, Petition, Proceeding, Route
from petitions.handling.policies import (
    ENTERS_FOR,
    MAY_KNOW,
    REGISTERS,
    SEES_READINGS,
    SEES_TO_TIME,
    WATCHES_FOR,
    WORKS_FOR,
    WORKS_ON,
)
from petitions.handling.queries.petitions import (
    TAKES_NEXT_STEP,
    Person,
    to_do,
    units_to_give_to,
    with_context,
    working_on,
)
from petitions.handling.workflow import WAITS_FOR
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders, posts_not_ended, units
from portal.cases.models import Reading
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting

DUE = Least("step_clock__due", "clock__due")
"""The day that comes first of those by which something is to be done."""
MOST_EXPORTED = 5000


def has_desk(person: Person, at: datetime) -> bool:
    """Return whether somebody works on petitions at all, or was given one."""
    return WORKS_FOR.permitted(person, at=at).exists() or WORKS_ON.permitted(person, at=at).exists()


def may_enter(person: Person, at: datetime) -> bool:
    """Return whether somebody keeps a township's petitions: enters and routes them."""
    return ENTERS_FOR.permitted(person, at=at).exists()


def waiting_petitions(person: Person, at: datetime) -> Waiting:
    """Return what waits for this person for the queue of the desk."""
    verb = Case(*(When(state=state, then=Value(verb)) for state, verb in WAITS_FOR.items()), output_field=CharField())
    due = Case(When(state__in=IN_TIME, then=DUE), output_field=DateField())
    rows = to_do(person, at).annotate(unit_code=Coalesce("unit__code", "town__code"), due_on=due)
    return waiting(rows, kind="petition", verb=verb, unit="unit_code", due_on="due_on")


def listed(person: Person, at: datetime) -> QuerySet[Petition]:
    """Return the open petitions a person works on, each with its `part` of the list and the day `due`.

    What is overdue comes first, then what is due today or tomorrow, what is to be routed, what else waits for the
    person, what waits for others. Those that have ended are a list of their own, since they are never fewer.
    """
    today = today_of_due_days(at)
    part = Case(
        When(state__in=IN_TIME, due__lt=today, then=Value(Part.OVERDUE)),
        When(state__in=IN_TIME, due__lte=today + timedelta(days=1), then=Value(Part.SOON)),
        When(Q(state__in=TO_ROUTE) & REGISTERS.condition(person, at), then=Value(Part.ROUTE)),
        When(TAKES_NEXT_STEP.condition(person, at), then=Value(Part.MINE)),
        default=Value(Part.OTHERS),
        output_field=IntegerField(),
    )
    rows = working_on(person, at).filter(state__in=OPEN).annotate(due=DUE).annotate(part=part)
    return rows.order_by("part", F("due").asc(nulls_last=True), "-pk")


def ended(person: Person, at: datetime) -> QuerySet[Petition]:
    """Return the petitions that have ended which a person sees, the newest first, as rows of the same list."""
    rows = working_on(person, at).filter(state__in=ENDED, ended_at__isnull=False)
    part = Value(Part.ENDED, output_field=IntegerField())
    return rows.annotate(due=DUE, part=part).order_by("-ended_at", "-pk")


def parts_of(rows: QuerySet[Petition]) -> dict[Part, int]:
    """Return how many petitions stand in each part of a list, counted by the database."""
    found = rows.order_by().values_list("part").annotate(count=Count("pk", distinct=True))  # type: ignore[misc]
    return {Part(part): count for part, count in found}


def due_within(rows: QuerySet[Petition], first: date | None, last: date) -> QuerySet[Petition]:
    """Return those in which the township has something to do from a first to a last day."""
    rows = rows.filter(state__in=IN_TIME, due__lte=last)  # type: ignore[misc]
    return rows.filter(due__gte=first) if first else rows  # type: ignore[misc]


def units_concerned(person: Person, at: datetime) -> QuerySet[Unit]:
    """Return the units for which a person works on petitions, and those that their open ones concern."""
    mine = WORKS_ON.permitted(person, at=at).filter(state__in=OPEN).order_by()
    concerned = Q(pk__in=mine.values("unit")) | Q(pk__in=mine.values("place"))
    return Unit.objects.filter(concerned | Q(pk__in=WORKS_FOR.permitted(person, at=at).values("pk"))).order_by("code")


def overdue_for(person: Person, at: datetime) -> list[Petition]:
    """Return the petitions that are overdue, for who sees to it that they are answered; longest overdue first."""
    rows = with_context(SEES_TO_TIME.permitted(person, at=at)).annotate(due=DUE)
    late = rows.filter(state__in=IN_TIME, due__lt=today_of_due_days(at))
    return list(late.prefetch_related("grants__user").order_by("due", "pk"))


def to_export(rows: QuerySet[Petition]) -> list[Petition]:
    """Return the newest petitions of a list as they are taken away, with how the opinion was rated."""
    return list(rows.order_by("-pk").prefetch_related("ratings")[:MOST_EXPORTED])


def readings(person: Person, at: datetime) -> QuerySet[Reading]:
    """Return who has read, printed or exported the petitions of a secretary's township, newest first."""
    cases = SEES_READINGS.permitted(person, at=at).order_by().values("pk")
    return Reading.objects.filter(case__in=cases).select_related("case", "reader").order_by("-at", "-pk")


def sees_readings(person: Person, at: datetime) -> bool:
    """Return whether somebody sees who has read petitions."""
    return WATCHES_FOR.permitted(person, at=at).exists()


def petitions_of(cases: set[int]) -> dict[int, int]:
    """Return the petitions of cases: their keys by those of the cases."""
    return dict(Petition.objects.filter(case__in=cases).order_by().values_list("case", "pk"))


def routes_of(town: Unit) -> dict[str, Unit]:
    """Return which unit usually handles what, by the matter."""
    return {row.matter: row.unit for row in Route.objects.filter(town=town).select_related("unit")}


def proposed_unit(petition: Petition) -> Unit | None:
    """Return which unit usually handles such a petition; None where none is settled, or it may not have this one."""
    route = Route.objects.filter(town=petition.town_id, matter=petition.matter).first()
    return units_to_give_to(petition).filter(pk=route.unit_id).first() if route else None


def answer_texts(town: Unit) -> QuerySet[AnswerText]:
    """Return the words that opinions of a township can begin with."""
    return AnswerText.objects.filter(town=town)


def answer_texts_kept_by(person: Person, at: datetime) -> QuerySet[AnswerText]:
    """Return the words that somebody keeps for their township."""
    towns = ENTERS_FOR.permitted(person, at=at).order_by().values("pk")
    return AnswerText.objects.filter(town__in=towns).select_related("town")


def proceedings_of(petition: Petition) -> QuerySet[Proceeding]:
    """Return what was done while a petition was handled, oldest first."""
    return petition.proceedings.select_related("written_by")


def is_to_improve(petition: Petition) -> bool:
    """Return whether an opinion was handed in before and came back."""
    known = getattr(petition, "has_draft", None)
    if petition.state != PetitionState.HANDLING:
        return False
    return Opinion.objects.filter(petition=petition, signed_at=None).exists() if known is None else bool(known)


def people_to_give_to(petition: Petition, at: datetime) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return who can be given a petition, by the name of their unit, as `handlers_of` has it for each."""
    barred = Bar.objects.filter(petition=petition, lifted_at=None, person__isnull=False).values("person")
    day = timezone.localdate(at)
    posts = (
        posts_not_ended(day)
        .filter(
            unit__in=units_to_give_to(petition), starts_on__lte=day, role__in=[Role.HANDLER, Role.CLERK],
            person__is_active=True,
        )
        .exclude(person__in=barred)
        .select_related("unit", "person")
        .order_by("unit__code", "person__username")
    )  # fmt: skip
    found = []
    for unit, group in groupby(posts, key=lambda post: post.unit):
        rows = list(group)
        wanted = Role.HANDLER if any(post.role == Role.HANDLER for post in rows) else Role.CLERK
        people = {post.person_id: post.person.name for post in rows if post.role == wanted}
        found.append((unit.name, list(people.items())))
    return found


def leaders_to_name(petition: Petition, at: datetime) -> QuerySet[User]:
    """Return the leaders who can answer for a petition: those of the township who are not kept from it."""
    barred = Bar.objects.filter(petition=petition, lifted_at=None, person__isnull=False).values("person")
    return holders(Role.LEADER, petition.town, at=at).exclude(pk__in=barred)


def find_number(number: str, person: Person, at: datetime) -> Petition | None:
    """Return the petition with a number, if this person sees it."""
    return WORKS_ON.permitted(person, at=at).filter(case__number=number).first()


def known_beside(petition: Petition, person: Person, at: datetime) -> frozenset[int]:
    """Return which petitions this person may know of that one repeats or is merged with, by key."""
    keys = [key for key in (petition.repeats_id, petition.merged_into_id) if key]
    if not keys:
        return frozenset()
    return frozenset(MAY_KNOW.permitted(person, at=at).filter(pk__in=keys).values_list("pk", flat=True))


def bars_of(petition: Petition) -> QuerySet[Bar]:
    """Return who is kept from a petition, and who was."""
    return petition.bars.select_related("unit", "person", "added_by", "lifted_by")


def route_names(towns: Collection[int]) -> dict[tuple[int, str], str]:
    """Return the name of the unit that usually handles a matter, by township and matter."""
    found = Route.objects.filter(town__in=towns).select_related("unit")
    return {(row.town_id, row.matter): row.unit.name for row in found}


def representatives_of(petition: Petition) -> list[tuple[str, str]]:
    """Return name and telephone of those who speak for a group."""
    return [(one.name, one.telephone) for one in petition.representatives.all()]


def staff_to_keep_out(petition: Petition, person: User, at: datetime) -> QuerySet[User]:
    """Return the people of the township's staff who are not kept from a petition, but whoever decides it."""
    posts = posts_not_ended(timezone.localdate(at)).filter(Q(unit=petition.town) | Q(unit__parent=petition.town))
    barred = Bar.objects.filter(petition=petition, lifted_at=None, person__isnull=False).values("person")
    people = User.objects.filter(pk__in=posts.order_by().values("person"), is_active=True, is_system=False)
    return people.exclude(pk__in=barred).exclude(pk=person.pk).order_by("username")


def units_of(town: Unit) -> QuerySet[Unit]:
    """Return a township with its stations and villages."""
    return units().filter(Q(pk=town.pk) | Q(parent=town))
