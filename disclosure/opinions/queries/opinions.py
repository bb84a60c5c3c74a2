"""Reads about opinions: what the public sees of them, whom each one waits for, and which ones an edition names."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.editions import Person
from disclosure.opinions.enums import OpinionState, Part
from disclosure.opinions.models import Opinion, OpinionCorrection
from disclosure.opinions.policies import ENTERS_ABOUT, HEARS_OF_OVERDUE, OPINION_IS_PUBLIC, STEPS, WORKS_ON_OPINION
from disclosure.opinions.workflow import OPINION, WAITS_FOR
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.accounts.queries import published_telephones, units
from portal.cases.enums import PUBLISHED, Visibility
from portal.cases.models import Case as CaseRow
from portal.core.demonstration import today_of_due_days
from portal.core.policy import Policy, all_of, any_of, in_states
from portal.desk.queue import Waiting, waiting

ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Which opinions are public does not depend on the clock; a policy asks for one all the same."""

SCREENED = (OpinionState.ROUTED, OpinionState.ANSWERED, OpinionState.CLOSED)
"""States of an opinion that somebody screened and took up."""

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
    return _as_published(public().filter(notice=notice)).order_by("case__received_at", "pk")


def newest_first(unit: Unit | None = None) -> QuerySet[Opinion]:
    """Return the opinions the public reads about the notices of a unit, or of all, newest first by `received_at`.

    They have what `published_of` gives each.
    """
    rows = public().filter(notice__unit=unit) if unit else public()
    return _as_published(rows).annotate(received_at=F("case__received_at")).order_by("-received_at", "-pk")


def _as_published(rows: QuerySet[Opinion]) -> QuerySet[Opinion]:
    named = OpinionCorrection.objects.filter(
        opinion=OuterRef("pk"), edition__state__in=(State.PUBLISHED, State.SUPERSEDED)
    ).order_by("edition__number")
    corrected = ArraySubquery(named.values(edition_=JSONObject(number="edition__number", state="edition__state")))
    also = Opinion.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into")
    counted = Coalesce(Subquery(also.annotate(count=Count("pk")).values("count")), Value(0))
    return (
        rows.annotate(also_asked=counted, corrected=corrected)
        .select_related("case__screening", "clock", "edition", "notice__unit", "notice__entry", "unit")
        .defer("edition__canonical", "edition__body")
    )


def has_hidden(since: datetime) -> bool:
    """Return whether an opinion may be shown otherwise than at a time, or no longer: it was screened since."""
    settled = Q(state__in=(OpinionState.REFUSED, OpinionState.MERGED), state_since__gte=since)
    return Opinion.objects.filter(settled | Q(case__screening__screened_at__gte=since)).exists()


def asked_by_unit() -> dict[int, int]:
    """Return how many opinions the public reads about the notices of each unit, by the key of the unit."""
    return dict(public().order_by().values_list("notice__unit").annotate(count=Count("pk")))


def working_on(person: Person, at: datetime) -> QuerySet[Opinion]:
    """Return the opinions this person works on in the desk, newest first."""
    return _with_context(WORKS_ON_OPINION.permitted(person, at=at))


def to_do(person: Person, at: datetime) -> QuerySet[Opinion]:
    """Return the opinions that wait for this person to screen, answer or check them."""
    return _TAKES_NEXT_STEP.permitted(person, at=at)


def waiting_opinions(person: Person, at: datetime) -> Waiting:
    """Return what waits for this person for the queue of the desk; it is due when the answer is."""
    verb = Case(*(When(state=state, then=Value(verb)) for state, verb in WAITS_FOR.items()))
    rows = to_do(person, at).annotate(unit_code=Coalesce("unit__code", "notice__unit__code"))
    sent_back = Q(state=OpinionState.ROUTED, answered_at__isnull=False)
    return waiting(rows, kind="opinion", verb=verb, unit="unit_code", due_on="clock__due", is_back=sent_back)


def overdue_for(person: Person, at: datetime) -> list[Opinion]:
    """Return the opinions whose answer is overdue, for who sees to it that they are answered; longest overdue first."""
    rows = _with_context(HEARS_OF_OVERDUE.permitted(person, at=at)).filter(
        state__in=WITH_A_UNIT, clock__due__lt=today_of_due_days(at)
    )
    return list(rows.order_by("clock__due", "pk"))


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


def published_for(opinion: Opinion) -> frozenset[str]:
    """Return the telephones that the units publish which an opinion concerns; its texts may name them."""
    return published_telephones(*filter(None, (opinion.notice.unit, opinion.unit)))


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
        notice_number: The number of the newest live notice of this unit and item; empty where there is none.
    """

    unit: Unit
    entry: CatalogueEntry
    asked: int
    answered: int
    in_time: int
    notice_number: str


def ranking(at: datetime) -> list[Asked]:
    """Return what residents asked about most in the year before, by unit and item, most asked first.

    It counts what everybody can read, and what was joined with that; nothing that is kept private.
    """
    heads = public()
    closed = heads.filter(state=OpinionState.CLOSED)
    timely = closed.filter(checked_at__date__lte=F("clock__due"))
    live = Edition.objects.filter(
        state=State.PUBLISHED, notice__unit=OuterRef("notice__unit"), notice__entry=OuterRef("notice__entry")
    ).order_by("-published_at", "-pk")
    rows = list(
        Opinion.objects.filter(
            itself_or_joined(heads), case__received_at__gt=_a_year_before(at), case__received_at__lte=at
        )
        .values("notice__unit", "notice__entry")
        .annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=itself_or_joined(closed)),
            in_time=Count("pk", filter=itself_or_joined(timely)),
            notice_number=Coalesce(Subquery(live.values("notice__number")[:1]), Value("")),
        )
        .order_by("-asked", "notice__unit__code", "notice__entry__code")
    )
    known_units = Unit.objects.in_bulk({row["notice__unit"] for row in rows})
    entries = CatalogueEntry.objects.in_bulk({row["notice__entry"] for row in rows})
    return [
        Asked(
            unit=known_units[row["notice__unit"]],
            entry=entries[row["notice__entry"]],
            asked=row["asked"],
            answered=row["answered"],
            in_time=row["in_time"],
            notice_number=row["notice_number"],
        )
        for row in rows
    ]


def itself_or_joined(heads: QuerySet[Opinion]) -> Q:
    """Return what narrows opinions to those of a query set, and those that were joined with one of them."""
    chosen = heads.order_by().values("pk")
    return Q(pk__in=chosen) | Q(state=OpinionState.MERGED, merged_into__in=chosen)


def _a_year_before(at: datetime) -> datetime:
    try:
        return at.replace(year=at.year - 1)
    except ValueError:  # 29 February
        return at.replace(year=at.year - 1, day=28)


def can_be_named(person: Person, edition: Edition, *, at: datetime) -> QuerySet[Opinion]:
    """Return the opinions about an edition's notice that this person may say it answers, oldest first."""
    readable = WORKS_ON_OPINION.permitted(person, at=at) | OPINION_IS_PUBLIC.permitted(person, at=at)
    return (
        readable.filter(notice=edition.notice_id, state__in=SCREENED)
        .distinct()
        .select_related("case__screening")
        .order_by("case__received_at", "pk")
    )


def answered_by(edition: Edition) -> QuerySet[Opinion]:
    """Return the opinions an edition answers, those that are kept private included, oldest first."""
    return Opinion.objects.filter(corrections__edition=edition).order_by("case__received_at", "pk")


def named_in(edition: Edition) -> list[str]:
    """Return the numbers of the opinions an edition names to everybody.

    They stand in its canonical document once it is submitted. One that is kept private is never named:
    only its sender is written to.
    """
    if edition.canonical is not None:
        document = json.loads(bytes(edition.canonical))
        return [str(number) for number in document.get("opinions", ())]
    return numbers_to_name(edition)


def numbers_to_name(edition: Edition) -> list[str]:
    """Return the numbers that a draft's canonical document is going to name."""
    rows = answered_by(edition).filter(case__screening__visibility__in=PUBLISHED).exclude(state=OpinionState.MERGED)
    return list(rows.values_list("case__number", flat=True))


def short_numbers(numbers: Iterable[str]) -> list[str]:
    """Return the numbers of opinions without that of their notice: Y1."""
    return [number.rpartition("-")[2] for number in numbers]


def answered_or_joined(edition: Edition, *, is_public: bool = False) -> QuerySet[Opinion]:
    """Return the opinions an edition answers, and those joined with them; only of published ones where asked."""
    heads = Opinion.objects.filter(corrections__edition=edition)
    if is_public:
        heads = heads.filter(case__screening__visibility__in=PUBLISHED)
    return Opinion.objects.filter(itself_or_joined(heads)).select_related("case").order_by("pk")
