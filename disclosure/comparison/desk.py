"""What the town paid beside what a village received, as each published it, for both of them."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.presenters.linked import sides, verdict_of
from disclosure.comparison.queries.linked import Linked, followed_units, linked_for
from portal.accounts.models import Unit
from portal.core.components import Tag
from portal.desk.pages import crumbs
from portal.desk.views import DeskView

QUARTERS_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Summary:
    """A village's period in the list."""

    linked: Linked
    period: str
    verdict: Tag


class LinkedPage(DeskView):
    """A page for those who work on the notices of a village or of the town."""

    @cached_property
    def units(self) -> list[Unit]:
        """The villages the reader follows."""
        return list(followed_units(self.actor, at=self.at))

    def exists_for_actor(self) -> bool:
        return bool(self.units)


class LinkedList(LinkedPage):
    """Every village and period the reader follows: both totals, and whether they agree."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = linked_for(self.actor, self.units, at=self.at)
        quarters = list(dict.fromkeys(_quarter(one) for one in found))[:QUARTERS_OFFERED]
        chosen = None
        if len(self.units) > 1 and quarters:
            chosen = next((each for each in quarters if str(each) == request.GET.get("period")), quarters[0])
        rows = [
            Summary(one, name_of(one.period, short=True), _verdict(one))
            for one in found
            if chosen is None or _quarter(one) == chosen
        ]
        context = {
            "rows": rows,
            "differing": sum(row.verdict.kind == "owed" for row in rows),
            "quarters": [(str(each), name_of(each)) for each in quarters],
            "chosen": str(chosen or ""),
            "crumbs": self.crumbs(),
        }
        return render(request, "disclosure/comparison/desk/linked_list.html", context)


class LinkedOne(LinkedPage):
    """One village's period, sum by sum."""

    def exists_for_actor(self) -> bool:
        return any(unit.code == self.kwargs["code"] for unit in self.units)

    def get(self, request: HttpRequest, code: str, period: str) -> HttpResponse:
        units = [each for each in self.units if each.code == code]
        one = next((each for each in linked_for(self.actor, units, at=self.at) if str(each.period) == period), None)
        if one is None:
            raise Http404(_("There is nothing to compare for this period."))
        context = {
            "title": _("%(unit)s: paid and received, %(period)s")
            % {"unit": one.unit.name, "period": name_of(one.period)},
            "linked": sides(one, lambda edition: reverse("disclosure_desk:edition", args=[edition.pk])),
            "verdict": _verdict(one),
            "crumbs": crumbs((_("Paid and received"), reverse("disclosure_desk:linked"))),
        }
        return render(request, "disclosure/comparison/desk/linked_one.html", context)


def _verdict(one: Linked) -> Tag:
    if one.statement is None:
        return Tag(_("The village’s statement is not there yet"))
    compared = one.compared
    if not one.given:
        if compared.agrees:
            return Tag(_("The town paid nothing, the village received nothing"))
        return Tag(_("The town names no payment"))
    return verdict_of(compared.difference, agrees=compared.agrees)


def _quarter(one: Linked) -> Period:
    return Period.containing(one.period.first, Cadence.QUARTERLY)
