"""What the desk's first page shows of opinions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from disclosure.opinions.desk.rows import rows, what_waits
from portal.desk.registry import DeskHomePage

HOME_ROWS = 6
"""How many opinions that wait stand on the first page of the desk."""


@dataclass(frozen=True, slots=True)
class OpinionsSection:
    """The opinions that wait for a person, the first of them in rows."""

    heading: str
    rows: Sequence[Mapping[str, Any]]
    has_more: bool


def opinions_waiting(page: DeskHomePage) -> OpinionsSection | None:
    """Return the opinions that wait for a person; None where none does."""
    waiting = what_waits(page.person, page.at)
    if not waiting:
        return None
    count = len(waiting)
    heading = ngettext("%(count)d opinion waits for you", "%(count)d opinions wait for you", count) % {"count": count}
    return OpinionsSection(heading, rows(waiting[:HOME_ROWS], at=page.at), has_more=count > HOME_ROWS)
