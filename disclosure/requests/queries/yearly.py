"""What the yearly report says of requests: part 3, counted by applicant and result."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from disclosure.requests.enums import Applicant, Result
from disclosure.requests.models import Request
from portal.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class YearOfRequests:
    """Part 3 of the yearly report: how many requests of each kind of applicant.

    For every kind of applicant received + carried over = all results + carried on.

    Attributes:
        received: Those that came in within the year.
        carried_over: Those that came before the year and had not ended before it.
        results: Those that ended within the year, by applicant and result.
        carried_on: Those that came within the year or before and had not ended by its end.
    """

    year: int
    received: Mapping[str, int]
    carried_over: Mapping[str, int]
    carried_on: Mapping[str, int]
    results: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def ended(self, applicant: str) -> int:
        """Return how many of a kind of applicant ended within the year."""
        return sum(self.results.get((applicant, result), 0) for result in Result)


def year_of_requests(town: Unit, year: int) -> YearOfRequests:
    """Return the figures of a year for a township, read with two queries."""
    begins, ends = _turn(year), _turn(year + 1)
    rows = _of(town).filter(case__received_at__lt=ends).exclude(ended_at__lt=begins)
    before, still = Q(case__received_at__lt=begins), Q(ended_at=None) | Q(ended_at__gte=ends)
    counted = rows.values("applicant").annotate(
        received=Count("pk", filter=~before), over=Count("pk", filter=before), on=Count("pk", filter=still)
    )
    found: dict[str, dict[str, Any]] = {row["applicant"]: dict(row) for row in counted}
    ended = rows.exclude(still).values_list("applicant", "result").annotate(count=Count("pk"))

    def column(name: str) -> dict[str, int]:
        return {one.value: found.get(one.value, {}).get(name, 0) for one in Applicant}

    return YearOfRequests(
        year=year,
        received=column("received"),
        carried_over=column("over"),
        carried_on=column("on"),
        results=Counter({(applicant, result): count for applicant, result, count in ended}),
    )


def behind(town: Unit, year: int, *, applicant: str = "", result: str = "", part: str = "") -> QuerySet[Request]:
    """Return the list behind a figure of `year_of_requests`.

    Args:
        part: `received`, `carried_over` or `carried_on`; otherwise it is those that ended within the year.
    """
    begins, ends = _turn(year), _turn(year + 1)
    came_before, still = Q(case__received_at__lt=begins), Q(ended_at=None) | Q(ended_at__gte=ends)
    here = Q(case__received_at__lt=ends) & (Q(ended_at=None) | Q(ended_at__gte=begins))
    wanted = {
        "received": here & ~came_before,
        "carried_over": here & came_before,
        "carried_on": here & still,
    }.get(part, Q(ended_at__gte=begins, ended_at__lt=ends))
    chosen = {name: value for name, value in (("applicant", applicant), ("result", result)) if value}
    return _of(town).filter(wanted, **chosen).select_related("case", "unit").order_by("ended_at", "pk")


def _of(town: Unit) -> QuerySet[Request]:
    return Request.objects.filter(town=town).order_by()


def _turn(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=timezone.get_default_timezone())
