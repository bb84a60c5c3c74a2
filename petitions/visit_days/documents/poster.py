"""The visit days of the weeks to come as a poster for the notice board: A3, Chinese, with a way to book."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from petitions.visit_days.models import VisitDay
from petitions.visit_days.presenters.public import VisitCard, card, sentences_of_rules
from petitions.visit_days.queries.roster import days_to_come
from portal.accounts.models import Unit
from portal.core import charts, dates, pdf
from portal.core.demonstration import today_of_due_days

_TEMPLATE = "petitions/visit_days/print/poster.html"
_STYLE = pdf.STATIC / "petitions" / "visit_days" / "poster.css"
WEEKS = timedelta(weeks=4)
MOST_ROWS = 18
"""So many days have room on a sheet with those the town has at most; the rest stands on the page."""
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class PosterRow:
    """A visit day on the poster; `note` is what is out of the ordinary."""

    card: VisitCard
    note: SafeString


def print_poster(town: Unit, *, at: datetime) -> bytes:
    """Return the poster as a PDF, made once for what stands on it.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        html = render_to_string(_TEMPLATE, context(town, at=at))
    key = f"visit-days-poster:{hashlib.sha256(html.encode() + _STYLE.read_bytes()).hexdigest()}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        rendered = pdf.render(html, css=[_STYLE])
        pdf.check(rendered.pdf, expected_text=["领导接访日"], pages=rendered.pages)
        kept = rendered.pdf
        cache.set(key, kept, timeout=KEPT_SECONDS)
    return kept


def context(town: Unit, *, at: datetime) -> dict[str, object]:
    """Return what the poster says; in Chinese, as the active language is."""
    today = today_of_due_days(at)
    days = list(days_to_come(at).filter(day__lte=today + WEEKS)[:MOST_ROWS])
    address = settings.SITE_URL + reverse("petitions:visit_days")
    return {
        "town": town,
        "rules": sentences_of_rules(town, at=at),
        "rows": [_row(one, at=at) for one in days],
        "span": dates.date_range(days[0].day, days[-1].day) if days else "",
        "qr": charts.qr_svg(address, title="二维码：接访安排和预约"),
        "address": address,
        "today": today,
    }


def _row(day: VisitDay, *, at: datetime) -> PosterRow:
    shown = card(day, at=at, taken=set())
    return PosterRow(shown, shown.standing_in or shown.note)
