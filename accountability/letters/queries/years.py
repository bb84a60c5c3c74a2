"""Reads of the signing of a year, and of templates."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accountability.letters.enums import LetterKind, WordingState
from accountability.letters.models import LetterTemplate, LetterVersion, SigningYear
from accountability.letters.policies import KEEPS_TEMPLATE, PLANS_FOR, READS_FOR, READS_YEAR
from portal.accounts.models import Unit


def plans_of(person: Any, at: datetime) -> QuerySet[SigningYear]:
    """Return the years somebody sees the plan of, the newest first."""
    return READS_YEAR.permitted(person, at=at).select_related("town").order_by("-year", "town__code")


def plan_of(town: Unit, year: int) -> SigningYear | None:
    """Return the plan of a year of a township."""
    return SigningYear.objects.filter(town=town, year=year).select_related("town").first()


def town_of(person: Any, at: datetime) -> Unit | None:
    """Return the township whose letters somebody runs."""
    return PLANS_FOR.permitted(person, at=at).order_by("code").first()


def town_read_by(person: Any, at: datetime) -> Unit | None:
    """Return the township of which somebody reads all letters."""
    return READS_FOR.permitted(person, at=at).order_by("code").first()


def versions_of(person: Any, at: datetime) -> QuerySet[LetterVersion]:
    """Return the versions of templates somebody writes, by template, the newest first."""
    rows = KEEPS_TEMPLATE.permitted(person, at=at).select_related("template__town", "published_by")
    return rows.prefetch_related("duties", "score_items").order_by("template__kind", "template__pk", "-number")


def in_use(town: Unit) -> QuerySet[LetterVersion]:
    """Return the versions in use in a township, the responsibility letter first."""
    rows = LetterVersion.objects.filter(template__town=town, state=WordingState.PUBLISHED)
    return rows.select_related("template").order_by("template__kind", "template__pk")


def template_of(town: Unit, prefix: str) -> LetterTemplate | None:
    """Return a template of a township by what its numbers begin with."""
    return LetterTemplate.objects.filter(town=town, prefix=prefix).first()


def scoring_of(town: Unit) -> LetterVersion | None:
    """Return the version in use of a township's responsibility letter, with its scoring table."""
    return in_use(town).filter(template__kind=LetterKind.CLEAN).prefetch_related("score_items").first()
