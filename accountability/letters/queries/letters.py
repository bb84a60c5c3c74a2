"""Reads of letters: whose they are, what waits for whom, and how each unit stands in a year."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from accountability.letters.enums import (
    ENDED,
    REFUSED,
    SIGNED,
    TO_SIGN,
    LetterKind,
    LetterState,
    Standing,
)
from accountability.letters.models import Letter, LetterSignature, LetterVersion
from accountability.letters.policies import LETTER_POLICIES, READS_FOR, READS_LETTER
from accountability.letters.workflow import LETTER_STEPS
from portal.accounts.enums import Role
from portal.accounts.models import Post, Unit
from portal.accounts.policies import posts_held
from portal.accounts.queries import holders
from portal.core.policy import Policy, all_of, any_of, in_states
from portal.desk.queue import Waiting, waiting

WAITS_FOR: Mapping[LetterState, str] = {
    LetterState.ISSUED: "sign",
    LetterState.ON_PAPER: "check",
    LetterState.SIGNED: "countersign",
    LetterState.IN_FORCE: "publish",
    LetterState.REFUSED: "reply",
    LetterState.REPLIED: "release",
}
"""The step that is waited for in each state."""
_TAKES_NEXT_STEP = Policy(
    Letter,
    any_of(
        *(
            all_of(in_states(state), LETTER_POLICIES[LETTER_STEPS.find(state, verb).who].condition)
            for state, verb in WAITS_FOR.items()
        )
    ),
)
_OF_UNIT = Q(cadre_of=None)
STANDINGS: Mapping[Standing, Q] = {
    Standing.SIGNED: _OF_UNIT & Q(state__in=SIGNED),
    Standing.TO_SIGN: _OF_UNIT & Q(state__in=TO_SIGN),
    Standing.REFUSED: _OF_UNIT & Q(state__in=REFUSED),
    Standing.CHANGED: _OF_UNIT & Q(replaces__isnull=False) & ~Q(state__in=ENDED),
}
"""The letters that stand so; but for those that were changed each unit has one letter in one of them."""


def with_context(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Return letters with what pages show of them."""
    signatures = Prefetch("signatures", LetterSignature.objects.order_by("at", "pk"))
    related = ("unit", "town", "wording__template", "replaces", "replaced_by", "cadre_of", "principal")
    return rows.select_related(*related, "issued_by", "published_by").prefetch_related(signatures)


def seen_by(person: Any, at: datetime) -> QuerySet[Letter]:
    """Return the letters somebody sees on the desk, this year's first, by unit."""
    return with_context(READS_LETTER.permitted(person, at=at)).order_by("-year", "kind", "unit__code", "pk")


def listed(person: Any, at: datetime) -> QuerySet[Letter]:
    """Return the letters somebody sees on the desk without what they say, for lists."""
    return seen_by(person, at).defer("document", "refusal_document", "refusal", "reply")


def finds_letters(person: Any, at: datetime) -> bool:
    """Return whether there is a list of letters for this person."""
    return READS_FOR.permitted(person, at=at).exists() or READS_LETTER.permitted(person, at=at).exists()


def to_do(person: Any, at: datetime) -> QuerySet[Letter]:
    """Return the letters whose next step is this person's. A letter to a cadre is not published."""
    return _TAKES_NEXT_STEP.permitted(person, at=at)


def waiting_letters(person: Any, at: datetime) -> Waiting:
    """Return the letters that wait for this person, for the queue of the desk."""
    verb = Case(*(When(state=state, then=Value(verb)) for state, verb in WAITS_FOR.items()))
    due = Case(When(state__in=TO_SIGN, then=F("due")))
    return waiting(to_do(person, at), kind="letter", verb=verb, unit="unit__code", due_on=due)


def of_year(town: Unit, year: int) -> QuerySet[Letter]:
    """Return the letters that stand for the units of a township in a year, one a unit, by the unit's code.

    That is the responsibility letter of each that no other took the place of and that was not withdrawn.
    """
    rows = Letter.objects.filter(town=town, year=year, kind=LetterKind.CLEAN, cadre_of=None).exclude(state__in=ENDED)
    return rows.select_related("unit", "replaces").order_by("unit__code")


def current_of(unit: Unit, year: int) -> Letter | None:
    """Return the responsibility letter that stands for a unit in a year."""
    rows = Letter.objects.filter(unit=unit, year=year, kind=LetterKind.CLEAN, cadre_of=None)
    return with_context(rows.exclude(state__in=ENDED)).first()


def years_of(person: Any, at: datetime) -> list[int]:
    """Return the years of which somebody sees letters, the newest first."""
    rows = READS_LETTER.permitted(person, at=at).order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())


def units_of(person: Any, at: datetime) -> QuerySet[Unit]:
    """Return the units of whose letters somebody sees any."""
    return Unit.objects.filter(pk__in=READS_LETTER.permitted(person, at=at).order_by().values("unit")).order_by("code")


def units_to_issue_to(town: Unit, wording: LetterVersion, year: int) -> QuerySet[Unit]:
    """Return the stations and villages of a township that have no letter by this template in a year."""
    has_one = Letter.objects.filter(
        unit=OuterRef("pk"), year=year, wording__template=wording.template_id, cadre_of=None
    ).exclude(state__in=ENDED)
    return Unit.objects.filter(~Exists(has_one), parent=town, is_active=True).order_by("code")


def heads_of(units: Collection[int], at: datetime) -> dict[int, Post]:
    """Return the post of the head of each unit, by the key of the unit; a unit without one is missing."""
    day = timezone.localdate(at)
    rows = Post.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        unit__in=units,
        is_head=True,
        starts_on__lte=day,
        person__is_active=True,
    )
    return {post.unit_id: post for post in rows.select_related("person", "unit__parent").order_by("-starts_on")[::-1]}


def post_of(person: Any, unit: Unit, at: datetime) -> Post | None:
    """Return the post somebody signs as for a unit: that of its head, or else any they hold for it."""
    return posts_held(person, at=at).filter(unit=unit).order_by("-is_head", "pk").first()


def signer_of_town(town: Unit, at: datetime) -> Post | None:
    """Return the post of who signs for the party committee of a township."""
    signer = holders(Role.APPROVER, town, at=at).first()
    return posts_held(signer, at=at).filter(unit=town, role=Role.APPROVER).first() if signer else None


def cadre_letters(letter: Letter, person: Any, at: datetime) -> QuerySet[Letter]:
    """Return the letters to cadres below a unit's letter that somebody sees."""
    return seen_by(person, at).filter(cadre_of=letter).order_by("pk")


def to_publish(town: Unit, year: int) -> QuerySet[Letter]:
    """Return the letters of a year that both have signed and nobody has published."""
    rows = Letter.objects.filter(town=town, year=year, cadre_of=None, state=LetterState.IN_FORCE)
    return with_context(rows).order_by("unit__code")


def to_countersign(person: Any, at: datetime) -> QuerySet[Letter]:
    """Return the letters that wait for this person's signature for the town, by unit."""
    rows = LETTER_POLICIES["countersigns"].permitted(person, at=at).filter(state=LetterState.SIGNED, cadre_of=None)
    return with_context(rows).order_by("year", "kind", "unit__code")
