"""The township itself: units, people with accounts and posts, staff boards; from tables of `data/demo`."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from disclosure.catalogue.actions import reference
from portal.accounts import actions, unit_table
from portal.accounts.checks import DEMO_PASSWORD, DEMO_USERNAMES
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.core.refusals import Refused
from portal.demo.contents import DATA, FOLDER, rows

IN_POST_SINCE = date(2023, 9, 1)
TOWN_HEAD = "leader.wang"


def found(*, actor: User, at: datetime) -> None:
    """Load catalogue and chart, and found the township unless its units and people are there.

    Raises:
        Refused: The database holds other units than the demo's.
    """
    if Unit.objects.exclude(code__in=[row["code"] for row in rows("units.csv")]).exists():
        raise Refused("There are other units here. The demo goes into a database of its own.")
    if not Unit.objects.exists():
        unit_table.load((DATA / "units.csv").read_bytes(), actor=actor, at=at)
        unit_table.load((FOLDER / "units.csv").read_bytes(), actor=actor, at=at)
    reference.load_catalogue((DATA / "catalogue.csv").read_bytes(), actor=actor, at=at)
    reference.load_accounts((DATA / "chart_of_accounts.csv").read_bytes(), actor=actor, at=at)
    units = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    known = set(User.objects.values_list("username", flat=True))
    missing = [row for row in rows("people.csv") if row["username"] and row["username"] not in known]
    # Hashing takes half a second on purpose, and the demo accounts share their password.
    hashed = make_password(DEMO_PASSWORD) if missing else ""
    for row in missing:
        _add(row, units[row["unit"]], hashed if row["username"] in DEMO_USERNAMES else "", actor, at)
    boards: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("people.csv"):
        if row["phone"]:
            boards[row["unit"]].append({**row, "name": row["name_zh"]})
    for unit in Unit.objects.filter(code__in=boards, staff__isnull=True):
        actions.set_staff(actor=actor, unit=unit, rows=boards[unit.code], seen=unit.version, at=at)


def _add(row: dict[str, str], unit: Unit, hashed: str, actor: User, at: datetime) -> None:
    """Add one person with their post. Only the demo accounts can be signed in with."""
    person = actions.add_person(
        actor=actor,
        username=row["username"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        hashed=hashed,
        at=at,
    )
    actions.give_post(
        actor=actor,
        person=person,
        role=Role(row["role"]),
        unit=unit,
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        starts_on=IN_POST_SINCE,
        is_head=row["username"].startswith("head.") or row["username"] == TOWN_HEAD,
        at=at,
    )
