"""Rows that several people change: their version, their state, and the lock under which both are checked."""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.refusals import Conflict

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

    Args:
        subject: The row as it was read before.
        related: Relations to fetch along; they are not locked.
    """
    rows: models.QuerySet[M] = type(subject)._default_manager.select_for_update(of=("self",), no_key=True)
    return (rows.select_related(*related) if related else rows).get(pk=subject.pk)


def lock_seen(subject: V, seen: int | None, *related: str) -> V:
    """Read a row again under its lock for a change that is no step, and count the version.

    The caller changes the row that is returned, and saves it.

    Args:
        subject: The row as it was read before.
        seen: The version the person saw; None where no page was seen.
        related: Relations to fetch along; they are not locked.

    Raises:
        Conflict: Somebody else changed it after this version was seen.
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
