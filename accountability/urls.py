"""Addresses of accountability: pages at both language roots, files at `/` alone, the desk below `/desk/`."""

from django.urls import URLPattern

from accountability.letters import urls as letters

pages = ([*letters.pages], "accountability")
files = ([*letters.files], "accountability_files")
desk_pages: list[URLPattern] = [*letters.desk]
desk = (desk_pages, "accountability_desk")
