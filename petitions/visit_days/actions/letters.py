"""What people who booked are told, in the language they used, and forgetting their words."""

from datetime import datetime

from petitions.visit_days.models import Booking, Promise, Reception
from portal.cases.actions.letters import write_letter
from portal.cases.models import Case
from portal.core.dates import full_date, weekday
from portal.messaging.enums import Channel

FOLLOW = "/petitions/visit-days/follow/"
MOST_RECEIPTS = 3
"""Receipts that one address is sent on one day."""


def tell(booking: Booking, kind: str, *, at: datetime, occasion: str = "", reason: str = "") -> bool:
    """Write to who booked, by short message and by e-mail, as far as they left both; return whether either is sent.

    Args:
        occasion: What distinguishes it from another of this kind, such as the number of the day.
    """
    place = booking.place

    def words() -> dict[str, str]:
        day = booking.day
        when = place.begins if place else day.begins
        return {
            "unit": day.town.publishing_body,
            "number": booking.number,
            "day": f"{full_date(day.day)} {weekday(day.day)}",
            "time": when.strftime("%H:%M"),
            "place": day.where,
            "reason": reason,
            "phone": day.town.supervision_phone,
        }

    letters = [
        write_letter(
            case=booking.case,
            kind=kind,
            words=words,
            url=FOLLOW,
            unit=booking.day.town,
            at=at,
            occasion=occasion,
            channel=channel,
            at_most=MOST_RECEIPTS if kind in RECEIPTS else None,
        )
        for channel in (Channel.SMS, Channel.EMAIL)
    ]
    return any(letters)


RECEIPTS = ("visit_booked", "visit_waiting")
"""What whoever books reads on the page anyway."""


def tell_or_note(booking: Booking, kind: str, *, at: datetime, occasion: str = "", reason: str = "") -> None:
    """Tell who booked; where nothing can be sent, note on the locked row that the office must telephone."""
    if not tell(booking, kind, at=at, occasion=occasion, reason=reason):
        booking.untold = kind
        booking.save(update_fields=["untold"])


def forget_words(case: Case) -> None:
    """Remove what was written about a booking: name, matter, record and promises. The figures stay."""
    for booking in Booking.objects.filter(case=case):
        Booking.objects.filter(pk=booking.pk).update(who="", matter="", telephone_digest="", untold="")
        Reception.objects.filter(booking=booking).update(said="")
        Promise.objects.filter(reception__booking=booking).update(text="", done_with="")
