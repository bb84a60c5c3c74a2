"""Reads about yearly reports: what one says, what the portal counts, the years before, and the list behind a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.reports.models import Report
from disclosure.reports.rules import (
    CARRIED_ON,
    CARRIED_OVER,
    DECIMALS,
    FORM,
    PLACES,
    RECEIVED,
    TABLES,
    TEXTS,
    Fault,
    Figures,
    cell,
    check,
    with_totals,
)
from disclosure.requests.enums import Applicant, Result
from disclosure.requests.models import Request
from disclosure.requests.policies import WORKS_ON
from disclosure.requests.queries.yearly import behind, year_of_requests
from portal.accounts.models import Unit, User

YEARS_COMPARED = 3
"""How many years before a report stand beside it."""


@dataclass(frozen=True, slots=True)
class YearOfReport:
    """A published report with the edition that is in force."""

    edition: Edition
    year: int
    figures: dict[str, Decimal]


def report_of(edition: Edition) -> Report | None:
    """Return the report of an edition; None where none was saved yet."""
    return Report.objects.filter(edition=edition).first()


def year_of(edition: Edition) -> int:
    """Return the year an edition reports on."""
    return Period.parse(edition.notice.period).first.year


def read(stored: Mapping[str, str]) -> dict[str, Decimal]:
    """Return figures out of their stored form; what is not stored is 0."""
    return {name: Decimal(text) for name, text in stored.items() if name in PLACES}


def stored(figures: Figures) -> dict[str, str]:
    """Return figures in their stored form: without zeros, in the order of the form."""
    return {name: f"{figures[name].normalize():f}" for name in PLACES if figures.get(name)}


def counted(town: Unit, year: int) -> dict[str, Decimal]:
    """Return what the portal counts for part 3, with its totals, read with two queries."""
    found = year_of_requests(town, year)
    figures = {
        cell("requests", row, applicant): Decimal(count)
        for row, counts in (
            (RECEIVED, found.received),
            (CARRIED_OVER, found.carried_over),
            (CARRIED_ON, found.carried_on),
        )
        for applicant, count in counts.items()
    }
    for (applicant, result), count in found.results.items():
        figures[cell("requests", result, applicant)] = Decimal(count)
    return with_totals(figures)


def requests_behind(person: User, edition: Edition, row: str, column: str, *, at: Any) -> QuerySet[Request] | None:
    """Return the requests behind a figure of part 3 that a person works on; None where there is no such figure."""
    if cell("requests", row, column) not in PLACES:
        return None
    found = behind(
        edition.notice.unit.town,
        year_of(edition),
        applicant=column if column in Applicant.values else "",
        result=row if row in Result.values else "",
        part=row if row in (RECEIVED, CARRIED_OVER, CARRIED_ON) else "",
    )
    return found.filter(pk__in=WORKS_ON.permitted(person, at=at).order_by().values("pk"))


def looks_behind(person: User, edition: Edition, *, at: Any) -> bool:
    """Return whether a person works on requests of the town, so that lists behind figures show them something."""
    return WORKS_ON.permitted(person, at=at).filter(town=edition.notice.unit.town).exists()


def years_before(edition: Edition, *, count: int = YEARS_COMPARED) -> list[YearOfReport]:
    """Return the published reports of the same unit for the years before an edition's, newest first."""
    year = year_of(edition)
    rows = (
        Report.objects.filter(
            edition__state=State.PUBLISHED,
            edition__notice__unit=edition.notice.unit_id,
            edition__notice__entry=edition.notice.entry_id,
            edition__notice__period__in=[str(one) for one in range(year - count, year)],
        )
        .select_related("edition__notice__unit", "edition__notice__entry")
        .order_by("-edition__notice__period")
    )
    return [YearOfReport(row.edition, year_of(row.edition), read(row.figures)) for row in rows]


def figures_before(edition: Edition) -> dict[str, Decimal] | None:
    """Return the figures published for the year before; None where there are none."""
    found = years_before(edition, count=1)
    return found[0].figures if found else None


def faults_of(edition: Edition, report: Report) -> list[Fault]:
    """Return what does not fit in the figures of an edition."""
    return check(read(report.figures), figures_before(edition))


def published_report(year: int, unit: str = "") -> Edition | None:
    """Return the report in force of a year: that of a unit by its code, or of the first that has one."""
    rows = Edition.objects.filter(state=State.PUBLISHED, form=FORM, notice__period=str(year))
    if unit:
        rows = rows.filter(notice__unit__code=unit)
    return rows.select_related("notice__unit__parent", "notice__entry").order_by("notice__unit__code", "pk").first()


def report_document(edition: Edition) -> dict[str, Any] | None:
    """Return the report for the canonical document and for the download as JSON; None where none was saved.

    Counts are whole numbers; fees are text with four places, in 万元.
    """
    report = report_of(edition)
    if report is None:
        return None
    figures = read(report.figures)
    tables = {table.key: _nested(figures, table.cells) for table in TABLES}
    texts = {name: getattr(report, name) for name in TEXTS}
    return {"year": year_of(edition), **texts, **tables, "explanations": dict(report.explanations)}


def figures_in(document: Mapping[str, Any]) -> dict[str, Decimal]:
    """Return the figures of a report out of a canonical document."""
    told = document.get(FORM) or {}
    return {
        cell(table.key, row, column): Decimal(str(value))
        for table in TABLES
        for row, columns in told.get(table.key, {}).items()
        for column, value in columns.items()
    }


def _nested(figures: Figures, cells: Iterable[str]) -> dict[str, dict[str, int | str]]:
    rows: dict[str, dict[str, int | str]] = {}
    for name in cells:
        _table, row, column = name.split("-")
        value, places = figures.get(name, Decimal(0)), DECIMALS[name]
        rows.setdefault(row, {})[column] = f"{value:.{places}f}" if places else int(value)
    return rows
