"""Home, the boards of the units, and how the portal can be used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import queries
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.core.pages import public_page
from portal.core.sections import load_places
from portal.core.texts import as_written
from portal.site.registry import HOME_SECTIONS, UNIT_NOTES, UNIT_SECTIONS, UnitNote, UnitPage, UnitsPage


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit in a list, for `components/villages.html`."""

    url: str
    name: str
    text: str = ""
    owed: str = ""


@dataclass(frozen=True, slots=True)
class UnitCards:
    """The villages with what is said of them, and what that is about."""

    about: str
    cards: list[UnitCard]


@public_page("view")
def home(request: HttpRequest) -> HttpResponse:
    """Show the villages, and what rooms have for the home page."""
    units = list(queries.units())
    page = UnitsPage(_of_kind(units, UnitKind.VILLAGE), timezone.now())
    context = {
        "villages": _noted(page).cards,
        "village_count": len(page.villages),
        "station_count": len(_of_kind(units, UnitKind.STATION)),
        "sections": load_places(HOME_SECTIONS, page),
    }
    return render(request, "site/home.html", context)


@public_page("view")
def units(request: HttpRequest) -> HttpResponse:
    """Show every unit, with how the villages stand."""
    found = list(queries.units())
    noted = _noted(UnitsPage(_of_kind(found, UnitKind.VILLAGE), timezone.now()))
    context = {
        "crumbs": [(_("Home"), reverse("site:home"))],
        "villages": noted.cards,
        "about": noted.about,
        "stations": [_card(unit) for unit in _of_kind(found, UnitKind.STATION)],
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
        "sections": load_places(UNIT_SECTIONS, UnitPage(found, timezone.now())),
        "staff": queries.staff_of(found),
    }
    return render(request, "site/unit.html", context)


@public_page("view")
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the portal can be used, and whom to tell where it cannot."""
    return render(request, "site/accessibility.html", {"crumbs": [(_("Home"), reverse("site:home"))]})


def _of_kind(units: Iterable[Unit], kind: UnitKind) -> tuple[Unit, ...]:
    return tuple(unit for unit in units if unit.kind == kind)


def _noted(page: UnitsPage) -> UnitCards:
    """Return the villages of a page with what the first room that has anything says of them."""
    said = next((noted for source in UNIT_NOTES if (noted := source.load(page)).notes), None)
    notes = said.notes if said else {}
    return UnitCards(said.about if said else "", [_card(unit, notes.get(unit.pk)) for unit in page.villages])


def _card(unit: Unit, note: UnitNote | None = None) -> UnitCard:
    url = reverse("site:unit", args=[unit.code])
    return UnitCard(url, unit.name, note.text, note.owed) if note else UnitCard(url, unit.name)
