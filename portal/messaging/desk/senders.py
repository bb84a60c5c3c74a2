"""What was sent, and the message templates, for publishers and administrators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
from django_filters import ChoiceFilter

from portal.accounts.desk.access import WordsFilter
from portal.desk.pages import is_fragment
from portal.desk.registry import TallyFigure
from portal.desk.views import ActionView, ButtonView, DeskListView, DeskView
from portal.messaging import queries
from portal.messaging.actions import deliveries, settings
from portal.messaging.channels import absolute, open_channels
from portal.messaging.enums import AGAIN, Channel, DeliveryState, Language
from portal.messaging.forms import MessageTextForm
from portal.messaging.models import Delivery, MessageText
from portal.messaging.policies import SEES_DELIVERY, answers_for_messages
from portal.messaging.registry import MESSAGE_TEMPLATES, MessageTemplate, Placeholder
from portal.messaging.texts import TEXTS, filled, samples


class SendersView(DeskView):
    """A page of the desk that exists for publishers and administrators only."""

    def exists_for_actor(self) -> bool:
        return answers_for_messages(self.actor, at=self.at)


MOST_RETRIED = 500


class DeliveryFilter(WordsFilter):
    """Find deliveries by state, channel, and name of the person."""

    columns = ("person__name_zh", "person__name_en", "person__username")
    state = ChoiceFilter(
        label=gettext_lazy("State"), choices=DeliveryState.choices, empty_label=pgettext_lazy("of states", "All")
    )
    channel = ChoiceFilter(
        label=gettext_lazy("Channel"), choices=Channel.choices, empty_label=pgettext_lazy("of channels", "All")
    )


class Deliveries(SendersView, DeskListView):
    """What was sent to the people of one's units, newest first."""

    template_name, filterset_class = "messaging/deliveries.html", DeliveryFilter

    def get_queryset(self) -> QuerySet[Delivery]:
        rows = SEES_DELIVERY.permitted(self.actor, at=self.at).select_related("person")
        return rows.annotate(count=Count("messages")).order_by("-state_since", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        seen = SEES_DELIVERY.permitted(self.actor, at=self.at)
        counts = dict(seen.order_by().values_list("state").annotate(Count("pk")))
        ways = open_channels()
        return context | {
            "figures": [
                TallyFigure(state.label, counts[state], f"?state={state.value}", owed=state in AGAIN)
                for state in DeliveryState
                if state in counts
            ],
            "failed": counts.get(DeliveryState.FAILED, 0),
            "no_email": Channel.EMAIL not in ways,
            "no_sms": Channel.SMS not in ways,
            "rows": [(row, MESSAGE_TEMPLATES.get(row.kind)) for row in context["object_list"]],
        }


class Retry(SendersView, ButtonView):
    """Send one again that bounced or failed."""

    success_url = reverse_lazy("messages_desk:deliveries")
    success_message = gettext_lazy("It will be sent again within a minute.")

    def act(self, form: Any) -> None:
        delivery = self.get_permitted(SEES_DELIVERY, pk=self.kwargs["pk"])
        deliveries.retry(actor=self.actor, delivery=delivery, at=self.at)


class RetryFailed(SendersView, ButtonView):
    """Send again all that failed, as after a server was down for long."""

    success_url = reverse_lazy("messages_desk:deliveries")

    def act(self, form: Any) -> None:
        failed = SEES_DELIVERY.permitted(self.actor, at=self.at).filter(state=DeliveryState.FAILED)
        rows = list(failed.order_by("pk")[:MOST_RETRIED])
        count = deliveries.retry_all(actor=self.actor, deliveries=rows, at=self.at)
        text = ngettext("%(count)s message will be sent again.", "%(count)s messages will be sent again.", count)
        messages.success(self.request, text % {"count": count})


SHOWN_VERSIONS = 20
MAX_LENGTHS = 3000
"""Characters of a text that a preview reads."""


class MessageTemplates(SendersView):
    """The kinds of messages with what they say now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        words = queries.message_texts()
        rows = [(template, words[template.key]) for template in MESSAGE_TEMPLATES]
        return render(request, "messaging/templates.html", {"rows": rows, "crumbs": self.crumbs()})


class MessageTemplatePage(SendersView, ActionView):
    """Change the words of one kind, see how they read, or go back to those of the portal."""

    below = ((pgettext_lazy("menu of the desk", "Message templates"), "messages_desk:templates"),)
    template_name, form_class = "messaging/template.html", MessageTextForm
    success_message = gettext_lazy("Saved. It holds from the next message on.")

    @cached_property
    def template(self) -> MessageTemplate:
        """The kind of message."""
        return _template_or_404(self.kwargs["kind"])

    @cached_property
    def present(self) -> dict[str, str]:
        """Its present texts."""
        words = queries.message_texts()[self.template.key]
        return {name: getattr(words, name) for name in TEXTS}

    def get_initial(self) -> dict[str, str]:
        return self.present

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "placeholders": self.template.placeholders}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" in request.POST:
            return self.form_invalid(self.get_form(), status=200)
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> MessageText:
        return settings.change_text(actor=self.actor, kind=self.template.key, texts=form.cleaned_data, at=self.at)

    def get_success_url(self) -> str:
        return reverse("messages_desk:template", args=[self.template.key])

    def get_template_names(self) -> list[str]:
        return ["messaging/_preview.html" if is_fragment(self.request) else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.template.key
        typed = {name: self.request.POST.get(name, self.present[name])[:MAX_LENGTHS] for name in TEXTS}
        return super().get_context_data(**kwargs) | {
            "kind": kind,
            "title": self.template.title,
            "placeholders": self.template.placeholders,
            "previews": previews(kind, typed, self.template.placeholders),
            "is_changed": MessageText.objects.filter(kind=kind).exists(),
            "versions": list(MessageText.history.filter(kind=kind).select_related("history_user")[:SHOWN_VERSIONS]),
        }


class ResetMessageTemplate(SendersView, ButtonView):
    """Go back to the words that come with the portal."""

    success_message = gettext_lazy("The portal’s own words hold again.")

    def act(self, form: Any) -> None:
        settings.reset_text(actor=self.actor, kind=_template_or_404(self.kwargs["kind"]).key, at=self.at)

    def get_success_url(self) -> str:
        return reverse("messages_desk:template", args=[self.kwargs["kind"]])


def _template_or_404(kind: str) -> MessageTemplate:
    found = MESSAGE_TEMPLATES.get(kind)
    if found is None:
        raise Http404(_("There is no such kind of message."))
    return found


@dataclass(frozen=True, slots=True)
class Preview:
    """How a message reads in one language."""

    language: Language
    subject: str
    body: str


def previews(kind: str, texts: Mapping[str, str], placeholders: Sequence[Placeholder]) -> list[Preview]:
    """Return how a message template reads in each language, with made-up values in its placeholders."""
    words = MessageText(**texts)
    shown = []
    for language in Language:
        values = samples(placeholders, language) | {"address": absolute("/desk/", language)}
        subject, body = filled(kind, words, values, language)
        shown.append(Preview(language, subject, body))
    return shown
