"""Editions on the desk: the list, one edition with its steps, what its figures count, its papers."""

from datetime import datetime
from functools import partial
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.reports import documents, forms
from accountability.reports.actions import deciding, drawing
from accountability.reports.enums import EDITABLE, PUBLIC, ReportState
from accountability.reports.models import Report
from accountability.reports.policies import DRAWS, READS, READS_OF, STEPS, WRITES
from accountability.reports.presenters import staff as presenters
from accountability.reports.presenters.report import ReportPage, shown, staff_address, title_of
from accountability.reports.queries import reports as queries
from accountability.reports.queries.contents import Content, content_of
from accountability.reports.queries.figures import Counted, counted, faults, lines_of
from accountability.reports.queries.log import page_of
from accountability.reports.registry import FIGURES, Figure, OfYear
from accountability.reports.workflow import OTHER_AUDIT_LABELS, YEARLY_REPORT
from portal.core import files
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import changes_of, trail
from portal.desk.views import ActionView, ButtonView, DeskListView, DeskView

LIST = (gettext_lazy("Yearly reports"), "accountability_desk:yearly_reports")
CHANGED = {
    "text": gettext_lazy("Text"),
    "explanation": pgettext_lazy("of a gap", "Explanation"),
}


class ReportFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a state."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=ReportState.choices, empty_label=gettext_lazy("All")
    )


class Reports(DeskListView):
    """The editions a person sees, the newest year first."""

    template_name, filterset_class = "accountability/reports/desk/reports.html", ReportFilter

    def exists_for_actor(self) -> bool:
        return READS_OF.permitted(self.actor, at=self.at).exists()

    def get_queryset(self) -> QuerySet[Report]:
        return queries.visible(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows, offered = presenters.rows(context["object_list"]), queries.to_draw(self.actor, self.at)
        return context | {"rows": rows, "may_draw": bool(offered)}


class NewReport(ActionView):
    """Have the report of a year drafted."""

    title, button, form_class = gettext_lazy("Draft a yearly report"), gettext_lazy("Draft it"), forms.NewReportForm
    lead = gettext_lazy("The portal drafts it from what happened. You then write what it cannot know.")
    success_message, below = gettext_lazy("Drafted. Every figure is linked with its source."), (LIST,)

    def exists_for_actor(self) -> bool:
        return DRAWS.permitted(self.actor, at=self.at).exists()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"offered": queries.to_draw(self.actor, self.at)}

    def act(self, form: forms.NewReportForm) -> Report:
        town, year = form.chosen
        return drawing.draw(actor=self.actor, town=town, year=year, at=self.at)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:yearly_report", args=[self.done.pk])


class OneReport(DeskView):
    """A page about one edition that somebody sees."""

    below = (LIST,)

    @cached_property
    def report(self) -> Report:
        """The edition."""
        report = queries.visible(self.actor, self.at).filter(pk=self.kwargs["pk"]).first()
        if report is None:
            raise Http404
        return report

    def get_success_url(self) -> str:
        return reverse("accountability_desk:yearly_report", args=[self.report.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        url = reverse("accountability_desk:yearly_report", args=[self.report.pk])
        return [*super().crumbs(), (title_of(self.report), url)]


class ReportView(OneReport):
    """One edition: what it says, where each figure is from, and what can be done."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return report_page(request, self.report, at=self.at)


def now_of(report: Report, at: datetime) -> dict[str, Counted] | None:
    """Return the figures as their sources have them now; None where an edition has been submitted with its own."""
    return dict(counted(report.town, report.year, at=at)) if report.state in EDITABLE else None


def page_shown(content: Content, at: datetime) -> ReportPage:
    """Return an edition as the desk shows it, with what disagrees while it is written."""
    report, now = content.report, now_of(content.report, at)
    found = faults(content.paragraphs, content.figures, now) if now is not None else []
    of = OfYear(report.town, report.year, at)
    return shown(content, address=partial(staff_address, of, report), now=now, faults=found, is_staff=True)


def report_page(
    request: HttpRequest, subject: Report, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show an edition with its steps, and what has been done with it."""
    content = content_of(subject)
    page, compared = page_shown(content, at), sum(one.before is not None for one in content.figures)
    changes = changes_of(queries.records_of(subject), CHANGED)
    told = trail(subject, YEARLY_REPORT, words=OTHER_AUDIT_LABELS, changes=changes)
    context = {
        "page": page,
        "report": subject,
        "tags": presenters.tags(subject),
        "meta": presenters.meta(subject),
        "loop": presenters.loop(subject, told[0].at if told else None, content.paragraphs),
        "tally": presenters.tally(page, content.paragraphs, compared),
        "may_write": WRITES.allows(request.user, subject, at=at),
        "may_correct": STEPS["corrects"].allows(request.user, subject, at=at),
        "public_url": page_of(subject) if subject.state in PUBLIC else "",
        "steps": offered_steps(request, subject, YEARLY_REPORT, STEPS, at=at, refused=refused, verb=verb),
        "trail": told,
        "crumbs": crumbs((_("Yearly reports"), reverse("accountability_desk:yearly_reports"))),
    }
    return render(request, "accountability/reports/desk/report.html", context, status=status)


class CountedView(OneReport):
    """What a figure of an edition counts, as it is now."""

    @cached_property
    def figure(self) -> Figure:
        """The figure."""
        found = FIGURES.get(self.kwargs["key"])
        if found is None or found.rows is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        of = OfYear(self.report.town, self.report.year, self.at)
        page, lines = lines_of(self.figure, of, request.GET.get("page"))
        context = {
            "figure": self.figure,
            "value": Counted(self.figure, self.figure.value(of), None).written,
            "report": self.report,
            "lines": lines,
            "page_obj": page,
            "crumbs": self.crumbs(),
        }
        return render(request, "accountability/reports/desk/counted.html", context)


class PaperView(OneReport):
    """An edition as PDF, docx or JSON, for those who see it in the desk."""

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        return files.content_response(
            request,
            documents.as_paper(self.report, form),
            name=documents.file_name(self.report, form),
            content_type=documents.CONTENT_TYPES[form],
            public=False,
            inline=form == "pdf",
        )


class Correct(OneReport, ActionView):
    """Begin another edition of a published report."""

    title, button, form_class = gettext_lazy("Correct the report"), gettext_lazy("Begin it"), forms.CorrectionForm
    success_message = gettext_lazy("Begun. The published edition stays until this one is published.")

    def exists_for_actor(self) -> bool:
        return STEPS["corrects"].permitted(self.actor, at=self.at).filter(pk=self.kwargs["pk"]).exists()

    def act(self, form: forms.CorrectionForm) -> Report:
        return drawing.correct(actor=self.actor, report=self.report, at=self.at, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:yearly_report", args=[self.done.pk])


class DrawAnew(OneReport, ButtonView):
    """Count every figure again, and draft again what nobody wrote over."""

    success_message = gettext_lazy("Drawn anew. What people wrote stands as it was.")

    def exists_for_actor(self) -> bool:
        return WRITES.permitted(self.actor, at=self.at).filter(pk=self.kwargs["pk"]).exists()

    def act(self, form: Any) -> Report:
        return drawing.draw_anew(actor=self.actor, report=self.report, seen=None, at=self.at)


class ReportStep(StepView):
    """What the steps of an edition have in common."""

    workflow, policy, policies, page = YEARLY_REPORT, READS, STEPS, report_page
    success_url = reverse_lazy("accountability_desk:yearly_reports")

    def visible(self, pk: int) -> Report | None:
        return queries.visible(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return title_of(self.done or self.subject)


class Submit(ReportStep):
    """Submit it to the party committee."""

    verb, action, is_main = "submit", deciding.submit, True

    def consequences(self) -> list[Words]:
        return [_("Its figures then stand as of this moment. The party committee reads it and decides.")]


class TakeBack(ReportStep):
    """Take it back."""

    verb, action = "take_back", deciding.take_back


class Approve(ReportStep):
    """Approve it."""

    verb, action, is_main = "approve", deciding.approve, True


class SendBack(ReportStep):
    """Send it back."""

    verb, action, form_class = "send_back", deciding.send_back, forms.ReasonForm


class Publish(ReportStep):
    """Publish it."""

    verb, action, is_main = "publish", deciding.publish, True

    def consequences(self) -> list[Words]:
        return [
            _("Everybody reads it at once, and it gets its entry in the publication log."),
            _("It cannot be changed any more. What is wrong is put right by another edition; this one stays readable."),
        ]
