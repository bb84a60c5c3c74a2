"""The figures of the yearly report that points of risk, the screen in the hall and ratings of windows tell."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.ratings import queries as ratings
from accountability.reports.enums import Measure
from accountability.reports.registrations.tables import Room, desk, page_of_year
from accountability.reports.registry import FIGURES, Address, Figure, Line, OfYear
from accountability.supervision.queries import figures as supervision
from accountability.supervision.queries.screen import shown_in
from portal.core.workflow import Words

POINTS = Room("supervision", supervision.of_year, pgettext_lazy("source of a figure", "Points of risk"), page_of_year)
THINGS = Room("supervision", supervision.of_year, pgettext_lazy("source of a figure", "Things sealed"), page_of_year)
RATINGS = Room(
    "ratings",
    ratings.of_year,
    pgettext_lazy("source of a figure", "Ratings of windows"),
    lambda of: reverse("accountability:ratings_of_year", args=[of.year]),
)

_FIGURES: tuple[tuple[Room, str, Words, Callable[[Any], Any], Address], ...] = (
    (POINTS, "risk.points", _("Points of risk watched"), lambda told: told.points, desk("supervision_points")),
    (
        POINTS,
        "risk.checks",
        _("Checks before, during and after"),
        lambda told: told.checks,
        desk("supervision_matters", show="made"),
    ),
    (
        POINTS,
        "risk.wrong",
        _("Checks that found something wrong"),
        lambda told: told.wrong,
        desk("supervision_matters", show="wrong"),
    ),
    (
        THINGS,
        "things.sealed",
        _("Vehicles and things sealed"),
        lambda told: told.sealed,
        desk("supervision_things", origin="sealed"),
    ),
    (
        THINGS,
        "things.gifts",
        _("Gifts handed in"),
        lambda told: told.gifts,
        desk("supervision_things", origin="handed_in"),
    ),
    (RATINGS, "ratings.windows", _("Windows rated"), lambda told: told.windows, desk("ratings", show="rated")),
)
for _room, _key, _label, _told, _url in _FIGURES:
    _room.figure(_key, _label, _told, _url)


def _count(told: ratings.RatingsYear) -> int | None:
    return None if ratings.is_small(told.tally) else told.tally.count


def _satisfied(told: ratings.RatingsYear) -> Decimal | None:
    return None if ratings.is_small(told.tally) else told.tally.percent


RATINGS.figure("ratings.count", _("Ratings by those who were served"), _count, desk("ratings"))
RATINGS.figure(
    "ratings.satisfied",
    _("Satisfied with the windows"),
    _satisfied,
    desk("ratings"),
    measure=Measure.SHARE,
)


def _screen(of: OfYear) -> QuerySet[Any]:
    return shown_in(of.town, of.year)


def _notice(row: Any) -> Line:
    return Line(row.title, "", row.first_day, reverse("accountability_desk:screen_notice", args=[row.pk]))


FIGURES.register(
    Figure(
        "screen.notices",
        _("Notices on the screen in the hall"),
        pgettext_lazy("source of a figure", "Screen in the hall"),
        rows=_screen,
        line=_notice,
        public_url=lambda _of: reverse("accountability:screen"),
    )
)
