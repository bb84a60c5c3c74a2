"""The portal's addresses with those of the example, for tests that name them as their root."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portal import urls

urlpatterns = [
    *urls.urlpatterns,
    *i18n_patterns(path("desk/", include("tests.example.desk")), prefix_default_language=False),
]
handler404 = urls.handler404
