"""How amounts are written. Display only: nothing here adds up or decides."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
"""The true minus sign, as wide as a digit; a hyphen is read past."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit of `divisor` yuan, for the figures on a picture; ledgers never use one."""

    divisor: Decimal
    places: int


TEN_THOUSANDS = Scale(Decimal(10_000), 1)
THOUSANDS = Scale(Decimal(1_000), 0)


def scale_for(language: str) -> Scale:
    """Return 万元 with one decimal for Chinese, thousands of yuan without decimals for any other language."""
    return TEN_THOUSANDS if language.startswith("zh") else THOUSANDS


def format_number(number: Decimal, places: int) -> str:
    """Write a number with comma groups and a true minus; half a unit of the last place goes away from zero."""
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{places}f}"


def format_money(amount: Decimal | None) -> str:
    """Write yuan with two decimals: `1,234.50`, `−20.00`. An amount that is not there is empty."""
    return "" if amount is None else format_number(amount, 2)


def format_change(before: Decimal | None, after: Decimal | None) -> str:
    """Write by how many yuan an amount changed: `+45.00`, `−45.00`; empty where one of the two is not there."""
    if before is None or after is None:
        return ""
    return f"{'+' if after > before else ''}{format_money(after - before)}"


def split_money(amount: Decimal) -> tuple[str, str]:
    """Write yuan as the whole and the decimals with their point, which large figures set smaller."""
    whole, _, decimals = format_money(amount).partition(".")
    return whole, f".{decimals}"


def format_scaled(amount: Decimal, scale: Scale) -> str:
    """Write yuan in a larger unit: 276,312.82 is `27.6` in 万元."""
    return format_number(amount / scale.divisor, scale.places)
