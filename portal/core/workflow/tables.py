"""Tables of steps: what may follow what, by whom, on what legal basis, and what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.refusals import WrongState
from portal.core.registry import Registry

Words = str | Promise
_GONE = _("Somebody else has done this already. It no longer waits for you.")


@dataclass(frozen=True, slots=True)
class Verb:
    """What a step is called, before and after. The words stand here once, however many rows have the verb.

    Attributes:
        label: What stands on its button; empty for a verb that no page offers, because the system takes the
            step or because it follows from another.
        waiting: What it is called where it waits for somebody, in lists and figures.
        done: What it is called once it is done, in the list of what has been done.
        success_message: What the person is told when it is done, with places such as `%(title)s`.
        is_back: Whether it sends back or turns down; such a step is shown in the colour of what is owed.
    """

    key: str
    label: Words
    waiting: Words
    done: Words
    success_message: Words
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One permitted step.

    Attributes:
        source: State the subject must be in; empty for a row that creates it.
        who: Name of the policy that must allow it; of a row that creates, the policy on the parent.
        basis: Rule or law the step follows, in Chinese as cited.
    """

    source: str
    verb: str
    target: str
    who: str
    basis: str
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Workflow:
    """A named table of rows.

    Attributes:
        rows: The permitted steps; a pair of source and verb stands at most once.
        refusals: The sentence for a verb that is not possible from the state found.
        gone: The sentence for somebody whose step came too late, and who may not see the subject any more.
    """

    name: str
    rows: tuple[Row, ...]
    verbs: tuple[Verb, ...]
    refusals: Mapping[str, Words]
    gone: Words = _GONE

    def __post_init__(self) -> None:
        pairs = [(row.source, row.verb) for row in self.rows]
        if len(pairs) != len(set(pairs)):
            raise ValueError(f"Workflow {self.name} names a step twice.")
        words = [verb.key for verb in self.verbs]
        if sorted(words) != sorted({row.verb for row in self.rows}):
            raise ValueError(f"Workflow {self.name} has a verb without words, or words without a verb.")

    def verb(self, key: str) -> Verb:
        """Return the words of a verb.

        Raises:
            KeyError: The table has no such verb.
        """
        for verb in self.verbs:
            if verb.key == key:
                return verb
        raise KeyError(key)

    def find(self, state: str, verb: str) -> Row:
        """Return the row for a verb from a state.

        Raises:
            WrongState: If the table has no such row.
        """
        for row in self.rows:
            if row.source == state and row.verb == verb:
                return row
        raise WrongState(self.refusal(state))

    def from_state(self, state: str) -> tuple[Row, ...]:
        """Return the rows that lead out of a state, in the order of the table."""
        return tuple(row for row in self.rows if row.source == state)

    def refusal(self, state: str) -> Words:
        """Return the sentence for somebody who finds the subject in this state and did not expect it."""
        return self.refusals.get(state, _("This step is not possible now."))


WORKFLOWS: Registry[Workflow] = Registry("workflow", key="name")
"""The tables whose steps are taken from pages of the desk. A check compares them with the pages."""
