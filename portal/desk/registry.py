"""What rooms hand to the desk: entries of its menu, what waits for a person, and sections of its first page."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portal.core.registry import Registry
from portal.core.sections import Section, SharedReads
from portal.core.workflow import WORKFLOWS, Words


def _to_everybody(_person: Any, _at: datetime) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A part of the menu; its entries stand together."""

    key: str
    label: Words
    order: int


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the desk's menu.

    Attributes:
        group: The part of the menu it stands in; None for the first part, which has no heading.
        opens: Called with person and time, returns whether they find it in their menu.
        count: Called with person and time, returns how much waits for them there.
        is_exact: Whether only this very page is meant, not those below it.
        covers: The names of lists outside it that belong to it: it is marked there too.
    """

    key: str
    url_name: str
    label: Words
    group: MenuGroup | None
    order: int
    opens: Callable[[Any, datetime], bool] = _to_everybody
    count: Callable[[Any, datetime], int] | None = None
    is_exact: bool = False
    covers: Sequence[str] = ()


MENU: Registry[MenuEntry] = Registry("menu entry")


@dataclass(frozen=True, slots=True)
class Due:
    """How near a day is, in words. `kind` is owed, soon or empty."""

    text: str = ""
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the queue, for `components/queue_row.html`.

    Attributes:
        unit: Name of the unit.
        step: What it waits for, in words.
        token: The token with which the step is taken for several rows at once; empty where it cannot be.
    """

    pk: int
    verb: str
    title: Words
    url: str
    unit: str
    step: Words
    number: str = ""
    due: Due = Due()
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class QueueSource:
    """One kind of work that waits for people.

    Attributes:
        waiting: Called with person and time, returns what waits for them, made by `portal.desk.queue.waiting`.
        rows: Called with the keys of one page, person and time, returns their rows in any order.
        label: What such things are called, where the queue is narrowed to them.
        verbs: What its steps are called where they wait, in the order of the work; needed for those that are
            no verbs of the workflow whose name is the key.
    """

    key: str
    waiting: Callable[[Any, datetime], QuerySet[Any, dict[str, Any]]]
    rows: Callable[[Collection[int], Any, datetime], list[QueueRow]]
    label: Words = ""
    verbs: Mapping[str, Words] = field(default_factory=dict)

    @property
    def steps(self) -> dict[str, Words]:
        """What its steps are called where they wait, in the order of the work."""
        workflow = WORKFLOWS.get(self.key)
        return {**{verb.key: verb.waiting for verb in (workflow.verbs if workflow else ())}, **self.verbs}


QUEUE: Registry[QueueSource] = Registry("queue source")


@dataclass(frozen=True, slots=True)
class UnitNames:
    """Who knows what units are called; the desk has their codes only."""

    key: str
    names: Callable[[Collection[str]], Mapping[str, Words]]


UNIT_NAMES: Registry[UnitNames] = Registry("source of names of units")

TOP, NEXT, RAIL = "top", "next", "rail"
"""Places of the desk's first page besides the main one: above what waits, in its place if nothing does, and beside."""


@dataclass(frozen=True, slots=True)
class TallyFigure:
    """A figure of `components/tally.html`. A section of the desk's first page may have one as `figure`."""

    label: Words
    value: int | str
    url: str = ""
    owed: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class DeskHomePage(SharedReads):
    """The desk's first page, for its sections: whose it is, and when."""

    person: Any
    at: datetime


DESK_HOME_SECTIONS: Registry[Section[DeskHomePage]] = Registry("section of the desk's first page")
