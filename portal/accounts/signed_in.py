"""Who is asking, on a page behind the sign-in."""

from django.http import HttpRequest

from portal.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in. Only for pages that are built on `DeskView`.

    Raises:
        TypeError: If nobody is; the page is not protected.
    """
    if not isinstance(request.user, User):
        raise TypeError("Nobody is signed in; build the page on DeskView.")
    return request.user
