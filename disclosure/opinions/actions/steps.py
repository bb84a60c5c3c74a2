"""Residents' opinions: received, screened, given to a unit, answered, checked and published.

What is private of an opinion (its text as it came, name, telephone, e-mail) is read by whoever screens it and
stands in its own row alone: never in an audit line, a log or the title of a job.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.notices.actions.drafts import CODE_LETTERS
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.policies import PREPARES, STEPS
from disclosure.opinions.actions import checks as opinion_checks
from disclosure.opinions.actions import letters as opinion_letters
from disclosure.opinions.actions.checks import check_answer, check_length, check_private, check_shown, plain, showing_of
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import PUBLISHED, Opinion
from disclosure.opinions.policies import OPINION_STEPS
from disclosure.opinions.queries.opinions import WITH_A_UNIT, answering_units
from disclosure.opinions.workflow import OPINION
from portal.accounts.models import Unit, User
from portal.cases.enums import Channel, Visibility
from portal.core import audit, calendar, pages
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import lock, step

SPOKEN_OF = ("notice__unit__parent", "notice__station", "notice__entry", "unit", "merged_into")
"""What a step looks at besides the opinion."""

LONGEST, LONGEST_ANSWER = opinion_checks.LONGEST, opinion_checks.LONGEST_ANSWER
"""Characters of an opinion and of an answer at most."""

CODE_LENGTH = 12
SENT_TWICE = timedelta(minutes=10)
"""Within this time the same text, entered by the same person about the same notice, is one opinion."""


def receive(
    *,
    actor: User,
    edition: Edition,
    kind: str,
    text: str,
    at: datetime,
    name: str = "",
    phone: str = "",
    email: str = "",
    channel: str = Channel.WEB,
    code: str = "",
    received_at: datetime | None = None,
) -> Opinion:
    """Take in what a resident asks or objects. Sent twice it is one opinion.

    Args:
        actor: The system for what came by web; else whoever of the office or the unit enters it.
        edition: The edition it is about, of a notice that is live.
        kind: A value of `OpinionKind`.
        text: 10 to 2000 characters, as they came.
        at: Now.
        name: Whose it is; may be empty.
        phone: Where they can be called; may be empty.
        email: Where they are told of the answer; may be empty.
        channel: How it came in.
        code: The code its form was handed out with. An opinion that has it and says the same is returned.
        received_at: When it came in, where it is entered later; None for now.

    Raises:
        NotAllowed: The actor neither screens opinions about the unit nor is its clerk.
        Refused: The text is too short or too long, or the notice is not live.
    """
    _check_who_enters(actor, edition, channel, at)
    said = plain(text)
    check_length(said)
    with transaction.atomic():
        # Numbers are counted per notice, so the notice is locked while one is given.
        notice = Notice.objects.select_for_update().get(pk=edition.notice_id)
        _check_live(notice, edition)
        known = _sent_before(actor, notice, said, code, at)
        if known:
            return known
        opinion = Opinion.objects.create(
            number=f"{notice.number}-Y{Opinion.objects.filter(notice=notice).count() + 1}",
            code=code if code and not Opinion.objects.filter(code=code).exists() else new_code(),
            notice=notice,
            edition=edition,
            kind=OpinionKind(kind),
            channel=Channel(channel),
            state_since=at,
            text=said,
            name=name.strip(),
            phone=phone.strip(),
            email=email.strip(),
            received_at=received_at or at,
            entered_by=None if actor.is_system else actor,
        )
        audit.write(
            actor=actor, subject=opinion, number=opinion.number, verb="receive", target=OpinionState.RECEIVED, at=at
        )
        opinion_letters.tell_received(opinion, at=at)
    return opinion


def route(
    *,
    actor: User,
    opinion: Opinion,
    unit: Unit,
    showing: str,
    shown_text: str,
    shown_name: str,
    at: datetime,
    due: date | None = None,
) -> Opinion:
    """Screen an opinion and give it to the unit that has to answer.

    Args:
        actor: A publisher.
        opinion: The opinion.
        unit: Who has to answer: the unit of the notice, its town or a station of that.
        showing: What the public sees of it: `Showing.PUBLIC` as it came, `MASKED`, or `PRIVATE` nothing.
        shown_text: What the unit works with, and the public reads unless it is kept private.
        shown_name: The name shown with it; may be empty.
        at: Now.
        due: By when to answer; counted in working days from the day after receipt if it is not given.

    Raises:
        WrongState, NotAllowed: As the workflow says.
        Refused: The unit has nothing to do with it, the date has passed, or what is shown is empty, gives
            somebody away, or is not what was chosen.
    """

    def screen(locked: Opinion) -> None:
        _check_unit(locked, unit)
        locked.showing, locked.unit = showing_of(showing), unit
        if locked.showing not in PUBLISHED and locked.merged.exists():
            raise Refused(_("Others asked the same and wait for this answer. Publish it masked instead."))
        locked.shown_text, locked.shown_name = plain(shown_text), shown_name.strip()
        check_shown(locked)
        _screened(locked, actor, at)
        _set_due(locked, due, at)

    return _take(actor, opinion, "route", at, screen)


def reroute(
    *, actor: User, opinion: Opinion, unit: Unit, reason: str, at: datetime, due: date | None = None
) -> Opinion:
    """Give an opinion that waits for its answer to another unit, with a reason. The date stays unless one is given.

    Raises:
        WrongState, NotAllowed: As the workflow says.
        Refused: It is with that unit already, the unit has nothing to do with it, the date has passed, or there
            is no reason, or one that gives somebody away.
    """

    def move(locked: Opinion) -> None:
        if locked.unit_id == unit.pk and due is None:
            raise Refused(_("The opinion is with this unit already."))
        _check_unit(locked, unit)
        check_private(locked, reason, _("The reason"))
        locked.unit = unit
        if due is not None:
            _set_due(locked, due, at)

    return _take(actor, opinion, "reroute", at, move, reason=reason)


def refuse(*, actor: User, opinion: Opinion, reason: str, at: datetime) -> Opinion:
    """Turn an opinion down with a reason, which goes to whoever sent it. It is not published.

    Raises:
        WrongState, NotAllowed: As the workflow says.
        Refused: There is no reason, or one that gives somebody away.
    """

    def turn_down(locked: Opinion) -> None:
        check_private(locked, reason, _("The reason"))
        locked.refusal_reason = reason.strip()
        _screened(locked, actor, at)

    with transaction.atomic():
        refused = _take(actor, opinion, "refuse", at, turn_down, reason=reason)
        opinion_letters.tell_refused(refused, at=at)
    return refused


def merge(*, actor: User, opinion: Opinion, into: Opinion, at: datetime) -> Opinion:
    """Join an opinion with another about the same notice that asks the same; one answer serves both.

    What was joined with it before goes along.

    Raises:
        WrongState, NotAllowed: As the workflow says.
        Refused: The other is itself, is about another notice, or is joined with another or refused.
    """

    def join(locked: Opinion) -> None:
        other = lock(into)
        if other.pk == locked.pk:
            raise Refused(_("An opinion cannot be joined with itself."))
        if other.notice_id != locked.notice_id:
            raise Refused(_("Only opinions about the same notice can be joined."))
        if other.state in (OpinionState.MERGED, OpinionState.REFUSED):
            raise Refused(_("This opinion has been joined with another or refused. Choose one that stands."))
        if other.showing == Visibility.PRIVATE:
            raise Refused(_("This opinion is kept private, so its answer cannot serve others. Choose another."))
        locked.merged_into = other
        _screened(locked, actor, at)
        for carried in locked.merged.all():
            carried.merged_into = other
            carried.save()

    with transaction.atomic():
        # One notice's opinions are joined one after the other, so that two can never be joined with each other.
        Notice.objects.select_for_update().get(pk=opinion.notice_id)
        joined = _take(actor, opinion, "merge", at, join)
        head = Opinion.objects.select_related("notice__unit", "unit").get(pk=into.pk)
        if head.state == OpinionState.CLOSED:
            opinion_letters.tell_answered(head, at=at)
    return joined


def answer(*, actor: User, opinion: Opinion, text: str, at: datetime) -> Opinion:
    """Answer an opinion for the unit it was given to. The office checks the answer before it is published.

    Raises:
        WrongState, NotAllowed: As the workflow says.
        Refused: The answer is empty or too long, or gives somebody away.
    """

    def write(locked: Opinion) -> None:
        said = plain(text)
        check_answer(locked, said)
        locked.answer = said
        locked.answered_by, locked.answered_at = actor, at

    return _take(actor, opinion, "answer", at, write)


def send_back(*, actor: User, opinion: Opinion, reason: str, at: datetime) -> Opinion:
    """Send an answer back to its unit with a reason. What was written stays, to be improved.

    Raises:
        WrongState, NotAllowed: As the workflow says.
        Refused: There is no reason, or one that gives somebody away.
    """

    def reopen(locked: Opinion) -> None:
        check_private(locked, reason, _("The reason"))

    return _take(actor, opinion, "send_back", at, reopen, reason=reason)


def close(*, actor: User, opinion: Opinion, at: datetime) -> Opinion:
    """Check an answer and publish it; one that is kept private goes to whoever asked alone.

    Raises:
        WrongState, NotAllowed: As the workflow says. Whoever answered cannot check it.
    """

    def check(locked: Opinion) -> None:
        locked.checked_by, locked.checked_at = actor, at

    with transaction.atomic():
        done = _take(actor, opinion, "close", at, check)
        opinion_letters.tell_answered(done, at=at)
    return done


def recount_due(*, actor: User, at: datetime) -> int:
    """Count the days again by which answers are due and that were provisional; return how many moved or became certain.

    Days that somebody chose are certain and stay. A moved day leaves an audit line with the old and the new.
    """
    known, changed = calendar.load(), 0
    waiting = Opinion.objects.filter(state__in=WITH_A_UNIT, answer_due_provisional=True).order_by("pk")
    for opinion in waiting:
        with transaction.atomic():
            locked = lock(opinion)
            if locked.state not in WITH_A_UNIT or not locked.answer_due_provisional:
                continue
            before = locked.answer_due
            counted = _counted_due(locked, known)
            if (counted.date, counted.provisional) == (before, True):
                continue
            locked.answer_due, locked.answer_due_provisional = counted.date, counted.provisional
            locked.save()
            if counted.date != before:
                moved = f"{before} → {counted.date}"
                audit.write(actor=actor, subject=locked, number=locked.number, verb="recount", reason=moved, at=at)
            pages.bump()
            changed += 1
    return changed


def new_code() -> str:
    """Return a random code of twelve characters by which no opinion is followed yet."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))
        if not Opinion.objects.filter(code=code).exists():
            return code


def _take(
    actor: User,
    opinion: Opinion,
    verb: str,
    at: datetime,
    change: Callable[[Opinion], None],
    *,
    reason: str = "",
) -> Opinion:
    """Take one step of the workflow with an opinion. What the public reads of it may change by any of them."""

    def stamped(locked: Opinion) -> None:
        change(locked)
        locked.state_since = at

    with transaction.atomic():
        done = step(
            actor=actor,
            subject=opinion,
            workflow=OPINION,
            verb=verb,
            policies=OPINION_STEPS,
            at=at,
            reason=reason,
            change=stamped,
            related=SPOKEN_OF,
        )
        pages.bump()
    return done


def _check_who_enters(actor: User, edition: Edition, channel: str, at: datetime) -> None:
    if (channel == Channel.WEB) != actor.is_system:
        raise NotAllowed(_("You may not enter opinions about this notice."))
    if not actor.is_system and not any(
        policy.allows(actor, edition, at=at) for policy in (STEPS["publishes"], PREPARES)
    ):
        raise NotAllowed(_("You may not enter opinions about this notice."))


def _check_live(notice: Notice, edition: Edition) -> None:
    states = dict(notice.editions.values_list("pk", "state"))
    if State.PUBLISHED not in states.values() or states[edition.pk] not in (State.PUBLISHED, State.SUPERSEDED):
        raise Refused(_("This notice is not on line any more, so no opinions about it can be taken."))


def _sent_before(actor: User, notice: Notice, text: str, code: str, at: datetime) -> Opinion | None:
    """Return the opinion that this one is sent again for, by its form's code or by who entered it just now."""
    same = Opinion.objects.filter(notice=notice, text=text)
    if code and (known := same.filter(code=code).first()):
        return known
    if actor.is_system:
        return None
    return same.filter(entered_by=actor, received_at__gt=at - SENT_TWICE, received_at__lte=at).first()


def _check_unit(opinion: Opinion, unit: Unit) -> None:
    if not answering_units(opinion.notice).filter(pk=unit.pk).exists():
        raise Refused(_("%(unit)s has nothing to do with this notice.") % {"unit": unit.name})


def _screened(opinion: Opinion, actor: User, at: datetime) -> None:
    if opinion.screened_by_id is None:
        opinion.screened_by, opinion.screened_at = actor, at


def _set_due(opinion: Opinion, due: date | None, at: datetime) -> None:
    if due is not None:
        if due < timezone.localdate(at):
            raise Refused(_("Choose a day that is still to come for the answer."))
        opinion.answer_due, opinion.answer_due_provisional = due, False
        return
    counted = _counted_due(opinion, calendar.load())
    opinion.answer_due, opinion.answer_due_provisional = counted.date, counted.provisional


def _counted_due(opinion: Opinion, known: calendar.Calendar) -> calendar.Counted:
    return known.add_working_days(timezone.localdate(opinion.received_at), settings.ANSWER_WORKING_DAYS)
