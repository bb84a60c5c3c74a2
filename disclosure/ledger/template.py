"""Workbooks we hand out: an empty ledger to fill in, and a ledger with its findings beside the rows.

Both are Chinese, as the papers of villages are, and can be sent back and read again.
"""

import io
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.messages import message
from disclosure.ledger.types import Finding, Line, Statement, Subtotal

HEADS = (
    ("number", "序号", 6),
    ("date", "日期", 12),
    ("voucher", "凭证号", 13),
    ("summary", "摘要", 30),
    ("account", "科目", 18),
    ("receipt", "收入金额", 14),
    ("payment", "支出金额", 14),
    ("balance", "余额", 15),
    ("handler", "经手人", 10),
    ("witness", "证明人", 10),
    ("approver", "审批人", 10),
    ("note", "备注", 24),
)
_COLUMN = {name: index for index, (name, _, _) in enumerate(HEADS, start=1)}
_LETTER = {name: chr(64 + index) for name, index in _COLUMN.items()}
_HEAD_ROW = 3
_FIRST_ROW = _HEAD_ROW + 1
_MONEY = "#,##0.00"
_FONT = "宋体"
_THIN = Side(style="thin", color="8B877A")
_RULED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ERROR = PatternFill("solid", start_color="F6DDD9")
_WARNING = PatternFill("solid", start_color="F6EBD3")

_HELP = (
    "怎么填",
    "1. 一笔收支填一行，收入和支出只填一栏。不够行时在中间插入行，公式会跟着走。",
    "2. 日期写成 2026-07-01。科目从下拉列表里选。",
    "3. 上期结余要和上一期公开的期末结余一致。余额和合计由公式算，不用填。",
    "4. 每一笔写明经手人、证明人、审批人；大额支出在备注里写明是哪次会议的决议。",
    "5. 摘要里不写身份证号、银行卡号和手机号。",
    "6. 填好后保存，在工作台上传。",
)


def empty(*, unit: str, period: Period, accounts: Accounts, opening: Decimal | None = None, rows: int = 60) -> bytes:
    """Return a workbook to fill in, as xlsx.

    Args:
        unit: The village's Chinese name, for the title.
        period: What it is for.
        accounts: The chart, offered as a list in every row.
        opening: The closing of the period before, if it is known.
        rows: How many rows for entries.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "收支明细"
    last = _FIRST_ROW + rows
    _title(sheet, f"{unit}{period.name_zh}财务收支逐笔公开表")
    _heads(sheet, len(HEADS))
    _put(sheet, _FIRST_ROW, "summary", "上期结余")
    _put(sheet, _FIRST_ROW, "balance", opening)
    for row in range(_FIRST_ROW + 1, last + 1):
        _entry_formulas(sheet, row)
    _sums(sheet, last)
    for row in range(_FIRST_ROW, last + 5):
        _rule(sheet, row, len(HEADS))
    _signers(sheet, last + 6, {})
    _offer_accounts(book, sheet, accounts, last)
    _help(book)
    sheet.freeze_panes = f"{_LETTER['account']}{_FIRST_ROW}"
    return _saved(book)


def annotated(statement: Statement, findings: Iterable[Finding]) -> bytes:
    """Return a statement as xlsx with what was found in a last column, 问题; faulty rows are tinted."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "收支明细"
    _title(sheet, statement.title)
    _heads(sheet, len(HEADS) + 1)
    sheet.cell(_HEAD_ROW, len(HEADS) + 1).value = "问题"
    sheet.column_dimensions[chr(64 + len(HEADS) + 1)].width = 60
    notes = _Notes(findings)
    row = _Writer(sheet, notes).statement(statement)
    _signers(sheet, row + 1, statement.signers)
    sheet.freeze_panes = f"{_LETTER['account']}{_FIRST_ROW}"
    return _saved(book)


class _Notes:
    """Findings by the place where they are to be written."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._by_place: dict[object, list[Finding]] = {}
        for finding in findings:
            self._by_place.setdefault(self._place(finding), []).append(finding)

    def _place(self, finding: Finding) -> object:
        if finding.line is not None:
            return finding.line
        if finding.field and finding.field.startswith("subtotals."):
            return ".".join(finding.field.split(".")[:2])
        return finding.field if finding.field in {"opening", "stated_closing", "bank"} else None

    def at(self, place: object) -> list[Finding]:
        return self._by_place.get(place, [])


class _Writer:
    def __init__(self, sheet: Worksheet, notes: _Notes) -> None:
        self.sheet = sheet
        self.notes = notes
        self.row = _FIRST_ROW

    def statement(self, statement: Statement) -> int:
        """Write everything; return the first free row."""
        self._next({"summary": "上期结余", "balance": statement.opening}, "opening")
        after: dict[int, list[tuple[int, Subtotal]]] = {}
        for index, subtotal in enumerate(statement.subtotals):
            after.setdefault(subtotal.after_line, []).append((index, subtotal))
        for line in (None, *statement.lines):
            if line:
                self._next(_cells(line), line.number)
            for index, subtotal in after.get(line.number if line else 0, []):
                self._next(_total_cells(subtotal), f"subtotals.{index}")
        if statement.stated_closing is not None:
            self._next({"summary": "期末结余", "balance": statement.stated_closing}, "stated_closing")
        if statement.cash is not None:
            self._next({"summary": "其中：库存现金", "balance": statement.cash}, "cash")
        if statement.bank is not None:
            self._next({"summary": "银行存款", "balance": statement.bank}, "bank")
        self._loose()
        return self.row

    def _next(self, values: Mapping[str, Any], place: object) -> None:
        for name, value in values.items():
            _put(self.sheet, self.row, name, value)
        _rule(self.sheet, self.row, len(HEADS) + 1)
        self._annotate(self.notes.at(place))
        self.row += 1

    def _annotate(self, findings: list[Finding]) -> None:
        if not findings:
            return
        cell = self.sheet.cell(self.row, len(HEADS) + 1)
        _write(cell, "\n".join(_note(finding) for finding in findings))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        tint = _ERROR if any(finding.is_error for finding in findings) else _WARNING
        for column in range(1, len(HEADS) + 2):
            self.sheet.cell(self.row, column).fill = tint

    def _loose(self) -> None:
        """Write the findings on the whole sheet below it, as remarks that are not read as entries."""
        for finding in self.notes.at(None):
            self.row += 1
            _write(self.sheet.cell(self.row, 1), f"说明：{_note(finding)}")


def _note(finding: Finding) -> str:
    return f"{'错误' if finding.is_error else '提醒'}：{message(finding)}"


def _cells(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "date": line.date or line.date_text,
        "voucher": line.voucher,
        "summary": line.summary,
        "account": line.account_text or line.account,
        "receipt": line.receipt,
        "payment": line.payment,
        "balance": line.balance,
        "handler": line.handler,
        "witness": line.witness,
        "approver": line.approver,
        "note": line.note,
    }


def _total_cells(subtotal: Subtotal) -> dict[str, Any]:
    return {
        "summary": subtotal.label,
        "receipt": subtotal.receipts,
        "payment": subtotal.payments,
        "balance": subtotal.balance,
    }


def _put(sheet: Worksheet, row: int, name: str, value: object) -> None:
    cell = sheet.cell(row, _COLUMN[name])
    _write(cell, value)
    if name in {"receipt", "payment", "balance"}:
        cell.number_format = _MONEY
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _write(cell: Any, value: object) -> None:
    """Write a value; a text that begins like a formula stays a text."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) or None
        if cell.value is not None:
            cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value
    cell.font = Font(name=_FONT, size=11)


def _entry_formulas(sheet: Worksheet, row: int) -> None:
    receipt, payment, balance = (_LETTER[name] for name in ("receipt", "payment", "balance"))
    # Blank until something moves, so that unused rows print empty.
    moved = f"SUM({receipt}{_FIRST_ROW + 1}:{receipt}{row})-SUM({payment}{_FIRST_ROW + 1}:{payment}{row})"
    sheet[f"{balance}{row}"] = f'=IF(COUNT({receipt}{row}:{payment}{row})=0,"",{balance}${_FIRST_ROW}+{moved})'
    for name in ("receipt", "payment", "balance"):
        sheet.cell(row, _COLUMN[name]).number_format = _MONEY
    sheet.cell(row, _COLUMN["date"]).number_format = "yyyy-mm-dd"


def _sums(sheet: Worksheet, last: int) -> None:
    receipt, payment, balance = (_LETTER[name] for name in ("receipt", "payment", "balance"))
    first, total = _FIRST_ROW + 1, last + 1
    _put(sheet, total, "summary", "本期合计")
    _put(sheet, total + 1, "summary", "期末结余")
    _put(sheet, total + 2, "summary", "其中：库存现金")
    _put(sheet, total + 3, "summary", "银行存款")
    sheet[f"{receipt}{total}"] = f"=SUM({receipt}{first}:{receipt}{last})"
    sheet[f"{payment}{total}"] = f"=SUM({payment}{first}:{payment}{last})"
    sheet[f"{balance}{total + 1}"] = f"={balance}{_FIRST_ROW}+{receipt}{total}-{payment}{total}"
    for row in range(total, total + 4):
        for name in ("receipt", "payment", "balance"):
            sheet.cell(row, _COLUMN[name]).number_format = _MONEY


def _title(sheet: Worksheet, text: str) -> None:
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    title = sheet.cell(1, 1)
    _write(title, text)
    title.font = Font(name=_FONT, size=16, bold=True)
    title.alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 30
    _write(sheet.cell(2, 1), "单位：元")


def _heads(sheet: Worksheet, columns: int) -> None:
    for name, text, width in HEADS:
        sheet.cell(_HEAD_ROW, _COLUMN[name]).value = text
        sheet.column_dimensions[_LETTER[name]].width = width
    for column in range(1, columns + 1):
        cell = sheet.cell(_HEAD_ROW, column)
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.alignment = Alignment(horizontal="center")
        cell.border = _RULED
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _rule(sheet: Worksheet, row: int, columns: int) -> None:
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.border = _RULED
        if isinstance(cell, Cell) and cell.value is None:
            cell.font = Font(name=_FONT, size=11)


def _signers(sheet: Worksheet, row: int, signers: Mapping[str, str]) -> None:
    shown = signers or dict.fromkeys(("村党支部书记", "监委会主任", "会计"), "")
    for place, (role, name) in enumerate(shown.items()):
        _write(sheet.cell(row + place // 3, 1 + 4 * (place % 3)), f"{role}：{name}")


def _offer_accounts(book: Workbook, sheet: Worksheet, accounts: Accounts, last: int) -> None:
    """Offer the chart as a list; it stands in a sheet of its own, because a list in a cell is short."""
    chart = book.create_sheet("科目")
    for row, (code, name) in enumerate(accounts.entries, start=1):
        _write(chart.cell(row, 1), f"{code} {name}")
    chart.column_dimensions["A"].width = 36
    offered = DataValidation(type="list", formula1=f"=科目!$A$1:$A${max(len(accounts.entries), 1)}", allow_blank=True)
    offered.error, offered.errorTitle = "请从列表里选科目。", "没有这个科目"
    sheet.add_data_validation(offered)
    offered.add(f"{_LETTER['account']}{_FIRST_ROW + 1}:{_LETTER['account']}{last}")


def _help(book: Workbook) -> None:
    sheet = book.create_sheet("说明")
    sheet.column_dimensions["A"].width = 80
    for row, text in enumerate(_HELP, start=1):
        _write(sheet.cell(row, 1), text)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True)


def _saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
