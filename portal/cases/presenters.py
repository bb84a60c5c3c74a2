"""A case as the desk shows it: as it came, and what has been done with it in words."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext_lazy

from portal.cases.enums import Read
from portal.cases.models import Case
from portal.cases.queries import readings_of
from portal.cases.rules.sender import AsItCame
from portal.core import charts, dates
from portal.core.codes import in_groups
from portal.core.texts import as_written

READINGS_SHOWN = 20
"""The last times that somebody read a case as it came."""

AUDIT_LABELS = {
    "attach": pgettext_lazy("audit entry of a case", "File added"),
    "change sender": pgettext_lazy("audit entry of a case", "Sender put right"),
    "extend": pgettext_lazy("audit entry of a case", "Time limit extended"),
    "forget": pgettext_lazy("audit entry of a case", "Personal data removed"),
    "hand over": pgettext_lazy("audit entry of a case", "Handed over"),
    "recount": pgettext_lazy("audit entry of a case", "Day counted again"),
    "resume": pgettext_lazy("audit entry of a case", "Time limit goes on"),
    "suspend": pgettext_lazy("audit entry of a case", "Time limit stands still"),
}
"""What is called that is done with a case and is no step of its kind."""


@dataclass(frozen=True, slots=True)
class Original:
    """`cases/_original.html`: a case as it came, with who sent it, who entered it and who read it."""

    text: SafeString
    meta: list[tuple[str, str]]
    readings: list[str]


def original(case: Case, came: AsItCame) -> Original:
    """Return a case as it came, for somebody who has been given it by `read_private`."""
    sender, entered_by = came.sender, case.entered_by
    meta = [
        (_("Name"), as_written(sender.name)),
        (_("Telephone"), sender.telephone),
        (_("E-mail"), sender.email),
        (_("Address"), as_written(sender.address)),
        (_("Entered by"), entered_by.name if entered_by else ""),
    ]
    found = [(term, value) for term, value in meta if value]
    readings = [
        f"{one.reader.name} · {Read(one.what).label} · {dates.moment(one.at)}"
        for one in readings_of(case)[:READINGS_SHOWN]
    ]
    return Original(as_written(came.text), found, readings)


@dataclass(frozen=True, slots=True)
class Slip:
    """`cases/_slip.html`: the receipt of a case to take along, with the code; it is the one paper that has it.

    Attributes:
        code: In groups, as it is read out.
        follow_url: Where the case is followed; the button posts number and code there.
        qr: The same place, with number and code behind the `#`. Browsers keep that part to themselves, so no log and
            no cache on the way sees a code.
        rows: What else stands on it, as terms and values.
    """

    number: str
    code: str
    follow_url: str
    qr: SafeString
    rows: list[tuple[str, str | SafeString]]


def slip(case: Case, *, follow_url: str, rows: list[tuple[str, str | SafeString]]) -> Slip:
    """Return the receipt of a case that still knows its code."""
    address = f"{settings.SITE_URL}{follow_url}#{case.number}/{case.code}"
    qr = charts.qr_svg(address, title=_("QR code: opens the page where you follow it"))
    return Slip(case.number, in_groups(case.code), follow_url, qr, rows)
