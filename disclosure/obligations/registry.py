"""What other rooms hand to obligations: what follows when something is met or owed again, and columns of boards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.core.components import Card
from portal.core.registry import Registry
from portal.core.workflow import Words
from portal.site.registry import UnitPage


@dataclass(frozen=True, slots=True)
class MetFollower:
    """What follows, in the same transaction, once it is recorded which obligations a notice meets.

    `run` is called with `actor`, `notice` and `at` as keywords, and may run twice.
    """

    key: str
    run: Callable[..., None]


MET_FOLLOWERS: Registry[MetFollower] = Registry("follower of what is met")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a unit's board, for `components/stream.html`; `more_text` is the link to all of it."""

    id: str
    title: Words
    note: str
    notices: Sequence[Card]
    more_url: str
    more_text: Words


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column beside those of the streams; `load` returns None where a unit has nothing for it."""

    key: str
    order: int
    load: Callable[[UnitPage], Column | None]


BOARD_COLUMNS: Registry[BoardColumn] = Registry("column of a unit's board")
