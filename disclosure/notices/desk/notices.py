"""The notices somebody works on, and how a new one is begun."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions.drafts import start_notice
from disclosure.notices.desk.base import clerk_units
from disclosure.notices.desk.rows import notice_rows
from disclosure.notices.forms.notices import ItemForm, NarrowForm, NewNoticeForm
from disclosure.notices.models import Edition
from disclosure.notices.queries import desk
from disclosure.notices.registry.parts import ImportOffer, default_form, form_for, form_of
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit, in_language
from portal.accounts.policies import roles_held
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import keyset
from portal.core.refusals import NotAllowed, Refused
from portal.desk.pages import crumbs

PAGE_SIZE = 30


@desk_page
def notices(request: HttpRequest) -> HttpResponse:
    """List what this person may read of the units they work for, newest change first."""
    person, at = signed_in(request), timezone.now()
    units = list(desk.units_worked_for(person, at=at).order_by("code"))
    form = NarrowForm(request.GET, units=units)
    said = form.cleaned_data if form.is_valid() else {}
    narrowed = desk.Narrowed(
        unit=said.get("unit", ""), stream=said.get("stream", ""), group=said.get("state", ""), words=said.get("q", "")
    )
    page = keyset.page(
        desk.of_my_work(person, narrowed, at=at),
        field="state_since",
        time_of=_state_since,
        size=PAGE_SIZE,
        newer=request.GET.get("newer", ""),
        older=request.GET.get("older", ""),
    )
    kept = {name: value for name, value in said.items() if value}
    context = {
        "form": form,
        "is_narrowed": bool(kept),
        "rows": notice_rows(page.rows, at=at),
        "newer_url": _page_url("newer", page.newer, kept),
        "older_url": _page_url("older", page.older, kept),
        "is_clerk": Role.CLERK in roles_held(person, at=at),
        "crumbs": crumbs(),
        "page_query": urlencode(kept),
    }
    return render(request, "disclosure/notices/desk/notices.html", context)


@desk_page
def new_notice(request: HttpRequest) -> HttpResponse:
    """Choose unit and item, then the period or the title; begins the first draft."""
    person, at = signed_in(request), timezone.now()
    units = clerk_units(person, at=at)
    unit = next((one for one in units if one.code == request.GET.get("unit")), units[0] if len(units) == 1 else None)
    entry = _entry_of(unit, request.GET.get("entry", "")) if unit else None
    if unit is None or entry is None:
        return _choose_item(request, units, unit)
    owner, station = _who_owes(unit, entry)
    form = NewNoticeForm(
        request.POST or None,
        unit=owner,
        entry=entry,
        today=timezone.localdate(at),
        initial={"period": request.GET.get("period", "")},
    )
    existing = None
    if request.method == "POST" and form.is_valid():
        try:
            draft = start_notice(
                actor=person,
                unit=owner,
                entry=entry,
                period=form.cleaned_data["period"],
                title=form.cleaned_data.get("title", ""),
                station=station,
                at=at,
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
            existing = _existing(owner, entry, form.cleaned_data["period"])
        else:
            return redirect(writing_url(draft))
    context = {
        "form": form,
        "unit": unit,
        "entry": entry,
        "begin_label": form_for(entry).begin_label or _("Begin the draft"),
        "imports": _imports(entry),
        "existing_url": reverse("disclosure_desk:edition", args=[existing.pk]) if existing else "",
        "period_text": _period_text(request.GET.get("period", "")),
        "crumbs": crumbs((_("Notices"), reverse("disclosure_desk:notices"))),
    }
    return render(request, "disclosure/notices/desk/new_notice.html", context, status=422 if form.errors else 200)


def _choose_item(request: HttpRequest, units: list[Unit], unit: Unit | None) -> HttpResponse:
    """Ask for unit and item; whoever has several units chooses the unit first."""
    entries = list(_entries_of(unit)) if unit else []
    initial = {"unit": unit.code} if unit else {}
    context = {
        "form": ItemForm(initial=initial, units=units, entries=entries),
        "units": units,
        "unit": unit,
        "crumbs": crumbs((_("Notices"), reverse("disclosure_desk:notices"))),
    }
    return render(request, "disclosure/notices/desk/choose_item.html", context)


def _entries_of(unit: Unit) -> Any:
    """Return the items a clerk of a unit prepares: its own, and for a station those of the town too."""
    kinds = [unit.kind, UnitKind.TOWN] if unit.kind == UnitKind.STATION else [unit.kind]
    return CatalogueEntry.objects.filter(is_active=True, publisher__in=kinds).order_by("code")


def _entry_of(unit: Unit, code: str) -> CatalogueEntry | None:
    if not code:
        return None
    entry: CatalogueEntry | None = _entries_of(unit).filter(code=code).first()
    if entry is None:
        raise Http404(_("There is no such item."))
    return entry


def _who_owes(unit: Unit, entry: CatalogueEntry) -> tuple[Unit, Unit | None]:
    """Return who owes the notice, and the station that prepares it for the town."""
    if unit.kind == UnitKind.STATION and entry.publisher == UnitKind.TOWN and unit.parent:
        return unit.parent, unit
    return unit, None


def _existing(unit: Unit, entry: CatalogueEntry, period: str) -> Edition | None:
    """Return what there is of a regular item already, so that the refusal can lead to it."""
    if not entry.is_regular:
        return None
    return desk.editions_of_entry([unit], entry, [Period.parse(period)]).get((unit.pk, period))


def writing_url(draft: Edition) -> str:
    """Return where a draft is begun: in its form, or with its text."""
    form = form_of(draft)
    return reverse((default_form() if form.begins_with_text else form).edit_url_name, args=[draft.pk])


def _imports(entry: CatalogueEntry) -> ImportOffer | None:
    """Return what can be brought in for an item from a file."""
    offer = form_for(entry).imports
    return offer if offer and offer.entry == entry.code else None


def _period_text(period: str) -> str:
    try:
        span = Period.parse(period)
    except ValueError:
        return ""
    return in_language(span.name_zh, span.name_en)


def _state_since(edition: Edition) -> Any:
    return edition.state_since


def _page_url(name: str, place: str, kept: dict[str, str]) -> str:
    return "?" + urlencode({**kept, name: place}) if place else ""
