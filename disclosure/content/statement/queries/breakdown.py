"""A statement broken down: by account, and what of the receipts is income.

Fund flow is not income (2023 accounting system): loans taken, earmarked money and recovered
receivables are receipts but not income; buying an asset is a payment but not an expense.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from disclosure.catalogue.models import Account
from disclosure.content.statement.models.statement import StatementLine

INCOME = "income"
EXPENSE = "expense"
EARMARKED = "241"
RECEIVABLES = ("112", "113")
LOANS = ("201", "221")


@dataclass(frozen=True, slots=True)
class AccountSum:
    """Receipts or payments of one account, in yuan; `account` is None for lines not classified."""

    account: Account | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A statement's movements by account and by nature, in yuan.

    Attributes:
        receipts: By account, largest first.
        payments: By account, largest first.
        income: Receipts in income accounts (501–504).
        earmarked: Receipts in earmarked funds payable (241).
        recovered: Receipts in receivables and dealings with members (112, 113).
        borrowed: Receipts in loans (201, 221).
        expense: Payments in expense accounts (511–521).
    """

    receipts: tuple[AccountSum, ...]
    payments: tuple[AccountSum, ...]
    income: Decimal
    earmarked: Decimal
    recovered: Decimal
    borrowed: Decimal
    expense: Decimal


def breakdown(lines: Iterable[StatementLine]) -> Breakdown:
    """Sum a statement's lines by account. The lines come with their accounts fetched."""
    rows = list(lines)
    receipts = _by_account((line.account, line.receipt) for line in rows)
    payments = _by_account((line.account, line.payment) for line in rows)
    return Breakdown(
        receipts=receipts,
        payments=payments,
        income=_of_class(receipts, INCOME),
        earmarked=_of_codes(receipts, EARMARKED),
        recovered=_of_codes(receipts, *RECEIVABLES),
        borrowed=_of_codes(receipts, *LOANS),
        expense=_of_class(payments, EXPENSE),
    )


def _by_account(movements: Iterable[tuple[Account | None, Decimal | None]]) -> tuple[AccountSum, ...]:
    sums: dict[str, Decimal] = {}
    accounts: dict[str, Account | None] = {}
    for account, amount in movements:
        if amount:
            code = account.code if account else ""
            accounts[code] = account
            sums[code] = sums.get(code, Decimal("0.00")) + amount
    ranked = sorted(sums, key=lambda code: (-sums[code], code))
    return tuple(AccountSum(accounts[code], sums[code]) for code in ranked)


def _of_class(sums: Iterable[AccountSum], account_class: str) -> Decimal:
    found = (one.amount for one in sums if one.account and one.account.account_class == account_class)
    return sum(found, Decimal("0.00"))


def _of_codes(sums: Iterable[AccountSum], *codes: str) -> Decimal:
    return sum((one.amount for one in sums if one.account and one.account.code in codes), Decimal("0.00"))
