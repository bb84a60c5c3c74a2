"""Joint demands on the desk: the list, and the page of one with who joined."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.demands import forms, presenters, queries
from disclosure.demands.enums import DemandState
from disclosure.demands.models import Demand
from disclosure.demands.policies import KEEPS_DEMANDS_OF, STEPS
from disclosure.demands.workflow import DEMAND, OTHER_AUDIT_LABELS
from portal.accounts.desk.access import ForUnits
from portal.accounts.models import Unit
from portal.core.texts import as_written
from portal.desk.lists import DeskListView
from portal.desk.pages import crumbs
from portal.desk.steps import offered_steps
from portal.desk.trail import trail
from portal.desk.views import DeskView

IN_THE_TABLE = ("confirm", "unconfirm")
"""Steps whose buttons stand beside each entry of support."""


def _villages(request: HttpRequest) -> QuerySet[Unit]:
    return KEEPS_DEMANDS_OF.permitted(request.user, at=timezone.now()).order_by("code")


class DemandFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a village and a state."""

    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Village"),
        queryset=_villages,
        to_field_name="code",
        empty_label=gettext_lazy("All villages"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=DemandState.choices, empty_label=gettext_lazy("All")
    )


class Demands(ForUnits, DeskListView):
    """The demands a person keeps, what waits to be confirmed first."""

    units_policy = KEEPS_DEMANDS_OF
    template_name, filterset_class = "disclosure/demands/desk/demands.html", DemandFilter

    def get_queryset(self) -> QuerySet[Demand]:
        """Return those they keep."""
        return queries.listed(self.actor, at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what each row shows, and where voters are still to be counted."""
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": presenters.rows(list(context["object_list"])),
            "uncounted": [unit.name for unit in queries.uncounted(self.actor, at=self.at)],
        }


class DemandPage(DeskView):
    """One demand: how many joined, who, and what can be done with it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        return demand_page(request, get_object_or_404(queries.kept_by(self.actor, at=self.at), pk=pk), at=self.at)


def demand_page(
    request: HttpRequest, subject: Demand, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a demand, who joined it, its steps and what has been done with it."""
    offered = offered_steps(request, subject, DEMAND, STEPS, at=at, refused=refused, verb=verb)
    in_the_table = {one.verb: one for one in offered if one.verb in IN_THE_TABLE and one.seen}
    count = queries.counts_of([subject])[subject.pk]
    is_collecting = subject.state == DemandState.COLLECTING
    context = {
        "demand": subject,
        "subject": as_written(subject.subject),
        "tags": [presenters.state_tag(subject)],
        "meta": presenters.meta(subject, count),
        "supports": queries.supports_of(subject),
        "in_the_table": in_the_table,
        "refused": next((one.form for one in in_the_table.values() if one.is_refused), None),
        "steps": [one for one in offered if one.verb not in in_the_table],
        "support_form": forms.SupportForm(auto_id="support_%s") if is_collecting else None,
        "trail": trail(subject, DEMAND, words=OTHER_AUDIT_LABELS),
        "crumbs": crumbs((_("Joint demands"), reverse("disclosure_desk:demands"))),
    }
    return render(request, "disclosure/demands/desk/demand.html", context, status=status)
