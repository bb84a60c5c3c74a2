"""Reads about windows and how they were rated."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from accountability.ratings.enums import RatingState, Score
from accountability.ratings.models import Rating, Window
from accountability.ratings.policies import KEEPS_WINDOWS_OF, READS_WINDOW, READS_WORDS, SCREENS
from accountability.ratings.rules import SMALL, Tally, broken_down, quarter_of
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from accountability.rectification.queries import of
from portal.accounts.models import Unit
from portal.core.codes import as_typed
from portal.core.encryption import Digest
from portal.desk.queue import Waiting, waiting

SLIP = Digest("slip of a window", as_typed)
PAGE = Digest("page of a rating", str)

_SCORES: dict[str, Any] = {
    "very": Count("pk", filter=Q(score=Score.VERY)),
    "satisfied": Count("pk", filter=Q(score=Score.SATISFIED)),
    "fairly": Count("pk", filter=Q(score=Score.FAIRLY)),
    "not_satisfied": Count("pk", filter=Q(score=Score.NOT)),
    "slips": Count("pk", filter=Q(by_slip=True)),
}


def window_at(code: str) -> Window | None:
    """Return the window in use whose paper has a code, however it was typed."""
    rows = Window.objects.filter(code=as_typed(code), is_active=True)
    return rows.select_related("unit__parent").first()


def windows_seen_by(person: Any, at: datetime) -> QuerySet[Window]:
    """Return the windows whose figures somebody reads."""
    return (
        READS_WINDOW.permitted(person, at=at).select_related("unit__parent").order_by("-is_active", "unit__code", "pk")
    )


def rated_in(rows: QuerySet[Window], year: int, *, is_rated: bool) -> QuerySet[Window]:
    """Return those of some windows that were rated in a year, or those that were not."""
    ratings = Exists(Rating.objects.filter(window=OuterRef("pk"), day__year=year))
    return rows.filter(ratings if is_rated else ~ratings)


def windows_of(town: Unit) -> QuerySet[Window]:
    """Return the windows of a township, those out of use too: their ratings stay in the figures."""
    rows = Window.objects.filter(Q(unit=town) | Q(unit__parent=town))
    return rows.select_related("unit__parent").order_by("unit__code", "pk")


def tally(rows: QuerySet[Rating]) -> Tally:
    """Return the tally of some ratings."""
    return Tally(*rows.order_by().aggregate(**_SCORES).values())


def _rated_in(town: Unit, year: int, at: datetime) -> QuerySet[Rating]:
    own = Q(window__unit=town) | Q(window__unit__parent=town)
    return Rating.objects.filter(own, day__year=year, day__lte=timezone.localdate(at)).order_by()


def by_window(town: Unit, year: int, *, at: datetime) -> dict[int, Tally]:
    """Return the tally of each window of a township in a year, by its key; of those that were rated."""
    rows = _rated_in(town, year, at).values("window").annotate(**_SCORES)
    return {row["window"]: _of_row(row) for row in rows}


def by_window_and_month(town: Unit, year: int, *, at: datetime) -> dict[int, dict[int, Tally]]:
    """Return the tallies of the months of a year by the key of the window, with one query."""
    found: dict[int, dict[int, Tally]] = {}
    rows = _rated_in(town, year, at).annotate(month=ExtractMonth("day")).values("window", "month").annotate(**_SCORES)
    for row in rows:
        found.setdefault(row["window"], {})[row["month"]] = _of_row(row)
    return found


def by_month(window: Window, year: int) -> dict[int, Tally]:
    """Return the tally of each month of a year in which a window was rated."""
    rows = Rating.objects.filter(window=window, day__year=year).order_by().annotate(month=ExtractMonth("day"))
    return {row["month"]: _of_row(row) for row in rows.values("month").annotate(**_SCORES).order_by("month")}


def _of_row(row: Any) -> Tally:
    return Tally(*(row[name] for name in _SCORES))


def years_rated(town: Unit) -> list[int]:
    """Return the years in which windows of a township were rated, the latest first."""
    rows = Rating.objects.filter(Q(window__unit=town) | Q(window__unit__parent=town)).order_by()
    return sorted((day.year for day in rows.dates("day", "year")), reverse=True)


def by_quarter(window: Window, year: int) -> dict[int, Tally]:
    """Return the tally of each quarter of a year in which a window was rated."""
    found: dict[int, Tally] = {}
    for month, one in by_month(window, year).items():
        found[quarter_of(month)] = found.get(quarter_of(month), Tally()) + one
    return found


def asked_to_improve(window: Window, year: int) -> QuerySet[Rectification]:
    """Return what a window was asked to put right because of the ratings of a year."""
    return of(Source.RATING, *(f"{window.code}-{year}-{quarter}" for quarter in range(1, 5)))


def years_of(window: Window) -> list[int]:
    """Return the years in which a window was rated, the latest first."""
    days = Rating.objects.filter(window=window).order_by().dates("day", "year")
    return sorted((day.year for day in days), reverse=True)


def of_windows(keys: Collection[int], year: int) -> dict[int, Tally]:
    """Return the tally of each of some windows in a year, by its key."""
    rows = Rating.objects.filter(window__in=keys, day__year=year).order_by().values("window").annotate(**_SCORES)
    return {row["window"]: _of_row(row) for row in rows}


def reads_ratings(person: Any, at: datetime) -> bool:
    """Return whether there are pages of ratings for somebody: who keeps windows, or reads the figures of one."""
    return KEEPS_WINDOWS_OF.permitted(person, at=at).exists() or READS_WINDOW.permitted(person, at=at).exists()


def page_of_rectification(rectification: Rectification) -> str:
    """Return the desk page of the window that was asked to improve; empty where it is not known."""
    code, _dash, _quarter = rectification.source_number.partition("-")
    window = Window.objects.filter(code=code).first()
    return f"/desk/ratings/{window.pk}/" if window else ""


def to_screen(person: Any, at: datetime) -> QuerySet[Rating]:
    """Return the ratings whose words somebody looks at, the oldest first."""
    rows = SCREENS.permitted(person, at=at).filter(state=RatingState.TO_SCREEN)
    return rows.select_related("window__unit").order_by("day", "pk")


def waiting_ratings(person: Any, at: datetime) -> Waiting:
    """Return the ratings whose words wait for somebody, for the queue of the desk."""
    return waiting(to_screen(person, at), kind="rating", verb="pass_on", unit="window__unit__code")


def words_for(person: Any, window: Window, at: datetime) -> QuerySet[Rating]:
    """Return the ratings of a window whose words were passed on, as far as somebody reads them."""
    return READS_WORDS.permitted(person, at=at).filter(window=window, forgotten_at=None).order_by("-day", "-pk")


def came_without_slip(since: datetime) -> int:
    """Return how many ratings came without a slip from everywhere since a time."""
    return Rating.objects.filter(by_slip=False, state_since__gte=since).count()


def expired_words(before: datetime) -> QuerySet[Rating]:
    """Return the ratings whose words are not kept any longer."""
    return Rating.objects.filter(day__lt=before.date(), forgotten_at=None, has_words=True).order_by("pk")


@dataclass(frozen=True, slots=True)
class RatingsYear:
    """Figures of a year.

    Attributes:
        windows: Windows that were rated (`/desk/ratings/?year=&show=rated`).
        tally: All their ratings.
        below: Windows with enough ratings and fewer satisfied people than the target.
        asked: How often a window was asked to improve in the year (`/desk/rectifications/?source=rating&year=`).
    """

    windows: int
    tally: Tally
    below: int
    asked: int


def of_year(town: Unit, year: int, *, at: datetime) -> RatingsYear:
    """Return the figures of a year of a township."""
    tallies = by_window(town, year, at=at)
    asked = Rectification.objects.filter(town=town, source=Source.RATING, given_on__year=year).count()
    whole = sum(tallies.values(), start=Tally())
    return RatingsYear(len(tallies), whole, sum(one.is_below_target for one in tallies.values()), asked)


def units_in_year(town: Unit, year: int, *, at: datetime) -> dict[int, Tally]:
    """Return the tally of a year by the key of the unit; units that were not rated are missing."""
    rows = _rated_in(town, year, at).values("window__unit_id").annotate(**_SCORES)
    return {row["window__unit_id"]: _of_row(row) for row in rows}


def published(town: Unit, year: int, *, at: datetime) -> list[tuple[Window, Tally | None]]:
    """Return the windows that were rated in a year with their tallies as they are published."""
    shown = broken_down(by_window(town, year, at=at))
    return [(one, shown[one.pk]) for one in windows_of(town) if one.pk in shown]


def is_small(tally: Tally) -> bool:
    """Return whether too few people stand behind a tally for it to be published."""
    return 0 < tally.count < SMALL
