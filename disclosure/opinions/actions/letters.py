"""Letters to residents who left an e-mail address with their opinion, each written once, and forgetting their words."""

from collections.abc import Iterable
from datetime import datetime

from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.content import composed_en, composed_zh, title_of
from disclosure.opinions.models import Opinion
from portal.accounts.models import in_language
from portal.cases.actions.letters import write_letter
from portal.cases.enums import PUBLISHED
from portal.cases.models import Case

FOLLOW = "/opinions/follow/"
MOST_RECEIPTS = 3
"""Receipts that one address is sent on one day."""


def tell_received(opinion: Opinion, *, at: datetime) -> None:
    """Confirm that an opinion has come in, with its number; a few times a day at most to one address."""
    _write(opinion, [opinion], kind="opinion_received", url=FOLLOW, at=at, at_most=MOST_RECEIPTS)


def tell_refused(opinion: Opinion, *, at: datetime) -> None:
    """Write to the sender of an opinion, and of those joined with it, why it was refused."""
    url = _notice(opinion)
    _write(opinion, asked_with(opinion), kind="opinion_refused", url=url, at=at, reason=opinion.refusal_reason)


def tell_answered(opinion: Opinion, *, at: datetime) -> None:
    """Send an answer that was checked to the sender, and to those whose opinions were joined with it."""
    url = f"{_notice(opinion)}#{opinion.number}" if opinion.visibility in PUBLISHED else FOLLOW
    _write(opinion, asked_with(opinion), kind="opinion_answered", url=url, at=at, answer=opinion.answer)


def asked_with(opinion: Opinion) -> list[Opinion]:
    """Return an opinion, and those that were joined with it."""
    return [opinion, *opinion.merged.select_related("case").order_by("pk")]


def _write(
    opinion: Opinion,
    senders: Iterable[Opinion],
    *,
    kind: str,
    url: str,
    at: datetime,
    at_most: int | None = None,
    **more: str,
) -> None:
    """Write one letter to each who left an address, under their own number."""
    notice, unit = opinion.notice, opinion.unit or opinion.notice.unit
    # What was withdrawn is named without any word of what it said.
    live = Edition.objects.filter(notice=notice, state=State.PUBLISHED).select_related("notice__unit", "notice__entry")
    edition = live.first()
    for sender in senders:

        def words(number: str = sender.number) -> dict[str, str]:
            title = title_of(edition) if edition else _composed(notice)
            return {"unit": unit.name, "notice": title, "number": number, **more}

        write_letter(case=sender.case, kind=kind, words=words, url=url, unit=notice.unit, at_most=at_most, at=at)


def _composed(notice: Notice) -> str:
    return in_language(composed_zh(notice), composed_en(notice))


def _notice(opinion: Opinion) -> str:
    """Return the address of the notice as it stands in letters, without language."""
    return f"/notices/{opinion.notice.number}/"


def forget_words(case: Case) -> None:
    """Remove answer and reason of the opinion of a case. Its history holds neither."""
    Opinion.objects.filter(case=case).update(answer="", refusal_reason="")
