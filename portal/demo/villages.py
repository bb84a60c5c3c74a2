"""The twelve villages: how much money passes through them, what they own, who signs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from disclosure.catalogue.rules.periods import Period
from portal.demo import source

SIGNERS = ("村党支部书记", "监委会主任", "会计")
"""The roles in the footer of a statement."""


@dataclass(frozen=True, slots=True)
class Village:
    """What the generators need to know of a village.

    Attributes:
        code: Its unit's code.
        name: Its name.
        scale: Size of its amounts beside those in `movements.csv`.
        drift: By how many yuan its balance grows in a quarter, more or less.
        anchor: The period whose closing balance is given.
        closing: That closing balance in yuan.
        words: What stands for {pond}, {crew} and {hall} in its entries.
        officials: Secretary, deputy, women's federation, member, accountant.
        committee: Head and a member of the supervision committee.
        slug: The last part of its accounts' user names.
    """

    code: str
    name: str
    scale: Decimal
    drift: int
    anchor: Period
    closing: Decimal
    words: dict[str, str]
    officials: tuple[str, ...]
    committee: tuple[str, ...]
    slug: str

    @property
    def signers(self) -> dict[str, str]:
        """Who signs a statement, by role."""
        return dict(zip(SIGNERS, (self.officials[0], self.committee[0], self.officials[4]), strict=True))


@cache
def villages() -> tuple[Village, ...]:
    """Return the villages in the order of their codes."""
    names = {row["code"]: row["name_zh"] for row in source.rows("units.csv")}
    return tuple(_village(row, names[row["code"]]) for row in source.rows("villages.csv"))


def _village(row: dict[str, str], name: str) -> Village:
    people = [person for person in source.rows("people.csv") if person["unit"] == row["code"]]
    officials = [person for person in people if person["part"] == "staff"]
    return Village(
        code=row["code"],
        name=name,
        scale=Decimal(row["scale"]),
        drift=int(row["drift"]),
        anchor=Period.parse(row["anchor"]),
        closing=Decimal(row["closing"]),
        words={key: row[key] for key in ("pond", "crew", "hall")},
        officials=tuple(person["name_zh"] for person in officials),
        committee=tuple(person["name_zh"] for person in people if person["part"] == "supervisor"),
        slug=officials[4]["username"].partition(".")[2],
    )
