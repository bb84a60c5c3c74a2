"""The attendance of an activity as a grid: a row for each unit."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.integrity.actions.education import Came
from accountability.integrity.models import Attendance
from portal.accounts.models import Unit
from portal.desk.grid.rows import Column, Grid, GridRow

MAX_PEOPLE = 9999


class AttendanceGrid(Grid):
    """How many of each unit were to come and came, and who did not."""

    columns = (
        Column("unit", gettext_lazy("Unit"), "g-sum", "choice"),
        Column("due", pgettext_lazy("at an activity", "To come"), "g-amt"),
        Column("present", pgettext_lazy("at an activity", "Came"), "g-amt"),
        Column("absent", gettext_lazy("Who was absent, and why"), "g-sum"),
    )
    at_least, blank, most = 1, 1, 80
    prefix: ClassVar[str] = "row"


def filled(units: Sequence[Unit], rows: Sequence[Attendance]) -> AttendanceGrid:
    """Return what was entered; before anything was, a row for each unit."""
    if rows:
        texts = [
            {"unit": one.unit.code, "due": str(one.due), "present": str(one.present), "absent": one.absent}
            for one in rows
        ]
    else:
        texts = [{"unit": one.code} for one in units]
    return AttendanceGrid.filled([GridRow(index, text) for index, text in enumerate(texts)])


def read(grid: Grid, units: Mapping[str, Unit]) -> list[Came] | None:
    """Read the rows that have figures, units by their codes; None where a cell cannot be read, which is noted."""
    found = [_read(row, units) for row in grid.rows if row.texts.get("due", "").strip() or _says_more(row)]
    return None if grid.is_wrong else [one for one in found if one is not None]


def _says_more(row: GridRow) -> bool:
    return any(row.texts.get(name, "").strip() for name in ("present", "absent"))


def _read(row: GridRow, units: Mapping[str, Unit]) -> Came | None:
    unit = units.get(row.texts.get("unit", "").strip())
    if unit is None:
        row.errors["unit"] = _("There is no such unit.")
    due, present = _number(row, "due"), _number(row, "present")
    if unit is None or due is None or present is None:
        return None
    if present > due:
        row.errors["present"] = _("No more can have come than were to come.")
    return Came(unit, due, present, row.texts.get("absent", "").strip())


def _number(row: GridRow, name: str) -> int | None:
    text = row.texts.get(name, "").strip()
    if text.isascii() and text.isdecimal() and int(text) <= MAX_PEOPLE:
        return int(text)
    row.errors[name] = _("Write a number.")
    return None
