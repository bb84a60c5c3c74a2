"""Checklists on the desk: what is asked, filled in and looked through."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy

from accountability.integrity.actions import checklists as actions
from accountability.integrity.desk.common import (
    Entering,
    IntegrityCsv,
    IntegrityList,
    shown,
    unit_filter,
    way_to,
)
from accountability.integrity.enums import ChecklistState
from accountability.integrity.forms import checklists as forms
from accountability.integrity.models import Checklist, ChecklistTemplate
from accountability.integrity.policies import CHECKLIST_STEPS, KEEPS_TEMPLATE, SEES_CHECKLIST
from accountability.integrity.presenters import checklists as presenters
from accountability.integrity.presenters.tables import Table
from accountability.integrity.queries import checklists as queries, opening
from accountability.integrity.workflow import CHECKLIST
from portal.core.demonstration import today_of_due_days
from portal.core.spreadsheets import Row
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import changes_of, trail
from portal.desk.views import ActionView, ChangeView, DeskView
from portal.desk.years import year_filter

CHECKLISTS = (gettext_lazy("Checklists"), "accountability_desk:checklists")
TEMPLATES = (gettext_lazy("What is asked"), "accountability_desk:checklist_templates")
ASKED = ("title", "cadence", "for_kind", "lines", "days_to_fill_in", "first_period", "is_active")


class ChecklistFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a unit, a period, a state, and to what came late or not at all."""

    year = year_filter("due__year")
    unit = unit_filter()
    period = django_filters.CharFilter(label=gettext_lazy("Period"), max_length=7)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=ChecklistState.choices, empty_label=gettext_lazy("All")
    )
    late = django_filters.ChoiceFilter(
        label=gettext_lazy("In time"),
        method="by_time",
        choices=[
            ("in_time", pgettext_lazy("checklists", "In time")),
            ("late", pgettext_lazy("checklists", "Late")),
            ("missing", pgettext_lazy("checklists", "Missing")),
            ("owed", pgettext_lazy("checklists", "Late or missing")),
        ],
        empty_label=gettext_lazy("All"),
    )

    def by_time(self, rows: QuerySet[Checklist], _name: str, value: str) -> QuerySet[Checklist]:
        """Return those that were submitted in time, late, or not."""
        missing = queries.is_missing(today_of_due_days(timezone.now()))
        wanted: dict[str, Q] = {
            "in_time": queries.IN_TIME,
            "late": queries.LATE,
            "missing": missing,
            "owed": queries.LATE | missing,
        }
        return rows.filter(wanted[value])


class Checklists(IntegrityList):
    """The checklists somebody sees."""

    names, heading, filterset_class, has_csv = "checklists", gettext_lazy("Checklists"), ChecklistFilter, True
    note = gettext_lazy("What is still to be filled in stands first.")
    is_there, new = opening.sees_checklists, (("checklist_templates", gettext_lazy("What is asked")),)

    def get_queryset(self) -> QuerySet[Checklist]:
        return queries.checklists_of(self.actor, self.at)

    def table(self, rows: Any) -> Table:
        return presenters.checklist_table(rows, self.at)


class ChecklistsCsv(IntegrityCsv, Checklists):
    """The same to take away."""

    file_name = "checklists"

    def csv_rows(self, rows: Any) -> list[Row]:
        return presenters.checklist_csv(rows, self.at)


class ChecklistPage(DeskView):
    """One checklist, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        checklist = get_object_or_404(queries.checklists_of(self.actor, self.at), pk=pk)
        return checklist_page(request, checklist, at=self.at)


def checklist_page(
    request: HttpRequest, subject: Checklist, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a checklist with its answers, what has been done, and its steps."""
    answers = list(subject.answers.all())
    steps = offered_steps(request, subject, CHECKLIST, CHECKLIST_STEPS, at=at, refused=refused, verb=verb)
    context = {
        "checklist": subject,
        "title": presenters.title_of(subject),
        "tags": [presenters.state_tag(subject, today_of_due_days(at))],
        "meta": presenters.checklist_meta(subject),
        "table": presenters.answer_table(subject, answers),
        "filling": next((one for one in steps if one.verb == Submit.verb), None),
        "steps": [one for one in steps if one.verb != Submit.verb],
        "trail": trail(subject, CHECKLIST),
        "crumbs": way_to(CHECKLISTS),
    }
    return render(request, "accountability/integrity/desk/checklist.html", context, status=status)


class ChecklistStep(StepView):
    """What the steps of a checklist have in common."""

    workflow, policy, policies, page = CHECKLIST, SEES_CHECKLIST, CHECKLIST_STEPS, checklist_page
    success_url = reverse_lazy("accountability_desk:checklists")

    def visible(self, pk: int) -> Checklist | None:
        """Return the checklist with what its page shows, if this person may see it."""
        return queries.checklists_of(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return presenters.title_of(self.subject)


class Submit(ChecklistStep):
    """Fill it in and submit it."""

    verb, form_class, is_main = "submit", forms.AnswersForm, True

    def form_arguments(self) -> dict[str, Any]:
        return {"checklist": self.subject}

    def get_initial(self) -> dict[str, Any]:
        """Propose what was answered before it was sent back."""
        before: dict[str, Any] = {}
        for one in self.subject.answers.all():
            before |= {
                f"answer_{one.number}": one.answer,
                f"count_{one.number}": one.count,
                f"note_{one.number}": one.note,
            }
        return before

    def act(self, form: Any) -> Checklist:
        return actions.submit(actor=self.actor, checklist=self.subject, lines=form.lines, seen=self.seen, at=self.at)


class Check(ChecklistStep):
    """Say that it was looked through."""

    verb, action, is_main, at_once = "check", actions.check, True, True


class SendBack(ChecklistStep):
    """Send it back to its unit."""

    verb, action, form_class = "send_back", actions.send_back, forms.SendBackForm


class TemplateFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrows nothing; there are few."""


class Templates(IntegrityList):
    """What is asked of units."""

    names, heading, filterset_class = "checklist_templates", gettext_lazy("What is asked"), TemplateFilter
    note = gettext_lazy("Checklists open by themselves once their period has ended.")
    is_there, new = opening.keeps, (("enter_checklist_template", gettext_lazy("Ask something new")),)

    def crumbs(self) -> list[tuple[str, str]]:
        return way_to(CHECKLISTS)

    def get_queryset(self) -> QuerySet[ChecklistTemplate]:
        return queries.templates_of(self.actor, self.at)

    def table(self, rows: Any) -> Table:
        return presenters.template_table(rows)


class EnterTemplate(Entering):
    """Ask something new of units."""

    form_class, page, way = forms.TemplateForm, "checklist_template", TEMPLATES
    title = gettext_lazy("Ask something new")

    def act(self, form: Any) -> ChecklistTemplate:
        return actions.add_template(actor=self.actor, town=self.town, asked=form.asked, at=self.at)


class OneTemplate(DeskView):
    """A page about one template."""

    @cached_property
    def template(self) -> ChecklistTemplate:
        """The template, if this person keeps it."""
        rows = KEEPS_TEMPLATE.permitted(self.actor, at=self.at).select_related("town")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def crumbs(self) -> list[tuple[str, str]]:
        return way_to(CHECKLISTS, TEMPLATES)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:checklist_template", args=[self.kwargs["pk"]])


class ChangeTemplate(OneTemplate, ChangeView):
    """Change what is asked; what it said before stands below."""

    template_name = "accountability/integrity/desk/template.html"
    form_class, button, success_message = forms.ChangeTemplateForm, gettext_lazy("Save"), gettext_lazy("Saved.")

    def subject(self) -> ChecklistTemplate:
        return self.template

    def get_initial(self) -> dict[str, Any]:
        said = {name: getattr(self.template, name) for name in ASKED}
        return super().get_initial() | said | {"lines": "\n".join(self.template.lines)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = {field.name: field.verbose_name for field in ChecklistTemplate._meta.fields if field.name in ASKED}
        records = self.template.history.select_related("history_user")
        more = {
            "title": self.template.title,
            "trail": changes_of(records, labels, show=_listed),
            "open_form": _open_form(self.template, self.at),
            "open_url": reverse("accountability_desk:open_checklists", args=[self.template.pk]),
        }
        return super().get_context_data(**more | kwargs)

    def act(self, form: Any) -> ChecklistTemplate:
        seen = form.cleaned_data["seen"]
        return actions.change_template(
            actor=self.actor, template=self.template, asked=form.asked, seen=seen, at=self.at
        )


class OpenChecklists(OneTemplate, ActionView):
    """Open the checklists of a period now, rather than once it has ended."""

    title, button = gettext_lazy("Open the checklists of a period"), pgettext_lazy("checklists of a period", "Open")
    success_message = gettext_lazy("Opened: %(count)d")

    def get_form(self, form_class: Any = None) -> forms.OpenForm:
        return _open_form(self.template, self.at, self.request.POST if self.request.method == "POST" else None)

    def act(self, form: Any) -> list[Checklist]:
        period = form.cleaned_data["period"]
        return actions.open_period(actor=self.actor, template=self.template, period=period, at=self.at)

    def words(self) -> dict[str, int]:
        return {"count": len(self.done)}


def _open_form(template: ChecklistTemplate, at: datetime, data: Any = None) -> forms.OpenForm:
    periods = queries.periods_to_open(template, today=today_of_due_days(at))
    return forms.OpenForm(data, periods=[(one, presenters.period_name(one)) for one in periods])


def _listed(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else shown(value)
