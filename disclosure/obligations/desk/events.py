"""Record what happened and has to be published; mark units whose books are kept monthly."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.models import CatalogueEntry
from disclosure.obligations import actions
from disclosure.obligations.actions.events import AS_IT_HAPPENS
from disclosure.obligations.forms import EventForm
from portal.accounts.enums import Role
from portal.accounts.signed_in import desk_page, signed_in, units_of_roles
from portal.core import dates
from portal.core.refusals import NotAllowed, Refused
from portal.desk.pages import crumbs


@desk_page
def new_event(request: HttpRequest) -> HttpResponse:
    """Record something that happened: it becomes an item with a day to be published by."""
    person, at = signed_in(request), timezone.now()
    units = units_of_roles(person, at, Role.CLERK, Role.PUBLISHER)
    kinds = {unit.kind for unit in units}
    entries = list(
        CatalogueEntry.objects.filter(is_active=True, cadence__in=AS_IT_HAPPENS, publisher__in=kinds).order_by("code")
    )
    form = EventForm(
        request.POST if request.method == "POST" else None,
        units=units,
        entries=entries,
        initial={"happened_on": timezone.localdate(at), "unit": request.GET.get("unit", "")},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = actions.record_event(
                actor=person,
                unit=next(unit for unit in units if unit.code == said["unit"]),
                entry=next(entry for entry in entries if entry.code == said["entry"]),
                subject=said["subject"],
                happened_on=said["happened_on"],
                at=at,
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded. It is due on %(day)s.") % {"day": dates.full_date(row.due_on)})
            return redirect("disclosure_desk:obligation", str(row.pk))
    context = {"form": form, "crumbs": crumbs((_("Owed"), reverse("disclosure_desk:obligations")))}
    return render(request, "disclosure/obligations/desk/new_event.html", context, status=422 if form.errors else 200)
