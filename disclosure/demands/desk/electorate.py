"""How many voters each village has; joint demands are measured by it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.demands import presenters, queries
from disclosure.demands.actions import count_voters
from disclosure.demands.forms import ElectorateForm
from disclosure.demands.models import Electorate
from disclosure.demands.policies import KEEPS_ELECTORATE
from portal.accounts.desk.access import ForUnits
from portal.accounts.models import Unit
from portal.desk.views import ActionView

HISTORY_SHOWN = 10


class Electorates(ForUnits):
    """The villages with their voters, and how many of them make a demand an obligation."""

    units_policy = KEEPS_ELECTORATE

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them."""
        known = queries.electorates_of(unit.pk for unit in self.units)
        rows = [presenters.electorate_row(unit, known.get(unit.pk)) for unit in self.units]
        return render(request, "disclosure/demands/desk/electorates.html", {"rows": rows, "crumbs": self.crumbs()})


class CountVoters(ForUnits, ActionView):
    """Enter the voters of one village."""

    units_policy = KEEPS_ELECTORATE
    template_name, form_class = "disclosure/demands/desk/electorate.html", ElectorateForm
    success_message, success_url = gettext_lazy("Saved: %(unit)s"), reverse_lazy("disclosure_desk:electorates")

    @cached_property
    def unit(self) -> Unit:
        """The village, if the person enters its voters."""
        return get_object_or_404(self.units, code=self.kwargs["code"])

    @cached_property
    def known(self) -> Electorate | None:
        """What was entered last."""
        return queries.voters_of(self.unit)

    def get_initial(self) -> dict[str, Any]:
        """Begin with what was entered last, as of today."""
        numbers = (
            {"villagers": self.known.villagers, "representatives": self.known.representatives} if self.known else {}
        )
        return {**numbers, "counted_on": timezone.localdate(self.at)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say which day it is."""
        return super().get_form_kwargs() | {"today": timezone.localdate(self.at)}

    def act(self, form: Any) -> Electorate:
        """Enter them."""
        return count_voters(actor=self.actor, unit=self.unit, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        """Name the village."""
        return {"unit": self.unit.name}

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to a page below the list."""
        return [*super().crumbs(), (_("Voters"), reverse("disclosure_desk:electorates"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was entered so far, newest first."""
        entered = self.known.history.select_related("history_user").order_by("-history_date") if self.known else []
        return super().get_context_data(unit=self.unit, history=entered[:HISTORY_SHOWN], **kwargs)
