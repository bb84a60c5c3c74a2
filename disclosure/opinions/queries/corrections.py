"""Reads about corrections: which opinions an edition answers, and which it could name."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person
from disclosure.opinions.enums import OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import OPINION_IS_PUBLIC, WORKS_ON_OPINION
from portal.cases.enums import PUBLISHED

SCREENED = (OpinionState.ROUTED, OpinionState.ANSWERED, OpinionState.CLOSED)
"""States of an opinion that somebody screened and took up."""


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


def numbers_in_document(edition: Edition) -> list[str] | None:
    """Return what the canonical document says of opinions; None where it names none."""
    return numbers_to_name(edition) or None


def numbers_in_log(edition: Edition) -> dict[str, list[str]]:
    """Return what the publication log says of the opinions an edition names; nothing where it names none."""
    named = named_in(edition)
    return {"opinions": named} if named else {}


def short_numbers(numbers: Iterable[str]) -> list[str]:
    """Return the numbers of opinions without that of their notice: Y1."""
    return [number.rpartition("-")[2] for number in numbers]


def to_be_told(edition: Edition) -> QuerySet[Opinion]:
    """Return the opinions an edition answers, and those joined with them."""
    answered = answered_by(edition).order_by().values("pk")
    rows = Opinion.objects.filter(pk__in=answered) | Opinion.objects.filter(
        state=OpinionState.MERGED, merged_into__in=answered
    )
    return rows.select_related("case").order_by("pk")
