"""Inspections: the list, their plans, and the page of one with what was found."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.inspections import forms
from accountability.inspections.actions import inspections as actions
from accountability.inspections.enums import DONE, HELD, InspectionKind, InspectionState
from accountability.inspections.models import Inspection
from accountability.inspections.policies import (
    INSPECTION_STEPS,
    PLANS_FOR,
    READS_INSPECTION,
    RECORDS_VISITS,
    RUNS_INSPECTION,
)
from accountability.inspections.presenters import staff as presenters
from accountability.inspections.queries import inspections as queries, people
from accountability.inspections.workflow import INSPECTION
from portal.accounts.desk.access import ForUnits
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView

INSPECTIONS = (gettext_lazy("Inspections"), "accountability_desk:inspections")
_HELD = "held"


def year_choices(request: HttpRequest | None) -> list[tuple[str, str]]:
    """Return the years of the inspections that somebody sees."""
    years = queries.years_of(request.user, timezone.now()) if request else []
    return [(str(year), str(year)) for year in years]


class InspectionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a kind and a state."""

    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), empty_label=gettext_lazy("All years"))
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=InspectionKind.choices, empty_label=gettext_lazy("All kinds")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(_HELD, gettext_lazy("Under way or closed")), *InspectionState.choices],
        method="in_state",
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = year_choices(self.request)

    def in_state(self, rows: QuerySet[Inspection], _name: str, value: str) -> QuerySet[Inspection]:
        """Return those in a state, or that are or were carried out."""
        return rows.filter(state__in=HELD if value == _HELD else [value])


class Inspections(DeskListView):
    """The inspections, the newest first."""

    template_name, filterset_class = "accountability/inspections/desk/list.html", InspectionFilter

    def exists_for_actor(self) -> bool:
        return queries.finds_inspections(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Inspection]:
        return queries.inspections_of(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": presenters.inspection_rows(context["object_list"]),
            "plans": PLANS_FOR.permitted(self.actor, at=self.at).exists(),
        }


class _PlanView(ActionView):
    """The plan of an inspection."""

    template_name = "accountability/inspections/desk/plan.html"
    form_class, below = forms.InspectionForm, (INSPECTIONS,)
    button = gettext_lazy("Save")
    lead = gettext_lazy("An unannounced check is known to its team and the leaders alone until notice is given.")

    def offered(self, town: Unit) -> dict[str, Any]:
        """Return who can inspect in a township, and what."""
        return {
            "team": people.labelled(people.may_inspect(town, at=self.at), town, at=self.at),
            "units": people.units_of_town(town),
        }

    def words(self) -> dict[str, str]:
        return {"title": self.done.title}

    def get_success_url(self) -> str:
        return presenters.page_of(self.done)


class NewInspection(ForUnits, _PlanView):
    """Plan an inspection."""

    units_policy = PLANS_FOR
    title, success_message = gettext_lazy("Plan an inspection"), gettext_lazy("Planned: %(title)s")

    @property
    def town(self) -> Unit:
        """The township that inspects."""
        return self.units[0]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": self.offered(self.town), "is_new": True}

    def get_initial(self) -> dict[str, Any]:
        return {"team": [self.actor.pk]}

    def act(self, form: forms.InspectionForm) -> Inspection:
        return actions.plan(actor=self.actor, town=self.town, at=self.at, **form.cleaned_data)


class ChangeInspection(_PlanView, ChangeView):
    """Change the plan of an inspection."""

    title, success_message = pgettext_lazy("of an inspection", "Change the plan"), gettext_lazy("Saved: %(title)s")

    @cached_property
    def inspection(self) -> Inspection:
        """The inspection."""
        return self.get_permitted(RUNS_INSPECTION, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.inspection)

    def subject(self) -> Inspection:
        return self.inspection

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": self.offered(self.inspection.town)}

    def get_initial(self) -> dict[str, Any]:
        names = ("kind", "title", "basis", "plan", "begins", "ends")
        chosen = {
            "team": list(self.inspection.team.values_list("pk", flat=True)),
            "units": list(self.inspection.units.values_list("code", flat=True)),
        }
        return super().get_initial() | {name: getattr(self.inspection, name) for name in names} | chosen

    def act(self, form: forms.InspectionForm) -> Inspection:
        return actions.change(actor=self.actor, inspection=self.inspection, at=self.at, **form.cleaned_data)


class InspectionPage(DeskView):
    """One inspection, what it found, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        subject = get_object_or_404(queries.with_people(queries.inspections_of(self.actor, self.at)), pk=pk)
        return inspection_page(request, subject, at=self.at)


def inspection_page(
    request: HttpRequest,
    subject: Inspection,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show an inspection: what was found, which units were visited, and its plan and report."""
    person: Any = request.user
    today = today_of_due_days(at)
    findings = list(queries.findings_of(person, at).filter(visit__inspection=subject))
    visits = list(queries.visits_of(person, at).filter(inspection=subject).order_by("day", "pk"))
    runs = RUNS_INSPECTION.allows(person, subject, at=at)
    records = RECORDS_VISITS.allows(person, subject, at=at)
    context = {
        "inspection": subject,
        "tags": presenters.tags(subject),
        "meta": presenters.meta(subject),
        "figures": presenters.tally(subject, findings, len(visits), today),
        "cards": presenters.cards(findings, gives=runs, today=today),
        "put_right": presenters.finding_rows((one for one in findings if one.state in DONE), today=today),
        "units": presenters.unit_rows(subject, visits, findings, records=records, today=today),
        "records": records,
        "may_change": runs and subject.state in (InspectionState.PLANNED, InspectionState.UNDER_WAY),
        "steps": offered_steps(request, subject, INSPECTION, INSPECTION_STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, INSPECTION, words={"change": _("Plan changed")}),
        "crumbs": crumbs((_("Inspections"), reverse("accountability_desk:inspections"))),
        "has_rail": True,
    }
    return render(request, "accountability/inspections/desk/inspection.html", context, status=status)


class InspectionStep(StepView):
    """What the steps of an inspection have in common."""

    workflow, policy, policies, page = INSPECTION, READS_INSPECTION, INSPECTION_STEPS, inspection_page
    success_url = reverse_lazy("accountability_desk:inspections")

    def visible(self, pk: int) -> Inspection | None:
        """Return the inspection with what its page shows, if this person may see it."""
        return queries.with_people(queries.inspections_of(self.actor, self.at)).filter(pk=pk).first()

    def get_success_url(self) -> str:
        return presenters.page_of(self.subject)


class Begin(InspectionStep):
    """Begin it."""

    verb, action, is_main = "begin", actions.begin, True

    def consequences(self) -> list[Any]:
        return [_("From now on the team records which units it visited and what it found.")]


class Close(InspectionStep):
    """Close it with a report."""

    verb, action, form_class, is_main = "close", actions.close, forms.CloseForm, True

    def is_awaited(self) -> bool:
        return bool(self.subject.ends < today_of_due_days(self.at))

    def consequences(self) -> list[Any]:
        return [
            _("Its figures are public from now on, and of each finding what you approved, or else its kind alone."),
            _("What is still to be put right goes on. The inspection cannot be opened again."),
        ]


class Cancel(InspectionStep):
    """Cancel it."""

    verb, action, form_class = "cancel", actions.cancel, forms.CancelForm
