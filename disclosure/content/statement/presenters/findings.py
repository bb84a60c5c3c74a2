"""Where a finding on a statement is, and how it stands; and the findings as every page of an edition shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.content.statement.queries import money
from disclosure.ledger.messages import message, place, short
from disclosure.ledger.types import Finding
from disclosure.notices.models import Edition
from disclosure.notices.registry import parts


def statement_findings(edition: Edition) -> list[parts.Finding]:
    """Return what the check of an edition's statement raises, with a link to where it is put right."""
    found = money.findings_of(edition)
    answers = money.answers_of(edition) if found else {}
    grid = reverse("disclosure_desk:statement", args=[edition.pk])
    return [
        parts.Finding(
            level=level_of(one, answers),
            where=where(one),
            text=short(one),
            sentence=message(one),
            answer=answers.get(one.key, ""),
            url=f"{grid}#{place_of(one)}",
        )
        for one in found
    ]


def place_of(finding: Finding) -> str:
    """Return the id of the row of the check table that a finding is shown in."""
    if finding.line is not None:
        return f"r{finding.line}"
    name = finding.field or ""
    if name == "opening":
        return "ropen"
    if name.startswith("subtotals."):
        return f"rs{name.split('.')[1]}"
    return "rend"


def where(finding: Finding) -> str:
    """Say where a finding is: the entry, with the row of the sheet where there is one."""
    return place(finding) or _("The whole ledger")


def level_of(finding: Finding, answers: Mapping[str, str]) -> Literal["error", "warning", "answered"]:
    """Return error, warning, or answered where the warning has its explanation."""
    if finding.level == "warning" and answers.get(finding.key, "").strip():
        return "answered"
    return "error" if finding.is_error else "warning"
