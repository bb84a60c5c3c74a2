"""Record what happened and has to be published; mark units whose books are kept monthly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions import obligations as actions
from disclosure.actions.obligations.events import AS_IT_HAPPENS
from disclosure.enums import Cadence
from disclosure.forms.obligations import EndMonthlyForm, EventForm, MonthlyForm
from disclosure.models import CatalogueEntry, MonthlyBooks
from disclosure.periods import Period
from disclosure.views.desk.base import crumbs, desk_page, signed_in
from disclosure.views.shown.words import as_written, name_of
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.core import dates
from portal.core.refusals import NotAllowed, Refused

QUARTERS_OFFERED = 5


@desk_page
def new_event(request: HttpRequest) -> HttpResponse:
    """Record something that happened: it becomes an item with a day to be published by."""
    person, at = signed_in(request), timezone.now()
    units = _units(person, at, Role.CLERK, Role.PUBLISHER)
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
    return render(request, "disclosure/desk/new_event.html", context, status=422 if form.errors else 200)


@desk_page
def monthly_books(request: HttpRequest) -> HttpResponse:
    """Show which units owe their money statements monthly, mark one, or end it with a quarter."""
    person, at = signed_in(request), timezone.now()
    mine = _units(person, at, Role.PUBLISHER, Role.ADMINISTRATOR)
    units = list(units_of(person, Role.PUBLISHER, at=at).filter(is_active=True).order_by("code"))
    quarters = _quarters(at)
    which = request.POST.get("form", "") if request.method == "POST" else ""
    mark = MonthlyForm(request.POST if which == "mark" else None, units=units, quarters=quarters)
    end = EndMonthlyForm(request.POST if which == "end" else None, quarters=quarters)
    if request.method == "POST":
        if which not in {"mark", "end"} or not units:
            raise Http404
        if _marked(person, mark, units, at) if which == "mark" else _ended(person, end, at):
            messages.success(request, _("Saved."))
            return redirect("disclosure_desk:monthly_books")
    rows = MonthlyBooks.objects.filter(unit__in=mine).select_related("unit").order_by("unit__code", "-starts_on")
    context = {
        "crumbs": crumbs((_("Owed"), reverse("disclosure_desk:obligations"))),
        "rows": [_books_row(row) for row in rows],
        "may_mark": bool(units),
        "mark": mark,
        "end": end,
        "quarters": quarters,
    }
    return render(request, "disclosure/desk/monthly_books.html", context, status=422 if which else 200)


def _units(person: User, at: datetime, *roles: Role) -> list[Unit]:
    """Return the units in use for which a person holds one of the roles.

    Raises:
        Http404: There is none; the page does not exist for this person.
    """
    found = {unit.pk: unit for role in roles for unit in units_of(person, role, at=at).filter(is_active=True)}
    if not found:
        raise Http404(_("This page is for others."))
    return sorted(found.values(), key=lambda unit: unit.code)


def _quarters(at: datetime) -> list[tuple[str, str]]:
    this = Period.containing(timezone.localdate(at), Cadence.QUARTERLY)
    return [(str(this.shifted(count)), name_of(this.shifted(count))) for count in range(QUARTERS_OFFERED)]


def _marked(person: User, form: MonthlyForm, units: list[Unit], at: datetime) -> bool:
    if not form.is_valid():
        return False
    said = form.cleaned_data
    unit = next(unit for unit in units if unit.code == said["unit"])
    try:
        actions.mark_monthly(actor=person, unit=unit, starts_on=said["quarter"].first, reason=said["reason"], at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _ended(person: User, form: EndMonthlyForm, at: datetime) -> bool:
    if not form.is_valid():
        return False
    mine = units_of(person, Role.PUBLISHER, at=at)
    books = MonthlyBooks.objects.select_related("unit").filter(unit__in=mine, pk=form.cleaned_data["books"]).first()
    if books is None:
        raise Http404
    try:
        actions.end_monthly(actor=person, books=books, ends_on=form.cleaned_data["quarter"].last, at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _books_row(row: MonthlyBooks) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "unit": row.unit.name,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "reason": as_written(row.reason),
    }
