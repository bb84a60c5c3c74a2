"""Addresses of disclosure: pages at both language roots, files at `/` alone, the desk below `/desk/`."""

from disclosure.boards import urls as boards
from disclosure.catalogue import urls as catalogue
from disclosure.comparison import urls as comparison
from disclosure.content.allocation import urls as allocation
from disclosure.content.project import urls as project
from disclosure.content.statement import urls as statement
from disclosure.content.text import urls as text
from disclosure.demands import urls as demands
from disclosure.lists import urls as lists
from disclosure.notices import urls as notices
from disclosure.obligations import urls as obligations
from disclosure.opinions import urls as opinions
from disclosure.organisation import urls as organisation
from disclosure.posters import urls as posters
from disclosure.reports import urls as reports
from disclosure.requests import urls as requests

pages = (
    [
        *catalogue.pages,
        *notices.pages,
        *project.pages,
        *comparison.pages,
        *obligations.pages,
        *demands.pages,
        *opinions.pages,
        *requests.pages,
        *organisation.pages,
    ],
    "disclosure",
)
files = (
    [
        *notices.files,
        *posters.files,
        *comparison.files,
        *obligations.files,
        *requests.files,
        *organisation.files,
        *reports.files,
    ],
    "disclosure_files",
)
desk = (
    [
        *notices.desk,
        *posters.desk,
        *lists.desk,
        *text.desk,
        *statement.desk,
        *allocation.desk,
        *comparison.desk,
        *obligations.desk,
        *demands.desk,
        *opinions.desk,
        *boards.desk,
        *requests.desk,
        *organisation.desk,
        *reports.desk,
        *catalogue.desk,
    ],
    "disclosure_desk",
)
