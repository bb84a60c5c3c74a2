"""What pages show of the catalogue, and names of periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from disclosure.catalogue.enums import Cadence, NoticeUnit, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from portal.accounts.models import in_language
from portal.core.texts import as_written
from portal.site.registry import UnitsPage

QUARTERS_OFFERED = 5


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An item of the catalogue as the public reads it."""

    code: str
    name: str
    cadence: str
    publisher: str
    on_notice: str
    basis: str


@dataclass(frozen=True, slots=True)
class EntriesOfStream:
    """The items of one stream."""

    value: str
    label: str
    entries: list[EntryRow]


@dataclass(frozen=True, slots=True)
class StreamLink:
    """The way to the notices of one stream."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class StreamLinks:
    """The ways to the notices by stream, for the home page."""

    streams: list[StreamLink]


def entries_by_stream(entries: Sequence[CatalogueEntry]) -> list[EntriesOfStream]:
    """Return items by stream, in the order they have."""
    return [
        EntriesOfStream(stream.value, str(stream.label), [_row(one) for one in entries if one.stream == stream])
        for stream in Stream
    ]


def streams_to_search(_page: UnitsPage) -> StreamLinks:
    """Return the ways to the notices by stream."""
    address = reverse("disclosure:notices")
    return StreamLinks([StreamLink(f"{address}?stream={one.value}", str(one.label)) for one in Stream])


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


def _row(entry: CatalogueEntry) -> EntryRow:
    return EntryRow(
        code=entry.code,
        name=entry.name,
        cadence=entry.get_cadence_display(),
        publisher=entry.get_publisher_display(),
        on_notice=_notice_length(entry),
        basis=as_written(entry.basis_zh),
    )


def _notice_length(entry: CatalogueEntry) -> str:
    if not entry.notice_days:
        return ""
    if entry.notice_unit == NoticeUnit.WORKING:
        text = ngettext("%(count)d working day", "%(count)d working days", entry.notice_days)
    else:
        text = ngettext("%(count)d calendar day", "%(count)d calendar days", entry.notice_days)
    return text % {"count": entry.notice_days}
