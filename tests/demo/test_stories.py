"""Files of stories: what is read from them, and how a fault in them is named."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from disclosure.demands.enums import Capacity
from portal.core.refusals import Refused
from portal.demo.contents import FOLDER
from portal.demo.stories import Step, read
from portal.demo.verbs import VERBS

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
