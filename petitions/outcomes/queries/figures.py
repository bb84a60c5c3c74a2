"""Figures of petitions: counted once, for pages, papers, files and the command alike."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractMonth, TruncDate
from django.utils import timezone

from petitions.handling.enums import (
    NOTICE_LIMIT,
    OPINION_LIMIT,
    REPORT_LIMIT,
    TURNED_AWAY,
    Category,
    Finding,
    Matter,
    Satisfaction,
)
from petitions.handling.models import Opinion, Petition
from petitions.handling.queries.petitions import working_on
from petitions.outcomes.enums import Counted, RateKey
from petitions.outcomes.policies import IS_COUNTED
from petitions.outcomes.rules import Rate, Span, hide, hide_rate, span as span_of, until, year_so_far
from portal.accounts.models import Unit, User
from portal.cases.enums import Channel
from portal.cases.models import Clock

CONTENT = (Satisfaction.SATISFIED, Satisfaction.BASICALLY)
"""The ratings that count as satisfied."""
FOUND = (Finding.ESTABLISHED, Finding.PARTLY)
"""The findings that count as established."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a breakdown: by what, in the terms of its list, and how many; None where it is not published."""

    key: str
    count: int | None


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What a unit had to do with: how many it was given, decided, were due and were decided in time."""

    unit: str
    given: int | None
    decided: int | None
    due: int | None
    in_time: int | None


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """How many came in and were closed in a month."""

    month: int
    received: int | None
    closed: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a township over a span of time.

    `open_before` + `received` − `closed` = `open_after`. A petition is closed when it is first decided or turned away,
    so that nothing that is done later changes the figures of an earlier time. Figures that are too small to be
    published are None in what `published` returns.

    Attributes:
        accepted: Accepted in this time; `established` and `mediated` are of these.
        turned_away: Turned away in this time, by state.
    """

    open_before: int | None
    received: int | None
    closed: int | None
    open_after: int | None
    accepted: int | None
    established: int | None
    mediated: int | None
    categories: tuple[Cell, ...]
    channels: tuple[Cell, ...]
    matters: tuple[Cell, ...]
    turned_away: tuple[Cell, ...]
    months: tuple[MonthFigures, ...]
    units: tuple[UnitFigures, ...]
    rates: tuple[Rate, ...]


def figures(town: Unit, span: Span, *, seen_by: User | None = None, at: datetime | None = None) -> Figures:
    """Return the figures of a township over a span of time.

    Args:
        seen_by: Who reads them: what they may not see is not counted. None for what is published, where figures that
            are too small are left out instead.
        at: Now, for who reads them.
    """
    rows = Petition.objects.all() if seen_by is None else IS_COUNTED.permitted(seen_by, at=at or timezone.now())
    ours = rows.filter(town=town).order_by()
    parts = _parts(ours, span)
    came, closed = parts[Counted.RECEIVED], parts[Counted.CLOSED]
    open_before, received, ended = parts[Counted.OPEN_BEFORE].count(), came.count(), closed.count()
    return Figures(
        open_before=open_before,
        received=received,
        closed=ended,
        open_after=open_before + received - ended,
        accepted=parts[Counted.ACCEPTED].count(),
        established=parts[Counted.ESTABLISHED].count(),
        mediated=parts[Counted.MEDIATED].count(),
        categories=_cells(came, "category", Category.values),
        channels=_cells(came, "case__channel", Channel.values),
        matters=_cells(came, "matter", Matter.values),
        turned_away=_cells(parts[Counted.TURNED_AWAY], "state", [state.value for state in TURNED_AWAY]),
        months=_months(came, closed, span),
        units=_units(ours, span),
        rates=_rates(ours, came, span),
    )


def _parts(ours: QuerySet[Petition], span: Span) -> dict[Counted, QuerySet[Petition]]:
    """Return the petitions that each figure counts; of a rate, those whose time limit or opinion it counts."""
    begins, ends = _bounds(span)
    received = ours.filter(case__received_at__gte=begins, case__received_at__lt=ends)
    accepted = ours.filter(accepted_at__gte=begins, accepted_at__lt=ends)
    signed = Opinion.objects.filter(petition=OuterRef("pk"), signed_at__isnull=False).order_by("-pk")
    decided = accepted.annotate(
        finding=Subquery(signed.values("finding")[:1]), is_mediated=Subquery(signed.values("is_mediated")[:1])
    )
    notices, opinions = _due(NOTICE_LIMIT, REPORT_LIMIT, span=span), _due(OPINION_LIMIT, span=span)
    served = Opinion.objects.filter(served_on__range=(span.first, span.last)).order_by()
    return {
        Counted.OPEN_BEFORE: _open_at(ours, begins),
        Counted.RECEIVED: received,
        Counted.CLOSED: ours.filter(closed_at__gte=begins, closed_at__lt=ends),
        Counted.OPEN_AFTER: _open_at(ours, ends),
        Counted.ACCEPTED: accepted,
        Counted.ESTABLISHED: decided.filter(finding__in=FOUND),
        Counted.MEDIATED: decided.filter(is_mediated=True),
        Counted.TURNED_AWAY: ours.filter(state__in=TURNED_AWAY, ended_at__gte=begins, ended_at__lt=ends),
        Counted.TO_BE_TOLD: ours.filter(case__in=notices.values("case")),
        Counted.TOLD_IN_TIME: ours.filter(case__in=notices.filter(IN_TIME).values("case")),
        Counted.TO_BE_DECIDED: ours.filter(case__in=opinions.values("case")),
        Counted.DECIDED_IN_TIME: ours.filter(case__in=opinions.filter(IN_TIME).values("case")),
        Counted.SERVED: ours.filter(pk__in=served.values("petition")),
        Counted.RATED: ours.filter(pk__in=served.filter(rating__isnull=False).values("petition")),
        Counted.SATISFIED: ours.filter(pk__in=served.filter(rating__result__in=CONTENT).values("petition")),
        Counted.SERVED_WELL: ours.filter(pk__in=served.filter(rating__service__in=CONTENT).values("petition")),
        Counted.REPEATED: received.filter(repeats__isnull=False),
    }


def counted_from(town: Unit, span: Span, part: Counted, *, person: User, at: datetime) -> QuerySet[Petition]:
    """Return the petitions that a figure on somebody's desk was counted from, as far as they see them one by one."""
    ours = IS_COUNTED.permitted(person, at=at).filter(town=town).order_by()
    rows = working_on(person, at).filter(pk__in=_parts(ours, span)[part].values("pk"))
    return rows.order_by("-case__received_at", "-pk")


def units_in_year(town: Unit, year: int, *, today: date, is_public: bool) -> dict[str, UnitFigures]:
    """Return what each unit of a township had to do with in a year, up to today, by its code.

    Args:
        is_public: As everybody reads them: without figures that are too small, and without the month that runs.
    """
    counted = figures(town, year_so_far(year, today) if is_public else until(span_of(str(year)), today))
    return {one.unit: one for one in (published(counted) if is_public else counted).units}


def satisfied_in_year(town: Unit, year: int, *, today: date) -> dict[str, tuple[int, int]]:
    """Return how many of those who rated what a unit decided in a year were satisfied, and how many rated, by code.

    Petitions that are sealed are in no unit's figures. It is for the desk: most of these figures are small.
    """
    whole = until(span_of(str(year)), today)
    rows = Opinion.objects.filter(
        petition__town=town,
        petition__unit__isnull=False,
        petition__sealed_for="",
        served_on__range=(whole.first, whole.last),
        rating__isnull=False,
    )
    satisfied = Count("pk", filter=Q(rating__result__in=CONTENT))
    counted = rows.order_by().values_list("petition__unit__code").annotate(satisfied=satisfied, rated=Count("pk"))
    return {code: (content, rated) for code, content, rated in counted}


def first_received_at(town: Unit) -> datetime | None:
    """Return when the first petition of a township came in; None where there is none."""
    rows = Petition.objects.filter(town=town).order_by("case__received_at").values_list("case__received_at", flat=True)
    return rows.first()


def published(figures: Figures, *, limit: int | None = None) -> Figures:
    """Return figures as everybody reads them: those below the small-number limit left out, and what would tell them.

    Args:
        limit: The smallest figure that is published besides 0; None for the setting.
    """
    least = settings.SMALL_NUMBER_LIMIT if limit is None else limit
    return replace(
        figures,
        **_hidden_sums(figures, least),
        categories=_hidden_cells(figures.categories, least),
        channels=_hidden_cells(figures.channels, least),
        matters=_hidden_cells(figures.matters, least),
        turned_away=_hidden_cells(figures.turned_away, least),
        months=_hidden_rows(figures.months, ("received", "closed"), least),
        units=_hidden_rows(figures.units, ("given", "decided", "due", "in_time"), least, sums=_sums_of_units(figures)),
        rates=tuple(hide_rate(rate, least) for rate in figures.rates),
    )


IN_TIME = Q(met_on__lte=F("due"))
"""Whether a time limit was met on its last day or before."""
FLOW = ("open_before", "received", "closed", "open_after")
"""The figures that add up."""
YEARLY_LINE = ("accepted", "established", "mediated")
"""The figures of the yearly line, such as 21 accepted, facts established in 19, 18 settled by mediation."""


def _open_at(ours: QuerySet[Petition], moment: datetime) -> QuerySet[Petition]:
    is_open = Q(closed_at=None) | Q(closed_at__gte=moment)
    return ours.filter(is_open, case__received_at__lt=moment)


def _cells(rows: QuerySet[Petition], field: str, keys: Iterable[str]) -> tuple[Cell, ...]:
    counts = dict(rows.values_list(field).annotate(count=Count("pk")))
    return tuple(Cell(key, counts.get(key, 0)) for key in keys)


def _months(came: QuerySet[Petition], closed: QuerySet[Petition], span: Span) -> tuple[MonthFigures, ...]:
    arrived = _by_month(came, "case__received_at")
    left = _by_month(closed, "closed_at")
    return tuple(
        MonthFigures(month, arrived[month], left[month]) for month in range(span.first.month, span.last.month + 1)
    )


def _by_month(rows: QuerySet[Petition], field: str) -> Counter[int]:
    return Counter(dict(rows.annotate(month=ExtractMonth(field)).values_list("month").annotate(count=Count("pk"))))


def _units(ours: QuerySet[Petition], span: Span) -> tuple[UnitFigures, ...]:
    """Return what each unit had to do with; what is sealed is in no unit's figures."""
    begins, ends = _bounds(span)
    open_to_all = ours.filter(unit__isnull=False, sealed_for="")
    given = _by_unit(open_to_all.filter(accepted_at__gte=begins, accepted_at__lt=ends))
    decided = _by_unit(open_to_all.filter(closed_at__gte=begins, closed_at__lt=ends))
    clocks = _due(OPINION_LIMIT, span=span).filter(case__in=open_to_all.values("case"))
    unit_of = dict(open_to_all.filter(case__in=clocks.values("case")).values_list("case", "unit__code"))
    due: Counter[str] = Counter()
    in_time: Counter[str] = Counter()
    for case, day, met_on in clocks.values_list("case", "due", "met_on"):
        due[unit_of[case]] += 1
        in_time[unit_of[case]] += met_on is not None and met_on <= day
    codes = sorted({*given, *decided, *due})
    return tuple(UnitFigures(code, given[code], decided[code], due[code], in_time[code]) for code in codes)


def _by_unit(rows: QuerySet[Petition]) -> Counter[str]:
    return Counter(dict(rows.values_list("unit__code").annotate(count=Count("pk"))))


def _due(*limits: str, span: Span) -> QuerySet[Any, Any]:
    """Return the time limits that end in a span and were not stopped, with the day they were met on."""
    rows = Clock.objects.filter(rule__in=limits, due__range=(span.first, span.last), stopped_at=None).order_by()
    return rows.annotate(met_on=TruncDate("met_at"))


def _rates(ours: QuerySet[Petition], came: QuerySet[Petition], span: Span) -> tuple[Rate, ...]:
    cases = ours.values("case")
    served = Opinion.objects.filter(petition__in=ours.values("pk"), served_on__range=(span.first, span.last)).order_by()
    told = served.aggregate(
        all=Count("pk"),
        rated=Count("pk", filter=Q(rating__isnull=False)),
        satisfied=Count("pk", filter=Q(rating__result__in=CONTENT)),
        served_well=Count("pk", filter=Q(rating__service__in=CONTENT)),
    )
    notified = _in_time(_due(NOTICE_LIMIT, REPORT_LIMIT, span=span).filter(case__in=cases))
    closed = _in_time(_due(OPINION_LIMIT, span=span).filter(case__in=cases))
    return (
        Rate(RateKey.NOTIFIED, *notified),
        Rate(RateKey.CLOSED, *closed),
        Rate(RateKey.RATED, told["rated"], told["all"]),
        Rate(RateKey.SATISFIED, told["satisfied"], told["rated"]),
        Rate(RateKey.SERVED_WELL, told["served_well"], told["rated"]),
        Rate(RateKey.REPEATED, came.filter(repeats__isnull=False).count(), came.count()),
    )


def _in_time(clocks: QuerySet[Any, Any]) -> tuple[int, int]:
    told = clocks.aggregate(all=Count("pk"), in_time=Count("pk", filter=IN_TIME))
    return told["in_time"], told["all"]


def _bounds(span: Span) -> tuple[datetime, datetime]:
    begins = timezone.make_aware(datetime.combine(span.first, datetime.min.time()))
    return begins, timezone.make_aware(datetime.combine(span.last + timedelta(days=1), datetime.min.time()))


def _known(figure: int | None) -> int:
    return figure or 0


def _hidden_sums(figures: Figures, limit: int) -> dict[str, int | None]:
    """Return the sums as they are published; where one of those that add up is small, none says how many are open."""
    shown = {name: hide([_known(getattr(figures, name))], limit)[0] for name in (*FLOW, *YEARLY_LINE)}
    if any(shown[name] is None for name in FLOW):
        shown |= {"open_before": None, "open_after": None}
    return shown


def _hidden_cells(cells: tuple[Cell, ...], limit: int) -> tuple[Cell, ...]:
    shown = hide([_known(cell.count) for cell in cells], limit)
    return tuple(Cell(cell.key, count) for cell, count in zip(cells, shown, strict=True))


def _hidden_rows(
    rows: tuple[Any, ...], names: tuple[str, ...], limit: int, *, sums: Mapping[str, int] = MappingProxyType({})
) -> tuple[Any, ...]:
    """Return rows of which each column is a breakdown of its own.

    Args:
        sums: Published sums of columns that hold more than the rows do: what is in no row could be found from them.
    """
    columns = {}
    for name in names:
        cells = [_known(getattr(row, name)) for row in rows]
        columns[name] = hide([*cells, max(sums.get(name, 0) - sum(cells), 0)], limit)
    return tuple(replace(row, **{name: columns[name][place] for name in names}) for place, row in enumerate(rows))


def _sums_of_units(figures: Figures) -> dict[str, int]:
    """Return the sums of the figures of units and of what is sealed, which is in no unit's figures."""
    closed = next(rate for rate in figures.rates if rate.key is RateKey.CLOSED)
    sums = (figures.accepted, figures.closed, closed.denominator, closed.numerator)
    return dict(zip(("given", "decided", "due", "in_time"), map(_known, sums), strict=True))
