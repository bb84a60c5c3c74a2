"""A town whose year is reported on, the people who do it, and figures that a test can change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from accountability.reports.actions import deciding, drawing, editing
from accountability.reports.models import Paragraph, Report
from accountability.reports.registry import FIGURES
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from tests.factories import UnitFactory, VillageFactory, person

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
YEAR = 2025
LAY = "people.lay"
"""A figure of the first chapter."""


@dataclass
class People:
    """A town with who writes, approves and must not see its reports."""

    town: Unit
    secretary: User
    approver: User
    leader: User
    clerk: User
    publisher: User
    administrator: User
    elsewhere: User
    """The secretary of another town."""


def people() -> People:
    """Return a town and its people."""
    town = UnitFactory()
    village = VillageFactory(parent=town)
    return People(
        town=town,
        secretary=person(Role.SECRETARY, town),
        approver=person(Role.APPROVER, town),
        leader=person(Role.LEADER, town),
        clerk=person(Role.CLERK, village),
        publisher=person(Role.PUBLISHER, town),
        administrator=person(Role.ADMINISTRATOR, town),
        elsewhere=person(Role.SECRETARY, UnitFactory()),
    )


@dataclass
class Counts:
    """What figures count while a test runs, by their key; all others count nothing."""

    values: dict[str, int] = field(default_factory=dict)

    def of(self, key: str) -> int:
        """Return what a figure counts."""
        return self.values.get(key, 0)


@contextmanager
def counting(**values: int) -> Iterator[Counts]:
    """Let figures count what a test says, named with `__` for the points of their keys, and not ask their sources."""
    told = Counts({key.replace("__", "."): value for key, value in values.items()})
    kept = dict(FIGURES._records)
    for key, figure in kept.items():
        names = (lambda _of: ["新庄村"]) if figure.names else None
        FIGURES._records[key] = replace(figure, count=lambda _of, key=key: told.of(key), names=names)  # type: ignore[misc]
    try:
        yield told
    finally:
        FIGURES._records.update(kept)


def drafted(cast: People, *, at: datetime = NOON) -> Report:
    """Return a report as the system drafts it."""
    return drawing.draw(actor=cast.secretary, town=cast.town, year=YEAR, at=at)


def planned(cast: People, report: Report, *, at: datetime = NOON) -> Paragraph:
    """Write what is planned, without which no report is submitted."""
    return editing.add(actor=cast.secretary, report=report, chapter="plans", text="明年每季度公开一次账目。", at=at)


def submitted(cast: People, *, at: datetime = NOON) -> Report:
    """Return a report that waits for the party committee."""
    report = drafted(cast, at=at)
    planned(cast, report, at=at)
    return deciding.submit(actor=cast.secretary, yearly_report=report, at=at + timedelta(hours=1))


def approved(cast: People, *, at: datetime = NOON) -> Report:
    """Return a report the party committee approved."""
    report = submitted(cast, at=at)
    return deciding.approve(actor=cast.approver, yearly_report=report, at=at + timedelta(hours=2))


def published(cast: People, *, at: datetime = NOON) -> Report:
    """Return a report everybody reads."""
    report = approved(cast, at=at)
    return deciding.publish(actor=cast.secretary, yearly_report=report, at=at + timedelta(hours=3))


def row_of(report: Report, row: str) -> Paragraph:
    """Return the paragraph of a row."""
    return report.paragraphs.select_related("report__town").get(row=row)
