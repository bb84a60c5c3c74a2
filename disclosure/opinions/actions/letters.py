"""Letters to residents who left an e-mail address with their opinion. Each is written once, whatever runs twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.titles import composed_en, composed_zh, title_of
from disclosure.opinions.models import PUBLISHED, Opinion
from portal.accounts.models import in_language
from portal.messaging.actions import write_letter
from portal.messaging.queries import letters_of_day
from portal.messaging.types import Letter

FOLLOW = "/opinions/follow/"
MOST_RECEIPTS = 3
"""Receipts that one address is sent on one day."""


def tell_received(opinion: Opinion, *, at: datetime) -> None:
    """Confirm that an opinion has come in, with its number; a few times a day at most to one address.

    Whoever sends an opinion may have left somebody else's address, who is not to be flooded.
    """
    if letters_of_day(opinion.email, "opinion_received", day=timezone.localdate(at)) >= MOST_RECEIPTS:
        return
    _write(opinion, [opinion], kind="opinion_received", url=FOLLOW, at=at)


def tell_refused(opinion: Opinion, *, at: datetime) -> None:
    """Tell whoever sent an opinion, and those who were joined with it, why it was refused."""
    url = _notice(opinion)
    _write(opinion, _askers(opinion), kind="opinion_refused", url=url, at=at, reason=opinion.refusal_reason)


def tell_answered(opinion: Opinion, *, at: datetime) -> None:
    """Send an answer that was checked to whoever asked, and to those who were joined with them."""
    url = f"{_notice(opinion)}#{opinion.number}" if opinion.showing in PUBLISHED else FOLLOW
    _write(opinion, _askers(opinion), kind="opinion_answered", url=url, at=at, answer=opinion.answer)


def _askers(opinion: Opinion) -> list[Opinion]:
    return [opinion, *opinion.merged.order_by("pk")]


def _write(opinion: Opinion, askers: Iterable[Opinion], *, kind: str, url: str, at: datetime, **more: str) -> None:
    """Write one letter to each who left an address, under their own number."""
    notice, unit = opinion.notice, opinion.unit or opinion.notice.unit
    # What was withdrawn is named without any word of what it said.
    live = Edition.objects.filter(notice=notice, state=State.PUBLISHED).select_related("notice__unit", "notice__entry")
    edition = live.first()
    for asker in askers:
        if not asker.email:
            continue

        def words(number: str = asker.number) -> dict[str, str]:
            title = title_of(edition) if edition else _composed(notice)
            return {"unit": unit.name, "notice": title, "number": number, **more}

        letter = Letter(
            address=asker.email,
            kind=kind,
            cause=f"{kind}:{asker.number}",
            words=words,
            url=url,
            unit=notice.unit,
        )
        write_letter(letter, at=at)


def _composed(notice: Notice) -> str:
    return in_language(composed_zh(notice), composed_en(notice))


def _notice(opinion: Opinion) -> str:
    """Return the address of the notice as it stands in letters, without language."""
    return f"/notices/{opinion.notice.number}/"
