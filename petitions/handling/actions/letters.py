"""Letters to petitioners who left an e-mail address or wish for an SMS, and forgetting their words."""

from datetime import datetime

from petitions.handling.enums import AnswerBy
from petitions.handling.models import (
    IssuedPaper,
    Opinion,
    Petition,
    Proceeding,
    Rating,
    Representative,
    Review,
    Supervision,
)
from portal.cases.actions.letters import write_letter
from portal.cases.models import Case
from portal.core.dates import full_date
from portal.messaging.enums import Channel

FOLLOW = "/petitions/track/"
MOST_RECEIPTS = 3
"""Receipts that one address is sent on one day."""


def write(
    petition: Petition, kind: str, *, at: datetime, occasion: str = "", at_most: int | None = None, **more: str
) -> None:
    """Write to the petitioner; the letter leads to where the petition is followed, and repeats nothing of it."""

    def words() -> dict[str, str]:
        due = petition.current_clock.due if petition.current_clock else None
        day = full_date(due) if due else ""
        return {"unit": petition.town.publishing_body, "number": petition.number, "due": day, **more}

    channels = [Channel.EMAIL, *([Channel.SMS] if petition.answer_by == AnswerBy.SMS else ())]
    for channel in channels:
        write_letter(
            case=petition.case,
            kind=kind,
            words=words,
            url=FOLLOW,
            unit=petition.town,
            at=at,
            occasion=occasion,
            channel=channel,
            at_most=at_most,
        )


def forget_words(case: Case) -> None:
    """Remove what was written about a petition and its sender; its figures stay."""
    for petition in Petition.objects.filter(case=case):
        Petition.objects.filter(pk=petition.pk).update(subject="", wish="", directed_to="")
        Representative.objects.filter(petition=petition).delete()
        Proceeding.objects.filter(petition=petition).update(text="")
        Opinion.objects.filter(petition=petition).update(facts="", text="")
        Review.objects.filter(petition=petition).update(reason="", text="")
        Rating.objects.filter(petition=petition).update(words="")
        Supervision.objects.filter(petition=petition).update(words="")
        IssuedPaper.objects.filter(petition=petition).update(body="")
