"""The page of open data, and its files."""

import zipfile
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core import files
from portal.core.pages import public_file, public_page
from portal.site.data.documents import file_of
from portal.site.data.models import DataPackage
from portal.site.data.presenters import data_page
from portal.site.data.queries import is_outdated, newest_package
from portal.site.data.registry import DATASETS

RETRY = timedelta(minutes=10)
"""After what time a package that is being made is asked for again."""


@public_page("view")
def data(request: HttpRequest) -> HttpResponse:
    """Show what there is as open data, and how programs get it."""
    context = {"crumbs": [(_("Home"), reverse("site:home"))], "page": data_page(_in_force())}
    return render(request, "site/data/data.html", context)


@public_file
@require_safe
def package(request: HttpRequest) -> HttpResponseBase:
    """Hand out the data package."""
    found = _in_force()
    if found is None:
        return _being_made()
    return files.file_response(
        request,
        store="public",
        stored=found.stored_as,
        sha256=found.sha256,
        name=f"gongkai-{timezone.localdate(found.made_at)}.zip",
        content_type="application/zip",
    )


@public_file
@require_safe
def table(request: HttpRequest, key: str) -> HttpResponseBase:
    """Hand out one dataset as CSV, out of the package."""
    dataset = DATASETS.get(key)
    if dataset is None:
        raise Http404
    found = _in_force()
    if found is None or key not in found.sizes:
        return _being_made()
    with files.open_file("public", found.stored_as) as opened, zipfile.ZipFile(opened) as zipped:
        content = zipped.read(file_of(dataset))
    return files.content_response(
        request, content, name=f"{key}.csv", content_type="text/csv; charset=utf-8", public=True
    )


def _in_force() -> DataPackage | None:
    """Return the package, if it holds nothing that may be read no longer."""
    found = newest_package()
    return found if found and not is_outdated(found) else None


def _being_made() -> HttpResponse:
    return HttpResponse(
        _("The data package is being made. Come back in ten minutes.") + "\n",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(int(RETRY.total_seconds())), "Cache-Control": "no-store"},
    )
