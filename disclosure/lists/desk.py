"""The lines of a list, typed in a grid or brought in from a workbook."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from disclosure.catalogue.rules.periods import Period
from disclosure.lists.actions import attach_photograph, save_lines
from disclosure.lists.documents.tables import empty_workbook
from disclosure.lists.forms.grid import ListGrid, grid_of
from disclosure.lists.forms.workbook import PhotographsForm, WorkbookForm, read_workbook, told
from disclosure.lists.queries import lines_of, photographs_of, sums
from disclosure.lists.registry import LISTS, ListForm
from disclosure.notices.desk.notices import DraftGridView
from disclosure.notices.queries.content import title_zh
from portal.accounts.queries import published_telephones
from portal.core import files
from portal.core.money import format_money
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import joint, sentences
from portal.core.workbooks.faults import FileRefusal
from portal.desk.grid.rows import Grid
from portal.desk.views import see_other

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListDraftView(DraftGridView):
    """A page about the list of a draft."""

    def is_written_here(self, form: str) -> bool:
        return form in LISTS

    @property
    def form(self) -> ListForm:
        """The form of the draft."""
        return LISTS[self.draft.form]


class ListPage(ListDraftView):
    """The lines of a draft as a grid; a workbook that is sent fills it, and is saved where nothing is wrong with it."""

    template_name = "disclosure/lists/desk/list.html"

    def get_grid_class(self) -> type[Grid]:
        return grid_of(self.form)

    def showing(self) -> ListGrid:
        return grid_of(self.form).showing(lines_of(self.form, self.draft))

    def read(self, grid: ListGrid) -> list[Any] | None:
        period = Period.parse(self.draft.notice.period)
        return grid.with_choices().read(period=period, published=published_telephones(self.draft.notice.unit))

    def save(self, read: list[Any], seen: int | None) -> str:
        save_lines(actor=self.actor, edition=self.draft, form=self.form, lines=read, seen=seen, at=self.at)
        saved = ngettext("Saved: %(count)d line.", "Saved: %(count)d lines.", len(read)) % {"count": len(read)}
        return sentences(saved, self.said)

    said = ""
    """What is to be known of the workbook."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "bring" in request.POST:
            return self._bring_in(request)
        if "attach" in request.POST and self.form.pictured:
            return self._attach(request)
        return super().post(request, *args, **kwargs)

    def _bring_in(self, request: HttpRequest) -> HttpResponse:
        form = WorkbookForm(request.POST, request.FILES)
        seen = self.version()
        if not form.is_valid():
            return self.page(self.showing(), seen=seen, refusal=str(form.errors["file"][0]), status=422)
        try:
            found = read_workbook(self.form, form.cleaned_data["file"].read())
        except FileRefusal as fault:
            return self.page(self.showing(), seen=seen, refusal=_(fault.sentence) % fault.params, status=422)
        if not found.rows:
            refusal = _("There is no line below the heads of this file. What stood here stays.")
            return self.page(self.showing(), seen=seen, refusal=refusal, status=422)
        grid, self.said = grid_of(self.form).filled(found.rows), told(found)
        return self.save_typed(grid, seen, refusal=sentences(*found.wrong_sums))

    def _attach(self, request: HttpRequest) -> HttpResponse:
        """Attach the photographs that are accepted; the others are named with the reason."""
        form = PhotographsForm(request.POST, request.FILES)
        refused = [] if form.is_valid() else [str(form.errors["photographs"][0])]
        for file in form.cleaned_data.get("photographs", ()):
            try:
                self._attach_one(file.name, file.read())
            except NotAllowed:
                raise
            except Refused as refusal:
                refused.append(_("%(name)s: %(reason)s") % {"name": file.name, "reason": refusal})
        if refused:
            return self.page(self.showing(), seen=self.version(), refusal="\n".join(refused), status=422)
        messages.success(request, _("The photographs are attached."))
        return see_other(reverse("disclosure_desk:list", args=[self.draft.pk]))

    def _attach_one(self, name: str, content: bytes) -> None:
        attach_photograph(actor=self.actor, edition=self.draft, form=self.form, name=name, content=content, at=self.at)

    def get_success_url(self) -> str:
        name = "edition" if "done" in self.request.POST else "list"
        return reverse(f"disclosure_desk:{name}", args=[self.draft.pk])

    def get_context_data(self, grid: Any) -> dict[str, Any]:
        lines = lines_of(self.form, self.draft)
        totals = sums(self.form, lines)
        grid.with_choices().sums = {name: format_money(total) for name, total in totals.items()}
        return super().get_context_data(grid) | {
            "form": self.form,
            "columns": joint().join(self.form.heading_of(name) for name in self.form.names),
            "never": joint().join(self.form.never),
            "is_empty": not lines,
            "workbook": WorkbookForm(),
            "photographs": PhotographsForm() if self.form.pictured else None,
            "pictured": self._pictured(lines),
            "said": self.said,
        }

    def _pictured(self, lines: list[Any]) -> str:
        """Return who has no photograph yet, in a sentence; empty where nobody can have one."""
        if not self.form.pictured or not lines:
            return ""
        there = photographs_of(self.draft)
        missing = [name for line in lines if (name := getattr(line, self.form.pictured)) not in there]
        if not missing:
            return _("Everybody has a photograph.")
        return _("No photograph yet: %(names)s.") % {"names": joint().join(missing)}


class EmptyWorkbook(ListDraftView):
    """The workbook to fill in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        title = title_zh(self.draft)
        content = empty_workbook(self.form, title=title)
        return files.content_response(request, content, name=f"{title}.xlsx", content_type=XLSX, public=False)
