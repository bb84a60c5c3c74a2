"""Reads about residents' opinions: what the public sees of them, and whom each one waits for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.opinions.enums import OpinionState, Part
from disclosure.opinions.models import Opinion, OpinionCorrection
from disclosure.opinions.policies import ENTERS_ABOUT, OPINION_IS_PUBLIC, SCREENS_OPINION, STEPS, WORKS_ON_OPINION
from disclosure.opinions.workflow import OPINION, WAITS_FOR
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.accounts.queries import units
from portal.cases.enums import Visibility
from portal.cases.models import Case as CaseRow
from portal.core.policy import Policy, all_of, any_of, in_states
from portal.desk.queue import Waiting, waiting

Person = AbstractBaseUser | AnonymousUser

ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Which opinions are public does not depend on the clock; a policy asks for one all the same."""

WITH_A_UNIT = (OpinionState.ROUTED, OpinionState.ANSWERED)
"""States in which the sender waits for the unit's answer. To the public they are one."""

PART_OF = {OpinionState.RECEIVED: Part.SCREEN, OpinionState.ROUTED: Part.ANSWER, OpinionState.ANSWERED: Part.CHECK}
"""In which part of the list an opinion stands that waits for the reader."""

_NEXT_STEP = {
    state: all_of(STEPS[OPINION.find(state, verb).who].condition, in_states(state)) for state, verb in WAITS_FOR.items()
}
"""Whose the next step is, by state."""

_TAKES_NEXT_STEP = Policy(Opinion, any_of(*_NEXT_STEP.values()))


def _with_context(rows: QuerySet[Opinion]) -> QuerySet[Opinion]:
    return rows.select_related(
        "case__screening",
        "case__entered_by",
        "clock",
        "edition",
        "merged_into__case",
        "notice__entry",
        "notice__station",
        "notice__unit__parent",
        "unit",
    )


def public() -> QuerySet[Opinion]:
    """Return the opinions everybody may read, of notices that are live."""
    return OPINION_IS_PUBLIC.permitted(AnonymousUser(), at=ANY_TIME)


def published_of(notice: Notice) -> QuerySet[Opinion]:
    """Return the opinions the public reads beside a notice, oldest first.

    Each has `also_asked`, how many others were joined with it, and in `corrected` number and state of the
    published editions that were made because of it.
    """
    named = OpinionCorrection.objects.filter(
        opinion=OuterRef("pk"), edition__state__in=(State.PUBLISHED, State.SUPERSEDED)
    ).order_by("edition__number")
    edition = JSONObject(number="edition__number", state="edition__state")
    return (
        public()
        .filter(notice=notice)
        .annotate(also_asked=Count("merged"), corrected=ArraySubquery(named.values(edition_=edition)))
        .select_related("case__screening", "clock", "edition", "notice", "unit")
        .order_by("case__received_at", "pk")
    )


def working_on(person: Person, at: datetime) -> QuerySet[Opinion]:
    """Return the opinions this person works on in the desk, newest first."""
    return _with_context(WORKS_ON_OPINION.permitted(person, at=at))


def reads_as_it_came(person: Person, opinion: Opinion, at: datetime) -> bool:
    """Return whether this person reads an opinion as it came, with name and address: those who screen it."""
    return SCREENS_OPINION.allows(person, opinion, at=at)


def to_do(person: Person, at: datetime) -> QuerySet[Opinion]:
    """Return the opinions that wait for this person to screen, answer or check them."""
    return _TAKES_NEXT_STEP.permitted(person, at=at)


def waiting_count(person: Person, at: datetime) -> int:
    """Return how many opinions wait for this person."""
    return to_do(person, at).count()


def waiting_opinions(person: Person, at: datetime) -> Waiting:
    """Return what waits for this person for the queue of the desk; it is due when the answer is."""
    verb = Case(*(When(state=state, then=Value(verb)) for state, verb in WAITS_FOR.items()))
    rows = to_do(person, at).annotate(unit_code=Coalesce("unit__code", "notice__unit__code"))
    return waiting(rows, kind="opinion", verb=verb, unit="unit_code", due_on="clock__due")


def listed(person: Person, at: datetime) -> QuerySet[Opinion]:
    """Return the opinions a person works on, each with its `part` of the list.

    What waits for the person comes first, then what waits for others, overdue on top; what has ended comes last,
    the newest first.
    """
    part = Case(
        *(When(_NEXT_STEP[state](person, at), then=Value(part)) for state, part in PART_OF.items()),
        When(state__in=WAITS_FOR, then=Value(Part.OPEN)),
        default=Value(Part.ENDED),
        output_field=IntegerField(),
    )
    is_open = Q(state__in=WAITS_FOR)
    return (
        working_on(person, at)
        .annotate(part=part)
        .order_by(
            "part",
            Case(When(is_open, then=F("clock__due"))).asc(nulls_last=True),
            Case(When(~is_open, then=F("state_since"))).desc(nulls_last=True),
            "case__received_at",
            "pk",
        )
    )


def units_concerned(person: Person, at: datetime) -> QuerySet[Unit]:
    """Return the units that answer the opinions a person works on, or whose notices they are about."""
    about = WORKS_ON_OPINION.permitted(person, at=at).order_by()
    units_of_them = Q(pk__in=about.values("unit")) | Q(pk__in=about.values("notice__unit"))
    return Unit.objects.filter(units_of_them).order_by("code")


def editions_to_enter_for(person: Person, at: datetime) -> QuerySet[Edition]:
    """Return the live editions about which this person enters what came otherwise, newest first."""
    mine = ENTERS_ABOUT.permitted(person, at=at).order_by().values("pk")
    rows = Edition.objects.filter(state=State.PUBLISHED, notice__in=mine)
    return rows.select_related("notice__unit__parent", "notice__entry").order_by("-published_at", "-pk")


def awaited() -> QuerySet[Opinion]:
    """Return the opinions that wait for a unit's answer; first due first."""
    return _with_context(Opinion.objects.filter(state=OpinionState.ROUTED)).order_by("clock__due", "pk")


def overdue(at: datetime) -> QuerySet[Opinion]:
    """Return the opinions whose unit should have answered before today; longest overdue first."""
    return awaited().filter(clock__due__lt=timezone.localdate(at))


def joinable(opinion: Opinion) -> QuerySet[Opinion]:
    """Return the opinions about the same notice that this one can be joined with, oldest first."""
    return (
        Opinion.objects.filter(notice=opinion.notice_id)
        .exclude(pk=opinion.pk)
        .exclude(state__in=[OpinionState.MERGED, OpinionState.REFUSED])
        .exclude(case__screening__visibility=Visibility.PRIVATE)
        .select_related("case__screening")
        .order_by("case__received_at", "pk")
    )


def answering_units(notice: Notice) -> QuerySet[Unit]:
    """Return the units an opinion about a notice can be given to: its own, the town and the town's stations."""
    town = notice.unit.town
    return units().filter(
        Q(pk__in=[notice.unit_id, town.pk, notice.station_id]) | Q(parent=town, kind=UnitKind.STATION)
    )


def of_case(case: CaseRow) -> Opinion:
    """Return the opinion of a case."""
    return _with_context(Opinion.objects.filter(case=case)).get()


@dataclass(frozen=True, slots=True)
class Asked:
    """How often residents asked about one item of one unit within a year.

    Attributes:
        asked: How many opinions the public reads, with those joined with them.
        answered: How many of them are answered.
        in_time: How many of those were answered by the day given.
        notice: The number of the live notice they asked about last.
    """

    unit: Unit
    entry: CatalogueEntry
    asked: int
    answered: int
    in_time: int
    notice: str


def ranking(at: datetime) -> list[Asked]:
    """Return what residents asked about most in the year before, by unit and item, most asked first.

    It counts what everybody can read, and what was joined with that; nothing that is kept private.
    """
    heads = public()
    closed = heads.filter(state=OpinionState.CLOSED)
    timely = closed.filter(checked_at__date__lte=F("clock__due"))
    rows = (
        Opinion.objects.filter(
            _itself_or_joined(heads), case__received_at__gt=_a_year_before(at), case__received_at__lte=at
        )
        .order_by()
        .values("notice__unit", "notice__entry")
        .annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=_itself_or_joined(closed)),
            in_time=Count("pk", filter=_itself_or_joined(timely)),
        )
    )
    found = list(rows)
    known_units = Unit.objects.in_bulk({row["notice__unit"] for row in found})
    entries = CatalogueEntry.objects.in_bulk({row["notice__entry"] for row in found})
    last = _last_notices({(row["notice__unit"], row["notice__entry"]) for row in found})
    ranked = [
        Asked(
            unit=known_units[row["notice__unit"]],
            entry=entries[row["notice__entry"]],
            asked=row["asked"],
            answered=row["answered"],
            in_time=row["in_time"],
            notice=last.get((row["notice__unit"], row["notice__entry"]), ""),
        )
        for row in found
    ]
    return sorted(ranked, key=lambda one: (-one.asked, one.unit.code, one.entry.code))


def _itself_or_joined(heads: QuerySet[Opinion]) -> Q:
    chosen = heads.order_by().values("pk")
    return Q(pk__in=chosen) | Q(state=OpinionState.MERGED, merged_into__in=chosen)


def _a_year_before(at: datetime) -> datetime:
    try:
        return at.replace(year=at.year - 1)
    except ValueError:  # 29 February
        return at.replace(year=at.year - 1, day=28)


def _last_notices(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Return the number of the newest live notice of each unit and item, given by their keys."""
    live = (
        Edition.objects.filter(
            state=State.PUBLISHED,
            notice__unit__in={unit for unit, _entry in wanted},
            notice__entry__in={entry for _unit, entry in wanted},
        )
        .order_by("published_at", "pk")
        .values_list("notice__unit", "notice__entry", "notice__number")
    )
    return {(unit, entry): number for unit, entry, number in live}
