"""The page of the sign-in."""

import logging
from typing import Any

from allauth.account.views import LoginView
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from redis import RedisError

logger = logging.getLogger(__name__)

WAITS = {"too_many_login_attempts": 300, "too_soon": 0}
"""Refusals that end by themselves, and after how many seconds at the latest where they do not say so."""
UNCOUNTED_WAIT = 60
"""Seconds after which to come again where nobody can count tries."""


class SignIn(LoginView):  # type: ignore[misc]  # allauth is not typed
    """allauth's page, which says in its answer, too, when to come again."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take no password while none can be counted, as anybody could guess then."""
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
        except RedisError as fault:
            logger.warning("passwords are not taken: %s", fault)
            messages.error(request, _("Passwords cannot be checked at the moment. Try again in a minute."))
            form = self.get_form_class()(request=request, initial={"login": request.POST.get("login", "")})
            response = self.render_to_response(self.get_context_data(form=form), status=503)
            response["Retry-After"] = str(UNCOUNTED_WAIT)
        return response

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Answer 429 with Retry-After where the refusal ends by itself."""
        response: HttpResponse = super().form_invalid(form)
        for error in form.errors.as_data().get("__all__", []):
            if error.code in WAITS:
                response.status_code = 429
                response["Retry-After"] = str((error.params or {}).get("seconds", WAITS[error.code]))
        return response
