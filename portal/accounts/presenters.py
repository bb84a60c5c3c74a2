"""What the administrator's pages show of what has been done, and what people are told of wrong passwords."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from portal.accounts.actions import UNIT_FIELDS
from portal.accounts.models import Post, Unit, User
from portal.accounts.wrong_passwords import WrongPasswords
from portal.core import audit
from portal.core.dates import moment
from portal.core.models import AuditLine
from portal.core.workflow import Words
from portal.desk.trail import TrailLine, changes_of, name_of

SHOWN_LINES = 20
PERSON_FIELDS = ("name_zh", "name_en", "email", "phone")
CHANGED = {
    "change unit": gettext_lazy("What is public was changed"),
    "change person": gettext_lazy("Name, address or telephone changed"),
}
"""Verbs whose changes the history shows field by field, so that the audit line need not be shown."""
WORDS: Mapping[str, Words] = {
    "add unit": gettext_lazy("Unit added"),
    "set staff board": gettext_lazy("Staff board written"),
    "give deputise": gettext_lazy("Handed over to a deputy"),
    "take back deputise": gettext_lazy("Taken back from a deputy"),
    "add person": gettext_lazy("Account made"),
    "set password": gettext_lazy("Password set"),
    "take off second factor": gettext_lazy("Second factor taken off"),
    "switch account on": gettext_lazy("Account switched on"),
    "switch account off": gettext_lazy("Account switched off"),
    "give post": gettext_lazy("Post given"),
    "end post": gettext_lazy("Post ended"),
    "make head": gettext_lazy("Named as head of the unit"),
    "make head no longer": gettext_lazy("No longer head of the unit"),
}


def trail_of_unit(unit: Unit) -> list[TrailLine]:
    """Return what was done with a unit last, oldest first, with the fields that changed."""
    return _trail([unit], _changes(unit, "change unit", UNIT_FIELDS))


def trail_of_person(person: User, posts: Sequence[Post]) -> list[TrailLine]:
    """Return what was done with a person and their posts last, oldest first, with the fields that changed."""
    return _trail([person, *posts], _changes(person, "change person", PERSON_FIELDS), posts)


def _trail(subjects: Sequence[Model], changes: Iterable[TrailLine], posts: Sequence[Post] = ()) -> list[TrailLine]:
    by_key = {post.pk: post for post in posts}
    newest = audit.lines_of(*subjects).exclude(verb__in=CHANGED).reverse()[:SHOWN_LINES]
    lines = [TrailLine(line.at, _what(line, by_key), name_of(line.actor), line.reason) for line in reversed(newest)]
    return sorted([*lines, *changes], key=lambda line: line.at)[-SHOWN_LINES:]


def _what(line: AuditLine, posts: Mapping[int, Post]) -> Words:
    label = WORDS.get(line.verb, line.verb)
    post = posts.get(line.subject_id) if line.subject_kind == Post._meta.label_lower else None
    if post is None:
        return label
    return _("%(done)s: %(unit)s %(role)s") % {
        "done": label,
        "unit": post.unit.name,
        "role": post.get_role_display(),
    }


def _changes(subject: Any, verb: str, names: Iterable[str]) -> list[TrailLine]:
    """Return the newest changes of a row whose history is kept."""
    labels = {name: subject._meta.get_field(name).verbose_name for name in names}
    records = subject.history.select_related("history_user")[: SHOWN_LINES + 1]
    return [replace(line, what=CHANGED[verb]) for line in changes_of(records, labels, show=_shown)]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def sentence_of(wrong: WrongPasswords) -> str:
    """Say at the sign-in what was typed wrong since the last time."""
    text = ngettext(
        "Since your last sign-in a wrong password was typed once, on %(latest)s, from the network %(network)s. If it"
        " was not you, change your password and tell the administrator.",
        "Since your last sign-in a wrong password was typed %(count)s times, the last time on %(latest)s from the"
        " network %(network)s. If it was not you, change your password and tell the administrator.",
        wrong.count,
    )
    return text % {"count": wrong.count, "latest": moment(wrong.latest), "network": wrong.shown_network}
