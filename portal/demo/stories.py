"""The stories of the demo: tables and TOML files, read into steps in the order of time.

In a table (CSV) a row is a story, or its next part; a column that is called like a verb holds the time of that step,
and any other says something to the steps whose actions take an argument of its name. In a TOML file a story is a
list of steps, each with `at`, `do` and what its action takes; `by` names who does it.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache, partial
from inspect import Parameter, signature
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.utils import timezone

from disclosure.catalogue.rules.periods import Period
from portal.core.refusals import Refused
from portal.demo.verbs import VERBS, Verb

GIVEN = frozenset({"actor", "at", "seen"})
"""What actions take that no story says by these names."""
WRITTEN = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a story.

    Attributes:
        at: When.
        place: File and entry, as a fault is told.
        story: The name under which is kept what the step makes.
        verb: What is done.
        by: User name of the actor.
        values: What the action is told; rows are still named by numbers, codes or stories.
    """

    at: datetime
    place: str
    story: str
    verb: Verb
    by: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Argument:
    """What an action takes: values of a kind, one or several."""

    kind: Any
    is_list: bool
    is_required: bool


def read(folder: Path) -> list[Step]:
    """Return the steps of all files of a folder in the order of time.

    Raises:
        Refused: An entry is at fault; the sentence names the file and the entry.
    """
    found: list[Step] = []
    for path in sorted(folder.iterdir()):
        steps = list(_table(path) if path.suffix == ".csv" else _told(path))
        _check_order(steps)
        found += steps
    return sorted(found, key=lambda step: step.at)


@cache
def arguments(verb: Verb) -> Mapping[str, Argument]:
    """Return what a verb's action takes, by name."""
    action: Any = verb.action
    kinds = get_type_hints(action.func if isinstance(action, partial) else action)
    return {
        name: _argument(kinds[name], is_required=one.default is Parameter.empty)
        for name, one in signature(action).parameters.items()
    }


def _argument(kind: Any, *, is_required: bool) -> Argument:
    if get_origin(kind) is UnionType:  # the first is how a story names it: `Owed | Obligation`, `date | None`
        kind = next(one for one in get_args(kind) if one is not NoneType)
    is_list = get_origin(kind) in {list, Sequence, Iterable}
    return Argument(get_args(kind)[0] if is_list else get_origin(kind) or kind, is_list, is_required)


def _table(path: Path) -> Iterator[Step]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        known = {"story", "by", *VERBS}
        for name in reader.fieldnames or ():
            if name in VERBS:
                known |= arguments(VERBS[name]).keys() | {VERBS[name].by}
        for name in reader.fieldnames or ():
            if name not in known:
                raise Refused(f"{path.name}: no step of this table has a use for the column “{name}”.")
        for row in reader:
            place = f"{path.name}, line {reader.line_num}"
            for name, cell in row.items():
                if name in VERBS and cell:
                    takes = arguments(VERBS[name]).keys() - GIVEN
                    values = {key: value for key, value in row.items() if key in takes and value}
                    by = row.get("by") or row.get(VERBS[name].by) or VERBS[name].by
                    yield _step(place, row["story"], name, cell, by, values)


def _told(path: Path) -> Iterator[Step]:
    try:
        stories = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise Refused(f"{path.name}: {fault}") from fault
    for story, steps in stories.items():
        for number, values in enumerate(steps, start=1):
            place = f"{path.name}, “{story}”, step {number}"
            for name in ("at", "do"):
                if name not in values:
                    raise Refused(f"{place}: “{name}” is missing.")
            at, verb = values.pop("at"), values.pop("do")
            yield _step(place, story, verb, at, values.pop("by", ""), values)


def _step(place: str, story: str, name: str, at: Any, by: str, values: Mapping[str, Any]) -> Step:
    verb = VERBS.get(name)
    if verb is None:
        raise Refused(f"{place}: there is no verb “{name}”.")
    takes = arguments(verb)
    for key in values:
        if key not in takes or key in GIVEN:
            raise Refused(f"{place}: “{name}” has no use for “{key}”.")
    read = {key: _value(place, key, takes[key], value) for key, value in values.items()}
    return Step(_value(place, name, Argument(datetime, False, True), at), place, story, verb, by or verb.by, read)


def _value(place: str, name: str, argument: Argument, value: Any) -> Any:
    if argument.is_list:
        listed = value.split() if isinstance(value, str) else value
        return [_value(place, name, Argument(argument.kind, False, True), one) for one in listed]
    try:
        return _plain(argument.kind, value)
    except (ValueError, KeyError, TypeError, InvalidOperation) as fault:
        raise Refused(f"{place}: “{value}” cannot stand for “{name}”.") from fault


def _plain(kind: Any, value: Any) -> Any:
    """Return a value that needs no database; the name of anything else stays as it is written."""
    if kind is datetime:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=timezone.get_default_timezone())
    if kind is bool:
        return value if isinstance(value, bool) else WRITTEN[value]
    if kind is date:
        return date.fromisoformat(value) if isinstance(value, str) else value
    if kind is Period:
        return Period.parse(value)
    return kind(value) if kind in {int, Decimal} or issubclass(kind, Enum) else value


def _check_order(steps: Iterable[Step]) -> None:
    last: dict[str, datetime] = {}
    for step in steps:
        if step.at < last.get(step.story, step.at):
            raise Refused(f"{step.place}: a step of “{step.story}” stands after a later one.")
        last[step.story] = step.at
