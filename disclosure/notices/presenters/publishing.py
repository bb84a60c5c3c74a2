"""What publishing an edition does, said before it is done."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.catalogue.enums import NoticeUnit
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import coming_notice_period
from portal.core import dates
from portal.core.workflow import Words


def what_publishing_does(edition: Edition, *, at: datetime) -> list[Words]:
    """Return what happens when an edition is published now, sentence by sentence."""
    said: list[Words] = [
        _("Everybody can read it at once. An entry is added to the publication log, which nobody can change or remove.")
    ]
    if edition.number > 1:
        said.append(_("It takes the place of the edition before, which stays readable with what was changed."))
    said.append(_on_notice(edition, at))
    said.append(_("Posters are made. Whoever demanded this notice, or sent an opinion that it answers, is told."))
    said.append(_("This cannot be undone. What is wrong afterwards is corrected by a new edition, or withdrawn."))
    return said


def _on_notice(edition: Edition, at: datetime) -> str:
    period = coming_notice_period(edition, at=at)
    if period is None:
        return _("No notice period is prescribed for it.")
    entry = edition.notice.entry
    if entry.notice_unit == NoticeUnit.WORKING:
        length = ngettext("%(count)d working day", "%(count)d working days", entry.notice_days)
    else:
        length = ngettext("%(count)d calendar day", "%(count)d calendar days", entry.notice_days)
    said = (
        _("It is on notice for %(length)s, %(dates)s.")
        if not period.provisional
        else _("It is on notice for %(length)s, %(dates)s by a calendar that is not yet announced.")
    )
    return said % {
        "length": length % {"count": entry.notice_days},
        "dates": dates.date_range(period.first, period.last),
    }
