"""From the bytes of a file to a statement."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from django.utils.translation import gettext_noop

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.builder import StatementBuilder
from disclosure.ledger.by_category import SectionReader, TwoSidedReader
from disclosure.ledger.columns import Table, find_table
from disclosure.ledger.heads import recognise, unit_factor
from disclosure.ledger.labels import is_remark, read_label, read_pairs, read_unit
from disclosure.ledger.line_by_line import LineReader
from disclosure.ledger.types import Statement
from portal.core.workbooks.faults import UnreadableFile
from portal.core.workbooks.sheets import Grid, Row, read_grids
from portal.core.workbooks.written import small_number, squash, year_number

NO_TABLE = gettext_noop(
    "No table of receipts and payments was found in this file. The head needs a column for the summary (摘要),"
    " one for receipts (收入) and one for payments (支出); the template has them all."
)
NO_RECEIPTS = gettext_noop(
    "The head in row %(row)s has a column for payments but none for receipts (收入). Add it, or use the template."
)
NO_PAYMENTS = gettext_noop(
    "The head in row %(row)s has a column for receipts but none for payments (支出). Add it, or use the template."
)
NO_SIDES = gettext_noop(
    "The table in row %(row)s has amounts, but nothing says which are receipts and which payments. Give it a"
    " column for each, or put the rows under 收入 and 支出."
)
NO_ENTRIES = gettext_noop(
    "The table has a head but neither entries nor balances. If nothing moved in the period, write the opening and"
    " the closing balance."
)

_TITLE_PERIOD = re.compile(
    r"(?P<year>\d{4}|[零〇一二三四五六七八九]{4})年度?(?:第?(?P<quarter>[一二三四1-4])季度?|(?P<half>[上下])半年"
    r"|(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月份?)(?!\d{1,2}日)"
)


class _Found:
    def __init__(self, table: Table) -> None:
        self.table, self.name, self.title = table, table.grid.name, _title(table)
        self.period = period_named(self.title) or period_named(self.name)


def read_ledger(content: bytes, *, name: str, period: str, accounts: Accounts) -> Statement:
    """Read a ledger in any of the forms offices send; cells that cannot be read are errors in `problems`.

    The kind of file is judged by its content alone; its name is only a last resort for a title. The period, such as
    `2026Q3`, gives dates their year.

    Raises:
        UnreadableFile: If there is no ledger in the file, in a sentence that explains what to do.
        ValueError: If the period is none.
    """
    own = Period.parse(period)
    grids = read_grids(content)
    found = [_Found(table) for grid in grids if (table := find_table(grid))]
    if not found:
        raise _no_table(grids)
    if not found[0].name:
        # The same text divided by different delimiters: the one that makes the best head is right.
        found = [max(found, key=lambda one: one.table.score)]
    chosen, others = _choose(found, own, accounts)
    statement = _read(chosen, own, accounts, others, name)
    has_no_opening = any(problem.rule == "READ" and problem.field == "opening" for problem in statement.problems)
    if not statement.lines and statement.stated_closing is None and has_no_opening:
        raise UnreadableFile(NO_ENTRIES)
    return statement


def period_named(text: str) -> Period | None:
    """Return the period that a title names, such as 2026年第三季度."""
    found = _TITLE_PERIOD.search(squash(text))
    if not found:
        return None
    year = year_number(found["year"])
    if year is None or not 1900 < year < 2100:
        return None
    if found["quarter"]:
        return Period(date(year, 3 * (small_number(found["quarter"]) or 1) - 2, 1), Cadence.QUARTERLY)
    if found["half"]:
        return Period(date(year, 1 if found["half"] == "上" else 7, 1), Cadence.HALF_YEARLY)
    month = small_number(found["month"])
    return Period(date(year, month, 1), Cadence.MONTHLY) if month and month <= 12 else None


def _title(table: Table) -> str:
    for row in table.grid.rows[: table.top + 1]:
        for cell in row.cells:
            close = cell.squashed
            plain = cell.kind == "text" and len(close) >= 4 and not is_remark(close) and not read_unit(close[:6])
            if plain and recognise(close) is None and read_label(close) is None and not any(read_pairs(close)):
                return cell.text
    return ""


def _choose(found: Sequence[_Found], period: Period, accounts: Accounts) -> tuple[list[_Found], list[_Found]]:
    """Return the sheet to read, or the sheets where each has a month of the period, and those left aside."""
    if len(found) == 1:
        return list(found), []
    filled = [one for one in found if _read([one], period, accounts, [], "").lines]
    if not filled:
        return [found[0]], []
    months = [_month_of(one, period) for one in filled]
    if len(filled) > 1 and None not in months and len(set(months)) == len(months) and period.months > 1:
        return [one for _, one in sorted(zip(months, filled, strict=True), key=lambda pair: pair[0] or 0)], []
    named = [one for one in filled if one.period == period] or filled
    # Single movements are more detailed than sums by category.
    best = max(named, key=lambda one: one.table.layout == "line_by_line")
    return [best], [one for one in filled if one is not best]


def _month_of(one: _Found, period: Period) -> int | None:
    """Return the month that a sheet's name or title gives, where it lies in the period."""
    close = squash(one.name)
    found = re.fullmatch(r"(?:\d{4}年)?(\d{1,2}|[一二三四五六七八九十]{1,2})月份?.{0,6}", close)
    month = small_number(found[1]) if found else None
    if month is None and one.period and one.period.months == 1:
        month = one.period.first.month
    return month if month and period.first.month <= month <= period.last.month else None


def _read(chosen: list[_Found], period: Period, accounts: Accounts, others: list[_Found], name: str) -> Statement:
    first = chosen[0]
    unit = _unit(first.table)
    builder = StatementBuilder(
        period=period,
        accounts=accounts,
        unit=unit,
        unit_factor=unit_factor(unit),
        layout=first.table.layout or "",
        title=first.title or PurePath(name).stem,
        sheet=first.name,
    )
    for one in chosen:
        _read_table(one.table, builder)
    named = first.period
    if named and named != period and not (period.contains(named.first) and named.months < period.months):
        params = {"read": str(named), "period": str(period), "title": first.title}
        builder.problem("W-PERIOD", row=None, line=None, field="title", read=str(named), params=params)
    if others:
        names = "、".join(one.name for one in others)
        params = {"used": "、".join(one.name for one in chosen), "other": names}
        builder.problem("W-SHEETS", row=None, line=None, field="sheet", read=names, params=params)
    return builder.finish()


def _read_table(table: Table, builder: StatementBuilder) -> None:
    # Balances, totals and signers may be above the head.
    for row in table.grid.rows[: table.top]:
        if not builder.read_remarks(row, whole=True):
            _balance_above(row, builder)
    if table.layout == "two_sided":
        TwoSidedReader(table, builder).read_all()
    elif table.layout == "sections":
        reader = SectionReader(table, builder)
        reader.read_all()
        if not reader.found:
            raise UnreadableFile(NO_SIDES, row=str(table.grid.rows[table.top].number))
    else:
        LineReader(table, builder).read_all()


def _balance_above(row: Row, builder: StatementBuilder) -> None:
    filled = [cell for cell in row.cells if not cell.is_empty]
    for cell, beside in pairwise(filled):
        label = read_label(cell.text)
        if label and label.kind in {"opening", "closing"} and beside.kind in {"number", "text"}:
            amount = builder.amount_or_none(beside.number if beside.number is not None else beside.text)
            builder.state(label, amount, row=row, text=cell.text, whole=True)


def _unit(table: Table) -> str:
    """Return the unit of the sheet: from its title or corner, else from the heads of its amounts."""
    for row in table.grid.rows[: table.body]:
        for cell in row.cells:
            unit = read_unit(cell.text) if cell.kind == "text" and recognise(cell.text) is None else ""
            if unit:
                return unit
    return next((head.unit for head in table.heads if head and head.unit), "")


def _no_table(grids: Sequence[Grid]) -> UnreadableFile:
    """Return a refusal that names what is missing: the whole table, or one of its columns."""
    for grid in grids:
        for row in grid.rows[:60]:
            heads = {head.field for cell in row.cells if (head := recognise(cell.text))}
            if len(heads) < 3:
                continue
            if "payment" in heads and "receipt" not in heads:
                return UnreadableFile(NO_RECEIPTS, row=str(row.number))
            if "receipt" in heads and "payment" not in heads:
                return UnreadableFile(NO_PAYMENTS, row=str(row.number))
    return UnreadableFile(NO_TABLE)
