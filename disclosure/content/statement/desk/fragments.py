"""Pieces of desk pages that htmx asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from disclosure.content.statement.desk.imports import the_import
from disclosure.content.statement.enums import ImportState
from portal.accounts.signed_in import desk_page, signed_in


@desk_page
def ledger_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a ledger is read; when it is read, send the browser to its page."""
    row = the_import(signed_in(request), pk, at=timezone.now())
    if row.state != ImportState.READING or not (row.job and row.job.is_open):
        return HttpResponseClientRedirect(reverse("disclosure_desk:ledger", args=[row.pk]))
    return render(request, "disclosure/content/statement/desk/_reading.html", {"ledger_import": row, "job": row.job})
