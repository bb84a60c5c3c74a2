"""The matrix on the desk: as everybody sees it, and what each open item waits for, for those who follow it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.presenters import matrix as shown
from disclosure.obligations.presenters.awaited import open_rows, url_of, words_of
from disclosure.obligations.presenters.periods import known_period, near
from disclosure.obligations.queries import matrix as queries
from disclosure.obligations.queries.awaited import awaiting
from disclosure.obligations.queries.basis import Basis, read_basis
from disclosure.obligations.queries.reading import ObligationStatus
from portal.core.texts import sentences
from portal.desk.views import DeskView


class MatrixPage(DeskView):
    """The matrix of a period; without one, of the quarter that is spoken of."""

    def get(self, request: HttpRequest, period: str = "") -> HttpResponse:
        """Show it."""
        basis = read_basis(at=self.at)
        shown_period = known_period(period, basis) if period else basis.spoken_of()
        return _page(request, shown_period, basis, self.crumbs())


def _page(request: HttpRequest, period: Period, basis: Basis, crumbs: list[tuple[str, str]]) -> HttpResponse:
    found = queries.matrix(period, basis=basis)
    waiting = awaiting(found.rows, request.user, at=basis.at)

    def leads(row: ObligationStatus) -> str:
        return shown.notice_url(row) or (url_of(row) if waiting.follows(row) else "")

    def waits(row: ObligationStatus) -> str:
        return words_of(waiting.of(row)).short

    still_open = sorted((row for row in found.rows if waiting.of(row)), key=lambda row: (row.due_on, row.unit.code))
    context = {
        "crumbs": crumbs,
        "period": name_of(period),
        "period_code": str(period),
        "lede": sentences(
            shown.due_days(found.rows),
            _("Open items show what they wait for; residents see only how they stand.") if waiting.followed else "",
        ),
        "provisional": any(row.provisional for row in found.rows),
        "near": near(period, "disclosure_desk:matrix", basis),
        "figures": shown.figures(found.share),
        "tables": shown.tables(found, leads=leads, waits=waits),
        "legend": shown.legend(found.rows),
        "open_rows": open_rows(still_open, waiting, today=basis.today, working_days=basis.working),
    }
    return render(request, "disclosure/obligations/desk/matrix.html", context)
