"""Figures as they are printed."""

from decimal import Decimal

_TEN_THOUSAND = Decimal(10_000)


def money(amount: Decimal | None) -> str:
    """Return yuan with two decimals and a true minus; an amount that is not there is empty."""
    return "" if amount is None else f"{amount:,.2f}".replace("-", "−")


def ten_thousands(amount: Decimal) -> str:
    """Return yuan in 万元 with one decimal, for the figures on a picture."""
    return f"{amount / _TEN_THOUSAND:,.1f}".replace("-", "−")
