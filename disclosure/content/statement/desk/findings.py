"""Findings on a ledger as the desk shows them: where, what, and the repairs that are offered.

Used by the page that checks an import and by the grid of a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from disclosure.content.statement.forms.repairs import Repairs, answer_name, cell_name
from disclosure.content.statement.presenters.findings import level_of, place_of, where
from disclosure.ledger.messages import detail, fix_label, short
from disclosure.ledger.types import Finding

PERSONAL = frozenset({"W-ID", "W-CARD", "W-PHONE"})
"""What no explanation makes fit for the public: it is masked or rewritten."""

_AMOUNTS = frozenset({"receipt", "payment", "balance", "balances", "opening", "stated_closing", "cash", "bank"})
_OF_LINE = frozenset(
    {"date", "voucher", "summary", "account", "receipt", "payment", "balance", "handler", "witness", "approver", "note"}
)
_OF_STATEMENT = frozenset({"opening", "stated_closing", "cash", "bank"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page offers to do about a finding.

    Attributes:
        presses: Buttons that do one thing: `{value, label, main}`.
        cell: The input for a value of one's own, or None: `{name, label, type, value, error, list}`.
        answer: The input for an explanation, or None: `{name, label, value, error}`.
    """

    presses: list[dict[str, Any]]
    cell: dict[str, str] | None
    answer: dict[str, str] | None


def listed(found: Iterable[Finding], answers: Mapping[str, str]) -> list[dict[str, str]]:
    """Return findings for `components/issues.html`, on the page that holds their rows."""
    return [
        {
            "level": level_of(one, answers),
            "where": where(one),
            "text": short(one),
            "href": f"#{place_of(one)}",
            "answer": answers.get(one.key, ""),
        }
        for one in found
    ]


def opened(finding: Finding, answers: Mapping[str, str], repairs: Repairs | None) -> dict[str, Any]:
    """Return a finding for a row of `components/check_row.html`, with its repairs."""
    level = level_of(finding, answers)
    return {
        "level": level,
        "title": _("%(short)s (%(rule)s)") % {"short": short(finding), "rule": finding.rule}
        if finding.rule.startswith("I")
        else short(finding),
        "text": detail(finding),
        "actions": _rendered(asked(finding, answers, repairs), level),
    }


def asked(finding: Finding, answers: Mapping[str, str], repairs: Repairs | None) -> Asked:
    """Return what is offered to do about a finding, with what was typed before."""
    return Asked(
        presses=[*_fix_press(finding), *_same_voucher(finding)],
        cell=_cell(finding, repairs),
        answer=_answer(finding, answers, repairs),
    )


def worst(levels: Iterable[str]) -> str:
    """Return the worst level that still asks for something; empty where all is answered."""
    present = set(levels)
    return "error" if "error" in present else "warning" if "warning" in present else ""


def field_label(name: str) -> str:
    """Return what a cell is called."""
    return {
        "date": _("Date"),
        "voucher": _("Voucher"),
        "summary": _("Summary"),
        "account": _("Account"),
        "receipt": _("Receipt"),
        "payment": _("Payment"),
        "balance": _("Balance"),
        "handler": _("Handled by"),
        "witness": _("Witness"),
        "approver": _("Approved by"),
        "note": _("Note"),
        "opening": _("Opening balance"),
        "stated_closing": _("Closing balance"),
        "cash": _("Cash"),
        "bank": _("Bank deposits"),
    }.get(name, _("Amount"))


def _rendered(offered: Asked, level: str) -> SafeString:
    return render_to_string("disclosure/content/statement/desk/_repairs.html", {"asked": offered, "level": level})


def _fix_press(finding: Finding) -> list[dict[str, Any]]:
    fix = finding.fix
    if fix is None:
        return []
    name = cell_name(fix.line, fix.field)
    return [{"value": f"{name}={fix.value}", "label": fix_label(finding), "main": finding.is_error}]


def _same_voucher(finding: Finding) -> list[dict[str, Any]]:
    if finding.rule != "W-VOUCHER":
        return []
    with override("zh-hans"):
        # It is published with the ledger, which is Chinese.
        said = _("Both entries belong to the same voucher.")
    return [{"value": f"{answer_name(finding.key)}={said}", "label": _("The same voucher indeed"), "main": False}]


def _cell(finding: Finding, repairs: Repairs | None) -> dict[str, str] | None:
    name = finding.field or ""
    known = _OF_LINE if finding.line is not None else _OF_STATEMENT
    if name not in known and not (finding.line is None and name.startswith("subtotals.") and finding.fix):
        return None
    posted = cell_name(finding.line, name)
    return {
        "name": posted,
        "label": _("%(where)s: %(field)s") % {"where": where(finding), "field": field_label(name)},
        "placeholder": field_label(name),
        "type": "date" if name == "date" else "text",
        "inputmode": "decimal" if name in _AMOUNTS or name.startswith("subtotals.") else "",
        "list": "chart" if name == "account" else "",
        "value": repairs.typed.get(posted, "") if repairs else "",
        "error": repairs.errors.get(posted, "") if repairs else "",
        # Where another remedy comes first, one's own value is asked for only on demand.
        "folded": "" if _comes_first(finding) or (repairs and posted in repairs.typed) else "folded",
    }


def _comes_first(finding: Finding) -> bool:
    """Return whether a value of one's own is the natural remedy: an empty or unreadable cell, or a wrong date."""
    return finding.fix is None and (finding.is_error or finding.rule.startswith(("W-EMPTY", "W-DATE", "W-NO-AMOUNT")))


def _answer(finding: Finding, answers: Mapping[str, str], repairs: Repairs | None) -> dict[str, str] | None:
    if finding.is_error or finding.rule in PERSONAL:
        return None
    posted = answer_name(finding.key)
    typed = repairs.typed.get(posted) if repairs else None
    return {
        "name": posted,
        "label": _("%(where)s: explanation") % {"where": where(finding)},
        "value": answers.get(finding.key, "") if typed is None else typed,
    }
