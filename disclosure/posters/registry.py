"""What forms of notice register with posters."""

from collections.abc import Callable
from dataclasses import dataclass

from disclosure.notices.models import Edition
from disclosure.posters.rules.content import PosterContent
from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class PosterBody:
    """What a form puts on a poster. A form without one is printed as text and files.

    Attributes:
        form: Key of the form.
        body: Returns what is put on an edition's poster, in Chinese; None where the edition has none of it.
    """

    form: str
    body: Callable[[Edition], PosterContent | None]


POSTER_BODIES: Registry[PosterBody] = Registry("body of a poster", key="form")
