"""A petition is handled: begun, recorded, extended, decided, checked, signed and served.

Each step raises `Conflict`, `WrongState` and `NotAllowed` as the workflow says, and `Refused` where its docstring
does. `seen` is the version that the actor saw; None outside of pages.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.handling.actions import bars, letters, routing, taking
from petitions.handling.enums import (
    MAX_LENGTH,
    MAX_OPINION_LENGTH,
    REVIEW_REQUEST_LIMIT,
    SERVICE_LIMIT,
    Barring,
    Category,
    Finding,
    Kind,
    Paper,
    Result,
    Service,
)
from petitions.handling.models import Opinion, Petition, Proceeding
from petitions.handling.queries.petitions import draft_of, opinion_of
from petitions.handling.rules import MOST_EXTENSION_DAYS
from portal.accounts.models import Unit, User
from portal.cases.actions import clocks
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import Refused
from portal.core.texts import required


def begin(*, actor: User, petition: Petition, at: datetime, seen: int | None = None) -> Petition:
    """Begin to handle a petition. Who begins says that they have no interest in it."""
    return taking.take(actor, petition, "begin", seen=seen, at=at)


def recuse(*, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None) -> Petition:
    """Step aside because of an interest in the matter; whoever does sees the petition no more.

    Raises:
        Refused: The reason is missing.
    """

    def change(locked: Petition) -> None:
        taking.note(actor, locked, reason, at, missing=_("Write why you step aside."))
        bars.bar(actor, locked, units=(), people=[actor], why=Barring.RECUSED, at=at)

    return taking.take(actor, petition, "recuse", change, seen=seen, at=at)


def reassign(
    *,
    actor: User,
    petition: Petition,
    unit: Unit,
    at: datetime,
    handlers: Collection[User] = (),
    reason: str = "",
    seen: int | None = None,
) -> Petition:
    """Give a petition to other people, or to another unit. The day stays, and what was recorded.

    Raises:
        Refused: The unit or somebody of it is complained about, or nobody of it can be given it.
    """

    def change(locked: Petition) -> None:
        taking.note(actor, locked, reason, at)
        routing.give(actor, locked, unit, handlers, at)

    return taking.take(actor, petition, "reassign", change, seen=seen, at=at)


def record(
    *,
    actor: User,
    petition: Petition,
    kind: str,
    held_on: date,
    text: str,
    at: datetime,
    is_agreed: bool | None = None,
    is_shown: bool = False,
    seen: int | None = None,
) -> Petition:
    """Record what was done: a check on site, a talk, a mediation, a hearing.

    Args:
        kind: A value of `Kind`.
        is_agreed: Of a mediation, whether both sides agreed.
        is_shown: Whether the petitioner reads it.

    Raises:
        Refused: The text is missing, the day is to come, or a mediation has no end.
    """

    def change(locked: Petition) -> None:
        if held_on > timezone.localdate(at):
            raise Refused(_("This day is still to come. Record it once it is over."), "held_on")
        if (kind == Kind.MEDIATION) != (is_agreed is not None):
            raise Refused(_("Say of a mediation, and of nothing else, whether both sides agreed."), "is_agreed")
        Proceeding.objects.create(
            petition=locked,
            kind=Kind(kind),
            held_on=held_on,
            text=required(text, _("Write what was done."), "text", MAX_LENGTH),
            is_agreed=is_agreed,
            is_shown=is_shown,
            written_by=actor,
            written_at=at,
        )

    return taking.take(actor, petition, "record", change, seen=seen, at=at)


def ask_extension(
    *, actor: User, petition: Petition, days: int, reason: str, at: datetime, seen: int | None = None
) -> Petition:
    """Ask a leader for more time, at most thirty days, once.

    Raises:
        Refused: It was extended before, the time is over, there are too many days, or the reason is missing.
    """

    def change(locked: Petition) -> None:
        if locked.clock is None or locked.clock.extended_days:
            raise Refused(_("The time was extended before. It can be extended once."))
        if locked.clock.due and locked.clock.due < today_of_due_days(at):
            raise Refused(_("The time is over already. Decide as soon as you can."))
        if not 0 < days <= MOST_EXTENSION_DAYS:
            words = _("It can be extended by 1 to %(count)d days.")
            raise Refused(words % {"count": MOST_EXTENSION_DAYS}, "days")
        taking.note(actor, locked, reason, at, missing=_("Write why more time is needed."))
        locked.extension_days = days

    return taking.take(actor, petition, "ask_extension", change, seen=seen, at=at)


def extend(*, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None) -> Petition:
    """Extend the time of the opinion by what was asked for. The petitioner is told why.

    Raises:
        Refused: The reason is missing or gives somebody away.
    """

    def change(locked: Petition) -> None:
        words = taking.checked(locked, reason, _("The reason"), "reason", MAX_LENGTH)
        if locked.clock is None:
            raise Refused(_("No time runs that could be extended."))
        locked.clock = clocks.extend(actor=actor, clock=locked.clock, days=locked.extension_days, reason=words, at=at)
        locked.extension_days = 0
        taking.issue(actor, locked, Paper.EXTENSION, at)

    with transaction.atomic():
        done = taking.take(actor, petition, "extend", change, seen=seen, at=at)
        letters.write(done, "petition_extended", at=at, occasion=str(done.version), reason=reason.strip())
    return done


def refuse_extension(
    *, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None
) -> Petition:
    """Do not extend the time of the opinion.

    Raises:
        Refused: The reason is missing.
    """

    def change(locked: Petition) -> None:
        taking.note(actor, locked, reason, at, missing=_("Write why there is no more time."))
        locked.extension_days = 0

    return taking.take(actor, petition, "refuse_extension", change, seen=seen, at=at)


def draft(
    *,
    actor: User,
    petition: Petition,
    result: str,
    finding: str,
    facts: str,
    text: str,
    at: datetime,
    is_mediated: bool = False,
    seen: int | None = None,
) -> Petition:
    """Hand in the opinion. The office checks it and a leader signs it before it is served.

    Args:
        result: A value of `Result`.
        finding: A value of `Finding`.
        facts: What was found.
        text: What is decided and what it rests on.
        is_mediated: Whether both sides agreed in a mediation.

    Raises:
        Refused: Something is missing or too long, or no mediation with an agreement is recorded.
    """

    def change(locked: Petition) -> None:
        if is_mediated and not locked.proceedings.filter(kind=Kind.MEDIATION, is_agreed=True).exists():
            raise Refused(_("Record the mediation in which both sides agreed first."), "is_mediated")
        row = draft_of(locked) or Opinion(petition=locked)
        row.result, row.finding, row.is_mediated = Result(result), Finding(finding), is_mediated
        row.facts = required(facts, _("Write what was found."), "facts", MAX_OPINION_LENGTH)
        row.text = required(text, _("Write the opinion."), "text", MAX_OPINION_LENGTH)
        row.drafted_by, row.drafted_at, row.checked_by, row.checked_at = actor, at, None, None
        row.save()

    return taking.take(actor, petition, "draft", change, seen=seen, at=at)


def take_back(*, actor: User, petition: Petition, at: datetime, seen: int | None = None) -> Petition:
    """Take an opinion back before it is checked. What was written stays, to be improved."""
    return taking.take(actor, petition, "take_back", seen=seen, at=at)


def check(*, actor: User, petition: Petition, at: datetime, seen: int | None = None) -> Petition:
    """Pass an opinion on to the leader who signs it: facts, ground and remedies are in order."""

    def change(locked: Petition) -> None:
        row = _draft(locked)
        row.checked_by, row.checked_at = actor, at
        row.save()

    return taking.take(actor, petition, "check", change, seen=seen, at=at)


def send_back(*, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None) -> Petition:
    """Send an opinion back to those who drafted it, who read the reason.

    Raises:
        Refused: The reason is missing.
    """

    def change(locked: Petition) -> None:
        taking.note(actor, locked, reason, at, missing=_("Write what is to be improved."))

    return taking.take(actor, petition, "send_back", change, seen=seen, at=at)


def sign(*, actor: User, petition: Petition, at: datetime, seen: int | None = None) -> Petition:
    """Sign an opinion: it is decided as of now and gets its number. Nobody signs what they drafted."""

    def change(locked: Petition) -> None:
        row = _draft(locked)
        row.signed_by, row.signed_at = actor, at
        row.number = taking.issue(actor, locked, Paper.OPINION, at).number
        row.save()
        locked.decided_at = at
        taking.close_once(locked, at)
        taking.meet(locked, at)
        taking.start_within(locked, SERVICE_LIMIT, at)

    return taking.take(actor, petition, "sign", change, seen=seen, at=at)


def serve(
    *, actor: User, petition: Petition, service: str, served_on: date, at: datetime, seen: int | None = None
) -> Petition:
    """Enter how and on which day the opinion was served. Of an appeal the time to ask for a review begins.

    Args:
        service: A value of `Service`.
        served_on: The day; the next is day 1 of the time to ask for a review.

    Raises:
        Refused: The day lies before the signature or is to come.
    """

    def change(locked: Petition) -> None:
        row = opinion_of(locked)
        if row is None or row.signed_at is None:
            raise Refused(_("There is no signed opinion."))
        if not timezone.localdate(row.signed_at) <= served_on <= timezone.localdate(at):
            raise Refused(_("Choose a day from the signature until today."), "served_on")
        row.service, row.served_on = Service(service), served_on
        row.save()
        taking.meet(locked, at)
        if locked.category == Category.APPEAL:
            taking.start(locked, REVIEW_REQUEST_LIMIT, at, on=served_on)

    with transaction.atomic():
        done = taking.take(actor, petition, "serve", change, seen=seen, at=at)
        letters.write(done, "petition_opinion", at=at, occasion=str(done.version))
    return done


def settle(
    *, actor: User, petition: Petition, finding: str, text: str, at: datetime, seen: int | None = None
) -> Petition:
    """Close a sealed petition with what was found; whoever gave their name is told that it is closed.

    Raises:
        Refused: What was found is missing.
    """

    def change(locked: Petition) -> None:
        facts = required(text, _("Write what was found."), "text", MAX_OPINION_LENGTH)
        Opinion.objects.filter(petition=locked, signed_at=None).delete()
        Opinion.objects.create(
            petition=locked,
            finding=Finding(finding),
            facts=facts,
            drafted_by=actor,
            drafted_at=at,
            signed_by=actor,
            signed_at=at,
        )
        locked.decided_at = at
        taking.close_once(locked, at)
        taking.meet(locked, at)

    with transaction.atomic():
        done = taking.take(actor, petition, "settle", change, seen=seen, at=at)
        if not done.is_anonymous:
            letters.write(done, "petition_settled", at=at, occasion=str(done.version))
    return done


def _draft(petition: Petition) -> Opinion:
    row = draft_of(petition)
    if row is None:
        raise Refused(_("There is no opinion to decide on."))
    return row
