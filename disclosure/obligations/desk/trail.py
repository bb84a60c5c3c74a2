"""What befell an obligation: moved, excused, said and checked, owed again."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from disclosure.obligations.enums import ExemptionKind, ExemptionState
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.ground import Owed
from portal.core.models import AuditLine
from portal.core.texts import as_written

_DONE: dict[str, str | Promise] = {
    "move": pgettext_lazy("deed on an obligation", "Due on another day"),
    "void": pgettext_lazy("deed on an obligation", "Owed no longer"),
    "revive": pgettext_lazy("deed on an obligation", "Owed again"),
    "excuse": pgettext_lazy("deed on an obligation", "Excused"),
    "claim": pgettext_lazy("deed on an obligation", "Said that nothing of the kind happened"),
    "accept claim": pgettext_lazy("deed on an obligation", "Checked: it is so"),
    "refuse claim": pgettext_lazy("deed on an obligation", "Checked: it is not so"),
    "end exemption": pgettext_lazy("deed on an obligation", "Exemption ended"),
    "record event": pgettext_lazy("deed on an obligation", "Recorded"),
    "link": pgettext_lazy("deed on an obligation", "Notice named"),
}
_SHOWS_DAYS = ("move", "revive", "record event")


def trail_of(row: Owed) -> list[dict[str, Any]]:
    """Return what befell an obligation, newest first: when, who, what, before, after, why."""
    if row.obligation is None:
        return []
    lines = (
        AuditLine.objects.filter(subject_kind=Obligation._meta.label_lower, subject_id=row.obligation)
        .select_related("actor")
        .order_by("-at", "-pk")
    )
    if not row.notice:
        lines = lines.exclude(verb="link")  # a notice that is not public is not named to whoever may not read it
    return [
        {
            "at": line.at,
            "who": line.actor,
            "what": str(_DONE.get(line.verb, line.verb)),
            "before": _day(line.source) if line.verb in _SHOWS_DAYS else "",
            "after": _day(line.target) if line.verb in _SHOWS_DAYS else "",
            "reason": as_written(line.reason),
        }
        for line in lines
    ]


def exemption_context(exemption: Exemption | None) -> dict[str, Any] | None:
    """Return what is in force or said of an obligation, for `components/call.html`."""
    if exemption is None:
        return None
    is_said = exemption.state == ExemptionState.SAID
    who = (exemption.said_by if is_said else exemption.decided_by) or exemption.said_by
    if is_said:
        title = _("%(who)s says that nothing of the kind happened") % {"who": who.name}
    elif exemption.kind == ExemptionKind.EXCUSED:
        title = _("Excused by %(who)s") % {"who": who.name}
    else:
        title = _("Nothing of the kind happened, checked by %(who)s") % {"who": who.name}
    return {
        "title": title,
        "reason": as_written(exemption.reason),
        "kind": "warn" if is_said else "info",
        "public": _("Residents read this reason.") if exemption.is_public else _("Residents do not read this reason."),
    }


def _day(text: str) -> str:
    """Write a day of an audit line; a provisional one ends in a question mark there."""
    return f"{text.rstrip('?')} ({_('provisional')})" if text.endswith("?") else text
