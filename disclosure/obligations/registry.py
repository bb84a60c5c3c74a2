"""What other rooms hand to obligations: what follows when something is met, or is owed again."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class MetFollower:
    """What follows, in the same transaction, once it is recorded which obligations a notice meets.

    `run` is called with `actor`, `notice` and `at` as keywords, and may run twice.
    """

    key: str
    run: Callable[..., None]


MET_FOLLOWERS: Registry[MetFollower] = Registry("follower of what is met")
