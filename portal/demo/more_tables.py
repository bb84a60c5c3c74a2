"""Tables of yearly, half-yearly and standing items, and of the town's own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from disclosure.catalogue.rules.periods import Period
from portal.demo import source
from portal.demo.dice import Dice
from portal.demo.tables import Asked, Table, by_village, lists, with_total, yuan
from portal.demo.villages import Village


def meeting(village: Village, period: Period) -> tuple[int, int]:
    """Return how many representatives a village has and how many came to its meeting in a period."""
    due = Dice("representatives", village.code).between(34, 42)
    return due, due - Dice("meeting", village.code, str(period)).between(0, 6)


def resolutions(asked: Asked) -> Table:
    """V02: what was resolved, by how many, and what came of it; the votes are those who came."""
    _due, present = meeting(asked.village, asked.period)
    rows = []
    for matter, result in asked.dice.some(lists("resolutions"), asked.dice.between(2, 4)):
        against, abstained = asked.dice.between(0, 2), asked.dice.between(0, 2)
        rows.append((matter, f"同意 {present - against - abstained}，反对 {against}，弃权 {abstained}", result))
    return Table(("事项", "表决", "落实情况"), tuple(rows))


def plan(asked: Asked) -> Table:
    """F01: planned receipts and payments of a year."""
    names = ("土地和房屋租金", "光伏和投资收益", "上级转移支付", "公益支出", "管理费用", "购置固定资产")
    rows = [
        ("收入" if place < 3 else "支出", name, Decimal(asked.dice.between(180, 900) * 100) * asked.village.scale)
        for place, name in enumerate(names)
    ]
    return Table(("收支", "项目", "金额（元）"), tuple((side, name, yuan(amount)) for side, name, amount in rows))


def resources(asked: Asked) -> Table:
    """F05: land, woods and water, and how much is leased out."""
    rows = []
    for name, low, high in (("耕地", 900, 2600), ("林地", 600, 4200), ("水面", 12, 90), ("机动地", 20, 110)):
        area = Decimal(asked.dice.between(low, high))
        leased = (area * asked.dice.between(5, 60) / 100).quantize(Decimal(1))
        rows.append((name, str(area), str(leased), str(area - leased)))
    return Table(("资源", "面积（亩）", "已发包（亩）", "未发包（亩）"), tuple(rows))


def surplus(asked: Asked) -> Table:
    """F07: distributable = surplus + undistributed at start; what is left = that less what was distributed."""
    earned, before = (Decimal(asked.dice.between(140, 520) * 100) * asked.village.scale for _each in range(2))
    can = earned + before
    reserve = (can * Decimal("0.35")).quantize(Decimal("0.01"))
    welfare = (can * Decimal("0.10")).quantize(Decimal("0.01"))
    shared = (can * Decimal("0.30")).quantize(Decimal("0.01"))
    rows = (
        ("本年收益", earned),
        ("年初未分配收益", before),
        ("可分配收益", can),
        ("提取公积公益金", reserve),
        ("提取福利费", welfare),
        ("成员分红", shared),
        ("年末未分配收益", can - reserve - welfare - shared),
    )
    return Table(("项目", "金额（元）"), tuple((name, yuan(amount)) for name, amount in rows))


def enrolment(asked: Asked) -> Table:
    """V19: who should be insured and who is, by kind and group."""
    rows = []
    for group in lists("groups")[:5]:
        due = asked.dice.between(120, 260)
        medical, pension = due - asked.dice.between(0, 4), due * 6 // 10
        rows.append((f"{group}组", str(due), str(medical), str(pension)))
    return Table(("村民小组", "应参保（人）", "已参医保（人）", "已参养老保险（人）"), tuple(rows))


def appraisal(asked: Asked) -> Table:
    """V21: how the village's cadres were appraised; the votes are the papers that came back."""
    _due, present = meeting(asked.village, asked.period)
    rows = []
    for person in staff(asked.village.code):
        fairly, not_at_all = asked.dice.between(1, 5), asked.dice.between(0, 2)
        votes = (present - fairly - not_at_all, fairly, not_at_all)
        rows.append((person["name_zh"], person["title_zh"], *map(str, votes), "满意"))
    return Table(("姓名", "职务", "满意", "基本满意", "不满意", "结果"), tuple(rows))


def dues(asked: Asked) -> Table:
    """D04: Party dues received and handed up, by team; the teams make up the branch."""
    members = members_of(asked.village)
    first, second = members // 3 + asked.dice.between(-2, 2), members // 3 + asked.dice.between(-2, 2)
    teams = zip(("第一党小组", "第二党小组", "第三党小组"), (first, second, members - first - second), strict=True)
    rows = [(team, str(size), Decimal(size * 6 + asked.dice.between(0, 9) * 6)) for team, size in teams]
    return Table(("党小组", "党员数", "收缴金额（元）"), with_total(rows, [2]))


def party_branch(asked: Asked) -> Table:
    """D01: the Party branch's committee."""
    titles = ("书记", "副书记", "宣传委员", "组织委员", "纪检委员")
    rows = zip(titles, asked.village.officials, strict=True)
    return Table(("职务", "姓名"), tuple(rows))


def duties(code: str) -> Table:
    """G17, V04: who does what, with the office telephone."""
    rows = tuple(
        (person["name_zh"], person["title_zh"], person["duties_zh"], person["phone"]) for person in staff(code)
    )
    return Table(("姓名", "职务", "分工", "办公电话"), rows)


def services(code: str) -> Table:
    """G16: what a station does for people, what to bring and how long it takes."""
    rows = tuple((what, papers, term, "不收费") for what, papers, term in lists("services")[code])
    return Table(("服务事项", "要带的材料", "办理时限", "收费"), rows)


def staff(code: str) -> list[dict[str, str]]:
    """Return who stands on a unit's staff board."""
    return [row for row in source.rows("people.csv") if row["unit"] == code and row["phone"]]


def expenses(period: Period) -> Table:
    """G05: the three public expenses beside those of the year before."""
    dice = Dice("G05", "QS", str(period))
    rows = []
    for name, low, high in lists("expenses"):
        now, before = (Decimal(dice.between(low * 100, high * 100)) / 100 for _each in range(2))
        rows.append((name, now, before, now - before))
    head = ("项目", "本季支出（元）", "上年同期（元）", "增减（元）")
    return Table(head, with_total(rows, [1, 2, 3]))


def town_subsidies(period: Period) -> Table:
    """G10: what the town paid each village, the same as the villages say they received."""
    rows = []
    for village, table in by_village("V13", period):
        paid = table.rows[:-1] if table else ()
        rows += [(village.name, row[0], row[2], row[3], Decimal(row[4].replace(",", ""))) for row in paid]
    return Table(("村", "补贴项目", "面积（亩）", "标准（元/亩）", "金额（元）"), with_total(rows, [4]))


def town_relief(period: Period) -> Table:
    """G11: how many families and how much, by village."""
    rows = []
    for village, table in by_village("V12", period):
        if table:
            rows.append((village.name, str(len(table.rows) - 1), Decimal(table.rows[-1][4].replace(",", ""))))
    return Table(("村", "发放户数", "本季金额（元）"), with_total(rows, [2]))


def town_homesteads(period: Period) -> Table | None:
    """G14: homesteads that the town approved in a quarter; None where there was none."""
    rows = []
    for village, table in by_village("V07", period):
        asked_for = table.rows if table else ()
        rows += [
            (village.name, name, what, area)
            for name, _group, what, area, progress in asked_for
            if progress.startswith("镇已审批")
        ]
    return Table(("村", "申请人", "事项", "面积（平方米）"), tuple(rows)) if rows else None


def members_of(village: Village) -> int:
    """Return how many Party members a village has."""
    return Dice("members", village.code).between(34, 61)


def facts(asked: Asked) -> Mapping[str, object]:
    """Return small numbers that stand in the running text of a village's items."""
    due, present = meeting(asked.village, asked.period)
    members = members_of(asked.village)
    return {
        "month": asked.period.last.month - asked.dice.between(0, 1),
        "day": asked.dice.between(3, 27),
        "meeting": asked.dice.pick(lists("meetings")),
        "due": due,
        "present": present,
        "members": members,
        "attending": members - asked.dice.between(0, 5),
        "teams": 3,
        "tables": Dice("tables", asked.village.code).pick((12, 15, 18, 20)),
        "road": f"{asked.dice.between(4, 24) / 10:.1f}",
        "canal": f"{asked.dice.between(8, 36) / 10:.1f}",
        "toilets": asked.dice.between(6, 28),
        "bins": asked.dice.between(10, 40),
        "growth": asked.dice.between(4, 12),
        "good": asked.dice.between(3, 6),
        "rate": asked.dice.between(86, 97),
        "visits": asked.dice.between(12, 46),
        "solved": asked.dice.between(3, 11),
    }
