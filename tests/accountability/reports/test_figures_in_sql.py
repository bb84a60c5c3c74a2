"""Every figure of the demo township's yearly report for 2025 matches a count in plain SQL.

`figures.sql` asks the tables, which hold what is true now. So the source of each figure is compared with it as of the
day of the demo, for the year and for the year before. What the published report says was counted in March 2026: it has
to be the same, but for the figures of `CHANGED_SINCE`, each with what the report says and why that is so no longer.

Some figures of 2025 are 0, which a query that finds nothing says as well. So the year that runs is compared too.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accountability.reports.enums import FIGURE_PLACES, ReportState
from accountability.reports.models import Report
from accountability.reports.queries.figures import Counted, counted, keys_of_report
from portal.accounts.models import Unit
from portal.core.demonstration import own_day

pytestmark = pytest.mark.usefixtures("demo")

TOWN, YEAR = "QS", 2025
TODAY = date(2026, 11, 21)
"""The day on which the demo stands still."""
FILE = Path(__file__).with_name("figures.sql")
HEADING = re.compile(r"^-- ([\w{}]+(?:\.[\w{}]+)+)(?: for (.+))?$", re.MULTILINE)
"""What begins the query of a figure, or of several: `-- key for name in value, value and name in value, value`."""

_OVERDUE = "QS-ZG-2025-034 had been given until the end of June 2026; that day passed, and it is still not put right."
CHANGED_SINCE: Mapping[str, tuple[int, str]] = {
    "findings.overdue": (2, _OVERDUE),
    "rectification.overdue": (2, _OVERDUE),
}
"""What the published report says otherwise than the tables do now, and why."""
_NOT_STORED = "What is owed for December is counted from the calendar, and stored only when that comes near."
DIFFERS_WHILE_THE_YEAR_RUNS: Mapping[str, str] = {
    "village.q4.owed": _NOT_STORED,
    "village.open": _NOT_STORED,
    "town.q4.owed": _NOT_STORED,
}
"""The figures of 2026, on which no report has been drawn, that are no count of what is stored; and why."""


def read(text: str) -> tuple[str, dict[str, str]]:
    """Return what stands before every query, and the query of each figure."""
    common, *found = HEADING.split(text)
    queries: dict[str, str] = {}
    for key, each, query in zip(found[::3], found[1::3], found[2::3], strict=True):
        names, values = [], []
        for part in each.split(" and ") if each else ():
            name, _in, listed = part.partition(" in ")
            names.append(name)
            values.append(listed.split(", "))
        for chosen in product(*values):
            filled_key, filled = key, query
            for name, value in zip(names, chosen, strict=True):
                filled_key, filled = filled_key.replace(f"{{{name}}}", value), filled.replace(f"{{{name}}}", value)
            assert filled_key not in queries, f"figures.sql asks for {filled_key} twice."
            queries[filled_key] = filled
    return common, queries


COMMON, QUERIES = read(FILE.read_text())


def ask(key: str, year: int, *, today: date = TODAY) -> Decimal | None:
    """Return what the tables say."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', %s, true)", [settings.TIME_ZONE])
        cursor.execute(COMMON + QUERIES[key], {"town": TOWN, "year": year, "today": today})
        ((told,),) = cursor.fetchall()
    return kept(told)


def kept(told: Decimal | int | None) -> Decimal | None:
    """Return a figure with as many places as a report keeps."""
    return None if told is None else round(Decimal(told), FIGURE_PLACES)


def count(year: int) -> Mapping[str, Counted]:
    """Return what the sources of the figures say on the day of the demo."""
    at = datetime.combine(TODAY, datetime.max.time(), tzinfo=ZoneInfo(settings.TIME_ZONE))
    return counted(Unit.objects.get(code=TOWN), year, at=at)


@pytest.fixture(scope="module")
def of_the_year(demo: None) -> Mapping[str, Counted]:
    """The figures of the year that is reported on."""
    return count(YEAR)


@pytest.fixture(scope="module")
def of_this_year(demo: None) -> Mapping[str, Counted]:
    """The figures of the year that runs."""
    return count(TODAY.year)


@pytest.fixture(scope="module")
def report(demo: None) -> Report:
    """The report as it is published: its second edition, for it was corrected once."""
    return Report.objects.get(town__code=TOWN, year=YEAR, edition=2, state=ReportState.PUBLISHED)


def test_the_demo_stands_still_on_the_day_of_the_question() -> None:
    assert own_day() == TODAY


def test_every_query_is_of_a_figure() -> None:
    assert set(QUERIES) <= set(keys_of_report()), "figures.sql asks for what the report does not say."


@pytest.mark.parametrize("key", keys_of_report())
def test_the_source_of_a_figure_says_what_the_tables_say(key: str, of_the_year: Mapping[str, Counted]) -> None:
    assert key in QUERIES, f"The report says {key}, but figures.sql has no query of it."
    figure = of_the_year[key]
    assert kept(figure.value) == ask(key, YEAR)
    assert kept(figure.before) == ask(key, YEAR - 1), "of the year before"


@pytest.mark.parametrize("key", keys_of_report())
def test_the_source_says_it_of_the_year_that_runs_too(key: str, of_this_year: Mapping[str, Counted]) -> None:
    assert key in QUERIES, f"The report says {key}, but figures.sql has no query of it."
    said, told = kept(of_this_year[key].value), ask(key, TODAY.year)
    if key in DIFFERS_WHILE_THE_YEAR_RUNS:
        assert said != told, f"No longer so: {DIFFERS_WHILE_THE_YEAR_RUNS[key]}"
    else:
        assert said == told


@pytest.mark.parametrize("key", keys_of_report())
def test_the_published_report_says_what_the_tables_say(key: str, report: Report) -> None:
    assert key in QUERIES, f"The report says {key}, but figures.sql has no query of it."
    said, told = report.figures.get(key=key).value, ask(key, YEAR)
    if key not in CHANGED_SINCE:
        assert said == told
        return
    then, why = CHANGED_SINCE[key]
    assert said == then != told, f"No longer so: {why}"
    counted_on = timezone.localdate(report.counted_at)
    assert said == ask(key, YEAR, today=counted_on), "Nothing but the day makes the difference."
