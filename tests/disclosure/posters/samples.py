"""Posters to try: the quarter of the sample ledger, long and short ones, and ones of text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from disclosure.catalogue.enums import Cadence
from disclosure.content.statement.documents.poster import as_content
from disclosure.content.statement.documents.sheet import HEADS, PosterStatement
from disclosure.content.statement.models import Answer
from disclosure.content.statement.presenters.page import PeriodSums, compared
from disclosure.ledger.types import Line, Statement, Subtotal
from disclosure.posters.documents.sheet import PosterSheet, Signature
from disclosure.posters.enums import PaperSize
from portal.core.charts import Bar

LEDGERS = Path(__file__).resolve().parents[3] / "data" / "ledgers"
VERIFY = "https://gongkai.example/verify/7K3MQ9TX/"
ACCOUNTS = {
    "112": "应收款",
    "151": "固定资产",
    "241": "专项应付款",
    "501": "经营收入",
    "502": "投资收益",
    "503": "补助收入",
    "513": "管理费用",
    "514": "公益支出",
}
COLUMNS = frozenset(HEADS)
TITLE = "柳树村2026年第三季度财务收支公开表"
TEXT = "<p>根据村民会议决定，村文化广场自十一月一日起开放，开放时间为每天六时至二十一时。</p>"


def yuan(amount: Any) -> Decimal | None:
    """Return a cell as an amount, None where it is empty."""
    return None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01"))


def statement(lines: Sequence[Line] = (), **changes: Any) -> Statement:
    """Return a statement with ``lines``, by default of the third quarter of 2026."""
    plain = Statement(
        title=TITLE,
        period="2026Q3",
        unit_of_amounts="元",
        opening=Decimal("296524.26"),
        opening_row=None,
        lines=tuple(lines),
        subtotals=(),
        stated_closing=None,
        stated_closing_row=None,
        cash=None,
        bank=None,
        signers={},
        columns=COLUMNS,
        layout="line_by_line",
    )
    return replace(plain, **changes)


def liushu() -> Statement:
    """Return the quarter in the sample workbook, cell by cell."""
    sheet = openpyxl.load_workbook(LEDGERS / "liushu-2026Q3.xlsx", data_only=True).active
    assert sheet is not None
    lines: list[Line] = []
    subtotals: list[Subtotal] = []
    for row, cells in enumerate(sheet.iter_rows(min_row=5, values_only=True), start=5):
        number, day, voucher, summary, account, came, went, balance, *people, _note = cells
        if isinstance(number, int) and isinstance(day, datetime):
            lines.append(
                Line(
                    number,
                    row,
                    date=day.date(),
                    voucher=str(voucher),
                    summary=str(summary),
                    account=str(account),
                    receipt=yuan(came),
                    payment=yuan(went),
                    balance=yuan(balance),
                    handler=str(people[0]),
                    witness=str(people[1]),
                    approver=str(people[2]),
                )
            )
        elif summary and str(summary).endswith("合计"):
            kind = "month" if "月" in str(summary) else "quarter"
            month = int(str(summary)[0]) if kind == "month" else None
            after = lines[-1].number
            subtotals.append(Subtotal(kind, row, str(summary), after, month, yuan(came), yuan(went)))
    money = {"cash": Decimal("860.50"), "bank": Decimal("475672.22")}
    return statement(lines, subtotals=tuple(subtotals), **money)


def many(count: int, *, every: int = 40) -> Statement:
    """Return a statement of ``count`` lines, with the total of a month after ``every`` of them."""
    names = ["村道修补工程款", "垃圾清运费", "人居环境整治专项资金", "光伏发电收益", "慰问困难党员"]
    lines, subtotals = [], []
    came = went = Decimal(0)
    for number in range(1, count + 1):
        month = 7 + min(2, (number - 1) // every)
        receipt = Decimal(number * 137 % 9000) + Decimal("0.35") if number % 3 == 0 else None
        payment = None if receipt else Decimal(number * 91 % 5000) + Decimal("0.17")
        came, went = came + (receipt or 0), went + (payment or 0)
        lines.append(
            Line(
                number,
                number + 4,
                date=date(2026, month, 1) + timedelta(days=number % 27),
                voucher=f"记-{month:02}{number:03}",
                summary=names[number % len(names)],
                account="514" if payment else "502",
                receipt=receipt,
                payment=payment,
                handler="李桂香",
                witness="周明远",
                approver="刘守义",
            )
        )
        if number % every == 0 or number == count:
            subtotals.append(Subtotal("month", None, f"{month}月合计", number, month, came, went))
            came = went = Decimal(0)
    return statement(lines, subtotals=tuple(subtotals))


def two_sided() -> Statement:
    """Return receipts and payments by category, as the two-sided sample has them."""
    left = [("转移支付", "52000.00"), ("土地承包", "18600.00"), ("利息", "112.36")]
    right = [("误工补贴", "18600.00"), ("电费", "2134.70"), ("道路维修", "31500.00"), ("慰问", "3000.00")]
    lines = [
        Line(number, None, summary=name, account_text=name, receipt=Decimal(amount))
        for number, (name, amount) in enumerate(left, start=1)
    ]
    lines += [
        Line(number, None, summary=name, account_text=name, payment=Decimal(amount))
        for number, (name, amount) in enumerate(right, start=len(left) + 1)
    ]
    columns = frozenset({"summary", "receipt", "payment"})
    return statement(lines, layout="two_sided", columns=columns)


def beside(which: Statement, **changes: Any) -> PosterStatement:
    """Return a statement with its pictures."""
    totals: dict[str, dict[str, Decimal]] = {"in": {}, "out": {}}
    for line in which.lines:
        side = totals["in" if line.receipt is not None else "out"]
        code = line.account or ""
        side[code] = side.get(code, Decimal(0)) + (line.amount or 0)
    receipts, payments = (
        tuple(
            Bar(ACCOUNTS.get(code, code), amount, code)
            for code, amount in sorted(side.items(), key=lambda item: -item[1])
            if code
        )
        for side in totals.values()
    )
    periods = tuple(
        PeriodSums(word, year, Decimal(came), Decimal(went))
        for word, year, came, went in (
            ("四季度", "2025", 98_000, 115_000),
            ("一季度", "2026", 121_000, 77_000),
            ("二季度", "2026", 184_000, 74_000),
            ("三季度", "2026", which.receipts, which.payments),
        )
    )
    given = {
        "account_names": ACCOUNTS,
        "receipts_by_account": receipts,
        "payments_by_account": payments,
        "comparison": compared(periods, Cadence.QUARTERLY),
        "remarks": ("收入中专项资金 178,353.28，专款专用，不属于村集体收入。",),
        **changes,
    }
    return PosterStatement(statement=which, **given)


def note(line: int | None, text: str) -> Answer:
    """Return what the unit says to a warning."""
    return Answer(line=line, text=text)


SIGNATURES = (
    Signature(role="编制", name="钱秀兰", title="村会计"),
    Signature(role="监委会会签", name="周明远", title="村监委会主任"),
    Signature(role="审核", name="罗启明", title="镇政务公开领导小组"),
    Signature(role="审批", name="陈志平", title="镇党委"),
    Signature(role="公开", name="孙晓燕", title="镇党政办"),
)


def poster(**changes: Any) -> PosterSheet:
    """Return a published A3 poster; give ``statement`` or ``body_html``, and what else differs."""
    given: dict[str, Any] = {
        "size": "A3",
        "kind": "published",
        "stream_name": "财务公开",
        "notice_number": "QS-01-F02-2026Q3",
        "edition": 2,
        "title": TITLE,
        "unit_name": "柳树村村民委员会",
        "period_text": "2026年7月1日至9月30日",
        "published_on": date(2026, 10, 19),
        "notice_from": date(2026, 10, 20),
        "notice_to": date(2026, 10, 26),
        "notice_days_text": "五个工作日。有异议请在此期间提出",
        "signatures": SIGNATURES,
        "supervision_phone": "0000-8123101",
        "supervision_contact": "村监委会 周明远",
        "town_phone_label": "青石镇党政办",
        "town_phone": "0000-8123000",
        "how_to_object": (
            "一、打监督电话，或投村委会东墙意见箱。",
            "二、扫左下角二维码，写明第几笔。",
            "三、对答复不满意，向镇党政办反映，镇里 20 日内答复。",
            "凭证和合同可到村委会查阅。",
        ),
        "verify_url": VERIFY,
        "verify_code": "7K3M-Q9TX",
        "log_sequence": 1279,
        "log_hash": "9f3c71ab04de" + "0" * 52,
        "site_name": "青石镇政务公开",
        **changes,
    }
    given["size"] = PaperSize(given["size"])
    statement = given.pop("statement", None)
    if statement:
        given["content"] = as_content(statement)
    if given["kind"] == "specimen":
        blank = {"published_on": None, "notice_from": None, "notice_to": None, "log_sequence": None}
        given |= {**blank, "verify_url": "", "verify_code": "", "log_hash": ""}
    return PosterSheet(**given)


CORRECTED = beside(
    liushu(),
    corrected_lines=frozenset({17}),
    notes=(note(28, "会议误餐 6 人，每人 37.71 元，有签到表。"),),
)
