"""How many voters each village has; joint demands are measured by it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.demands import queries as reads
from disclosure.demands.actions import count_voters
from disclosure.demands.forms import ElectorateForm
from disclosure.demands.models import Electorate
from disclosure.demands.queries import Count
from portal.accounts.models import Unit
from portal.accounts.signed_in import desk_page, signed_in
from portal.core.refusals import NotAllowed, Refused
from portal.desk.pages import crumbs


@desk_page
def electorates(request: HttpRequest) -> HttpResponse:
    """List the villages with their voters, and how many of them make a demand an obligation."""
    person, at = signed_in(request), timezone.now()
    villages = list(reads.villages_counted_by(person, at=at))
    if not villages:
        raise Http404(_("This page is for the office."))
    context = {"rows": [_row(one) for one in villages], "crumbs": crumbs()}
    return render(request, "disclosure/demands/desk/electorates.html", context)


@desk_page
def electorate(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the voters of one village."""
    person, at = signed_in(request), timezone.now()
    unit = reads.villages_counted_by(person, at=at).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no such village."))
    known = Electorate.objects.filter(unit=unit).first()
    today = timezone.localdate(at)
    initial: dict[str, Any] = {"counted_on": today}
    if known:
        initial = {"villagers": known.villagers, "representatives": known.representatives, "counted_on": today}
    form = ElectorateForm(request.POST or None, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            count_voters(actor=person, unit=unit, at=at, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: %(unit)s") % {"unit": unit.name})
            return redirect("disclosure_desk:electorates")
    context = {
        "form": form,
        "unit": unit,
        "history": list(known.history.select_related("history_user").order_by("-history_date")[:10]) if known else [],
        "crumbs": crumbs((_("Voters"), reverse("disclosure_desk:electorates"))),
    }
    return render(request, "disclosure/demands/desk/electorate.html", context, status=422 if form.errors else 200)


def _row(unit: Unit) -> dict[str, Any]:
    known: Electorate | None = getattr(unit, "electorate", None)
    row = {"name": unit.name, "url": reverse("disclosure_desk:electorate", args=[unit.code]), "known": known}
    if known is None:
        return row
    count = Count(of_villagers=known.villagers, of_representatives=known.representatives, **reads.shares())
    return row | {"count": count}
