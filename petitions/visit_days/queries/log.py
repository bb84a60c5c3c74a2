"""Announced visit days, as the publication log asks for them."""

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from petitions.visit_days.models import DayEdition, VisitDay
from petitions.visit_days.policies import IS_PUBLIC

ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What is announced does not depend on the clock; a policy asks for one all the same."""


def hashes() -> dict[tuple[str, int], str]:
    """Return the hash of each announcement as it is stored now."""
    rows = DayEdition.objects.order_by().values_list("day__number", "number", "document")
    return {(number, edition): hashlib.sha256(text.encode()).hexdigest() for number, edition, text in rows}


def public_by_number(numbers: Collection[str]) -> QuerySet[VisitDay]:
    """Return those of some visit days that are announced."""
    rows = IS_PUBLIC.permitted(AnonymousUser(), at=ANY_TIME)
    return rows.filter(number__in=numbers).select_related("town")


def of_unit(code: str) -> QuerySet[VisitDay, str]:
    """Return the numbers of a township's visit days, for use as a subquery."""
    return VisitDay.objects.filter(town__code=code).order_by().values_list("number", flat=True)
