"""Tables of the demo's texts: made-up people and figures that add up, the same each time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from disclosure.catalogue.rules.periods import Period
from portal.demo import source
from portal.demo.dice import Dice
from portal.demo.villages import Village, villages

FIRST_QUARTER = Period.parse("2025Q4")
"""The quarter whose opening figures of claims and assets are thrown; later ones follow from it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A head and rows of text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def markdown(self) -> str:
        """The table as it stands in a notice's text."""
        lines = (self.head, ("---",) * len(self.head), *self.rows)
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    @classmethod
    def read(cls, markdown: str) -> Table:
        """Return the first table that stands in a text."""
        lines = [line.strip("| ").split(" | ") for line in markdown.splitlines() if line.startswith("|")]
        return cls(tuple(lines[0]), tuple(tuple(line) for line in lines[2:]))

    def workbook(self, title: str) -> bytes:
        """Return the table as a workbook to download."""
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = title[:31]
        for row in (self.head, *self.rows):
            sheet.append([_figure(cell) for cell in row])
        written = BytesIO()
        book.save(written)
        return written.getvalue()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table of a village is made of: whose, for which period, and the throws that go with it."""

    village: Village
    period: Period
    dice: Dice


def _figure(cell: str) -> str | Decimal:
    plain = cell.replace(",", "")
    return Decimal(plain) if plain.replace(".", "", 1).isdigit() else cell


def yuan(amount: Decimal | int) -> str:
    """Write an amount with two places and separators."""
    return f"{Decimal(amount):,.2f}"


def lists(name: str) -> Any:
    """Return a list of words or kinds the tables choose from."""
    return source.document("lists.json")[name]


def people(dice: Dice, count: int) -> list[str]:
    """Return different made-up names of villagers."""
    found: list[str] = []
    while len(found) < count:
        name = dice.pick(lists("surnames")) + dice.pick(lists("given"))
        if name not in found:
            found.append(name)
    return found


def with_total(rows: Iterable[Sequence[str | Decimal]], columns: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """Return rows with their amounts written out and a row of totals below; counts stay whole."""
    listed = [list(row) for row in rows]
    total: list[str | Decimal] = ["合计", *[""] * (len(listed[0]) - 1)]
    for column in columns:
        total[column] = sum((Decimal(row[column]) for row in listed), Decimal(0))
    return tuple(tuple(yuan(cell) if isinstance(cell, Decimal) else cell for cell in row) for row in [*listed, total])


def allowances(asked: Asked) -> Table:
    """V06: days and allowances of village and group cadres; days × standard = amount."""
    standard = Decimal(80)
    named = [
        (name, "村委会委员" if place == 1 else "妇联主席") for place, name in enumerate(asked.village.officials[2:4])
    ]
    named += [(name, f"{group}组组长") for name, group in zip(people(asked.dice, 4), lists("groups"), strict=False)]
    rows = []
    for name, title in named:
        days = asked.dice.between(6, 24)
        rows.append((name, title, str(days), yuan(standard), days * standard))
    return Table(("姓名", "职务", "误工天数", "标准（元/天）", "金额（元）"), with_total(rows, [4]))


def homesteads(asked: Asked) -> Table | None:
    """V07: applications of a quarter; None where there was none."""
    count = asked.dice.between(0, 3)
    if not count:
        return None
    dice = asked.dice
    rows = []
    for name in people(dice, count):
        group, what = dice.pick(lists("groups")), dice.pick(lists("homestead"))
        rows.append((name, f"{group}组", what, str(dice.between(8, 14) * 10), dice.pick(lists("homestead_progress"))))
    return Table(("申请人", "村民小组", "事项", "面积（平方米）", "进度"), tuple(rows))


def leases(asked: Asked) -> Table:
    """V08: what was leased; area × price = rent."""
    rows = []
    for plot in asked.dice.some(lists("plots"), asked.dice.between(2, 4)):
        area, price = Decimal(asked.dice.between(40, 680)) / 10, Decimal(asked.dice.between(16, 52) * 10)
        term = f"{asked.dice.between(2024, 2026)}年起 {asked.dice.pick((3, 5, 10))} 年"
        rows.append((plot, str(area), asked.dice.pick(lists("tenants")), term, yuan(price), area * price))
    head = ("地块", "面积（亩）", "承租方", "期限", "单价（元/亩）", "年租金（元）")
    return Table(head, with_total(rows, [5]))


def relief(asked: Asked) -> Table:
    """V12: name, group, kind, standard and amount; never a cause."""
    household = Dice("relief", asked.village.code)  # nearly the same families from quarter to quarter
    rows = []
    for name in people(household, household.between(5, 9)):
        kind, standard, months = household.pick(lists("relief"))
        group = household.pick(lists("groups"))
        if months == 1 and not asked.dice.chance(50):
            continue
        each = f"{standard} 元/月" if months > 1 else "一次性"
        rows.append((name, f"{group}组", kind, each, Decimal(standard * months)))
    return Table(("姓名", "村民小组", "类别", "标准", "本季金额（元）"), with_total(rows, [4]))


def subsidies(asked: Asked) -> Table:
    """V13: area × standard = amount, by subsidy."""
    rows = []
    for name, standard in lists("subsidies")[str((asked.period.first.month + 2) // 3)]:
        if Decimal(standard):
            area = (Decimal(asked.dice.between(1200, 5200)) * asked.village.scale / 10).quantize(Decimal("0.1"))
            households = asked.dice.between(60, 240)
            rows.append(
                (name, str(households), str(area), standard, (area * Decimal(standard)).quantize(Decimal("0.01")))
            )
    return Table(("补贴项目", "户数", "面积（亩）", "标准（元/亩）", "金额（元）"), with_total(rows, [4]))


def honours(asked: Asked) -> Table:
    """V16: name, group, item and amount."""
    return _granted(asked.village, "honour", "优待抚恤金")


def family_awards(asked: Asked) -> Table:
    """V17: name, group, item and amount."""
    return _granted(asked.village, "family", "奖励扶助金")


def _granted(village: Village, kind: str, amount_head: str) -> Table:
    steady = Dice(kind, village.code)
    rows = []
    for name in people(steady, steady.between(3, 6)):
        item, amount = steady.pick(lists(kind))
        rows.append((name, f"{steady.pick(lists('groups'))}组", item, Decimal(amount)))
    return Table(("姓名", "村民小组", "项目", f"本季{amount_head}（元）"), with_total(rows, [3]))


def charges(asked: Asked) -> Table:
    """V18: owed, received and still owed, by group."""
    rows = []
    for group in lists("groups")[: asked.dice.between(4, 6)]:
        households = asked.dice.between(28, 74)
        owed = (Decimal(households) * asked.dice.between(2300, 4100) / 100).quantize(Decimal("0.01"))
        left = (owed * asked.dice.between(0, 6) / 100).quantize(Decimal("0.01"))
        rows.append((f"{group}组", str(households), owed, owed - left, left))
    return Table(("村民小组", "户数", "应收（元）", "实收（元）", "欠收（元）"), with_total(rows, [2, 3, 4]))


def assets(asked: Asked) -> Table:
    """F04: cost − accumulated depreciation = net value."""
    quarters = _quarters_since(asked.period)
    rows = []
    for name, cost, worn in lists("assets"):
        steady = Dice("asset", asked.village.code, name)
        original = (Decimal(cost) * asked.village.scale * steady.between(85, 120) / 100).quantize(Decimal(1))
        share = Decimal(str(worn)) + Decimal(quarters) / 100
        depreciation = (original * share).quantize(Decimal("0.01"))
        rows.append((name, original, depreciation, original - depreciation))
    return Table(("资产类别", "原值", "累计折旧", "净值"), with_total(rows, [1, 2, 3]))


def claims(asked: Asked) -> Table:
    """F06: opening + added − settled = closing, each opening being the closing of the quarter before."""
    rows = []
    for template, kind in lists("debtors"):
        steady = Dice("claim", asked.village.code, template)
        opening = Decimal(steady.between(18, 160) * 100)
        added = settled = Decimal(0)
        for quarter in range(_quarters_since(asked.period) + 1):
            opening += added - settled if quarter else 0
            added = Decimal(steady.between(0, 30) * 50) if steady.chance(40) else Decimal(0)
            settled = min(opening, Decimal(steady.between(0, 40) * 50)) if steady.chance(60) else Decimal(0)
        name = template.format(**asked.village.words)
        rows.append((name, kind, opening, added, settled, opening + added - settled))
    head = ("单位或个人", "性质", "期初数", "本期增加", "本期收回或偿还", "期末数")
    return Table(head, tuple(tuple(yuan(c) if isinstance(c, Decimal) else c for c in row) for row in rows))


def _quarters_since(period: Period) -> int:
    return (period.first.year - FIRST_QUARTER.first.year) * 4 + (period.first.month - FIRST_QUARTER.first.month) // 3


def by_village(kind: str, period: Period) -> list[tuple[Village, Table | None]]:
    """Return each village's table of an item for a period, for what the town says of them all."""
    made = {"V07": homesteads, "V12": relief, "V13": subsidies}[kind]
    return [(village, made(Asked(village, period, Dice(kind, village.code, str(period))))) for village in villages()]
