"""What villagers ask their village to publish together: what runs, and how to join. No names, ever."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from disclosure.demands import actions
from disclosure.demands import queries as reads
from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.forms import JoinForm
from disclosure.demands.models import Demand
from disclosure.demands.queries import Count
from disclosure.notices.queries.editions import live_among
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.queries import holders, system_actor, villages
from portal.core import dates, rate
from portal.core.pages import no_store, public_page
from portal.core.refusals import Refused
from portal.core.texts import as_written

SENT_AT_MOST, SENT_WITHIN = 20, 600
"""Forms from one network within so many seconds; whole villages share an address."""
UNCOUNTED_AT_MOST = 30
"""Forms from everywhere in that time, while nobody can count by network."""


@public_page("view")
def demands(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a village is asked to publish: how many joined of how many needed, never who."""
    unit = _village(code)
    rows = list(reads.public_of(unit))
    counts = reads.counts_of(rows)
    live = live_among(one.obligation.notice_id for one in rows if one.obligation and one.obligation.notice_id)
    shown = [_row(one, counts[one.pk], live) for one in rows]
    running = [one for one, demand in zip(shown, rows, strict=True) if demand.state in reads.RUNNING]
    context = {
        "unit": unit,
        "running": running,
        "over": [one for one in shown if one not in running],
        "count": _needed(unit),
        "days": settings.DEMAND_DAYS,
        "phone": unit.supervision_phone or unit.town.supervision_phone,
        "crumbs": [*_crumbs(), (unit.name, reverse("site:unit", args=[unit.code]))],
    }
    return render(request, "disclosure/demands/demands.html", context)


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def new_demand(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form to join a demand or to ask for something new, or take in what was written."""
    unit, at = _village(code), timezone.now()
    running = list(reads.to_join(unit))
    offered = [(str(one.pk), one.subject) for one in running]
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        demands=offered,
        initial={"demand": request.GET.get("join", "")},
    )
    status = 200
    if form.is_bound:
        status = _received(request, form, unit, running, at)
        if status == 302:
            return redirect(f"{reverse('disclosure:new_demand', args=[unit.code])}?sent=1")
    context = {
        "unit": unit,
        "form": form,
        "is_sent": "sent" in request.GET and not form.is_bound,
        "screener": holders(Role.PUBLISHER, unit, at=at).first(),
        "phone": unit.supervision_phone or unit.town.supervision_phone,
        "crumbs": [
            *_crumbs(),
            (unit.name, reverse("site:unit", args=[unit.code])),
            (_("Asked for together"), reverse("disclosure:demands", args=[unit.code])),
        ],
    }
    return render(request, "disclosure/demands/new_demand.html", context, status=status)


def _received(request: HttpRequest, form: JoinForm, unit: Unit, running: list[Demand], at: datetime) -> int:
    """Take in a form that is sent; return 302, or the status of the page that says why not."""
    if not form.is_valid():
        return 422
    if not _may_send(request, at):
        form.add_error(None, _("Too much has been sent from your network. Try again in ten minutes, or telephone."))
        return 429
    said = form.cleaned_data
    try:
        actions.join_on_web(
            actor=system_actor(),
            unit=unit,
            demand=next((one for one in running if str(one.pk) == said["demand"]), None),
            subject=said["subject"],
            capacity=Capacity(said["capacity"]),
            name=said["name"],
            at=at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 422
    return 302


def _may_send(request: HttpRequest, at: datetime) -> bool:
    """Return whether a network may send once more; all of them together where nobody can count by network."""
    within = rate.is_within(request, scope="demand", limit=SENT_AT_MOST, seconds=SENT_WITHIN)
    if within is None:
        return reads.came_by_web(since=at - timedelta(seconds=SENT_WITHIN)) < UNCOUNTED_AT_MOST
    return within


def _village(code: str) -> Unit:
    found = villages().select_related("parent").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home")), (_("Boards"), reverse("site:units"))]


def _needed(unit: Unit) -> Count | None:
    """Return how many are needed in a village; None where nobody has counted its voters."""
    known = reads.voters_of(unit)
    if known is None:
        return None
    return Count(of_villagers=known.villagers, of_representatives=known.representatives, **reads.shares())


def _row(demand: Demand, count: Count, live: Collection[int]) -> dict[str, Any]:
    kinds = {DemandState.COLLECTING: "live", DemandState.REACHED: "owed", DemandState.MET: "done"}
    state = DemandState(demand.state)
    row: dict[str, Any] = {
        "subject": as_written(demand.subject),
        "tag": {"text": str(state.label), "kind": kinds.get(state, "warn")},
        "opened": timezone.localdate(demand.opened_at),
        "count": count,
        "note": _note(demand),
    }
    if state == DemandState.COLLECTING:
        row["join_url"] = f"{reverse('disclosure:new_demand', args=[demand.unit.code])}?join={demand.pk}"
    notice = demand.obligation.notice if demand.obligation else None
    if state == DemandState.MET and notice and notice.pk in live:
        row["notice_url"] = reverse("disclosure:notice", args=[notice.number])
    return row


def _note(demand: Demand) -> Any:
    if demand.state == DemandState.REACHED and demand.obligation:
        day = dates.full_date(demand.obligation.due_on)
        return _("The village must publish it by %(day)s.") % {"day": day}
    return as_written(demand.end_reason)
