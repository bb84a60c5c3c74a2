"""Addresses of the public pages of disclosure; they stand at both language roots."""

from django.urls import path

from disclosure.views import public
from portal.core import converters  # noqa: F401  (registers `code`)

app_name = "disclosure"
urlpatterns = [
    path("notices/", public.notices, name="notices"),
    path("notices/<code:number>/", public.notice, name="notice"),
    path("notices/<code:number>/editions/<int:edition>/", public.edition, name="edition"),
]
