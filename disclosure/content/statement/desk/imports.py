"""Bringing in a ledger: upload, check, mend, make the draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.queries import last_ended
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.actions import ledgers as actions
from disclosure.content.statement.desk import checks
from disclosure.content.statement.enums import ImportState
from disclosure.content.statement.forms import Repairs, UploadForm, read_repairs
from disclosure.content.statement.models import LedgerImport
from disclosure.content.statement.queries import money
from disclosure.content.statement.queries import money as desk
from disclosure.content.statement.registry import sample_ledger_for
from disclosure.ledger import template as workbooks
from disclosure.ledger.canonical import from_canonical
from disclosure.notices.desk.base import clerk_units
from disclosure.notices.queries.desk import editions_of_entry
from portal.accounts.models import Unit, User
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import files
from portal.core.refusals import NotAllowed, Refused
from portal.desk.pages import crumbs, texts_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PERIODS_SHOWN = 4


@desk_page
def ledgers(request: HttpRequest) -> HttpResponse:
    """Show which ledgers of the last periods are in, by unit, and where each stands."""
    person, at = signed_in(request), timezone.now()
    units = clerk_units(person, at=at)
    entry = _entry()
    periods = last_ended(entry, units, today=timezone.localdate(at), count=PERIODS_SHOWN)
    rows = desk.imports_of(person, at=at).filter(period__in=[str(one) for one in periods])
    newest = desk.newest_of_each(rows)
    written = editions_of_entry(units, entry, periods)
    context = {
        "periods": [name_of(one, short=True) for one in periods],
        "units": [
            {"unit": unit, "cells": [checks.cell(unit, one, newest, written) for one in periods]}
            for unit in units
            if unit.kind == entry.publisher
        ],
        "recent": [checks.import_row(row) for row in desk.imports_of(person, at=at)[:15]],
        "crumbs": crumbs(),
    }
    return render(request, "disclosure/content/statement/desk/ledgers.html", context)


@desk_page
def new_ledger(request: HttpRequest) -> HttpResponse:
    """Take a ledger in."""
    person, at = signed_in(request), timezone.now()
    units = _ledger_units(person, at)
    form = _upload_form(request, units, at)
    if request.method == "POST" and form.is_valid():
        made = _uploaded(form, person, units, at)
        if made:
            return redirect("disclosure_desk:ledger", made.pk)
    return _upload_page(request, form, units)


@desk_page
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a ledger stands: being read, refused, checked with its faults, or made into a draft."""
    person, at = signed_in(request), timezone.now()
    row = the_import(person, pk, at=at)
    if row.state == ImportState.READING:
        return render(request, "disclosure/content/statement/desk/ledger_reading.html", checks.reading_context(row))
    if row.state == ImportState.REFUSED:
        return _refused_page(request, person, row, at)
    if request.method == "POST":
        return _mend(request, person, row, at)
    return _check_page(request, row)


@desk_page
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft edition; where that is refused, the check page says why."""
    person, at = signed_in(request), timezone.now()
    row = the_import(person, pk, at=at)
    repairs = read_repairs(texts_of(request), money.findings_of_import(row))
    try:
        if repairs.fixes or repairs.answers:
            row = _mended(person, row, repairs, at)
        made = actions.make_draft(actor=person, ledger_import=row, at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _check_page(request, the_import(person, pk, at=at), repairs=repairs, refusal=str(refusal))
    messages.success(request, _("The draft is made. Read it once more, then submit it."))
    return redirect("disclosure_desk:edition", made.pk)


@desk_page
def template(request: HttpRequest) -> HttpResponseBase:
    """Hand out an empty workbook for a unit and a period."""
    person, at = signed_in(request), timezone.now()
    unit = _one_of(clerk_units(person, at=at), request.GET.get("unit", ""))
    try:
        period = Period.parse(request.GET.get("period", ""))
    except ValueError as wrong:
        raise Http404(_("There is no such period.")) from wrong
    opening = money.previous_closing(unit, _entry(), period)
    content = workbooks.empty(unit=unit.name_zh, period=period, opening=opening, accounts=money.chart())
    name = f"{unit.name_zh}{period.name_zh}账目.xlsx"
    return files.content_response(request, content, name=name, content_type=XLSX, public=False)


@desk_page
def annotated(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the ledger as read so far, with its faults written beside the rows."""
    row = the_import(signed_in(request), pk, at=timezone.now())
    if not row.document:
        raise Http404(_("This ledger has not been read."))
    content = workbooks.annotated(from_canonical(row.document), money.findings_of_import(row))
    name = f"{row.unit.name_zh}{row.period}账目（带批注）.xlsx"
    return files.content_response(request, content, name=name, content_type=XLSX, public=False)


def the_import(person: User, pk: int, *, at: datetime) -> LedgerImport:
    """Return a ledger this person may see.

    Raises:
        Http404: There is none, or it is another unit's.
    """
    row = desk.imports_of(person, at=at).filter(pk=pk).first()
    if row is None:
        raise Http404(_("There is no such ledger."))
    return row


def _mend(request: HttpRequest, person: User, row: LedgerImport, at: datetime) -> HttpResponse:
    """Put right what was posted; what cannot be read is shown again as it was typed."""
    repairs = read_repairs(texts_of(request), money.findings_of_import(row))
    try:
        if not repairs.check(from_canonical(row.document or {}), money.chart()):
            return _check_page(request, row, repairs=repairs)
        row = _mended(person, row, repairs, at)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _check_page(request, the_import(person, row.pk, at=at), repairs=repairs, refusal=str(refusal))
    messages.success(request, _said_of_check(row))
    return redirect("disclosure_desk:ledger", row.pk)


def _mended(person: User, row: LedgerImport, repairs: Repairs, at: datetime) -> LedgerImport:
    return actions.mend_import(actor=person, ledger_import=row, at=at, fixes=repairs.fixes, answers=repairs.answers)


def _said_of_check(row: LedgerImport) -> str:
    found = money.findings_of_import(row)
    errors, left = len(money.errors_in(found)), len(money.unanswered(found, row.answers))
    if not errors and not left:
        return _("Checked again: no error, and every warning is answered.")
    return _("Checked again: %(errors)s, %(warnings)s.") % {
        "errors": ngettext("%(count)d error", "%(count)d errors", errors) % {"count": errors},
        "warnings": ngettext("%(count)d open warning", "%(count)d open warnings", left) % {"count": left},
    }


def _check_page(
    request: HttpRequest, row: LedgerImport, *, repairs: Repairs | None = None, refusal: str = ""
) -> HttpResponse:
    context = checks.check_context(row, opened=request.GET.get("open", ""), repairs=repairs, refusal=refusal)
    status = 422 if refusal or (repairs and repairs.errors) else 200
    return render(request, "disclosure/content/statement/desk/ledger.html", context, status=status)


def _refused_page(request: HttpRequest, person: User, row: LedgerImport, at: datetime) -> HttpResponse:
    """Say why a file is no ledger, with the upload form again, set to the same unit and period."""
    units = _ledger_units(person, at)
    form = UploadForm(
        units=units,
        today=timezone.localdate(at),
        entry=_entry(),
        initial={"unit": row.unit.code, "period": row.period},
    )
    return _upload_page(request, form, units, row=row)


def _uploaded(form: UploadForm, person: User, units: list[Unit], at: datetime) -> LedgerImport | None:
    said = form.cleaned_data
    file = said["file"]
    try:
        return actions.upload_ledger(
            actor=person,
            unit=_one_of(units, said["unit"]),
            period=said["period"],
            name=file.name or "",
            content=file.read(),
            at=at,
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _upload_form(request: HttpRequest, units: list[Unit], at: datetime) -> UploadForm:
    given: dict[str, Any] = {}
    if request.method == "POST":
        given = {"data": request.POST, "files": request.FILES}
    initial = {"unit": request.GET.get("unit", ""), "period": request.GET.get("period", "")}
    return UploadForm(**given, units=units, today=timezone.localdate(at), entry=_entry(), initial=initial)


def _upload_page(
    request: HttpRequest, form: UploadForm, units: list[Unit], row: LedgerImport | None = None
) -> HttpResponse:
    unit = next((one for one in units if one.code == form["unit"].value()), units[0])
    period = str(form["period"].value() or form.fields["period"].choices[0][0])  # type: ignore[attr-defined]
    sample = sample_ledger_for(unit, period)
    context = {
        "form": form,
        "refused": row,
        "unit": unit,
        "period": period,
        "sample_url": reverse("disclosure_desk:sample_ledger", args=[sample]) if sample else "",
        "template_url": reverse("disclosure_desk:ledger_template") + f"?unit={unit.code}&period={period}",
        "crumbs": crumbs((_("Ledgers"), reverse("disclosure_desk:ledgers"))),
    }
    return render(
        request, "disclosure/content/statement/desk/new_ledger.html", context, status=422 if form.errors else 200
    )


def _entry() -> CatalogueEntry:
    """Return the item of the catalogue that a ledger becomes."""
    return CatalogueEntry.objects.get(code=money.RECEIPTS_AND_PAYMENTS)


def _ledger_units(person: User, at: datetime) -> list[Unit]:
    """Return the units of a clerk that bring in ledgers.

    Raises:
        Http404: None of theirs does.
    """
    units = [unit for unit in clerk_units(person, at=at) if unit.kind == _entry().publisher]
    if not units:
        raise Http404(_("None of your units keeps a ledger here."))
    return units


def _one_of(units: list[Unit], code: str) -> Unit:
    unit = next((one for one in units if one.code == code), None)
    if unit is None:
        raise Http404(_("There is no such unit."))
    return unit
