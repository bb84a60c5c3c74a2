"""What holds for all pages of the sign-in and the desk."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.queries import has_second_factor, needs_second_factor
from portal.core.files import PRIVATE_CACHING

SIGN_IN = ("/accounts/", "/en/accounts/")
DESK = ("/desk/", "/en/desk/")


class SignInPagesMiddleware:
    """Keep the pages of the sign-in out of every cache; allauth does so for some of them only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say that it is not to be kept."""
        response = self.get_response(request)
        if request.path_info.startswith(SIGN_IN):
            response["Cache-Control"] = PRIVATE_CACHING
        return response


class SecondFactorMiddleware:
    """Lead a person to setting up TOTP or a passkey before they get to the desk.

    Sign-in itself asks for the factor once there is one; this closes the gap of an account that has
    none yet. Only the desk is looked at, so that public pages never touch a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead away from the desk."""
        if settings.SECOND_FACTOR_REQUIRED and request.path_info.startswith(DESK):
            person = request.user
            if (
                person.is_authenticated
                and needs_second_factor(person, at=timezone.now())
                and not has_second_factor(person)
            ):
                messages.warning(
                    request,
                    _("Your post needs a second factor. Set up an authenticator app or a passkey, then go on."),
                )
                return redirect("mfa_index")
        return self.get_response(request)
