"""What has been done with an edition: the deeds, and what was changed word by word in its draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from disclosure.notices.models import Edition
from disclosure.notices.registry.parts import PARTS, DraftChange
from disclosure.notices.workflow import EDITION
from portal.core.workflow import Words
from portal.desk.trail import Change, TrailLine, name_of, trail

MOST_CHANGES = 60
"""How many changes the page lists; the newest ones."""

AUDIT_LABELS: dict[str, Words] = {
    "write": pgettext_lazy("audit entry", "Text written"),
    "attach": pgettext_lazy("audit entry", "File attached"),
    "remove file": pgettext_lazy("audit entry", "File removed"),
}
"""What changes of a draft are called once they are done."""

_TEXTS = ("title", "body", "correction_reason")


def trail_of(edition: Edition) -> list[TrailLine]:
    """Return who did what with an edition, and what they changed, oldest first."""
    words = {verb: label for part in PARTS for verb, label in part.audit_labels.items()} | AUDIT_LABELS
    return trail(edition, EDITION, words=words, changes=_changes(edition))


def _changes(edition: Edition) -> list[TrailLine]:
    """Return what was changed in one go as one line."""
    done: dict[tuple[datetime, str], list[Change]] = {}
    for row in sorted(changes_of(edition), key=lambda row: row.at):
        place = row.at.replace(microsecond=0), name_of(row.who)
        done.setdefault(place, []).append(Change(row.what, row.before, row.after))
    said = pgettext("audit entry", "Changed")
    return [TrailLine(at, said, who, changes=tuple(changes)) for (at, who), changes in done.items()]


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
