"""What was promised on visit days, on the desk of who does it and of who follows it."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from petitions.visit_days import forms
from petitions.visit_days.actions import receptions as actions
from petitions.visit_days.enums import PromiseState
from petitions.visit_days.models import Promise
from petitions.visit_days.policies import PROMISE_STEPS, READS_BOOKING, READS_PROMISE
from petitions.visit_days.presenters import staff as presenters
from petitions.visit_days.queries import promises as queries
from petitions.visit_days.workflow import PROMISE
from portal.core.texts import as_written
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import DeskListView, DeskView


class PromiseFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a state, and to the unit that does it."""

    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_with_promises(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=PromiseState.choices, empty_label=gettext_lazy("All")
    )


class Promises(DeskListView):
    """What was promised: what is still to be done first, by the day it is due."""

    template_name, filterset_class = "petitions/visit_days/desk/promises.html", PromiseFilter

    def exists_for_actor(self) -> bool:
        return queries.finds_promises(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Promise]:
        return queries.promises_of(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": presenters.promise_rows(context["object_list"], at=self.at)}


class PromisePage(DeskView):
    """One promise, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        promise = get_object_or_404(queries.promises_of(self.actor, self.at), pk=pk)
        return promise_page(request, promise, at=self.at)


def promise_page(
    request: HttpRequest, subject: Promise, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a promise, what was done, and its steps."""
    person: Any = request.user
    booking = subject.reception.booking
    reads_booking = READS_BOOKING.allows(person, booking, at=at)
    context = {
        "promise": subject,
        "title": presenters.title_of_promise(subject),
        "tags": presenters.promise_tags(subject),
        "meta": presenters.promise_meta(subject),
        "done_with": as_written(subject.done_with),
        "booking_url": reverse("petitions_desk:booking", args=[booking.pk]) if reads_booking else "",
        "steps": offered_steps(request, subject, PROMISE, PROMISE_STEPS, at=at, refused=refused, verb=verb),
        "waits_text": presenters.promise_step(subject),
        "trail": trail(subject, PROMISE),
        "crumbs": crumbs((_("Promises"), reverse("petitions_desk:promises"))),
    }
    return render(request, "petitions/visit_days/desk/promise.html", context, status=status)


class PromiseStep(StepView):
    """What the steps of a promise have in common."""

    workflow, policy, policies, page = PROMISE, READS_PROMISE, PROMISE_STEPS, promise_page
    success_url = reverse_lazy("petitions_desk:promises")

    def visible(self, pk: int) -> Promise | None:
        """Return the promise with what its page shows, if this person may see it."""
        return queries.promises_of(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        """Return the number."""
        return str(self.subject.audit_number())


class Report(PromiseStep):
    """Report it as done."""

    verb, action, form_class, is_main = "report", actions.report, forms.ReportForm, True

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.subject.done_with}


class Confirm(PromiseStep):
    """Confirm that it is done."""

    verb, action, is_main = "confirm", actions.confirm, True

    def consequences(self) -> list[Any]:
        return [_("Ask the resident first. They read what was done, with number and code.")]


class SendBack(PromiseStep):
    """Send it back."""

    verb, action, form_class = "send_back", actions.send_back, forms.SendBackForm


class Postpone(PromiseStep):
    """Set another day."""

    verb, action, form_class = "postpone", actions.postpone, forms.PostponeForm
