"""How Chinese offices write: full-width characters, spaces inside words, small and capital numerals."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "―": "-", "﹣": "-", "─": "-", "‐": "-", "‑": "-"})
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SPACE = re.compile(r"\s+")

# Control characters and lone surrogates: no database and no paper wants them.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Marks of direction turn the words after them round, on the page and on paper; characters without width make two
# names that look the same differ, and no font prints them.
_UNSEEN = re.compile(
    "[\u00ad\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)


def without_unseen(text: str) -> str:
    """Take out marks of direction, variation selectors and characters that have no width."""
    return _UNSEEN.sub("", text)


def narrow(text: str) -> str:
    """Turn full-width forms into ordinary ones and every dash into a hyphen; trim the ends."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


@lru_cache(maxsize=4096)
def squash(text: str) -> str:
    """Narrow a text and take out all white space: offices space out `合   计` to fill a cell."""
    return _SPACE.sub("", narrow(text))


def tidy(text: str) -> str:
    """Keep what people wrote, in NFC, on one line, without control characters, unseen ones or spaces at the ends."""
    return _UNPRINTABLE.sub("", without_unseen(_SPACE.sub(" ", unicodedata.normalize("NFC", text)))).strip()


def small_number(text: str) -> int | None:
    """Read a number under 100 in figures or small Chinese numerals (7, 07, 七, 十二, 廿一, 三十)."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 2 else None
    text = text.replace("廿", "二十").replace("卅", "三十").removeprefix("初")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text)
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def year_number(text: str) -> int | None:
    """Read a year written digit by digit: 2026, 二〇二六, 二零二六."""
    if text.isascii() and text.isdigit():
        return int(text)
    digits = [_DIGITS.get(character) for character in text]
    if len(digits) != 4 or None in digits:
        return None
    return int("".join(map(str, digits)))


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"

# What people write for the standard characters: traditional, simple and mistaken forms.
_VARIANTS = str.maketrans(
    "〇○弌一弍二貳两叄参參三四五陸六七八九十百千萬億圆圓块正",
    "零零壹壹贰贰贰贰叁叁叁叁肆伍陆陆柒捌玖拾佰仟万亿元元元整",
)
_SHAPE = re.compile(
    r"(?P<minus>负)?(?P<yuan>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)?(?P<mark>元)?"
    r"零?(?:(?P<jiao>[零壹贰叁肆伍陆柒捌玖])角)?零?(?:(?P<fen>[零壹贰叁肆伍陆柒捌玖])分)?整?"
)
_SECTION = re.compile(
    r"零?(?:([壹贰叁肆伍陆柒捌玖])仟)?零?(?:([壹贰叁肆伍陆柒捌玖])佰)?零?(?:([壹贰叁肆伍陆柒捌玖])?(拾))?零?([壹贰叁肆伍陆柒捌玖])?零?"
)
_RUN = re.compile(r"负?[零〇壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟万萬亿億]+[元圆圓](?:[零壹贰叁肆伍陆柒捌玖角分]*)[整正]?")
_LEAD = re.compile(r"^(?:合计|共计)?(?:人民币)?(?:\(?大写\)?)?[:：]?(?:人民币)?")


def parse_capital(text: str) -> Decimal | None:
    """Read capital numerals as yuan; None where the text is none.

    Small numerals (一千二百元) and the usual variants are read as well. `text` must hold no spaces.
    """
    wanted = _LEAD.sub("", text).translate(_VARIANTS)
    shape = _SHAPE.fullmatch(wanted)
    if not shape or not (shape["yuan"] or shape["jiao"] or shape["fen"]):
        return None
    if shape["yuan"] and not shape["mark"] and (shape["jiao"] or shape["fen"] or len(shape["yuan"]) < 2):
        return None
    yuan = _whole(shape["yuan"]) if shape["yuan"] else 0
    if yuan is None:
        return None
    cents = 10 * _digit(shape["jiao"]) + _digit(shape["fen"])
    amount = Decimal(100 * yuan + cents).scaleb(-2)
    return -amount if shape["minus"] else amount


def find_capital(text: str) -> Decimal | None:
    """Find an amount in capital numerals inside a longer text: `合计人民币（大写）：壹仟元整`."""
    for run in _RUN.findall(text):
        amount = parse_capital(run)
        if amount is not None:
            return amount
    return None


def _digit(character: str | None) -> int:
    return _CAPITALS.index(character) if character else 0


def _whole(text: str) -> int | None:
    """Read the yuan before 元; None where the numerals do not follow each other as they must."""
    for sign, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(sign)
        if not found:
            continue
        high, low = _whole(head), _whole(tail) if tail else 0
        if high is None or low is None or high == 0 or low >= size:
            return None
        return high * size + low
    section = _SECTION.fullmatch(text)
    if not section:
        return None
    thousands, hundreds, tens, ten, ones = section.groups()
    tens_value = _digit(tens) or (1 if ten else 0)
    return 1000 * _digit(thousands) + 100 * _digit(hundreds) + 10 * tens_value + _digit(ones)
