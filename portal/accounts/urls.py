"""Sign-in of staff. Only what is offered has an address: nobody signs up, nobody resets by e-mail."""

from allauth.account import views
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from portal.accounts.views import SignIn


def not_offered(request: HttpRequest) -> HttpResponse:
    """Answer as if nothing were here. allauth wants the name to exist."""
    raise Http404


urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("signup/", not_offered, name="account_signup"),
    path("2fa/", include("allauth.mfa.urls")),
]
