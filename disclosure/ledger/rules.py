"""The identities a statement must keep (I1 to I4), and all findings on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from disclosure.ledger.sums import Break, Chain, CheckedTotal, checked_totals, read_chain, unread_amounts
from disclosure.ledger.types import ZERO, Finding, Fix, Limits, Line, Statement, anchors, plain
from disclosure.ledger.warnings import warn


def check(statement: Statement, *, previous_closing: Decimal | None, limits: Limits | None = None) -> list[Finding]:
    """Return every finding, errors first, each kind in the order of the sheet; `previous_closing` is as published."""
    found = [
        *statement.problems,
        *_Identities(statement, previous_closing).findings(),
        *warn(statement, previous_closing=previous_closing, limits=limits or Limits()),
    ]
    return sorted(found, key=_place)


def _place(finding: Finding) -> tuple[bool, int, int, str]:
    nowhere = 10**9
    return not finding.is_error, finding.row or nowhere, finding.line or nowhere, finding.rule


@dataclass(frozen=True, slots=True)
class _Shift:
    """A difference that an error already named carries into the totals and the closing."""

    upto: int
    receipts: Decimal
    payments: Decimal

    @property
    def net(self) -> Decimal:
        return self.receipts - self.payments


@dataclass(slots=True)
class _Identities:
    statement: Statement
    previous: Decimal | None
    shifts: list[_Shift] = field(default_factory=list)
    opening_shift: Decimal = ZERO

    def findings(self) -> Iterator[Finding]:
        totals = checked_totals(self.statement)
        right = self.previous is not None and self.previous == self.statement.opening
        chain = read_chain(self.statement, totals, opening_is_right=right)
        yield from self._opening()
        for one in chain.breaks:
            yield from self._break(one)
        unread = unread_amounts(self.statement)
        for total in sorted(totals, key=lambda total: (total.expected.upto - total.expected.since, total.index)):
            if not total.agrees and not any(total.covers(number) for number in unread):
                yield from self._total(total, totals, chain)
        if not unread:
            yield from self._closing()
            yield from self._cash_and_bank()

    def _opening(self) -> Iterator[Finding]:
        statement, previous = self.statement, self.previous
        missing = any(problem.rule == "READ" and problem.field == "opening" for problem in statement.problems)
        if previous is None or missing or previous == statement.opening:
            return
        params = _off(statement.opening, previous)
        yield _error("I2", statement.opening_row, "opening", params, Fix(None, "opening", plain(previous)))

    def _break(self, one: Break) -> Iterator[Finding]:
        if one.kind in {"amount", "between"}:
            self.shifts.append(self._shift_of(one))
        elif one.kind == "opening":
            self.opening_shift += one.change
            if self._is_i2(one.change):
                return
        if one.kind == "opening":
            yield self._wrong_opening(one)
        elif one.point.entry is None:
            yield self._wrong_row(one)
        elif one.kind == "amount":
            yield self._wrong_amount(one, self.statement.lines[one.point.entry - 1])
        else:
            yield self._wrong_balance(one, self.statement.lines[one.point.entry - 1])

    def _is_i2(self, change: Decimal) -> bool:
        """I2 has already named an opening that the period before gives otherwise."""
        return self.previous is not None and self.previous - self.statement.opening == change

    def _shift_of(self, one: Break) -> _Shift:
        is_payment = _is_payment(self.statement.lines[one.point.upto - 1], one.change)
        return _Shift(one.point.upto, ZERO, -one.change) if is_payment else _Shift(one.point.upto, one.change, ZERO)

    def _wrong_balance(self, one: Break, line: Line) -> Finding:
        expected = one.point.stated - one.change
        params = _off(one.point.stated, expected) | {
            "case": "balance" if one.kind == "cell" else "carried",
            "before": plain(expected - line.movement),
            "first": "1" if line.number == 1 else "",
            "goes_on": "1" if one.goes_on else "",
            **{side: plain(amount) for side in ("receipt", "payment") if (amount := getattr(line, side)) is not None},
        }
        fix = Fix(line.number, "balance" if one.kind == "cell" else "balances", plain(expected))
        return self._line_error(line, "balance", params, fix)

    def _wrong_amount(self, one: Break, line: Line) -> Finding:
        side = "payment" if _is_payment(line, one.change) else "receipt"
        amount = (line.payment if side == "payment" else line.receipt) or ZERO
        expected = amount - one.change if side == "payment" else amount + one.change
        fix = Fix(line.number, side, plain(expected)) if expected > 0 else None
        params = _off(amount, expected) | {
            "case": "amount" if fix else "column",
            "side": side,
            "before": plain(one.point.stated - line.movement - one.change),
            "balance": plain(one.point.stated),
            **self._closings(),
        }
        return self._line_error(line, side, params, fix)

    def _wrong_opening(self, one: Break) -> Finding:
        statement = self.statement
        expected = statement.opening + one.change
        params = {"case": "opening", **_off(statement.opening, expected), **self._closings()}
        return _error("I4", statement.opening_row, "opening", params, Fix(None, "opening", plain(expected)))

    def _wrong_row(self, one: Break) -> Finding:
        row = self.statement.subtotals[one.point.index or 0]
        expected = one.point.stated - one.change
        case = "row_balance" if one.kind == "cell" else "between"
        params = {"case": case, "label": row.label, **_off(one.point.stated, expected)}
        name = f"subtotals.{one.point.index}.balance"
        fix = Fix(None, name, plain(expected)) if one.kind == "cell" else None
        return _error("I4", row.row, name, params, fix)

    def _line_error(self, line: Line, name: str, params: Mapping[str, str], fix: Fix | None) -> Finding:
        anchor = anchors(self.statement)[line.number - 1]
        return Finding.of_line("I4", line, anchor, name, params, read=params["read"], fix=fix)

    def _closings(self) -> dict[str, str]:
        """The stated and the computed closing, where an error is also the reason that they differ."""
        stated = self.statement.stated_closing
        if stated is None or stated == self.statement.closing:
            return {}
        return {"stated_closing": plain(stated), "closing": plain(self.statement.closing)}

    def _total(self, total: CheckedTotal, totals: list[CheckedTotal], chain: Chain) -> Iterator[Finding]:
        receipts, payments = self._beyond(total)
        if not receipts and not payments:
            return
        carried = self._is_carried(total, (receipts, payments), totals, chain)
        if carried:
            self.shifts.append(_Shift(total.expected.upto, receipts, payments))
        side = "receipt" if receipts else "payment"
        stated = (total.subtotal.receipts if side == "receipt" else total.subtotal.payments) or ZERO
        expected = total.expected.receipts if side == "receipt" else total.expected.payments
        name = f"subtotals.{total.index}.{side}s"
        params = _off(stated, expected) | {
            "case": "total",
            "side": side,
            "label": total.subtotal.label,
            "from": str(total.expected.since + 1),
            "to": str(total.expected.upto),
            "carried": "1" if carried else "",
            **(self._closings() if carried else {}),
            **self._other_side(total, side, payments),
        }
        fix = None if carried else Fix(None, name, plain(expected))
        yield _error("I4", total.subtotal.row, name, params, fix)

    def _other_side(self, total: CheckedTotal, side: str, payments: Decimal) -> dict[str, str]:
        if side == "payment" or not payments or total.subtotal.payments is None:
            return {}
        return {"payments": plain(total.subtotal.payments), "payments_expected": plain(total.expected.payments)}

    def _beyond(self, total: CheckedTotal) -> tuple[Decimal, Decimal]:
        """Return how far a total is off on each side, beyond what errors already named explain."""
        inside = [shift for shift in self.shifts if total.covers(shift.upto)]
        net = sum((shift.net for shift in inside), ZERO)
        if net and total.is_complete and total.net_off == net:
            # The amount is in the wrong column: by the balances both sides are off.
            return ZERO, ZERO
        receipts = sum((shift.receipts for shift in inside), ZERO)
        payments = sum((shift.payments for shift in inside), ZERO)
        stated = total.subtotal
        return (
            ZERO if stated.receipts is None else total.receipts_off - receipts,
            ZERO if stated.payments is None else total.payments_off - payments,
        )

    def _is_carried(
        self, total: CheckedTotal, off: tuple[Decimal, Decimal], totals: list[CheckedTotal], chain: Chain
    ) -> bool:
        """Return whether wider totals or the closing are off by the same, so that an entry is to blame."""
        wider = [
            other
            for other in totals
            if other.expected.since <= total.expected.since
            and other.expected.upto >= total.expected.upto
            and other.expected.upto - other.expected.since > total.expected.upto - total.expected.since
        ]
        if wider:
            return any(self._beyond(other) == off for other in wider)
        closing = self.statement.stated_closing
        if closing is None or (chain.has_points and chain.offset != closing - self.statement.closing):
            return False
        known = sum((shift.net for shift in self.shifts), self.opening_shift)
        return bool(off[0] - off[1]) and closing - self.statement.closing - known == off[0] - off[1]

    def _closing(self) -> Iterator[Finding]:
        statement = self.statement
        stated = statement.stated_closing
        if stated is None or stated == statement.closing:
            return
        off = stated - statement.closing
        known = sum((shift.net for shift in self.shifts), self.opening_shift)
        if off == known or self._is_i2(off - known):
            return
        sums = {name: plain(getattr(statement, name)) for name in ("opening", "receipts", "payments")}
        fix = None if known else Fix(None, "stated_closing", plain(statement.closing))
        yield _error("I1", statement.stated_closing_row, "stated_closing", sums | _off(stated, statement.closing), fix)

    def _cash_and_bank(self) -> Iterator[Finding]:
        statement = self.statement
        if statement.cash is None or statement.bank is None:
            return
        both = statement.cash + statement.bank
        if both in {statement.closing, statement.stated_closing}:
            return
        closing = statement.closing if statement.stated_closing is None else statement.stated_closing
        params = {"cash": plain(statement.cash), "bank": plain(statement.bank), **_off(both, closing)}
        yield _error("I3", statement.money_row, "bank", params, None)


def _off(read: Decimal, expected: Decimal) -> dict[str, str]:
    return {"read": plain(read), "expected": plain(expected), "difference": plain(read - expected)}


def _is_payment(line: Line, change: Decimal) -> bool:
    """Return whether a change of the balance belongs to the payment; of an entry without amounts its sign decides."""
    return line.receipt is None and (line.payment is not None or change < 0)


def _error(rule: str, row: int | None, name: str, params: Mapping[str, str], fix: Fix | None) -> Finding:
    read = f"{params['read']}|{params['expected']}"
    return Finding.of_sheet(rule, row, name, params, read=read, fix=fix)
