"""Letters to the sender of a case, in the language they used."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import Unit
from portal.cases.actions.reading import as_it_came
from portal.cases.models import Case, CaseLetter
from portal.messaging.actions import deliveries
from portal.messaging.enums import Channel, Language
from portal.messaging.registry import Letter, PlaceholderValues


def write_letter(
    *,
    case: Case,
    kind: str,
    words: PlaceholderValues,
    url: str,
    unit: Unit | None,
    at: datetime,
    occasion: str = "",
    channel: Channel = Channel.EMAIL,
    at_most: int | None = None,
) -> CaseLetter | None:
    """Write to the sender of a case, once for a kind and occasion; it is sent on commit.

    Args:
        case: The case.
        kind: Key of a message template.
        words: The values of its placeholders, in the language of the case.
        url: The page it leads to, without host and language.
        unit: Whose publishers see what became of it.
        at: Now.
        occasion: What distinguishes it from another letter of this kind, such as the number of an edition.
        channel: By e-mail or SMS.
        at_most: How many letters of this kind one address is sent a day; None for any number.

    Returns:
        The letter; None where there is nobody to write to.
    """
    came = as_it_came(case)
    if came is None:
        return None
    letter = Letter(
        address=came.sender.telephone if channel == Channel.SMS else came.sender.email,
        kind=kind,
        cause=":".join(filter(None, [kind, case.number, occasion])),
        words=words,
        url=url,
        language=Language(case.language),
        unit=unit,
        channel=channel,
        at_most=at_most,
    )
    with transaction.atomic():
        delivery = deliveries.write_letter(letter, at=at)
        if delivery is None:
            return None
        row, _is_new = CaseLetter.objects.get_or_create(
            delivery=delivery, defaults={"case": case, "kind": kind, "written_at": at}
        )
    return row
