"""What higher rooms hand to the page of boards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.registry import Registry
from portal.core.sections import Section


@dataclass(frozen=True, slots=True)
class BoardsPage:
    """The page of boards, as its sections are given it: who reads it, and when."""

    person: Any
    at: datetime


BOARD_SECTIONS: Registry[Section[BoardsPage]] = Registry("section of the page of boards")
