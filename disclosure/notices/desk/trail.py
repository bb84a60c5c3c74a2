"""What happened to an edition: the deeds, and what changed word by word in its draft."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from disclosure.notices.desk.words import DONE_LABELS
from disclosure.notices.models import Edition
from disclosure.notices.registry.parts import PARTS, DraftChange
from portal.core import audit

MOST_CHANGES = 60
"""How many changes the page lists; the newest ones."""

_TEXTS = ("title", "body", "correction_reason")


def deeds_of(edition: Edition) -> list[dict[str, Any]]:
    """Return who did what with an edition, oldest first."""
    words = {verb: label for part in PARTS for verb, label in part.deeds.items()} | DONE_LABELS
    return [
        {
            "at": line.at,
            "what": str(words.get(line.verb, line.verb)),
            "who": line.actor,
            "reason": line.reason,
            "is_back": line.verb in ("send_back", "withdraw"),
        }
        for line in audit.lines_of(edition)
    ]


def changes_of(edition: Edition) -> list[DraftChange]:
    """Return what was changed in an edition and its parts since they were first written, newest first."""
    rows = [*_text_changes(edition), *(row for part in PARTS for row in part.draft_changes(edition))]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:MOST_CHANGES]


def _text_changes(edition: Edition) -> Iterator[DraftChange]:
    names = {"title": _("Title"), "body": _("Text"), "correction_reason": _("What is corrected, and why")}
    records = list(edition.history.select_related("history_user").order_by("history_date", "history_id"))
    for before, after in pairwise(records):
        for field in _TEXTS:
            old, new = getattr(before, field), getattr(after, field)
            if old != new:
                yield DraftChange.of(after, names[field], old, new)
