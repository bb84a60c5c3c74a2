"""Ledgers made for tests: consistent ones, in every habit of writing them down."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import strategies as st
from openpyxl import Workbook

from disclosure.ledger.accounts import Accounts
from disclosure.ledger.read import read_ledger
from disclosure.ledger.types import Line, Statement, Subtotal

DATA = Path(__file__).resolve().parents[3] / "data"
PERIOD = "2026Q3"
FIRST = date(2026, 7, 1)

Value = str | int | float | date | Decimal | None
Rows = list[list[Value]]
Merges = list[tuple[int, int, int, int]]


def chart() -> Accounts:
    """Return the chart of accounts of the repository."""
    with (DATA / "chart_of_accounts.csv").open(encoding="utf-8-sig", newline="") as rows:
        return Accounts((row["code"], row["name_zh"]) for row in csv.DictReader(rows))


ACCOUNTS = chart()


def read(content: bytes, *, period: str = PERIOD, name: str = "账.xlsx") -> Statement:
    """Read with the repository's chart."""
    return read_ledger(content, name=name, period=period, accounts=ACCOUNTS)


# Statements


def make_line(number: int, **values: Any) -> Line:
    """Return a complete, harmless entry: a receipt of 100.00 by default."""
    usual: dict[str, Any] = {
        "row": number + 4,
        "date": FIRST + timedelta(days=number - 1),
        "voucher": f"记-07{number:03d}",
        "summary": f"土地承包费{number}",
        "account_text": "501",
        "account": "501",
        "handler": "孙德胜",
        "witness": "吴春花",
        "approver": "刘守义",
    }
    if "receipt" not in values and "payment" not in values:
        usual["receipt"] = Decimal("100.00")
    return Line(number=number, **{**usual, **values})


def make_statement(lines: Sequence[Line], *, opening: str = "1000.00", **values: Any) -> Statement:
    """Return a statement whose balances and closing follow from its entries."""
    balance = Decimal(opening)
    kept = []
    for line in lines:
        balance += line.movement
        kept.append(line if line.balance is not None else replace(line, balance=balance))
    usual: dict[str, Any] = {
        "title": "柳树村2026年第三季度财务收支公开表",
        "period": PERIOD,
        "unit_of_amounts": "元",
        "opening": Decimal(opening),
        "opening_row": 4,
        "lines": tuple(kept),
        "subtotals": (),
        "stated_closing": balance,
        "stated_closing_row": len(kept) + 6,
        "cash": None,
        "bank": None,
        "signers": {"会计": "钱秀兰"},
        "columns": frozenset(
            {
                "number", "date", "voucher", "summary", "account", "receipt", "payment", "balance", "handler",
                "witness", "approver", "note",
            }
        ),
        "layout": "line_by_line",
    }  # fmt: skip
    return Statement(**{**usual, **values})


def with_totals(statement: Statement) -> Statement:
    """Add a total for each month, one for the period, and cash and bank."""
    rows: list[Subtotal] = []
    since = 0
    for month in sorted({line.date.month for line in statement.lines if line.date}):
        upto = max(line.number for line in statement.lines if line.date and line.date.month == month)
        rows.append(_total(statement, since, upto, month))
        since = upto
    rows.append(_total(statement, 0, len(statement.lines)))
    bank = statement.closing - Decimal("860.50")
    return replace(statement, subtotals=tuple(rows), cash=Decimal("860.50"), bank=bank, money_row=99)


def _total(statement: Statement, since: int, upto: int, month: int | None = None) -> Subtotal:
    chosen = statement.lines[since:upto]
    return Subtotal(
        kind="month" if month else "quarter",
        row=100 + upto + (not month),
        label=f"{month}月合计" if month else "本季合计",
        after_line=upto,
        month=month,
        receipts=sum((line.receipt or Decimal("0.00") for line in chosen), Decimal("0.00")),
        payments=sum((line.payment or Decimal("0.00") for line in chosen), Decimal("0.00")),
    )


# A generated ledger, before anybody has written it down


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement: a positive amount is a receipt, a negative one a payment."""

    day: date
    amount: Decimal
    summary: str = "土地承包费"
    account: str = "501"


@dataclass(frozen=True, slots=True)
class Book:
    """What a ledger says, whatever it looks like."""

    opening: Decimal
    entries: tuple[Entry, ...]

    @property
    def receipts(self) -> Decimal:
        return sum((entry.amount for entry in self.entries if entry.amount > 0), Decimal("0.00"))

    @property
    def payments(self) -> Decimal:
        return -sum((entry.amount for entry in self.entries if entry.amount < 0), Decimal("0.00"))

    @property
    def closing(self) -> Decimal:
        return self.opening + self.receipts - self.payments

    def balance_after(self, count: int) -> Decimal:
        return self.opening + sum((entry.amount for entry in self.entries[:count]), Decimal("0.00"))


cents = st.integers(min_value=1, max_value=9_999_999).map(lambda value: Decimal(value).scaleb(-2))
_SUMMARIES = (
    "土地承包费",
    "银行存款利息",
    "村干部误工补贴",
    "合同款（二期）",
    "水渠清淤机械费",
    "现金收入补录",
    "上级转移支付",
)


@st.composite
def books(draw: st.DrawFn, *, least: int = 1, most: int = 9) -> Book:
    """Draw a consistent ledger with entries in order of date."""
    count = draw(st.integers(least, most))
    days = sorted(draw(st.lists(st.integers(0, 91), min_size=count, max_size=count)))
    entries = [
        Entry(
            FIRST + timedelta(days=offset),
            draw(cents) * draw(st.sampled_from((1, -1))),
            draw(st.sampled_from(_SUMMARIES)),
            draw(st.sampled_from(("501", "503", "514 公益支出", "管理费用"))),
        )
        for offset in days
    ]
    return Book(draw(cents) + 1, tuple(entries))


# How it is written down

DATE_FORMS: dict[str, Callable[[date], Value]] = {
    "cell": lambda day: day,
    "serial": lambda day: (day - date(1899, 12, 30)).days,
    "iso": lambda day: day.isoformat(),
    "slash": lambda day: f"{day.year}/{day.month}/{day.day}",
    "dot": lambda day: f"{day.year}.{day.month}.{day.day}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "chinese": lambda day: f"{day.month}月{day.day}日",
    "short": lambda day: f"{day:%m-%d}",
    "short_dot": lambda day: f"{day.month}.{day.day}",
    "long": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "wide": lambda day: day.isoformat().translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
}
MONEY_FORMS: dict[str, Callable[[Decimal], Value]] = {
    "number": float,
    "plain": lambda amount: f"{amount:.2f}",
    "commas": lambda amount: f"{amount:,.2f}",
    "wide": lambda amount: f"{amount:,.2f}".translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，")),
    "yen": lambda amount: f"￥{amount:,.2f}",
    "suffix": lambda amount: f"{amount:.2f}元",
    "brackets": lambda amount: f"（{-amount:,.2f}）" if amount < 0 else f"{amount:,.2f}",
}


@dataclass(frozen=True, slots=True)
class Style:
    """One office's habits."""

    titles: int = 1
    unit: str = "元"
    unit_in_head: bool = False
    two_row_head: bool = False
    numbered: bool = True
    balances: bool = True
    month_totals: bool = True
    total: str = "合计"
    closing_row: bool = True
    opening: str = "balance"
    purses: bool = False
    blanks: int = 0
    footer: bool = True
    repeat_head: bool = False
    date_form: str = "cell"
    money_form: str = "number"
    nothing: Value = None
    spaced: bool = False
    extra: tuple[str, ...] = field(default=("经手人", "证明人", "审批人"))


@st.composite
def styles(draw: st.DrawFn) -> Style:
    """Draw the habits of an office."""
    balances = draw(st.booleans())
    return Style(
        titles=draw(st.integers(0, 3)),
        unit=draw(st.sampled_from(("元", "元", "万元"))),
        unit_in_head=draw(st.booleans()),
        two_row_head=draw(st.booleans()),
        numbered=draw(st.booleans()),
        balances=balances,
        month_totals=draw(st.booleans()),
        total=draw(st.sampled_from(("合计", "本季合计", "总  计", "本期合计"))),
        closing_row=draw(st.booleans()),
        opening=draw(st.sampled_from(("balance", "receipt", "text"))),
        purses=draw(st.booleans()),
        blanks=draw(st.integers(0, 2)),
        footer=draw(st.booleans()),
        repeat_head=draw(st.booleans()),
        date_form=draw(st.sampled_from(sorted(DATE_FORMS))),
        money_form=draw(st.sampled_from(sorted(MONEY_FORMS))),
        nothing=draw(st.sampled_from((None, "-", "—", "0.00", ""))),
        spaced=draw(st.booleans()),
    )


class Sheet:
    """Writes a book in a style into rows, remembering where each entry went."""

    def __init__(self, book: Book, style: Style) -> None:
        self.book = book
        self.style = style
        self.rows: Rows = []
        self.merges: Merges = []
        self.entry_rows: list[int] = []
        self.fields = self._fields()
        self._above()
        self._head()
        self._opening()
        self._body()
        self._below()

    def _fields(self) -> list[str]:
        style = self.style
        fields = ["number"] if style.numbered else []
        fields += ["date", "voucher", "summary", "account", "receipt", "payment"]
        fields += ["balance"] if style.balances else []
        return [*fields, *style.extra]

    def column(self, name: str) -> int:
        return self.fields.index(name)

    def money(self, amount: Decimal) -> Value:
        scaled = amount / (10_000 if self.style.unit == "万元" else 1)
        form = self.style.money_form
        if self.style.unit == "万元":
            if form in {"number", "plain"}:
                return float(scaled) if form == "number" else f"{scaled:f}"
            # A unit of its own goes before the sheet's.
            return f"{scaled:f}" if form != "suffix" else f"{amount:.2f}元"
        return MONEY_FORMS[form](amount)

    def label(self, text: str) -> str:
        return "　".join(text) if self.style.spaced else text

    def add(self, **values: Value) -> list[Value]:
        row: list[Value] = [None] * len(self.fields)
        for name, value in values.items():
            row[self.column(name)] = value
        self.rows.append(row)
        return row

    def _above(self) -> None:
        style, width = self.style, len(self.fields)
        for index in range(style.titles):
            self.merges.append((len(self.rows), 0, len(self.rows), width - 1))
            texts = ("柳树村2026年第三季度财务收支逐笔公开表", "（村级财务公开）", "公开日期：2026年10月15日")
            self.rows.append([texts[index], *[None] * (width - 1)])
        if not style.unit_in_head:
            self.rows.append([f"单位：{style.unit}", *[None] * (width - 1)])
        if style.opening == "text":
            opening = f"{self.book.opening:,.2f}元"
            self.rows.append([f"上期结余：{opening}", *[None] * (width - 1)])

    def _head(self) -> None:
        names = {
            "number": "序号", "date": "日期", "voucher": "凭证号", "summary": "摘要", "account": "科目",
            "receipt": "收入金额", "payment": "支出金额", "balance": "余额",
        }  # fmt: skip
        unit = f"（{self.style.unit}）" if self.style.unit_in_head else ""
        tail = {"receipt": unit, "payment": unit, "balance": unit}
        texts: list[Value] = [self.label(names.get(name, name)) + tail.get(name, "") for name in self.fields]
        if not self.style.two_row_head:
            self.head: Rows = [texts]
        else:
            self.head = self._two_rows(texts, unit)
        self.rows += [list(row) for row in self.head]

    def _two_rows(self, texts: list[Value], unit: str) -> Rows:
        """Put receipts and payments under one head, and merge the others over both rows."""
        top, sub = list(texts), [None] * len(texts)
        left, right = self.column("receipt"), self.column("payment")
        top[left], top[right] = "收支金额", None
        under: list[Value] = list(sub)
        under[left], under[right] = f"收入{unit}", f"支出{unit}"
        row = len(self.rows)
        self.merges.append((row, left, row, right))
        for column in range(len(texts)):
            if column not in (left, right):
                self.merges.append((row, column, row + 1, column))
        return [top, under]

    def _opening(self) -> None:
        if self.style.opening == "text":
            return
        column = "balance" if self.style.opening == "balance" and self.style.balances else "receipt"
        self.add(summary=self.label("上期结余"), **{column: self.money(self.book.opening)})

    def _body(self) -> None:
        entries = self.book.entries
        for index, entry in enumerate(entries):
            self._entry(index, entry)
            last_of_month = index + 1 == len(entries) or entries[index + 1].day.month != entry.day.month
            if self.style.month_totals and last_of_month:
                self._month_total(index, entry.day.month)
            if self.style.repeat_head and index % 3 == 2:
                self.rows += [list(row) for row in self.head]
            self.rows += [[None] * len(self.fields) for _ in range(self.style.blanks if index % 2 else 0)]

    def _entry(self, index: int, entry: Entry) -> None:
        self.entry_rows.append(len(self.rows))
        row = self.add(
            date=DATE_FORMS[self.style.date_form](entry.day),
            voucher=f"记-{index + 1:03d}",
            summary=entry.summary,
            account=entry.account,
            receipt=self.money(entry.amount) if entry.amount > 0 else self.style.nothing,
            payment=self.money(-entry.amount) if entry.amount < 0 else self.style.nothing,
        )
        if self.style.numbered:
            row[self.column("number")] = index + 1
        if self.style.balances:
            row[self.column("balance")] = self.money(self.book.balance_after(index + 1))
        for name in self.style.extra:
            row[self.column(name)] = "钱秀兰"

    def _month_total(self, index: int, month: int) -> None:
        chosen = [entry for entry in self.book.entries[: index + 1] if entry.day.month == month]
        part = Book(Decimal(0), tuple(chosen))
        self.add(
            summary=self.label(f"{month}月合计"), receipt=self.money(part.receipts), payment=self.money(part.payments)
        )

    def _below(self) -> None:
        style, book = self.style, self.book
        self.total_row = len(self.rows)
        self.add(summary=self.label(style.total), receipt=self.money(book.receipts), payment=self.money(book.payments))
        column = "balance" if style.balances else "receipt"
        self.closing_row = None
        if style.closing_row:
            self.closing_row = len(self.rows)
            self.add(summary=self.label("期末结余"), **{column: self.money(book.closing)})
        if style.purses:
            cash = Decimal("12.34")
            self.add(summary="其中：库存现金", **{column: self.money(cash)})
            self.add(summary="银行存款", **{column: self.money(book.closing - cash)})
        if style.footer:
            self.rows.append([None] * len(self.fields))
            foot: list[Value] = [None] * len(self.fields)
            foot[0], foot[3], foot[5] = "村党支部书记：刘守义", "监委会主任：周明远", "会计：钱秀兰"
            self.rows.append(foot)
            self.rows.append(["监督电话：0535-6620018", *[None] * (len(self.fields) - 1)])


# How it is saved


def as_xlsx(rows: Rows, merges: Sequence[tuple[int, int, int, int]] = (), *, name: str = "公开表") -> bytes:
    """Save as a workbook with one sheet."""
    return as_workbook({name: (rows, list(merges))})


def as_workbook(sheets: dict[str, tuple[Rows, Merges]]) -> bytes:
    """Save as a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, (rows, merges) in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([float(value) if isinstance(value, Decimal) else value for value in row])
        for top, left, bottom, right in merges:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_csv(rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Save as text; numbers as a spreadsheet program writes them."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    for row in rows:
        writer.writerow(["" if value is None else value for value in row])
    return written.getvalue().encode(encoding)


_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>
<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def as_ods(rows: Rows) -> bytes:
    """Save as an OpenDocument sheet."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    return ods_of(f'<table:table table:name="公开表">{body}</table:table>')


def ods_of(tables: str) -> bytes:
    """Wrap tables in an OpenDocument file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _ODS.format(tables=tables))
    return written.getvalue()


def _ods_cell(value: Value) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
