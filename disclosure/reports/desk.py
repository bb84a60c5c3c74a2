"""The page on which the yearly report of a draft is filled in, and the lists behind its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, ngettext

from disclosure.notices.desk.notices import crumbs_of, the_draft
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import title_of
from disclosure.notices.queries.editions import visible
from disclosure.reports import queries
from disclosure.reports.actions import begun, save_report
from disclosure.reports.forms import BehindFilter, ReportForm, initial_of
from disclosure.reports.models import Report
from disclosure.reports.presenters import place_of, sentence_of, written
from disclosure.reports.rules import FORM, PARTS, TABLES, TEXTS, ZERO, Fault, Figures, Head, Table, cell
from disclosure.requests.models import Request
from portal.core.workflow import Words
from portal.desk.views import ChangeView, DeskListView


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A cell of the form: its field, what the portal counts with the list behind it, and last year's figure.

    Texts are empty where there is nothing to tell; `is_typed` says that the figure is not the portal's.
    """

    field: BoundField
    label: str
    counted: str
    is_typed: bool
    url: str
    before: str


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A row of the form."""

    heads: Sequence[Head]
    cells: Sequence[TypedCell]
    is_total: bool


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table of the form, as it will be printed."""

    key: str
    title: Words
    heads: Sequence[Sequence[Head]]
    lines: Sequence[TypedLine]


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A part of the report as it is filled in: the field of its text, or its tables."""

    number: int
    title: Words
    field: BoundField | None
    tables: Sequence[TypedTable]


class ReportPage(ChangeView):
    """The report as a form that looks like what is printed; saved finished or not."""

    form_class = ReportForm
    template_name = "disclosure/reports/desk/report.html"

    @cached_property
    def draft(self) -> Edition:
        draft = the_draft(self.actor, self.kwargs["pk"], at=self.at)
        if draft.form != FORM:
            raise Http404(_("This notice has another form."))
        return draft

    @cached_property
    def report(self) -> Report:
        return queries.report_of(self.draft) or begun(self.draft)

    @cached_property
    def faults(self) -> list[Fault]:
        return queries.faults_of(self.draft, self.report)

    def subject(self) -> Edition:
        return self.draft

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft.state != State.DRAFT:
            return redirect("disclosure_desk:edition", self.draft.pk)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        texts = {name: getattr(self.report, name) for name in TEXTS}
        return {**super().get_initial(), **initial_of(texts, self.report.figures, self.report.explanations)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"faults": self.faults}

    def act(self, form: ReportForm) -> Report | None:
        save_report(
            actor=self.actor,
            edition=self.draft,
            figures=form.figures,
            texts=form.texts,
            explanations=form.explanations,
            adds_up="add" in self.request.POST,
            draws="draw" in self.request.POST,
            seen=form.cleaned_data["seen"],
            at=self.at,
        )
        return queries.report_of(self.draft)

    @cached_property
    def left(self) -> int:
        """How many figures that do not fit are still to be explained, once it is saved."""
        return sum(not self.done.explanations.get(one.key) for one in queries.faults_of(self.draft, self.done))

    @property
    def success_message(self) -> str:  # type: ignore[override]
        if not self.left:
            return _("Saved. Every figure fits or is explained.")
        return ngettext(
            "Saved. %(count)d figure does not fit and is not explained yet.",
            "Saved. %(count)d figures do not fit and are not explained yet.",
            self.left,
        )

    def words(self) -> Mapping[str, Any]:
        return {"count": self.left}

    def get_success_url(self) -> str:
        name = "edition" if "done" in self.request.POST and not self.left else "report"
        return reverse(f"disclosure_desk:{name}", args=[self.draft.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs_of(self.draft)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        more = {
            "form": form,
            "edition": self.draft,
            "title": title_of(self.draft),
            "parts": self._parts(form),
            "faults": [(one, sentence_of(one), form.explanation(one)) for one in self.faults],
            "has_before": self.before is not None,
            "looks_behind": self.looks_behind,
        }
        return super().get_context_data(**kwargs | more)

    @cached_property
    def before(self) -> dict[str, Decimal] | None:
        """The figures published for the year before."""
        return queries.figures_before(self.draft)

    def _parts(self, form: ReportForm) -> list[TypedPart]:
        texts = {part: form[name] for name, part in TEXTS.items()}
        counted = queries.counted(self.draft.notice.unit.town, queries.year_of(self.draft))
        return [
            TypedPart(number, title, texts.get(number), [self._typed(one, form, counted) for one in tables])
            for number, title in PARTS.items()
            for tables in ([table for table in TABLES if table.part == number],)
        ]

    def _typed(self, table: Table, form: ReportForm, counted: Figures) -> TypedTable:
        lines = [
            TypedLine(line.heads, [self._cell(name, form, counted) for name in line.cells], line.is_total)
            for line in table.lines
        ]
        return TypedTable(table.key, table.title, table.heads, lines)

    def _cell(self, name: str, form: ReportForm, counted: Figures) -> TypedCell:
        field, found, before = form[name], counted.get(name, ZERO), (self.before or {}).get(name, ZERO)
        table, row, column = name.split("-")
        is_typed = table == "requests" and str(field.value() or "0") != written(found)
        return TypedCell(
            field=field,
            label=place_of(name),
            counted=written(found) if found or is_typed else "",
            is_typed=is_typed,
            url=self._behind(row, column) if found and self.looks_behind else "",
            before=written(before) if before else "",
        )

    @cached_property
    def looks_behind(self) -> bool:
        """Whether the lists behind the figures show the reader something."""
        return queries.looks_behind(self.actor, self.draft, at=self.at)

    def _behind(self, row: str, column: str) -> str:
        return reverse("disclosure_desk:report_behind", args=[self.draft.pk, row, column])


class Behind(DeskListView):
    """The requests behind one figure: those of them that the reader works on."""

    template_name, filterset_class = "disclosure/reports/desk/behind.html", BehindFilter

    @cached_property
    def edition(self) -> Edition:
        edition = visible(self.actor, at=self.at).filter(pk=self.kwargs["pk"], form=FORM).first()
        if edition is None:
            raise Http404(_("There is no such report."))
        return edition

    def get_queryset(self) -> QuerySet[Request]:
        row, column = self.kwargs["row"], self.kwargs["column"]
        found = queries.requests_behind(self.actor, self.edition, row, column, at=self.at)
        if found is None:
            raise Http404(_("There is no such figure."))
        return found

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs_of(self.edition)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = cell("requests", self.kwargs["row"], self.kwargs["column"])
        counted = queries.counted(self.edition.notice.unit.town, queries.year_of(self.edition))
        context = super().get_context_data(**kwargs)
        context |= {"title": place_of(name), "year": queries.year_of(self.edition)}
        context["others"] = int(counted.get(name, ZERO)) - context["paginator"].count
        return context
