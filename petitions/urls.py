"""Addresses of petitions: pages at both language roots, files at `/` alone, the desk below `/desk/`."""

from petitions.handling import urls as handling
from petitions.outcomes import urls as outcomes

pages = ([*outcomes.pages], "petitions")
files = ([*outcomes.files], "petitions_files")
desk = ([*handling.desk, *outcomes.desk], "petitions_desk")
