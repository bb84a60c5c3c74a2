"""How allauth is bent to a portal whose accounts are made by an administrator."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language


class StaffAdapter(DefaultAccountAdapter):
    """Nobody signs up; after signing in one stands at the desk, in the language one came in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made by an administrator."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the desk under the language's root."""
        return "/en/desk/" if (get_language() or "").startswith("en") else "/desk/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the home page under the language's root."""
        return "/en/" if (get_language() or "").startswith("en") else "/"
