"""Causes of reminders: what people are reminded of, step by step, and what of it is to be said now.

The steps and their days stand in `portal.messaging.rules`; each room finds what they are counted from, and for
whom they are. What somebody may not see they are not told of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from portal.messaging import rules
from portal.messaging.models import Message
from portal.messaging.rules import Step, To
from portal.messaging.types import Reminder, Words


@dataclass(frozen=True, slots=True)
class Cause:
    """What people are reminded of.

    Attributes:
        key: What it is known by for good; see `portal.messaging.types.Reminder.cause`.
        steps: Its steps that have come.
        people: For whom the steps are.
        words: What stands in the places of the wording.
        urls: Where it leads, for each of them.
    """

    key: str
    steps: Sequence[Step]
    people: Mapping[To, Sequence[User]]
    words: Words
    urls: Mapping[To, str]

    def reminders(self, said: Mapping[tuple[int, str], set[str]], on: date) -> Iterator[Reminder]:
        """Yield what each person is to be told on a day: the newest step, if it was not said."""
        parts: dict[int, set[To]] = {}
        people: dict[int, User] = {}
        for to, found in self.people.items():
            for person in found:
                people[person.pk] = person
                parts.setdefault(person.pk, set()).add(to)
        for key, mine in parts.items():
            steps = [step for step in self.steps if step.to & mine]
            step = rules.newest(steps, said=said.get((key, self.key), ()), on=on)
            if step:
                yield self._reminder(people[key], step, mine)

    def _reminder(self, person: User, step: Step, mine: set[To]) -> Reminder:
        concerned = step.to & mine
        own = concerned & {To.CLERK, To.NEXT}
        return Reminder(
            person=person,
            kind=step.kind,
            cause=self.key,
            step=step.name,
            due=step.due,
            words=self.words,
            url=self.urls[min(own or concerned)],
            escalates=not own,
        )


def reminders_of(causes: Iterable[Cause], *, on: date) -> list[Reminder]:
    """Return what is to be said on a day and was not yet, by person and cause.

    Of each cause a person is told the newest step that has come, and none that is older than one they
    were told.
    """
    found = list(causes)
    said = _said(cause.key for cause in found)
    return [reminder for cause in found for reminder in cause.reminders(said, on)]


def _said(keys: Iterable[str]) -> dict[tuple[int, str], set[str]]:
    """Return the steps that were said, by person and cause."""
    found: dict[tuple[int, str], set[str]] = {}
    rows = Message.objects.filter(cause__in=list(keys)).order_by()
    for person, cause, step in rows.values_list("person_id", "cause", "step"):
        found.setdefault((person, cause), set()).add(step)
    return found
