"""Workbooks we hand out: an empty ledger to fill in, and a ledger with its findings beside the rows.

Both are Chinese, as the papers of villages are, and can be sent back and read again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.messages import message
from disclosure.ledger.types import Finding, Statement, Subtotal
from portal.core import spreadsheets

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
_LETTER = {name: get_column_letter(index) for name, index in _COLUMN.items()}
_AMOUNTS = ("receipt", "payment", "balance")
_HEAD_ROW = 3
_FIRST_ROW = _HEAD_ROW + 1
_MONEY = "#,##0.00"
_FONT = "宋体"
_THIN = Side(style="thin", color="8B877A")
_RULED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ERROR = PatternFill("solid", start_color="F6DDD9")
_WARNING = PatternFill("solid", start_color="F6EBD3")

_BLANK_SIGNERS = dict.fromkeys(("村党支部书记", "监委会主任", "会计"), "")
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

    `unit` is the village's Chinese name, `opening` the closing of the period before, if it is known, `accounts` the
    chart, offered as a list in every row.
    """
    book, sheet = _book(f"{unit}{period.name_zh}财务收支逐笔公开表", [text for _, text, _ in HEADS])
    last = _FIRST_ROW + rows
    _put(sheet, _FIRST_ROW, {"summary": "上期结余", "balance": opening})
    for row in range(_FIRST_ROW + 1, last + 1):
        _entry_formulas(sheet, row)
    for row, label in enumerate(("本期合计", "期末结余", "其中：库存现金", "银行存款"), start=last + 1):
        _put(sheet, row, {"summary": label})
    _sum_formulas(sheet, last)
    for row in range(_FIRST_ROW, last + 5):
        _rule(sheet, row, len(HEADS))
    _signers(sheet, last + 6, _BLANK_SIGNERS)
    _offer_accounts(book, sheet, accounts, last)
    _help(book)
    return spreadsheets.saved(book)


def annotated(statement: Statement, findings: Iterable[Finding]) -> bytes:
    """Return a statement as xlsx with what was found in a last column, 问题; faulty rows are tinted."""
    book, sheet = _book(statement.title, [*(text for _, text, _ in HEADS), "问题"])
    sheet.column_dimensions[get_column_letter(len(HEADS) + 1)].width = 60
    notes: dict[object, list[Finding]] = defaultdict(list)
    for finding in findings:
        notes[_place(finding)].append(finding)
    rows = list(_rows(statement))
    for row, (place, values) in enumerate(rows, start=_FIRST_ROW):
        _put(sheet, row, values)
        _rule(sheet, row, len(HEADS) + 1)
        _annotate(sheet, row, notes[place])
    below = _FIRST_ROW + len(rows) + 1
    # What is wrong with the whole sheet is written below it, as remarks that are not read as entries.
    for row, finding in enumerate(notes[None], start=below):
        _write(sheet.cell(row, 1), f"说明：{_note(finding)}")
    _signers(sheet, below + len(notes[None]), statement.signers or _BLANK_SIGNERS)
    return spreadsheets.saved(book)


def _place(finding: Finding) -> object:
    """Return the row that a finding is written beside: an entry's number, or a name; None for the whole sheet."""
    if finding.line is not None:
        return finding.line
    if finding.field and finding.field.startswith("subtotals."):
        return finding.field.rpartition(".")[0]
    return finding.field if finding.field in {"opening", "stated_closing", "bank"} else None


def _rows(statement: Statement) -> Iterable[tuple[object, dict[str, Any]]]:
    yield "opening", {"summary": "上期结余", "balance": statement.opening}
    after: dict[int, list[tuple[int, Subtotal]]] = defaultdict(list)
    for index, subtotal in enumerate(statement.subtotals):
        after[subtotal.after_line].append((index, subtotal))
    for line in (None, *statement.lines):
        if line:
            texts = {"date": line.date or line.date_text, "account": line.account_text or line.account}
            yield line.number, {name: getattr(line, name) for name in _COLUMN} | texts
        for index, row in after[line.number if line else 0]:
            sums = {"receipt": row.receipts, "payment": row.payments, "balance": row.balance}
            yield f"subtotals.{index}", {"summary": row.label, **sums}
    for name, label in (("stated_closing", "期末结余"), ("cash", "其中：库存现金"), ("bank", "银行存款")):
        if getattr(statement, name) is not None:
            yield name, {"summary": label, "balance": getattr(statement, name)}


def _annotate(sheet: Worksheet, row: int, findings: list[Finding]) -> None:
    if not findings:
        return
    cell = sheet.cell(row, len(HEADS) + 1)
    _write(cell, "\n".join(_note(finding) for finding in findings))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    tint = _ERROR if any(finding.is_error for finding in findings) else _WARNING
    for column in range(1, len(HEADS) + 2):
        sheet.cell(row, column).fill = tint


def _note(finding: Finding) -> str:
    return f"{'错误' if finding.is_error else '提醒'}：{message(finding)}"


def _put(sheet: Worksheet, row: int, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        cell = sheet.cell(row, _COLUMN[name])
        _write(cell, value)
        if name in _AMOUNTS:
            cell.number_format = _MONEY
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"


def _write(cell: Any, value: object) -> None:
    spreadsheets.write(cell, value)
    cell.font = Font(name=_FONT, size=11)


def _entry_formulas(sheet: Worksheet, row: int) -> None:
    receipt, payment, balance = (_LETTER[name] for name in _AMOUNTS)
    # Blank until something moves, so that unused rows print empty.
    moved = f"SUM({receipt}{_FIRST_ROW + 1}:{receipt}{row})-SUM({payment}{_FIRST_ROW + 1}:{payment}{row})"
    sheet[f"{balance}{row}"] = f'=IF(COUNT({receipt}{row}:{payment}{row})=0,"",{balance}${_FIRST_ROW}+{moved})'
    _format_amounts(sheet, row)
    sheet.cell(row, _COLUMN["date"]).number_format = "yyyy-mm-dd"


def _sum_formulas(sheet: Worksheet, last: int) -> None:
    receipt, payment, balance = (_LETTER[name] for name in _AMOUNTS)
    total = last + 1
    for column in (receipt, payment):
        sheet[f"{column}{total}"] = f"=SUM({column}{_FIRST_ROW + 1}:{column}{last})"
    sheet[f"{balance}{total + 1}"] = f"={balance}{_FIRST_ROW}+{receipt}{total}-{payment}{total}"
    for row in range(total, total + 4):
        _format_amounts(sheet, row)


def _format_amounts(sheet: Worksheet, row: int) -> None:
    for name in _AMOUNTS:
        sheet.cell(row, _COLUMN[name]).number_format = _MONEY


def _book(text: str, heads: list[str]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "收支明细"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    title = sheet.cell(1, 1)
    _write(title, text)
    title.font = Font(name=_FONT, size=16, bold=True)
    title.alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 30
    _write(sheet.cell(2, 1), "单位：元")
    for name, _, width in HEADS:
        sheet.column_dimensions[_LETTER[name]].width = width
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(_HEAD_ROW, column, head)
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.alignment = Alignment(horizontal="center")
        cell.border = _RULED
    sheet.freeze_panes = f"{_LETTER['account']}{_FIRST_ROW}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return book, sheet


def _rule(sheet: Worksheet, row: int, columns: int) -> None:
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.border = _RULED
        if isinstance(cell, Cell) and cell.value is None:
            cell.font = Font(name=_FONT, size=11)


def _signers(sheet: Worksheet, row: int, signers: Mapping[str, str]) -> None:
    for place, (role, name) in enumerate(signers.items()):
        _write(sheet.cell(row + place // 3, 1 + 4 * (place % 3)), f"{role}：{name}")


def _offer_accounts(book: Workbook, sheet: Worksheet, accounts: Accounts, last: int) -> None:
    """Offer the chart as a list; it has a sheet of its own, because a list in a cell is short."""
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
