"""What was posted on the page that checks a ledger: new values of cells, and explanations.

One form holds the repairs of the whole page, so that it works without a script. Names:
`cell-5-balance` is the new balance of entry 5, `cell-s-cash` the cash of the statement itself,
`answer-4f2a…` the explanation of one finding. The button that was pressed is `press`, and its value is
such a name with what to put there, so that a suggestion is taken only where it was pressed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from disclosure.ledger.accounts import Accounts
from disclosure.ledger.messages import refusal
from disclosure.ledger.repair import apply_fix
from disclosure.ledger.types import CannotRepair, Finding, Statement

Place = tuple[int | None, str]
_CELL = re.compile(r"cell-(?P<line>\d{1,6}|s)-(?P<field>[\w.]{1,40})")
_ANSWER = re.compile(r"answer-(?P<mark>[0-9a-f]{16})")
MAX_LENGTHS = 500


@dataclass(slots=True)
class Repairs:
    """The repairs of one page.

    Attributes:
        fixes: New text by entry number (None for the statement) and field.
        answers: Explanations by the key of their finding; empty ones are taken back.
        typed: Every text by the name of its input, to show again what was typed.
        errors: What is wrong with a text, by the name of its input.
    """

    fixes: dict[Place, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def check(self, ledger: Statement, accounts: Accounts) -> bool:
        """Try each new value on a ledger, note which cannot be read, and tell whether all can."""
        for (line, name), value in self.fixes.items():
            try:
                ledger = apply_fix(ledger, line, name, value, accounts=accounts)
            except CannotRepair as fault:
                self.errors[cell_name(line, name)] = refusal(fault)
        return not self.errors


def cell_name(line: int | None, name: str) -> str:
    """Return the name of the input for a cell."""
    return f"cell-{'s' if line is None else line}-{name}"


def answer_name(key: str) -> str:
    """Return the name of the input for the explanation of a finding."""
    return f"answer-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def read_repairs(posted: Mapping[str, str], findings: Iterable[Finding]) -> Repairs:
    """Read the repairs that were posted.

    Args:
        posted: Texts by name.
        findings: What stands against the ledger now; explanations of anything else are passed over.
    """
    keys = {answer_name(one.key): one.key for one in findings}
    repairs = Repairs()
    pressed, _equals, value = posted.get("press", "").partition("=")
    for name, text in [*posted.items(), (pressed, value)]:
        cell = _CELL.fullmatch(name)
        if cell:
            # An empty input changes nothing: a cell is emptied by nobody, and a button has its own value.
            if text.strip():
                line = None if cell["line"] == "s" else int(cell["line"])
                repairs.fixes[line, cell["field"]] = text.strip()[:MAX_LENGTHS]
                repairs.typed[name] = text
        elif _ANSWER.fullmatch(name) and name in keys:
            repairs.answers[keys[name]] = text.strip()[:MAX_LENGTHS]
            repairs.typed[name] = text
    return repairs
