"""An edition in a list: its title, where it stands, and its tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Stream
from disclosure.notices.models import Edition
from disclosure.notices.presenters.words import heading, short_title, titled
from disclosure.notices.queries.logged import NOTICE
from portal.accounts.models import in_language
from portal.core import dates, search
from portal.core.language import localized_path
from portal.core.models import SearchDocument
from portal.site.registry import UnitsPage

Tag = dict[str, str]
JUST_PUBLISHED = 6


@dataclass(frozen=True, slots=True)
class JustPublished:
    """The newest notices, for the home page."""

    notices: list[Mapping[str, Any]]


def just_published(page: UnitsPage) -> JustPublished:
    """Return the newest notices as the search index has them."""
    today = timezone.localdate(page.at)
    return JustPublished([_found(one, today) for one in search.newest().filter(kind=NOTICE)[:JUST_PUBLISHED]])


def cards(editions: Iterable[Edition], *, today: date) -> list[dict[str, Any]]:
    """Return editions for `components/notices.html`, with unit and stream."""
    return [
        {
            "url": address(edition),
            **heading(edition),
            "date": _published_on(edition),
            "stream": Stream(edition.notice.entry.stream).label,
            "unit": edition.notice.unit.name,
            "tags": [short_tag(edition, today=today), *correction_tags(edition)],
        }
        for edition in editions
    ]


def board_cards(editions: Iterable[Edition], *, today: date) -> list[dict[str, Any]]:
    """Return editions for the column of a unit's board, where unit and stream are known."""
    return [
        {
            "url": address(edition),
            **short_title(edition),
            "date": _published_on(edition),
            "tags": [short_tag(edition, today=today), *correction_tags(edition)],
        }
        for edition in editions
    ]


def address(edition: Edition) -> str:
    """Return the address of the notice an edition belongs to."""
    return reverse("disclosure:notice", args=[edition.notice.number])


def short_tag(edition: Edition, *, today: date) -> Tag:
    """Return where a live edition stands, in a list."""
    return _period_tag(edition.notice_to, today)


def _period_tag(last: date | None, today: date) -> Tag:
    if last is None:
        return {"text": _("Published")}
    if today > last:
        return {"text": _("Notice period over"), "kind": "done"}
    return {"text": _("On notice until %(day)s") % {"day": dates.day(last)}, "kind": "live"}


def correction_tags(edition: Edition) -> list[Tag]:
    """Return the tag of a corrected edition, if it is one."""
    return _corrected(edition.number)


def _corrected(number: int) -> list[Tag]:
    return [] if number == 1 else [{"text": _("Edition %(number)d, corrected") % {"number": number}}]


def _found(document: SearchDocument, today: date) -> dict[str, Any]:
    return {
        "url": localized_path(document.url),
        **titled(in_language(document.title_zh, document.title_en)),
        "date": timezone.localdate(document.published_at),
        "stream": Stream(document.stream).label,
        "unit": in_language(document.unit_zh, document.unit_en),
        "tags": [_period_tag(document.until, today), *_corrected(document.edition or 1)],
    }


def _published_on(edition: Edition) -> date | None:
    return timezone.localdate(edition.published_at) if edition.published_at else None
