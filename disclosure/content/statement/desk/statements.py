"""A statement typed in a grid. The browser reckons along; what counts is checked here again."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.models import Account
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.actions.statements import save_statement
from disclosure.content.statement.desk import checks, findings
from disclosure.content.statement.enums import FORM
from disclosure.content.statement.forms.grid import Grid
from disclosure.content.statement.forms.repairs import Repairs, read_repairs
from disclosure.content.statement.models.statement import Statement
from disclosure.content.statement.presenters.findings import level_of, place_of
from disclosure.content.statement.queries import money
from disclosure.ledger.messages import message
from disclosure.ledger.types import Finding
from disclosure.ledger.types import Statement as Ledger
from disclosure.notices.desk.base import the_draft
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.titles import title_of, title_zh
from portal.accounts.signed_in import desk_page, signed_in
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.desk.pages import crumbs, texts_of

MORE_ROWS = 10


@desk_page
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the statement of a draft as a grid; save it, finished or not, with its explanations."""
    person, at = signed_in(request), timezone.now()
    draft = the_draft(person, pk, at=at)
    if draft.form != FORM:
        raise Http404(_("This notice has no statement."))
    if request.method != "POST":
        if draft.state != State.DRAFT:
            return redirect("disclosure_desk:edition", draft.pk)
        return _grid_page(request, draft, Grid.showing(_ledger(draft), _opening(draft)))
    grid = Grid.posted(texts_of(request))
    repairs = read_repairs(texts_of(request), money.findings_of(draft))
    if "more" in request.POST:
        grid.pad(MORE_ROWS)
        return _grid_page(request, draft, grid, repairs=repairs)
    return _save(request, draft, grid, repairs, at)


def _save(request: HttpRequest, draft: Edition, grid: Grid, repairs: Repairs, at: datetime) -> HttpResponse:
    before = _ledger(draft)
    ledger = grid.read(before=before, title=title_zh(draft), period=draft.notice.period, accounts=money.chart())
    if ledger is None:
        return _grid_page(request, draft, grid, repairs=repairs, status=422)
    try:
        _check_unchanged(draft, request.POST.get("was", ""))
        save_statement(actor=signed_in(request), edition=draft, ledger=ledger, answers=repairs.answers, at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _grid_page(request, draft, grid, repairs=repairs, refusal=str(refusal), status=409)
    found = money.findings_of(draft)
    errors, left = len(money.errors_in(found)), len(money.unanswered(found, money.answers_of(draft)))
    messages.success(request, _("Saved: %(left)s.") % {"left": checks.left_text(errors, left)})
    if "done" in request.POST and not errors and not left:
        return redirect("disclosure_desk:edition", draft.pk)
    return redirect("disclosure_desk:statement", draft.pk)


def _check_unchanged(draft: Edition, was: str) -> None:
    """Refuse to write over what a colleague saved after this page was opened."""
    if was != _version(draft):
        raise Conflict(
            _(
                "Somebody else changed this statement after you opened it. What you typed is still here; saving again "
                "replaces theirs."
            )
        )


def _grid_page(
    request: HttpRequest,
    draft: Edition,
    grid: Grid,
    *,
    repairs: Repairs | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    found = money.findings_of(draft)
    answers = money.answers_of(draft)
    errors, left = len(money.errors_in(found)), len(money.unanswered(found, answers))
    title = title_of(draft)
    context = {
        "edition": draft,
        "title": title,
        "grid": grid,
        "accounts": Account.objects.order_by("code"),
        "findings": [_finding(one, answers, repairs) for one in found],
        "errors": errors,
        "left": left,
        "left_text": checks.left_text(errors, left) if found else "",
        "is_saved": Statement.objects.filter(edition=draft).exists(),
        "previous": _opening(draft),
        "was": _version(draft),
        "refusal": refusal,
        "cell_errors": _cell_errors(grid),
        "crumbs": crumbs(
            (_("Notices"), reverse("disclosure_desk:notices")),
            (title, reverse("disclosure_desk:edition", args=[draft.pk])),
        ),
    }
    return render(request, "disclosure/content/statement/desk/statement.html", context, status=status)


def _finding(one: Finding, answers: dict[str, str], repairs: Repairs | None) -> dict[str, Any]:
    return {
        "level": level_of(one, answers),
        "text": message(one),
        "href": f"#{place_of(one)}",
        "answer": findings.asked(one, answers, repairs).answer,
    }


def _cell_errors(grid: Grid) -> list[dict[str, str]]:
    """Return what could not be read, for the summary above the grid, with links to the cells."""
    listed = [_cell_error(f"#{name}", findings.field_label(name), said) for name, said in grid.errors.items()]
    for row in grid.rows:
        for name, said in row.errors.items():
            entry = _("Entry %(number)d") % {"number": row.number or row.index + 1}
            place = _("%(entry)s, %(field)s") % {"entry": entry, "field": findings.field_label(name)}
            listed.append(_cell_error(f"#row-{row.index}-{name}", place, said))
    return listed


def _cell_error(href: str, place: str, said: str) -> dict[str, str]:
    return {"href": href, "text": _("%(name)s: %(reason)s") % {"name": place, "reason": said}}


def _ledger(draft: Edition) -> Ledger | None:
    row = Statement.objects.filter(edition=draft).first()
    return money.ledger_of(row) if row else None


def _opening(draft: Edition) -> Decimal | None:
    notice = draft.notice
    return money.previous_closing(notice.unit, notice.entry, Period.parse(notice.period))


def _version(draft: Edition) -> str:
    row = Statement.objects.filter(edition=draft).first()
    if row is None:
        return ""
    return hashlib.sha256(json.dumps(row.document, sort_keys=True).encode()).hexdigest()[:32]
