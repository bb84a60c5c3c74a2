"""Joint demands of villagers: open, join, count, and the obligation that follows once enough have joined.

Every action that may change the count locks the demand first, so that two people counting at once cannot
create two obligations. Names of those who joined stand in no audit line.

Steps raise `Conflict`, `WrongState` and `NotAllowed` as the workflow says, and `Refused` where their docstrings do.
"""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.models import Demand, DemandSupport, Electorate
from disclosure.demands.policies import ENTERS_SUPPORT, KEEPS_DEMAND, KEEPS_ELECTORATE, STEPS
from disclosure.demands.queries import counts_of, same_subject
from disclosure.demands.workflow import DEMAND
from disclosure.notices.enums import State
from disclosure.notices.models import Notice
from disclosure.obligations.actions.sync import mark_met, update_due_days
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import Obligation
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.cases.enums import Channel
from portal.core import audit, calendar, pages
from portal.core.personal import find_personal
from portal.core.policy import Policy
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.workflow import create, lock, lock_seen, step

DEMANDED_ITEM = "V23"
"""The item of the catalogue under which stands what no other item covers (村民联名要求公开的事项)."""


def open_demand(*, actor: User, unit: Unit, subject: str, at: datetime, entry: CatalogueEntry | None = None) -> Demand:
    """Open a demand that a village publish something; nobody has joined yet.

    Raises:
        NotAllowed: The actor keeps no demands of this village.
        Refused: It is no village, or the subject is empty.
    """

    def make(unit: Unit) -> Demand:
        if unit.kind != UnitKind.VILLAGE:
            raise Refused(_("Only a village can be asked for something by its villagers together."), "unit")
        _check_subject(subject, unit, entry)
        return Demand(unit=unit, entry=entry, subject=subject.strip(), opened_at=at, opened_by=actor)

    with transaction.atomic():
        demand = create(actor=actor, parent=unit, make=make, workflow=DEMAND, verb="open", policies=STEPS, at=at)
        _refresh_pages(actor)
    return demand


def reword(
    *, actor: User, demand: Demand, subject: str, entry: CatalogueEntry | None, at: datetime, seen: int | None = None
) -> Demand:
    """Reword what is demanded, or change its item of the catalogue, while support is collected.

    Raises:
        NotAllowed: The actor keeps no demands of this village.
        Conflict: Somebody else changed it after the version that was seen.
        WrongState: The demand collects no support any more.
        Refused: The subject is empty, or the item is none that villages owe.
    """
    _check_subject(subject, demand.unit, entry)
    with transaction.atomic():
        locked = lock_seen(demand, seen, "unit")
        _check_collecting(actor, locked, KEEPS_DEMAND, at)
        locked.subject, locked.entry = subject.strip(), entry
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="reword", at=at)
        _refresh_pages(actor)
    return locked


def add_support(
    *,
    actor: User,
    demand: Demand,
    capacity: Capacity,
    channel: Channel,
    at: datetime,
    name: str = "",
    residence: str = "",
    people: int = 1,
) -> DemandSupport:
    """Add somebody by name, or a sheet of signatures by their number. It counts once it is confirmed.

    People of one name are told apart by where they live. On the website, which reveals to nobody who has joined,
    everybody says so, and who has joined already is accepted silently and counts once. The demand itself does not
    change by it, so a page that shows it stays valid.

    Args:
        actor: A publisher, or the system for somebody on the website.
        name: Who joins; empty for a sheet.
        residence: Their villagers’ group or house number.
        people: How many signed the sheet; 1 with a name.

    Raises:
        NotAllowed: The actor keeps no demands of this village.
        WrongState: The demand collects no support any more.
        Refused: They have joined already, may be somebody of the same name who has, or there is neither a name nor
            a number.
    """
    plain, lives = " ".join(name.split()), " ".join(unicodedata.normalize("NFKC", residence).split())
    _check_who(actor, plain, lives, people)
    with transaction.atomic():
        locked = lock(demand, "unit")
        _check_collecting(actor, locked, ENTERS_SUPPORT, at)
        namesakes = list(locked.supports.filter(capacity=capacity, name=plain)) if plain else []
        support = next((one for one in namesakes if one.residence == lives), None)
        if not actor.is_system:  # the website does not reveal who has joined
            _check_is_another(namesakes, support, lives)
        if support is None:
            support = DemandSupport.objects.create(
                demand=locked,
                capacity=capacity,
                name=plain,
                residence=lives,
                people=people,
                channel=channel,
                received_at=at,
            )
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="join", at=at)
        _refresh_pages(actor)
    return support


def join_on_web(
    *,
    actor: User,
    unit: Unit,
    demand: Demand | None,
    subject: str,
    capacity: Capacity,
    name: str,
    residence: str,
    at: datetime,
) -> DemandSupport:
    """Enter somebody who joins on the website; the same subject as that of another demand joins that one.

    The village is locked first, so that the same subject sent twice at one moment opens one demand.

    Raises:
        Refused: As `open_demand` and `add_support` say; then nothing is kept.
    """
    words = " ".join(subject.split())
    with transaction.atomic():
        lock(unit)
        joined = demand or same_subject(unit, words) or open_demand(actor=actor, unit=unit, subject=words, at=at)
        return add_support(
            actor=actor,
            demand=joined,
            capacity=capacity,
            channel=Channel.WEB,
            name=name,
            residence=residence,
            at=at,
        )


def confirm_support(*, actor: User, support: DemandSupport, at: datetime, seen: int | None = None) -> Demand:
    """Confirm that somebody who joined may; the demand becomes an obligation when enough are confirmed."""
    with transaction.atomic():
        demand = _count(support, "confirm", confirmed_by=actor, actor=actor, seen=seen, at=at)
        return _reach(actor, demand, at) if counts_of([demand])[demand.pk].is_reached else demand


def unconfirm_support(*, actor: User, support: DemandSupport, at: datetime, seen: int | None = None) -> Demand:
    """Take a confirmation back, while the demand collects support."""
    return _count(support, "unconfirm", confirmed_by=None, actor=actor, seen=seen, at=at)


def end(*, actor: User, demand: Demand, reason: str, at: datetime, seen: int | None = None) -> Demand:
    """End a demand that collects support, with a reason the public reads, which names nobody's numbers."""

    def close(locked: Demand) -> None:
        _check_public(reason, locked.unit, "reason")
        locked.end_reason = reason.strip()

    return _step(demand, "end", close, actor=actor, seen=seen, at=at, reason=reason.strip())


def name_notice(*, actor: User, demand: Demand, notice: Notice, at: datetime, seen: int | None = None) -> Demand:
    """Name the notice that gives what was demanded; the demand is met as soon as that notice is live.

    Raises:
        Refused: The notice is another unit's.
    """

    def name(locked: Demand) -> None:
        obligation = locked.obligation
        if obligation is None or notice.unit_id != locked.unit_id:
            raise Refused(_("This notice is another unit’s."), "notice")
        obligation.notice = notice
        obligation.save()

    with transaction.atomic():
        # Like publishing: the notice first, so that one of the two sees what the other did; then the obligation,
        # like linking.
        lock(notice)
        list(Obligation.objects.select_for_update(of=("self",)).filter(pk=demand.obligation_id or 0))
        done = _step(demand, "name_notice", name, actor=actor, seen=seen, at=at)
        mark_met(notice, at=at)
        update_due_days([notice], at=at)
        update_met(actor=actor, notice=notice, at=at)
        done.refresh_from_db(fields=["state", "state_since", "version"])
    return done


def update_met(*, actor: User, notice: Notice, at: datetime) -> None:
    """Mark the demands that a notice meets as met while it is live, and as owed again once it is not."""
    is_live = notice.editions.filter(state=State.PUBLISHED).exists()
    state, verb = (DemandState.REACHED, "meet") if is_live else (DemandState.MET, "reopen")
    named = Demand.objects.select_for_update(of=("self",)).filter(obligation__notice=notice, state=state)
    for demand in named.order_by("pk"):
        _step(demand, verb, None, actor=actor, seen=None, at=at)


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
        # Whatever counts a demand of this village waits, and finds the new numbers.
        running = Demand.objects.select_for_update(of=("self",)).filter(unit=unit, state=DemandState.COLLECTING)
        demands = list(running.order_by("pk"))
        electorate, _is_new = Electorate.objects.update_or_create(
            unit=unit,
            defaults={"villagers": villagers, "representatives": representatives, "counted_on": counted_on},
        )
        audit.write(actor=actor, subject=unit, number=unit.code, verb="count voters", at=at)
        counts = counts_of(demands)
        for demand in demands:
            if counts[demand.pk].is_reached:
                _reach(actor, demand, at)
        pages.bump()
    return electorate


def _step(demand: Demand, verb: str, change: Callable[[Demand], None] | None, **more: Any) -> Demand:
    """Take one step of the workflow. What the public reads of a demand may change by any of them."""
    related = ("unit", "entry", "obligation")
    with transaction.atomic():
        done = step(subject=demand, workflow=DEMAND, verb=verb, policies=STEPS, change=change, related=related, **more)
        pages.bump()
    return done


def _reach(actor: User, demand: Demand, at: datetime) -> Demand:
    """Create the obligation of a demand that enough have joined; it is due so many days later, on a working day."""

    def create_obligation(locked: Demand) -> None:
        entry = locked.entry or CatalogueEntry.objects.filter(code=DEMANDED_ITEM).first()
        if entry is None:
            raise Refused(_("Choose the item of the catalogue this demand belongs to first."))
        today, working_days = timezone.localdate(at), calendar.load()
        day = working_days.next_working_day(today + timedelta(days=settings.DEMAND_DAYS))
        obligation = Obligation.objects.create(
            unit=locked.unit,
            entry=entry,
            period=str(today.year),
            origin=Origin.DEMAND,
            subject=locked.subject,
            arises_on=today,
            due_on=day,
            is_provisional=not working_days.is_known(day),
            created_at=at,
        )
        audit.write(actor=actor, subject=obligation, number=obligation.audit_number(), verb="record", at=at)
        locked.obligation, locked.reached_at = obligation, at

    return _step(demand, "reach", create_obligation, actor=actor, seen=None, at=at)


def _count(support: DemandSupport, verb: str, *, confirmed_by: User | None, **more: Any) -> Demand:
    """Count an entry of support, confirmed by somebody, or count it no longer."""

    def change(locked: Demand) -> None:
        row = locked.supports.select_for_update(of=("self",)).get(pk=support.pk)
        row.is_counted, row.confirmed_by = confirmed_by is not None, confirmed_by
        row.save()

    return _step(support.demand, verb, change, **more)


def _check_collecting(actor: User, demand: Demand, policy: Policy[Demand], at: datetime) -> None:
    if not policy.allows(actor, demand, at=at):
        raise NotAllowed(_("You do not keep the demands of this village."))
    if demand.state != DemandState.COLLECTING:
        raise WrongState(DEMAND.refusal(demand.state))


def _check_who(actor: User, name: str, residence: str, people: int) -> None:
    """Refuse what names neither one person nor a number of them; on the website everybody says where they live."""
    if people < 1 or (name and people != 1):
        raise Refused(_("Write one name, or how many people signed the sheet."), "people")
    if actor.is_system and not name:
        raise Refused(_("Write your name. The office checks it against the list of voters."), "name")
    if actor.is_system and not residence:
        raise Refused(_("Write your villagers’ group or house number. It tells people of one name apart."), "residence")
    if residence and not name:
        raise Refused(_("Write the name of whoever lives there."), "name")


def _check_is_another(namesakes: Sequence[DemandSupport], same: DemandSupport | None, residence: str) -> None:
    """Refuse who has joined already, and ask where somebody lives whose name has."""
    if namesakes and not residence:
        raise Refused(
            _(
                "Somebody of this name has joined this demand already. If this is another person, enter their "
                "villagers’ group or house number."
            ),
            "residence",
        )
    if same:
        raise Refused(_("This person has joined this demand already, and counts once."), "name")


def _check_subject(subject: str, unit: Unit, entry: CatalogueEntry | None) -> None:
    if not subject.strip():
        raise Refused(_("Write what is to be published."), "subject")
    _check_public(subject, unit, "subject")
    if entry is not None and (entry.publisher != UnitKind.VILLAGE or not entry.is_active):
        raise Refused(_("Villages do not owe the item “%(item)s”.") % {"item": entry.name}, "entry")


def _check_public(text: str, unit: Unit, field: str) -> None:
    if find_personal(text, published=published_telephones(unit)):
        raise Refused(
            _("Leave out numbers of identity cards, bank cards and mobile telephones; everybody reads this."), field
        )


def _refresh_pages(actor: User) -> None:
    """Make public pages stale; what came by the website is not shown before the office has looked."""
    if not actor.is_system:
        pages.bump()
