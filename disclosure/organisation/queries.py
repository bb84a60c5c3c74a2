"""Reads of texts and their wordings, of people, places and money; and what the log and the search ask."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import rfc8785
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person, live
from disclosure.organisation.enums import PUBLIC, Office, PlaceKind, TextKind, WordingState
from disclosure.organisation.models import Appointment, GroupBudget, Place, Text, Wording
from disclosure.organisation.policies import KEEPS_ENTRY, KEEPS_WORDING
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.core.log_subjects import LogTitle
from portal.core.models import SearchDocument

TEXT = "text"
"""What the log and the search call a text."""
PAST_SHOWN = 60
"""People whose terms have ended who stand on a page; the newest."""
CHUNK = 200
STATION_FORMS = ("services", "staff")
"""Forms of notice that say what a unit does for residents, and who is there."""


# Texts.


def newest_public() -> QuerySet[Wording]:
    """Return the last public wording of each text."""
    later = Wording.objects.filter(text=OuterRef("text"), number__gt=OuterRef("number"), state__in=PUBLIC)
    rows = Wording.objects.filter(state__in=PUBLIC).exclude(Exists(later))
    return rows.select_related("text__unit")


def listed(kind: str, *, state: str = "") -> QuerySet[Wording]:
    """Return the texts of a kind as anybody finds them, by their last wording; with a state, those in it."""
    rows = newest_public().filter(text__kind=kind).defer("body")
    return rows.filter(state=state) if state else rows


def counts(kind: str) -> dict[str, int]:
    """Return how many texts of a kind are in each state, by their last wording."""
    return dict(listed(kind).order_by().values_list("state").annotate(Count("pk")))


def public_wordings(kind: str, number: int) -> list[Wording]:
    """Return the public wordings of a text, the newest first; none where there is no such text."""
    rows = Wording.objects.filter(text__kind=kind, text__number=number, state__in=PUBLIC)
    return list(rows.select_related("text__unit").prefetch_related("files").order_by("-number"))


def guides() -> QuerySet[Wording]:
    """Return the guides in force, the portal's town first."""
    return listed(TextKind.GUIDE, state=WordingState.IN_FORCE).order_by("text__number")


def in_force(text: Text) -> Wording | None:
    """Return what is in force of a text."""
    return text.wordings.filter(state=WordingState.IN_FORCE).first()


def version_of(wording: Wording) -> int:
    """Return the version of a wording as it is stored now."""
    return Wording.objects.values_list("version", flat=True).get(pk=wording.pk)


def kept_by(person: Person, *, at: datetime) -> QuerySet[Wording]:
    """Return the last wording of each text that somebody keeps, drafts first."""
    later = Wording.objects.filter(text=OuterRef("text"), number__gt=OuterRef("number"))
    rows = KEEPS_WORDING.permitted(person, at=at).exclude(Exists(later))
    return rows.select_related("text__unit").defer("body").order_by("-published_at", "-pk")


# The log and the search.


def content_hash(wording: Wording) -> str:
    """Return the SHA-256 over the canonical JSON of what a wording says."""
    document: dict[str, Any] = {
        "schema": 1,
        "text": str(wording.text),
        "wording": wording.number,
        "title": wording.title,
        "reference": wording.reference,
        "adopted_by": wording.adopted_by,
        "adopted_on": str(wording.adopted_on),
        "in_force_from": str(wording.in_force_from),
        "body": wording.body,
        "files": [{"name": file.name, "sha256": file.sha256} for file in wording.files.all()],
    }
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def hashes() -> dict[tuple[str, int], str]:
    """Return the hash of each public wording as it is stored now, by text and number."""
    rows = Wording.objects.filter(state__in=PUBLIC).select_related("text").prefetch_related("files").order_by("pk")
    return {(str(one.text), one.number): content_hash(one) for one in rows.iterator(chunk_size=CHUNK)}


def titles(numbers: Collection[str]) -> dict[str, LogTitle]:
    """Return what texts are called, by the numbers of the log."""
    asked = [number.split("-") for number in numbers]
    wanted = Q(*(Q(text__kind=kind, text__number=number) for kind, number in asked), _connector=Q.OR)
    rows = newest_public().filter(wanted).defer("body") if asked else []
    return {str(one.text): LogTitle(one.title, one.text.unit.name, address(one)) for one in rows}


def numbers_of_unit(code: str) -> Collection[str]:
    """Return the numbers of a unit's texts in the log."""
    return [str(text) for text in Text.objects.filter(unit__code=code)]


def address(wording: Wording) -> str:
    """Return the address of a text, at the root of the active language."""
    if wording.text.kind == TextKind.GUIDE and wording.text.number == 1:
        return reverse("disclosure:guide")
    return reverse(f"disclosure:{wording.text.kind}", args=[wording.text.number])


def search_document(wording: Wording) -> SearchDocument:
    """Return the document of a text by its last public wording."""
    if wording.published_at is None:
        raise ValueError(f"Wording {wording.pk} has never been published.")
    unit = wording.text.unit
    with translation.override(settings.LANGUAGE_CODE):
        url = address(wording)
    return SearchDocument(
        kind=TEXT,
        key=wording.text_id,
        number=wording.reference,
        edition=wording.number,
        url=url,
        title_zh=wording.title,
        title_en=wording.title,
        unit=unit.code,
        unit_zh=unit.name_zh,
        unit_en=unit.name_en,
        body=wording.body,
        files="\n".join(file.name for file in wording.files.all()),
        published_at=wording.published_at,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield the documents of the texts whose keys come after one, in the order of their keys."""
    rows = newest_public().filter(text__gt=after).order_by("text_id").prefetch_related("files")
    return (search_document(wording) for wording in rows.iterator(chunk_size=CHUNK))


# What the yearly report on responsibility counts.


def written_in(town: Unit, kind: TextKind, year: int) -> QuerySet[Wording]:
    """Return the wordings of a township's texts of a kind that were published in a year; the first of each is new."""
    return _wordings(town, kind).filter(published_at__year=year)


def abolished_in(town: Unit, year: int) -> QuerySet[Wording]:
    """Return the rules of a township that were abolished in a year."""
    return _wordings(town, TextKind.RULE).filter(state=WordingState.ABOLISHED, ended_on__year=year)


def rules_on(town: Unit, day: date) -> QuerySet[Wording]:
    """Return the rules of a township that were in force on a day."""
    rows = _wordings(town, TextKind.RULE).filter(in_force_from__lte=day)
    return rows.filter(Q(ended_on=None) | Q(ended_on__gt=day))


def serving_in(town: Unit, office: Office, *, on: date) -> QuerySet[Appointment]:
    """Return who is appointed in a township and its units on a day."""
    return serving(office, on=on).filter(Q(unit=town) | Q(unit__parent=town))


def budget_of(town: Unit, year: int) -> GroupBudget | None:
    """Return what a township's leading group had in a year."""
    return GroupBudget.objects.filter(unit=town, year=year).first()


def places_of(town: Unit, *kinds: PlaceKind) -> QuerySet[Place]:
    """Return the places of some kinds that a township and its units have in use."""
    return places(*kinds).filter(Q(unit=town) | Q(unit__parent=town))


def _wordings(town: Unit, kind: TextKind) -> QuerySet[Wording]:
    rows = Wording.objects.filter(text__unit=town, text__kind=kind, state__in=PUBLIC)
    return rows.select_related("text__unit").defer("body").order_by("published_at", "pk")


# People, places, money.


def entries_of(model: type[Appointment | Place | GroupBudget], person: Person, *, at: datetime) -> QuerySet[Any]:
    """Return the entries of one kind that somebody keeps."""
    return KEEPS_ENTRY[model].permitted(person, at=at).select_related("unit")


def serving(office: Office, *, on: date) -> QuerySet[Appointment]:
    """Return who is appointed on a day, in the order of units and terms."""
    return _of(office).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


def past(office: Office, *, on: date) -> QuerySet[Appointment]:
    """Return whose terms ended before a day, the last first, as far as a page shows them."""
    return _of(office).filter(ends_on__lt=on).order_by("-ends_on", "-pk")[:PAST_SHOWN]


def _of(office: Office) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(office=office)
        .select_related("unit", "person")
        .order_by("unit__code", "starts_on", "pk")
    )


def budgets() -> QuerySet[GroupBudget]:
    """Return what the leading group had in the last ten years, the newest first."""
    return GroupBudget.objects.select_related("unit").order_by("-year", "unit__code")[:10]


def places(*kinds: PlaceKind) -> QuerySet[Place]:
    """Return the places in use of some kinds, the town's first."""
    return (
        Place.objects.filter(kind__in=kinds, is_active=True)
        .select_related("unit__parent")
        .order_by("kind", "unit__code")
    )


def notices_at(units: Collection[int]) -> Mapping[int, list[Edition]]:
    """Return the newest live notices of units that say what is done there and who is there, by unit."""
    found: dict[int, list[Edition]] = {}
    for edition in _newest_of(STATION_FORMS).filter(notice__unit__in=units):
        found.setdefault(edition.notice.unit_id, []).append(edition)
    return found


def guides_to_services() -> QuerySet[Edition]:
    """Return the newest live notice of each of the towns’ stations that says what is done there."""
    return _newest_of(STATION_FORMS[:1]).filter(notice__unit__kind=UnitKind.STATION)


def _newest_of(forms: Collection[str]) -> QuerySet[Edition]:
    rows = live().filter(form__in=forms).defer("body", "canonical")
    return rows.order_by("notice__unit__code", "form", "-published_at", "pk").distinct("notice__unit__code", "form")
