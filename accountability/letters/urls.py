"""Addresses of letters, and of the public page of a year."""

from django.urls import URLPattern, path

from accountability.letters import views

pages = [
    path("accountability/", views.start, name="start"),
    path("accountability/<int:year>/", views.year_page, name="year"),
]
files: list[URLPattern] = []
desk: list[URLPattern] = []
