"""What `import_ledger` prints of a ledger: its figures and its findings, for scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from disclosure.ledger.messages import message
from disclosure.ledger.types import Finding, Statement, plain


class ReportedFinding(TypedDict):
    """A finding: the sheet's row and the entry's number, null where there is none."""

    rule: str
    row: int | None
    line: int | None
    message: str


class Report(TypedDict):
    """Figures in yuan as strings with two places; `closing` is computed, `lines` counts the entries."""

    opening: str
    receipts: str
    payments: str
    closing: str
    lines: int
    errors: list[ReportedFinding]
    warnings: list[ReportedFinding]


def report(statement: Statement, findings: Iterable[Finding]) -> Report:
    """Return the figures and findings of a checked ledger, sentences in the active language."""
    found = list(findings)
    return {
        "opening": plain(statement.opening),
        "receipts": plain(statement.receipts),
        "payments": plain(statement.payments),
        "closing": plain(statement.closing),
        "lines": len(statement.lines),
        "errors": [_reported(finding) for finding in found if finding.is_error],
        "warnings": [_reported(finding) for finding in found if not finding.is_error],
    }


def _reported(finding: Finding) -> ReportedFinding:
    return {"rule": finding.rule, "row": finding.row, "line": finding.line, "message": message(finding)}
