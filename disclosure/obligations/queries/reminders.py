"""Who is reminded of what is owed: the clerk before the day and on it, others when it is overdue."""

from collections.abc import Mapping, Sequence
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
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, Reminder
from portal.messaging.rules import To


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of what is owed."""
    on, held = occasion.on, occasion.roster
    items = [item for item in open_items(at=occasion.at) if rules.of_obligation(item.due_on, on=on)]
    begun = in_preparation(items, Edition.objects.all())
    pairs = [(item, begun.get(item.number)) for item in items]
    late = {edition for item, edition in pairs if edition and edition.state in WAITING and item.due_on < on}
    next_of, stations, claimed = next_people(held, late, occasion.at), _stations(items), pending_claims(items)
    causes = []
    for item, edition in pairs:
        # The clerks of the station whose matter an item of the town is work on it, not on the rest.
        station = stations.get((item.unit.pk, item.entry.pk))
        of_station = held.clerks(station) if station else []
        people: dict[To, Sequence[User]] = {
            To.PUBLISHER: held.holders(Role.PUBLISHER, item.unit),
            To.SECRETARY: held.holders(Role.SECRETARY, item.unit),
            To.NEXT: next_of.get(edition.pk, ()) if edition else (),
        }
        # Where the unit claims that nothing of the kind happened, it waits for the office to check that.
        if item.obligation_id not in claimed:
            people[To.CLERK] = of_station or held.clerks(item.unit)
            people[To.HEAD] = held.heads(item.unit)
        causes.append(_cause(item, edition, people, on=on, is_of_station=bool(of_station)))
    return reminders_of(causes, on=on)


def _stations(items: Sequence[ObligationStatus]) -> dict[tuple[int, int], Unit]:
    """Return which station prepared an item of the town the last time, by unit and entry."""
    towns = {item.unit.pk for item in items if not item.unit.parent_id}
    rows = Notice.objects.filter(unit__in=towns, station__isnull=False).select_related("station").order_by("pk")
    return {(row.unit_id, row.entry_id): row.station for row in rows if row.station}


def _cause(
    item: ObligationStatus,
    edition: Edition | None,
    people: Mapping[To, Sequence[User]],
    *,
    on: date,
    is_of_station: bool,
) -> Cause:
    page = f"/desk/obligations/{item.slug}/"
    begun = f"/desk/editions/{edition.pk}/" if edition else ""
    asked = urlencode({"unit": item.unit.code, "entry": item.entry.code, "period": str(item.period)})
    return Cause(
        key=f"obligation:{item.number}",
        steps=rules.of_obligation(
            item.due_on, on=on, is_on_its_way=edition is not None and edition.state != State.DRAFT
        ),
        people=people,
        words=lambda: {
            "unit": item.unit.name,
            "item": item.entry.name + _subject(item),
            "period": name_of(item.period),
            "due": full_date(item.due_on),
            "days": str(abs((on - item.due_on).days)),
        },
        urls={
            To.CLERK: begun or (f"/desk/notices/new/?{asked}" if is_of_station else page),
            To.NEXT: begun,
            To.HEAD: f"/matrix/{item.period}/",
            To.PUBLISHER: page,
            To.SECRETARY: page,
        },
    )


def _subject(item: ObligationStatus) -> str:
    return in_language(f"（{item.subject}）", f" ({item.subject})") if item.subject else ""
