"""Addresses of petitions: pages at both language roots, files at `/` alone, the desk below `/desk/`."""

from petitions.handling import urls as handling
from petitions.intake import urls as intake
from petitions.outcomes import urls as outcomes
from petitions.visit_days import urls as visit_days

pages = ([*intake.pages, *visit_days.pages, *outcomes.pages], "petitions")
files = ([*intake.files, *visit_days.files, *outcomes.files], "petitions_files")
desk = ([*intake.desk, *outcomes.desk, *handling.desk, *visit_days.desk], "petitions_desk")
