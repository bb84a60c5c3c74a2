"""What the regulation says of results: the part of the yearly report each belongs to, and its legal ground.

The grounds are those of the Regulations on Open Government Information as revised in 2019.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.requests.enums import Result, ResultGroup
from portal.core.personal import has_check_digit

REGULATIONS, VERSION = "中华人民共和国政府信息公开条例", "2019-05-15"
"""The regulations on which requests stand, and since when their present version is in force."""
EXTENSION_DAYS = 20
"""Working days by which a reply is put off, once (article 33)."""
_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(f"[{_CREDIT_LETTERS}]{{18}}")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,9}")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a result stands in the yearly report, and what it rests on.

    Attributes:
        number: Its number within the group; 0 where the group has one row alone.
        basis: The article, in Chinese as cited; empty where none is named.
    """

    group: ResultGroup
    number: int
    basis: str


def _article(name: str) -> str:
    return f"《{REGULATIONS}》{name}"


_ROWS: Mapping[ResultGroup, tuple[tuple[Result, str], ...]] = {
    ResultGroup.GRANTED: ((Result.GRANTED, _article("第三十六条第（一）、（二）项")),),
    ResultGroup.PARTLY: ((Result.PARTLY, _article("第三十七条")),),
    ResultGroup.REFUSED: (
        (Result.STATE_SECRET, _article("第十四条")),
        (Result.FORBIDDEN, _article("第十四条")),
        (Result.SECURITY, _article("第十四条")),
        (Result.THIRD_PARTY, _article("第十五条")),
        (Result.INTERNAL, _article("第十六条第一款")),
        (Result.PROCESS, _article("第十六条第二款")),
        (Result.ENFORCEMENT, _article("第十六条第二款")),
        (Result.ENQUIRY, _article("第三十六条第（七）项")),
    ),
    ResultGroup.UNAVAILABLE: (
        (Result.NOT_HELD, _article("第三十六条第（四）、（五）项")),
        (Result.NOT_MADE, _article("第三十八条")),
        (Result.STILL_UNCLEAR, _article("第三十条")),
    ),
    ResultGroup.UNPROCESSED: (
        (Result.PETITION, _article("第三十九条第一款")),
        (Result.REPEATED, _article("第三十六条第（六）项")),
        (Result.PUBLICATION, _article("第三十九条第二款")),
        (Result.ABUSIVE, _article("第三十五条")),
        (Result.CONFIRMATION, ""),
    ),
    ResultGroup.OTHERWISE: (
        (Result.NOT_CORRECTED, _article("第三十条")),
        (Result.NOT_PAID, _article("第四十二条")),
        (Result.OTHER, ""),
    ),
}

GROUNDS: Mapping[Result, Ground] = {
    result: Ground(group, number if len(rows) > 1 else 0, basis)
    for group, rows in _ROWS.items()
    for number, (result, basis) in enumerate(rows, start=1)
}
"""The ground of each result, in the order of the yearly report."""
GIVES = frozenset({Result.GRANTED, Result.PARTLY})
"""The results by which something is handed out."""
REPLIES = tuple(one for one in Result if one is not Result.NOT_CORRECTED)
"""The results that a unit may propose; the one that is left out follows from a correction that did not come."""


def is_identity(text: str, *, of_person: bool) -> bool:
    """Return whether a text is an identity: of a person an ID or passport number, of others a uniform credit code."""
    number = "".join(text.split()).upper()
    if not of_person:
        return bool(_CREDIT_CODE.fullmatch(number)) and _credit_check(number) == number[-1]
    if re.fullmatch(r"\d{17}[\dX]", number):
        return has_check_digit(number)
    return bool(_PASSPORT.fullmatch(number))


def _credit_check(number: str) -> str:
    """Return the check letter of a uniform social credit code (GB 32100-2015)."""
    total = sum(_CREDIT_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(number[:17]))
    return _CREDIT_LETTERS[-total % 31]
