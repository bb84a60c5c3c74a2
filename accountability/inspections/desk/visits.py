"""Visits to units: the list, the record of one, and what was found there."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.inspections import forms
from accountability.inspections.actions import visits as actions
from accountability.inspections.desk.inspections import INSPECTIONS, year_choices
from accountability.inspections.enums import HELD
from accountability.inspections.models import Inspection, UnitVisit
from accountability.inspections.policies import KEEPS_VISIT, RECORDS_VISITS
from accountability.inspections.presenters import staff as presenters
from accountability.inspections.queries import inspections as queries, people
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written
from portal.desk.pages import crumbs
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView


class VisitFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, an inspection and a unit."""

    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Year"), field_name="inspection__year", empty_label=gettext_lazy("All years")
    )
    inspection = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Inspection"),
        queryset=lambda request: queries.inspections_of(request.user, timezone.now()),
        empty_label=gettext_lazy("All inspections"),
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_visited(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = year_choices(self.request)


class Visits(DeskListView):
    """The units that were visited, the newest visit first."""

    template_name, filterset_class = "accountability/inspections/desk/visits.html", VisitFilter
    below = (INSPECTIONS,)

    def exists_for_actor(self) -> bool:
        return queries.finds_inspections(self.actor, self.at)

    def get_queryset(self) -> QuerySet[UnitVisit]:
        return queries.visits_of(self.actor, self.at).filter(inspection__state__in=HELD)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": presenters.visit_rows(context["object_list"])}


class VisitPage(DeskView):
    """The record of one visit, with what was found."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        visit = get_object_or_404(queries.visits_of(self.actor, self.at), pk=pk)
        today = today_of_due_days(self.at)
        findings = queries.findings_of(self.actor, self.at).filter(visit=visit).order_by("number")
        inspection = visit.inspection
        context = {
            "visit": visit,
            "meta": presenters.visit_meta(visit),
            "seen": as_written(visit.seen),
            "rows": presenters.finding_rows(findings, today=today),
            "keeps": KEEPS_VISIT.allows(self.actor, visit, at=self.at),
            "crumbs": crumbs(
                (_("Inspections"), reverse("accountability_desk:inspections")),
                (inspection.title, presenters.page_of(inspection)),
            ),
        }
        return render(request, "accountability/inspections/desk/visit.html", context)


class _RecordView(ActionView):
    """The record of a visit."""

    form_class, below = forms.VisitForm, (INSPECTIONS,)
    button = gettext_lazy("Save")

    def offered(self, inspection: Inspection) -> dict[str, Any]:
        """Return who can have gone."""
        return {"people": people.labelled(people.team_of(inspection), inspection.town, at=self.at)}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:unit_visit", args=[self.done.pk])


class NewVisit(_RecordView):
    """Record a visit."""

    title = gettext_lazy("Record a visit")
    success_message = gettext_lazy("Recorded. Enter what was found.")

    @cached_property
    def inspection(self) -> Inspection:
        """The inspection."""
        return self.get_permitted(RECORDS_VISITS, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.inspection)

    @property
    def lead(self) -> str:  # type: ignore[override]  # it names the inspection
        """The inspection."""
        return self.inspection.title

    def get_form_kwargs(self) -> dict[str, Any]:
        units = people.others_than_own(self.inspection, self.actor, at=self.at)
        offered = {**self.offered(self.inspection), "unit": units}
        return {**super().get_form_kwargs(), "offered": offered, "is_new": True}

    def get_initial(self) -> dict[str, Any]:
        return {
            "unit": self.request.GET.get("unit", ""),
            "day": min(today_of_due_days(self.at), self.inspection.ends),
            "people": [self.actor.pk],
        }

    def act(self, form: forms.VisitForm) -> UnitVisit:
        return actions.record_visit(actor=self.actor, inspection=self.inspection, at=self.at, **form.cleaned_data)


class ChangeVisit(_RecordView, ChangeView):
    """Put the record of a visit right."""

    title, success_message = gettext_lazy("Put the record right"), gettext_lazy("Saved.")

    @cached_property
    def visit(self) -> UnitVisit:
        """The visit."""
        return self.get_permitted(KEEPS_VISIT, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.visit)

    def subject(self) -> UnitVisit:
        return self.visit

    @property
    def lead(self) -> str:  # type: ignore[override]  # it names the unit
        """The unit."""
        return self.visit.unit.name

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": self.offered(self.visit.inspection)}

    def get_initial(self) -> dict[str, Any]:
        names = ("day", "place", "nothing_found")
        said = {name: getattr(self.visit, name) for name in names}
        went = list(self.visit.people.values_list("pk", flat=True))
        return super().get_initial() | said | {"seen_there": self.visit.seen, "people": went}

    def act(self, form: forms.VisitForm) -> UnitVisit:
        return actions.change_visit(actor=self.actor, visit=self.visit, at=self.at, **form.cleaned_data)
