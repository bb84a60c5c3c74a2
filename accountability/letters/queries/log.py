"""What everybody reads of letters, for pages, the log, the check of a code, and the search."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accountability.letters.enums import LETTER
from accountability.letters.models import Letter, SigningYear
from accountability.letters.policies import IS_PUBLIC
from accountability.letters.queries.letters import with_context
from accountability.letters.queries.wording import published_document, said, sha256
from portal.accounts.models import Unit
from portal.core import codes, publication_log
from portal.core.log_subjects import LIVE, LogTitle, Verification
from portal.core.models import SearchDocument

ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What is public does not depend on the clock; a policy asks for one all the same."""
EDITION = 1
"""A letter is published once: who changes it issues another."""
CHUNK = 200


def public() -> QuerySet[Letter]:
    """Return the letters everybody reads."""
    return IS_PUBLIC.permitted(AnonymousUser(), at=ANY_TIME)


def by_number(number: str) -> Letter | None:
    """Return the letter everybody reads under a number; None where there is none."""
    return with_context(public()).filter(number=number).first()


def of_year(town: Unit, year: int) -> QuerySet[Letter]:
    """Return the letters of a year that everybody reads, those that were replaced among them, by unit."""
    return with_context(public()).filter(town=town, year=year).order_by("unit__code", "kind", "pk")


def years(town: Unit) -> list[int]:
    """Return the years of which the public page tells: those that are planned or have letters, the newest first."""
    planned = SigningYear.objects.filter(town=town).values_list("year", flat=True)
    told = public().filter(town=town).order_by().values_list("year", flat=True).distinct()
    return sorted({*planned, *told}, reverse=True)


def page_of(letter: Letter) -> str:
    """Return the address of the page of a letter, at the root of the active language."""
    return reverse("accountability:letter", args=[letter.number])


def title_of(letter: Letter) -> str:
    """Return what a letter is called in lists, in the active language."""
    words = {"unit": letter.unit.name, "year": letter.year, "name": letter.wording.template.name}
    return _("%(unit)s: %(name)s %(year)d") % words


def hashes() -> dict[tuple[str, int], str]:
    """Return the hash of what is published of each letter as it is stored now."""
    rows = public().only("number", "document", "refusal_document").order_by()
    return {(one.number, EDITION): sha256(published_document(one)) for one in rows.iterator(chunk_size=CHUNK)}


def titles(numbers: Collection[str]) -> Mapping[str, LogTitle]:
    """Return what letters are called, by number."""
    rows = with_context(public()).filter(number__in=numbers)
    return {one.number: LogTitle(title_of(one), one.unit.name, page_of(one)) for one in rows}


def of_unit(code: str) -> QuerySet[Letter, str]:
    """Return the numbers of a unit's letters."""
    return public().filter(unit__code=code).order_by().values_list("number", flat=True)


def by_code(code: str) -> Verification | None:
    """Return the letter that bears a check code on paper, once everybody reads it."""
    letter = with_context(public()).filter(code=code).first()
    if letter is None or letter.published_at is None:
        return None
    entry = publication_log.entries(subject_kind=LETTER, subject_number=letter.number).first()
    return Verification(
        status=LIVE,
        number=letter.number,
        edition=EDITION,
        title=title_of(letter),
        unit=letter.unit.name,
        url=page_of(letter),
        published_at=letter.published_at,
        sequence=entry.sequence if entry else 0,
        content_sha256=sha256(published_document(letter)),
        code=codes.in_groups(letter.code),
    )


def search_document(letter: Letter) -> SearchDocument:
    """Return a letter as the search finds it."""
    says = said(letter)
    duties = "\n".join(f"{one.heading} {one.text}" for one in says.duties)
    with translation.override("zh-hans"):
        url, title_zh = page_of(letter), title_of(letter)
    with translation.override("en"):
        title_en = title_of(letter)
    return SearchDocument(
        kind=LETTER,
        key=letter.pk,
        number=letter.number,
        url=url,
        title_zh=title_zh,
        title_en=title_en,
        unit=letter.unit.code,
        unit_zh=letter.unit.name_zh,
        unit_en=letter.unit.name_en,
        body="\n".join((says.basis, says.goals, duties, says.assessment, says.accountability)),
        published_at=letter.published_at or ANY_TIME,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield what everybody finds after a key, a few read at a time."""
    while rows := list(with_context(public()).filter(pk__gt=after).order_by("pk")[:CHUNK]):
        yield from map(search_document, rows)
        after = rows[-1].pk


def latest_year(town: Unit) -> int | None:
    """Return the newest year of which the public page tells."""
    return next(iter(years(town)), None)
