"""What anybody reads: rules, bulletins and the guide, the leading group, supervisors, agents, books and places."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.organisation import presenters, queries
from disclosure.organisation.documents import attached
from disclosure.organisation.enums import PUBLIC, Office, PlaceKind, TextKind
from disclosure.organisation.forms import RulesForm
from disclosure.organisation.models import WordingFile
from portal.accounts.queries import villages
from portal.core import keyset
from portal.core.pages import public_file, public_page

PAGE_SIZE = 30
NEWEST = 5
"""Bulletins that stand on the page of the leading group."""


def _crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home")), *steps]


def _today() -> date:
    return timezone.localdate()


@public_page("state", "newer", "older", "view")
def rules(request: HttpRequest) -> HttpResponse:
    """Show the register of rules, the last published first, narrowed by state."""
    form = RulesForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    context = {"form": form, "is_narrowed": bool(state), "counts": queries.counts(TextKind.RULE)}
    return _texts(request, TextKind.RULE, "disclosure/organisation/rules.html", context, state=state)


@public_page("newer", "older", "view")
def bulletins(request: HttpRequest) -> HttpResponse:
    """Show the bulletins, the newest first."""
    return _texts(request, TextKind.BULLETIN, "disclosure/organisation/bulletins.html", {})


def _texts(
    request: HttpRequest, kind: TextKind, template: str, context: dict[str, object], *, state: str = ""
) -> HttpResponse:
    page = keyset.page(
        queries.listed(kind, state=state),
        field="published_at",
        size=PAGE_SIZE,
        newer=request.GET.get("newer", ""),
        older=request.GET.get("older", ""),
    )

    def address(name: str, place: str) -> str:
        asked = {"state": state, name: place}
        return f"{request.path}?{urlencode({key: value for key, value in asked.items() if value})}" if place else ""

    return render(
        request,
        template,
        {
            "texts": presenters.cards(page.rows, on=_today()),
            "newer_url": address("newer", page.newer),
            "older_url": address("older", page.older),
            "crumbs": _crumbs(),
            **context,
        },
    )


@public_page("view")
def text(request: HttpRequest, kind: TextKind, number: int, wording: int | None = None) -> HttpResponse:
    """Show a text as it is now or as it was in one wording, with what each wording changed."""
    wordings = queries.public_wordings(kind, number)
    shown = next((one for one in wordings if wording in (None, one.number)), None)
    if shown is None:
        raise Http404
    above = {
        TextKind.RULE: (_("Rules"), reverse("disclosure:rules")),
        TextKind.BULLETIN: (_("Bulletins"), reverse("disclosure:bulletins")),
    }
    context = {
        "page": presenters.shown_text(shown, wordings, on=_today()),
        "known_as": queries.address(shown),
        "is_guide": kind == TextKind.GUIDE,
        "crumbs": _crumbs(*([above[kind]] if kind in above else ())),
    }
    return render(request, "disclosure/organisation/text.html", context)


@public_page("view")
def guide(request: HttpRequest) -> HttpResponse:
    """Show the guide to disclosure in force, or that there is none yet."""
    found = queries.guides().first()
    if found is None:
        return render(request, "disclosure/organisation/no_guide.html", {"crumbs": _crumbs()})
    wordings = queries.public_wordings(TextKind.GUIDE, found.text.number)
    page = presenters.shown_text(wordings[0], wordings, on=_today())
    context = {"page": page, "known_as": reverse("disclosure:guide"), "is_guide": True, "crumbs": _crumbs()}
    return render(request, "disclosure/organisation/text.html", context)


@public_file
@require_safe
def wording_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Answer with a file of a public wording."""
    rows = WordingFile.objects.filter(wording__state__in=PUBLIC)
    return attached(request, get_object_or_404(rows, pk=pk, name=name), is_public=True)


@public_page("view")
def leading_group(request: HttpRequest) -> HttpResponse:
    """Show who sits on the leading group and in its office, its budget and its bulletins."""
    newest = queries.listed(TextKind.BULLETIN).order_by("-published_at", "-pk")[:NEWEST]
    context = {
        "offices": _offices(Office.GROUP, Office.GROUP_OFFICE),
        "budgets": queries.budgets(),
        "bulletins": presenters.cards(newest, on=_today()),
        "crumbs": _crumbs(),
    }
    return render(request, "disclosure/organisation/leading_group.html", context)


@public_page("view")
def people(request: HttpRequest) -> HttpResponse:
    """Show the lay supervisors and the agents of the villages."""
    context = {"offices": _offices(Office.LAY_SUPERVISOR, Office.AGENT), "crumbs": _crumbs()}
    return render(request, "disclosure/organisation/people.html", context)


def _offices(*offices: Office) -> list[presenters.ShownOffice]:
    today = _today()
    return [
        presenters.shown_office(one, queries.serving(one, on=today), queries.past(one, on=today)) for one in offices
    ]


@public_page("view")
def bookkeeping(request: HttpRequest) -> HttpResponse:
    """Show the bookkeeping centre, and who keeps the books of which village."""
    today = _today()
    keepers, before = (read(Office.BOOKKEEPER, on=today) for read in (queries.serving, queries.past))
    context = {
        "places": presenters.shown_places(queries.places(PlaceKind.BOOKS)),
        "books": presenters.books_of(villages(), keepers, before),
        "crumbs": _crumbs(),
    }
    return render(request, "disclosure/organisation/bookkeeping.html", context)


@public_page("view")
def places(request: HttpRequest) -> HttpResponse:
    """Show the service centre and the stations: what can be done where, when, and whom to ask."""
    agents = queries.serving(Office.AGENT, on=_today())
    shown = presenters.shown_places(queries.places(PlaceKind.CENTRE, PlaceKind.STATION), agents)
    context = {
        "centres": [one for one in shown if one.place.kind == PlaceKind.CENTRE],
        "guides": presenters.guides_to_services(queries.guides_to_services()),
        "stations": [one for one in shown if one.place.kind == PlaceKind.STATION],
        "crumbs": _crumbs(),
    }
    return render(request, "disclosure/organisation/places.html", context)
