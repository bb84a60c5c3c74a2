"""Figures and outcomes as pages and papers show them: one object for the page, the PDF and the docx."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from petitions.handling.enums import Category, Matter, PetitionState
from petitions.intake.registry import StartPage
from petitions.outcomes.enums import PARTS_OF_RATES, Counted
from petitions.outcomes.queries.figures import Cell, Figures, figures, first_received_at, published
from petitions.outcomes.rules import Rate, Span, span, until, year_so_far
from portal.accounts.models import Unit, User
from portal.accounts.queries import names_of_units
from portal.cases.enums import Channel
from portal.core import charts, dates
from portal.core.components import File
from portal.core.demonstration import today_of_due_days
from portal.core.texts import joint

YEARS_SHOWN = 3
"""Years of which the yearly line is shown."""
OF_UNITS = (Counted.ACCEPTED, Counted.CLOSED, Counted.TO_BE_DECIDED)
"""What the figures of a unit count."""


@dataclass(frozen=True, slots=True)
class Line:
    """The year in one line: accepted, established, settled by mediation; `until` where it is not over."""

    year: int
    accepted: str
    established: str
    mediated: str
    url: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A rate with what it was counted from, or that it is too small to be shown."""

    label: str
    percent: str
    fraction: str
    base: str
    urls: tuple[str, str] = ("", "")

    @property
    def parts(self) -> tuple[str, str]:
        """The figure above the line, and the one below."""
        above, _sign, below = self.fraction.partition(" ÷ ")
        return above, below


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row of `components/counts.html`: its bar is empty where the figure is not shown."""

    label: str
    count: str
    bar: SafeString | str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its head and its cells."""

    head: str
    cells: tuple[str, ...]
    urls: tuple[str, ...] = ()

    @property
    def linked(self) -> list[tuple[str, str]]:
        """The cells, each with the address of what it was counted from, if it has one."""
        return list(zip_longest(self.cells, self.urls, fillvalue=""))


@dataclass(frozen=True, slots=True)
class YearPage:
    """The figures of a year: `petitions/outcomes/outcomes.html`, its PDF and its docx."""

    town: Unit
    span: Span
    is_whole: bool
    pillars: tuple[str, str, str, str]
    notes: tuple[str, str]
    categories: list[BarRow]
    channels: list[BarRow]
    matters: list[BarRow]
    turned_away: str
    chart: SafeString
    months: list[TableRow]
    units: list[TableRow]
    rates: list[ShownRate]
    line: tuple[str, str, str]
    made_on: date
    is_public: bool
    limit: int
    urls: Mapping[str, str] = field(default_factory=dict)

    @property
    def period(self) -> str:
        """The time that is counted, in words."""
        return period_of(self.span)

    @property
    def line_links(self) -> list[tuple[str, str]]:
        """What the line was counted from."""
        parts = (Counted.ACCEPTED, Counted.ESTABLISHED, Counted.MEDIATED)
        return [(self.urls[part.name.lower()], str(part.label)) for part in parts]


def period_of(counted: Span) -> str:
    """Return a span of time in words."""
    return dates.date_range(counted.first, counted.last)


def lines(town: Unit, years: Sequence[int], *, today: date) -> list[Line]:
    """Return the newest years in a line each, as everybody reads them."""
    shown = []
    for year in years[:YEARS_SHOWN]:
        counted = year_so_far(year, today)
        told = published(figures(town, counted))
        last = counted.last if counted.last < span(str(year)).last else None
        url = reverse("petitions:outcomes_year", args=[year])
        shown.append(Line(year, *_line(told), url, last))
    return shown


@dataclass(frozen=True, slots=True)
class OnStart:
    """What came of petitions, on the page where residents begin: `petitions/outcomes/_on_start.html`."""

    lines: list[Line]


def on_start(page: StartPage) -> OnStart | None:
    """Return the newest years in a line each; None where nothing has come in yet."""
    if page.town is None:
        return None
    today = today_of_due_days(timezone.now())
    years = years_with_petitions(first_received_at(page.town), today=today)
    return OnStart(lines(page.town, years, today=today)) if years else None


def year_page(town: Unit, year: int, *, today: date) -> YearPage:
    """Return the figures of a year as everybody reads them."""
    counted = year_so_far(year, today)
    return _page(town, counted, published(figures(town, counted)), today=today, is_public=True)


def staff_page(town: Unit, counted: Span, *, person: User, at: datetime) -> YearPage:
    """Return the figures of a span of time up to today, small ones too, of the petitions that somebody may see.

    What is due later is no part of a rate yet.
    """
    today = today_of_due_days(at)
    so_far = until(counted, today)
    return _page(town, so_far, figures(town, so_far, seen_by=person, at=at), today=today, is_public=False)


Link = Callable[..., str]
"""Returns the address of what a figure was counted from; called with the part, the span, and by what it is narrowed."""


def _counted_from(part: Counted, counted: Span, **narrowed: str) -> str:
    url = reverse("petitions_desk:counted", args=[counted.code, part.value])
    return f"{url}?{urlencode(narrowed)}" if narrowed else url


def _nowhere(*_counted: object, **_narrowed: str) -> str:
    return ""


def _page(town: Unit, counted: Span, told: Figures, *, today: date, is_public: bool) -> YearPage:
    link: Link = _nowhere if is_public else _counted_from
    units = names_of_units([one.unit for one in told.units])
    months = [one for one in told.months if counted.first.month <= one.month <= counted.last.month]
    return YearPage(
        town=town,
        span=counted,
        is_whole=counted.last == span(counted.code).last,
        pillars=(
            _figure(told.open_before),
            _figure_alone(told.received),
            _figure_alone(told.closed),
            _figure(told.open_after),
        ),
        notes=(_cells_in_words(told.channels, Channel), _cells_in_words(told.categories, Category)),
        categories=_bars(told.categories, Category, lambda key: link(Counted.RECEIVED, counted, category=key)),
        channels=_bars(told.channels, Channel, lambda key: link(Counted.RECEIVED, counted, channel=key)),
        matters=_bars(told.matters, Matter, lambda key: link(Counted.RECEIVED, counted, matter=key)),
        turned_away=_cells_in_words(told.turned_away, PetitionState),
        chart=charts.pairs(
            [charts.Pair(_month(one.month), one.received, one.closed) for one in months],
            title=_("Came in and closed, month by month"),
            names=(_("came in"), _("closed")),
            ids="mc",
        ),
        months=[
            TableRow(
                _month(one.month),
                (_figure(one.received), _figure(one.closed)),
                tuple(link(part, counted.month(one.month)) for part in (Counted.RECEIVED, Counted.CLOSED)),
            )
            for one in months
        ],
        units=[
            TableRow(
                units.get(one.unit, one.unit),
                (_figure(one.given), _figure(one.decided), _in_time(one.in_time, one.due)),
                tuple(link(part, counted, station=one.unit) for part in OF_UNITS),
            )
            for one in told.units
        ],
        rates=[_rate(rate, lambda part: link(part, counted)) for rate in told.rates],
        line=_line(told),
        made_on=today,
        is_public=is_public,
        limit=settings.SMALL_NUMBER_LIMIT,
        urls={} if is_public else {part.name.lower(): link(part, counted) for part in Counted},
    )


def files_of(page: YearPage) -> list[File]:
    """Return what can be taken away of a year."""
    year = page.span.year
    return [
        File(reverse(f"petitions_files:outcomes_{form}", args=[year]), title, note)
        for form, title, note in (
            ("csv", _("Figures as a table"), "CSV"),
            ("pdf", _("Report on petitions"), _("PDF, Chinese")),
            ("docx", _("Report on petitions"), _("Word document, Chinese")),
        )
    ]


def table_of(page: YearPage) -> list[list[str]]:
    """Return the figures of a year as a table, heads first."""
    heads = [_("Part"), _("Item"), _("Figure"), _("Of"), _("Divided by")]
    sums = (
        _("Open before"),
        pgettext("figures of petitions", "Came in"),
        pgettext("figures of petitions", "Closed"),
        _("Open after"),
    )
    rows = [[_("In and out"), head, figure, "", ""] for head, figure in zip(sums, page.pillars, strict=True)]
    for part, cells in (
        (_("By class"), page.categories),
        (_("By way they came"), page.channels),
        (_("By matter"), page.matters),
    ):
        rows += [[part, one.label, one.count, "", ""] for one in cells]
    for one in page.months:
        rows += [
            [pgettext("figures of petitions", "Came in"), one.head, one.cells[0], "", ""],
            [pgettext("figures of petitions", "Closed"), one.head, one.cells[1], "", ""],
        ]
    for one in page.units:
        rows += [[_("By unit"), one.head, one.cells[0], "", ""]]
    for rate in page.rates:
        rows.append([_("Rates"), rate.label, *rate.parts, rate.base])
    return [heads, *rows]


def _figure(count: int | None) -> str:
    """Return a figure; of one that is left out nobody is told whether it is small, or left out for another's sake."""
    return _("not shown") if count is None else str(count)


def _figure_alone(count: int | None) -> str:
    """Return a figure of which there is no breakdown, which is left out for no other reason than being small."""
    return _("fewer than %(limit)d") % {"limit": settings.SMALL_NUMBER_LIMIT} if count is None else str(count)


def _line(told: Figures) -> tuple[str, str, str]:
    return _figure_alone(told.accepted), _figure_alone(told.established), _figure_alone(told.mediated)


def _fraction(numerator: int | None, denominator: int | None) -> str:
    if numerator is None or denominator is None:
        return _("not shown")
    return f"{numerator} ÷ {denominator}"


def _nothing() -> str:
    return pgettext("no share, nothing to divide by", "—")


def _in_time(numerator: int | None, denominator: int | None) -> str:
    """Return how many of those due were in time; where none was due, that there is nothing to tell."""
    return _nothing() if denominator == 0 else _fraction(numerator, denominator)


def _rate(rate: Rate, link: Callable[[Counted], str]) -> ShownRate:
    if rate.numerator is None:
        return ShownRate(str(rate.key.label), _("not shown"), "", str(rate.base))
    percent = _nothing() if rate.percent is None else f"{rate.percent:g}%"
    above, below = PARTS_OF_RATES[rate.key]
    told = _fraction(rate.numerator, rate.denominator)
    return ShownRate(str(rate.key.label), percent, told, str(rate.base), (link(above), link(below)))


def _bars(
    cells: Sequence[Cell], labels: type[Category | Channel | Matter], link: Callable[[str], str] = _nowhere
) -> list[BarRow]:
    most = max((cell.count or 0 for cell in cells), default=0)
    rows = sorted(cells, key=lambda cell: -(cell.count or 0))
    return [
        BarRow(
            str(labels(cell.key).label),
            _figure(cell.count),
            charts.length(cell.count, most) if cell.count else "",
            link(cell.key),
        )
        for cell in rows
        if cell.count != 0
    ]


def _cells_in_words(cells: Sequence[Cell], labels: type[Category | Channel | PetitionState]) -> str:
    words = [f"{labels(cell.key).label} {_figure(cell.count)}" for cell in cells if cell.count != 0]
    return joint().join(words)


def _month(month: int) -> str:
    return dates.short_month(date(2000, month, 1))


def years_with_petitions(first: datetime | None, *, today: date) -> list[int]:
    """Return the years from the first petition to the present one, the newest first."""
    if first is None:
        return []
    return list(range(today.year, timezone.localtime(first).year - 1, -1))


def title_of(page: YearPage) -> str:
    """Return the title of the paper of a span of time, in Chinese as papers are."""
    code, town = page.span.code, page.town.name_zh
    if "Q" in code:
        return f"{town}{code[:4]}年第{'一二三四'[int(code[-1]) - 1]}季度信访工作通报"
    if "-" in code:
        return f"{town}{code[:4]}年{page.span.first.month}月信访统计"
    return f"{town}{code}年信访工作报告" if page.is_whole else f"{town}{code}年信访统计（截至{page.span.last.month}月）"


@dataclass(frozen=True, slots=True)
class SpanLink:
    """A span of time to choose."""

    label: str
    url: str
    is_chosen: bool


def spans(first: datetime | None, chosen: Span, *, today: date) -> list[list[SpanLink]]:
    """Return the years, and the quarters and months of the chosen one that have begun."""
    years = years_with_petitions(first, today=today)
    quarters = [f"{chosen.year}Q{number}" for number in range(1, 5)]
    months = [f"{chosen.year}-{number:02}" for number in range(1, 13)]
    rows = [[str(year) for year in years], quarters, months]
    return [[_span_link(code, chosen) for code in row if span(code).first <= today] for row in rows]


def _span_link(code: str, chosen: Span) -> SpanLink:
    label = _("Quarter %(number)s") % {"number": code[-1]} if "Q" in code else code
    label = _month(int(code[-2:])) if "-" in code else label
    return SpanLink(label, reverse("petitions_desk:figures_of", args=[code]), code == chosen.code)


def staff_files(page: YearPage) -> list[File]:
    """Return the papers of a span of time, for the office."""
    kinds = (("pdf", _("PDF, Chinese")), ("docx", _("Word document, Chinese")), ("csv", "CSV"))
    url, titles = "petitions_desk:figures_paper", {"csv": _("Figures as a table")}
    return [
        File(reverse(url, args=[page.span.code, form]), titles.get(form, title_of(page)), note) for form, note in kinds
    ]
