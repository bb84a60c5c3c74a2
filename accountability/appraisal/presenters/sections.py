"""What other rooms' pages show of debriefings: the year's page, and that of one unit's letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from accountability.appraisal.enums import AppraisalState, DebriefingState
from accountability.appraisal.models import Debriefing
from accountability.appraisal.presenters.public import ResultRow, lede, result_rows
from accountability.appraisal.queries.figures import of_year
from accountability.appraisal.queries.log import page_of, published
from accountability.appraisal.queries.results import appraisal_of, result
from accountability.letters.registry import LetterPage, YearPage
from portal.core import dates


@dataclass(frozen=True, slots=True)
class YearResults:
    """The debriefings of a year in a sentence, and the published results."""

    note: str
    rows: Sequence[ResultRow]


def on_year(page: YearPage) -> YearResults | None:
    """Return what the year's page shows; None where no debriefing was held."""
    figures = of_year(page.town, page.year, at=page.at)
    if not figures.held:
        return None
    rows = published().filter(debriefing__town=page.town, debriefing__year=page.year)
    said = ngettext("%(count)d meeting was held", "%(count)d meetings were held", figures.held)
    return YearResults(said % {"count": figures.held}, result_rows(list(rows)))


@dataclass(frozen=True, slots=True)
class LetterResult:
    """The debriefing of a unit for the year of its letter, in a sentence."""

    said: str
    url: str
    link: str


def on_letter(page: LetterPage) -> LetterResult | None:
    """Return what the page of a letter shows: to everybody a published result, on the desk the meeting as well."""
    appraisal = appraisal_of(page.unit, page.year)
    if appraisal is not None and (appraisal.state == AppraisalState.PUBLISHED or not page.is_public):
        found = result(appraisal)
        is_public = appraisal.state == AppraisalState.PUBLISHED
        url = page_of(appraisal) if is_public else reverse("accountability_desk:appraisal", args=[appraisal.pk])
        return LetterResult(lede(found) if found else "", url, _("The result of the appraisal"))
    return None if page.is_public else _meeting(page)


def _meeting(page: LetterPage) -> LetterResult | None:
    rows = Debriefing.objects.filter(unit=page.unit, year=page.year).exclude(state=DebriefingState.CANCELLED)
    one = rows.first()
    if one is None:
        return None
    said = _("On %(day)s, %(place)s.") % {"day": dates.full_date(one.day), "place": one.place}
    return LetterResult(said, reverse("accountability_desk:debriefing", args=[one.pk]), _("The debriefing"))
