"""The chart of accounts, and which account a text names. Never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.core.workbooks.written import squash

_CODE_AND_NAME = re.compile(r"(?P<code>\d{3,12})[-_.:、,/]*(?P<name>\D.*)?")
_NAME_AND_CODE = re.compile(r"(?P<name>\D+?)[(\[]?(?P<code>\d{3,12})[)\]]?")
_DETAIL = re.compile(r"[-/:_·>(\[,、.]")


class Accounts:
    """Codes and names of a chart, for matching what ledgers write."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._names = dict(entries)
        self._codes = {squash(name): code for code, name in self._names.items()}

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """All (code, name), in the chart's order."""
        return tuple(self._names.items())

    def name(self, code: str) -> str:
        """Return the name of a code, or an empty text where the chart has none."""
        return self._names.get(code, "")

    def match(self, text: str) -> str | None:
        """Return the code that a text names by code, by name or by both; else None.

        A detail below an account (`501-土地承包`, `50101`, `管理费用/办公费`) counts as that account. A code and
        a name that contradict each other name nothing.
        """
        text = squash(text).removesuffix(".0")
        if not text:
            return None
        found = _CODE_AND_NAME.fullmatch(text) or _NAME_AND_CODE.fullmatch(text)
        if not found:
            return self._by_name(text)
        code = self._by_code(found["code"])
        if code is None:
            return None
        named = self._by_name(found["name"].strip("()[]-")) if found["name"] else code
        return code if named in (code, None) else None

    def _by_code(self, digits: str) -> str | None:
        if digits in self._names:
            return digits
        # Sub-accounts add two digits a level to the three of the first.
        first, rest = digits[:3], digits[3:]
        return first if first in self._names and rest and len(rest) % 2 == 0 else None

    def _by_name(self, name: str) -> str | None:
        return self._codes.get(name) or self._codes.get(_DETAIL.split(name, maxsplit=1)[0])
