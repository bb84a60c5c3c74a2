"""Inspections on the public page of a year: figures, each inspection, and what is not put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from accountability.inspections.enums import FindingKind
from accountability.inspections.models import Finding
from accountability.inspections.queries import figures
from accountability.inspections.queries.figures import InspectionYear
from accountability.letters.registry import YearPage
from accountability.rectification.models import Rectification
from accountability.rectification.presenters import days_late
from portal.core import dates
from portal.core.charts import Bar, bars
from portal.core.demonstration import today_of_due_days
from portal.core.texts import joint


@dataclass(frozen=True, slots=True)
class PublicInspection:
    """An inspection in the table."""

    title: str
    days: str
    visits: int
    found: int
    done: int


@dataclass(frozen=True, slots=True)
class PublicFinding:
    """What is not put right; `late` says for how many days it is overdue, and is empty where it is not."""

    unit: str
    text: str
    due: str
    late: str
    responsible: str


@dataclass(frozen=True, slots=True)
class InspectionSection:
    """`accountability/inspections/_year.html`."""

    year: InspectionYear
    summary: str
    kinds: SafeString
    rows: Sequence[PublicInspection]
    still_open: Sequence[PublicFinding]


def section(page: YearPage) -> InspectionSection | None:
    """Return what everybody reads of the inspections of a year; None where none is closed."""
    inspections = list(figures.public_inspections(page.town, page.year))
    if not inspections:
        return None
    counted = figures.by_public_inspection(page.town, page.year, at=page.at)
    year = figures.of_year(page.town, page.year, at=page.at, is_public=True)
    today = today_of_due_days(page.at)
    rows = []
    for one in inspections:
        visits, found = counted.get(one.pk, (0, figures.FindingCounts()))
        rows.append(
            PublicInspection(one.title, dates.date_range(one.begins, one.ends), visits, found.found, found.done)
        )
    return InspectionSection(
        year=year,
        summary=summary(year),
        kinds=_kinds(year),
        rows=rows,
        still_open=[
            _open_row(one, one.rectification, today)
            for one in figures.public_open(page.town, page.year)
            if one.rectification is not None
        ],
    )


def summary(year: InspectionYear) -> str:
    """Return the year's findings in a sentence."""
    found = year.findings
    parts = [
        ngettext("%(count)d finding", "%(count)d findings", found.found) % {"count": found.found},
        _("put right in time %(count)d") % {"count": found.in_time},
        _("late %(count)d") % {"count": found.late},
        _("not yet %(count)d") % {"count": found.open},
    ]
    return joint().join(parts)


def _kinds(year: InspectionYear) -> SafeString:
    counted = sorted(year.by_kind.items(), key=lambda pair: -pair[1])
    items = [Bar(str(FindingKind(kind).label), Decimal(count), text=str(count)) for kind, count in counted]
    most = max((item.amount for item in items), default=Decimal(1))
    return bars(items, scale_max=most, hatch=False, ids="finding-kinds")


def _open_row(finding: Finding, row: Rectification, today: date) -> PublicFinding:
    late = days_late(row, today)
    words = ngettext("%(count)d day overdue", "%(count)d days overdue", late) % {"count": late} if late else ""
    return PublicFinding(
        unit=finding.unit.name,
        text=finding.public_text or str(FindingKind(finding.kind).label),
        due=dates.full_date(row.due),
        late=words,
        responsible=row.responsible,
    )
