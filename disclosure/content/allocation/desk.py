"""The lines of an allocation, typed in a grid. The browser adds up; what counts is read and checked here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation.actions import Allotted, save_lines
from disclosure.content.allocation.enums import FORM
from disclosure.content.allocation.forms import LineGrid
from disclosure.content.allocation.queries import lines_of, recipients, total
from disclosure.notices.desk.base import crumbs_of, the_draft, version_of
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.titles import title_of
from portal.accounts.models import Unit
from portal.core.money import format_money
from portal.desk.grid import GridView


class AllocationPage(GridView):
    """The lines of a draft as a grid."""

    template_name = "disclosure/content/allocation/desk/allocation.html"
    grid_class = LineGrid

    @cached_property
    def draft(self) -> Edition:
        """The draft; it does not exist for others, nor where it is no allocation."""
        draft = the_draft(self.actor, self.kwargs["pk"], at=self.at)
        if draft.form != FORM:
            raise Http404(_("This notice is no allocation."))
        return draft

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show them, or the edition once it is no draft any more."""
        if self.draft.state != State.DRAFT:
            return redirect("disclosure_desk:edition", self.draft.pk)
        return super().get(request, *args, **kwargs)

    def showing(self) -> LineGrid:
        """Return the lines so far."""
        return LineGrid.showing(lines_of(self.draft))

    def version(self) -> int:
        """Return the version of the draft."""
        return version_of(self.draft)

    def read(self, grid: LineGrid) -> list[Allotted] | None:
        """Read the lines."""
        period = Period.parse(self.draft.notice.period)
        return grid.read(units=_units(self.draft), period=period, today=timezone.localdate(self.at))

    def save(self, read: list[Allotted], seen: int | None) -> str:
        """Save the lines, and say what they add up to."""
        save_lines(actor=self.actor, edition=self.draft, lines=read, seen=seen, at=self.at)
        return _saved_text(self.draft)

    def get_success_url(self) -> str:
        """Lead to the edition if the person is done, else stay."""
        name = "edition" if "done" in self.request.POST else "allocation"
        return reverse(f"disclosure_desk:{name}", args=[self.draft.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        """Lead back to the edition."""
        return crumbs_of(self.draft)

    def get_context_data(self, grid: LineGrid) -> dict[str, Any]:
        """Add what is saved, and the units that are proposed."""
        return super().get_context_data(grid) | {
            "edition": self.draft,
            "title": title_of(self.draft),
            "units": _units(self.draft),
            "total": total(lines_of(self.draft)),
        }


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
