"""What administrators did, in words: audit lines about units, people and posts, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Post
from portal.core.models import AuditLine

LABELS = {
    "add unit": _("Unit added"),
    "change unit": _("What is public was changed"),
    "set staff board": _("Staff board written"),
    "give deputise": _("Handed over to a deputy"),
    "take back deputise": _("Taken back from a deputy"),
    "add person": _("Account made"),
    "change person": _("Name or address changed"),
    "set password": _("Password set"),
    "take off second factor": _("Second factor taken off"),
    "switch account on": _("Account switched on"),
    "switch account off": _("Account switched off"),
    "give post": _("Post given"),
    "end post": _("Post ended"),
    "make head": _("Named as head of the unit"),
    "make head no longer": _("No longer head of the unit"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of a page's history.

    Attributes:
        at: When.
        who: Who did it.
        text: What was done.
        what: To which post; empty where the page tells.
    """

    at: datetime
    who: str
    text: str
    what: str = ""


def shown(lines: Iterable[AuditLine], posts: Mapping[int, Post] | None = None) -> list[Deed]:
    """Return audit lines in words; `posts` are those the lines may speak of, by their keys."""
    return [
        Deed(line.at, line.actor.name, str(LABELS.get(line.verb, line.verb)), _post_of(line, posts or {}))
        for line in lines
    ]


def _post_of(line: AuditLine, posts: Mapping[int, Post]) -> str:
    post = posts.get(line.subject_id) if line.subject_kind == Post._meta.label_lower else None
    return f"{post.unit.name} {post.get_role_display()}" if post else ""
