"""The figures of the yearly report that petitions tell: those everybody may read, without what is too small."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

from accountability.reports.enums import Measure
from accountability.reports.registry import FIGURES, Figure, Line, OfYear
from petitions.outcomes.enums import Counted, RateKey
from petitions.outcomes.queries import yearly as petitions
from petitions.outcomes.queries.figures import Figures
from petitions.outcomes.queries.outcomes import page_of, released
from petitions.visit_days.enums import PromiseState
from petitions.visit_days.queries import yearly as visits
from portal.accounts.models import in_language
from portal.core.texts import comma

PETITIONS = pgettext_lazy("source of a figure", "Figures of petitions")
VISIT_DAYS = pgettext_lazy("source of a figure", "Visit days")
OUTCOMES = pgettext_lazy("source of a figure", "Outcomes of petitions")


def _figures(of: OfYear) -> Figures:
    return of.once("petitions", lambda: petitions.of_year(of.town, of.year))


def _count(name: str, of: OfYear) -> int | None:
    found: int | None = getattr(_figures(of), name)
    return found


def _rate(key: RateKey, of: OfYear) -> Decimal | None:
    rate = next(one for one in _figures(of).rates if one.key == key)
    if not rate.denominator or rate.numerator is None:
        return None
    return Decimal(100 * rate.numerator) / rate.denominator


def _public_page(of: OfYear) -> str:
    return reverse("petitions:outcomes_year", args=[of.year])


def _counted_page(part: Counted, of: OfYear) -> str:
    return reverse("petitions_desk:counted", args=[of.year, part])


for _key, _label, _name, _part in (
    ("petitions.received", _("Petitions received"), "received", Counted.RECEIVED),
    ("petitions.accepted", _("Petitions accepted"), "accepted", Counted.ACCEPTED),
    ("petitions.established", _("Petitions whose facts were established"), "established", Counted.ESTABLISHED),
    ("petitions.mediated", _("Petitions settled by mediation"), "mediated", Counted.MEDIATED),
    ("petitions.closed", _("Petitions closed"), "closed", Counted.CLOSED),
    ("petitions.open", _("Petitions open at the end of the year"), "open_after", Counted.OPEN_AFTER),
):
    FIGURES.register(
        Figure(
            _key,
            _label,
            PETITIONS,
            count=partial(_count, _name),
            url=partial(_counted_page, _part),
            public_url=_public_page,
        )
    )
for _key, _label, _rate_key, _part in (
    ("petitions.in_time", _("Petitions decided in time"), RateKey.CLOSED, Counted.TO_BE_DECIDED),
    ("petitions.satisfied", _("Petitioners satisfied with the result"), RateKey.SATISFIED, Counted.RATED),
):
    FIGURES.register(
        Figure(
            _key,
            _label,
            PETITIONS,
            count=partial(_rate, _rate_key),
            url=partial(_counted_page, _part),
            public_url=_public_page,
            measure=Measure.SHARE,
        )
    )


def _visit_page(_of: OfYear) -> str:
    return reverse("petitions:visit_days")


def _day(row: Any) -> Line:
    return Line(in_language(row.place_zh, row.place_en), "", row.day, reverse("petitions:visit_day", args=[row.number]))


def _reception(row: Any) -> Line:
    day, party = row.booking.day, row.booking.party
    people = ngettext("%(count)d person", "%(count)d people", party) % {"count": party}
    text = comma().join([row.received_by.name, people])
    return Line(text, "", day.day, reverse("petitions:visit_day", args=[day.number]))


def _people_received(of: OfYear) -> int:
    """Return how many people were received: up to five come with one booking."""
    told: int = visits.received_in(of.town, of.year).aggregate(people=Sum("booking__party", default=0))["people"]
    return told


def _promise(row: Any) -> Line:
    return Line(str(row.get_state_display()), row.unit.name, row.due)


def _promises(*states: PromiseState) -> Callable[[OfYear], QuerySet[Any]]:
    return lambda of: visits.promised_in(of.town, of.year).filter(state__in=states)


for _key, _label, _rows, _line in (
    ("visits.days", _("Visit days held"), lambda of: visits.held_in(of.town, of.year), _day),
    ("visits.promised", _("Promises made on visit days"), _promises(*PromiseState), _promise),
    ("visits.kept", _("Promises kept"), _promises(PromiseState.KEPT), _promise),
    ("visits.open", _("Promises not kept yet"), _promises(PromiseState.OPEN, PromiseState.REPORTED), _promise),
):
    FIGURES.register(Figure(_key, _label, VISIT_DAYS, rows=_rows, line=_line, public_url=_visit_page))
FIGURES.register(
    Figure(
        "visits.received",
        _("Received on visit days"),
        VISIT_DAYS,
        count=_people_received,
        rows=lambda of: visits.received_in(of.town, of.year),
        line=_reception,
        public_url=_visit_page,
    )
)


def _outcome(row: Any) -> Line:
    return Line(row.title, row.petition.town.name, timezone.localdate(row.released_at), page_of(row))


FIGURES.register(
    Figure(
        "outcomes.released",
        _("Outcomes of petitions released"),
        OUTCOMES,
        rows=lambda of: released().filter(petition__town=of.town, released_at__year=of.year),
        line=_outcome,
        public_url=_public_page,
    )
)
