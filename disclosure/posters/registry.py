"""What forms of notice register with posters."""

from collections.abc import Callable
from dataclasses import dataclass

from disclosure.notices.models import Edition
from disclosure.posters.rules.content import PosterContent
from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class PosterBody:
    """What a form puts on a poster, in Chinese. A form without one, or None, is printed as text and files."""

    form: str
    body: Callable[[Edition], PosterContent | None]


POSTER_BODIES: Registry[PosterBody] = Registry("body of a poster", key="form")
