"""What everybody reads of integrity on the page of a year: figures only, no names."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accountability.integrity.enums import TalkKind
from accountability.integrity.queries import kept
from accountability.integrity.queries.figures import IntegrityYear, of_year
from accountability.integrity.rules import FEW, told_apart
from accountability.letters.registry import YearPage
from portal.core import charts, dates
from portal.core.charts import Bar
from portal.core.texts import joint


@dataclass(frozen=True, slots=True)
class PublicActivity:
    """An education activity as everybody reads it."""

    title: str
    kind: str
    day: str
    share: str
    came: str


@dataclass(frozen=True, slots=True)
class PublicYear:
    """What `_on_year.html` shows."""

    figures: IntegrityYear
    title: str
    chart: SafeString
    note: str
    coverage: str
    is_covered: bool
    activities: list[PublicActivity]
    attendance: str


def on_year(page: YearPage) -> PublicYear | None:
    """Return the section of a year's page; None where nothing was held yet."""
    figures = page.once("integrity", lambda: of_year(page.town, page.year, at=page.at))
    if not figures.talks and not figures.activities:
        return None
    told = told_apart(figures.talks_by_kind)
    bars = [Bar(_kinds(one.kinds), Decimal(one.count), text=str(one.count)) for one in told]
    most = max((one.amount for one in bars), default=Decimal(1))
    note = _("Kinds with fewer than %(few)d talks are put together, so that nobody is recognised.") % {"few": FEW}
    covered = _("The first in command of %(count)d of %(total)d units was talked to.")
    units = {"count": figures.heads_talked_to, "total": figures.heads}
    return PublicYear(
        figures=figures,
        title=_("Integrity talks: %(count)d") % {"count": figures.talks},
        chart=charts.bars(bars, scale_max=most, hatch=False, ids="talks") if bars else SafeString(""),
        note=note if any(len(one.kinds) > 1 for one in told) else "",
        coverage=covered % units,
        is_covered=figures.heads_talked_to == figures.heads,
        activities=_activities(page),
        attendance=_attendance(figures),
    )


def _kinds(kinds: tuple[str, ...]) -> str:
    return joint().join(str(TalkKind(kind).label) for kind in kinds)


def _activities(page: YearPage) -> list[PublicActivity]:
    rows = kept.activities_in(page.town, page.year).order_by("day", "pk")
    return [
        PublicActivity(
            title=one.title,
            kind=str(one.get_kind_display()),
            day=dates.day(one.day),
            share=_("%(percent)d %%") % {"percent": one.percent} if one.percent is not None else "",
            came=_("%(present)d of %(due)d") % {"present": one.present, "due": one.due} if one.due else "",
        )
        for one in rows
    ]


def _attendance(figures: IntegrityYear) -> str:
    if figures.percent is None:
        return ""
    said = _("Of %(due)d who were to come %(present)d came, %(percent)d %%.")
    return said % {"due": figures.due, "present": figures.present, "percent": figures.percent}
