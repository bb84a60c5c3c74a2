"""What forms of notice register with posters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from disclosure.notices.models import Edition
from disclosure.posters.rules.content import PosterContent
from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class PosterBody:
    """What a form puts on a poster, in Chinese. A form without one, or None, is printed as text and files.

    `places` yields its texts with what the desk calls their places, to say where one is that cannot be printed.
    """

    form: str
    body: Callable[[Edition], PosterContent | None]
    places: Callable[[Edition], Iterable[tuple[str, str]]] = lambda _edition: ()


POSTER_BODIES: Registry[PosterBody] = Registry("body of a poster", key="form")
