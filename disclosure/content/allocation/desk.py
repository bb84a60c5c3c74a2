"""The lines of an allocation, typed in a grid. The browser adds up; what counts is read and checked here."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation.actions import save_lines
from disclosure.content.allocation.forms import LineGrid
from disclosure.content.allocation.models import FORM, AllocationLine
from disclosure.content.allocation.queries import lines_of, recipients, total
from disclosure.notices.desk.notices import DraftGridView
from disclosure.notices.models import Edition
from portal.accounts.models import Unit
from portal.accounts.queries import published_telephones
from portal.core.money import format_money


class AllocationPage(DraftGridView):
    """The lines of a draft as a grid."""

    template_name = "disclosure/content/allocation/desk/allocation.html"
    form_key = FORM
    grid_class = LineGrid

    def showing(self) -> LineGrid:
        return LineGrid.showing(lines_of(self.draft))

    def read(self, grid: LineGrid) -> list[AllocationLine] | None:
        period = Period.parse(self.draft.notice.period)
        return grid.read(
            units=_units(self.draft),
            period=period,
            today=timezone.localdate(self.at),
            published=published_telephones(self.draft.notice.unit),
        )

    def save(self, read: list[AllocationLine], seen: int | None) -> str:
        save_lines(actor=self.actor, edition=self.draft, lines=read, seen=seen, at=self.at)
        saved = ngettext(
            "Saved: %(count)d line, %(total)s yuan in all.",
            "Saved: %(count)d lines, %(total)s yuan in all.",
            len(read),
        )
        return saved % {"count": len(read), "total": format_money(total(lines_of(self.draft)))}

    def get_success_url(self) -> str:
        name = "edition" if "done" in self.request.POST else "allocation"
        return reverse(f"disclosure_desk:{name}", args=[self.draft.pk])

    def get_context_data(self, grid: LineGrid) -> dict[str, Any]:
        grid.sums = {"amount": format_money(total(lines_of(self.draft)))}
        return super().get_context_data(grid) | {"units": _units(self.draft)}


def _units(draft: Edition) -> list[Unit]:
    """Return the units a line may name; those named already stay, even where they were closed meanwhile."""
    named = [line.unit for line in lines_of(draft) if line.unit]
    return list(dict.fromkeys([*recipients(draft), *named]))
