"""What messages say: read, change, preview and reset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.core.language import is_chinese
from portal.core.workflow import Words
from portal.desk.fragments import is_fragment
from portal.desk.views import ActionView, ButtonView
from portal.messaging import queries
from portal.messaging.actions import texts as actions
from portal.messaging.channels import absolute
from portal.messaging.desk.deliveries import SendersView
from portal.messaging.enums import Language
from portal.messaging.forms import MessageTextForm
from portal.messaging.models import MessageText
from portal.messaging.registry import MESSAGE_TEMPLATES, MessageTemplate, Placeholder
from portal.messaging.texts import TEXTS, Texts, filled, samples

SHOWN_VERSIONS = 20
MAX_LENGTHS = 3000
"""Characters of a text that a preview reads."""


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A kind of message in the list."""

    kind: str
    title: Words
    subject: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """How a message reads in one language."""

    language: str
    label: Words
    subject: str
    body: str


class MessageTemplates(SendersView):
    """The kinds of messages with what they say now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        changed, words = set(MessageText.objects.values_list("kind", flat=True)), queries.message_texts()
        rows = [
            TemplateRow(one.key, one.title, _in_page_language(words[one.key]), one.key in changed)
            for one in MESSAGE_TEMPLATES
        ]
        return render(request, "messaging/templates.html", {"rows": rows, "crumbs": self.crumbs()})


class MessageTemplatePage(SendersView, ActionView):
    """Change the words of one kind, see how they read, or go back to those of the portal."""

    template_name, form_class = "messaging/template.html", MessageTextForm
    success_message = gettext_lazy("Saved. It holds from the next message on.")

    @cached_property
    def template(self) -> MessageTemplate:
        """The kind of message."""
        return _template_or_404(self.kwargs["kind"])

    @cached_property
    def present(self) -> dict[str, str]:
        """What it says now."""
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
        return actions.change_text(actor=self.actor, kind=self.template.key, texts=form.cleaned_data, at=self.at)

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
            "versions": MessageText.history.filter(kind=kind).select_related("history_user")[:SHOWN_VERSIONS],
        }

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            *super().crumbs(),
            (pgettext("menu of the desk", "Message templates"), reverse("messages_desk:templates")),
        ]


class ResetMessageTemplate(SendersView, ButtonView):
    """Go back to the words that come with the portal."""

    success_message = gettext_lazy("The portal’s own words hold again.")

    def act(self, form: Any) -> None:
        """Go back to them.

        Raises:
            Http404: There is no such kind of message.
        """
        actions.reset_text(actor=self.actor, kind=_template_or_404(self.kwargs["kind"]).key, at=self.at)

    def get_success_url(self) -> str:
        return reverse("messages_desk:template", args=[self.kwargs["kind"]])


def _template_or_404(kind: str) -> MessageTemplate:
    found = MESSAGE_TEMPLATES.get(kind)
    if found is None:
        raise Http404(_("There is no such kind of message."))
    return found


def previews(kind: str, texts: Mapping[str, str], placeholders: Sequence[Placeholder]) -> list[Preview]:
    """Return how a message template reads in each language, with made-up values in its placeholders."""
    words: Any = SimpleNamespace(**texts)
    shown = []
    for language in Language:
        values = samples(placeholders, language) | {"address": absolute("/desk/", language)}
        subject, body = filled(kind, words, values, language)
        shown.append(Preview(language.value, language.label, subject, body))
    return shown


def _in_page_language(words: Texts) -> str:
    return words.subject_zh if is_chinese() else words.subject_en
