"""The catalogue as anybody reads it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import entries_by_stream
from portal.core.pages import public_page


@public_page("view")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what has to be disclosed, by whom, how often and on what basis."""
    streams = entries_by_stream(CatalogueEntry.objects.filter(is_active=True))
    context = {
        "crumbs": [(_("Home"), reverse("site:home"))],
        "count": sum(map(len, streams.values())),
        "streams": streams,
    }
    return render(request, "disclosure/catalogue/catalogue.html", context)
