"""What other rooms show on the screen in the hall."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import Unit
from portal.core.registry import Registry
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class Slide:
    """One page of the screen, read from three metres: a title, and facts, a small table or a sentence.

    Attributes:
        kind: What stands at its top, such as “Result of a check”.
        facts: At most four pairs of label and value.
        head: Heads of the columns of `rows`; at most four columns and four rows are read before it turns.
    """

    kind: Words
    title: str
    text: str = ""
    facts: Sequence[tuple[Words, str]] = ()
    head: Sequence[Words] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class SlideSource:
    """What a room draws for the screen.

    Attributes:
        load: Called with the township and the time, returns its pages; they hold what is public already.
    """

    key: str
    order: int
    load: Callable[[Unit, datetime], Iterable[Slide]]


SLIDES: Registry[SlideSource] = Registry("source of pages of the screen")
