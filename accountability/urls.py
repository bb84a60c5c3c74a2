"""Addresses of accountability: pages at both language roots, files at `/` alone, the desk below `/desk/`."""

from accountability.appraisal import urls as appraisal
from accountability.assessment import urls as assessment
from accountability.inspections import urls as inspections
from accountability.integrity import urls as integrity
from accountability.letters import urls as letters
from accountability.ratings import urls as ratings
from accountability.rectification import urls as rectification
from accountability.reports import urls as reports
from accountability.supervision import urls as supervision
from accountability.warning import urls as warning

pages = (
    [
        *rectification.pages,
        *letters.pages,
        *inspections.pages,
        *supervision.pages,
        *ratings.pages,
        *integrity.pages,
        *appraisal.pages,
        *assessment.pages,
        *warning.pages,
        *reports.pages,
    ],
    "accountability",
)

files = (
    [
        *rectification.files,
        *letters.files,
        *inspections.files,
        *supervision.files,
        *ratings.files,
        *integrity.files,
        *appraisal.files,
        *assessment.files,
        *warning.files,
        *reports.files,
    ],
    "accountability_files",
)

desk = (
    [
        *rectification.desk,
        *letters.desk,
        *inspections.desk,
        *supervision.desk,
        *ratings.desk,
        *integrity.desk,
        *appraisal.desk,
        *assessment.desk,
        *warning.desk,
        *reports.desk,
    ],
    "accountability_desk",
)
