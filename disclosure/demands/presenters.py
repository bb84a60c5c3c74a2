"""Joint demands as the desk shows them, and as anybody reads them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.demands.enums import DemandState
from disclosure.demands.models import Demand
from disclosure.demands.queries import RUNNING, Count, counts_of, kept_by
from disclosure.demands.workflow import DEMAND
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person, live, live_among
from disclosure.notices.registry import Link, NoticePage
from portal.accounts.models import Unit
from portal.core import dates
from portal.core.components import Tag
from portal.core.texts import as_written
from portal.desk.registry import Due, QueueRow


@dataclass(frozen=True, slots=True)
class PublicDemand:
    """A demand as anybody reads it: how many joined of how many needed, never who.

    `note` says by when it must be published, or why it ended; addresses are empty where there is no such way.
    """

    unit: Unit
    subject: str
    tag: Tag
    opened: date
    count: Count
    note: str
    is_running: bool
    join_url: str
    notice_url: str


def public_demands(demands: Sequence[Demand]) -> list[PublicDemand]:
    """Return demands as anybody reads them, with a fixed number of queries for all of them."""
    counts = counts_of(demands)
    on_line = live_among(one.obligation.notice_id for one in demands if one.obligation and one.obligation.notice_id)
    return [_public(one, counts[one.pk], on_line) for one in demands]


def _public(demand: Demand, count: Count, on_line: Collection[int]) -> PublicDemand:
    obligation, state = demand.obligation, demand.state
    notice = obligation.notice if obligation and state == DemandState.MET else None
    note: str = as_written(demand.end_reason)
    if state == DemandState.REACHED and obligation:
        note = _("The village must publish it by %(day)s.") % {"day": dates.full_date(obligation.due_on)}
    join_url = f"{reverse('disclosure:new_demand', args=[demand.unit.code])}?join={demand.pk}"
    return PublicDemand(
        unit=demand.unit,
        subject=as_written(demand.subject),
        tag=state_tag(demand),
        opened=timezone.localdate(demand.opened_at),
        count=count,
        note=note,
        is_running=state in RUNNING,
        join_url=join_url if state == DemandState.COLLECTING else "",
        notice_url=reverse("disclosure:notice", args=[notice.number]) if notice and notice.pk in on_line else "",
    )


def rows(demands: Sequence[Demand]) -> list[QueueRow]:
    """Return demands as rows of `components/queue.html`, with two queries for all of them."""
    counts = counts_of(demands)
    return [_row(one, counts[one.pk]) for one in demands]


def queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return demands with support to confirm as rows of the queue."""
    return rows(list(kept_by(person, at=at).filter(pk__in=pks)))


def _row(demand: Demand, count: Count) -> QueueRow:
    is_owed, is_waiting = demand.state == DemandState.REACHED, demand.state == DemandState.COLLECTING and count.waiting
    due = Due(kind="owed" if is_owed else "", note=count_text(count))
    if is_waiting:
        due = replace(due, text=_("%(count)d to confirm") % {"count": count.waiting}, kind="soon")
    elif is_owed and demand.obligation:
        due = replace(due, text=_("due %(day)s") % {"day": dates.day(demand.obligation.due_on)})
    return QueueRow(
        pk=demand.pk,
        verb="confirm" if is_waiting else "",
        title=as_written(demand.subject),
        url=reverse("disclosure_desk:demand", args=[demand.pk]),
        unit=demand.unit.name,
        step=DEMAND.verb("confirm").waiting if is_waiting else DemandState(demand.state).label,
        due=due,
    )


def count_text(count: Count) -> str:
    """Return how many joined, of how many needed, in a line."""
    joined = {"villagers": count.villagers, "representatives": count.representatives}
    if count.voters is None:
        words = _("%(villagers)d villagers, %(representatives)d representatives; the voters are not counted yet")
        return words % joined
    words = _("villagers %(villagers)d of %(needed)d, representatives %(representatives)d of %(few)d")
    return words % {**joined, "needed": count.voters.needed_villagers, "few": count.voters.needed_representatives}


def met_by(edition: Edition, _at: datetime) -> Iterator[str]:
    """Yield which joint demands an edition meets once it is published."""
    for demand in Demand.objects.filter(obligation__notice=edition.notice, state=DemandState.REACHED).order_by("pk"):
        yield _("It meets what villagers demanded together: %(subject)s.") % {"subject": as_written(demand.subject)}


def reopened_by(edition: Edition, _at: datetime) -> Iterator[str]:
    """Yield which joint demands are owed again once an edition is withdrawn."""
    for demand in Demand.objects.filter(obligation__notice=edition.notice, state=DemandState.MET).order_by("pk"):
        words = _("What villagers demanded together is to be published again: %(subject)s.")
        yield words % {"subject": as_written(demand.subject)}


def once_enough(count: Count) -> str:
    """Say how many are still to be confirmed until a demand is an obligation; empty where nobody counted the voters."""
    if count.voters is None:
        return ""
    left = max(count.voters.needed_villagers - count.villagers, 0)
    few = max(count.voters.needed_representatives - count.representatives, 0)
    return _(
        "Once %(villagers)d more villagers or %(representatives)d more representatives are confirmed, the village must"
        " publish it within %(days)d days. That cannot be undone."
    ) % {"villagers": left, "representatives": few, "days": settings.DEMAND_DAYS}


def state_tag(demand: Demand) -> Tag:
    """Return the state of a demand as a tag."""
    kinds = {DemandState.COLLECTING: "live", DemandState.REACHED: "owed", DemandState.MET: "done"}
    state = DemandState(demand.state)
    return Tag(str(state.label), kinds.get(state, "warn"))


def meta(demand: Demand, count: Count) -> list[tuple[str, str]]:
    """Return what is known of a demand: whose it is, how many joined, what came of it."""
    items = [
        (_("Village"), demand.unit.name),
        (_("Item of the catalogue"), str(demand.entry) if demand.entry else _("None fits")),
        (_("Opened"), dates.full_date(timezone.localdate(demand.opened_at))),
        (_("Joined"), count_text(count)),
    ]
    if demand.obligation:
        items.append((_("To be published by"), dates.full_date(demand.obligation.due_on)))
        # A notice that is still being prepared is its clerks' matter.
        if demand.obligation.notice and live().filter(notice=demand.obligation.notice).exists():
            items.append((_("Notice that gives it"), demand.obligation.notice.number))
    if demand.end_reason:
        items.append((_("Why it ended"), demand.end_reason))
    return items


def demands_address(unit: Unit | None) -> str:
    """Return where a village's demands stand; for no unit those of all, and nothing for others than villages."""
    if unit is None:
        return f"{reverse('disclosure:opinions')}#demands"
    return reverse("disclosure:demands", args=[unit.code]) if unit.is_village else ""


def ways_beside(page: NoticePage) -> Iterator[Link]:
    """Yield where villagers demand together what a village is to publish, beside its notices."""
    if url := demands_address(page.edition.notice.unit):
        yield Link(_("Join a demand"), url)
