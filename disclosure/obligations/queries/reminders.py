"""Who is reminded of what is owed: the clerk before the day and on it, others when it is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from disclosure.catalogue.presenters import name_of
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.reminders import WAITING, next_people
from disclosure.obligations.enums import ExemptionState, Origin
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.owed import all_open
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
        claimed: Stored obligations of which the unit said that nothing of the kind happened.
    """

    on: date
    held: Roster
    following: Mapping[int, Sequence[User]]
    stations: Mapping[tuple[int, int], Unit]
    claimed: frozenset[int]

    def clerks_of_station(self, item: ObligationStatus) -> list[User]:
        """Return the clerks of the station whose matter an item of the town is; they work on it, not on the rest."""
        station = self.stations.get((item.unit.pk, item.entry.pk))
        return self.held.clerks(station) if station else []


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of what is owed."""
    at, on, held = occasion.at, occasion.on, occasion.roster
    owed = [item for item in all_open(at=at) if rules.of_obligation(item.due_on, on=on)]
    begun = _begun(owed)
    late = {edition for item, edition in begun.items() if edition.state in WAITING and item.due_on < on}
    known = _Known(
        on=on, held=held, following=next_people(held, late, at), stations=_stations(owed), claimed=_claimed(owed)
    )
    return reminders_of((_of_obligation(item, begun.get(item), known) for item in owed), on=on)


def _begun(owed: Sequence[ObligationStatus]) -> dict[ObligationStatus, Edition]:
    """Return the edition in preparation of each item, where there is one."""
    rows = Edition.objects.filter(state__in=IN_PREPARATION, notice__unit__in={item.unit.pk for item in owed})
    editions = list(rows.select_related("notice__unit"))
    by_period: dict[tuple[int, int, str], Edition] = {
        (row.notice.unit_id, row.notice.entry_id, row.notice.period): row
        for row in editions
        if row.notice.sequence is None
    }
    others = [item.obligation for item in owed if item.obligation and item.origin != Origin.CALENDAR]
    notices = dict(Obligation.objects.filter(pk__in=others).values_list("pk", "notice_id"))
    by_notice = {row.notice_id: row for row in editions}
    by_obligation = {key: by_notice[notice] for key, notice in notices.items() if notice in by_notice}
    found = {}
    for item in owed:
        if item.origin == Origin.CALENDAR:
            edition = by_period.get((item.unit.pk, item.entry.pk, str(item.period)))
        else:
            edition = by_obligation.get(item.obligation or 0)
        if edition:
            found[item] = edition
    return found


def _stations(owed: Sequence[ObligationStatus]) -> dict[tuple[int, int], Unit]:
    """Return which station prepared an item of the town the last time, by unit and entry."""
    towns = {item.unit.pk for item in owed if not item.unit.parent_id}
    rows = Notice.objects.filter(unit__in=towns, station__isnull=False).select_related("station").order_by("pk")
    return {(row.unit_id, row.entry_id): row.station for row in rows if row.station}


def _claimed(owed: Sequence[ObligationStatus]) -> frozenset[int]:
    rows = Exemption.objects.filter(
        obligation__in=[item.obligation for item in owed if item.obligation], state=ExemptionState.PENDING
    )
    return frozenset(rows.values_list("obligation_id", flat=True))


def _of_obligation(item: ObligationStatus, edition: Edition | None, known: _Known) -> Cause:
    # By its number, as `disclosure.obligations.queries.awaited` finds it; of an event or a demand by its key.
    page = f"/desk/obligations/{item.number if item.origin == Origin.CALENDAR else item.obligation}/"
    begun = f"/desk/editions/{edition.pk}/" if edition else ""
    is_a_stations = bool(known.clerks_of_station(item))
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
            To.CLERK: begun or (_begin(item) if is_a_stations else page),
            To.NEXT: begun,
            To.HEAD: f"/matrix/{item.period}/",
            To.PUBLISHER: page,
            To.SECRETARY: page,
        },
    )


def _people_of(item: ObligationStatus, edition: Edition | None, known: _Known) -> dict[To, Sequence[User]]:
    """Return for whom the steps of an item are.

    Where the unit has said that nothing of the kind happened, it waits for the office to check that: its
    clerk and head are left alone.
    """
    held = known.held
    people: dict[To, Sequence[User]] = {
        To.PUBLISHER: held.holders(Role.PUBLISHER, item.unit),
        To.SECRETARY: held.holders(Role.SECRETARY, item.unit),
        To.NEXT: known.following.get(edition.pk, ()) if edition else (),
    }
    if item.obligation not in known.claimed:
        people[To.CLERK] = known.clerks_of_station(item) or held.clerks(item.unit)
        people[To.HEAD] = held.heads(item.unit)
    return people


def _item(item: ObligationStatus) -> str:
    return item.entry.name + (in_language(f"（{item.subject}）", f" ({item.subject})") if item.subject else "")


def _begin(item: ObligationStatus) -> str:
    asked = {"unit": item.unit.code, "entry": item.entry.code, "period": str(item.period)}
    return f"/desk/notices/new/?{urlencode(asked)}"
