"""What the desk's pages have in common."""

from django.http import HttpRequest
from django.urls import reverse
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
