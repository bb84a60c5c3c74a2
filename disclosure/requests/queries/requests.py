"""Reads about requests: whom each one waits for, and what everybody reads of what was disclosed."""

from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from disclosure.requests.enums import BEFORE_REPLY, Part, RequestState
from disclosure.requests.models import Consultation, Release, ReplyFile, Request
from disclosure.requests.policies import ENTERS_FOR, HEARS_OF_OVERDUE, IS_RELEASED, STEPS, WORKS_ON
from disclosure.requests.rules import REPLIES
from disclosure.requests.workflow import REQUEST, WAITS_FOR
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones, units
from portal.cases.models import Case as CaseRow
from portal.cases.registry import CASE_KINDS
from portal.core.demonstration import today_of_due_days
from portal.core.policy import Policy, all_of, any_of, in_states
from portal.desk.queue import Waiting, waiting

Person = User | AnonymousUser
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What is released does not depend on the clock; a policy asks for one all the same."""

PART_OF = {
    RequestState.RECEIVED: Part.REGISTER,
    RequestState.CORRECTING: Part.OPEN,
    RequestState.ACCEPTED: Part.DRAFT,
    RequestState.CONSULTING: Part.DRAFT,
    RequestState.EXTENDING: Part.DECIDE,
    RequestState.DRAFTED: Part.DECIDE,
}
"""In which part of the list a request stands that waits for the reader."""

QUEUE_VERBS = {**WAITS_FOR, RequestState.CORRECTING: "lapse"}
"""The step the desk waits for in each state: it takes up a correction once the time for that is over."""

_NEXT_STEP = {
    state: all_of(STEPS[REQUEST.find(state, verb).who].condition, in_states(state))
    for state, verb in WAITS_FOR.items()
    if state != RequestState.CORRECTING  # it waits for the applicant, until the time is over
}
"""Whose the next step is, by state."""

_TAKES_NEXT_STEP = Policy(Request, any_of(*_NEXT_STEP.values()))


def _with_context(rows: QuerySet[Request]) -> QuerySet[Request]:
    return rows.select_related(
        "case__entered_by", "clock", "step_clock", "town", "unit", "asked_of", "drafted_by", "decided_by", "release"
    )


def working_on(person: Person, at: datetime) -> QuerySet[Request]:
    """Return the requests this person works on in the desk, newest first."""
    return _with_context(WORKS_ON.permitted(person, at=at))


def to_do(person: Person, at: datetime) -> QuerySet[Request]:
    """Return the requests whose next step is this person's; a correction whose time is over is the office's."""
    late = Request.objects.filter(state=RequestState.CORRECTING, step_clock__due__lt=today_of_due_days(at))
    return _TAKES_NEXT_STEP.permitted(person, at=at) | late.filter(STEPS["registers"].condition(person, at))


def waiting_requests(person: Person, at: datetime) -> Waiting:
    """Return what waits for this person for the queue of the desk."""
    verb = Case(*(When(state=state, then=Value(verb)) for state, verb in QUEUE_VERBS.items()))
    rows = to_do(person, at).annotate(
        unit_code=Coalesce("unit__code", "town__code"), due=Coalesce("step_clock__due", "clock__due")
    )
    sent_back = Q(state=RequestState.ACCEPTED, drafted_at__isnull=False)
    return waiting(rows, kind="request", verb=verb, unit="unit_code", due_on="due", is_back=sent_back)


def listed(person: Person, at: datetime) -> QuerySet[Request]:
    """Return the requests a person works on, each with its `part` of the list.

    What waits for the person comes first, then what waits for others, overdue on top; what has ended comes last,
    the newest first.
    """
    part = Case(
        *(When(condition(person, at), then=Value(PART_OF[state])) for state, condition in _NEXT_STEP.items()),
        When(state__in=WAITS_FOR, then=Value(Part.OPEN)),
        default=Value(Part.ENDED),
        output_field=IntegerField(),
    )
    is_open = Q(state__in=WAITS_FOR)
    due = Coalesce("step_clock__due", "clock__due")
    return (
        working_on(person, at)
        .annotate(part=part)
        .order_by(
            "part",
            Case(When(is_open, then=due)).asc(nulls_last=True),
            Case(When(~is_open, then=F("ended_at"))).desc(nulls_last=True),
            "pk",
        )
    )


def overdue_for(person: Person, at: datetime) -> list[Request]:
    """Return the requests whose reply is overdue, for who sees to it that it is given; longest overdue first."""
    rows = _with_context(HEARS_OF_OVERDUE.permitted(person, at=at))
    late = rows.filter(state__in=[RequestState.RECEIVED, *BEFORE_REPLY], clock__due__lt=today_of_due_days(at))
    return list(late.order_by("clock__due", "pk"))


def units_concerned(person: Person, at: datetime) -> QuerySet[Unit]:
    """Return the units that have the requests a person works on."""
    mine = WORKS_ON.permitted(person, at=at).order_by()
    return Unit.objects.filter(pk__in=mine.values("unit")).order_by("code")


def towns_to_enter_for(person: Person, at: datetime) -> QuerySet[Unit]:
    """Return the townships for which this person enters what came otherwise."""
    return ENTERS_FOR.permitted(person, at=at).filter(is_active=True).order_by("code")


def drafting_units(town: Unit) -> QuerySet[Unit]:
    """Return the units that can be given a request: the township, its stations and villages."""
    return units().filter(Q(pk=town.pk) | Q(parent=town))


def of_case(case: CaseRow) -> Request:
    """Return the request of a case."""
    return _with_context(Request.objects.filter(case=case)).get()


def published_for(request: Request) -> frozenset[str]:
    """Return the telephones that the units publish which a request concerns; its texts may name them."""
    return published_telephones(*filter(None, (request.town, request.unit)))


def open_consultation(request: Request) -> Consultation | None:
    """Return the third party that is being asked; None where there is none."""
    return request.consultations.filter(heard_on=None).first()


def kinds_to_hand_over_to() -> list[tuple[str, str]]:
    """Return the kinds of case that take a request over, such as petitions: keys and names."""
    return [(kind.key, str(kind.name or kind.title)) for kind in CASE_KINDS if kind.take_over is not None]


def result_choices() -> list[tuple[str, str]]:
    """Return the results that a unit may propose, in the order of the yearly report."""
    return [(one.value, str(one.label)) for one in REPLIES]


def released() -> QuerySet[Release]:
    """Return what everybody reads, newest first."""
    rows = IS_RELEASED.permitted(AnonymousUser(), at=ANY_TIME)
    return rows.select_related("request__case", "request__unit", "request__town")


def released_files(release: Release) -> QuerySet[ReplyFile]:
    """Return the files that everybody reads of what was released."""
    return ReplyFile.objects.filter(request=release.request_id, is_released=True)


def public_file(number: str, pk: int) -> ReplyFile | None:
    """Return a file of what was released; None where everybody reads none such."""
    shown = released().filter(request__case__number=number).order_by().values("request")
    return ReplyFile.objects.filter(pk=pk, is_released=True, request__in=Subquery(shown)).first()
