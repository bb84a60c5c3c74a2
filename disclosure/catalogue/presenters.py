"""What pages show of the catalogue, and names of periods."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from disclosure.catalogue.enums import Cadence, NoticeUnit, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.registry import known_forms
from disclosure.catalogue.rules.periods import Period
from portal.accounts.models import in_language
from portal.core.workflow import Words
from portal.site.registry import UnitsPage

QUARTERS_OFFERED = 5


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An item of the catalogue, its form and its notice period in words."""

    entry: CatalogueEntry
    form: Words
    on_notice: str


def entries_by_stream(entries: QuerySet[CatalogueEntry]) -> dict[Stream, list[EntryRow]]:
    """Return items by stream, in the order of their codes."""
    forms, found = known_forms(), entries.order_by("code")
    rows = [EntryRow(one, forms.get(one.form, one.form), days_on_notice(one)) for one in found]
    return {stream: [row for row in rows if row.entry.stream == stream] for stream in Stream}


def streams_to_search(_page: UnitsPage) -> list[tuple[str, Words]]:
    """Return the addresses of the notices by stream, for the home page."""
    address = reverse("disclosure:notices")
    return [(f"{address}?stream={one.value}", one.label) for one in Stream]


def names_of_entries(codes: Collection[str]) -> dict[str, Words]:
    """Return items of the catalogue by code, with what they are called."""
    return {entry.code: entry.name for entry in CatalogueEntry.objects.filter(code__in=codes)}


def names_of_forms(keys: Collection[str]) -> dict[str, Words]:
    """Return forms by key, with what they are called."""
    return {key: label for key, label in known_forms().items() if key in keys}


def names_of_periods(written: Collection[str]) -> dict[str, Words]:
    """Return periods with what they are called; what is no period is left out."""
    found: dict[str, Words] = {}
    for one in written:
        with suppress(ValueError):
            found[one] = name_of(Period.parse(one))
    return found


def names_of_streams(values: Collection[str]) -> dict[str, Words]:
    """Return streams with what they are called."""
    return {one.value: one.label for one in Stream if one.value in values}


def quarters_offered(at: datetime) -> list[tuple[str, str]]:
    """Return the quarters a form offers from this one on, as pairs of value and name."""
    this = Period.containing(timezone.localdate(at), Cadence.QUARTERLY)
    return [(str(this.shifted(count)), name_of(this.shifted(count))) for count in range(QUARTERS_OFFERED)]


def name_of(period: Period, *, short: bool = False) -> str:
    """Return the name of a period in the language of the page."""
    if short:
        return in_language(period.short_zh, period.short_en)
    return in_language(period.name_zh, period.name_en)


def quarter_word(period: Period) -> str:
    """Return a period as one speaks of it within its year: 二季度, Q2; its name where it is no quarter."""
    if period.cadence != Cadence.QUARTERLY:
        return name_of(period)
    return in_language(period.short_zh.split("年")[1], period.short_en.split()[1])


def days_on_notice(entry: CatalogueEntry, count: int | None = None) -> str:
    """Return how long an item is on notice, or a count of days in the unit it is counted in."""
    days = entry.notice_days if count is None else count
    if entry.notice_unit == NoticeUnit.WORKING:
        return ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days}
    return ngettext("%(count)d calendar day", "%(count)d calendar days", days) % {"count": days} if days else ""
