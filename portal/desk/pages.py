"""What the views and forms of the desk share, and pages that htmx fetches in part."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _


def texts_of(request: HttpRequest) -> dict[str, str]:
    """Return the posted texts by name; of names posted twice the last."""
    return {name: str(request.POST[name]) for name in request.POST}


def crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page below the desk, without the page itself."""
    return [(_("My desk"), reverse("desk:home")), *steps]


def is_staff_page(request: HttpRequest) -> bool:
    """Return whether a path lies below the desk or the accounts. All others must not touch the session."""
    return request.path.startswith(reverse("desk:home")) or "/accounts/" in request.path


def seen_in(request: HttpRequest) -> int | None:
    """Return the version that the person saw, as the page sent it; None where it sent none."""
    text = request.POST.get("seen", "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def set_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Give a choice field pairs of value and label; a label may be a list of pairs, which makes a group.

    Raises:
        TypeError: If the field has no choices.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} has no choices.")
    field.choices = list(choices)


def is_fragment(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part of a page: not a boosted link, nor a page it has forgotten."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the desk, or only its fragment where htmx asks for that, also for a refused form (422)."""
    chosen = fragment if is_fragment(request) else template
    response = render(request, chosen, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
