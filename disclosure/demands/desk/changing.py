"""Opening a joint demand on the desk, rewording it, and entering who joins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands import actions, forms, queries
from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.models import Demand
from disclosure.demands.policies import KEEPS_DEMANDS_OF
from disclosure.demands.workflow import DEMAND
from portal.accounts.desk.access import ForUnits
from portal.cases.enums import Channel
from portal.core import dates
from portal.core.refusals import Refused
from portal.desk.views import ActionView


def tell_reached(request: HttpRequest, demand: Demand) -> None:
    """Say by when the village must publish what enough have asked for."""
    if demand.state == DemandState.REACHED and demand.obligation:
        told = _("Enough have joined. The village must publish it by %(day)s.")
        messages.success(request, told % {"day": dates.full_date(demand.obligation.due_on)})


def entry_of(form: Any) -> CatalogueEntry | None:
    """Return the item of the catalogue that was chosen; None where none fits."""
    code = form.cleaned_data["entry"]
    return queries.entries_for_demands().get(code=code) if code else None


class DemandAction(ActionView):
    """What the pages that change a demand have in common."""

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to a page below the list."""
        return [*super().crumbs(), (_("Joint demands"), reverse("disclosure_desk:demands"))]

    def get_success_url(self) -> str:
        """Lead to the demand."""
        return reverse("disclosure_desk:demand", args=[self.done.pk])


class NewDemand(ForUnits, DemandAction):
    """Open a demand of a village."""

    units_policy = KEEPS_DEMANDS_OF
    title = button = DEMAND.verb("open").label
    lead = gettext_lazy("For what villagers brought to the office. Everybody can join it on the website.")
    success_message, form_class = DEMAND.verb("open").success_message, forms.NewDemandForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the villages and the items."""
        offered = {"units": list(self.units), "entries": list(queries.entries_for_demands())}
        return super().get_form_kwargs() | offered

    def act(self, form: Any) -> Demand:
        """Open it."""
        unit = self.units.get(code=form.cleaned_data["unit"])
        return actions.open_demand(
            actor=self.actor, unit=unit, subject=form.cleaned_data["subject"], entry=entry_of(form), at=self.at
        )

    def words(self) -> dict[str, str]:
        """Name it."""
        return {"subject": self.done.subject}


class DemandChange(DemandAction):
    """A change of one demand that is no step."""

    @cached_property
    def demand(self) -> Demand:
        """The demand, if the person keeps it."""
        return get_object_or_404(queries.kept_by(self.actor, at=self.at), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which demand it is."""
        return super().get_context_data(lead=self.demand.subject, **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to a page below the demand's."""
        return [*super().crumbs(), (self.demand.subject, reverse("disclosure_desk:demand", args=[self.demand.pk]))]


class Reword(DemandChange):
    """Say better what is demanded."""

    title, button, success_message = gettext_lazy("Reword it"), gettext_lazy("Save"), gettext_lazy("Saved.")
    form_class = forms.RewordForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with what it says."""
        entry = self.demand.entry
        return {"subject": self.demand.subject, "entry": entry.code if entry else "", "seen": self.demand.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the items."""
        return super().get_form_kwargs() | {"entries": list(queries.entries_for_demands())}

    def act(self, form: Any) -> Demand:
        """Reword it."""
        return actions.reword(
            actor=self.actor,
            demand=self.demand,
            subject=form.cleaned_data["subject"],
            entry=entry_of(form),
            seen=form.cleaned_data["seen"],
            at=self.at,
        )

    def refuse(self, form: Any, refusal: Refused) -> HttpResponse:
        """Show what was typed; whoever was told that another was faster has seen what it says now, and may save."""
        response = super().refuse(form, refusal)
        form.data = form.data.copy()
        form.data["seen"] = self.demand.version
        return response


class AddSupport(DemandChange):
    """Enter somebody who joins, or a sheet of signatures."""

    title, button, success_message = (
        gettext_lazy("Enter who joins"),
        pgettext_lazy("button", "Enter"),
        gettext_lazy("Entered."),
    )
    form_class = forms.SupportForm

    def act(self, form: Any) -> Demand:
        """Enter them, and confirm them where they were checked already."""
        entered = form.cleaned_data
        support = actions.add_support(
            actor=self.actor,
            demand=self.demand,
            capacity=Capacity(entered["capacity"]),
            channel=Channel(entered["channel"]),
            name=entered["name"],
            people=entered["people"],
            at=self.at,
        )
        if not entered["is_checked"]:
            return self.demand
        return actions.confirm_support(actor=self.actor, support=support, at=self.at)

    def form_valid(self, form: Any) -> HttpResponse:
        """Tell also if enough have joined now."""
        response = super().form_valid(form)
        if self.done is not None:
            tell_reached(self.request, self.done)
        return response
