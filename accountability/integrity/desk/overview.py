"""The first page of this room: the figures of a year, who was not talked to, and where everything is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from accountability.integrity.desk.common import way_to
from accountability.integrity.policies import KEEPS_FOR, LEADS_IN
from accountability.integrity.presenters import overview, talks as presenters
from accountability.integrity.queries import figures, opening, talks as queries
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.desk.pages import crumbs
from portal.desk.views import DeskView
from portal.desk.years import years


class OfYear(DeskView):
    """A page about a year of a township: those of the address, or this year and the first of the person's."""

    def exists_for_actor(self) -> bool:
        return opening.opens(self.actor, self.at)

    @cached_property
    def year(self) -> int:
        """The year."""
        this = today_of_due_days(self.at).year
        text = self.request.GET.get("year", "")
        return int(text) if text in dict(years()) else this

    @cached_property
    def town(self) -> Unit | None:
        """The township this person oversees; None where there is none."""
        towns = list(LEADS_IN.permitted(self.actor, at=self.at).order_by("code"))
        chosen = [one for one in towns if one.code == self.request.GET.get("town", "")]
        return next(iter(chosen or towns), None)


class Overview(OfYear):
    """The first page of the room."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context: dict[str, Any] = {
            "places": overview.places(self.actor, self.at),
            "crumbs": crumbs(),
            "year": self.year,
            "years": [text for text, _label in years()],
        }
        if self.town is not None:
            context |= self._figures(self.town)
        return render(request, "accountability/integrity/desk/overview.html", context)

    def _figures(self, town: Unit) -> dict[str, Any]:
        of_year = figures.of_year(town, self.year, at=self.at)
        missing = [one for one in queries.heads(town, self.year, at=self.at) if not one.is_talked_to]
        table = presenters.heads_table(missing, year=self.year, today=today_of_due_days(self.at), may_plan=True)
        return {
            "tally": overview.tally(of_year, self.year),
            "more": overview.more(of_year),
            "missing": table if missing else None,
            "may_keep": KEEPS_FOR.allows(self.actor, town, at=self.at),
        }


class Heads(OfYear):
    """The first in command of every unit, and when each was talked to in a year."""

    def exists_for_actor(self) -> bool:
        return opening.oversees(self.actor, self.at)

    def get(self, request: HttpRequest) -> HttpResponse:
        town = self.town
        heads = queries.heads(town, self.year, at=self.at) if town else []
        wanted = request.GET.get("talked_to", "")
        shown = [one for one in heads if wanted not in ("yes", "no") or one.is_talked_to == (wanted == "yes")]
        context = {
            "table": presenters.heads_table(shown, year=self.year, today=today_of_due_days(self.at), may_plan=True),
            "talked_to": sum(one.is_talked_to for one in heads),
            "count": len(heads),
            "wanted": wanted,
            "year": self.year,
            "years": [text for text, _label in years()],
            "crumbs": way_to(),
        }
        return render(request, "accountability/integrity/desk/heads.html", context)
