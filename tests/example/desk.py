"""The desk's pages of tickets."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse, reverse_lazy

from portal.core.workflow import Words
from portal.desk.at_once import AtOnceView, tokens_at_once
from portal.desk.queue import Waiting, waiting
from portal.desk.registry import MenuEntry, QueueRow, QueueSource
from portal.desk.steps import NothingAsked, StepView, offered_steps, steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, DeskListView, DeskView
from tests.example import actions
from tests.example.forms import AnswerForm, ReasonForm
from tests.example.models import Folder, Ticket
from tests.example.policies import KEEPS_FOLDER, STEPS, VISIBLE
from tests.example.workflow import ANSWERED, OPEN, TICKET


def ticket_page(
    request: HttpRequest, subject: Ticket, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a ticket, its steps and what has been done with it."""
    context = {
        "ticket": subject,
        "steps": offered_steps(request, subject, TICKET, STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, TICKET),
    }
    return render(request, "example/ticket.html", context, status=status)


class TicketPage(DeskView):
    """The page of one ticket."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        return ticket_page(request, self.get_permitted(VISIBLE, pk=pk), at=self.at)


class TicketStep(StepView):
    """What the steps of a ticket have in common."""

    workflow, policy, policies = TICKET, VISIBLE, STEPS
    success_url = reverse_lazy("example_desk:tickets")


class StepOnPage(TicketStep):
    """A step whose form stands on the ticket's page."""

    page = ticket_page


class Answer(StepOnPage):
    """Answer it."""

    verb, form_class, is_main = "answer", AnswerForm, True

    def consequences(self) -> list[Words]:
        """Say who reads it."""
        return ["The keeper of the folder reads it."]

    def act(self, form: Any) -> Ticket:
        """Answer with what was typed."""
        text = form.cleaned_data["text"]
        return actions.answer(actor=self.actor, ticket=self.subject, text=text, seen=self.seen, at=self.at)


class Approve(StepOnPage):
    """Approve it, one or many."""

    verb, is_main, at_once = "approve", True, True

    def act(self, form: Any) -> Ticket:
        """Approve."""
        return actions.approve(actor=self.actor, ticket=self.subject, seen=self.seen, at=self.at)


class SendBack(StepOnPage):
    """Send it back."""

    verb, form_class, initial = "send_back", ReasonForm, {"reason": "Say more."}

    def act(self, form: Any) -> Ticket:
        """Send back with the reason."""
        reason = form.cleaned_data["reason"]
        return actions.send_back(actor=self.actor, ticket=self.subject, reason=reason, seen=self.seen, at=self.at)


class Drop(TicketStep):
    """Drop it, on a page of its own."""

    verb, form_class = "drop", ReasonForm

    def act(self, form: Any) -> Ticket:
        """Drop with the reason."""
        reason = form.cleaned_data["reason"]
        return actions.drop(actor=self.actor, ticket=self.subject, reason=reason, seen=self.seen, at=self.at)

    def is_offered(self) -> bool:
        """Keep tickets that were written in."""
        return not self.subject.text


class NewTicket(ActionView):
    """Begin a ticket, answered by whoever keeps the folder."""

    title, button, success_message = "New ticket", "Begin", "Begun: %(number)s"
    form_class = NothingAsked

    def act(self, form: Any) -> Ticket:
        """Begin it."""
        folder = Folder.objects.get(pk=self.kwargs["pk"])  # the workflow asks the policy
        return actions.begin(actor=self.actor, folder=folder, handler=self.actor, at=self.at)

    def words(self) -> dict[str, Any]:
        """Name it."""
        return {"number": self.done.number}

    def get_success_url(self) -> str:
        """Lead to it."""
        return reverse("example_desk:ticket", args=[self.done.pk])


class TicketFilter(django_filters.FilterSet):
    """Narrow by state and number, order by number."""

    state = django_filters.ChoiceFilter(choices=[(OPEN, "Open"), (ANSWERED, "Answered")])
    q = django_filters.CharFilter(field_name="number", lookup_expr="icontains")
    order = django_filters.OrderingFilter(fields=["number"])


class Tickets(DeskListView):
    """The tickets a person works on."""

    template_name, filterset_class, paginate_by = "example/tickets.html", TicketFilter, 3

    def get_queryset(self) -> QuerySet[Ticket]:
        """Return those they may see."""
        return VISIBLE.permitted(self.actor, at=self.at).order_by("pk")


def waiting_tickets(person: Any, at: datetime) -> Waiting:
    """Return the answered tickets in a person's folders."""
    rows = STEPS["keeps_folder"].permitted(person, at=at).filter(state=ANSWERED)
    return waiting(rows, kind="ticket", verb="approve", unit="folder__code", due_on="due_on")


def ticket_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return tickets as rows of the queue."""
    tickets = list(Ticket.objects.filter(pk__in=pks).select_related("folder"))
    tokens = tokens_at_once(person, tickets, TICKET, STEPS, at=at)
    return [
        QueueRow(
            pk=one.pk,
            verb="approve",
            title=one.number,
            url=reverse("example_desk:ticket", args=[one.pk]),
            unit=one.folder.title,
            step=TICKET.verb("approve").waiting,
            token=tokens.get((one.pk, "approve"), ""),
        )
        for one in tickets
    ]


QUEUE_SOURCE = QueueSource("ticket", waiting_tickets, ticket_rows)
MENU_ENTRY = MenuEntry(
    key="tickets",
    url_name="example_desk:tickets",
    label="Tickets",
    group=None,
    order=10,
    opens=lambda person, at: KEEPS_FOLDER.permitted(person, at=at).exists(),
    count=lambda person, at: waiting_tickets(person, at).count(),
)

app_name = "example_desk"
urlpatterns = [
    path("tickets/", Tickets.as_view(), name="tickets"),
    path("tickets/at-once/", AtOnceView.as_view(), name="at_once"),
    path("tickets/<int:pk>/", TicketPage.as_view(), name="ticket"),
    path("folders/<int:pk>/tickets/new/", NewTicket.as_view(), name="new_ticket"),
    *steps("tickets", Answer, Approve, SendBack, Drop, namespace=app_name),
]
