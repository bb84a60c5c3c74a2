"""Ratings as pages show them: shares with their bases, small numbers left out where others than the office read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.letters.registry import YearPage
from accountability.ratings import queries
from accountability.ratings.models import Rating, Window
from accountability.ratings.rules import ENOUGH, SMALL, TARGET, Tally, broken_down
from accountability.ratings.workflow import RATING
from portal.core import dates
from portal.core.components import Tag
from portal.core.spreadsheets import Row
from portal.core.texts import as_written
from portal.desk.registry import QueueRow


def share_words(tally: Tally | None) -> str:
    """Return the share of satisfied people with its base; that it is not broken down where it is too small."""
    if tally is None:
        return pgettext("a share of ratings", "not broken down")
    if tally.percent is None:
        return ""
    return _("%(percent)s %%, %(content)d of %(count)d") % {
        "percent": tally.percent,
        "content": tally.content,
        "count": tally.count,
    }


def base_words(tally: Tally) -> str:
    """Return on how many ratings figures rest, and what they are not."""
    said = ngettext(
        "Based on %(count)d rating, of which %(slips)d came by a one-time slip; it is not a sample.",
        "Based on %(count)d ratings, of which %(slips)d came by a one-time slip; they are not a sample.",
        tally.count,
    )
    return said % {"count": tally.count, "slips": tally.by_slip}


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A window in a table: how often each score was given; None where that is not broken down.

    Attributes:
        months: Its share in each month with a rating, in the order of the heads.
    """

    window: Window
    unit: str
    tally: Tally | None
    share: str
    months: Sequence[str]
    url: str = ""
    mark: Tag | None = None


@dataclass(frozen=True, slots=True)
class YearOfRatings:
    """The figures of a year for everybody."""

    year: int
    lines: Sequence[WindowLine]
    months: Sequence[str]
    base: str
    whole: str
    small: int = SMALL


def of_year(page: YearPage) -> YearOfRatings | None:
    """Return the figures of a year as they are published; nothing where no window was rated."""
    found = queries.published(page.town, page.year, at=page.at)
    if not found:
        return None
    whole = queries.of_year(page.town, page.year, at=page.at).tally
    by_month = queries.by_window_and_month(page.town, page.year, at=page.at)
    numbers = sorted({month for months in by_month.values() for month in months})
    lines = [
        WindowLine(
            window=one,
            unit=one.unit.name,
            tally=tally,
            share=share_words(tally),
            months=month_shares(tally, by_month.get(one.pk, {}), numbers),
        )
        for one, tally in found
    ]
    heads = [dates.month_name(date(page.year, number, 1)) for number in numbers]
    return YearOfRatings(page.year, lines, heads, base_words(whole), share_words(whole))


def month_shares(whole: Tally | None, months: Mapping[int, Tally], numbers: Iterable[int]) -> list[str]:
    """Return a window's share in each of some months, as they are published beside its year."""
    if whole is None:
        return ["…" if number in months else "" for number in numbers]
    shown = broken_down(months)
    return [("…" if shown[number] is None else _cell(shown[number])) if number in shown else "" for number in numbers]


def _cell(tally: Tally | None) -> str:
    if tally is None or tally.percent is None:
        return ""
    return _("%(percent)s %% of %(count)d") % {"percent": f"{tally.percent:.0f}", "count": tally.count}


def as_rows(shown: YearOfRatings) -> list[Row]:
    """Return the figures of a year as a table to take away, heads first."""
    head = (
        *(_("Unit"), _("Window"), _("Ratings"), _("Very satisfied"), _("Satisfied"), _("Fairly satisfied")),
        *(_("Not satisfied"), _("By slip"), _("Satisfied, %"), *shown.months),
    )
    return [head, *([*_row(line), *line.months] for line in shown.lines)]


def _row(line: WindowLine) -> list[str | int]:
    tally = line.tally
    if tally is None:
        return [line.unit, line.window.name, *[_("not broken down")] * 7]
    counts = (tally.count, tally.very, tally.satisfied, tally.fairly, tally.not_satisfied, tally.by_slip)
    return [line.unit, line.window.name, *counts, str(tally.percent or "")]


# The desk.


def window_lines(
    windows: Iterable[Window], tallies: Mapping[int, Tally], *, exact: Collection[int]
) -> list[WindowLine]:
    """Return windows for the desk; `exact` are the keys of those whose reader sees small numbers."""
    return [_line(one, tallies.get(one.pk, Tally()), is_exact=one.pk in exact) for one in windows]


def _line(window: Window, tally: Tally, *, is_exact: bool) -> WindowLine:
    shown = tally if is_exact or not queries.is_small(tally) else None
    mark = None
    if not window.is_active:
        mark = Tag(pgettext("a window", "Not in use"))
    elif tally.is_below_target:
        mark = Tag(_("Below %(target)d %%") % {"target": TARGET}, "owed")
    return WindowLine(
        window=window,
        unit=window.unit.name,
        tally=shown,
        share=share_words(shown),
        months=(),
        url=reverse("accountability_desk:rating_window", args=[window.pk]),
        mark=mark,
    )


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of a window on the desk."""

    label: str
    tally: Tally | None
    share: str


def month_lines(window: Window, year: int, *, is_exact: bool) -> list[MonthLine]:
    """Return the months of a year in which a window was rated."""
    found = queries.by_month(window, year)
    shown: Mapping[int, Tally | None] = found if is_exact else broken_down(found)
    return [
        MonthLine(dates.month_name(date(year, month, 1)), tally, share_words(tally))
        for month, tally in sorted(shown.items())
    ]


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A quarter in which a window is below the target; `asked` is number and address of what was asked for."""

    label: str
    share: str
    year: int
    quarter: int
    asked: tuple[str, str] | None


def quarters_below(window: Window, year: int, asked: Mapping[str, Any]) -> list[QuarterLine]:
    """Return the quarters of a year in which enough people rated a window and too few were satisfied."""
    lines = []
    for quarter, tally in sorted(queries.by_quarter(window, year).items()):
        if tally.is_below_target:
            given = asked.get(f"{window.code}-{year}-{quarter}")
            page = (given.number, reverse("accountability_desk:rectification", args=[given.pk])) if given else None
            label = _("Quarter %(quarter)d of %(year)d") % {"quarter": quarter, "year": year}
            lines.append(QuarterLine(label, share_words(tally), year, quarter, page))
    return lines


@dataclass(frozen=True, slots=True)
class ShownWords:
    """Words of a rating that were passed on."""

    month: str
    score: str
    words: SafeString | str


def shown_words(ratings: Iterable[Rating]) -> list[ShownWords]:
    """Return words that were passed on; the month is said, not the day, so that nobody is recognised."""
    return [
        ShownWords(
            _("%(month)s %(year)d") % {"month": dates.month_name(one.day), "year": one.day.year},
            one.get_score_display(),
            as_written(one.passed_words),
        )
        for one in ratings
    ]


def title_of(rating: Rating) -> str:
    """Return what messages call a rating."""
    return _("Words at %(window)s") % {"window": rating.window.name}


def queue_rows(keys: Collection[int], _person: Any, _at: datetime) -> list[QueueRow]:
    """Return ratings whose words are to be looked at as rows of the queue; the words stand on their page alone."""
    rows = Rating.objects.filter(pk__in=keys).select_related("window__unit")
    return [
        QueueRow(
            pk=one.pk,
            verb="pass_on",
            title=title_of(one),
            url=reverse("accountability_desk:rating_words", args=[one.pk]),
            unit=one.window.unit.name,
            step=RATING.verb("pass_on").waiting,
        )
        for one in rows
    ]


def honest_words() -> list[str]:
    """Return what is said of the figures to whoever reads them."""
    return [
        _("Who rates does so of their own will; nobody is drawn, so the figures do not stand for all who were served."),
        _("Satisfied are those who chose “very satisfied” or “satisfied”."),
        _("A window or month with fewer than %(small)d ratings is not broken down.") % {"small": SMALL},
        _("From %(enough)d ratings a quarter on, a window below %(target)d %% is asked to improve.")
        % {"enough": ENOUGH, "target": TARGET},
    ]
