"""Quarterly reports on the desk of the units, and of the discipline office that checks them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.letters.actions import reports as actions
from accountability.letters.desk.letters import LETTERS
from accountability.letters.enums import QUARTERS, ReportState
from accountability.letters.forms.letters import ReasonForm
from accountability.letters.forms.rows import ReportForm
from accountability.letters.models import SelfReport
from accountability.letters.policies import READS_REPORT, REPORT_STEPS
from accountability.letters.presenters import reports as presenters
from accountability.letters.queries import reports as queries
from accountability.letters.queries.letters import current_of
from accountability.letters.queries.wording import said
from accountability.letters.workflow import SELF_REPORT
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import DeskListView, DeskView

REPORTS = (gettext_lazy("Quarterly reports"), "accountability_desk:self_reports")
STANDINGS = [
    ("open", gettext_lazy("Still to report")),
    ("done", pgettext_lazy("standing of a report", "Reported")),
    ("late", gettext_lazy("Late or missing")),
]


class ReportFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a quarter, how they stand, and a unit."""

    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Year"), choices=lambda: (), empty_label=gettext_lazy("All years")
    )
    quarter = django_filters.ChoiceFilter(
        label=gettext_lazy("Quarter"),
        choices=[(number, str(number)) for number in QUARTERS],
        empty_label=gettext_lazy("All"),
    )
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("How it stands"), choices=STANDINGS, method="of_standing", empty_label=gettext_lazy("All")
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_of(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.years_of(self.request.user, timezone.now())
        self.filters["year"].field.choices = [("", _("All years")), *((str(one), str(one)) for one in known)]

    def of_standing(self, rows: QuerySet[SelfReport], _name: str, value: str) -> QuerySet[SelfReport]:
        """Return the reports that stand so."""
        today = today_of_due_days(timezone.now())
        if value == "open":
            return rows.filter(queries.is_open(today))
        if value == "late":
            return rows.filter(queries.is_late(today))
        return rows.filter(state__in=[ReportState.REPORTED, ReportState.ACCEPTED])


class Reports(DeskListView):
    """The reports of quarters that have ended."""

    below, template_name, filterset_class = (LETTERS,), "accountability/letters/desk/reports.html", ReportFilter

    def exists_for_actor(self) -> bool:
        return queries.finds_reports(self.actor, self.at)

    def get_queryset(self) -> QuerySet[SelfReport]:
        return queries.seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": presenters.rows(context["object_list"], at=self.at)}


class ReportPage(DeskView):
    """One report, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return report_page(request, get_object_or_404(queries.seen_by(self.actor, self.at), pk=pk), at=self.at)


def report_page(
    request: HttpRequest, subject: SelfReport, /, *, at: Any, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a report: what was done for each duty, with its evidence, and its steps."""
    letter = current_of(subject.unit, subject.year)
    steps = offered_steps(request, subject, SELF_REPORT, REPORT_STEPS, at=at, refused=refused, verb=verb)
    context = {
        "title": presenters.title_of(subject),
        "tags": presenters.tags(subject),
        "meta": presenters.meta(subject),
        "lines": presenters.lines(subject),
        "letter_url": reverse("accountability_desk:letter", args=[letter.pk]) if letter else "",
        # Its form has three fields a duty, so it stands in the page and not beside it.
        "write": next((one for one in steps if one.verb == "report"), None),
        "steps": [one for one in steps if one.verb != "report"],
        "waits_text": "" if any(one.verb == "report" for one in steps) else presenters.step_of(subject),
        "trail": trail(subject, SELF_REPORT),
        "crumbs": crumbs(*((str(label), reverse(name)) for label, name in (LETTERS, REPORTS))),
    }
    return render(request, "accountability/letters/desk/report.html", context, status=status)


class ReportStep(StepView):
    """What the steps of a report have in common."""

    workflow, policy, policies, page = SELF_REPORT, READS_REPORT, REPORT_STEPS, report_page
    success_url = reverse_lazy("accountability_desk:self_reports")

    def visible(self, pk: int) -> SelfReport | None:
        """Return the report with what its page shows, if this person may see it."""
        return queries.seen_by(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        """Return what it is called."""
        return presenters.title_of(self.subject)


class Report(ReportStep):
    """Report a quarter."""

    verb, action, form_class, is_main = "report", actions.report, ReportForm, True

    def is_offered(self) -> bool:
        return bool(self.subject.ends_on < today_of_due_days(self.at))

    def form_arguments(self) -> dict[str, Any]:
        letter = current_of(self.subject.unit, self.subject.year)
        return {"duties": said(letter).duties if letter else ()}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for line in self.subject.lines.all():
            initial |= {f"text_{line.number}": line.text, f"evidence_{line.number}": line.evidence}
        return initial

    def act(self, form: ReportForm) -> SelfReport:
        return actions.report(actor=self.actor, self_report=self.subject, done=form.done(), seen=self.seen, at=self.at)


class Accept(ReportStep):
    """Accept it."""

    verb, action, is_main, at_once = "accept", actions.accept, True, True


class SendReportBack(ReportStep):
    """Send it back."""

    verb, action, form_class = "send_back", actions.send_back, ReasonForm


class EvidenceFile(DeskView):
    """A file of a report."""

    def get(self, request: HttpRequest, pk: int, file: int, name: str) -> HttpResponseBase:
        report = get_object_or_404(queries.seen_by(self.actor, self.at), pk=pk)
        found = get_object_or_404(report.files, pk=file, name=name)
        return files.file_response(
            request,
            store="private",
            stored=found.stored_as,
            sha256=found.sha256,
            name=found.name,
            content_type=found.content_type,
            inline=True,
        )
