"""The page of units that keep monthly books."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.forms.books import EndMonthlyForm, MonthlyForm
from disclosure.catalogue.models import MonthlyBooks
from disclosure.catalogue.presenters import quarters_offered
from disclosure.obligations import actions
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.accounts.signed_in import desk_page, signed_in, units_of_roles
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import as_written
from portal.desk.pages import crumbs


@desk_page
def monthly_books(request: HttpRequest) -> HttpResponse:
    """Show which units owe their money statements monthly, mark one, or end it with a quarter."""
    person, at = signed_in(request), timezone.now()
    mine = units_of_roles(person, at, Role.PUBLISHER, Role.ADMINISTRATOR)
    units = list(units_of(person, Role.PUBLISHER, at=at).filter(is_active=True).order_by("code"))
    quarters = quarters_offered(at)
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
    return render(request, "disclosure/catalogue/desk/monthly_books.html", context, status=422 if which else 200)


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
