"""Keep the contact system, and write work diaries."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _, pgettext

from accountability.integrity.actions.checks import check_is_past, check_unit, refuse_personal
from accountability.integrity.enums import MAX_TEXT_LENGTH
from accountability.integrity.models import Contact, DiaryEntry
from accountability.integrity.policies import KEEPS_CONTACT, KEEPS_FOR, WRITES_DIARY_IN
from accountability.integrity.queries.people import cadres
from portal.accounts.models import Unit, User
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain, required
from portal.core.workflow import lock, lock_seen

MAX_VISITS = 31


def add(
    *, actor: User, town: Unit, person: User, unit: Unit, starts_on: date, at: datetime, visits_a_month: int = 1
) -> Contact:
    """Let a cadre keep contact with a village or station from a day on.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: The person does not work at the township, the unit is another's, or there is this contact already.
    """
    if not KEEPS_FOR.allows(actor, town, at=at):
        raise NotAllowed(_("The discipline secretary keeps this."))
    if not cadres(town, day=starts_on).filter(pk=person.pk).exists():
        raise Refused(_("%(name)s did not work at the township then.") % {"name": person.name}, "person")
    if unit.pk == town.pk:
        raise Refused(_("Choose a village or a station."), "unit")
    check_unit(unit, town)
    with transaction.atomic():
        lock(town)
        if Contact.objects.filter(person=person, unit=unit, ends_on=None).exists():
            raise Refused(_("This cadre keeps contact with this unit already."), "unit")
        row = Contact(town=town, person=person, unit=unit, starts_on=starts_on)
        row.visits_a_month = _visits(visits_a_month)
        row.save(force_insert=True)
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="add", at=at)
    return row


def change(
    *, actor: User, contact: Contact, visits_a_month: int, ends_on: date | None, seen: int | None, at: datetime
) -> Contact:
    """Change how often a village is visited, or end the contact.

    Raises:
        NotAllowed: The actor does not keep it.
        Conflict: Somebody else changed it after this version was seen.
        Refused: The last day is before the first, or the visits are none or too many.
    """
    if not KEEPS_CONTACT.allows(actor, contact, at=at):
        raise NotAllowed(_("The discipline secretary keeps this."))
    with transaction.atomic():
        row = lock_seen(contact, seen, "person", "unit")
        if ends_on and ends_on < row.starts_on:
            raise Refused(pgettext("of a time", "The last day cannot be before the first."), "ends_on")
        row.visits_a_month, row.ends_on = _visits(visits_a_month), ends_on
        row.save()
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="change", at=at)
    return row


def write(
    *,
    actor: User,
    town: Unit,
    day: date,
    text: str,
    at: datetime,
    contact: Contact | None = None,
    problems: str = "",
) -> DiaryEntry:
    """Write a day into one's own work diary; with a contact it is a visit to that unit.

    Raises:
        NotAllowed: The actor does not work at the township.
        Refused: Nothing was written, a personal number stands in it, the day is still to come, or the contact is
            another's or did not stand on that day.
    """
    if not WRITES_DIARY_IN.allows(actor, town, at=at):
        raise NotAllowed(_("You keep no work diary here."))
    check_is_past(day, at)
    words = required(text, pgettext("of a work diary", "Write what was done."), "text", MAX_TEXT_LENGTH)
    raised = plain(problems)[:MAX_TEXT_LENGTH]
    refuse_personal(town, "text", words, raised)
    if contact is not None:
        _check_contact(actor, town, contact, day)
    with transaction.atomic():
        row = DiaryEntry.objects.create(
            town=town, author=actor, day=day, contact=contact, text=words, problems=raised, entered_at=at
        )
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="add", at=at)
    return row


def _check_contact(actor: User, town: Unit, contact: Contact, day: date) -> None:
    stands = contact.starts_on <= day and (contact.ends_on is None or day <= contact.ends_on)
    if contact.person_id != actor.pk or contact.town_id != town.pk or not stands:
        raise Refused(_("You did not keep contact with this unit on that day."), "contact")


def _visits(number: int) -> int:
    if not 1 <= number <= MAX_VISITS:
        raise Refused(_("Write how many visits a month there are to be: 1 to 31."), "visits_a_month")
    return number
