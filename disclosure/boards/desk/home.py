"""What the desk's first page shows of boards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from disclosure.boards.desk.walls import to_do
from portal.desk.registry import DeskHomePage


@dataclass(frozen=True, slots=True)
class BoardsSection:
    """What is to be taken down or replaced, and what is to be renewed, on the boards of a person's units."""

    out_of_force: Sequence[Mapping[str, Any]]
    ending: Sequence[Mapping[str, Any]]


def to_do_on_boards(page: DeskHomePage) -> BoardsSection | None:
    """Return what a person has to do on the boards of their units; None where there is nothing."""
    found = to_do(page.person, at=page.at)
    return BoardsSection(**found) if any(found.values()) else None
