"""Who is reminded or told of what is owed and of its exemptions, and when that is settled."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Max, Q

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.sources import WAITING, next_people
from disclosure.obligations.enums import ExemptionState, Origin
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.policies import CHECKING
from disclosure.obligations.queries.awaited import in_preparation, open_items, pending_claims, stations_of
from disclosure.obligations.queries.owed import ObligationStatus
from portal.accounts.enums import Role
from portal.accounts.models import User, in_language
from portal.accounts.queries import holders
from portal.core.dates import full_date
from portal.core.demonstration import today_of_due_days
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, Reminder
from portal.messaging.rules import To

_NUMBER = re.compile(r"(?P<unit>.+)-(?P<entry>[^-]+)-(?P<period>\d{4}(?:[HQ]\d|-\d\d)?)(?:#(?P<pk>\d+))?")


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of what is owed."""
    on, held = today_of_due_days(occasion.at), occasion.roster
    items = [item for item in open_items(at=occasion.at) if rules.of_obligation(item.due_on, on=on)]
    begun = in_preparation(items, Edition.objects.all())
    pairs = [(item, begun.get(item.number)) for item in items]
    late = {edition for item, edition in pairs if edition and edition.state in WAITING and item.due_on < on}
    next_of, stations, claimed = next_people(held, late, occasion.at), stations_of(items), pending_claims(items)
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
            "item": _item(item.entry, item.subject),
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


def _item(entry: CatalogueEntry, subject: str) -> str:
    return entry.name + in_language(f"（{subject}）", f" ({subject})") if subject else entry.name


def clerks_of(exemption: Exemption, at: datetime) -> list[User]:
    """Return whom the decision on an exemption concerns: who claimed it, and the clerks of the unit."""
    return [exemption.claimed_by, *holders(Role.CLERK, exemption.obligation.unit, at=at)]


def checkers_of(exemption: Exemption, at: datetime) -> list[User]:
    """Return who checks what a unit claims."""
    return [one for role in CHECKING for one in holders(role, exemption.obligation.unit, at=at)]


def words_of_news(exemption: Exemption) -> dict[str, str]:
    """Return what messages say of an exemption."""
    row = exemption.obligation
    return {
        "unit": row.unit.name,
        "item": _item(row.entry, row.subject),
        "period": name_of(Period.parse(row.period)),
        "due": full_date(row.due_on),
    }


def page_of(exemption: Exemption) -> str:
    """Return the address of what an exemption is of, for messages."""
    row = exemption.obligation
    return f"/desk/obligations/{row.audit_number() if row.origin == Origin.CALENDAR else row.pk}/"


def settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when what was owed was met, exempted or owed no longer, by the cause of its reminders."""
    found = {cause.partition(":")[2]: cause for cause in causes}
    parts = [match for number in found if (match := _NUMBER.fullmatch(number))]
    rows = Obligation.objects.filter(
        unit__code__in={part["unit"] for part in parts},
        entry__code__in={part["entry"] for part in parts},
        period__in={part["period"] for part in parts},
    )
    accepted = Q(exemptions__state=ExemptionState.ACCEPTED)
    rows = rows.annotate(exempt_since=Max("exemptions__state_since", filter=accepted)).select_related("unit", "entry")
    times = {row.audit_number(): row.met_since or row.voided_at or row.exempt_since for row in rows}
    return {found[number]: at for number, at in times.items() if number in found and at}
