"""Ledgers that list one movement a row: date, voucher, summary, receipt, payment, balance."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from disclosure.ledger.builder import StatementBuilder, TableReader
from disclosure.ledger.columns import Table, is_figure
from disclosure.ledger.dates import ReadDate, parse_month
from disclosure.ledger.heads import recognise
from disclosure.ledger.labels import Label, is_remark, month_heading, read_label, read_pairs, read_signers
from disclosure.ledger.types import Line, Subtotal
from portal.core.workbooks.money import Amount
from portal.core.workbooks.sheets import BLANK, Cell, Row
from portal.core.workbooks.written import find_capital, parse_capital, squash, year_number

_DITTO = frozenset({"〃", "″", '"', "''", "同上", "上同", "″″", "''''"})
_IN = re.compile(r"(?:现金|银行|本期)?(?:收入?|借方?|进|入|收款|\+)(?:方|账)?")
_OUT = re.compile(r"(?:现金|银行|本期)?(?:支出?|贷方?|付|付出|付款|出|-)(?:方|账)?")
_INTEGER = re.compile(r"\d{1,5}")
_TEXT_FIELDS = ("handler", "witness", "approver", "note", "payee", "method")
_MONEY = ("receipt", "payment", "balance", "amount")


class LineReader(TableReader):
    """What one row passes on to the next: the month, the day, the texts that `〃` repeats."""

    def __init__(self, table: Table, builder: StatementBuilder) -> None:
        super().__init__(table, builder)
        self.month = builder.period.first.month if builder.period.months == 1 else None
        self.day_text = ""
        self.last: dict[str, str] = {}
        self.last_date: ReadDate | None = None
        self.open_dates: dict[int, ReadDate] = {}
        self.fields = table.fields
        columns = {"date"} if {"date", "day"} & self.fields else set()
        known = {*_TEXT_FIELDS, "number", "voucher", "summary", "balance"}
        builder.columns |= columns | (self.fields & known) | {"receipt", "payment"}
        builder.columns |= {"account"} if {"account", "account_code"} & self.fields else set()

    def read_all(self) -> None:
        """Take in every row below the head."""
        for row in self.table.grid.rows[self.table.body :]:
            self.read(row)
        self.complete_dates()

    def read(self, row: Row) -> None:
        """Take in one row, whatever it is."""
        if row.is_empty or self._is_head(row):
            return
        if self._several(row):
            return
        found = self._label(row)
        if found:
            self._go_on(row)
            self._special(row, *found)
        elif self._is_footer(row):
            self.builder.read_remarks(row)
        elif self._is_entry(row):
            self._entry(row)
        else:
            month = month_heading("".join(cell.text for cell in row.cells if not cell.is_empty))
            self.month = month or self.month

    # What kind of row it is

    def _is_head(self, row: Row) -> bool:
        """A head printed again, on every page or over the next section."""
        if any(self._parses(cell) for cell in row.cells):
            return False
        texts = [cell.squashed for cell in row.cells]
        heads = self.table.grid.rows[self.table.top : self.table.body]
        if any(texts == [cell.squashed for cell in head.cells] for head in heads):
            return True
        known = {head.field for text in texts if (head := recognise(text))}
        return len(known) >= 3 and bool(known & {"receipt", "payment", "amount"})

    def _label(self, row: Row) -> tuple[Label, Cell] | None:
        """Find the label of a row that is no entry: its summary or, where that is blank, any text but an amount."""
        summary = self._cell(row, "summary")
        if not summary.is_empty:
            cells = [summary]
        elif self._has_date(row) and not self._cell(row, "voucher").is_empty:
            return None
        else:
            money = {column for field in _MONEY for column in self.table.columns(field)}
            cells = [cell for i, cell in enumerate(row.cells) if cell.kind == "text" and i not in money]
        for cell in cells:
            label = read_label(cell.text)
            if label and self._fits(label, row, cell) and len(list(read_pairs(cell.text))) < 2:
                return label, cell
        return None

    def _fits(self, label: Label, row: Row, cell: Cell) -> bool:
        voucher = self._cell(row, "voucher")
        if not voucher.is_empty and voucher is not cell:
            return False
        if label.kind in {"cash", "bank"} or (label.kind == "total" and label.side):
            return not self._has_date(row) and not _INTEGER.fullmatch(self._cell(row, "number").squashed)
        return True

    def _has_date(self, row: Row) -> bool:
        cell = self._cell(row, "date") if "date" in self.fields else self._cell(row, "day")
        return not cell.is_empty and read_label(cell.text) is None

    def _is_footer(self, row: Row) -> bool:
        texts = [cell.text for cell in row.cells if cell.kind == "text"]
        if any(self._parses(cell) for field in _MONEY for cell in self._cells(row, field)):
            return False
        return any(is_remark(text) for text in texts[:1]) or any(
            read_signers(text) or any(read_pairs(text)) for text in texts
        )

    def _is_entry(self, row: Row) -> bool:
        money = [cell for field in _MONEY for cell in self._cells(row, field) if not cell.is_empty]
        named = [f for f in ("date", "day", "voucher") if not self._cell(row, f).is_empty]
        summary = not self._cell(row, "summary").is_empty
        if any(self._parses(cell) for cell in money):
            return True
        numbered = bool(_INTEGER.fullmatch(self._cell(row, "number").squashed))
        return bool(named and summary) or bool(money and (summary or numbered))

    def _parses(self, cell: Cell) -> bool:
        return cell.kind != "date" and is_figure(cell)

    # The contents of its cells

    def _cells(self, row: Row, field: str) -> list[Cell]:
        return [row[column] for column in self.table.columns(field)]

    def _cell(self, row: Row, field: str) -> Cell:
        """Return the first filled cell of a field, looking through cells merged over several rows."""
        for column in self.table.columns(field):
            cell = self.table.grid.above(row.index, column)
            if not cell.is_empty:
                return cell
        return BLANK

    def _text(self, row: Row, field: str) -> str:
        text = self._cell(row, field).text
        if squash(text) in _DITTO:
            return self.last.get(field, "")
        self.last[field] = text
        return text

    # Entries

    def _entry(self, row: Row) -> None:
        builder, number = self.builder, len(self.builder.lines) + 1
        receipt, payment = self._movement(row, number)
        balance = self.money(row, "balance", line=number)
        if self._opens(row, receipt, payment, balance):
            builder.opening, builder.opening_row = (balance.value if balance else None), row.number
            return
        words = parse_capital(self._cell(row, "capital").squashed)
        capitals = [amount.capital for amount in (receipt, payment) if amount and amount.capital is not None]
        account_text = " ".join(filter(None, (self._text(row, "account_code"), self._text(row, "account"))))
        day, date_text = self._date(row, number)
        builder.lines.append(
            Line(
                number=number,
                row=row.number,
                date=day,
                date_text=date_text,
                voucher=builder.text(self._voucher(row), field="voucher", row=row, line=number),
                summary=self._text(row, "summary"),
                account_text=builder.text(account_text, field="account", row=row, line=number),
                account=builder.accounts.match(account_text),
                # Nothing came in or went out where the cell is 0.00.
                receipt=_value(receipt) or None,
                payment=_value(payment) or None,
                balance=balance.value if balance else None,
                capital=words if words is not None else next(iter(capitals), None),
                sheet=row.sheet if row.sheet != builder.sheet else "",
                **{f: builder.text(self._text(row, f), field=f, row=row, line=number) for f in _TEXT_FIELDS},
            )
        )

    def _opens(self, row: Row, receipt: Amount | None, payment: Amount | None, balance: Amount | None) -> bool:
        """A first row with a balance and nothing else is the opening, whatever it is called."""
        first = not self.builder.lines and self.builder.opening is None
        return first and balance is not None and not receipt and not payment and self._cell(row, "voucher").is_empty

    def _movement(self, row: Row, number: int) -> tuple[Amount | None, Amount | None]:
        if self.table.has_both_sides:
            return self.money(row, "receipt", line=number), self.money(row, "payment", line=number)
        amount = self.money(row, "amount", line=number)
        cell = self._cell(row, "direction")
        if _IN.fullmatch(cell.squashed):
            return amount, None
        if _OUT.fullmatch(cell.squashed):
            return None, amount
        self.builder.unreadable(cell, field="direction", row=row, line=number, case="direction")
        return None, None

    def _voucher(self, row: Row) -> str:
        word, number = self._text(row, "voucher_word"), self._text(row, "voucher")
        return f"{word}-{number}" if word and number else word or number

    # Dates

    def _date(self, row: Row, number: int) -> tuple[date | None, str]:
        cell = self._cell(row, "date")
        if cell.is_empty and "day" in self.fields:
            cell = self._split_date(row)
        if squash(cell.text) in _DITTO and self.last_date:
            return self.last_date.day, cell.text
        read = self.builder.date(cell, row=row, line=number, month=self.month)
        if read is None:
            return None, cell.text
        self.last_date, self.month = read, read.month if self.month else None
        if read.other:
            self.open_dates[number] = read
        return read.day, cell.text

    def _split_date(self, row: Row) -> Cell:
        """Join columns of month and day; in account books a blank one goes on from the row above."""
        year, month, day = (self._cell(row, field) for field in ("year", "month", "day"))
        self._go_on(row)
        if not self.month or not self.day_text:
            text = f"{month.text}{day.text}"
            return Cell("text", text) if text else BLANK
        year_text = year.squashed.rstrip("年")
        prefix = f"{year_text}年" if year_number(year_text) else ""
        return Cell("text", f"{prefix}{self.month}月{self.day_text}日")

    def _go_on(self, row: Row) -> None:
        month, day = self._cell(row, "month"), self._cell(row, "day")
        if not month.is_empty and parse_month(month.text):
            self.month, self.day_text = parse_month(month.text), ""
        if not day.is_empty:
            self.day_text = day.squashed.rstrip("日号")

    def complete_dates(self) -> None:
        """Settle numbers such as 7.1, the 1st or the 10th, by the entries before and after."""
        lines = self.builder.lines
        for number, read in self.open_dates.items():
            before = max((line.date for line in lines[: number - 1] if line.date), default=None)
            after = next((line.date for line in lines[number:] if line.date), None)
            early, late = read.day, read.other
            if early and late and before and before > early and before <= late and (not after or late <= after):
                lines[number - 1] = replace(lines[number - 1], date=late)

    # Rows that are no entries

    def _several(self, row: Row) -> bool:
        """Read a row that states one thing after another, each beside its label; return whether it is one."""
        labels = [(column, label) for column, cell in enumerate(row.cells) if (label := read_label(cell.text))]
        if len(labels) < 2 or len({label.kind + (label.side or "") for _, label in labels}) < 2:
            return False
        for column, label in labels:
            amount = self._next_amount(row, column)
            if amount and label.side:
                total = Subtotal(label.kind, row.number, row[column].text, len(self.builder.lines), label.month)
                self.builder.add_subtotal(total.of_side(label.side, amount.value))
            elif amount and label.kind in {"opening", "closing", "cash", "bank"}:
                self.builder.state(label, amount, row=row, text=row[column].text)
        return True

    def _next_amount(self, row: Row, column: int) -> Amount | None:
        for cell in row.cells[column + 1 :]:
            if not cell.is_empty:
                return self.builder.amount(cell, field="subtotal", row=row, line=None) if self._parses(cell) else None
        return None

    def _special(self, row: Row, label: Label, cell: Cell) -> None:
        if label.kind in {"opening", "closing", "cash", "bank"}:
            field = {"opening": "opening", "closing": "stated_closing"}.get(label.kind, label.kind)
            self.builder.state(label, self._stated(row, cell, field), row=row, text=cell.text)
            return
        receipts = self.money(row, "receipt", line=None, name="subtotal")
        payments = self.money(row, "payment", line=None, name="subtotal")
        balance = self.money(row, "balance", line=None, name="subtotal")
        if label.kind == "brought" and not self.builder.lines and self.builder.opening is None and balance:
            self.builder.state(label, balance, row=row, text=cell.text)
            return
        if label.side:
            own = receipts if label.side == "receipt" else payments
            only = own or receipts or payments or self._beside(row, cell)
            receipts, payments = (only, None) if label.side == "receipt" else (None, only)
            balance = None
        capital = find_capital("".join(squash(c.text) for c in row.cells if c.kind == "text"))
        self.builder.add_subtotal(
            Subtotal(
                kind=label.kind,
                row=row.number,
                label=cell.text,
                after_line=len(self.builder.lines),
                month=label.month,
                receipts=_value(receipts),
                payments=_value(payments),
                balance=_value(balance),
                capital=capital,
                sheet=row.sheet if row.sheet != self.builder.sheet else "",
            )
        )

    def _stated(self, row: Row, label: Cell, field: str) -> Amount | None:
        """Read the balance of an opening or closing row: its own column, or the only amount in the row."""
        for name in ("balance", "receipt", "payment", "amount"):
            amount = self.money(row, name, line=None, name=field)
            if amount:
                return amount
        return self._beside(row, label)

    def _beside(self, row: Row, label: Cell) -> Amount | None:
        """Read an amount from another column, or in the label's own text."""
        fields = ("number", "date", "month", "day", "voucher")
        other = {column for field in fields for column in self.table.columns(field)}
        for column, cell in enumerate(row.cells):
            if cell is not label and column not in other and self._parses(cell):
                return self.builder.amount(cell, field="subtotal", row=row, line=None)
        return self.amount_in(label)


def _value(amount: Amount | None) -> Decimal | None:
    return amount.value if amount else None
