"""Addresses of petitions: pages at both language roots, files at `/` alone, the desk below `/desk/`."""

from petitions.handling import urls as handling
from petitions.visit_days import urls as visit_days

pages = ([*visit_days.pages], "petitions")
files = ([*visit_days.files], "petitions_files")
desk = ([*handling.desk, *visit_days.desk], "petitions_desk")
