"""Pages as somebody reads them who is signed in, without a script."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse

from portal.accounts.models import User
from tests.steps import signed_in


def get(person: User, url: str) -> Any:
    """Ask for a page or file by its address."""
    response = signed_in(person).get(url)
    if not response.streaming:
        return response
    # The test client closes it at its end, and keeps the connection of the test's transaction open.
    return HttpResponse(response.getvalue(), status=response.status_code, headers=dict(response.items()))


def post(person: User, url: str, **typed: Any) -> Any:
    """Send a form to an address."""
    return signed_in(person).post(url, typed)


def text_of(response: Any) -> str:
    """Return what stands on a page between its tags, with single spaces."""
    main = response.content.decode().partition("<main")[2] or response.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
