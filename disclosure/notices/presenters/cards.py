"""An edition in a list: its title, where it stands, and its tags."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Stream
from disclosure.notices.models import Edition
from disclosure.notices.presenters.words import heading, short_title
from portal.core import dates

Tag = dict[str, str]


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
    last = edition.notice_to
    if last is None:
        return {"text": _("Published")}
    if today > last:
        return {"text": _("Notice period over"), "kind": "done"}
    return {"text": _("On notice until %(day)s") % {"day": dates.day(last)}, "kind": "live"}


def correction_tags(edition: Edition) -> list[Tag]:
    """Return the tag of a corrected edition, if it is one."""
    if edition.number == 1:
        return []
    return [{"text": _("Edition %(number)d, corrected") % {"number": edition.number}}]


def _published_on(edition: Edition) -> date | None:
    return timezone.localdate(edition.published_at) if edition.published_at else None
