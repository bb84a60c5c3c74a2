"""Home, the boards of the units, how the portal can be used, and what search engines are given."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import queries
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.core import search
from portal.core.language import localized_path
from portal.core.pages import public_page
from portal.core.sections import load_places
from portal.core.texts import as_written
from portal.site import registry

DOCUMENTS_LISTED = 20_000
"""A sitemap may hold 50,000 addresses; each document has one in either language."""


@public_page("view")
def home(request: HttpRequest) -> HttpResponse:
    """Show the villages, and what rooms have for the home page."""
    units = list(queries.units())
    page = registry.UnitsPage(_of_kind(units, UnitKind.VILLAGE), timezone.now())
    context = {
        "villages": _cards(page, _notes(page)),
        "village_count": len(page.villages),
        "station_count": len(_of_kind(units, UnitKind.STATION)),
        "sections": load_places(registry.HOME_SECTIONS, page),
        "ways": registry.ways_of(),
    }
    return render(request, "site/home.html", context)


@public_page("view")
def units(request: HttpRequest) -> HttpResponse:
    """Show every unit, with how the villages stand."""
    found = list(queries.units())
    page = registry.UnitsPage(_of_kind(found, UnitKind.VILLAGE), timezone.now())
    noted = _notes(page)
    context = {
        "crumbs": [(_("Home"), reverse("site:home"))],
        "villages": _cards(page, noted),
        "about": noted.about,
        "stations": [(unit, None) for kind in (UnitKind.TOWN, UnitKind.STATION) for unit in _of_kind(found, kind)],
    }
    return render(request, "site/units.html", context)


@public_page("view")
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit's board: what rooms have for it, and its people."""
    found = queries.units().select_related("parent").filter(code=code).first()
    if found is None:
        raise Http404
    context = {
        "crumbs": [(_("Home"), reverse("site:home")), (_("Boards"), reverse("site:units"))],
        "unit": found,
        "opinion_box": as_written(found.opinion_box),
        "contact": as_written(found.supervision_contact),
        "sections": load_places(registry.UNIT_SECTIONS, registry.UnitPage(found, timezone.now())),
        "ways": registry.ways_of(found),
        "staff": queries.staff_of(found),
    }
    return render(request, "site/unit.html", context)


@public_page("view")
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how the portal can be used, and where to report that it cannot."""
    return render(request, "site/accessibility.html", {"crumbs": [(_("Home"), reverse("site:home"))]})


@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page in both languages, the newest documents first."""
    pages = [
        {
            "zh": settings.SITE_URL + path,
            "en": settings.SITE_URL + localized_path(path, "en"),
            "changed": changed,
        }
        for path, changed in _pages()
    ]
    return render(request, "site/sitemap.xml", {"pages": pages}, content_type="application/xml")


@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines out of the desk and tell them where the sitemap is."""
    lines = (
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /en/desk/",
        "Disallow: /accounts/",
        "Disallow: /en/accounts/",
        f"Sitemap: {settings.SITE_URL}{reverse('site_files:sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # as Django calls it
    """Answer 400 without asking who it is or which host was named: either may be what is wrong."""
    return HttpResponse(render_to_string("400.html"), status=400, headers={"Cache-Control": "no-store"})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404. What somebody may not see is answered in the same words as what is not there."""
    response = render(request, "404.html", status=404)
    # The page may be there a moment later, when what it shows is published.
    response["Cache-Control"] = "no-store"
    return response


def _of_kind(units: Iterable[Unit], kind: UnitKind) -> tuple[Unit, ...]:
    return tuple(unit for unit in units if unit.kind == kind)


def _notes(page: registry.UnitsPage) -> registry.NotedUnits:
    """Return what the first room that has any notes on the units of a page has to say."""
    return next((noted for source in registry.UNIT_NOTES if (noted := source.load(page)).notes), registry.NotedUnits())


def _cards(page: registry.UnitsPage, noted: registry.NotedUnits) -> list[tuple[Unit, registry.UnitNote | None]]:
    return [(unit, noted.notes.get(unit.pk)) for unit in page.villages]


def _pages() -> Iterator[tuple[str, datetime | None]]:
    for name in ("home", "units", "verify", "log", "data", "accessibility"):
        yield reverse(f"site:{name}"), None
    at = timezone.now()
    for source in registry.SITEMAP:
        for path in source.paths(at):
            yield path, None
    for code in queries.units().values_list("code", flat=True):
        yield reverse("site:unit", args=[code]), None
    yield from search.newest().values_list("url", "published_at")[:DOCUMENTS_LISTED]
