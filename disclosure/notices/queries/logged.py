"""Notices as the publication log, the search index and the catalogue ask for them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.enums import PUBLIC, State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries import editions
from disclosure.notices.queries.editions import live
from disclosure.notices.queries.titles import composed_en, composed_zh, neutral_title, title_of
from portal.accounts.models import Unit
from portal.core.log_subjects import LIVE, SUPERSEDED, WITHDRAWN, LogTitle, Verification
from portal.core.models import SearchDocument

NOTICE = "notice"
"""What the log calls a notice."""


def titles(numbers: Collection[str]) -> dict[str, LogTitle]:
    """Return what notices are called, without any word of their editions, by number."""
    rows = Notice.objects.filter(number__in=numbers, editions__state__in=PUBLIC).select_related("unit", "entry")
    return {
        one.number: LogTitle(neutral_title(one), one.unit.name, reverse("disclosure:notice", args=[one.number]))
        for one in rows.distinct()
    }


def by_code(code: str) -> Verification | None:
    """Return what the short code of a poster stands for; None for one nobody has read on a poster of ours."""
    edition = editions.by_code(code)
    if edition is None or edition.published_at is None:
        return None
    notice, state = edition.notice, State(edition.state)
    statuses = {State.PUBLISHED: LIVE, State.SUPERSEDED: SUPERSEDED, State.WITHDRAWN: WITHDRAWN}
    replaced_by = _live_number(notice) if state == State.SUPERSEDED else None
    is_readable = state == State.PUBLISHED or replaced_by is not None
    return Verification(
        status=statuses[state],
        number=notice.number,
        edition=edition.number,
        title=title_of(edition) if is_readable else neutral_title(notice),
        unit=notice.unit.publishing_body,
        url=reverse("disclosure:notice", args=[notice.number]),
        published_at=edition.published_at,
        replaced_by=replaced_by,
        reason=edition.withdrawal_reason,
        edition_url=reverse("disclosure:edition", args=[notice.number, edition.number]) if replaced_by else "",
        sequence=edition.log_sequence or 0,
        content_sha256=edition.content_sha256,
        code=edition.shown_code,
    )


def _live_number(notice: Notice) -> int | None:
    live = Edition.objects.filter(notice=notice, state=State.PUBLISHED)
    return live.values_list("number", flat=True).first()


CHUNK = 200
"""Editions read at once."""


def search_document(edition: Edition) -> SearchDocument:
    """Return the document of a live edition, to be put into the index in the place of the edition before it.

    Raises:
        ValueError: It has never been published.
    """
    if edition.published_at is None:
        raise ValueError(f"Edition {edition.pk} has never been published.")
    notice, unit, entry = edition.notice, edition.notice.unit, edition.notice.entry
    with translation.override(settings.LANGUAGE_CODE):
        url = reverse("disclosure:notice", args=[notice.number])
    return SearchDocument(
        kind=NOTICE,
        key=notice.pk,
        number=notice.number,
        edition=edition.number,
        url=url,
        title_zh=edition.title or composed_zh(notice),
        title_en=edition.title or composed_en(notice),
        unit=unit.code,
        unit_zh=unit.name_zh,
        unit_en=unit.name_en,
        stream=entry.stream,
        entry=entry.code,
        entry_zh=entry.name_zh,
        entry_en=entry.name_en,
        period=notice.period,
        body=edition.body,
        published_at=edition.published_at,
        until=edition.notice_to,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield the documents of the live notices whose keys come after one, in the order of their keys."""
    rows = live().filter(notice__gt=after).order_by("notice").defer("canonical")
    return (search_document(edition) for edition in rows.iterator(chunk_size=CHUNK))


def has_notices(entry: CatalogueEntry | None) -> bool:
    """Return whether a notice was begun with an entry; with None, whether any was begun at all."""
    return (Notice.objects.filter(entry=entry) if entry else Notice.objects.all()).exists()


def begun_since(unit: Unit, entries: Collection[CatalogueEntry], first: date) -> Iterable[tuple[str, str]]:
    """Return number and period of a unit's regular notices of some entries whose period ends on a day or later."""
    rows = Notice.objects.filter(unit=unit, entry__in=entries, sequence__isnull=True, period_ends_on__gte=first)
    return rows.order_by("number").values_list("number", "period")
