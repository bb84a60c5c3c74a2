"""What stands on the receipt of a petition: what comes next, by which day, and how that was counted."""

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from petitions.handling.enums import Category, SealedFor
from petitions.handling.models import Petition
from portal.core import dates
from portal.core.texts import sentences


def receipt_rows(petition: Petition) -> list[tuple[str, str | SafeString]]:
    """Return what stands on the receipt beside number and code, as terms and values."""
    town, clock = petition.town, petition.clock
    rows: list[tuple[str, str | SafeString]] = [
        (_("Received on"), dates.full_date(timezone.localdate(petition.case.received_at))),
        (_("Who reads it"), _readers(petition)),
        (_("You hear by"), _by(petition)),
        (_("What you hear"), _what_comes(petition)),
        (_("How it was counted"), sentences(clock.how, _("It rests on %(basis)s.") % {"basis": clock.basis}))
        if clock
        else ("", ""),
        (_("Telephone"), town.supervision_phone),
    ]
    return [(term, value) for term, value in rows if value]


def _readers(petition: Petition) -> str:
    town = {"town": petition.town.name}
    if petition.sealed_for == SealedFor.SECRETARY:
        return _("The discipline secretary of %(town)s, and nobody else") % town
    if petition.sealed_for == SealedFor.HEAD:
        return _("The head of %(town)s, and nobody else") % town
    return petition.town.publishing_body


def _by(petition: Petition) -> str:
    due = petition.clock.due if petition.clock else None
    if due is None or _is_told_nothing(petition):
        return ""
    return _("%(weekday)s %(day)s") % {"weekday": dates.weekday(due), "day": dates.full_date(due)}


def _what_comes(petition: Petition) -> str:
    if _is_told_nothing(petition):
        return _("You gave no name, so nobody writes to you. Here you see how it stands.")
    if petition.category == Category.ACCUSATION:
        return _("That it is being looked into")
    return _("Whether it is accepted, or which body can act")


def _is_told_nothing(petition: Petition) -> bool:
    return petition.category == Category.ACCUSATION and petition.is_anonymous
