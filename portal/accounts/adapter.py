"""How allauth is bent to a portal whose accounts are made by an administrator."""

import logging
import time
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from redis import RedisError

from portal.accounts.guessing import (
    Guessed,
    forget_wrong,
    known_browser,
    remember_browser,
    seconds_to_wait,
    wrong_tries,
)
from portal.accounts.models import User
from portal.accounts.presenters import sentence_of
from portal.accounts.queries import portal_name
from portal.core.language import localized_path
from portal.core.rate import network

logger = logging.getLogger(__name__)

WRONG_CODE = gettext_lazy("This code is wrong or has run out. Type the one the app shows now.")
TOO_MANY = gettext_lazy("Too many wrong tries. Wait five minutes, then try again.")
TOO_SOON = gettext_lazy(
    "Many wrong passwords were typed for this user name. Try again in %(seconds)d seconds. A passkey, and a browser in"
    " which you have signed in before, need not wait."
)


class StaffAdapter(DefaultAccountAdapter):
    """Nobody signs up; signing in leads to the desk, in the language of the page."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy(
            "The user name or the password is wrong. Capital and small letters count in a password."
        ),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "incorrect_code": WRONG_CODE,
    }

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and known browser, or by account and network.

        So whoever knows a user name cannot shut its owner out.
        """
        where = known_browser(request, credentials["username"]) or network(request)
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{where}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Check how often somebody tried here, and how often everywhere; see `portal.accounts.guessing`.

        Raises:
            ValidationError: With the code `too_many_login_attempts` or `too_soon`, which says for how many seconds.
        """
        super().pre_authenticate(request, **credentials)
        login = credentials["username"]
        wait = 0 if known_browser(request, login) else seconds_to_wait(login)
        if wait:
            raise ValidationError(TOO_SOON, code="too_soon", params={"seconds": wait})

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **given: Any) -> HttpResponse:
        """Know the browser from now on, and say what was typed wrong since the last time."""
        response: HttpResponse = super().post_login(request, user, **given)
        person = cast(User, user)
        remember_browser(request, response, person)
        try:
            for what in Guessed:
                if wrong := wrong_tries([person.pk], what).get(person.pk):
                    messages.warning(request, sentence_of(what, wrong))
            forget_wrong(person)
        except RedisError as fault:  # a passkey, which nothing counts, opens without it
            logger.warning("wrong tries are not told of: %s", fault)
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made by an administrator."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the desk under the language's root."""
        return localized_path("/desk/")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the home page under the language's root."""
        return localized_path("/")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again unless the person has just signed in."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)
        return not fresh and bool(super().is_reauthentication_required(app=app, **kwargs))


class StaffMFAAdapter(DefaultMFAAdapter):
    """Second factors in the words of the portal."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": gettext_lazy("Set up an authenticator app or a key first."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's)
        """Return what a new key is called unless its owner says otherwise."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Key %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return what the browser shows while it asks for a key: the portal by its name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": portal_name()}
