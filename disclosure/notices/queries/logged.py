"""What the publication log and the short codes of posters know of notices."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from disclosure.notices.enums import PUBLIC, State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries import editions
from disclosure.notices.queries.titles import neutral_title, title_of
from portal.core.log_subjects import LIVE, SUPERSEDED, WITHDRAWN, LogTitle, Verification

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
