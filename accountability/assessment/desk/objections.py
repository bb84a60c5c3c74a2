"""Objections to published results on the desk."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.assessment import forms
from accountability.assessment.actions import objections as actions
from accountability.assessment.desk.assessment import AboutAssessment
from accountability.assessment.desk.years import ASSESSMENTS
from accountability.assessment.enums import ObjectionChannel, ObjectionState
from accountability.assessment.models import Objection
from accountability.assessment.policies import OBJECTION_STEPS, READS_OBJECTION, READS_YEAR
from accountability.assessment.presenters import staff as presenters
from accountability.assessment.queries import assessments as queries
from accountability.assessment.workflow import OBJECTION
from portal.core import dates
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import DeskListView, DeskView


class ObjectionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a state."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an objection", "State"),
        choices=ObjectionState.choices,
        empty_label=gettext_lazy("All"),
    )


class Objections(DeskListView):
    """The objections to results."""

    template_name, filterset_class = "accountability/assessment/desk/objections.html", ObjectionFilter
    below = (ASSESSMENTS,)

    def exists_for_actor(self) -> bool:
        return READS_YEAR.permitted(self.actor, at=self.at).exists()

    def get_queryset(self) -> QuerySet[Objection]:
        return queries.objections_seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": presenters.objection_rows(context["object_list"], self.at)}


class Register(AboutAssessment):
    """Register an objection."""

    policy = OBJECTION_STEPS["registers"]
    title, button, form_class = (
        gettext_lazy("Register an objection"),
        gettext_lazy("Register it"),
        forms.ObjectionForm,
    )
    lead = gettext_lazy("It is answered within ten days.")
    success_message = gettext_lazy("Registered.")

    def act(self, form: Any) -> Objection:
        said = form.cleaned_data
        return actions.register(
            actor=self.actor,
            assessment=self.assessment,
            at=self.at,
            **{**said, "channel": ObjectionChannel(said["channel"])},
        )


class ObjectionPage(DeskView):
    """One objection."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(queries.objections_seen_by(self.actor, self.at), pk=pk)
        return objection_page(request, found, at=self.at)


def objection_page(
    request: HttpRequest,
    subject: Objection,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show an objection, its answer and its steps."""
    assessment = subject.assessment
    context = {
        "objection": presenters.shown_objections([subject], on_desk=True)[0],
        "title": presenters.objection_title(subject),
        "meta": [
            (_("Number"), subject.audit_number()),
            (_("How it came"), subject.get_channel_display()),
            (_("Received on"), dates.full_date(subject.received_on)),
            (_("To be answered by"), dates.full_date(subject.due)),
            *([(_("Number where it came in"), subject.source_number)] if subject.source_number else []),
        ],
        "assessment_url": reverse("accountability_desk:assessment", args=[assessment.pk]),
        "steps": offered_steps(request, subject, OBJECTION, OBJECTION_STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, OBJECTION),
        "crumbs": crumbs(
            (_("Assessment"), reverse("accountability_desk:assessments")),
            (_("Objections"), reverse("accountability_desk:assessment_objections")),
        ),
    }
    return render(request, "accountability/assessment/desk/objection.html", context, status=status)


class ObjectionStep(StepView):
    """What the steps of an objection have in common."""

    workflow, policy, policies, page = OBJECTION, READS_OBJECTION, OBJECTION_STEPS, objection_page
    form_class = forms.AnswerForm

    def visible(self, pk: int) -> Objection | None:
        return queries.objections_seen_by(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return presenters.objection_title(self.subject)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:assessment_objection", args=[self.subject.pk])


class Uphold(ObjectionStep):
    """Uphold it."""

    verb, action, is_main = "uphold", actions.uphold, True

    def consequences(self) -> list[str]:
        return [
            _("The team scores again. What was published stays readable beside the new result."),
            _("Everybody reads the answer."),
        ]


class Dismiss(ObjectionStep):
    """Do not uphold it."""

    verb, action = "dismiss", actions.dismiss

    def consequences(self) -> list[str]:
        return [_("Everybody reads the answer.")]
