"""Personal numbers in running text: finding them, and masking them as the rules of disclosure want."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

# People space numbers out in groups, and programs make long dashes of their hyphens; full-width digits count as digits.
_D = r"[0-9０-９]"
_DASHES = r"\-\u2010-\u2015\u2212\uff0d"
_GAP = rf"(?:\s?[{_DASHES}]\s?|\s)?"
_NUMBER = re.compile(rf"(?<!{_D})(?<!{_D}\.){_D}(?:{_GAP}{_D}){{9,18}}(?:{_GAP}[XxＸｘ])?(?![0-9０-９A-Za-z])")
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
_LETTER = re.compile(r"[A-Za-z]")
_PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number found in a text; `kind` is W-ID, W-CARD or W-PHONE, `masked` what may be published."""

    kind: str
    start: int
    end: int
    masked: str


def find_personal(text: str, *, published: Collection[str] = ()) -> list[PersonalNumber]:
    """Return the full ID, bank-card and mobile numbers in a text, in order.

    Args:
        published: Telephones that everybody is to know, as they are written; they are nobody's secret.
    """
    known = {_telephone(number) for number in published}
    found = []
    for match in _NUMBER.finditer(text):
        digits = re.sub(rf"[\s{_DASHES}]", "", match[0]).translate(_WIDE).upper()
        kind = _kind(digits)
        if kind != "W-ID" and match.start() and _LETTER.match(text, match.start() - 1):
            continue  # part of a code; what has the date and the check digit of an ID number is one after letters too
        if kind and not (kind == "W-PHONE" and _telephone(digits) in known):
            found.append(PersonalNumber(kind, match.start(), match.end(), _masked(kind, digits)))
    return found


def mask(text: str, *, published: Collection[str] = ()) -> str:
    """Mask every personal number: ID first 6 and last 4, telephone first 3 and last 4, card last 4.

    `published` is as in `find_personal`.
    """
    for number in reversed(find_personal(text, published=published)):
        text = text[: number.start] + number.masked + text[number.end :]
    return text


def _telephone(number: str) -> str:
    """Return the eleven digits of a mobile telephone, however it is written."""
    return re.sub(r"\D", "", number.translate(_WIDE))[-11:]


def _kind(digits: str) -> str | None:
    if _is_identity(digits):
        return "W-ID"
    if _PHONE.fullmatch(digits):
        return "W-PHONE"
    if 16 <= len(digits) <= 19 and digits.isdigit() and _is_card(digits):
        return "W-CARD"
    return None


def _is_identity(digits: str) -> bool:
    """Return whether it is an ID number, by its date of birth; one with a wrong check digit is masked too."""
    if re.fullmatch(r"[1-9]\d{16}[\dX]", digits):
        year, month, day = int(digits[6:10]), int(digits[10:12]), int(digits[12:14])
        # A card may hold a date too; it has no check digit of an ID.
        plausible = 1900 <= year <= 2100 and _is_date(year, month, day)
        return plausible and (has_check_digit(digits) or not _is_card(digits))
    if re.fullmatch(r"[1-8]\d{14}", digits):
        return _is_date(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
    return False


def has_check_digit(digits: str) -> bool:
    """Return whether an 18-character ID number ends in its right check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == digits[17]


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_card(digits: str) -> bool:
    """The Luhn check, for numbers that begin like a card's."""
    if not digits.isdigit() or digits[0] not in "3456":
        return False
    total = 0
    for place, character in enumerate(reversed(digits)):
        value = int(character) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _masked(kind: str, digits: str) -> str:
    if kind == "W-ID":
        return digits[:6] + "*" * (len(digits) - 10) + digits[-4:]
    if kind == "W-PHONE":
        return digits[:-8] + "****" + digits[-4:]
    return "*" * (len(digits) - 4) + digits[-4:]
