"""What messages say: read, change, preview and reset."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.accounts.signed_in import signed_in
from portal.core.dates import is_chinese
from portal.core.refusals import NotAllowed, Refused
from portal.desk.fragments import render_page
from portal.messaging import queries
from portal.messaging.actions import wordings as actions
from portal.messaging.channels import absolute
from portal.messaging.enums import Language
from portal.messaging.forms import WordingForm
from portal.messaging.models import Wording
from portal.messaging.views.access import senders_only
from portal.messaging.wordings import DEFAULTS, PLACES, TEXTS, Worded, filled, samples

SHOWN_VERSIONS = 20
LONGEST = 3000
"""Characters of a text that a preview reads."""


@senders_only
def wordings(request: HttpRequest) -> HttpResponse:
    """List the kinds of messages with what they say now."""
    changed = set(Wording.objects.values_list("kind", flat=True))
    rows = [
        {"kind": kind, "title": default.title, "subject": _in_page_language(words), "is_changed": kind in changed}
        for (kind, default), words in zip(DEFAULTS.items(), queries.wordings().values(), strict=True)
    ]
    return render(request, "messaging/wordings.html", {"rows": rows, "crumbs": _crumbs()[:1]})


@senders_only
def wording(request: HttpRequest, kind: str) -> HttpResponse:
    """Change the words of one kind, see how they read, or go back to those of the portal."""
    default = DEFAULTS.get(kind)
    if default is None:
        raise Http404(_("There is no such kind of message."))
    if "reset" in request.POST:
        actions.reset_wording(actor=signed_in(request), kind=kind, at=timezone.now())
        messages.success(request, _("The portal’s own words hold again."))
        return redirect("messages_desk:wording", kind)
    present = {name: getattr(queries.wordings()[kind], name) for name in TEXTS}
    form = WordingForm(request.POST or None, initial=present, places=default.places)
    only_preview = "preview" in request.POST
    if request.method == "POST" and not only_preview and _saved(request, kind, form):
        messages.success(request, _("Saved. It holds from the next message on."))
        return redirect("messages_desk:wording", kind)
    typed = {name: request.POST.get(name, present[name])[:LONGEST] for name in TEXTS}
    context = {
        "kind": kind,
        "title": default.title,
        "form": form,
        "places": [(place, PLACES[place][0]) for place in default.places],
        "previews": previews(kind, typed, default.places),
        "is_changed": Wording.objects.filter(kind=kind).exists(),
        "versions": Wording.history.filter(kind=kind).select_related("history_user")[:SHOWN_VERSIONS],
        "crumbs": _crumbs(),
    }
    refused = request.method == "POST" and not only_preview
    return render_page(
        request,
        "messaging/wording.html",
        context,
        fragment="messaging/_preview.html",
        status=422 if refused else 200,
    )


def previews(kind: str, texts: Mapping[str, str], places: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return how a wording reads in each language, with made-up values in its places."""
    words: Any = SimpleNamespace(**texts)
    shown = []
    for language in Language:
        values = samples(places, language) | {"address": absolute("/desk/", language)}
        subject, body = filled(kind, words, values, language)
        shown.append({"language": language.value, "label": language.label, "subject": subject, "body": body})
    return shown


def _saved(request: HttpRequest, kind: str, form: WordingForm) -> bool:
    """Write a valid form; put a refusal into it."""
    if not form.is_valid():
        return False
    try:
        actions.change_wording(actor=signed_in(request), kind=kind, texts=form.cleaned_data, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _in_page_language(words: Worded) -> str:
    return words.subject_zh if is_chinese() else words.subject_en


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("My desk"), reverse("desk:home")),
        (pgettext("menu of the desk", "Wordings"), reverse("messages_desk:wordings")),
    ]
