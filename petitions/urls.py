"""Addresses of petitions: pages at both language roots, files at `/` alone, the desk below `/desk/`."""

from django.urls import URLPattern

from petitions.handling import urls as handling

_pages: list[URLPattern] = []
_files: list[URLPattern] = []

pages = (_pages, "petitions")
files = (_files, "petitions_files")
desk = ([*handling.desk], "petitions_desk")
