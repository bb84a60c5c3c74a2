"""What was sent and what became of it, for publishers and administrators, without its text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.core import keyset
from portal.core.workflow import Words
from portal.desk.registry import TallyFigure
from portal.desk.views import ButtonView, DeskView
from portal.messaging import faults
from portal.messaging.actions import deliveries as actions
from portal.messaging.channels import masked, open_channels
from portal.messaging.enums import Channel, DeliveryState
from portal.messaging.forms import NarrowForm
from portal.messaging.models import Delivery
from portal.messaging.policies import SEES_DELIVERY, answers_for_messages
from portal.messaging.registry import MESSAGE_TEMPLATES


class SendersView(DeskView):
    """A page of the desk that exists for publishers and administrators only."""

    def exists_for_actor(self) -> bool:
        return answers_for_messages(self.actor, at=self.at)


PAGE_SIZE = 50
MOST_RETRIED = 500
TAGS: dict[str, str] = {DeliveryState.SENT: "done", DeliveryState.BOUNCED: "owed", DeliveryState.FAILED: "owed"}


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery in the list: to whom, what kind, and what became of it."""

    delivery: Delivery
    name: str
    address: str
    title: Words
    tag: str
    error: str
    is_waiting: bool
    can_be_retried: bool


class Deliveries(SendersView):
    """What was sent to the people of one's units, newest first."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        seen = SEES_DELIVERY.permitted(self.actor, at=self.at)
        form = NarrowForm(request.GET)
        filters = form.cleaned_data if form.is_valid() else {}
        page = keyset.page(
            seen.filter(_narrowed(filters)).select_related("person").annotate(count=Count("messages")),
            field="state_since",
            time_of=_state_since,
            size=PAGE_SIZE,
            newer=request.GET.get("newer", ""),
            older=request.GET.get("older", ""),
        )
        counts = dict(seen.order_by().values_list("state").annotate(Count("pk")))
        kept = {name: value for name, value in filters.items() if value}
        ways = open_channels()
        context = {
            "form": form,
            "is_narrowed": bool(kept),
            "figures": _figures(counts),
            "failed": counts.get(DeliveryState.FAILED, 0),
            "no_email": Channel.EMAIL not in ways,
            "no_sms": Channel.SMS not in ways,
            "rows": [_row(delivery) for delivery in page.rows],
            "newer_url": f"?{urlencode({**kept, 'newer': page.newer})}" if page.newer else "",
            "older_url": f"?{urlencode({**kept, 'older': page.older})}" if page.older else "",
            "crumbs": self.crumbs(),
        }
        return render(request, "messaging/deliveries.html", context)


class Retry(SendersView, ButtonView):
    """Send one again that bounced or failed."""

    success_url = reverse_lazy("messages_desk:deliveries")
    success_message = gettext_lazy("It will be sent again within a minute.")

    def act(self, form: Any) -> None:
        delivery = self.get_permitted(SEES_DELIVERY, pk=self.kwargs["pk"])
        actions.retry(actor=self.actor, delivery=delivery, at=self.at)


class RetryFailed(SendersView, ButtonView):
    """Send again all that failed, as after a server was down for long."""

    success_url = reverse_lazy("messages_desk:deliveries")

    def act(self, form: Any) -> None:
        failed = SEES_DELIVERY.permitted(self.actor, at=self.at).filter(state=DeliveryState.FAILED)
        rows = list(failed.order_by("pk")[:MOST_RETRIED])
        count = actions.retry_all(actor=self.actor, deliveries=rows, at=self.at)
        text = ngettext("%(count)s message will be sent again.", "%(count)s messages will be sent again.", count)
        messages.success(self.request, text % {"count": count})


def _narrowed(filters: dict[str, Any]) -> Q:
    """Return the condition of the filter."""
    condition = Q()
    for name in ("state", "channel"):
        if filters.get(name):
            condition &= Q(**{name: filters[name]})
    if words := filters.get("q"):
        condition &= (
            Q(person__name_zh__icontains=words)
            | Q(person__name_en__icontains=words)
            | Q(person__username__icontains=words)
        )
    return condition


def _figures(counts: dict[str, int]) -> list[TallyFigure]:
    """Return how many there are in each state."""
    return [
        TallyFigure(state.label, counts[state], f"?state={state.value}", owed=state in actions.AGAIN)
        for state in DeliveryState
        if counts.get(state)
    ]


def _row(delivery: Any) -> DeliveryRow:
    """Return a delivery as the list shows it; `delivery.count` is the number of messages in a digest."""
    template = MESSAGE_TEMPLATES.get(delivery.kind)
    return DeliveryRow(
        delivery=delivery,
        name=delivery.person.name if delivery.person else _("Resident"),
        address=masked(delivery.address) if delivery.address else "",
        title=template.title if template else _digest(delivery.count),
        tag=TAGS.get(delivery.state, ""),
        error=faults.sentence(delivery.error),
        is_waiting=delivery.state == DeliveryState.WAITING,
        can_be_retried=delivery.state in actions.AGAIN,
    )


def _digest(count: int) -> str:
    return ngettext("Digest of %(count)s message", "Digest of %(count)s messages", count) % {"count": count}


def _state_since(delivery: Delivery) -> datetime:
    return delivery.state_since
