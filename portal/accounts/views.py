"""The page of the sign-in."""

from allauth.account.views import LoginView
from django.forms import BaseForm
from django.http import HttpResponse

WAITS = {"too_many_login_attempts": 300, "too_soon": 0}
"""Refusals that end by themselves, and after how many seconds at the latest where they do not say so."""


class SignIn(LoginView):  # type: ignore[misc]  # allauth is not typed
    """allauth's page, which says in its answer, too, when to come again."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Answer 429 with Retry-After where the refusal ends by itself."""
        response: HttpResponse = super().form_invalid(form)
        for error in form.errors.as_data().get("__all__", []):
            if error.code in WAITS:
                response.status_code = 429
                response["Retry-After"] = str((error.params or {}).get("seconds", WAITS[error.code]))
        return response
