"""Addresses of the public pages that are put together from the apps; they stand at both language roots."""

from django.urls import path

from portal.site.views import proof, public

app_name = "site"
urlpatterns = [
    path("", public.home, name="home"),
    path("units/", public.units, name="units"),
    path("units/<code:code>/", public.unit, name="unit"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("verify/", proof.verify, name="verify"),
    path("verify/<str:code>/", proof.verify_code, name="verify_code"),
    path("log/", proof.log, name="log"),
]
