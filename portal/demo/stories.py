"""The stories of the demo: tables and TOML files, read into steps in the order of time.

In a table (CSV) a row is a story or its next part: a column called like a verb holds the time of that step, any other
is an argument of its name. In a TOML file a story is a list of steps with `at`, `do`, `by` and such arguments.
"""

import csv
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from inspect import Parameter, signature
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.db.models import Model
from django.utils import timezone

from disclosure.catalogue.rules.periods import Period
from portal.core.refusals import Refused
from portal.demo.verb import Verb
from portal.demo.verbs import VERBS

GIVEN = frozenset({"actor", "at", "seen"})
"""What actions take that no story says by these names."""
WRITTEN = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a story.

    Attributes:
        place: File and entry, as a fault names them.
        by: User name of the actor; empty where the action has none.
        values: What the action is told; rows are named by numbers, codes or stories.
    """

    at: datetime
    place: str
    story: str
    verb: Verb
    by: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Argument:
    """What an action takes: a value of some type or several, with or without a default."""

    kind: Any
    is_list: bool
    is_required: bool

    @property
    def is_row(self) -> bool:
        """Whether it is a row of the database, which an earlier step may have made."""
        return isinstance(self.kind, type) and issubclass(self.kind, Model)


def read(folder: Path) -> list[Step]:
    """Return the steps of all files of a folder in the order of time.

    Raises:
        Refused: An entry is at fault; the sentence names the file and the entry.
    """
    found: list[Step] = []
    for path in sorted(folder.iterdir()):
        found += _rows(path) if path.suffix == ".csv" else _tables(path)
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
    if get_origin(kind) is UnionType:  # the first is how a story names it: `date | None`
        kind = next(one for one in get_args(kind) if one is not NoneType)
    is_list = get_origin(kind) in {list, Sequence, Iterable, Collection}
    return Argument(get_args(kind)[0] if is_list else get_origin(kind) or kind, is_list, is_required)


def _rows(path: Path) -> Iterator[Step]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames or ()
        verbs = {name: VERBS[name] for name in columns if name in VERBS}
        used = {"story", "by", *verbs, *(verb.by for verb in verbs.values())}
        used |= {name for verb in verbs.values() for name in arguments(verb)}
        for name in columns:
            if name not in used:
                raise Refused(f"{path.name}: no step of this table has a use for the column “{name}”.")
        for row in reader:
            place = f"{path.name}, line {reader.line_num}"
            if None in row or None in row.values():
                raise Refused(f"{place}: there are not as many cells as columns.")
            for name, verb in verbs.items():
                if row[name]:
                    values = {key: row[key] for key in arguments(verb) if row.get(key)}
                    by = row.get("by") or row.get(verb.by) or ""
                    yield _step(place, row["story"], values | {"at": row[name], "do": name, "by": by})


def _tables(path: Path) -> Iterator[Step]:
    try:
        stories = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise Refused(f"{path.name}: {fault}") from fault
    for story, steps in stories.items():
        if not isinstance(steps, list):
            raise Refused(f"{path.name}, “{story}”: each step begins with [[{story}]].")
        for number, values in enumerate(steps, start=1):
            yield _step(f"{path.name}, “{story}”, step {number}", story, values)


def _step(place: str, story: str, values: dict[str, Any]) -> Step:
    """Return a step as it is written, with `at`, `do` and `by` among its values."""
    at, do, by = (values.pop(name, "") for name in ("at", "do", "by"))
    verb = VERBS.get(do)
    if verb is None:
        raise Refused(f"{place}: there is no verb “{do}”.")
    takes = {name: argument for name, argument in arguments(verb).items() if name not in GIVEN}
    for name in values.keys() - takes.keys():
        raise Refused(f"{place}: “{do}” has no use for “{name}”.")
    for name, argument in takes.items():
        if argument.is_required and not argument.is_row and name not in values:
            raise Refused(f"{place}: “{do}” needs “{name}”.")
    moment = Argument(datetime, is_list=False, is_required=True)
    read = {name: _value(place, name, takes[name], value) for name, value in values.items()}
    return Step(_value(place, "at", moment, at), place, story, verb, by or verb.by, read)


def _value(place: str, name: str, argument: Argument, value: Any) -> Any:
    if argument.is_list:
        listed = value.split() if isinstance(value, str) else value
        return [_value(place, name, replace(argument, is_list=False), one) for one in listed]
    try:
        return _plain(argument.kind, value)
    except (ValueError, LookupError, TypeError, ArithmeticError, AttributeError) as fault:
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
