"""Letters to residents who left an e-mail address with their opinion, each written once, and forgetting their words."""

from collections.abc import Iterable
from datetime import datetime

from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.content import neutral_title, title_of
from disclosure.opinions.enums import CASE_KIND
from disclosure.opinions.models import Opinion
from portal.cases.actions.letters import write_letter
from portal.cases.enums import PUBLISHED
from portal.cases.models import Case
from portal.core import search

FOLLOW = "/opinions/follow/"
MOST_RECEIPTS = 3
"""Receipts that one address is sent on one day."""


def confirm_receipt(opinion: Opinion, *, at: datetime) -> None:
    """Confirm that an opinion has come in, with its number; a few times a day at most to one address."""
    write([opinion], opinion.notice, "opinion_received", at=at, url=FOLLOW, at_most=MOST_RECEIPTS)


def send_refusal(opinion: Opinion, *, at: datetime) -> None:
    """Write to the sender of an opinion, and of those joined with it, why it was refused."""
    write(asked_with(opinion), opinion.notice, "opinion_refused", at=at, reason=opinion.refusal_reason)


def send_answer(opinion: Opinion, *, at: datetime) -> None:
    """Send an answer that was checked to the sender, and to those whose opinions were joined with it."""
    url = f"/notices/{opinion.notice.number}/#{opinion.number}" if opinion.visibility in PUBLISHED else FOLLOW
    unit = (opinion.unit or opinion.notice.unit).name
    write(asked_with(opinion), opinion.notice, "opinion_answered", at=at, url=url, unit=unit, answer=opinion.answer)


def asked_with(opinion: Opinion) -> list[Opinion]:
    """Return an opinion, and those that were joined with it."""
    return [opinion, *opinion.merged.select_related("case").order_by("pk")]


def write(
    senders: Iterable[Opinion],
    notice: Notice,
    kind: str,
    *,
    at: datetime,
    url: str = "",
    at_most: int | None = None,
    occasion: str = "",
    **more: str,
) -> None:
    """Write one letter to each who left an address, under their own number; it leads to the notice, or to a page."""
    # What was withdrawn is named without any word of what it said.
    live = Edition.objects.filter(notice=notice, state=State.PUBLISHED).select_related("notice__unit", "notice__entry")
    edition = live.first()
    for sender in senders:

        def words(number: str = sender.number) -> dict[str, str]:
            title = title_of(edition) if edition else neutral_title(notice)
            return {"unit": notice.unit.name, "notice": title, "number": number, **more}

        write_letter(
            case=sender.case,
            kind=kind,
            words=words,
            url=url or f"/notices/{notice.number}/",
            unit=notice.unit,
            at=at,
            occasion=occasion,
            at_most=at_most,
        )


def forget_words(case: Case) -> None:
    """Remove answer and reason of the opinion of a case, also from the search. Its history holds neither."""
    rows = Opinion.objects.filter(case=case)
    rows.update(answer="", refusal_reason="")  # first: rows are locked before the search index
    search.remove(*rows.values_list("pk", flat=True), kind=CASE_KIND)
