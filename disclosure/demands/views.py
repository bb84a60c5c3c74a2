"""What villagers ask their village to publish together: what runs, and how to join. No names, ever."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from disclosure.demands import actions, queries
from disclosure.demands.forms import JoinForm
from disclosure.demands.presenters import public_demands
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.queries import holders, system_actor, villages
from portal.core import rate
from portal.core.pages import links_keep, no_store, public_page
from portal.core.refusals import Refused

SENT_AT_MOST, SENT_WITHIN = 20, 600
"""Forms from one network within so many seconds; whole villages share an address."""
UNCOUNTED_AT_MOST = 30
"""Forms from everywhere in that time, while nobody can count by network."""


@public_page("view")
def demands(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a village is asked to publish: how many joined of how many needed, never who."""
    unit = _village(code)
    rows = public_demands(list(queries.public_of(unit)))
    context = {
        "unit": unit,
        "running": [row for row in rows if row.is_running],
        "over": [row for row in rows if not row.is_running],
        "voters": queries.electorates_of([unit.pk]).get(unit.pk),
        "days": settings.DEMAND_DAYS,
        "phone": unit.supervision_phone or unit.town.supervision_phone,
        "crumbs": _crumbs(unit),
    }
    return render(request, "disclosure/demands/demands.html", context)


@links_keep("join")
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def new_demand(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form to join a demand or to ask for something new, or accept what was written."""
    unit, at = _village(code), timezone.now()
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        demands=queries.to_join(unit),
        initial={"demand": request.GET.get("join", "")},
    )
    status = _submit(request, form, unit, at) if form.is_bound else 200
    if status == 302:
        return redirect(f"{reverse('disclosure:new_demand', args=[unit.code])}?sent=1")
    context = {
        "unit": unit,
        "form": form,
        "is_sent": "sent" in request.GET and not form.is_bound,
        "screener": holders(Role.PUBLISHER, unit, at=at).first(),
        "phone": unit.supervision_phone or unit.town.supervision_phone,
        "crumbs": [*_crumbs(unit), (_("Joint demands"), reverse("disclosure:demands", args=[unit.code]))],
    }
    return render(request, "disclosure/demands/new_demand.html", context, status=status)


def _submit(request: HttpRequest, form: JoinForm, unit: Unit, at: datetime) -> int:
    """Enter what was sent; return 302, or the status of the page that shows why not."""
    if not form.is_valid():
        return 422
    if not _may_send(request, at):
        form.add_error(None, _("Too much has been sent from your network. Try again in ten minutes, or telephone."))
        return 429
    try:
        actions.join_on_web(actor=system_actor(), unit=unit, at=at, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return 422
    return 302


def _may_send(request: HttpRequest, at: datetime) -> bool:
    """Return whether a network may send once more; all of them together where nobody can count by network."""
    within = rate.is_within(request, scope="demand", limit=SENT_AT_MOST, seconds=SENT_WITHIN)
    if within is None:
        return queries.came_by_web(since=at - timedelta(seconds=SENT_WITHIN)) < UNCOUNTED_AT_MOST
    return within


def _village(code: str) -> Unit:
    found = villages().select_related("parent").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _crumbs(unit: Unit) -> list[tuple[str, str]]:
    return [
        (_("Home"), reverse("site:home")),
        (_("Boards"), reverse("site:units")),
        (unit.name, reverse("site:unit", args=[unit.code])),
    ]
