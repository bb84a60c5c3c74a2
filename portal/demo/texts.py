"""Texts of regular and standing items: a template of `data/demo/texts`, filled with tables and small numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from disclosure.catalogue.rules.periods import Period
from portal.demo import more_tables, source, tables
from portal.demo.dice import Dice
from portal.demo.tables import Asked, Table
from portal.demo.villages import Village

OfVillage = Callable[[Asked], Table | None]
OfTown = Callable[[Period], Table | None]

VILLAGE_TABLES: Mapping[str, OfVillage] = {
    "V02": more_tables.resolutions,
    "V06": tables.allowances,
    "V07": tables.homesteads,
    "V08": tables.leases,
    "V12": tables.relief,
    "V13": tables.subsidies,
    "V16": tables.honours,
    "V17": tables.family_awards,
    "V18": tables.charges,
    "F01": more_tables.plan,
    "F04": tables.assets,
    "F05": more_tables.resources,
    "F06": tables.claims,
    "F07": more_tables.surplus,
    "V04": lambda asked: more_tables.duties(asked.village.code),
    "V19": more_tables.enrolment,
    "V21": more_tables.appraisal,
    "D01": more_tables.party_branch,
    "D04": more_tables.dues,
}
TOWN_TABLES: Mapping[str, OfTown] = {
    "G05": more_tables.expenses,
    "G10": more_tables.town_subsidies,
    "G11": more_tables.town_relief,
    "G14": more_tables.town_homesteads,
}
STATEMENT_FORM = ("V18", "F01", "F07", "D04", "G05")
"""Items owed as a money statement that are published as text: their figures go along as a workbook."""
NAMES = {
    "V18": "水电费收缴表",
    "F01": "财务收支计划",
    "F07": "收益分配表",
    "D04": "党费收缴名册",
    "G05": "三公经费明细",
}


@dataclass(frozen=True, slots=True)
class Text:
    """What a notice says: Markdown, and files by their names."""

    body: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def of_village(village: Village, entry: str, period: Period) -> Text:
    """Return what a village says under an item for a period."""
    made = VILLAGE_TABLES.get(entry)
    table = made(Asked(village, period, Dice(entry, village.code, str(period)))) if made else None
    facts = more_tables.facts(Asked(village, period, Dice("facts", entry, village.code, str(period))))
    words: dict[str, object] = {
        "unit": village.name,
        "phone": _phone(village.code),
        "committee": "、".join(village.committee),
        **village.words,
        **facts,
    }
    return _written(entry, period, table, words, missing=entry == "V07" and table is None)


def of_town(entry: str, period: Period) -> Text:
    """Return what the town says under a quarterly item."""
    table = TOWN_TABLES[entry](period)
    return _written(entry, period, table, {}, missing=table is None)


def of_station(code: str, name: str, entry: str, period: Period) -> Text:
    """Return what a station says of its services or its people."""
    table = more_tables.services(code) if entry == "G16" else more_tables.duties(code)
    return _written(entry, period, table, {"unit": name, "phone": _phone(code)}, missing=False)


def _written(entry: str, period: Period, table: Table | None, words: Mapping[str, object], *, missing: bool) -> Text:
    template = source.text(f"texts/{entry}{'-none' if missing else ''}.md")
    body = template.format(
        table=table.markdown if table else "",
        quarter=period.name_zh,
        half=period.name_zh,
        year=period.first.year,
        last=f"{period.last.year}年{period.last.month}月{period.last.day}日",
        **words,
    )
    if entry not in STATEMENT_FORM or table is None:
        return Text(body)
    name = NAMES[entry]
    return Text(body, {f"{name}（{period.name_zh}）.xlsx": table.workbook(name)})


def _phone(code: str) -> str:
    return next(row["supervision_phone"] for row in source.rows("units.csv") if row["code"] == code)
