"""The second factor, asked of whoever approves, publishes or administers."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.queries import needs_second_factor


class SecondFactorMiddleware:
    """Lead a person to setting up TOTP or a passkey before they get to the desk.

    Sign-in itself asks for the factor once there is one; this closes the gap of an account that has
    none yet. Only the desk is looked at, so that public pages never touch a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead away from the desk."""
        if settings.SECOND_FACTOR_REQUIRED and request.path_info.startswith(("/desk/", "/en/desk/")):
            person = request.user
            if (
                person.is_authenticated
                and needs_second_factor(person, at=timezone.now())
                and not is_mfa_enabled(person)
            ):
                messages.warning(
                    request,
                    _("Your post needs a second factor. Set up an authenticator app or a passkey, then go on."),
                )
                return redirect("mfa_index")
        return self.get_response(request)
