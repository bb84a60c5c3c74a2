"""Joint demands as the desk shows them, and what other public pages show of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.demands.enums import DemandState
from disclosure.demands.models import Demand, Electorate
from disclosure.demands.queries import Count, counts_of, shares
from disclosure.notices.queries.editions import live
from portal.accounts.models import Unit
from portal.core import dates
from portal.core.texts import as_written
from portal.core.workflow import Words
from portal.desk.registry import QueueRow
from portal.site.registry import UnitPage


@dataclass(frozen=True, slots=True)
class Tag:
    """A word about a row, and its colour."""

    text: Words
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ElectorateRow:
    """A village with its voters, and how many of them make a demand an obligation, once they are counted."""

    name: str
    url: str
    known: Electorate | None
    count: Count


def rows(demands: Sequence[Demand]) -> list[QueueRow]:
    """Return demands as rows of `components/queue.html`, with two queries for all of them."""
    counts = counts_of(demands)
    return [_row(one, counts[one.pk]) for one in demands]


def _row(demand: Demand, count: Count) -> QueueRow:
    is_collecting, is_owed = demand.state == DemandState.COLLECTING, demand.state == DemandState.REACHED
    due, due_kind = "", "owed" if is_owed else ""
    if is_collecting and count.waiting:
        due, due_kind = _("%(count)d to confirm") % {"count": count.waiting}, "soon"
    elif is_owed and demand.obligation:
        due = _("due %(day)s") % {"day": dates.day(demand.obligation.due_on)}
    return QueueRow(
        pk=demand.pk,
        verb="",
        title=as_written(demand.subject),
        url=reverse("disclosure_desk:demand", args=[demand.pk]),
        unit=demand.unit.name,
        step=DemandState(demand.state).label,
        due=due,
        due_kind=due_kind,
        due_note=count_text(count),
    )


def count_text(count: Count) -> str:
    """Return how many joined, of how many needed, in a line."""
    if not count.is_measured:
        return _("%(villagers)d villagers, %(representatives)d representatives; the voters are not counted yet") % {
            "villagers": count.villagers,
            "representatives": count.representatives,
        }
    return _("villagers %(villagers)d of %(needed)d, representatives %(representatives)d of %(few)d") % {
        "villagers": count.villagers,
        "needed": count.needed_villagers,
        "representatives": count.representatives,
        "few": count.needed_representatives,
    }


def state_tag(demand: Demand) -> Tag:
    """Return the tag that says where a demand stands."""
    kinds = {DemandState.COLLECTING: "live", DemandState.REACHED: "owed", DemandState.MET: "done"}
    state = DemandState(demand.state)
    return Tag(state.label, kinds.get(state, "warn"))


def meta(demand: Demand, count: Count) -> list[tuple[str, str]]:
    """Return what is known of a demand: whose it is, how many joined, what came of it."""
    items = [
        (_("Village"), demand.unit.name),
        (_("Item of the catalogue"), f"{demand.entry.code} {demand.entry.name}" if demand.entry else _("None fits")),
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


def electorate_row(unit: Unit, known: Electorate | None) -> ElectorateRow:
    """Return a village for the list of voters."""
    villagers, representatives = (known.villagers, known.representatives) if known else (0, 0)
    count = Count(of_villagers=villagers, of_representatives=representatives, **shares())
    return ElectorateRow(unit.name, reverse("disclosure_desk:electorate", args=[unit.code]), known, count)


@dataclass(frozen=True, slots=True)
class DemandsLink:
    """The way to what villagers ask for together."""

    url: str


def demands_of_unit(page: UnitPage) -> DemandsLink | None:
    """Return the way to the demands of a village; None for other units."""
    return DemandsLink(reverse("disclosure:demands", args=[page.unit.code])) if page.unit.is_village else None
