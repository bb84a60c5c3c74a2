"""The life of a notice in the demo: which step is taken when, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.utils import timezone

from portal.core.calendar.rules import Calendar
from portal.demo.dice import Dice

Until = Literal["draft", "submitted", "countersigned", "reviewed", "approved", "scheduled", "published", "sent_back"]
TOWN_HANDS = {"review": "reviewer", "approve": "approver", "schedule": "publisher", "publish": "publisher"}
"""Who takes a step that is the town's to take."""
_SLOTS: Mapping[str, tuple[int, int, int]] = {
    "start": (-3, 8 * 60 + 40, 40),
    "write": (-3, 9 * 60 + 40, 90),
    "submit": (-2, 9 * 60, 150),
    "countersign": (-2, 14 * 60 + 30, 150),
    "review": (-1, 8 * 60 + 40, 170),
    "send_back": (-1, 8 * 60 + 40, 170),
    "approve": (-1, 14 * 60 + 30, 140),
    "schedule": (-1, 17 * 60, 25),
    "publish": (0, 9 * 60, 470),
}
"""Working days before publication, earliest minute of the day, and how many minutes it may take longer."""
_STEPS_UNTIL: Mapping[Until, tuple[str, ...]] = {
    "draft": ("start", "write"),
    "submitted": ("start", "write", "submit"),
    "countersigned": ("start", "write", "submit", "countersign"),
    "sent_back": ("start", "write", "submit", "countersign", "send_back"),
    "reviewed": ("start", "write", "submit", "countersign", "review"),
    "approved": ("start", "write", "submit", "countersign", "review", "approve"),
    "scheduled": ("start", "write", "submit", "countersign", "review", "approve", "schedule"),
    "published": ("start", "write", "submit", "countersign", "review", "approve", "publish"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One deed.

    Attributes:
        at: When.
        verb: Which action of the portal, or `write` for putting the content into the draft.
        who: User name of the actor.
        values: What the action is told.
    """

    at: datetime
    verb: str
    who: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of an allocation, in yuan; `to` is a unit's code, or the name of somebody else."""

    to: str
    fund: str
    amount: Decimal
    paid_on: date | None = None
    note: str = ""


@dataclass(slots=True)
class Story:
    """What happens to one notice, in the order of time.

    Attributes:
        unit: Code of the unit that owes it.
        entry: Code of the item.
        period: The period, or the year of what is not regular.
        clerk: Who prepares it.
        supervisor: Who countersigns it; none outside of villages.
        title: Its title; empty where the portal composes one.
        station: Code of the station that prepares it for the town.
        steps: The deeds.
    """

    unit: str
    entry: str
    period: str
    clerk: str
    supervisor: str = ""
    title: str = ""
    station: str = ""
    steps: list[Step] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from the others, also in the database."""
        return self.unit, self.entry, self.period, self.title

    def tell(
        self, day: date, *, content: Mapping[str, Any], until: Until = "published", verb: str = "start", **extra: Any
    ) -> None:
        """Add an edition: from its draft to a state.

        Args:
            day: The day it is published; for a state before that, the day of the last step.
            content: What is written into the draft.
            until: The state it reaches.
            verb: `start`, or `correct` for a later edition.
            extra: `reason` of sending back, `due` of a schedule.
        """
        verbs = [each for each in _STEPS_UNTIL[until] if each != "countersign" or self.supervisor]
        published = day if until == "published" else shifted(day, -_SLOTS[verbs[-1]][0])
        dice = Dice("times", *self.key, str(day))
        for each in verbs:
            values = content if each == "write" else extra if each in {"send_back", "schedule"} else {}
            self.steps.append(
                Step(_moment(published, each, dice), verb if each == "start" else each, self._hand(each), values)
            )

    def withdraw(self, day: date, *, reason: str) -> None:
        """Add the withdrawal of what is live."""
        at = _moment(day, "publish", Dice("withdrawn", *self.key))
        self.steps.append(Step(at, "withdraw", "publisher", {"reason": reason}))

    def _hand(self, verb: str) -> str:
        if verb == "send_back":
            return "reviewer"
        if verb == "countersign":
            return self.supervisor
        return TOWN_HANDS.get(verb, self.clerk)


def shifted(day: date, working_days: int) -> date:
    """Return the working day so many working days later, or earlier where negative."""
    calendar, left = Calendar(), abs(working_days)
    one = timedelta(days=1 if working_days > 0 else -1)
    while left:
        day += one
        left -= calendar.is_working_day(day)
    return day


def _moment(published: date, verb: str, dice: Dice) -> datetime:
    back, earliest, room = _SLOTS[verb]
    minute = earliest + dice.below(room)
    at = time(minute // 60, minute % 60, dice.below(60))
    return datetime.combine(shifted(published, back), at, tzinfo=timezone.get_default_timezone())
