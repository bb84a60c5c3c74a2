"""Addresses of petitions: pages at both language roots, files at `/` alone, the desk below `/desk/`."""

from django.urls import URLPattern

_pages: list[URLPattern] = []
_files: list[URLPattern] = []
_desk: list[URLPattern] = []

pages = (_pages, "petitions")
files = (_files, "petitions_files")
desk = (_desk, "petitions_desk")
