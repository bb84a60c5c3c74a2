"""Words around what an edition says."""

from __future__ import annotations

from django.utils.translation import pgettext

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.titles import title_of
from portal.core.texts import language_of


def heading(edition: Edition) -> dict[str, str]:
    """Return an edition's title and, where it is another than the page's, the language it is in."""
    return titled(title_of(edition))


def short_title(edition: Edition) -> dict[str, str]:
    """Return the title where unit and stream are plain from what stands around it, as on a unit's board."""
    notice = edition.notice
    if edition.title or not notice.entry.is_regular:
        return heading(edition)
    named = {"item": notice.entry.name, "period": period_name(notice, short=True)}
    return titled(pgettext("title on a board", "%(item)s, %(period)s") % named)


def titled(title: str) -> dict[str, str]:
    """Return a title and, where it is another than the page's, the language it is in."""
    return {"title": title, "language": language_of(title)}


def period_name(notice: Notice, *, short: bool = False) -> str:
    """Return the name of a notice's period, such as 2026年第三季度; the year for what has no period."""
    return name_of(Period.parse(notice.period), short=short)
