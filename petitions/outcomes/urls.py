"""Addresses of outcomes and figures."""

from django.urls import URLPattern, path

from petitions.outcomes import views
from petitions.outcomes.documents import MAKERS

pages = [
    path("petitions/outcomes/", views.outcomes, name="outcomes"),
    path("petitions/outcomes/<int:year>/", views.outcomes_of_year, name="outcomes_year"),
]
files = [
    path(f"petitions/outcomes/<int:year>.{form}", views.paper, {"form": form}, name=f"outcomes_{form}")
    for form in MAKERS
]
desk: list[URLPattern] = []
