"""The sheet of a visit day on paper, and the ticket of who came without a booking. Both are Chinese."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from petitions.visit_days.enums import BookingState
from petitions.visit_days.models import Booking, VisitDay
from petitions.visit_days.presenters import words
from petitions.visit_days.presenters.staff import how_words
from portal.cases.rules.sender import AsItCame
from portal.core import pdf

_SHEET = "petitions/visit_days/print/sheet.html"
_TICKET = "petitions/visit_days/print/ticket.html"
_STYLES = pdf.STATIC / "petitions" / "visit_days"
BLANK_ROWS = 5
"""Rows for those who come without a booking."""
_NOT_PRINTED = (BookingState.CANCELLED, BookingState.ABSENT)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of the sheet."""

    number: int
    how: str
    name: str
    telephone: str
    party: int
    text: str


def print_sheet(day: VisitDay, bookings: Sequence[Booking], *, came: Mapping[int, AsItCame]) -> bytes:
    """Return the sheet of a day as a PDF, with room for what is said and promised.

    Args:
        came: The bookings as they came, by the key of their case, which the reader was given by `read_private_of`.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    shown = [one for one in bookings if one.state not in _NOT_PRINTED]
    with translation.override("zh-hans"):
        rows = [_row(number, one, came.get(one.case_id)) for number, one in enumerate(shown, 1)]
        html = render_to_string(
            _SHEET,
            {
                "day": day,
                "people": words.people_words(day),
                "hours": words.hours(day.begins, day.ends),
                "place": words.where(day),
                "rows": rows,
                "blank": range(len(rows) + 1, len(rows) + 1 + BLANK_ROWS),
            },
        )
    rendered = pdf.render(html, css=[_STYLES / "sheet.css"])
    pdf.check(rendered.pdf, expected_text=[one.text for one in rows], pages=rendered.pages)
    return rendered.pdf


def _row(number: int, one: Booking, came: AsItCame | None) -> SheetRow:
    return SheetRow(
        number=number,
        how=how_words(one),
        name=came.sender.name if came else "",
        telephone=came.sender.telephone if came else "",
        party=one.party,
        text=came.text if came else "",
    )


def print_ticket(booking: Booking) -> bytes:
    """Return the ticket of somebody who came without a booking as a PDF. It names nobody."""
    with translation.override("zh-hans"):
        html = render_to_string(_TICKET, {"booking": booking, "place": words.where(booking.day)})
    rendered = pdf.render(html, css=[_STYLES / "ticket.css"])
    pdf.check(rendered.pdf, expected_text=[str(booking.ticket)], pages=rendered.pages)
    return rendered.pdf
