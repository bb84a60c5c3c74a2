"""The difference of two editions as rows of `components/difference.html`."""

from __future__ import annotations

from django.utils.translation import gettext as _

from disclosure.notices.queries.canonical import text_changes
from disclosure.notices.registry.parts import PARTS, Difference, Document
from portal.core.texts import as_written


def differences(before: Document, after: Document) -> list[Difference]:
    """Return what changed between two canonical documents: title, text and files, then part by part."""
    names = {"title": _("Title"), "body": _("Text"), "files": _("Files")}
    return [
        *(
            Difference(names[change.field], as_written(change.before), as_written(change.after))
            for change in text_changes(before, after)
        ),
        *(row for part in PARTS for row in part.changes(before, after)),
    ]
