"""Addresses of petitions: pages at both language roots, files at `/` alone, the desk below `/desk/`."""

from django.urls import URLPattern

from petitions.handling import urls as handling
from petitions.intake import urls as intake

_pages: list[URLPattern] = [*intake.pages]
_files: list[URLPattern] = [*intake.files]

pages = (_pages, "petitions")
files = (_files, "petitions_files")
desk = ([*handling.desk, *intake.desk], "petitions_desk")
