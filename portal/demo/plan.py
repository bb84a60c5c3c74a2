"""Everything the demo township publishes, as stories: eight quarters of money, and the rest of the catalogue."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone

from disclosure.catalogue.rules.deadlines import due_on
from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.read import read_ledger
from disclosure.ledger.types import Statement
from portal.core.calendar.rules import Calendar
from portal.demo import source, texts
from portal.demo.dice import Dice
from portal.demo.ledger_file import reread
from portal.demo.stories import Story, Sum, shifted
from portal.demo.tables import Table
from portal.demo.texts import Text
from portal.demo.village_money import changed, plan_of, quarter
from portal.demo.villages import Village, villages

TOWN = "QS"
MONEY = "F02"
PERIODS = tuple(Period.parse("2024Q4").shifted(count) for count in range(8))
"""The quarters that the demo always holds."""
VILLAGE_ITEMS = ("V02", "V06", "V07", "V08", "V12", "V13", "V16", "V17", "V18", "F04", "F06")
TOWN_ITEMS = {"G05": "QS-CZ", "G10": "QS-NY", "G11": "QS-MZ", "G14": "QS-ZR"}
"""Quarterly items of the town, and the station that prepares each."""
STATION_ITEMS = ("G16", "G17")
FULL_YEAR = "QS-01"
"""The village that has published every yearly and half-yearly item, so that its clerk's desk is clear of them."""
LEDGERS = {
    ("QS-01", "2026Q2"): "liushu-2026Q2.xlsx",
    ("QS-02", "2026Q3"): "shiqiao-2026Q3-two-sided.xlsx",
    ("QS-05", "2026Q3"): "nanping-2026Q3.xls",
    ("QS-06", "2026Q3"): "beigou-2026Q3-gb18030.csv",
}
"""Quarters that are read from the sample ledgers."""
PUBLICATION_DAY = 20
SECOND_TEXT = "=== 更正后 ==="


def stories() -> list[Story]:
    """Return all stories."""
    told = [
        *(story for village in villages() for period in PERIODS if (story := _money(village, period))),
        *_quarterly_items(),
        *_standing_items(),
        *_yearly_items(),
        *(_written_out(name) for name in sorted((source.folder() / "demo" / "notices").glob("*.md"))),
    ]
    for story in told:
        _let_remark(story)
    return told


def _let_remark(story: Story) -> None:
    """Have the supervision committee remark on the first edition what `remarks.csv` says."""
    said = _remarks().get((story.unit, story.entry, story.period))
    place = next((place for place, step in enumerate(story.steps) if step.verb == "countersign"), None)
    if said and place is not None:
        values = {"remark": said["remark"], "publish_remark": bool(said["published"])}
        story.steps[place] = replace(story.steps[place], values=values)


@cache
def chart() -> Accounts:
    """Return the chart of accounts as it lies in the repository."""
    with (source.folder() / "chart_of_accounts.csv").open(encoding="utf-8", newline="") as file:
        return Accounts.from_rows(csv.DictReader(file))


def statement_of(village: Village, period: Period) -> Statement:
    """Return the statement a village publishes for a quarter: read from its ledger, or made up."""
    name = LEDGERS.get((village.code, str(period)))
    if name:
        content = (source.folder() / "ledgers" / name).read_bytes()
        return read_ledger(content, name=name, period=str(period), accounts=chart())
    made = quarter(village, period)
    slips = plan_of(village, period).get("read")
    return reread(made, slips, chart()) if slips else made


def _money(village: Village, period: Period) -> Story | None:
    plan = plan_of(village, period)
    if plan.get("missing"):
        return None
    story = _village_story(village, MONEY, period)
    right = statement_of(village, period)
    content = {"statement": right, "answers": plan.get("answers", {})}
    correction = plan.get("correction")
    if "sent_back" in plan:
        story.tell(date.fromisoformat(plan["sent_back"]), content=content, until="sent_back", reason=plan["reason"])
        return story
    first = {**content, "statement": changed(right, correction["wrong"])} if correction else content
    story.tell(_published_on(village.code, MONEY, period, plan.get("late")), content=first)
    if correction:
        reason = correction["reason"].format(**_numbers(right, first["statement"]))
        until = correction.get("until", "published")
        story.tell(
            date.fromisoformat(correction["on"]), content={**content, "reason": reason}, until=until, verb="correct"
        )
    return story


def _numbers(right: Statement, wrong: Statement) -> dict[str, int]:
    """Return the numbers of the entries that differ, as the sentence about the correction names them."""
    differing = [
        line.number
        for line, other in zip(right.lines, wrong.lines, strict=True)
        if replace(line, balance=None) != replace(other, balance=None)
    ]
    return {"no": differing[0], "no2": differing[-1]}


def _quarterly_items() -> Iterator[Story]:
    for period in PERIODS[-2:]:
        for village in villages():
            for entry in VILLAGE_ITEMS:
                story = _village_story(village, entry, period)
                yield from _with_exceptions(story, period, texts.of_village(village, entry, period))
    for period in PERIODS[-4:]:
        for entry, station in TOWN_ITEMS.items():
            story = Story(TOWN, entry, str(period), clerk=clerk_of(station), station=station)
            yield from _with_exceptions(story, period, texts.of_town(entry, period))


def _with_exceptions(story: Story, period: Period, text: Text) -> Iterator[Story]:
    """Tell a regular story on time, or the way `exceptions.csv` says."""
    said = _exceptions().get((story.unit, story.entry, story.period))
    outcome = said["outcome"] if said else "on_time"
    if said is None or outcome == "late":
        day = _published_on(story.unit, story.entry, period, said["on"] if said else None)
        story.tell(day, content=_content(text))
    elif outcome != "missing":
        until: Any = outcome
        story.tell(date.fromisoformat(said["on"]), content=_content(text), until=until, reason=said["reason"])
    if outcome != "missing":
        yield story


def _standing_items() -> Iterator[Story]:
    for village in villages():
        for entry, name, month in (("D01", "党组织设置与分工", 11), ("V01", "村规民约", 12), ("V04", "村干部分工", 10)):
            year = Period.parse("2024")
            story = replace(_village_story(village, entry, year), title=f"{village.name}{name}")
            story.tell(
                _some_day(story, date(2024, month, 11)), content=_content(texts.of_village(village, entry, year))
            )
            yield story
    for unit in source.rows("units.csv"):
        for entry in STATION_ITEMS if unit["kind"] == "station" else ():
            year = Period.parse("2024")
            item = "服务事项与办事指南" if entry == "G16" else "工作人员去向与监督电话"
            story = Story(unit["code"], entry, "2024", clerk=clerk_of(unit["code"]), title=f"{unit['name_zh']}{item}")
            text = texts.of_station(unit["code"], unit["name_zh"], entry, year)
            story.tell(_some_day(story, date(2024, 10, 14)), content=_content(text))
            yield story


def _yearly_items() -> Iterator[Story]:
    """Plans at the beginning of their year, the rest once the year or the half-year has ended."""
    plans = [(village, entry, "2026", date(2026, 1, 12)) for village in villages() for entry in ("F01", "V03")]
    full = next(village for village in villages() if village.code == FULL_YEAR)
    plans += [(full, entry, "2025", date(2025, 1, 13)) for entry in ("F01", "V03")]
    plans += [(full, entry, "2025", date(2026, 1, 15)) for entry in ("F05", "F07", "V19", "V21", "D05")]
    plans += [(full, entry, "2026H1", date(2026, 7, 10)) for entry in ("D02", "D04", "D07")]
    for village, entry, text, earliest in plans:
        period = Period.parse(text)
        story = _village_story(village, entry, period)
        story.tell(_some_day(story, earliest), content=_content(texts.of_village(village, entry, period)))
        yield story


def _written_out(path: Any) -> Story:
    """Return the story of a notice that stands in a file of its own: a head of `name: value`, then the text."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    village = next((each for each in villages() if each.code == said["unit"]), None)
    clerk = f"clerk.{village.slug}" if village else clerk_of(said.get("station", TOWN))
    published = datetime.fromisoformat(said["published"])
    story = Story(
        said["unit"],
        said["entry"],
        said.get("period", str(published.year)),
        clerk=clerk,
        supervisor=f"supervisor.{village.slug}" if village else "",
        title=said.get("title", ""),
        station=said.get("station", ""),
    )
    first, _, second = body.partition(SECOND_TEXT)
    content = {**_content(Text(first.strip(), _files(said, first))), "allocation": _lines(said)}
    until: Any = said.get("state", "published")
    day = datetime.fromisoformat(said["at"]).date() if "at" in said else published.date()
    due = published.replace(tzinfo=timezone.get_default_timezone())
    extra = {"schedule": {"due": due}, "send_back": {"reason": said.get("reason", "")}}
    story.tell(day, content=content, until=until, **extra.get(_last_verb(until), {}))
    if "corrected" in said:
        later = {**_content(Text(second.strip())), "reason": said["reason"]}
        story.tell(date.fromisoformat(said["corrected"]), content=later, verb="correct")
    if "withdrawn" in said:
        story.withdraw(date.fromisoformat(said["withdrawn"]), reason=said["reason"])
    return story


def _lines(said: Mapping[str, str]) -> list[Sum]:
    """Return the lines of an allocation in the head of a notice: `to | fund | amount`, with semicolons between."""
    rows = [row.split("|") for row in said.get("lines", "").split(";") if row.strip()]
    return [Sum(to.strip(), fund.strip(), Decimal(amount.strip())) for to, fund, amount in rows]


def _last_verb(until: str) -> str:
    return {"scheduled": "schedule", "sent_back": "send_back"}.get(until, "")


def _files(said: Mapping[str, str], body: str) -> dict[str, bytes]:
    """Return the files of a notice: one of the repository, or its table as a workbook."""
    if "file" in said:
        return {said["file"]: (source.folder() / "demo" / "files" / said["file"]).read_bytes()}
    return {said["workbook"]: Table.read(body).workbook(said["entry"])} if "workbook" in said else {}


def _content(text: Text) -> dict[str, Any]:
    return {"text": text}


def _village_story(village: Village, entry: str, period: Period) -> Story:
    clerk, supervisor = f"clerk.{village.slug}", f"supervisor.{village.slug}"
    return Story(village.code, entry, str(period), clerk=clerk, supervisor=supervisor)


def clerk_of(unit: str) -> str:
    """Return the user name of the clerk of the town or of a station."""
    return next(row["username"] for row in source.rows("people.csv") if row["unit"] == unit and row["role"] == "clerk")


@cache
def _remarks() -> dict[tuple[str, str, str], dict[str, str]]:
    return {(row["unit"], row["entry"], row["period"]): row for row in source.rows("remarks.csv")}


@cache
def _exceptions() -> dict[tuple[str, str, str], dict[str, str]]:
    return {(row["unit"], row["entry"], row["period"]): row for row in source.rows("exceptions.csv")}


def _published_on(unit: str, entry: str, period: Period, late: str | None) -> date:
    """Return the day a regular item is published: as said, or in the days before it is due."""
    if late:
        return date.fromisoformat(late)
    calendar = Calendar()
    due = due_on(period, publication_day=PUBLICATION_DAY, calendar=calendar)
    day = period.next.first.replace(day=Dice("day", unit, entry, str(period)).between(12, PUBLICATION_DAY))
    return min(calendar.next_working_day(day), due)


def _some_day(story: Story, earliest: date) -> date:
    """Return one of the ten working days from a day on."""
    return shifted(Calendar().next_working_day(earliest), Dice("day", *story.key).below(10))
