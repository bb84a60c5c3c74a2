"""The workflow engine: one reader for every table of steps.

A workflow is a table of rows: from which state, by which verb, to which state, who, and on what legal
basis. `step` carries one of them out: lock the row, check the state, check the policy, change, write
the audit line. Whatever is to happen outside the database is put on commit by the action that steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core import audit
from portal.core.policy import Policy
from portal.core.refusals import NotAllowed, Refused, WrongState

S = TypeVar("S", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Row:
    """One permitted step.

    Attributes:
        source: State the subject must be in.
        verb: What is done, in the imperative.
        target: State the subject is in afterwards.
        who: Name of the policy that must allow it.
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
    """

    name: str
    rows: tuple[Row, ...]
    refusals: Mapping[str, str | Promise]

    def __post_init__(self) -> None:
        pairs = [(row.source, row.verb) for row in self.rows]
        if len(pairs) != len(set(pairs)):
            raise ValueError(f"Workflow {self.name} names a step twice.")

    def find(self, state: str, verb: str) -> Row:
        """Return the row for a verb from a state.

        Raises:
            WrongState: If the table has no such row.
        """
        for row in self.rows:
            if row.source == state and row.verb == verb:
                return row
        raise WrongState(self.refusals.get(state, _("This step is not possible now.")))

    def from_state(self, state: str) -> tuple[Row, ...]:
        """Return the rows that lead out of a state, in the order of the table."""
        return tuple(row for row in self.rows if row.source == state)


def lock(subject: S, *related: str) -> S:
    """Read a row again under its lock, with what hangs on it, for a change in the same transaction.

    Args:
        subject: The row as it was read before.
        related: Relations to fetch along; they are not locked.
    """
    rows: models.QuerySet[S] = type(subject)._default_manager.select_for_update(of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=subject.pk)


def _turned_away(
    actor: AbstractBaseUser,
    subject: S,
    workflow: Workflow,
    row: Row,
    policies: Mapping[str, Policy[S]],
    *,
    at: datetime,
) -> Refused:
    """Return why: too late, for whoever could have taken this step from another state; else not allowed."""
    others = {other.who for other in workflow.rows if other.verb == row.verb} - {row.who}
    if any(policies[who].allows(actor, subject, at=at) for who in others):
        return WrongState(workflow.refusals.get(row.source, _("This step is not possible now.")))
    return NotAllowed(_("You may not take this step."))


def step(
    *,
    actor: AbstractBaseUser,
    subject: S,
    workflow: Workflow,
    verb: str,
    policies: Mapping[str, Policy[S]],
    at: datetime,
    reason: str = "",
    change: Callable[[S], None] | None = None,
    related: Sequence[str] = (),
) -> S:
    """Carry out one step of a workflow in a transaction of its own or the caller's.

    Args:
        actor: Who does it. The system acts as a named account of its own.
        subject: A row with the fields `state` and a method `audit_number()`.
        workflow: The table to read.
        verb: The step.
        policies: The policies named in the table's `who`.
        at: The time of the step.
        reason: Why, where the row asks for it.
        change: What else changes on the locked row, before it is saved; may refuse.
        related: Relations that `change` and the audit line look at.

    Returns:
        The locked, changed and saved row. The object passed in is stale.

    Raises:
        WrongState: The step does not lead out of the state found under the lock, or somebody else's
            does by now.
        NotAllowed: The policy does not allow it to this actor.
        Refused: A reason is missing, or `change` refused.
    """
    if not actor or not actor.is_authenticated:
        raise NotAllowed(_("This step needs somebody who is signed in."))
    with transaction.atomic():
        locked: Any = lock(subject, *related)
        row = workflow.find(locked.state, verb)
        if not policies[row.who].allows(actor, locked, at=at):
            raise _turned_away(actor, locked, workflow, row, policies, at=at)
        if row.needs_reason and not reason.strip():
            raise Refused(_("Write down the reason. Whoever is concerned will read it."))
        if change is not None:
            change(locked)
        locked.state = row.target
        locked.save()
        audit.write(
            actor=actor,
            subject=locked,
            number=locked.audit_number(),
            verb=verb,
            source=row.source,
            target=row.target,
            reason=reason,
            at=at,
        )
    done: S = locked
    return done
