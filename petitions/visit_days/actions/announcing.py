"""A visit day is announced, and each change of it: with its document, and an entry of the publication log."""

import hashlib
from datetime import datetime
from typing import Any

import rfc8785

from petitions.visit_days.enums import LOG_KIND, DayState
from petitions.visit_days.models import DayEdition, VisitDay
from portal.accounts.models import User
from portal.core import pages, publication_log
from portal.core.models import LogKind


def announce(*, actor: User, day: VisitDay, at: datetime) -> DayEdition:
    """Announce a visit day as it is now, and enter it in the publication log. Its row is locked."""
    last = day.editions.order_by("number").last()
    number = last.number + 1 if last else 1
    content = rfc8785.dumps(document_of(day))
    made = DayEdition.objects.create(
        day=day, number=number, document=content.decode(), published_at=at, published_by=actor
    )
    publication_log.append(
        kind=LogKind.CORRECTION if last else LogKind.PUBLICATION,
        subject_kind=LOG_KIND,
        subject_number=day.number,
        edition=number,
        content_sha256=hashlib.sha256(content).hexdigest(),
        facts={"day": day.day.isoformat(), "state": str(day.state), "reason": day.reason},
        at=at,
    )
    pages.bump()
    return made


def announce_change(*, actor: User, day: VisitDay, at: datetime) -> None:
    """Announce a change of a visit day that was announced before; what nobody has read is not announced."""
    if day.editions.exists():
        announce(actor=actor, day=day, at=at)


def document_of(day: VisitDay) -> dict[str, Any]:
    """Return what everybody reads of a visit day."""
    moved_to = VisitDay.objects.filter(moved_from=day).first() if day.state == DayState.MOVED else None
    return {
        "number": day.number,
        "town": day.town.code,
        "day": day.day.isoformat(),
        "planned_on": day.planned_on.isoformat(),
        "begins": day.begins.isoformat("minutes"),
        "ends": day.ends.isoformat("minutes"),
        "minutes": day.minutes,
        "places": day.places,
        "place": day.place_zh,
        "village": day.host.code if day.host else None,
        "state": str(day.state),
        "change": str(day.change),
        "reason": day.reason,
        "moved_to": moved_to.number if moved_to else None,
        "receivers": [
            {
                "name": one.person.name_zh,
                "title": one.title_zh,
                "stands_in_for": one.stands_in_for.name_zh if one.stands_in_for else None,
            }
            for one in day.receivers.select_related("person", "stands_in_for")
        ],
    }
