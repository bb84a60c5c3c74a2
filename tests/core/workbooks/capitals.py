"""Amounts in capital numerals, as bills demand; the portal only reads them."""

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿", "万亿")


def format_capital(amount: Decimal) -> str:
    """Write an amount under 10^12 yuan in capital numerals, as bills demand.

    Raises:
        ValueError: If the amount has more than two decimals or is too large.
    """
    cents = abs(amount) * 100
    if cents != cents.to_integral_value() or abs(amount) >= 10**12:
        raise ValueError(f"{amount} cannot be written in capital numerals.")
    yuan, rest = divmod(int(cents), 100)
    jiao, fen = divmod(rest, 10)
    words = "负" if amount < 0 else ""
    if yuan or not rest:
        words += _write_whole(yuan) + "元"
    if not rest:
        return words + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif yuan:
        words += "零"
    return words + (_DIGITS[fen] + "分" if fen else "")


def _write_whole(yuan: int) -> str:
    if not yuan:
        return _DIGITS[0]
    words, gap, index = "", False, 0
    while yuan:
        yuan, section = divmod(yuan, 10_000)
        if section:
            words = _write_section(section) + _SECTIONS[index] + (_DIGITS[0] if gap else "") + words
        # 零 stands where a section is missing or does not fill its four places.
        gap = bool(words) and section < 1000
        index += 1
    return words


def _write_section(section: int) -> str:
    words, gap = "", False
    for place in range(4):
        section, digit = divmod(section, 10)
        if digit:
            words = _DIGITS[digit] + _UNITS[place] + (_DIGITS[0] if gap and words else "") + words
            gap = False
        else:
            gap = bool(words)
    return words
