"""Campaigns on the desk: planned, looked at, changed and cancelled by publisher and discipline secretary."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from portal.accounts.desk.access import ForUnits
from portal.accounts.models import User
from portal.core.workflow import Words
from portal.desk.steps import StepView, offered_steps
from portal.desk.views import ActionView, DeskListView, Way
from portal.messaging.campaigns import presets, queries
from portal.messaging.campaigns.actions import cancel, change, plan
from portal.messaging.campaigns.forms import CampaignFilter, CampaignForm
from portal.messaging.campaigns.presets import PRESETS
from portal.messaging.campaigns.rules import CAMPAIGN
from portal.messaging.enums import CampaignState, Channel
from portal.messaging.models import Campaign
from portal.messaging.policies import KEEPS, PLANS, STEPS

PAGE_SIZE = 50


class CampaignView(ForUnits):
    """What the pages of campaigns have in common: for anybody who plans none they do not exist."""

    units_policy = PLANS
    below: Way = ((gettext_lazy("Campaigns"), "messages_desk:campaigns"),)


class Campaigns(CampaignView, DeskListView):
    """A town's campaigns, how many received and read them, and those that are offered."""

    template_name, paginate_by, below = "messaging/campaigns/campaigns.html", PAGE_SIZE, ()
    filterset_class = CampaignFilter

    def get_queryset(self) -> QuerySet[Campaign]:
        return queries.campaigns(self.actor, at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        read = queries.count_read(context["object_list"], at=self.at)
        return context | {
            "rows": [(campaign, read.get(campaign.pk)) for campaign in context["object_list"]],
            "offered": presets.offered(today=timezone.localdate(self.at)),
            "all_url": reverse("messages_desk:campaigns") if context["is_narrowed"] else "",
        }


class CampaignFormView(CampaignView, ActionView):
    """A form of a campaign; before it is sent its reach can be looked at."""

    form_class = CampaignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        people = User.objects.none()
        for town in self.units:
            people |= queries.colleagues(town, on=timezone.localdate(self.at))
        return {**super().get_form_kwargs(), "towns": self.units, "people": people}

    def form_valid(self, form: Any) -> HttpResponse:
        if "look" in self.request.POST:
            return self.form_invalid(form, status=200)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("messages_desk:campaign", args=[self.done.pk])


class NewCampaign(CampaignFormView):
    """Plan a campaign."""

    template_name = "messaging/campaigns/new_campaign.html"
    success_message = gettext_lazy("The campaign is planned.")

    def get_initial(self) -> dict[str, Any]:
        preset = PRESETS.get(self.request.GET.get("preset", ""))
        return preset.values(on=timezone.localdate(self.at)) if preset else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"reach": _reach(context["form"])}

    def act(self, form: CampaignForm) -> Campaign:
        return plan(actor=self.actor, unit=form.cleaned_data["unit"], at=self.at, **form.arguments())


class CampaignPage(CampaignFormView):
    """A campaign: its text, whom it reaches or reached; changed while it is planned."""

    success_message = gettext_lazy("Saved.")

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign, if the person keeps it."""
        return get_object_or_404(queries.campaigns(self.actor, at=self.at), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return campaign_page(request, self.campaign, at=self.at, form=self.get_form())

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.campaign.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": copy(self.campaign)}

    def act(self, form: CampaignForm) -> Campaign:
        seen = form.cleaned_data["seen"]
        return change(actor=self.actor, campaign=self.campaign, seen=seen, at=self.at, **form.arguments())

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        del self.campaign
        return campaign_page(self.request, self.campaign, at=self.at, form=form, status=status)


def campaign_page(
    request: HttpRequest,
    subject: Campaign,
    /,
    *,
    at: datetime,
    form: CampaignForm | None = None,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a campaign, with its form as long as it is planned."""
    is_planned = subject.state == CampaignState.PLANNED
    context = {
        "campaign": subject,
        "form": form if is_planned else None,
        "lost": form if form is not None and form.is_bound and not is_planned else None,
        "reach": _reach(form, subject) if is_planned and form else None,
        "sent": [] if is_planned else list(queries.sent_messages(subject)),
        "read": queries.count_read([subject], at=at).get(subject.pk, 0),
        "steps": offered_steps(request, subject, CAMPAIGN, STEPS, at=at, refused=refused, verb=verb),
        "crumbs": [(_("My desk"), reverse("desk:home")), (_("Campaigns"), reverse("messages_desk:campaigns"))],
    }
    return render(request, "messaging/campaigns/campaign.html", context, status=status)


class Cancel(StepView):
    """Cancel a campaign that was not sent yet."""

    workflow, verb, policy, policies = CAMPAIGN, "cancel", KEEPS, STEPS
    success_url = reverse_lazy("messages_desk:campaigns")
    page, action = campaign_page, cancel

    def consequences(self) -> list[Words]:
        return [_("It is sent to nobody. It cannot be taken up again; a new one has to be planned.")]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a campaign reaches, and how many of them by which channel; all find it in their inbox."""

    people: list[User]
    by_email: int
    by_sms: int


def _reach(form: CampaignForm, campaign: Campaign | None = None) -> Reach | None:
    """Return whom a campaign reaches by its valid form, or as it is stored; None without either."""
    people = _people(form, campaign)
    if people is None:
        return None
    carried = queries.carried(people)
    return Reach(people, carried[Channel.EMAIL], carried[Channel.SMS])


def _people(form: CampaignForm, campaign: Campaign | None) -> list[User] | None:
    if form.is_bound and form.is_valid():
        cleaned = form.cleaned_data
        return list(
            queries.reached(
                cleaned["unit"],
                roles=cleaned["roles"],
                people=cleaned["people"],
                on=cleaned["send_on"],
                kinds=cleaned["kinds"],
            )
        )
    if campaign is None:
        return None
    return list(queries.reached_by(campaign, on=max(campaign.send_on, timezone.localdate())))
