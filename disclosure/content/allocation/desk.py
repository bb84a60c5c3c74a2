"""The lines of an allocation, typed in a grid. The browser adds up; what counts is read and checked here."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation.actions import save_lines
from disclosure.content.allocation.enums import FORM
from disclosure.content.allocation.forms import LineGrid
from disclosure.content.allocation.queries import lines_of, recipients, total
from disclosure.notices.desk.base import the_draft
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.titles import title_of
from portal.accounts.models import Unit
from portal.accounts.signed_in import desk_page, signed_in
from portal.core.money import format_money
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.desk.pages import crumbs, texts_of

MORE_ROWS = 10


@desk_page
def allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the lines of a draft as a grid, and save them."""
    person, at = signed_in(request), timezone.now()
    draft = the_draft(person, pk, at=at)
    if draft.form != FORM:
        raise Http404(_("This notice is no allocation."))
    if request.method != "POST":
        if draft.state != State.DRAFT:
            return redirect("disclosure_desk:edition", draft.pk)
        return _grid_page(request, draft, LineGrid.showing(lines_of(draft)))
    grid = LineGrid.posted(texts_of(request))
    if "more" in request.POST:
        grid.pad(MORE_ROWS)
        return _grid_page(request, draft, grid)
    return _save(request, draft, grid, at)


def _save(request: HttpRequest, draft: Edition, grid: LineGrid, at: datetime) -> HttpResponse:
    lines = grid.read(units=_units(draft), period=Period.parse(draft.notice.period), today=timezone.localdate(at))
    if lines is None:
        return _grid_page(request, draft, grid, status=422)
    try:
        _check_unchanged(draft, request.POST.get("was", ""))
        save_lines(actor=signed_in(request), edition=draft, lines=lines, at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _grid_page(request, draft, grid, refusal=str(refusal), status=409)
    messages.success(request, _saved_text(draft))
    if "done" in request.POST:
        return redirect("disclosure_desk:edition", draft.pk)
    return redirect("disclosure_desk:allocation", draft.pk)


def _saved_text(draft: Edition) -> str:
    lines = lines_of(draft)
    said = ngettext(
        "Saved: %(count)d line, %(total)s yuan in all.", "Saved: %(count)d lines, %(total)s yuan in all.", len(lines)
    )
    return said % {"count": len(lines), "total": format_money(total(lines))}


def _units(draft: Edition) -> list[Unit]:
    """Return the units a line may name; those named already stay, even where they were closed meanwhile."""
    named = [line.unit for line in lines_of(draft) if line.unit]
    return list(dict.fromkeys([*recipients(draft), *named]))


def _check_unchanged(draft: Edition, was: str) -> None:
    """Refuse to write over what a colleague saved after this page was opened."""
    if was != _version(draft):
        raise Conflict(
            _(
                "Somebody else changed these lines after you opened them. What you typed is still here; saving again "
                "replaces theirs."
            )
        )


def _grid_page(
    request: HttpRequest, draft: Edition, grid: LineGrid, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    title = title_of(draft)
    context = {
        "edition": draft,
        "title": title,
        "grid": grid,
        "units": _units(draft),
        "total": total(lines_of(draft)),
        "was": _version(draft),
        "refusal": refusal,
        "cell_errors": _cell_errors(grid),
        "crumbs": crumbs(
            (_("Notices"), reverse("disclosure_desk:notices")),
            (title, reverse("disclosure_desk:edition", args=[draft.pk])),
        ),
    }
    return render(request, "disclosure/content/allocation/desk/allocation.html", context, status=status)


def _cell_errors(grid: LineGrid) -> list[dict[str, str]]:
    """Return what is wrong, for the summary above the grid, with links to the cells."""
    return [
        {
            "href": f"#line-{row.index}-{name}",
            "text": _("Line %(number)d: %(reason)s") % {"number": row.index + 1, "reason": said},
        }
        for row in grid.rows
        for name, said in row.errors.items()
    ]


def _version(draft: Edition) -> str:
    """Return what tells these lines from those a colleague may have saved; empty where there are none."""
    lines: list[tuple[Any, ...]] = [
        (line.unit_id, line.recipient, line.fund, line.amount, line.paid_on, line.note) for line in lines_of(draft)
    ]
    return hashlib.sha256(repr(lines).encode()).hexdigest()[:32] if lines else ""
