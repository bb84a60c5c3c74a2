"""The workflow engine: one reader for every table of steps.

A workflow is a table of rows: from which state, by which verb, to which state, who, and on what legal
basis. `step` carries one of them out: lock the row, check that it is the version the person saw, check
the state, check the policy, change, write the audit line. `create` does the same for a row that leads out
of nothing. Whatever is to happen outside the database is put on commit by the action that steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core import audit
from portal.core.policy import Actor, Policy
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.core.registry import Registry

Words = str | Promise
M = TypeVar("M", bound=models.Model)
V = TypeVar("V", bound="Versioned")
# Transition: bound to Stateful once every row with states stands on it.
S = TypeVar("S", bound=models.Model)
_GONE = _("Somebody else was faster. It does not wait for you any more.")


class Versioned(models.Model):
    """A row that several people may change: `version` counts its changes, so that a lost race is noticed."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Stateful(Versioned):
    """A row with states. They move by its workflow only; the model says which there are with `choices`."""

    state = models.CharField(max_length=20, editable=False)
    state_since = models.DateTimeField(editable=False)

    class Meta:
        abstract = True

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this row."""
        return str(self.pk)


@dataclass(frozen=True, slots=True)
class Verb:
    """What a step is called, before and after. The words stand here once, however many rows have the verb.

    Attributes:
        key: The verb, in the imperative.
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
        verb: What is done, in the imperative.
        target: State the subject is in afterwards.
        who: Name of the policy that must allow it; of a row that creates, the policy on the parent.
        basis: Rule or law the step follows, in Chinese as cited.
        needs_reason: Whether the step is refused without a reason.
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
        verbs: The words of each verb that has a row.
        gone: The sentence for somebody whose step came too late, and who may not see the subject any more.
    """

    name: str
    rows: tuple[Row, ...]
    refusals: Mapping[str, Words]
    # Transition: both are required once the tables of editions and opinions name them.
    verbs: tuple[Verb, ...] = ()
    gone: Words = _GONE

    def __post_init__(self) -> None:
        pairs = [(row.source, row.verb) for row in self.rows]
        if len(pairs) != len(set(pairs)):
            raise ValueError(f"Workflow {self.name} names a step twice.")
        words = [verb.key for verb in self.verbs]
        if words and sorted(words) != sorted({row.verb for row in self.rows}):
            raise ValueError(f"Workflow {self.name} has a verb without words, or words without a verb.")

    @property
    def key(self) -> str:
        """The key in the registry of workflows."""
        return self.name

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


WORKFLOWS: Registry[Workflow] = Registry("workflow")
"""The tables whose steps are taken from pages of the desk. A check compares them with the pages."""


def lock(subject: M, *related: str) -> M:
    """Read a row again under its lock, with what hangs on it, for a change in the same transaction.

    Args:
        subject: The row as it was read before.
        related: Relations to fetch along; they are not locked.
    """
    rows: models.QuerySet[M] = type(subject)._default_manager.select_for_update(of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=subject.pk)


def lock_seen(subject: V, seen: int | None, *related: str) -> V:
    """Read a row again under its lock for a change that is no step, and count the version.

    Whoever calls it changes the row that is returned, and saves it.

    Args:
        subject: The row as it was read before.
        seen: The version the person saw; None where no page was seen.
        related: Relations to fetch along; they are not locked.

    Raises:
        Conflict: Somebody else changed it after this version was seen.
    """
    locked = lock(subject, *related)
    if seen is not None and locked.version != seen:
        raise Conflict(_("Somebody else changed this after you opened it. Compare, then send yours again."))
    locked.version += 1
    return locked


def step(
    *,
    actor: AbstractBaseUser,
    subject: S,
    workflow: Workflow,
    verb: str,
    policies: Mapping[str, Policy[S]],
    at: datetime,
    seen: int | None = None,  # Transition: required, so that no caller forgets it
    reason: str = "",
    change: Callable[[S], None] | None = None,
    related: Sequence[str] = (),
) -> S:
    """Carry out one step of a workflow in a transaction of its own or the caller's.

    Args:
        actor: Who does it. The system acts as a named account of its own.
        subject: A `Stateful` row.
        workflow: The table to read.
        verb: The step.
        policies: The policies named in the table's `who`.
        at: The time of the step.
        seen: The version the actor saw; None for whoever acts on no page, such as the system.
        reason: Why, where the row asks for it.
        change: What else changes on the locked row, before it is saved; may refuse.
        related: Relations that `change` and the audit line look at.

    Returns:
        The locked, changed and saved row. The object passed in is stale.

    Raises:
        Conflict: Somebody else changed or deleted the subject after the actor saw it.
        WrongState: The step does not lead out of the state found under the lock.
        NotAllowed: The policy does not allow it to this actor.
        Refused: A reason is missing, or `change` refused.
    """
    _refuse_nobody(actor)
    with transaction.atomic():
        locked: Any = _lock_for_step(subject, workflow, seen, related)
        row = workflow.find(locked.state, verb)
        if not policies[row.who].allows(actor, locked, at=at):
            raise _turned_away(actor, locked, workflow, row, policies, at=at)
        _refuse_without_reason(row, reason)
        if change is not None:
            change(locked)
        locked.state = row.target
        if isinstance(locked, Stateful):  # Transition: every subject is one
            locked.state_since = at
            locked.version += 1
        locked.save()
        _write_line(actor, locked, row, reason, at)
    done: S = locked
    return done


def create(
    *,
    actor: AbstractBaseUser,
    parent: M,
    make: Callable[[M], S],
    workflow: Workflow,
    verb: str,
    policies: Mapping[str, Policy[Any]],
    at: datetime,
    reason: str = "",
    related: Sequence[str] = (),
) -> S:
    """Carry out a row that leads out of nothing: make a subject in its first state, and write the audit line.

    Args:
        actor: Who does it.
        parent: What the subject is made for, such as the notice of an opinion. It is locked meanwhile, so
            that subjects can be counted and numbered.
        make: Called with the locked parent, returns the new row, not saved yet; may refuse.
        workflow: The table to read; its row has an empty source.
        verb: The step.
        policies: The policies named in the table's `who`; this row's speaks of the parent.
        at: The time of the step.
        reason: Why, where the row asks for it.
        related: Relations of the parent that `make` looks at.

    Returns:
        The saved row.

    Raises:
        NotAllowed: The policy does not allow it to this actor.
        Refused: A reason is missing, or `make` refused.
    """
    _refuse_nobody(actor)
    row = workflow.find("", verb)
    with transaction.atomic():
        locked = lock(parent, *related)
        if not policies[row.who].allows(actor, locked, at=at):
            raise NotAllowed(_("You may not take this step."))
        _refuse_without_reason(row, reason)
        made: Any = make(locked)
        made.state, made.state_since = row.target, at
        made.save(force_insert=True)
        _write_line(actor, made, row, reason, at)
    done: S = made
    return done


def open_steps(
    person: Actor, subjects: Iterable[S], workflow: Workflow, policies: Mapping[str, Policy[S]], *, at: datetime
) -> dict[Any, tuple[Row, ...]]:
    """Return the steps each subject is open to for a person, by primary key, with one query for all of them.

    Args:
        person: Who asks.
        subjects: Rows of one model, as they were read for the page.
        workflow: Their table.
        policies: The policies named in the table's `who`.
        at: The time to ask for.
    """
    found: list[Any] = list(subjects)
    rows = {one.pk: workflow.from_state(one.state) for one in found}
    names = sorted({row.who for leading in rows.values() for row in leading})
    if not names:
        return rows
    asked = {
        f"may_{name}": Exists(policies[name].permitted(person, at=at).order_by().filter(pk=OuterRef("pk")))
        for name in names
    }
    answers = type(found[0])._default_manager.filter(pk__in=list(rows)).annotate(**asked).values("pk", *asked)
    allowed = {answer["pk"]: {name for name in names if answer[f"may_{name}"]} for answer in answers}
    return {pk: tuple(row for row in leading if row.who in allowed.get(pk, ())) for pk, leading in rows.items()}


def _refuse_nobody(actor: AbstractBaseUser) -> None:
    if not actor or not actor.is_authenticated:
        raise NotAllowed(_("This step needs somebody who is signed in."))


def _refuse_without_reason(row: Row, reason: str) -> None:
    if row.needs_reason and not reason.strip():
        raise Refused(_("Write down the reason. Whoever is concerned will read it."), "reason")


def _lock_for_step(subject: S, workflow: Workflow, seen: int | None, related: Sequence[str]) -> S:
    """Lock the subject, and refuse with the sentence of the state found if it is not what the actor saw."""
    try:
        locked: Any = lock(subject, *related)
    except ObjectDoesNotExist as gone:
        raise Conflict(workflow.gone) from gone
    if seen is not None and locked.version != seen:
        raise Conflict(workflow.refusal(locked.state))
    found: S = locked
    return found


def _turned_away(
    actor: AbstractBaseUser,
    subject: S,
    workflow: Workflow,
    row: Row,
    policies: Mapping[str, Policy[S]],
    *,
    at: datetime,
) -> Refused:
    """Return why: too late, for whoever could have taken this step from another state; else not allowed.

    Transition: always NotAllowed once every page says with `seen` what was before the person.
    """
    others = {other.who for other in workflow.rows if other.verb == row.verb} - {row.who}
    if any(policies[who].allows(actor, subject, at=at) for who in others):
        return WrongState(workflow.refusal(row.source))
    return NotAllowed(_("You may not take this step."))


def _write_line(actor: AbstractBaseUser, subject: Any, row: Row, reason: str, at: datetime) -> None:
    audit.write(
        actor=actor,
        subject=subject,
        number=subject.audit_number(),
        verb=row.verb,
        source=row.source,
        target=row.target,
        reason=reason,
        at=at,
    )
