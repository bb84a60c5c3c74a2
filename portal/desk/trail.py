"""What has been done with a subject: its audit lines, and where they are kept the changes word by word."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _, pgettext

from portal.core import audit, dates
from portal.core.workflow import Words, Workflow


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    what: Words
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One thing that was done, for `desk/_trail.html`.

    Attributes:
        who: Name of the person; the system is called the website.
        is_back: Whether it sent back or turned down.
        changes: What it changed, where that is kept.
    """

    at: datetime
    what: Words
    who: str
    reason: str = ""
    is_back: bool = False
    changes: tuple[Change, ...] = ()


_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def _written_day(found: re.Match[str]) -> str:
    """Return a day as people write it; lines of time limits keep the day they end on in ISO 8601."""
    return dates.full_date(date.fromisoformat(found[0]))


def trail(
    subject: Model,
    workflow: Workflow,
    *,
    also: Iterable[Model] = (),
    words: Mapping[str, Words] | None = None,
    changes: Iterable[TrailLine] = (),
) -> list[TrailLine]:
    """Return what has been done with a subject, oldest first.

    Args:
        also: Rows that belong to it and have lines of their own, such as its case.
        words: What other deeds are called, such as writing a draft.
        changes: Lines made by `changes_of`, to be put among the others.
    """
    named = {verb.key: verb for verb in workflow.verbs}
    done, others = {key: verb.done for key, verb in named.items()}, words or {}
    lines = []
    for line in audit.lines_of(subject, *also):
        is_own = line.subject_kind == subject._meta.label_lower
        # A row that belongs to it may call by the same name what is done with it alone.
        labels = {**done, **others} if not is_own else {**others, **done}
        lines.append(
            TrailLine(
                at=line.at,
                what=labels.get(line.verb, line.verb),
                who=name_of(line.actor),
                reason=line.reason if is_own else _ISO_DAY.sub(_written_day, line.reason),
                is_back=is_own and line.verb in named and named[line.verb].is_back,
            )
        )
    return sorted([*lines, *changes], key=lambda line: line.at)


def changes_of(
    records: Iterable[Any], labels: Mapping[str, Words], *, show: Callable[[Any], str] = str
) -> list[TrailLine]:
    """Return what changed in rows whose history is kept, oldest first.

    Args:
        records: Rows of one history table, with `history_user` fetched along.
        labels: The fields that are compared, with what they are called.
        show: Returns a field's value as text; None is shown as nothing.
    """
    lines = [_compared(before, after, labels, show) for before, after in successive(records)]
    return sorted((line for line in lines if line.changes), key=lambda line: line.at)


def changed(record: Any, what: Words, before: str, after: str) -> TrailLine:
    """Return the line of one change that a record of a history table notes."""
    who, done = name_of(record.history_user), pgettext("audit entry", "Changed")
    return TrailLine(record.history_date, done, who, changes=(Change(what, before, after),))


def successive(records: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the records of a history table with the one before, row by row, oldest first."""
    by_row: dict[Any, list[Any]] = defaultdict(list)
    for record in sorted(records, key=lambda one: (one.history_date, one.history_id)):
        by_row[record.id].append(record)
    for rows in by_row.values():
        yield from pairwise(rows)


def name_of(person: Any) -> str:
    """Return the name under which somebody's deeds stand; empty where nobody is known."""
    if person is None:
        return ""
    return _("the website") if person.is_system else str(person.name)


def _compared(before: Any, after: Any, labels: Mapping[str, Words], show: Callable[[Any], str]) -> TrailLine:
    """Return what a record changed. One that notes a removal holds the values as they were last."""
    is_removed = after.history_type == "-"
    changes = []
    for field, what in labels.items():
        old, new = getattr(before, field), None if is_removed else getattr(after, field)
        if old != new:
            changes.append(Change(what, *("" if value is None else show(value) for value in (old, new))))
    done = pgettext("audit entry", "Removed") if is_removed else pgettext("audit entry", "Changed")
    return TrailLine(after.history_date, done, name_of(after.history_user), changes=tuple(changes))
