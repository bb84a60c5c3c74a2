"""Who is reminded of what is owed: the clerk before the day and on it, others when it is overdue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from disclosure.catalogue.presenters import name_of
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.reminders import WAITING, next_people
from disclosure.obligations.queries.awaited import in_preparation, pending_claims
from disclosure.obligations.queries.owed import open_items
from disclosure.obligations.queries.reading import ObligationStatus
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User, in_language
from portal.accounts.queries import Roster
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.causes import Cause, reminders_of
from portal.messaging.registry import Occasion
from portal.messaging.rules import To
from portal.messaging.types import Reminder


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for all items.

    Attributes:
        on: The day.
        held: Who holds what.
        following: Who may take the next step with an edition, by its key.
        stations: Which station prepared an item of the town the last time, by unit and entry.
        claimed: Stored obligations of which the unit claims that nothing of the kind happened.
    """

    on: date
    held: Roster
    following: Mapping[int, Sequence[User]]
    stations: Mapping[tuple[int, int], Unit]
    claimed: Collection[int]

    def clerks_of_station(self, item: ObligationStatus) -> list[User]:
        """Return the clerks of the station whose matter an item of the town is; they work on it, not on the rest."""
        station = self.stations.get((item.unit.pk, item.entry.pk))
        return self.held.clerks(station) if station else []


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of what is owed."""
    at, on, held = occasion.at, occasion.on, occasion.roster
    items = [item for item in open_items(at=at) if rules.of_obligation(item.due_on, on=on)]
    begun = in_preparation(items, Edition.objects.all())
    pairs = [(item, begun.get(item.number)) for item in items]
    late = {edition for item, edition in pairs if edition and edition.state in WAITING and item.due_on < on}
    known = _Known(
        on=on,
        held=held,
        following=next_people(held, late, at),
        stations=_stations(items),
        claimed=pending_claims(items).keys(),
    )
    return reminders_of((_cause(item, edition, known) for item, edition in pairs), on=on)


def _stations(items: Sequence[ObligationStatus]) -> dict[tuple[int, int], Unit]:
    """Return which station prepared an item of the town the last time, by unit and entry."""
    towns = {item.unit.pk for item in items if not item.unit.parent_id}
    rows = Notice.objects.filter(unit__in=towns, station__isnull=False).select_related("station").order_by("pk")
    return {(row.unit_id, row.entry_id): row.station for row in rows if row.station}


def _cause(item: ObligationStatus, edition: Edition | None, known: _Known) -> Cause:
    page = f"/desk/obligations/{item.slug}/"
    begun = f"/desk/editions/{edition.pk}/" if edition else ""
    asked = urlencode({"unit": item.unit.code, "entry": item.entry.code, "period": str(item.period)})
    clerk = begun or (f"/desk/notices/new/?{asked}" if known.clerks_of_station(item) else page)
    return Cause(
        key=f"obligation:{item.number}",
        steps=rules.of_obligation(
            item.due_on, on=known.on, is_on_its_way=edition is not None and edition.state != State.DRAFT
        ),
        people=_people_of(item, edition, known),
        words=lambda: {
            "unit": item.unit.name,
            "item": _item(item),
            "period": name_of(item.period),
            "due": full_date(item.due_on),
            "days": str(abs((known.on - item.due_on).days)),
        },
        urls={
            To.CLERK: clerk,
            To.NEXT: begun,
            To.HEAD: f"/matrix/{item.period}/",
            To.PUBLISHER: page,
            To.SECRETARY: page,
        },
    )


def _people_of(item: ObligationStatus, edition: Edition | None, known: _Known) -> dict[To, Sequence[User]]:
    """Return for whom the steps of an item are.

    Where the unit claims that nothing of the kind happened, it waits for the office to check that: its clerk
    and head are left alone.
    """
    held = known.held
    people: dict[To, Sequence[User]] = {
        To.PUBLISHER: held.holders(Role.PUBLISHER, item.unit),
        To.SECRETARY: held.holders(Role.SECRETARY, item.unit),
        To.NEXT: known.following.get(edition.pk, ()) if edition else (),
    }
    if item.obligation_id not in known.claimed:
        people[To.CLERK] = known.clerks_of_station(item) or held.clerks(item.unit)
        people[To.HEAD] = held.heads(item.unit)
    return people


def _item(item: ObligationStatus) -> str:
    return item.entry.name + (in_language(f"（{item.subject}）", f" ({item.subject})") if item.subject else "")
