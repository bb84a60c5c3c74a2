"""The people of the demo township: accounts, posts and staff boards, from `data/demo/people.csv`."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from portal.accounts import actions
from portal.accounts.checks import DEMO_PASSWORD, DEMO_USERNAMES
from portal.accounts.enums import Role
from portal.accounts.models import StaffMember, Unit, User
from portal.demo import source

IN_POST_SINCE = date(2023, 9, 1)
TOWN_HEAD = "leader.wang"


def load(*, actor: User, at: datetime) -> None:
    """Make the accounts that are not there yet, give them their posts, and fill empty staff boards."""
    units = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    known = set(User.objects.values_list("username", flat=True))
    missing = [row for row in source.rows("people.csv") if row["username"] and row["username"] not in known]
    # Hashing takes half a second on purpose, and the demo accounts share their password.
    hashed = make_password(DEMO_PASSWORD) if missing else ""
    for row in missing:
        _add(row, units[row["unit"]], hashed if row["username"] in DEMO_USERNAMES else "", actor, at)
    _fill_boards(units, actor, at)


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


def _fill_boards(units: dict[str, Unit], actor: User, at: datetime) -> None:
    filled = set(StaffMember.objects.values_list("unit__code", flat=True))
    boards: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in source.rows("people.csv"):
        if row["phone"]:
            boards[row["unit"]].append({**row, "name": row["name_zh"]})
    for code, rows in boards.items():
        if code not in filled:
            actions.set_staff(actor=actor, unit=units[code], rows=list(rows), seen=None, at=at)
