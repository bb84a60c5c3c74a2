"""What asks for rectifications tells this room where it stands, and what follows when one is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from portal.accounts.models import User
from portal.core.registry import Registry


def _nothing(_rectification: Rectification, _actor: User, _at: datetime) -> None:
    return


@dataclass(frozen=True, slots=True)
class RectificationSource:
    """One source of rectifications.

    Attributes:
        url: Called with a rectification, returns the desk page of what asked for it, without host and language.
        closed: Called in the step that closes one, under its lock, with who closes it and when.
    """

    key: Source
    url: Callable[[Rectification], str]
    closed: Callable[[Rectification, User, datetime], None] = _nothing


RECTIFICATION_SOURCES: Registry[RectificationSource] = Registry("source of rectifications")
