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
from portal.messaging.actions import wordings as actions
from portal.messaging.channels import absolute
from portal.messaging.desk.access import SendersView
from portal.messaging.enums import Language
from portal.messaging.forms import WordingForm
from portal.messaging.models import Wording
from portal.messaging.registry import MESSAGE_TEMPLATES, MessageTemplate, Place
from portal.messaging.wordings import TEXTS, Worded, filled, samples

SHOWN_VERSIONS = 20
MAX_LENGTHS = 3000
"""Characters of a text that a preview reads."""


@dataclass(frozen=True, slots=True)
class WordingRow:
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


class Wordings(SendersView):
    """The kinds of messages with what they say now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        changed, words = set(Wording.objects.values_list("kind", flat=True)), queries.wordings()
        rows = [
            WordingRow(one.key, one.title, _in_page_language(words[one.key]), one.key in changed)
            for one in MESSAGE_TEMPLATES
        ]
        return render(request, "messaging/wordings.html", {"rows": rows, "crumbs": self.crumbs()})


class WordingPage(SendersView, ActionView):
    """Change the words of one kind, see how they read, or go back to those of the portal."""

    template_name, form_class = "messaging/wording.html", WordingForm
    success_message = gettext_lazy("Saved. It holds from the next message on.")

    @cached_property
    def template(self) -> MessageTemplate:
        """The kind of message."""
        return _template_or_404(self.kwargs["kind"])

    @cached_property
    def present(self) -> dict[str, str]:
        """What it says now."""
        words = queries.wordings()[self.template.key]
        return {name: getattr(words, name) for name in TEXTS}

    def get_initial(self) -> dict[str, str]:
        return self.present

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "places": self.template.places}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" in request.POST:
            return self.form_invalid(self.get_form(), status=200)
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> Wording:
        return actions.change_wording(actor=self.actor, kind=self.template.key, texts=form.cleaned_data, at=self.at)

    def get_success_url(self) -> str:
        return reverse("messages_desk:wording", args=[self.template.key])

    def get_template_names(self) -> list[str]:
        return ["messaging/_preview.html" if is_fragment(self.request) else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.template.key
        typed = {name: self.request.POST.get(name, self.present[name])[:MAX_LENGTHS] for name in TEXTS}
        return super().get_context_data(**kwargs) | {
            "kind": kind,
            "title": self.template.title,
            "places": self.template.places,
            "previews": previews(kind, typed, self.template.places),
            "is_changed": Wording.objects.filter(kind=kind).exists(),
            "versions": Wording.history.filter(kind=kind).select_related("history_user")[:SHOWN_VERSIONS],
        }

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), (pgettext("menu of the desk", "Wordings"), reverse("messages_desk:wordings"))]


class ResetWording(SendersView, ButtonView):
    """Go back to the words that come with the portal."""

    success_message = gettext_lazy("The portal’s own words hold again.")

    def act(self, form: Any) -> None:
        """Go back to them.

        Raises:
            Http404: There is no such kind of message.
        """
        actions.reset_wording(actor=self.actor, kind=_template_or_404(self.kwargs["kind"]).key, at=self.at)

    def get_success_url(self) -> str:
        return reverse("messages_desk:wording", args=[self.kwargs["kind"]])


def _template_or_404(kind: str) -> MessageTemplate:
    found = MESSAGE_TEMPLATES.get(kind)
    if found is None:
        raise Http404(_("There is no such kind of message."))
    return found


def previews(kind: str, texts: Mapping[str, str], places: Sequence[Place]) -> list[Preview]:
    """Return how a wording reads in each language, with made-up values in its places."""
    words: Any = SimpleNamespace(**texts)
    shown = []
    for language in Language:
        values = samples(places, language) | {"address": absolute("/desk/", language)}
        subject, body = filled(kind, words, values, language)
        shown.append(Preview(language.value, language.label, subject, body))
    return shown


def _in_page_language(words: Worded) -> str:
    return words.subject_zh if is_chinese() else words.subject_en
