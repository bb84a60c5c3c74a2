"""Keyset paging: newer and older pages of a list by time and primary key, without COUNT and OFFSET."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WRITTEN = re.compile(r"(\d{1,17})-(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a list: the time and the primary key of a row. Written `1760918520000000-17`."""

    at: datetime
    pk: int

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Read a cursor from an address; None for anything else."""
        found = _WRITTEN.fullmatch(text)
        if not found:
            return None
        return cls(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of a list, newest first, and what its address is to say for the page before and after it, if any."""

    rows: Sequence[M]
    newer: str
    older: str


def page(rows: QuerySet[M], *, field: str, size: int, newer: str = "", older: str = "") -> Page[M]:
    """Return one page of a list, which has the time in `field`. What is no cursor is ignored."""
    after, before = Cursor.parse(older), Cursor.parse(newer)
    if before:
        found = list(_beyond(rows, field, before, "gt").order_by(field, "pk")[: size + 1])
        shown = found[:size][::-1]
        more_newer, more_older = len(found) > size, True
    else:
        ordered = _beyond(rows, field, after, "lt") if after else rows
        found = list(ordered.order_by(f"-{field}", "-pk")[: size + 1])
        shown = found[:size]
        more_newer, more_older = after is not None, len(found) > size
    if not shown:
        return Page(rows=(), newer="", older="")
    first, last = (str(Cursor(getattr(row, field), row.pk)) for row in (shown[0], shown[-1]))
    return Page(rows=shown, newer=first if more_newer else "", older=last if more_older else "")


def _beyond(rows: QuerySet[M], field: str, cursor: Cursor, side: str) -> QuerySet[M]:
    """Narrow to one side of a cursor. The outer condition repeats the time, so that its index is used."""
    edge = Q(**{f"{field}__{side}e": cursor.at})
    return rows.filter(edge & (Q(**{f"{field}__{side}": cursor.at}) | Q(**{f"pk__{side}": cursor.pk})))
