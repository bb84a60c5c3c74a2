"""What the demo township owes: a table made by hand, the command and the reading agree."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.actions import sync
from disclosure.obligations.enums import ExemptionState, Origin, Status
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries import awaited, owed as obligations
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.rules import share
from portal.accounts.models import Unit
from portal.accounts.queries import roster, system_actor, villages
from portal.core.demonstration import own_day

pytestmark = pytest.mark.usefixtures("demo")

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
YEARS_LATER = datetime(2028, 3, 1, 2, tzinfo=UTC)
Q2 = Period.parse("2026Q2")
VILLAGE_ITEMS = ("F02", "F04", "F06", "V02", "V06", "V07", "V08", "V12", "V13", "V16", "V17", "V18")
TABLE = {
    "QS": {"G05": "on_time", "G10": "on_time", "G11": "on_time", "G14": "on_time"},
    "QS-01": dict.fromkeys(VILLAGE_ITEMS, "on_time"),
    "QS-04": dict.fromkeys(VILLAGE_ITEMS, "on_time") | {"V08": "missing"},
    "QS-08": dict.fromkeys(VILLAGE_ITEMS, "on_time") | {"V02": "not_applicable"},
    "QS-09": dict.fromkeys(VILLAGE_ITEMS, "on_time") | {"V17": "excused"},
    "QS-10": dict.fromkeys(VILLAGE_ITEMS, "on_time") | {"V12": "late"},
}
"""The second quarter of 2026, as it was made by hand from the plan of the demo."""


def run(*words: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("obligations", *words, "--json", stdout=out)
    said: list[dict[str, Any]] = json.loads(out.getvalue())
    return said


def test_the_table_made_by_hand_the_command_and_the_reading_agree() -> None:
    rows = obligations.owed_for(Q2, at=NOW)
    read = {code: {row.entry.code: row.status.value for row in rows if row.unit.code == code} for code in TABLE}
    assert read == TABLE
    printed = run("--period", "2026Q2", "--at", "2026-11-21")
    assert [(line["unit"], line["entry"], line["period"]) for line in printed] == sorted(
        (row.unit.code, row.entry.code, str(row.period)) for row in rows
    )
    by_place = {(row.unit.code, row.entry.code): row for row in rows}
    for line in printed:
        row = by_place[line["unit"], line["entry"]]
        assert (line["due_on"], line["state"], line["notice"]) == ("2026-07-20", row.status, row.notice or None)
    assert len(printed) == 12 * 12 + 4
    assert {code: len(run("--period", "2026Q2", "--unit", code, "--at", "2026-11-21")) for code in TABLE} == {
        code: len(items) for code, items in TABLE.items()
    }


def test_a_day_in_between_shows_what_stood_then() -> None:
    then = {(line["unit"], line["entry"]): line for line in run("--period", "2026Q2", "--at", "2026-07-28")}
    assert then["QS-10", "V12"]["state"] == "missing"  # published on 3 August
    assert then["QS-10", "V12"]["notice"] is None
    assert then["QS-09", "V17"]["state"] == "excused"
    early = Counter(line["state"] for line in run("--period", "2026Q2", "--at", "2026-06-30"))
    assert set(early) == {"not_due"}


def test_the_command_refuses_what_is_none() -> None:
    with pytest.raises(CommandError, match="no unit QS-99"):
        run("--period", "2026Q2", "--unit", "QS-99")
    for words, fault in (
        (["--period", "2026Q5"], "is no period"),
        (["--period", "2026Q2", "--at", "20.7."], "is no day"),
        ([], "--period"),
    ):
        with pytest.raises(CommandError, match=fault):
            run(*words)


def test_the_table_for_people_names_each() -> None:
    out = StringIO()
    call_command("obligations", "--period", "2026Q2", "--unit", "QS-04", "--at", "2026-11-21", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 12
    assert "QS-04    V08    2026Q2   2026-07-20 missing" in lines


def test_what_the_demo_tells_of_exemptions_months_and_events() -> None:
    (waiting,) = Exemption.objects.filter(state=ExemptionState.PENDING).select_related("obligation")
    assert waiting.obligation.audit_number() == "QS-05-V08-2026Q3"
    months = obligations.owed_for(Period.parse("2026Q4"), at=NOW, units=Unit.objects.filter(code="QS-12"))
    assert [(str(row.period), row.status) for row in months if row.entry.code == "F02"] == [
        ("2026-10", Status.ON_TIME),
        ("2026-11", Status.NOT_DUE),
        ("2026-12", Status.NOT_DUE),
    ]
    (event,) = [row for row in awaited.open_items(at=NOW) if row.origin == Origin.EVENT]
    assert (event.unit.code, event.status, event.due_on) == ("QS-02", Status.DUE, date(2026, 11, 26))
    held = roster(at=NOW)
    for unit in [*villages(), Unit.objects.get(code="QS"), *Unit.objects.filter(kind="station")]:
        assert len(held.heads(unit)) == 1, unit


def test_every_quarter_has_a_matrix_and_most_of_it_is_on_time() -> None:
    known = read_basis(at=NOW).quarters()
    assert [str(period) for period in known][::7] == ["2026Q3", "2024Q4"]
    for period in known:
        said = share(row.status for row in obligations.owed_for(period, at=NOW))
        assert said.percent is not None
        assert said.percent > 70, (period, said)


def test_in_a_later_year_nobody_is_overdue_for_what_came_since() -> None:
    own = own_day()
    assert own is not None
    assert own > Period.parse("2026Q3").last
    assert read_basis(at=YEARS_LATER).current_quarter() == Period.parse("2026Q3")
    assert str(read_basis(at=YEARS_LATER).quarters()[0]) == "2026Q3"

    def owed_at(at: datetime) -> list[tuple[str, Status, int]]:
        return [(row.number, row.status, row.days_late) for row in awaited.open_items(at=at)]

    assert owed_at(YEARS_LATER) == owed_at(datetime.combine(own, NOW.timetz()))
    assert not sync.synchronise(actor=system_actor(), at=YEARS_LATER)
    assert run("--period", "2027Q4", "--at", "2028-03-01")[0]["state"] == "missing", "of a day that is named"


def test_what_is_stored_is_what_is_read_and_counting_again_changes_nothing() -> None:
    before = set(Obligation.objects.values_list("pk", "due_on", "voided_at"))
    assert not sync.synchronise(actor=system_actor(), at=NOW)
    assert set(Obligation.objects.values_list("pk", "due_on", "voided_at")) == before
    for row in awaited.open_items(at=NOW):
        assert row.obligation_id is not None, row.number
