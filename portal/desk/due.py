"""How near a day is, in words."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.calendar.rules import Calendar
from portal.core.dates import day as written

Words = str | Promise

SOON = 3
"""From how many working days before it a due date stands out."""


@dataclass(frozen=True, slots=True)
class Due:
    """How near a day is, in words. `kind` is owed, soon or empty."""

    text: str = ""
    kind: str = ""
    note: str = ""


def due_words(due: date | None, *, today: date, working_days: Calendar, provisional: bool = False) -> Due:
    """Return how near the day is by which something is to be public, and whether it may still change."""
    if due is None:
        return Due()
    found = _nearness(due, today, working_days)
    return replace(found, note=_("%(note)s (provisional)") % {"note": found.note}) if provisional else found


def soon_until(today: date, working_days: Calendar) -> date:
    """Return the last day that counts as soon: the next one is more working days away."""
    return working_days.add_working_days(today, SOON + 1).date - timedelta(days=1)


def _nearness(due: date, today: date, working_days: Calendar) -> Due:
    if due < today:
        late = (today - due).days
        text = ngettext("%(count)d day overdue", "%(count)d days overdue", late) % {"count": late}
        return Due(text, "owed", _("was due on %(day)s") % {"day": written(due)})
    if due == today:
        return Due(_("Due today"), "soon", written(due))
    left = working_days.count(today, due)
    note = ngettext("%(count)d working day left", "%(count)d working days left", left) % {"count": left}
    return Due(written(due), "soon" if left <= SOON else "", note)
