"""Published results, as log and search ask for them."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accountability.appraisal.enums import LOG_KIND
from accountability.appraisal.models import Appraisal
from accountability.appraisal.policies import public_appraisals
from portal.core.log_subjects import LogTitle
from portal.core.models import SearchDocument

ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What is published does not depend on the clock; a policy asks for one all the same."""
CHUNK = 200


def digest_of(document: str) -> str:
    """Return the hash by which the publication log names a document."""
    return hashlib.sha256(document.encode()).hexdigest()


def with_context(rows: QuerySet[Appraisal]) -> QuerySet[Appraisal]:
    """Return appraisals with what pages show of them."""
    return rows.select_related("debriefing__unit", "debriefing__town")


def published() -> QuerySet[Appraisal]:
    """Return the published results, newest first."""
    return with_context(public_appraisals(ANY_TIME)).order_by("-published_at", "-pk")


def by_number(number: str) -> Appraisal | None:
    """Return the published result of a number; None where there is none."""
    return published().filter(number=number).first()


def hashes() -> dict[tuple[str, int], str]:
    """Return the hash of each document as it is stored now, those taken off line included."""
    rows = Appraisal.objects.exclude(document="").order_by().values_list("number", "document")
    return {(number, 1): digest_of(document) for number, document in rows}


def titles(numbers: Collection[str]) -> Mapping[str, LogTitle]:
    """Return what results are called, by number; of those taken off line nothing."""
    found = published().filter(number__in=numbers)
    return {one.number: LogTitle(title_of(one), one.debriefing.unit.name, page_of(one)) for one in found}


def of_unit(code: str) -> QuerySet[Appraisal, str]:
    """Return the numbers of a unit's appraisals, for use as a subquery."""
    return Appraisal.objects.filter(debriefing__unit__code=code).order_by().values_list("number", flat=True)


def title_of(appraisal: Appraisal) -> str:
    """Return what a result is called, in the active language."""
    held = appraisal.debriefing
    return _("Appraisal of %(unit)s for %(year)s") % {"unit": held.unit.name, "year": held.year}


def page_of(appraisal: Appraisal) -> str:
    """Return the address of a published result."""
    return reverse("accountability:appraisal", args=[appraisal.number])


def search_document(appraisal: Appraisal) -> SearchDocument:
    """Return a result as the search finds it."""
    unit = appraisal.debriefing.unit
    titles_by_language = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            titles_by_language[code] = title_of(appraisal)
    with translation.override(settings.LANGUAGE_CODE):
        url = page_of(appraisal)
    return SearchDocument(
        kind=LOG_KIND,
        key=appraisal.pk,
        number=appraisal.number,
        url=url,
        title_zh=titles_by_language["zh-hans"],
        title_en=titles_by_language["en"],
        unit=unit.code,
        unit_zh=unit.name_zh,
        unit_en=unit.name_en,
        body="\n".join(f"{one.name} {one.title}" for one in appraisal.subjects.all()),
        published_at=appraisal.published_at or ANY_TIME,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield what is published after a key, a few read at a time."""
    while rows := list(published().filter(pk__gt=after).order_by("pk")[:CHUNK]):
        yield from map(search_document, rows)
        after = rows[-1].pk
