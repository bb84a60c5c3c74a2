"""Units as a table: load them from a CSV file in the form of `data/units.csv`."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from portal.accounts import actions
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, User
from portal.core.recounts import recounted
from portal.core.reference import Loaded, Row, check_rows, read_rows

REQUIRED = ("code", "parent", "kind", "name_zh", "name_en", "supervision_phone")
OPTIONAL = tuple(name for name in actions.UNIT_FIELDS if name not in {*REQUIRED, "is_active"})


def load(content: bytes, *, actor: User, at: datetime) -> Loaded:
    """Add the units of a table and change those that are there, in one transaction.

    Columns that are not in the file, and units that are not in it, stay as they are.

    Args:
        content: CSV in UTF-8; beside the columns of `data/units.csv` it may have publishing body,
            boards, opinion box and who answers the telephone.

    Raises:
        Refused: The file is no such table, or rows are at fault (`BadRows`); nothing was saved.
    """
    rows = read_rows(content, required=REQUIRED, optional=OPTIONAL)
    known = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    given = {row["code"]: row["kind"] for row in rows.values()}
    kinds = {code: unit.kind for code, unit in known.items()} | given
    check_rows(rows, key="code", check=lambda row: _faults(row, kinds, known))
    loaded = Loaded()
    has_new = any(row["code"] not in known for row in rows.values())
    with recounted(actor=actor, at=at) if has_new else transaction.atomic():
        # Townships first, so that the rows may stand in any order.
        for row in sorted(rows.values(), key=lambda row: row["kind"] != UnitKind.TOWN):
            _save(row, known, loaded, actor, at)
    return loaded


def _faults(row: Row, kinds: Mapping[str, str], known: Mapping[str, Unit]) -> list[str]:
    faults = [f"{name} is empty." for name in ("name_zh", "name_en") if not row[name]]
    for name, value in row.items():
        field = Unit._meta.get_field(name)
        if isinstance(field, models.CharField) and field.max_length and len(value) > field.max_length:
            faults.append(f"{name} has {len(value)} characters; at most {field.max_length} are kept.")
    if row["kind"] not in UnitKind.values:
        faults.append(f"kind {row['kind'] or 'is empty'}; it must be one of {', '.join(UnitKind.values)}.")
    elif row["kind"] == UnitKind.TOWN and row["parent"]:
        faults.append("a township has no parent.")
    elif row["kind"] != UnitKind.TOWN and kinds.get(row["parent"]) != UnitKind.TOWN:
        faults.append(f"parent {row['parent'] or 'is empty'}; it must be the code of a township.")
    before = known.get(row["code"])
    if before and (before.kind != row["kind"] or (before.parent.code if before.parent else "") != row["parent"]):
        faults.append("kind and parent of a unit that is there cannot be changed.")
    return faults


def _save(row: Row, known: dict[str, Unit], loaded: Loaded, actor: User, at: datetime) -> None:
    fields = {name: value for name, value in row.items() if name in actions.UNIT_FIELDS}
    unit = known.get(row["code"])
    if unit is None:
        known[row["code"]] = actions.add_unit(
            actor=actor,
            code=row["code"],
            kind=UnitKind(row["kind"]),
            parent=known.get(row["parent"]),
            fields=fields,
            at=at,
        )
        loaded.note(row["code"], added=True, changed=False)
        return
    changed = any(getattr(unit, name) != value for name, value in fields.items())
    if changed:
        actions.change_unit(actor=actor, unit=unit, fields=fields, seen=None, at=at)
    loaded.note(row["code"], added=False, changed=changed)
