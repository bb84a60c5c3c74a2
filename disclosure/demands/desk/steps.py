"""The steps of a joint demand."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from disclosure.demands import actions, forms, queries
from disclosure.demands.desk.changing import tell_reached
from disclosure.demands.desk.demands import demand_page
from disclosure.demands.models import Demand, DemandSupport
from disclosure.demands.policies import KEEPS_DEMAND, STEPS
from disclosure.demands.workflow import DEMAND
from disclosure.notices.models import Notice
from disclosure.notices.queries.titles import neutral_title
from portal.desk.steps import StepView

NOTICES_OFFERED = 60


class DemandStep(StepView):
    """What the steps of a demand have in common."""

    workflow, policy, policies, page = DEMAND, KEEPS_DEMAND, STEPS, demand_page

    def visible(self, pk: int) -> Demand | None:
        """Return the demand with what its page shows, if this person keeps it."""
        return queries.kept_by(self.actor, at=self.at).filter(pk=pk).first()

    def get_success_url(self) -> str:
        """Lead to its page."""
        return reverse("disclosure_desk:demand", args=[self.kwargs["pk"]])


class SupportStep(DemandStep):
    """A step with one entry of support; its button stands beside each."""

    form_class = forms.ChosenSupportForm

    def support(self, form: Any) -> DemandSupport:
        """Return the entry that was chosen.

        Raises:
            Http404: It belongs to another demand.
        """
        rows = DemandSupport.objects.filter(demand=self.subject).select_related("demand")
        return get_object_or_404(rows, pk=form.cleaned_data["support"])


class Confirm(SupportStep):
    """Confirm that whoever joined may."""

    verb = "confirm"

    def act(self, form: Any) -> Demand:
        """Confirm it."""
        return actions.confirm_support(actor=self.actor, support=self.support(form), seen=self.seen, at=self.at)

    def form_valid(self, form: Any) -> HttpResponse:
        """Tell also if enough have joined now."""
        response = super().form_valid(form)
        if self.done is not None:
            tell_reached(self.request, self.done)
        return response


class Unconfirm(SupportStep):
    """Take a confirmation back."""

    verb = "unconfirm"

    def act(self, form: Any) -> Demand:
        """Take it back."""
        return actions.unconfirm_support(actor=self.actor, support=self.support(form), seen=self.seen, at=self.at)


class End(DemandStep):
    """End it before enough have joined."""

    verb, form_class = "end", forms.EndDemandForm

    def act(self, form: Any) -> Demand:
        """End it with the reason."""
        reason = form.cleaned_data["reason"]
        return actions.end(actor=self.actor, demand=self.subject, reason=reason, seen=self.seen, at=self.at)


class NameNotice(DemandStep):
    """Say which notice gives what was demanded."""

    verb, form_class, is_main = "name_notice", forms.MeetingNoticeForm, True

    def form_arguments(self) -> dict[str, Any]:
        """Offer the village's live notices."""
        offered = queries.notices_to_meet(self.subject)[:NOTICES_OFFERED]
        return {"notices": [(one, neutral_title(one)) for one in offered]}

    def act(self, form: Any) -> Demand:
        """Name it."""
        notice = Notice.objects.get(number=form.cleaned_data["notice"])
        return actions.name_notice(actor=self.actor, demand=self.subject, notice=notice, seen=self.seen, at=self.at)
