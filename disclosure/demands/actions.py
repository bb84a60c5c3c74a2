"""Joint demands of villagers: open, join, count, and the obligation that enough of them make.

Every action that may change the count locks the demand first, so that two people counting at once cannot
make two obligations. Names of whoever joined stand in no audit line.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.models import Demand, DemandSupport, Electorate
from disclosure.demands.policies import KEEPS_DEMAND, KEEPS_ELECTORATE
from disclosure.demands.queries import counts_of, worded
from disclosure.notices.actions.due_days import set_due_days
from disclosure.notices.enums import State
from disclosure.notices.models import Notice
from disclosure.obligations.actions.meeting import write_down
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import Obligation
from disclosure.obligations.queries.due_days import due_days
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.cases.enums import Channel
from portal.core import audit, calendar, pages
from portal.core.personal import find_personal
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.workflow import lock

DEMANDED_ITEM = "V23"
"""The item of the catalogue under which stands what no other item covers (村民联名要求公开的事项)."""


def open_demand(*, actor: User, unit: Unit, subject: str, at: datetime, entry: CatalogueEntry | None = None) -> Demand:
    """Open a demand that a village publish something; nobody has joined yet.

    Args:
        actor: A publisher of the village's town, or the system for somebody on the website.
        unit: The village.
        subject: What is to be published, in a line.
        at: Now.
        entry: The item of the catalogue it belongs to, where one fits.

    Raises:
        NotAllowed: The actor keeps no demands of this village.
        Refused: It is no village, or nothing is said.
    """
    if not actor.is_system and not units_of(actor, Role.PUBLISHER, at=at).filter(pk=unit.pk).exists():
        raise NotAllowed(_("You do not keep the demands of this village."))
    if unit.kind != UnitKind.VILLAGE:
        raise Refused(_("Only a village can be asked for something by its villagers together."))
    _check_subject(subject, entry)
    with transaction.atomic():
        demand = Demand.objects.create(
            unit=unit, entry=entry, subject=subject.strip(), opened_at=at, opened_by=actor, state=DemandState.COLLECTING
        )
        _note(actor, demand, "open", at, target=DemandState.COLLECTING)
        if not actor.is_system:
            pages.bump()
    return demand


def reword(*, actor: User, demand: Demand, subject: str, entry: CatalogueEntry | None, at: datetime) -> Demand:
    """Say better what is demanded, or which item of the catalogue it belongs to, while support is collected."""
    _check_subject(subject, entry)

    def write(locked: Demand) -> None:
        locked.subject, locked.entry = subject.strip(), entry

    return _change(actor, demand, "reword", at, write)


def add_support(
    *,
    actor: User,
    demand: Demand,
    capacity: Capacity,
    channel: Channel,
    at: datetime,
    name: str = "",
    people: int = 1,
) -> DemandSupport:
    """Add somebody by name, or a sheet of signatures by their number. It counts once it is confirmed.

    On the website a name that has joined already is taken again without a word, and counts once.

    Args:
        actor: A publisher, or the system for somebody on the website.
        demand: A demand that collects support.
        capacity: As what they join.
        channel: How it came.
        at: When it was received.
        name: Who joins; empty for a sheet.
        people: How many signed the sheet; 1 with a name.

    Raises:
        WrongState: The demand collects no support any more.
        Refused: They have joined already, or there is neither a name nor a number.
    """
    plain = " ".join(name.split())
    if people < 1 or (plain and people != 1):
        raise Refused(_("Write one name, or how many people signed the sheet."))
    if actor.is_system and not plain:
        raise Refused(_("Write your name. The office checks it against the list of voters."))
    made: list[DemandSupport] = []

    def join(locked: Demand) -> None:
        known = locked.supports.filter(capacity=capacity, name=plain).first() if plain else None
        if known and actor.is_system:
            # Whoever asks on the website is not told who has joined.
            made.append(known)
            return
        if known:
            raise Refused(_("Somebody of this name has joined this demand already."))
        made.append(
            DemandSupport.objects.create(
                demand=locked, capacity=capacity, name=plain, people=people, channel=channel, received_at=at
            )
        )

    _change(actor, demand, "join", at, join, by_system=True)
    return made[0]


def join_on_web(
    *, actor: User, unit: Unit, demand: Demand | None, subject: str, capacity: Capacity, name: str, at: datetime
) -> DemandSupport:
    """Enter somebody who joins on the website; what is asked for in words that are known already joins that.

    The village is locked first, so that the same words sent twice at one moment open one demand.

    Args:
        actor: The system.
        unit: The village.
        demand: The demand that was chosen; None for what `subject` says.
        subject: What is to be published, in the words of whoever asks.
        capacity: As what they join.
        name: Who joins.
        at: Now.

    Raises:
        Refused: As `open_demand` and `add_support` say; then nothing is kept.
    """
    said = " ".join(subject.split())
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        joined = demand or worded(unit, said) or open_demand(actor=actor, unit=unit, subject=said, at=at)
        return add_support(actor=actor, demand=joined, capacity=capacity, channel=Channel.WEB, name=name, at=at)


def confirm_support(*, actor: User, support: DemandSupport, at: datetime) -> Demand:
    """Confirm that whoever joined may; the demand becomes an obligation when enough are confirmed.

    Raises:
        WrongState: The demand collects no support any more.
    """

    def count(locked: Demand) -> None:
        row = locked.supports.select_for_update().get(pk=support.pk)
        row.is_counted, row.confirmed_by = True, actor
        row.save()
        _reach(actor, locked, at)

    return _change(actor, support.demand, "confirm", at, count)


def unconfirm_support(*, actor: User, support: DemandSupport, at: datetime) -> Demand:
    """Take a confirmation back. What a demand has brought about already stands.

    Raises:
        WrongState: The demand collects no support any more.
    """

    def discount(locked: Demand) -> None:
        row = locked.supports.select_for_update().get(pk=support.pk)
        row.is_counted, row.confirmed_by = False, None
        row.save()

    return _change(actor, support.demand, "unconfirm", at, discount)


def end(*, actor: User, demand: Demand, reason: str, at: datetime) -> Demand:
    """End a demand that collects support, with a reason the public reads.

    Raises:
        WrongState: The demand collects no support any more.
        Refused: The reason is missing.
    """
    if not reason.strip():
        raise Refused(_("Write why it ends. Residents read it."))
    _check_public(reason)

    def close(locked: Demand) -> None:
        locked.state, locked.end_reason = DemandState.ENDED, reason.strip()

    return _change(actor, demand, "end", at, close, reason=reason.strip())


def name_notice(*, actor: User, demand: Demand, notice: Notice, at: datetime) -> Demand:
    """Say which notice gives what was demanded; the demand is met as soon as that notice is live.

    Raises:
        NotAllowed: The actor keeps no demands of this village.
        Refused: The notice is another unit's, or nothing has come of the demand yet.
    """
    with transaction.atomic():
        # Like publishing: the notice first, so that one of the two sees what the other did; then what is owed,
        # as whoever links a notice to it does.
        Notice.objects.select_for_update().get(pk=notice.pk)
        list(Obligation.objects.select_for_update().filter(demand=demand))
        locked = _locked(actor, demand, at)
        if locked.obligation is None:
            raise WrongState(_("Too few have joined so far for anything to be owed."))
        if notice.unit_id != locked.unit_id:
            raise Refused(_("This notice is another unit's."))
        locked.obligation.notice = notice
        locked.obligation.save()
        write_down(notice, at=at)
        set_due_days(due_days([notice], at=at))
        is_live = notice.editions.filter(state=State.PUBLISHED).exists()
        source, locked.state = locked.state, DemandState.MET if is_live else DemandState.REACHED
        locked.save()
        _note(actor, locked, "name notice", at, source=source, target=locked.state)
        pages.bump()
    return locked


def settle(*, actor: User, notice: Notice, at: datetime) -> None:
    """Mark the demands that a notice meets as met while it is live, and as owed again once it is not.

    Follows what obligations write down when a notice is published, withdrawn or named.
    """
    is_live = notice.editions.filter(state=State.PUBLISHED).exists()
    before, after = (DemandState.REACHED, DemandState.MET) if is_live else (DemandState.MET, DemandState.REACHED)
    for demand in Demand.objects.select_for_update(of=("self",)).filter(obligation__notice=notice, state=before):
        demand.state = after
        demand.save()
        _note(actor, demand, "settle", at, source=before, target=after)


def count_voters(
    *, actor: User, unit: Unit, villagers: int, representatives: int, counted_on: date, at: datetime
) -> Electorate:
    """Enter how many villagers with a vote and how many representatives a village has.

    Demands that collect support are measured again by it.

    Raises:
        NotAllowed: The actor does not enter them for this village.
        Refused: A number is not above zero.
    """
    if not KEEPS_ELECTORATE.allows(actor, unit, at=at):
        raise NotAllowed(_("You do not enter the voters of this village."))
    if villagers < 1 or representatives < 1:
        raise Refused(_("Both numbers must be above zero."))
    with transaction.atomic():
        # Whoever counts a demand of this village waits, and finds the new numbers.
        running = Demand.objects.select_for_update(of=("self",)).filter(unit=unit, state=DemandState.COLLECTING)
        demands = list(running.select_related("unit", "entry").order_by("pk"))
        electorate, _is_new = Electorate.objects.update_or_create(
            unit=unit,
            defaults={"villagers": villagers, "representatives": representatives, "counted_on": counted_on},
        )
        audit.write(actor=actor, subject=unit, number=unit.code, verb="count voters", at=at)
        for demand in demands:
            if _reach(actor, demand, at):
                demand.save()
                _note(actor, demand, "reach", at, source=DemandState.COLLECTING, target=demand.state)
        pages.bump()
    return electorate


def _check_subject(subject: str, entry: CatalogueEntry | None) -> None:
    if not subject.strip():
        raise Refused(_("Write what is to be published."))
    _check_public(subject)
    if entry is not None and (entry.publisher != UnitKind.VILLAGE or not entry.is_active):
        raise Refused(_("Villages do not owe the item “%(item)s”.") % {"item": entry.name})


def _check_public(text: str) -> None:
    if find_personal(text):
        raise Refused(_("Leave out numbers of identity cards, bank cards and mobile telephones; everybody reads this."))


def _locked(actor: User, demand: Demand, at: datetime, *, by_system: bool = False) -> Demand:
    locked = lock(demand, "unit", "entry", "obligation")
    if not (by_system and actor.is_system) and not KEEPS_DEMAND.allows(actor, locked, at=at):
        raise NotAllowed(_("You do not keep the demands of this village."))
    return locked


def _change(
    actor: User,
    demand: Demand,
    verb: str,
    at: datetime,
    change: Callable[[Demand], None],
    *,
    reason: str = "",
    by_system: bool = False,
) -> Demand:
    """Change a demand that collects support, under its lock."""
    with transaction.atomic():
        locked = _locked(actor, demand, at, by_system=by_system)
        source = locked.state
        if source != DemandState.COLLECTING:
            raise WrongState(
                _("This demand has ended.")
                if source == DemandState.ENDED
                else _("Enough people have joined this demand meanwhile; it must be published.")
            )
        change(locked)
        locked.save()
        _note(actor, locked, verb, at, source=source, target=locked.state, reason=reason)
        if not actor.is_system:
            pages.bump()
    return locked


def _reach(actor: User, demand: Demand, at: datetime) -> bool:
    """Make the obligation where enough have joined a locked demand; tell whether it was made."""
    if not counts_of([demand])[demand.pk].is_reached:
        return False
    entry = demand.entry or CatalogueEntry.objects.filter(code=DEMANDED_ITEM).first()
    if entry is None:
        raise Refused(_("Choose the item of the catalogue this demand belongs to first."))
    today = timezone.localdate(at)
    working_days = calendar.load()
    day = working_days.next_working_day(today + timedelta(days=settings.DEMAND_DAYS))
    demand.obligation = Obligation.objects.create(
        unit=demand.unit,
        entry=entry,
        period=str(today.year),
        origin=Origin.DEMAND,
        subject=demand.subject,
        arises_on=today,
        due_on=day,
        is_provisional=not working_days.is_known(day),
        created_at=at,
    )
    owed = demand.obligation
    audit.write(actor=actor, subject=owed, number=owed.audit_number(), verb="record", at=at)
    demand.state, demand.reached_at = DemandState.REACHED, at
    return True


def _note(
    actor: User, demand: Demand, verb: str, at: datetime, *, source: str = "", target: str = "", reason: str = ""
) -> None:
    audit.write(
        actor=actor,
        subject=demand,
        number=demand.audit_number(),
        verb=verb,
        source=source,
        target=target,
        reason=reason,
        at=at,
    )
