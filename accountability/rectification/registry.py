"""What asks for rectifications tells this room where it stands, and what follows when one is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from portal.accounts.models import User
from portal.core.policy import NOBODY, Condition
from portal.core.registry import Registry


def _nothing(_rectification: Rectification, _actor: User, _at: datetime) -> None:
    return


def _no_words(_rectification: Rectification) -> str:
    return ""


def _nobody(_actor: Any, _at: datetime) -> Q:
    return NOBODY


@dataclass(frozen=True, slots=True)
class RectificationSource:
    """One source of rectifications.

    Attributes:
        url: Called with a rectification, returns the desk page of what asked for it, without host and language.
        closed: Called in the step that closes one, under its lock, with who closes it and when.
        opening: Returns how its notice begins on paper, in Chinese; empty where there is nothing to add.
        checks: Who besides the discipline secretary checks again what is reported, such as the team of an inspection.
    """

    key: Source
    url: Callable[[Rectification], str]
    closed: Callable[[Rectification, User, datetime], None] = _nothing
    opening: Callable[[Rectification], str] = _no_words
    checks: Condition = _nobody


RECTIFICATION_SOURCES: Registry[RectificationSource] = Registry("source of rectifications")
