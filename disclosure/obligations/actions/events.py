"""What is owed because something happened, and which notice meets it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.actions.drafts import start_notice
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.obligations.actions.sync import lock_obligations, update_due_days, update_met
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import Obligation
from disclosure.obligations.policies import RECORDS_EVENT, RECORDS_FOR
from disclosure.obligations.queries.owed import due_of_event
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.core import audit, calendar, pages
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.workflow import lock

AS_IT_HAPPENS = (Cadence.EVENT, Cadence.STAGE)
MAX_LENGTH = 120
FARTHEST_BACK = timedelta(days=2 * 366)
"""How long ago something may have happened; a day before that is a slip of the pen."""


def record_event(
    *, actor: User, unit: Unit, entry: CatalogueEntry, subject: str, happened_on: date, at: datetime
) -> Obligation:
    """Record that something happened which a unit must publish.

    It is due so many working days after that day: as the entry says, else as set for the portal
    (政府信息公开条例 2019 art. 26).

    Raises:
        NotAllowed: The actor is neither clerk nor publisher of the unit.
        Conflict: The same is recorded already.
        Refused: The item, the subject or the day cannot be recorded.
    """
    if not RECORDS_FOR.allows(actor, unit, at=at):
        raise NotAllowed(_("You do not prepare this unit’s notices."))
    about = subject.strip()
    _check_event(unit, entry, about, happened_on, timezone.localdate(at))
    row = Obligation(
        unit=unit,
        entry=entry,
        period=str(happened_on.year),
        origin=Origin.EVENT,
        subject=about,
        arises_on=happened_on,
        created_at=at,
    )
    due = due_of_event(row, calendar.load())
    row.due_on, row.is_provisional = due.date, due.provisional
    with transaction.atomic():
        lock_obligations()
        same = Obligation.objects.filter(origin=Origin.EVENT, unit=unit, entry=entry, subject=about)
        if same.filter(arises_on=happened_on, voided_at__isnull=True).exists():
            raise Conflict(_("This is recorded already."))
        row.save()
        _note(actor, row, "record event", at, target=row.due_on.isoformat())
    return row


def drop_event(*, actor: User, obligation: Obligation, reason: str, at: datetime) -> Obligation:
    """Take back what was recorded in error: it is owed no longer.

    Raises:
        NotAllowed: The actor is no publisher of the unit.
        Refused: It is no event, is met or void, or a reason is missing.
    """
    if not reason.strip():
        raise Refused(_("Write the reason. The people concerned will read it."))
    with transaction.atomic():
        row = lock(obligation, "unit", "entry")
        if not RECORDS_EVENT.allows(actor, row, at=at):
            raise NotAllowed(_("You do not prepare this unit’s notices."))
        if row.voided_at is not None:
            raise Refused(_("This is not owed any longer."))
        if row.origin == Origin.DEMAND:
            raise Refused(_("Villagers have demanded this together. It is ended through their demand."))
        if row.origin != Origin.EVENT:
            raise Refused(_("Only what was recorded as an event can be taken back."))
        if row.met_by_id is not None:
            raise Refused(_("This is published, so it stays."))
        row.voided_at = at
        row.save()
        _note(actor, row, "void", at, reason=reason.strip())
    return row


def link(*, actor: User, obligation: Obligation, notice: Notice, at: datetime) -> Obligation:
    """Name the notice that is to meet what is owed for an event or a demand. It is met while that notice is live.

    What was demanded is met by a notice that is still to be published, or through its demand.

    Raises:
        NotAllowed: The actor is no clerk of the unit or of the station that prepares the notice, and no publisher.
        Refused: The notice is about something else, or the obligation is met or void.
    """
    with transaction.atomic():
        lock(notice)  # like publishing, so that one of the two sees what the other did
        row = lock(obligation, "unit", "entry")
        stations = [notice.station_id] if notice.station_id else []
        is_clerk = units_of(actor, Role.CLERK, at=at).filter(pk__in=[row.unit_id, *stations]).exists()
        if not (is_clerk or RECORDS_EVENT.allows(actor, row, at=at)):
            raise NotAllowed(_("You do not prepare this unit’s notices."))
        if row.voided_at is not None:
            raise Refused(_("This is not owed any longer."))
        if row.origin == Origin.CALENDAR or (row.unit_id, row.entry_id) != (notice.unit_id, notice.entry_id):
            raise Refused(_("This notice is about something else."))
        if row.notice_id == notice.pk:
            return row
        if row.met_by_id is not None:
            raise Refused(_("Another notice meets this already."))
        if row.origin == Origin.DEMAND and notice.editions.filter(state=State.PUBLISHED).exists():
            raise Refused(_("Villagers asked for this together. The office names the notice on their demand."))
        row.notice = notice
        row.save()
        _note(actor, row, "link", at, reason=notice.number)
        update_met(actor=actor, notice=notice, at=at)
        update_due_days([notice], at=at)
    return row


def begin_notice(
    *, actor: User, obligation: Obligation, period: str, title: str, at: datetime, station: Unit | None = None
) -> Edition:
    """Begin the notice that meets what is owed for an event or a demand; refused as by `start_notice` and `link`."""
    with transaction.atomic():
        unit, entry = obligation.unit, obligation.entry
        draft = start_notice(actor=actor, unit=unit, entry=entry, period=period, title=title, station=station, at=at)
        link(actor=actor, obligation=obligation, notice=draft.notice, at=at)
    return draft


def _check_event(unit: Unit, entry: CatalogueEntry, subject: str, happened_on: date, today: date) -> None:
    if entry.publisher != unit.kind or not entry.is_active:
        raise Refused(_("%(unit)s does not owe the item “%(item)s”.") % {"unit": unit.name, "item": entry.name})
    if entry.cadence not in AS_IT_HAPPENS:
        raise Refused(_("“%(item)s” does not come as it happens.") % {"item": entry.name})
    if not subject:
        raise Refused(_("Write in a few words what happened."))
    if len(subject) > MAX_LENGTH:
        raise Refused(_("Write at most %(count)d characters.") % {"count": MAX_LENGTH})
    if happened_on > today:
        raise Refused(_("The day is still to come. Record what has happened."))
    if happened_on < today - FARTHEST_BACK:
        raise Refused(_("The day lies more than two years back. Check the year."))


def _note(actor: User, row: Obligation, verb: str, at: datetime, **more: str) -> None:
    audit.write(actor=actor, subject=row, number=row.audit_number(), verb=verb, at=at, **more)
    pages.bump()
