"""Joint demands on the desk: list, page and steps, changes of them, and the voters they are measured by."""

from datetime import datetime
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from disclosure.demands import actions, forms, presenters, queries
from disclosure.demands.enums import DemandState
from disclosure.demands.models import Demand, Electorate
from disclosure.demands.policies import KEEPS_DEMAND, KEEPS_DEMANDS_OF, KEEPS_ELECTORATE, STEPS
from disclosure.demands.workflow import DEMAND, OTHER_AUDIT_LABELS
from portal.accounts.desk.access import ForUnits
from portal.accounts.models import Unit
from portal.core import dates
from portal.core.texts import as_written
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView

IN_THE_TABLE = ("confirm", "unconfirm")
"""Steps whose buttons stand beside each entry of support."""
NOTICES_OFFERED = 60
HISTORY_SHOWN = 10


class DemandFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a village and a state."""

    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Village"),
        queryset=lambda request: KEEPS_DEMANDS_OF.permitted(request.user, at=timezone.now()).order_by("code"),
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
        return queries.listed(self.actor, at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": presenters.rows(list(context["object_list"])),
            "uncounted": [unit.name for unit in queries.uncounted(self.actor, at=self.at)],
        }


class DemandPage(DeskView):
    """One demand: how many joined, who, and what can be done with it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
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
        "once_enough": presenters.once_enough(count) if is_collecting else "",
        "support_form": forms.SupportForm(auto_id="support_%s") if is_collecting else None,
        "trail": trail(subject, DEMAND, words=OTHER_AUDIT_LABELS),
        "crumbs": crumbs((_("Joint demands"), reverse("disclosure_desk:demands"))),
    }
    return render(request, "disclosure/demands/desk/demand.html", context, status=status)


class Reaching(ActionView):
    """A page on which a demand may reach the number it needs."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if self.done is not None and self.done.state == DemandState.REACHED:
            words = _("Enough have joined. The village must publish it by %(day)s.")
            messages.success(self.request, words % {"day": dates.full_date(self.done.obligation.due_on)})
        return response


class DemandStep(StepView):
    """What the steps of a demand have in common."""

    workflow, policy, policies, page = DEMAND, KEEPS_DEMAND, STEPS, demand_page

    def visible(self, pk: int) -> Demand | None:
        """Return the demand with what its page shows, if this person keeps it."""
        return queries.kept_by(self.actor, at=self.at).filter(pk=pk).first()

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:demand", args=[self.kwargs["pk"]])


class SupportStep(DemandStep):
    """A step with one entry of support; its button stands beside each."""

    form_class = forms.ChosenSupportForm

    def act(self, form: Any) -> Any:
        """Take the step with the entry that was chosen.

        Raises:
            Http404: It belongs to another demand.
        """
        rows = self.subject.supports.select_related("demand")
        support = get_object_or_404(rows, pk=form.cleaned_data["support"])
        return type(self).action(actor=self.actor, support=support, seen=self.seen, at=self.at)


class Confirm(Reaching, SupportStep):
    """Confirm that somebody who joined may."""

    verb, action = "confirm", actions.confirm_support


class Unconfirm(SupportStep):
    """Take a confirmation back."""

    verb, action = "unconfirm", actions.unconfirm_support


class End(DemandStep):
    """End it before enough have joined."""

    verb, action, form_class = "end", actions.end, forms.EndDemandForm

    def consequences(self) -> list[Words]:
        return [
            _("Residents read that it has ended, and why."),
            _("Nobody can join it any more, and those who have joined no longer count."),
            _("It cannot be taken up again; a new demand has to be opened."),
        ]


class NameNotice(DemandStep):
    """Name the notice that gives what was demanded."""

    verb, action, form_class, is_main = "name_notice", actions.name_notice, forms.MeetingNoticeForm, True

    def form_arguments(self) -> dict[str, Any]:
        return {"notices": queries.notices_to_meet(self.subject)[:NOTICES_OFFERED]}

    def consequences(self) -> list[Words]:
        return [_("The demand is met at once, and residents are led to that notice. Another can be named later.")]


class DemandAction(ActionView):
    """What the pages that change a demand have in common."""

    below = ((gettext_lazy("Joint demands"), "disclosure_desk:demands"),)

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:demand", args=[self.done.pk])


class NewDemand(ForUnits, DemandAction):
    """Open a demand of a village."""

    units_policy = KEEPS_DEMANDS_OF
    title = button = DEMAND.verb("open").label
    lead = gettext_lazy("For what villagers brought to the office. Everybody can join it on the website.")
    success_message, form_class = DEMAND.verb("open").success_message, forms.NewDemandForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"offered": {"unit": self.units}}

    def act(self, form: Any) -> Demand:
        return actions.open_demand(actor=self.actor, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        return {"subject": self.done.subject}


class OnDemand(DemandAction):
    """A change of one demand that is no step."""

    @cached_property
    def demand(self) -> Demand:
        """The demand, if the person keeps it."""
        return get_object_or_404(queries.kept_by(self.actor, at=self.at), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.demand.subject, **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), (self.demand.subject, reverse("disclosure_desk:demand", args=[self.demand.pk]))]


class Reword(OnDemand, ChangeView):
    """Reword what is demanded."""

    title, button, success_message = gettext_lazy("Reword it"), gettext_lazy("Save"), gettext_lazy("Saved.")
    form_class = forms.RewordForm

    def subject(self) -> Demand:
        """Return the demand."""
        return self.demand

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"subject": self.demand.subject, "entry": self.demand.entry}

    def act(self, form: Any) -> Demand:
        return actions.reword(actor=self.actor, demand=self.demand, at=self.at, **form.cleaned_data)


class AddSupport(Reaching, OnDemand):
    """Enter somebody who joins, or a sheet of signatures."""

    title, button = gettext_lazy("Enter who joins"), pgettext_lazy("button", "Enter")
    success_message, form_class = gettext_lazy("Entered."), forms.SupportForm

    def act(self, form: Any) -> Demand:
        is_checked = form.cleaned_data.pop("is_checked")
        support = actions.add_support(actor=self.actor, demand=self.demand, at=self.at, **form.cleaned_data)
        return actions.confirm_support(actor=self.actor, support=support, at=self.at) if is_checked else self.demand


class Electorates(ForUnits):
    """The villages with their voters, and how many of them make a demand an obligation."""

    units_policy = KEEPS_ELECTORATE

    def get(self, request: HttpRequest) -> HttpResponse:
        known = queries.electorates_of(unit.pk for unit in self.units)
        rows = [(unit, known.get(unit.pk)) for unit in self.units]
        return render(request, "disclosure/demands/desk/electorates.html", {"rows": rows, "crumbs": self.crumbs()})


class CountVoters(ForUnits, ActionView):
    """Enter the voters of one village."""

    below = ((gettext_lazy("Voters"), "disclosure_desk:electorates"),)
    units_policy = KEEPS_ELECTORATE
    template_name, form_class = "disclosure/demands/desk/electorate.html", forms.ElectorateForm
    success_message, success_url = gettext_lazy("Saved: %(unit)s"), reverse_lazy("disclosure_desk:electorates")

    @cached_property
    def unit(self) -> Unit:
        """The village, if the person enters its voters."""
        return get_object_or_404(self.units, code=self.kwargs["code"])

    @cached_property
    def known(self) -> Electorate | None:
        """What was entered last."""
        return queries.electorates_of([self.unit.pk]).get(self.unit.pk)

    def get_initial(self) -> dict[str, Any]:
        numbers = model_to_dict(self.known, ["villagers", "representatives"]) if self.known else {}
        return {**numbers, "counted_on": timezone.localdate(self.at)}

    def act(self, form: Any) -> Electorate:
        return actions.count_voters(actor=self.actor, unit=self.unit, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        return {"unit": self.unit.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entered = self.known.history.select_related("history_user").order_by("-history_date") if self.known else []
        return super().get_context_data(unit=self.unit, history=entered[:HISTORY_SHOWN], **kwargs)
