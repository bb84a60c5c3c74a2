"""Who is signed in: for the frame of the desk, and for its pages."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.accounts.models import User
from portal.accounts.policies import posts_held
from portal.core.texts import comma
from portal.desk.pages import is_staff_page


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in. Only for pages that are built on `DeskView`.

    Raises:
        TypeError: If nobody is; the page is not protected.
    """
    if not isinstance(request.user, User):
        raise TypeError("Nobody is signed in; build the page on DeskView.")
    return request.user


TITLES_SHOWN = 2


def who(request: HttpRequest) -> dict[str, Any]:
    """Return the name and the posts of the person who is signed in. Pages outside the desk are given nothing."""
    return {"who": SimpleLazyObject(lambda: _who(request))} if is_staff_page(request) else {}


def _who(request: HttpRequest) -> str:
    person = request.user
    if not isinstance(person, User):
        return ""
    posts = posts_held(person, at=timezone.now()).order_by("starts_on", "pk")
    titles = list(dict.fromkeys(post.title for post in posts))
    return comma().join([person.name, *titles[:TITLES_SHOWN]])
