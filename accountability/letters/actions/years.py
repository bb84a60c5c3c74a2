"""The signing of a year is planned, changed, and recorded once the conference was held."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.letters.enums import MAX_NAME_LENGTH, MAX_NOTES_LENGTH, YearState
from accountability.letters.models import SigningYear
from accountability.letters.policies import RUNS_YEAR, YEAR_STEPS
from accountability.letters.workflow import SIGNING
from portal.accounts.models import Unit, User
from portal.core import audit, pages
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.texts import plain, required
from portal.core.workflow import create, lock_seen, step


def plan(
    *, actor: User, town: Unit, year: int, meets_on: date, place: str, at: datetime, agenda: str = ""
) -> SigningYear:
    """Plan the letters of a year: the day of the conference is the day by which they are signed.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: The year is planned already, the place is missing, or the day lies in another year.
    """
    where = required(place, _("Write where it takes place."), "place", MAX_NAME_LENGTH)
    _check_day(year, meets_on)

    def make(locked: Unit) -> SigningYear:
        if SigningYear.objects.filter(town=locked, year=year).exists():
            raise Refused(_("The letters of %(year)d are planned already.") % {"year": year}, "year")
        return SigningYear(town=locked, year=year, meets_on=meets_on, place=where, agenda=plain(agenda))

    made: SigningYear = create(
        actor=actor, parent=town, make=make, workflow=SIGNING, verb="plan", policies=YEAR_STEPS, at=at
    )
    pages.bump()
    return made


def change_plan(
    *,
    actor: User,
    signing_year: SigningYear,
    meets_on: date,
    place: str,
    agenda: str,
    at: datetime,
    seen: int | None = None,
) -> SigningYear:
    """Change day, place or agenda before the conference; letters keep the day by which they are to be signed.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        WrongState: The conference was held.
        Refused: The place is missing, or the day lies in another year.
    """
    with transaction.atomic():
        locked = lock_seen(signing_year, seen)
        if not RUNS_YEAR.allows(actor, locked, at=at):
            raise NotAllowed(_("The discipline secretary plans the letters."))
        if locked.state != YearState.PLANNED:
            raise WrongState(SIGNING.refusal(locked.state))
        _check_day(locked.year, meets_on)
        locked.meets_on = meets_on
        locked.place = required(place, _("Write where it takes place."), "place", MAX_NAME_LENGTH)
        locked.agenda = plain(agenda)
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="change", at=at)
        pages.bump()
    return locked


def hold(
    *, actor: User, signing_year: SigningYear, attended: int, notes: str, at: datetime, seen: int | None = None
) -> SigningYear:
    """Record the conference: how many came, and what was said.

    Raises:
        Refused: The conference has not come yet, or the notes are missing.
    """

    def change(locked: SigningYear) -> None:
        if locked.meets_on > today_of_due_days(at):
            raise Refused(_("The conference has not been held yet."))
        locked.attended = attended
        locked.notes = required(notes, _("Write what was said."), "notes", MAX_NOTES_LENGTH)
        pages.bump()

    return step(
        actor=actor,
        subject=signing_year,
        workflow=SIGNING,
        verb="hold",
        policies=YEAR_STEPS,
        seen=seen,
        at=at,
        change=change,
    )


def _check_day(year: int, meets_on: date) -> None:
    if meets_on.year != year:
        raise Refused(_("Choose a day in %(year)d.") % {"year": year}, "meets_on")
