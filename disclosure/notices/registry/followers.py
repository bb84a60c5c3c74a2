"""What follows from the steps of an edition, in their transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Literal

from disclosure.notices.models import Edition
from portal.core.registry import Registry


class Phase(IntEnum):
    """When a follower runs, in the transaction of what it follows."""

    SETTLE = 1
    """What is owed is met, or owed again."""
    TELL = 2
    """People are notified."""
    RENEW = 3
    """What was made of it before grows stale."""
    ENQUEUE = 4
    """Work in the background is begun; a caller may leave it out."""


Follow = Callable[..., None]
"""Called with `actor`, `edition` and `at` as keywords. What it raises stops the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """What follows from steps of an edition, in their transaction.

    Attributes:
        key: What tells it from others.
        phase: When it runs.
        begun: A draft was opened.
        submitted: It was submitted.
        published: It was published, a first time or as a correction.
        withdrawn: It was withdrawn.
    """

    key: str
    phase: Phase
    begun: Follow | None = None
    submitted: Follow | None = None
    published: Follow | None = None
    withdrawn: Follow | None = None

    @property
    def order(self) -> int:
        """Followers run by phase, then by key."""
        return int(self.phase)


FOLLOWERS: Registry[Follower] = Registry("follower of a publication")


def follow(
    event: Literal["begun", "submitted", "published", "withdrawn"],
    *,
    actor: Any,
    edition: Edition,
    at: datetime,
    enqueue: bool = True,
) -> None:
    """Run what follows from a step of an edition, within the step's transaction.

    Args:
        event: The step.
        actor: Who took it.
        edition: The edition as it stands after it.
        at: The time of the step.
        enqueue: Whether work in the background is begun.

    Raises:
        Refused: A follower refuses; the step must not be taken then.
    """
    for follower in FOLLOWERS:
        run: Follow | None = getattr(follower, event)
        if run is not None and (enqueue or follower.phase != Phase.ENQUEUE):
            run(actor=actor, edition=edition, at=at)
