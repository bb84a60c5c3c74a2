"""Amounts as ledgers write them, read exactly."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from portal.core.workbooks.written import narrow, parse_capital, squash

CENT = Decimal("0.01")

# Beyond any village; also keeps sums far from the decimal context's 28 digits.
LARGEST = Decimal(10) ** 13

# A workbook holds binary floats: 0.1 + 0.2 comes as 0.30000000000000004. What lies nearer to a cent than
# this was never typed.
NOISE = Decimal("0.0000001")

UNITS = {
    "元": Decimal(1),
    "圆": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "亿元": Decimal(10) ** 8,
}

NOTHING = frozenset({"", "-", "--", "---", "----", "/", "\\", "无", "空", "*", "·", ".", "'"})
"""What offices write into a cell for a figure that is not there."""
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d*)?|\.\d+|\d(?:\.\d+)?[eE][+-]?\d{1,2}"
)
_CURRENCY = r"(?:人民币|RMB|CNY|¥)"
_AMOUNT = re.compile(
    rf"{_CURRENCY}?\s*:?\s*(?P<sign>[-+△▲])?\s*{_CURRENCY}?\s*(?P<number>{_NUMBER})\s*"
    r"(?P<unit>亿元?|万元?|千元?|百元?|元|圆|块|RMB|CNY)?(?:整|正)?(?P<after>-)?",
    re.IGNORECASE,
)
_YUAN_JIAO_FEN = re.compile(r"(?:(\d{1,18})元)(?:(\d)角)?零?(?:(\d)分)?整?")
_BOTH = re.compile(r"(?P<first>[^()]+)\((?:大写)?:?(?P<second>[^()]+)\)")


class UnreadableAmount(ValueError):
    """The cell holds something, but no amount."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that was read.

    Attributes:
        value: Yuan, two places, rounded half up.
        exact: Yuan as written; differs from `value` where more than two decimals were given.
        capital: The same in capital numerals where the cell holds both.
    """

    value: Decimal
    exact: Decimal
    capital: Decimal | None = None

    @property
    def has_more_decimals(self) -> bool:
        """Whether more than two decimals were written."""
        return self.exact != self.value


def parse_amount(raw: str | float | Decimal, *, unit: Decimal = Decimal(1)) -> Amount | None:
    """Read one cell; None where it says nothing (blank, `-`, `—`). A unit in the cell goes before the sheet's, in yuan.

    Raises:
        UnreadableAmount: If it says something that is no amount.
    """
    if isinstance(raw, str):
        return _parse_text(raw, unit)
    if isinstance(raw, bool):
        raise UnreadableAmount(str(raw))
    return _amount(_from_number(raw) * unit, str(raw))


def _from_number(raw: float | Decimal) -> Decimal:
    # repr is the shortest text that gives the same float: what the accountant typed.
    number = raw if isinstance(raw, Decimal) else Decimal(repr(raw))
    if not number.is_finite():
        raise UnreadableAmount(str(raw))
    return number


def _amount(exact: Decimal, text: str, capital: Decimal | None = None) -> Amount:
    if abs(exact) >= LARGEST:
        raise UnreadableAmount(text)
    value = exact.quantize(CENT, rounding=ROUND_HALF_UP)
    if abs(exact - value) < NOISE:
        exact = value
    # abs() takes the sign off a negative zero.
    return Amount(value or abs(value), exact or abs(exact), capital)


def _parse_text(raw: str, unit: Decimal) -> Amount | None:
    text = narrow(raw).lstrip("'").strip()
    close = squash(text)
    if close in NOTHING:
        return None
    both = _BOTH.fullmatch(close)
    if both:
        return _parse_both(both["first"], both["second"], unit, raw)
    negative = close.startswith("(") and close.endswith(")")
    if negative:
        text, close = text.strip()[1:-1].strip(), close[1:-1]
    capital = parse_capital(close)
    exact = capital if capital is not None else _parse_figures(text, close, unit)
    if exact is None or (negative and exact < 0):
        raise UnreadableAmount(raw)
    return _amount(-exact if negative else exact, raw, capital)


def _parse_both(first: str, second: str, unit: Decimal, raw: str) -> Amount:
    """Read a cell with figures and capital numerals, in either order: the figures count."""
    for figures, words in ((first, second), (second, first)):
        exact, capital = _parse_figures(figures, figures, unit), parse_capital(words)
        if exact is not None and capital is not None:
            return _amount(exact, raw, capital)
    # 1,234.56（元）
    if second in UNITS:
        exact = _parse_figures(first, first, UNITS[second])
        if exact is not None:
            return _amount(exact, raw)
    raise UnreadableAmount(raw)


def _parse_figures(text: str, close: str, unit: Decimal) -> Decimal | None:
    found = _AMOUNT.fullmatch(text.replace(", ", ","))
    if found:
        return _scaled(found, unit)
    parts = _YUAN_JIAO_FEN.fullmatch(close)
    if parts:
        yuan, jiao, fen = (int(part or 0) for part in parts.groups())
        return Decimal(100 * yuan + 10 * jiao + fen).scaleb(-2)
    return None


def _scaled(found: re.Match[str], unit: Decimal) -> Decimal | None:
    try:
        number = Decimal(found["number"].replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    if found["sign"] and found["after"]:
        return None
    own = (found["unit"] or "").upper()
    if own in {"RMB", "CNY", "块"}:
        own = "元"
    scale = UNITS[own if own.endswith(("元", "圆")) else own + "元"] if own else unit
    minus = found["sign"] in {"-", "△", "▲"} or found["after"]
    return -number * scale if minus else number * scale
