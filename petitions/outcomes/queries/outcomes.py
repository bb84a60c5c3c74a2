"""What was released, as pages, log and search ask for it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, DateField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import translation

from petitions.handling.models import Opinion, Petition
from petitions.handling.queries.petitions import opinion_of
from petitions.outcomes.enums import OUTCOME, OutcomeState
from petitions.outcomes.models import Outcome
from petitions.outcomes.policies import IS_RELEASED, PROPOSES, STEPS, WORKS_ON_OUTCOME
from petitions.outcomes.workflow import OUTCOME_WORKFLOW
from portal.accounts.models import User
from portal.core.log_subjects import LogTitle
from portal.core.models import SearchDocument
from portal.core.policy import Policy, all_of, any_of, in_states
from portal.desk.queue import Waiting, waiting

ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What is released does not depend on the clock; a policy asks for one all the same."""
TELLABLE_SHOWN = 10
"""Petitions that are proposed to be told."""
MOST_DIGITS = 18
"""A key has fewer digits."""
CHUNK = 200
"""Outcomes read at once."""
WAITS_FOR = {OutcomeState.PROPOSED: "release", OutcomeState.RETURNED: "revise"}
"""The step that is waited for in each state."""

_TAKES_NEXT_STEP = Policy(
    Outcome,
    any_of(
        *(
            all_of(in_states(state), STEPS[OUTCOME_WORKFLOW.find(state, verb).who].condition)
            for state, verb in WAITS_FOR.items()
        )
    ),
)


def with_context(rows: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """Return outcomes with what pages show of them."""
    return rows.select_related("petition__town", "petition__unit", "petition__case", "proposed_by", "released_by")


def working_on(person: User, at: datetime) -> QuerySet[Outcome]:
    """Return the outcomes this person sees in the desk."""
    return with_context(WORKS_ON_OUTCOME.permitted(person, at=at))


def to_do(person: User, at: datetime) -> QuerySet[Outcome]:
    """Return the outcomes whose next step is this person's."""
    return _TAKES_NEXT_STEP.permitted(person, at=at)


def waiting_outcomes(person: User, at: datetime) -> Waiting:
    """Return what waits for this person for the queue of the desk."""
    verb = Case(*(When(state=state, then=Value(verb)) for state, verb in WAITS_FOR.items()))
    rows = to_do(person, at).annotate(
        unit_code=Coalesce("petition__unit__code", "petition__town__code"),
        due=Cast(Value(None), DateField()),
    )
    return waiting(
        rows, kind="outcome", verb=verb, unit="unit_code", due_on="due", is_back=Q(state=OutcomeState.RETURNED)
    )


def listed(person: User, at: datetime) -> QuerySet[Outcome]:
    """Return the outcomes this person sees in the desk, those that wait for something first, then the newest."""
    order = Case(*(When(state=state, then=Value(0)) for state in WAITS_FOR), default=Value(1))
    return working_on(person, at).order_by(order, "-state_since", "-pk")


def tellable(person: User, at: datetime) -> QuerySet[Petition]:
    """Return the newest answered petitions of which this person may propose an outcome, and nobody has."""
    told = Outcome.objects.order_by().values("petition")
    rows = PROPOSES.permitted(person, at=at).exclude(pk__in=told).filter(closed_at__isnull=False)
    return rows.select_related("case").order_by("-closed_at", "-pk")[:TELLABLE_SHOWN]  # in the order of an index


def released() -> QuerySet[Outcome]:
    """Return what everybody reads, newest first."""
    return with_context(IS_RELEASED.permitted(AnonymousUser(), at=ANY_TIME))


def document_of(outcome: Outcome) -> dict[str, Any]:
    """Return the document whose canonical JSON is hashed: what everybody reads."""
    petition, opinion = outcome.petition, opinion_of(outcome.petition)
    return {
        "number": outcome.number,
        "title": outcome.title,
        "matter": outcome.matter,
        "answer": outcome.answer,
        "class": petition.category,
        "unit": petition.unit.code if petition.unit else "",
        "finding": opinion.finding if opinion else "",
        "mediated": bool(opinion and opinion.is_mediated),
    }


def canonical(outcome: Outcome) -> str:
    """Return the canonical JSON (RFC 8785) of that document."""
    return rfc8785.dumps(document_of(outcome)).decode()


def page_of(outcome: Outcome) -> str:
    """Return the address of an outcome's own page."""
    return reverse("petitions:outcome", args=[outcome.number])


def by_number(number: str) -> Outcome | None:
    """Return what everybody reads under a number; None where that is nothing."""
    key = number.rpartition("-")[2]
    found = released().filter(pk=int(key)).first() if key.isdigit() and len(key) < MOST_DIGITS else None
    return found if found and found.number == number else None


def opinions_of(outcomes: Iterable[Outcome]) -> dict[int, Opinion]:
    """Return the opinions that stand on the petitions of outcomes, by petition."""
    rows = Opinion.objects.filter(petition__in=[one.petition_id for one in outcomes], signed_at__isnull=False)
    return {one.petition_id: one for one in rows.order_by("pk")}


def stored_hashes() -> dict[tuple[str, int], str]:
    """Return the hash of each outcome each time it was released, those taken off line included."""
    rows = Outcome.objects.exclude(hashes=[]).select_related("petition__town").order_by()
    return {(one.number, edition): digest for one in rows for edition, digest in enumerate(one.hashes, start=1)}


def titles(numbers: Collection[str]) -> Mapping[str, LogTitle]:
    """Return what outcomes are called, by number; of those taken off line without any word of theirs."""
    keys = [int(number.rpartition("-")[2]) for number in numbers if number.rpartition("-")[2].isdigit()]
    found = released().filter(pk__in=keys)
    return {one.number: LogTitle(one.title, one.petition.town.name, page_of(one)) for one in found}


def of_unit(_code: str) -> QuerySet[Outcome, Any]:
    """Return no number: outcomes are told for the township as a whole."""
    return Outcome.objects.none().values_list("pk", flat=True)


def search_document(outcome: Outcome) -> SearchDocument:
    """Return an outcome as the search finds it."""
    town = outcome.petition.town
    with translation.override(settings.LANGUAGE_CODE):
        url = page_of(outcome)
    return SearchDocument(
        kind=OUTCOME,
        key=outcome.pk,
        number=outcome.number,
        url=url,
        title_zh=outcome.title,
        title_en=outcome.title,
        unit=town.code,
        unit_zh=town.name_zh,
        unit_en=town.name_en,
        body=f"{outcome.matter}\n{outcome.answer}",
        published_at=outcome.released_at or ANY_TIME,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield what is released after a key, a few read at a time."""
    while rows := list(released().filter(pk__gt=after).order_by("pk")[:CHUNK]):
        yield from map(search_document, rows)
        after = rows[-1].pk
