"""What anybody reads: the villages of a town beside each other, and one village over time."""

from collections.abc import Sequence

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.rules.periods import Period, ended
from disclosure.comparison.documents import as_csv
from disclosure.comparison.forms import CompareForm
from disclosure.comparison.presenters.town import town_page
from disclosure.comparison.presenters.village import Asked, village_page
from disclosure.comparison.queries.money import (
    BEFORE,
    SPANS,
    USUAL_SPAN,
    lines_wanted,
    marked,
    names_of_accounts,
    newest_published,
    quarters_before,
    read_town,
    villages_beside,
)
from portal.accounts.models import Unit
from portal.accounts.queries import towns, villages
from portal.core.pages import public_page

QUARTERS_OFFERED = 12


@public_page("unit", "until", "span", "account", "view")
def compare(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show a village over time and beside its town; without one, the villages of a town beside each other."""
    code = code or request.GET.get("unit", "")
    village = villages().select_related("parent").filter(code=code).first()
    if village is None:
        return _town(request, code)
    units, names = villages_beside(village), names_of_accounts()
    asked = _asked(request, village)
    if asked.account and asked.account not in names:
        raise Http404
    lines = lines_wanted(village, asked.quarter, asked.account)
    town = read_town(units, quarters_before(asked.quarter, asked.span + BEFORE), lines)
    chosen = {"unit": code, "until": str(asked.quarter), "span": str(asked.span), "account": asked.account}
    context = {
        "page": village_page(asked, town, marked(village, asked.quarter, town), names),
        "form": CompareForm(units=units, quarters=_offered(asked.quarter), initial=chosen),
        "known_as": reverse("disclosure:compare_village", args=[code]),
        "crumbs": [(_("Home"), reverse("site:home")), (village.name, reverse("site:unit", args=[code]))],
    }
    return render(request, "disclosure/comparison/village.html", context)


@public_page("until", "span")
def data(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with what the pages of a village show, as CSV: every account of every quarter with its median."""
    village = get_object_or_404(villages(), code=code)
    asked = _asked(request, village)
    town = read_town(villages_beside(village), quarters_before(asked.quarter, asked.span + BEFORE), Q())
    content = as_csv(asked, town, names_of_accounts())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{village.code}-{asked.quarter}.csv"'
    return response


def _town(request: HttpRequest, code: str) -> HttpResponse:
    """Show the villages of a town beside each other in a quarter; the first town where none is named."""
    every = list(towns())
    town = next((one for one in every if code in ("", one.code)), None)
    if town is None:
        raise Http404
    units = list(villages().filter(parent=town).order_by("code"))
    quarter = _quarter(request, units)
    chosen = {"unit": town.code, "until": str(quarter), "span": str(USUAL_SPAN)}
    form = CompareForm(units=[*every, *units] if len(every) > 1 else units, quarters=_offered(quarter), initial=chosen)
    context = {
        "page": town_page(town, quarter, read_town(units, [quarter])),
        "form": form,
        "known_as": reverse("disclosure:compare"),
        "crumbs": [(_("Home"), reverse("site:home"))],
    }
    return render(request, "disclosure/comparison/town.html", context)


def _asked(request: HttpRequest, village: Unit) -> Asked:
    """Return what is asked for, or answer 404."""
    span = request.GET.get("span") or str(USUAL_SPAN)
    if span not in map(str, SPANS):
        raise Http404
    return Asked(village, _quarter(request, [village]), int(span), request.GET.get("account", ""))


def _quarter(request: HttpRequest, units: Sequence[Unit]) -> Period:
    """Return the quarter asked for, one that has ended; the newest published where none is."""
    newest = ended(Cadence.QUARTERLY, timezone.localdate(), QUARTERS_OFFERED)
    text = request.GET.get("until")
    if not text:
        return newest_published(units, newest)
    try:
        quarter = Period.parse(text)
    except ValueError as fault:
        raise Http404 from fault
    if quarter.cadence != Cadence.QUARTERLY or quarter > newest[0]:
        raise Http404
    return quarter


def _offered(quarter: Period) -> list[Period]:
    """Return the quarters to choose from, newest first, the one shown among them."""
    newest = ended(Cadence.QUARTERLY, timezone.localdate(), QUARTERS_OFFERED)
    return newest if quarter in newest else [*newest, quarter]
