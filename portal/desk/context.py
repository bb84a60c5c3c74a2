"""What the frame of every page of the desk knows."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.core.policy import one_reading
from portal.desk.menu import MenuPart, menu
from portal.desk.pages import is_staff_page


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the menu of the person who is signed in. Pages outside the desk are given nothing."""
    return {"desk_menu": SimpleLazyObject(lambda: _menu(request))} if is_staff_page(request) else {}


def _menu(request: HttpRequest) -> list[MenuPart]:
    if not request.user.is_authenticated:
        return []
    with one_reading():
        return menu(request.user, request.path, at=timezone.now())
