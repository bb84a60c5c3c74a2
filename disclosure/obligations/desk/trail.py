"""What befell an obligation: moved, excused, said and checked, owed again."""

from __future__ import annotations

from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.reading import ObligationStatus
from disclosure.obligations.workflow import EXEMPTION
from portal.core import audit
from portal.core.models import AuditLine
from portal.core.texts import as_written
from portal.core.workflow import Words
from portal.desk.trail import Change, TrailLine, name_of, trail

_DONE: dict[str, Words] = {
    "move": pgettext_lazy("audit entry of an obligation", "Due on another day"),
    "void": pgettext_lazy("audit entry of an obligation", "Owed no longer"),
    "revive": pgettext_lazy("audit entry of an obligation", "Owed again"),
    "record event": pgettext_lazy("audit entry of an obligation", "Recorded"),
    "link": pgettext_lazy("audit entry of an obligation", "Notice named"),
}
_SHOWS_DAYS = ("move", "revive", "record event")


def trail_of(owed: ObligationStatus) -> list[TrailLine]:
    """Return what befell an obligation and the exemptions of it, oldest first."""
    row = Obligation.objects.filter(pk=owed.obligation or 0).first()
    if row is None:
        return []
    # A notice that is not public is not named to whoever may not read it.
    own = [_line(line) for line in audit.lines_of(row) if owed.notice or line.verb != "link"]
    said = chain.from_iterable(trail(one, EXEMPTION) for one in Exemption.objects.filter(obligation=row))
    return sorted([*own, *said], key=lambda line: line.at)


def _line(line: AuditLine) -> TrailLine:
    days = (Change(gettext_lazy("Due"), _day(line.source), _day(line.target)),) if line.verb in _SHOWS_DAYS else ()
    return TrailLine(
        at=line.at,
        what=_DONE.get(line.verb, line.verb),
        who=name_of(line.actor),
        reason=as_written(line.reason),
        changes=days,
    )


def _day(text: str) -> str:
    """Write a day of an audit line; a provisional one ends in a question mark there."""
    return f"{text.rstrip('?')} ({_('provisional')})" if text.endswith("?") else text
