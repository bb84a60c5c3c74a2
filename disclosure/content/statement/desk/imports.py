"""Bringing in a ledger: upload, check, mend, make the draft."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.queries import last_ended
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement import actions, queries
from disclosure.content.statement.desk.checks import check_page, errors_text, warnings_text
from disclosure.content.statement.enums import ImportState
from disclosure.content.statement.forms import RepairForm, UploadForm
from disclosure.content.statement.models import LedgerImport
from disclosure.content.statement.presenters.ledgers import (
    import_cell,
    import_row,
    title_of_import,
    upload_url,
)
from disclosure.content.statement.registry import sample_ledger, sample_ledger_for
from disclosure.ledger import template as workbooks
from disclosure.notices.desk.notices import clerk_units
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import editions_of_entry
from portal.accounts.models import Unit
from portal.core import files
from portal.core.refusals import Refused
from portal.desk.pages import crumbs, texts_of
from portal.desk.views import ActionView, DeskView, see_other

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PERIODS_SHOWN = 4


class ClerkPage(DeskView):
    """A page for clerks."""

    @cached_property
    def units(self) -> list[Unit]:
        """The units whose notices the person prepares; without one there is no such page."""
        return clerk_units(self.actor, at=self.at)

    def exists_for_actor(self) -> bool:
        return bool(self.units)


class Ledgers(ClerkPage):
    """The ledgers of the last periods, by unit, each with its state."""

    def get(self, request: HttpRequest) -> HttpResponse:
        entry = queries.accounts_entry()
        periods = last_ended(entry, self.units, today=timezone.localdate(self.at), count=PERIODS_SHOWN)
        imports = queries.imports_of(self.actor, at=self.at)
        shown = imports.filter(period__in=[str(one) for one in periods])
        newest = {(row.unit_id, row.period): row for row in reversed(list(shown))}
        written = editions_of_entry(self.units, entry, periods)
        context = {
            "periods": [name_of(one, short=True) for one in periods],
            "units": [
                (unit, [import_cell(unit, one, newest, written) for one in periods])
                for unit in self.units
                if unit.kind == entry.publisher
            ],
            "recent": [import_row(row) for row in imports[:15]],
            "crumbs": self.crumbs(),
        }
        return render(request, "disclosure/content/statement/desk/ledgers.html", context)


class UploadView(ClerkPage, ActionView):
    """Take a ledger in; `refused` is one whose file was refused, where its page shows the form again."""

    form_class = UploadForm
    template_name = "disclosure/content/statement/desk/new_ledger.html"
    refused: LedgerImport | None = None

    @cached_property
    def units(self) -> list[Unit]:
        """The units of the clerk that bring in ledgers."""
        publisher = queries.accounts_entry().publisher
        return [unit for unit in clerk_units(self.actor, at=self.at) if unit.kind == publisher]

    def get_initial(self) -> dict[str, str]:
        if self.refused:
            return {"unit": self.refused.unit.code, "period": self.refused.period}
        return {name: self.request.GET.get(name, "") for name in ("unit", "period")}

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = {"units": self.units, "today": timezone.localdate(self.at), "entry": queries.accounts_entry()}
        return super().get_form_kwargs() | offered

    def act(self, form: UploadForm) -> LedgerImport:
        entered = form.cleaned_data
        return actions.upload_ledger(
            actor=self.actor,
            unit=_one_of(self.units, entered["unit"]),
            period=entered["period"],
            name=entered["file"].name or "",
            content=entered["file"].read(),
            at=self.at,
        )

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:ledger", args=[self.done.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        unit = next((one for one in self.units if one.code == form["unit"].value()), self.units[0])
        period = str(form["period"].value() or form.fields["period"].choices[0][0])
        sample = sample_ledger_for(unit, period)
        context = {
            "refused": self.refused,
            "unit": unit,
            "period": period,
            "sample_url": reverse("disclosure_desk:sample_ledger", args=[sample]) if sample else "",
            "template_url": reverse("disclosure_desk:ledger_template") + f"?unit={unit.code}&period={period}",
            "crumbs": crumbs((_("Ledgers"), reverse("disclosure_desk:ledgers"))),
        }
        return super().get_context_data(**context | kwargs)


class LedgerPage(DeskView):
    """A page about one ledger."""

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs((_("Ledgers"), reverse("disclosure_desk:ledgers")))

    @cached_property
    def row(self) -> LedgerImport:
        """The ledger; another unit's does not exist."""
        return get_object_or_404(queries.imports_of(self.actor, at=self.at), pk=self.kwargs["pk"])


class CheckView(LedgerPage, ActionView):
    """A ledger with its faults; what was sent and cannot be read is shown as it was typed."""

    form_class = RepairForm
    template_name = "disclosure/content/statement/desk/ledger.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            "data": texts_of(self.request) if self.request.method == "POST" else None,
            "findings": queries.findings_of_import(self.row),
            "answers": self.row.answers,
            "ledger": queries.ledger_of(self.row),
            "accounts": queries.chart(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.state in (ImportState.READING, ImportState.REFUSED):
            return see_other(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:ledger", args=[self.row.pk])

    def mend(self, form: RepairForm) -> None:
        """Put right what was sent."""
        self.row = actions.mend_import(
            actor=self.actor, ledger_import=self.row, at=self.at, fixes=form.fixes, answers=form.given
        )

    def refuse(self, form: RepairForm, refusal: Refused) -> HttpResponse:
        del self.row
        return super().refuse(form, refusal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        page = check_page(self.row, form, unfolded=self.request.GET.get("open", ""))
        return super().get_context_data(page=page, **kwargs)


class Ledger(CheckView):
    """A ledger: being read, refused, checked with its faults, or made into a draft."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.state == ImportState.READING:
            context = {
                "ledger_import": self.row,
                "title": title_of_import(self.row),
                "job": self.row.job,
                "upload_url": upload_url(self.row.unit, self.row.period),
                "crumbs": self.crumbs(),
            }
            return render(request, "disclosure/content/statement/desk/ledger_reading.html", context)
        if self.row.state == ImportState.REFUSED:
            return UploadView.as_view(refused=self.row)(request)  # type: ignore[return-value]
        return super().get(request, *args, **kwargs)

    def act(self, form: RepairForm) -> None:
        self.mend(form)
        left = queries.outstanding(queries.findings_of_import(self.row), self.row.answers)
        texts = {"errors": errors_text(left.errors), "warnings": warnings_text(left.warnings)}
        done = _("Checked again: no error, and every warning is answered.")
        self.success_message = _("Checked again: %(errors)s, %(warnings)s.") % texts if left else done


class MakeDraft(CheckView):
    """Make the draft edition."""

    http_method_names = ("post",)
    success_message = gettext_lazy("The draft is made. Read it once more, then submit it.")

    def act(self, form: RepairForm) -> Edition:
        if form.fixes or form.given:
            self.mend(form)
        return actions.make_draft(actor=self.actor, ledger_import=self.row, at=self.at)

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:edition", args=[self.done.pk]) if self.done else super().get_success_url()


class ReadingProgress(LedgerPage):
    """How far a ledger is read, as a piece of its page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row
        if row.state != ImportState.READING or not (row.job and row.job.is_open):
            return HttpResponseClientRedirect(reverse("disclosure_desk:ledger", args=[row.pk]))
        context = {"ledger_import": row, "job": row.job}
        return render(request, "disclosure/content/statement/desk/_reading.html", context)


class AnnotatedLedger(LedgerPage):
    """The ledger as read so far, with its faults written beside the rows."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.row.document:
            raise Http404(_("This ledger has not been read."))
        content = workbooks.annotated(queries.ledger_of(self.row), queries.findings_of_import(self.row))
        return _workbook(request, content, f"{self.row.unit.name_zh}{self.row.period}账目（带批注）.xlsx")


class EmptyWorkbook(ClerkPage):
    """An empty workbook for a unit and a period."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        unit = _one_of(self.units, request.GET.get("unit", ""))
        try:
            period = Period.parse(request.GET.get("period", ""))
        except ValueError as wrong:
            raise Http404(_("There is no such period.")) from wrong
        opening = queries.previous_closing(unit, queries.accounts_entry(), period)
        content = workbooks.empty(unit=unit.name_zh, period=period, opening=opening, accounts=queries.chart())
        return _workbook(request, content, f"{unit.name_zh}{period.name_zh}账目.xlsx")


class SampleLedger(DeskView):
    """A ledger to try with, offered to the clerks of a unit."""

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        content = sample_ledger(name, self.actor, self.at)
        if content is None:
            raise Http404(_("There is no such ledger."))
        return _workbook(request, content, name)


def _workbook(request: HttpRequest, content: bytes, name: str) -> HttpResponseBase:
    return files.content_response(request, content, name=name, content_type=XLSX, public=False)


def _one_of(units: list[Unit], code: str) -> Unit:
    unit = next((one for one in units if one.code == code), None)
    if unit is None:
        raise Http404(_("There is no such unit."))
    return unit
