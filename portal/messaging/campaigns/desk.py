"""Campaigns in the desk: planned, looked at, changed and cancelled by publisher and discipline secretary."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.models import Unit, User
from portal.accounts.signed_in import desk_page, signed_in
from portal.core.refusals import NotAllowed, Refused
from portal.messaging.campaigns import queries as composed
from portal.messaging.campaigns.actions import cancel, change, plan
from portal.messaging.campaigns.forms import CampaignForm
from portal.messaging.campaigns.rules import FIELDS, GROUPS, PRESETS
from portal.messaging.enums import CampaignState
from portal.messaging.models import Campaign

SHOWN = 100
TAGS = {CampaignState.PLANNED: "warn", CampaignState.SENT: "done", CampaignState.CANCELLED: ""}


@desk_page
def campaigns(request: HttpRequest) -> HttpResponse:
    """List a town's campaigns, and offer those that come before festivals."""
    person, at = signed_in(request), timezone.now()
    _towns_or_404(person, at)
    today = timezone.localdate(at)
    found = list(composed.campaigns(person, at=at)[:SHOWN])
    told = composed.told_of_each(found)
    rows = [{"campaign": one, "tag": TAGS[CampaignState(one.state)], "told": told.get(one.pk)} for one in found]
    offered = [
        {"key": key, "label": preset.label, "send_on": preset.send_on(after=today)} for key, preset in PRESETS.items()
    ]
    context = {"rows": rows, "offered": offered, "crumbs": [(_("My desk"), reverse("desk:home"))]}
    return render(request, "messaging/campaigns/campaigns.html", context)


@desk_page
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Plan a campaign; before it is planned its reach can be looked at."""
    person, at = signed_in(request), timezone.now()
    towns = _towns_or_404(person, at)
    preset = PRESETS.get(request.GET.get("preset", ""))
    initial = preset.values(on=timezone.localdate(at)) if preset else {}
    form = _form(request, towns, at, initial=initial)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            planned = plan(
                actor=person,
                unit=form.cleaned_data["unit"],
                fields=form.said,
                people=list(form.cleaned_data["people"]),
                at=at,
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The campaign is planned."))
            return redirect("desk:campaign", pk=planned.pk)
    context = {"form": form, "reach": _looked_at(form), "crumbs": _crumbs()}
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    return render(request, "messaging/campaigns/new_campaign.html", context, status=status)


@desk_page
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a campaign: what it says, whom it reaches or was told, and change it while it is planned."""
    person, at = signed_in(request), timezone.now()
    found = get_object_or_404(composed.campaigns(person, at=at), pk=pk)
    is_planned = found.state == CampaignState.PLANNED
    form = _form(request, _towns_or_404(person, at), at, initial=_values(found)) if is_planned else None
    if request.method == "POST":
        if form is None:
            messages.error(request, _("This campaign has been sent or cancelled meanwhile."))
            return redirect("desk:campaign", pk=pk)
        if form.is_valid() and "look" not in request.POST and _changed(request, found, form, at):
            return redirect("desk:campaign", pk=pk)
    context = {
        "campaign": found,
        "tag": TAGS[CampaignState(found.state)],
        "form": form,
        "reach": _reach_of(found, form, at) if form else [],
        "told": list(composed.told(found)) if not is_planned else [],
        "groups": [str(label) for key, label in GROUPS if key in found.roles],
        "crumbs": _crumbs(),
    }
    status = 422 if form is not None and form.is_bound and not form.is_valid() else 200
    return render(request, "messaging/campaigns/campaign.html", context, status=status)


@desk_page
@require_POST
def cancel_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a campaign that was not sent yet."""
    person, at = signed_in(request), timezone.now()
    found = get_object_or_404(composed.campaigns(person, at=at), pk=pk)
    try:
        cancel(actor=person, campaign=found, at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The campaign is cancelled."))
    return redirect("desk:campaign", pk=pk)


def _towns_or_404(person: User, at: datetime) -> Any:
    towns = composed.towns(person, at=at)
    if not towns:
        raise Http404
    return towns


def _crumbs() -> list[tuple[str, str]]:
    return [(_("My desk"), reverse("desk:home")), (_("Campaigns"), reverse("desk:campaigns"))]


def _form(request: HttpRequest, towns: Any, at: datetime, *, initial: dict[str, Any]) -> CampaignForm:
    people = User.objects.none()
    for town in towns:
        people |= composed.colleagues(town, on=timezone.localdate(at))
    return CampaignForm(request.POST or None, initial=initial, towns=towns, people=people)


def _values(found: Campaign) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in FIELDS}
    return {**values, "unit": found.unit_id, "people": [person.pk for person in found.people.all()]}


def _changed(request: HttpRequest, found: Campaign, form: CampaignForm, at: datetime) -> bool:
    """Change a campaign as the form says; put a refusal into the form."""
    try:
        change(
            actor=signed_in(request),
            campaign=found,
            fields=form.said,
            people=list(form.cleaned_data["people"]),
            at=at,
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _looked_at(form: CampaignForm) -> list[User] | None:
    """Return whom the campaign of a valid form would reach; None where there is none."""
    if not form.is_bound or not form.is_valid():
        return None
    values = form.cleaned_data
    return _reach(values["unit"], values["roles"], values["people"], values["send_on"])


def _reach_of(found: Campaign, form: CampaignForm, at: datetime) -> list[User]:
    looked = _looked_at(form)
    if looked is not None:
        return looked
    return list(composed.reached_by(found, on=max(found.send_on, timezone.localdate(at))))


def _reach(unit: Unit, roles: list[str], people: Any, on: date) -> list[User]:
    return list(composed.reached(unit, roles=roles, people=people, on=on))
