"""Files of stories: what is read from them, and how a fault in them is named."""

import csv
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from disclosure.catalogue.rules.periods import Period
from disclosure.demands.enums import Capacity
from disclosure.lists.forms.grid import grid_of
from disclosure.lists.registry import LISTS, ListForm
from portal.core.refusals import Refused
from portal.demo.contents import FOLDER, rows
from portal.demo.stories import Step, read
from portal.demo.verbs import VERBS
from portal.desk.grid.rows import GridRow

TABLE = "story,unit,entry,period,clerk,start,review\n"
FAULTS = {
    "an unknown column": (
        "a.csv",
        "story,colour,review\n",
        "a.csv: no step of this table has a use for the column “colour”.",
    ),
    "a row that is too short": ("a.csv", f"{TABLE}one,QS\n", "a.csv, line 2: there are not as many cells as columns."),
    "a time that is none": (
        "a.csv",
        f"{TABLE}one,QS,G01,2026,clerk,2026-13-01 09:00:00,\n",
        "a.csv, line 2: “2026-13-01 09:00:00” cannot stand for “at”.",
    ),
    "no TOML": ("a.toml", "[[one]]\nat = 2026\ndo =\n", "a.toml: Invalid value (at line 3, column 5)"),
    "a story that is no list": ("a.toml", "[one]\ndo = 'review'\n", "a.toml, “one”: each step begins with [[one]]."),
    "no time": ("a.toml", "[[one]]\ndo = 'review'\n", "a.toml, “one”, step 1: “” cannot stand for “at”."),
    "an unknown verb": (
        "a.toml",
        "[[one]]\nat = 2026-01-05T09:00:00\ndo = 'review'\n\n[[one]]\nat = 2026-01-06T09:00:00\ndo = 'revue'\n",
        "a.toml, “one”, step 2: there is no verb “revue”.",
    ),
    "a value nobody asks for": (
        "a.toml",
        "[[one]]\nat = 2026-01-05T09:00:00\ndo = 'review'\nreason = 'why'\n",
        "a.toml, “one”, step 1: “review” has no use for “reason”.",
    ),
    "a value that is missing": (
        "a.toml",
        "[[one]]\nat = 2026-01-05T09:00:00\ndo = 'send back'\n",
        "a.toml, “one”, step 1: “send back” needs “reason”.",
    ),
    "a value that is none of the kind": (
        "a.toml",
        "[[one]]\nat = 2026-01-05T09:00:00\ndo = 'support demand'\ncapacity = 'mayor'\nchannel = 'web'\n",
        "a.toml, “one”, step 1: “mayor” cannot stand for “capacity”.",
    ),
}


def written(folder: Path, name: str, text: str) -> list[Step]:
    (folder / name).write_text(text, encoding="utf-8")
    return read(folder)


@pytest.mark.parametrize(("name", "text", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_file_and_entry(name: str, text: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        written(tmp_path, name, text)
    assert str(refusal.value) == sentence


def test_a_row_is_a_step_for_each_time_in_it(tmp_path: Path) -> None:
    text = f"{TABLE}one,QS,G01,2026,clerk.town,2026-01-05 09:00:00,2026-01-06 10:30:00\n"
    start, review = written(tmp_path, "a.csv", text)
    assert (start.verb, start.by, start.story, start.place) == (VERBS["start"], "clerk.town", "one", "a.csv, line 2")
    assert dict(start.values) == {"unit": "QS", "entry": "G01", "period": "2026"}
    assert start.at == datetime(2026, 1, 5, 1, tzinfo=UTC)
    assert (review.verb, review.by, dict(review.values)) == (VERBS["review"], "reviewer", {})


def test_steps_of_all_files_come_in_the_order_of_time_with_values_of_their_kinds(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", f"{TABLE}one,QS,G01,2026,clerk.town,2026-01-05 09:00:00,2026-01-06 10:30:00\n")
    text = """
[[two]]
at = 2026-01-05T12:00:00
do = "support demand"
by = "system"
capacity = "villager"
channel = "web"
people = 3

[[two]]
at = 2026-01-07T12:00:00
do = "owe items"
entries = ["F01", "F02"]
owed_since = 2026-01-01
"""
    first, second, third, fourth = written(tmp_path, "b.toml", text)
    assert [step.story for step in (first, second, third, fourth)] == ["one", "two", "one", "two"]
    assert second.by == "system"
    assert (second.values["capacity"], second.values["people"]) == (Capacity.VILLAGER, 3)
    assert dict(fourth.values) == {"entries": ["F01", "F02"], "owed_since": date(2026, 1, 1)}


def test_every_verb_of_the_demo_is_told() -> None:
    assert {id(step.verb) for step in read(FOLDER / "stories")} == {id(verb) for verb in VERBS.values()}


def forms() -> dict[str, str]:
    """Return the form of each entry of the catalogue."""
    with (settings.BASE_DIR / "data" / "catalogue.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["form"] for row in csv.DictReader(file)}


def test_each_form_that_is_a_list_is_told_of_at_least_twice() -> None:
    entries = forms()
    told = Counter(
        entries[row["entry"]]
        for table in ("items.csv", "notices.csv")
        for row in rows(f"stories/{table}")
        if row["lines"] and row["publish"]
    )
    assert {form.key for form in LISTS if told[form.key] < 2} == set()


@pytest.mark.parametrize("table", sorted(path.name for path in (FOLDER / "lists").glob("*.csv")))
def test_every_list_can_be_read_and_breaks_no_rule(table: str) -> None:
    form: ListForm = LISTS[forms()[Path(table).stem.split("-")[0].upper()]]
    lists: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows(f"lists/{table}"):
        lists[row.get("unit", ""), row.get("period", "")].append(row)
    for place, own in lists.items():
        grid = grid_of(form)(
            [GridRow(number, {key: row.get(key, "") for key in form.names}) for number, row in enumerate(own)]
        )
        lines = grid.read(period=Period.parse(place[1] or "2026"), published=())
        assert lines, (place, list(grid.faults()))
        for number, line in enumerate(lines, start=1):
            line.number = number
        assert not list(form.findings(lines)), place
