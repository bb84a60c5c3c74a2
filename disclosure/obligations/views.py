"""Who published what on time, late or not at all: the matrix of a period and its data; and what is due when."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.notices.queries.editions import on_notice
from disclosure.obligations.documents import matrix as documents
from disclosure.obligations.documents.calendar import PublicationCalendar
from disclosure.obligations.presenters.matrix import known_period, listed, matrix_of
from disclosure.obligations.presenters.units import trend_of
from disclosure.obligations.queries.awaited import open_items
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import owed_for_each, trend_up_to
from portal.accounts.queries import units
from portal.core import dates
from portal.core.demonstration import today_of_due_days
from portal.core.pages import public_page
from portal.core.texts import sentences

CALENDAR_AHEAD = timedelta(days=92)
"""How far the calendar of publications reaches: to the items of the periods that run so much later."""


@public_page("view")
def matrix(request: HttpRequest, period: str = "") -> HttpResponse:
    """Show the matrix of a period, or of the current quarter; not by a redirect, so that it is kept like any page."""
    basis = read_basis(at=timezone.now())
    asked = known_period(period, basis) if period else basis.current_quarter()
    owed = trend_up_to(asked, basis=basis)
    found = matrix_of(asked, owed[asked], basis, url_name="disclosure:matrix")
    context = {
        "crumbs": [(_("Home"), reverse("site:home"))],
        "known_as": reverse("disclosure:matrix", args=[found.period]),
        "matrix": found,
        "lede": sentences(
            _("Which unit published what it owes the public, by the day it had to."),
            found.due_days,
            _("As of %(day)s.") % {"day": dates.full_date(basis.today)},
        ),
        "listed": listed(found.rows),
        "trend": trend_of(owed, found),
    }
    return render(request, "disclosure/obligations/matrix.html", context)


@public_page()
def data(request: HttpRequest, period: str, form: str) -> HttpResponse:
    """Answer with the matrix of a period as data, in the order of the command `obligations`."""
    basis = read_basis(at=timezone.now())
    asked = known_period(period, basis)
    rows = owed_for_each([asked], basis=basis)[asked]
    if form == "json":
        response = HttpResponse(documents.as_json(rows), content_type="application/json")
    else:
        response = HttpResponse(documents.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="matrix-{asked}.{form}"'
    return response


@public_page()
def calendar(request: HttpRequest, code: str = "") -> HttpResponse:
    """Answer with what is still to be published, of one unit or of all, and what is on notice, as iCalendar."""
    at = timezone.now()
    unit = units().select_related("parent").filter(code=code).first()
    if code and unit is None:
        raise Http404
    title = _("Publications due in %(unit)s") % {"unit": unit.name} if unit else _("Publications due")
    content = PublicationCalendar(
        unit=unit,
        title=title,
        owed=open_items(at=at, units=[unit] if unit else None, ahead=CALENDAR_AHEAD),
        on_notice=on_notice(today=today_of_due_days(at), unit=unit),
        at=at,
    ).as_ical()
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{code or "publications"}.ics"'
    return response
