"""The matrix on the desk: as everybody sees it, and what each open item waits for, for those who follow it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.desk.awaited import open_rows, url_of, words_of
from disclosure.obligations.presenters import matrix as shown
from disclosure.obligations.presenters.periods import known_period, near
from disclosure.obligations.queries import matrix as queries
from disclosure.obligations.queries import owed as obligations
from disclosure.obligations.queries.awaited import awaiting
from disclosure.obligations.queries.ground import Owed
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import calendar
from portal.core.texts import sentences
from portal.desk.pages import crumbs


@desk_page
def current(request: HttpRequest) -> HttpResponse:
    """Show the matrix of the quarter that is spoken of."""
    at = timezone.now()
    return _page(request, obligations.matrix_period(at=at), at)


@desk_page
def matrix(request: HttpRequest, period: str) -> HttpResponse:
    """Show the matrix of a period."""
    at = timezone.now()
    return _page(request, known_period(period, at=at), at)


def _page(request: HttpRequest, period: Period, at: datetime) -> HttpResponse:
    found = queries.matrix(period, at=at)
    waiting = awaiting(found.rows, signed_in(request), at=at)

    def leads(row: Owed) -> str:
        return shown.notice_url(row) or (url_of(row) if waiting.follows(row) else "")

    def waits(row: Owed) -> str:
        return words_of(waiting.of(row)).short

    still_open = sorted((row for row in found.rows if waiting.of(row)), key=lambda row: (row.due_on, row.unit.code))
    context = {
        "crumbs": crumbs(),
        "period": name_of(period),
        "period_code": str(period),
        "lede": sentences(
            shown.due_days(found.rows),
            _("Open items show what they wait for; residents see only how they stand.") if waiting.followed else "",
        ),
        "provisional": any(row.provisional for row in found.rows),
        "near": near(period, "disclosure_desk:matrix", at=at),
        "figures": shown.figures(found.share),
        "tables": shown.tables(found, leads=leads, waits=waits),
        "legend": shown.legend(found.rows),
        "open_rows": open_rows(still_open, waiting, today=timezone.localdate(at), working_days=calendar.load()),
    }
    return render(request, "disclosure/obligations/desk/matrix.html", context)
