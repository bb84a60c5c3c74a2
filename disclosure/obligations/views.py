"""Who published what on time, late or not at all: the matrix of a period, for everybody, and its data."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations import documents as matrix_export
from disclosure.obligations.presenters import matrix as shown
from disclosure.obligations.presenters.periods import known_period, near
from disclosure.obligations.queries import matrix as queries
from disclosure.obligations.queries.basis import Basis, read_basis
from disclosure.obligations.queries.owed import owed_for_each
from disclosure.obligations.queries.reading import ObligationStatus
from portal.core import dates
from portal.core.pages import public_page
from portal.core.texts import sentences

FORMS: dict[str, tuple[Callable[[list[ObligationStatus]], bytes], str]] = {
    "csv": (matrix_export.as_csv, "text/csv; charset=utf-8"),
    "json": (matrix_export.as_json, "application/json"),
}


@public_page("view")
def current(request: HttpRequest) -> HttpResponse:
    """Show the matrix of the quarter that is spoken of. Not a redirect, so that it is kept like any page."""
    basis = read_basis(at=timezone.now())
    return _page(request, basis.spoken_of(), basis)


@public_page("view")
def matrix(request: HttpRequest, period: str) -> HttpResponse:
    """Show the matrix of a period."""
    basis = read_basis(at=timezone.now())
    return _page(request, known_period(period, basis), basis)


@public_page()
def data(request: HttpRequest, period: str, form: str) -> HttpResponse:
    """Answer with the matrix of a period as data, in the order of the command `obligations`."""
    basis = read_basis(at=timezone.now())
    asked = known_period(period, basis)
    make, content_type = FORMS[form]
    response = HttpResponse(make(owed_for_each([asked], basis=basis)[asked]), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="matrix-{asked}.{form}"'
    return response


def _page(request: HttpRequest, period: Period, basis: Basis) -> HttpResponse:
    found, trend = queries.matrix_and_trend(period, basis=basis)
    context = {
        "crumbs": [(_("Home"), reverse("site:home"))],
        "period": name_of(period),
        "period_code": str(period),
        "lede": sentences(
            _("Which unit published what it owes the public, by the day it had to."),
            shown.due_days(found.rows),
            _("As it stands on %(day)s.") % {"day": dates.full_date(basis.today)},
        ),
        "provisional": any(row.provisional for row in found.rows),
        "near": near(period, "disclosure:matrix", basis),
        "figures": shown.figures(found.share),
        "tables": shown.tables(found),
        "legend": shown.legend(found.rows),
        "listed": shown.listed(found.rows),
        "trend": shown.trend_context(trend, shown.unit_names(found)),
        "canonical": reverse("disclosure:matrix", args=[str(period)]),
    }
    return render(request, "disclosure/obligations/matrix.html", context)
