"""The engine: rows under their lock, the steps of a table carried out, and which are open to whom."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from portal.core import audit
from portal.core.policy import Actor, Policy
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.workflow.followers import STEP_FOLLOWERS, StepTaken
from portal.core.workflow.tables import Row, Workflow

M = TypeVar("M", bound=models.Model)
V = TypeVar("V", bound="Versioned")


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
        """Return the number of this row in audit lines."""
        return str(self.pk)


def lock(subject: M, *related: str) -> M:
    """Read a row again under its lock, with what hangs on it, for a change in the same transaction.

    Rows that refer to it can still be written meanwhile: an administrator who changes somebody is named by that
    row's history, and two who change each other must not wait for one another.
    """
    rows: models.QuerySet[M] = type(subject)._default_manager.select_for_update(of=("self",), no_key=True)
    return (rows.select_related(*related) if related else rows).get(pk=subject.pk)


def lock_seen(subject: V, seen: int | None, *related: str) -> V:
    """Read a row again under its lock for a change that is no step, and count the version.

    The caller changes the row that is returned, and saves it. Otherwise as `count_change`.
    """
    locked = lock(subject, *related)
    count_change(locked, seen)
    return locked


def count_change(locked: Versioned, seen: int | None) -> None:
    """Count a change of a row that is locked already, if it is still the version the person saw.

    Raises:
        Conflict: Somebody else changed it after this version was seen.
    """
    if seen is not None and locked.version != seen:
        raise Conflict(_("Somebody else changed this after you opened it. Compare, then send yours again."))
    locked.version += 1


S = TypeVar("S", bound=Stateful)


def step(
    *,
    actor: AbstractBaseUser,
    subject: S,
    workflow: Workflow,
    verb: str,
    policies: Mapping[str, Policy[Any]],
    seen: int | None,
    at: datetime,
    reason: str = "",
    change: Callable[[S], None] | None = None,
    related: Sequence[str] = (),
) -> S:
    """Carry out one step of a workflow in a transaction of its own or the caller's.

    Args:
        policies: The policies named in the table's `who`.
        seen: The version the actor saw; None for an actor who acts on no page, such as the system.
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
        locked = _lock_for_step(subject, workflow, seen, related)
        row = workflow.find(locked.state, verb)
        if not policies[row.who].allows(actor, locked, at=at):
            raise NotAllowed(_("You may not take this step."))
        _refuse_without_reason(row, reason)
        if change is not None:
            change(locked)
        locked.state, locked.state_since = row.target, at
        locked.version += 1
        locked.save()
        _finish(actor, locked, workflow, row, reason=reason, at=at)
    return locked


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
    complete: Callable[[S], None] | None = None,
) -> S:
    """Carry out a row that leads out of nothing: save a subject in its first state with its line, and return it.

    Args:
        parent: What the subject is made for, such as the notice of an opinion. It is locked meanwhile, so
            that subjects can be counted and numbered.
        make: Called with the locked parent, returns the new row, not saved yet; may refuse.
        policies: The policies named in the table's `who`; this row's speaks of the parent.
        complete: Called with the saved row before anybody is told of it, to save what belongs to it, such as who
            may not see it.

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
        made = make(locked)
        made.state, made.state_since = row.target, at
        made.save(force_insert=True)
        if complete is not None:
            complete(made)
        _finish(actor, made, workflow, row, reason=reason, at=at)
    return made


def open_steps(
    person: Actor, subjects: Iterable[S], workflow: Workflow, policies: Mapping[str, Policy[S]], *, at: datetime
) -> dict[Any, tuple[Row, ...]]:
    """Return the steps each subject is open to for a person, by primary key, with one query for all of them."""
    found = list(subjects)
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
        locked = lock(subject, *related)
    except ObjectDoesNotExist as gone:
        raise Conflict(workflow.gone) from gone
    if seen is not None and locked.version != seen:
        raise Conflict(workflow.refusal(locked.state))
    return locked


def _finish(
    actor: AbstractBaseUser, subject: Stateful, workflow: Workflow, row: Row, *, reason: str, at: datetime
) -> None:
    """Write the audit line of a step, and run what follows from it."""
    line = audit.write(
        actor=actor,
        subject=subject,
        number=subject.audit_number(),
        verb=row.verb,
        source=row.source,
        target=row.target,
        reason=reason,
        at=at,
    )
    taken = StepTaken(actor, subject, workflow, row, reason, line, at)
    for follower in STEP_FOLLOWERS:
        follower.run(taken)
