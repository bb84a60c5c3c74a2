"""What the town says it paid beside what a village says it received, for both of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.presenters import Words, sides, verdict
from disclosure.comparison.queries import Linked, followed_units, linked_for
from disclosure.notices.models import Edition
from portal.accounts.models import Unit, User
from portal.accounts.signed_in import desk_page, signed_in
from portal.desk.pages import crumbs

QUARTERS_OFFERED = 8


@desk_page
def linked_list(request: HttpRequest) -> HttpResponse:
    """Show every village and period the reader follows: both totals, and whether they agree.

    Whoever follows one village sees all its periods; whoever follows several sees a quarter at a time.
    """
    person, at = signed_in(request), timezone.now()
    units = _units(person, at)
    found = linked_for(person, units, at=at)
    quarters = list(dict.fromkeys(_quarter(one) for one in found))[:QUARTERS_OFFERED]
    chosen = None
    if len(units) > 1 and quarters:
        chosen = next((each for each in quarters if str(each) == request.GET.get("period")), quarters[0])
    rows = [_summary(one) for one in found if chosen is None or _quarter(one) == chosen]
    context = {
        "rows": rows,
        "differing": sum(row["verdict"].kind == "owed" for row in rows),
        "quarters": [{"value": str(each), "name": name_of(each), "current": each == chosen} for each in quarters],
        "is_narrowed": chosen is not None,
        "crumbs": crumbs(),
    }
    return render(request, "disclosure/comparison/desk/linked_list.html", context)


@desk_page
def linked_one(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Show one village's period, sum by sum, with what is not published yet as far as the reader may read it."""
    person, at = signed_in(request), timezone.now()
    unit = next((each for each in _units(person, at) if each.code == code), None)
    if unit is None:
        raise Http404(_("There is no such village."))
    try:
        asked = Period.parse(period)
    except ValueError as fault:
        raise Http404(_("There is no such period.")) from fault
    one = next((each for each in linked_for(person, [unit], at=at) if each.period == asked), None)
    if one is None:
        raise Http404(_("Neither side has said anything of this period."))
    context = {
        "unit": unit,
        "period": name_of(asked),
        "linked": sides(one, _address),
        "verdict": _verdict(one),
        "crumbs": crumbs((_("Paid and received"), reverse("disclosure_desk:linked"))),
    }
    return render(request, "disclosure/comparison/desk/linked_one.html", context)


def _units(person: User, at: datetime) -> list[Unit]:
    """Return the villages somebody follows.

    Raises:
        Http404: There is none: these pages do not exist for this person.
    """
    units = list(followed_units(person, at=at))
    if not units:
        raise Http404(_("This page is for those who work on the notices of a village or of the town."))
    return units


def _summary(one: Linked) -> dict[str, Any]:
    compared = one.compared()
    return {
        "unit": one.unit.name,
        "period": name_of(one.period, short=True),
        "url": reverse("disclosure_desk:linked_one", args=[one.unit.code, str(one.period)]),
        "given": compared.given if one.given else None,
        "received": compared.received if one.statement else None,
        "verdict": _verdict(one),
    }


def _verdict(one: Linked) -> Words:
    if one.statement is None:
        return Words("", _("The village’s statement is not there yet"))
    compared = one.compared()
    if not one.given:
        if compared.agrees:
            return Words("", _("The town paid nothing, the village received nothing"))
        return Words("", _("The town names no payment"))
    return verdict(compared.difference, agrees=compared.agrees)


def _quarter(one: Linked) -> Period:
    return Period.containing(one.period.first, Cadence.QUARTERLY)


def _address(edition: Edition) -> str:
    return reverse("disclosure_desk:edition", args=[edition.pk])
