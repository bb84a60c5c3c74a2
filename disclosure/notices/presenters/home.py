"""What the desk's first page says of notices: what is on its way, and what was just published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _, ngettext

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.presenters.lists import notice_rows
from disclosure.notices.queries.content import title_of
from disclosure.notices.queries.editions import newest_of_my_work, with_others
from disclosure.notices.queries.sources import WAITING, next_people
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.policies import roles_held
from portal.accounts.queries import roster
from portal.core import dates
from portal.core.texts import as_written, comma, joint
from portal.desk.registry import DeskHomePage, QueueRow

MOST_ROWS, NEWEST = 8, 5
READERS = frozenset({Role.LAY_SUPERVISOR, Role.LEADER, Role.HANDLER, Role.CLERK, Role.SUPERVISOR})
"""Whose first page shows what was just published."""


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Editions that wait for others or for their time, those scheduled first, then by the day due."""

    heading: str
    note: str
    rows: list[QueueRow]
    more_url: str


def on_the_way(page: DeskHomePage) -> OnTheWay | None:
    """Return what others have in hand or is scheduled; None where there is nothing."""
    editions = with_others(page.person, at=page.at)
    count = editions.count()
    if not count or _reads_only(page):
        return None
    words = ngettext("%(count)d notice is with others", "%(count)d notices are with others", count)
    return _listed(page, editions, count, words)


def to_read(page: DeskHomePage) -> OnTheWay | None:
    """Return what is about to be published, for who is there to read it; None for anybody else."""
    if not _reads_only(page):
        return None
    editions = with_others(page.person, at=page.at)
    count = editions.count()
    words = ngettext("%(count)d notice is about to be published", "%(count)d notices are about to be published", count)
    note = _("You can read this before the public does.") if count else ""
    return _listed(page, editions, count, words, note)


def _reads_only(page: DeskHomePage) -> bool:
    return roles_held(page.person, at=page.at) == {Role.LAY_SUPERVISOR}


def _listed(page: DeskHomePage, editions: QuerySet[Edition], count: int, words: str, note: str = "") -> OnTheWay:
    shown = list(editions[:MOST_ROWS])
    waiting = [] if _reads_only(page) else [one for one in shown if one.state in WAITING]
    people = next_people(roster(at=page.at), waiting, page.at) if waiting else {}
    rows = zip(shown, notice_rows(shown, at=page.at), strict=True)
    more_url = f"{reverse('disclosure_desk:notices')}?state=preparation" if count > len(shown) else ""
    return OnTheWay(
        heading=words % {"count": count},
        note=note,
        rows=[replace(row, step=_step(edition, row, people.get(edition.pk, ()))) for edition, row in rows],
        more_url=more_url,
    )


def _step(edition: Edition, row: QueueRow, people: Sequence[User]) -> str:
    if edition.state == State.SCHEDULED and edition.scheduled_for:
        return _("Goes out on %(time)s") % {"time": dates.moment(edition.scheduled_for)}
    names = joint().join(person.name for person in people)
    # Where it has no day to be public by, the column of that day says since when it waits.
    since = _("since %(day)s") % {"day": dates.full_date(edition.state_since)} if row.due.text else ""
    return format_html("{}<small>{}</small>", row.step, comma().join(filter(None, (names, since))))


@dataclass(frozen=True, slots=True)
class NewestLine:
    """A notice that was just published."""

    title: str
    url: str
    unit: str
    published_on: date
    until: date | None


def just_published(page: DeskHomePage) -> list[NewestLine] | None:
    """Return what the units a person works for published last; None for those who have other things to do."""
    if not roles_held(page.person, at=page.at) & READERS:
        return None
    found = newest_of_my_work(page.person, at=page.at)[:NEWEST]
    return [
        NewestLine(
            title=as_written(title_of(one)),
            url=reverse("disclosure:notice", args=[one.notice.number]),
            unit=one.notice.unit.name,
            published_on=timezone.localdate(one.published_at),
            until=one.notice_to,
        )
        for one in found
    ] or None
