"""An edition as data to take away: CSV, a workbook, JSON.

The table is Chinese, like the notice; JSON carries both names of reference data. What somebody typed
never becomes a formula in the spreadsheet of whoever opens the file.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from disclosure.content.allocation.models import AllocationLine
from disclosure.content.allocation.queries import allocation_document, given_to, lines_of, total
from disclosure.content.statement.models.statement import Statement, StatementLine
from disclosure.content.statement.queries.breakdown import AccountSum, breakdown
from disclosure.notices.models import Edition
from disclosure.notices.queries.titles import composed_en, title_zh

SCHEMA = "gongkai/data/1"
HEADS = (
    "序号",
    "日期",
    "凭证号",
    "摘要",
    "科目编码",
    "科目",
    "收入",
    "支出",
    "余额",
    "经手人",
    "证明人",
    "审批人",
    "备注",
)
ALLOCATION_HEADS = ("序号", "单位编码", "收款单位或个人", "资金与用途", "金额", "支付日期", "备注")
_WIDTHS = (6, 12, 14, 34, 10, 18, 15, 15, 15, 10, 10, 10, 24)
_ALLOCATION_WIDTHS = (6, 10, 24, 40, 15, 12, 24)
_TEXT_WIDTHS = (16, 80)
_AMOUNT_FORMAT = "#,##0.00"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | Decimal | None
Row = tuple[Value, ...]


def as_csv(edition: Edition) -> bytes:
    """Return an edition as CSV: UTF-8 with a byte order mark, as office programs expect it.

    Args:
        edition: An edition fetched with its content (`queries.editions.with_content`).
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for row in _table(edition):
        writer.writerow([guarded(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(edition: Edition) -> bytes:
    """Return an edition as a workbook with one sheet, amounts as numbers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = edition.notice.entry.code
    book.properties.title = title_zh(edition)
    book.properties.creator = edition.notice.unit.publishing_body_zh or edition.notice.unit.name_zh
    for number, row in enumerate(_table(edition), start=1):
        for place, value in enumerate(row, start=1):
            _write(sheet, number, place, value)
    _lay_out(sheet, _widths(edition))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_json(edition: Edition) -> bytes:
    """Return an edition as JSON, amounts as strings in yuan with two places."""
    notice = edition.notice
    document = {
        "schema": SCHEMA,
        "notice": notice.number,
        "edition": edition.number,
        "state": edition.state,
        "unit": {"code": notice.unit.code, "name_zh": notice.unit.name_zh, "name_en": notice.unit.name_en},
        "entry": {
            "code": notice.entry.code,
            "stream": notice.entry.stream,
            "name_zh": notice.entry.name_zh,
            "name_en": notice.entry.name_en,
        },
        "period": notice.period,
        "title_zh": title_zh(edition),
        "title_en": None if edition.title else composed_en(notice),
        "body": edition.body,
        "correction_reason": edition.correction_reason,
        "published_at": edition.published_at,
        "notice_from": edition.notice_from,
        "notice_to": edition.notice_to,
        "notice_provisional": edition.notice_provisional,
        "statement": _statement_document(edition),
        "allocation": allocation_document(edition),
        "files": [
            {"name": file.name, "sha256": file.sha256, "size": file.size, "type": file.content_type}
            for file in edition.attachments.all()
        ],
        "code": edition.shown_code,
        "content_sha256": edition.content_sha256,
        "log_sequence": edition.log_sequence,
        "url": f"{settings.SITE_URL}/notices/{notice.number}/editions/{edition.number}/",
    }
    return json.dumps(document, ensure_ascii=False, indent=1, default=_plain).encode()


def _statement_of(edition: Edition) -> Statement | None:
    return getattr(edition, "statement", None)


def _table(edition: Edition) -> Iterator[Row]:
    statement = _statement_of(edition)
    if statement is not None:
        return _statement_rows(statement)
    lines = lines_of(edition)
    return _allocation_rows(lines) if lines else _text_rows(edition)


def _widths(edition: Edition) -> Sequence[int]:
    if _statement_of(edition) is not None:
        return _WIDTHS
    return _ALLOCATION_WIDTHS if AllocationLine.objects.filter(edition=edition).exists() else _TEXT_WIDTHS


def _allocation_rows(lines: Sequence[AllocationLine]) -> Iterator[Row]:
    yield ALLOCATION_HEADS
    for line in lines:
        code, paid = line.unit.code if line.unit else "", line.paid_on.isoformat() if line.paid_on else ""
        yield line.number, code, given_to(line), line.fund, line.amount, paid, line.note
    yield None, None, "合计", None, total(lines), None, None


def _statement_rows(statement: Statement) -> Iterator[Row]:
    yield HEADS
    yield _row(summary="上期结余", balance=statement.opening)
    for line in statement.lines.all():
        yield _line_row(line)
    yield _row(
        summary="合计与期末结余",
        receipt=statement.receipts,
        payment=statement.payments,
        balance=statement.closing,
    )


def _line_row(line: StatementLine) -> Row:
    return _row(
        number=line.number,
        date=line.date.isoformat() if line.date else "",
        voucher=line.voucher,
        summary=line.summary,
        code=line.account.code if line.account else "",
        account=line.account.name_zh if line.account else line.account_text,
        receipt=line.receipt,
        payment=line.payment,
        balance=line.balance,
        handler=line.handler,
        witness=line.witness,
        approver=line.approver,
        note=line.note,
    )


def _row(
    *,
    number: Value = None,
    date: Value = None,
    voucher: Value = None,
    summary: Value = None,
    code: Value = None,
    account: Value = None,
    receipt: Value = None,
    payment: Value = None,
    balance: Value = None,
    handler: Value = None,
    witness: Value = None,
    approver: Value = None,
    note: Value = None,
) -> Row:
    """Return one row in the order of `HEADS`."""
    who = (handler, witness, approver)
    return (number, date, voucher, summary, code, account, receipt, payment, balance, *who, note)


def _text_rows(edition: Edition) -> Iterator[Row]:
    notice = edition.notice
    yield ("项目", "内容")
    yield ("编号", notice.number)
    yield ("版次", edition.number)
    yield ("公开单位", notice.unit.publishing_body_zh or notice.unit.name_zh)
    yield ("公开事项", notice.entry.name_zh)
    yield ("标题", title_zh(edition))
    if edition.published_at:
        yield ("公开时间", timezone.localtime(edition.published_at).strftime("%Y-%m-%d %H:%M"))
    if edition.notice_from and edition.notice_to:
        yield ("公示期", f"{edition.notice_from.isoformat()} 至 {edition.notice_to.isoformat()}")
    if edition.correction_reason:
        yield ("更正说明", edition.correction_reason)
    yield ("正文", edition.body)
    for file in edition.attachments.all():
        yield ("附件", f"{file.name} (SHA-256 {file.sha256})")


def guarded(value: Value) -> str:
    """Return a CSV cell; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    text = str(value)
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def _write(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        raise TypeError("The sheet has no merged cells.")
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        # Set after the value, which openpyxl would otherwise take for a formula; quoted, so that editing
        # the cell does not make one of it either.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_BEGINS_A_FORMULA)
        return
    cell.value = value
    if isinstance(value, Decimal):
        cell.number_format = _AMOUNT_FORMAT


def _lay_out(sheet: Worksheet, widths: Sequence[int]) -> None:
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in sheet.iter_rows(min_row=1, max_row=1):
        for cell in row:
            cell.font = Font(bold=True)
    if widths is not _WIDTHS:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _statement_document(edition: Edition) -> dict[str, Any] | None:
    statement = _statement_of(edition)
    if statement is None:
        return None
    lines = list(statement.lines.all())
    sums = breakdown(lines)
    return {
        "currency": "CNY",
        "opening": statement.opening,
        "receipts": statement.receipts,
        "payments": statement.payments,
        "closing": statement.closing,
        "receipts_by_account": [_sum(one) for one in sums.receipts],
        "payments_by_account": [_sum(one) for one in sums.payments],
        "income": sums.income,
        "earmarked": sums.earmarked,
        "recovered": sums.recovered,
        "borrowed": sums.borrowed,
        "expense": sums.expense,
        "lines": [_line(line) for line in lines],
        "answers": [
            {"rule": answer.rule, "line": answer.line, "text": answer.text} for answer in statement.answers.all()
        ],
    }


def _sum(one: AccountSum) -> dict[str, Any]:
    return {"account": one.account.code if one.account else None, "amount": one.amount}


def _line(line: StatementLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "date": line.date,
        "voucher": line.voucher,
        "summary": line.summary,
        "account": line.account_id,
        "account_zh": line.account.name_zh if line.account else line.account_text,
        "account_en": line.account.name_en if line.account else None,
        "receipt": line.receipt,
        "payment": line.payment,
        "balance": line.balance,
        "handler": line.handler,
        "witness": line.witness,
        "approver": line.approver,
        "note": line.note,
    }


def _plain(value: Any) -> str:
    """Write what JSON has no form for: amounts with two places, dates and times as ISO 8601."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value.isoformat())
