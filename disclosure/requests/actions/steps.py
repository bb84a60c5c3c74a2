"""Requests: registered, put right, given to a unit, extended, replied to, handed over and withdrawn.

What is private of a request stands in its case and in encrypted columns alone: never in an audit line or a log. Steps
whose table wants a reason keep it in the audit, so it may name nobody.

Each step raises `Conflict`, `WrongState` and `NotAllowed` as the workflow says, and `Refused` where its docstring
does. `seen` is the version that the actor saw; None outside of pages.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.requests.actions import letters
from disclosure.requests.enums import (
    CONSULTATION_LIMIT,
    MAX_LENGTH,
    MAX_REPLY_LENGTH,
    MAX_SUBJECT_LENGTH,
    REPLY_LIMIT,
    SUPPLEMENT_LIMIT,
    Outcome,
    Result,
)
from disclosure.requests.models import Consultation, Request
from disclosure.requests.policies import STEPS
from disclosure.requests.queries.requests import drafting_units, kinds_to_hand_over_to, open_consultation, published_for
from disclosure.requests.rules import EXTENSION_DAYS, REPLIES
from disclosure.requests.workflow import REQUEST
from portal.accounts.models import Unit, User
from portal.cases.actions import clocks, ending, receiving
from portal.cases.actions.screening import check_private
from portal.core.dates import full_date
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import Refused
from portal.core.texts import plain, required
from portal.core.workflow import step

RELATED = ("case", "clock", "step_clock", "town", "unit")
"""What a step looks at besides the request."""


def accept(
    *, actor: User, request: Request, subject: str, unit: Unit, at: datetime, seen: int | None = None
) -> Request:
    """Register a request that is clear enough, and give it to the unit that drafts the reply.

    Args:
        subject: What it is about, in the words of the office. It stands in lists and names nobody.

    Raises:
        Refused: The unit is not of the township, or the subject is empty, too long or gives somebody away.
    """

    def change(locked: Request) -> None:
        _check_unit(locked, unit)
        locked.subject = _checked(locked, subject, _("The subject"), "subject", MAX_SUBJECT_LENGTH)
        locked.unit = unit
        _end_step_clock(locked, at)

    return _take(actor, request, "accept", change, seen=seen, at=at)


def ask_correction(
    *, actor: User, request: Request, text: str, due: date, at: datetime, seen: int | None = None
) -> Request:
    """Ask the applicant, once, to say more clearly what they want. The time of the reply is counted anew afterwards.

    Args:
        text: What is to be put right. The applicant reads it.
        due: By when.

    Raises:
        Refused: The text is empty, they were asked before, or the day has passed.
    """

    def change(locked: Request) -> None:
        if locked.correction:
            raise Refused(_("Corrections were asked for once. If it is still unclear, reply so."))
        locked.correction = required(text, _("Write what is to be put right."), "text", MAX_LENGTH)
        _end_step_clock(locked, at)
        locked.clock = clocks.meet(clock=locked.clock, at=at)
        start = timezone.localdate(at)
        locked.step_clock = clocks.start_clock(case=locked.case, rule=SUPPLEMENT_LIMIT, start=start, due=due, at=at)

    with transaction.atomic():
        asked = _take(actor, request, "ask_correction", change, seen=seen, at=at)
        letters.write(asked, "request_correction", at=at, text=asked.correction)
    return asked


def correct(*, actor: User, request: Request, text: str, at: datetime, seen: int | None = None) -> Request:
    """Take in what the applicant puts right: it is added to what they wrote, and the time of the reply begins anew.

    Args:
        actor: The system for the applicant, who shows their code; else the person of the office who enters it.

    Raises:
        Refused: The text is empty or too long.
    """

    def change(locked: Request) -> None:
        words = required(text, _("Write what you put right."), "text", MAX_LENGTH)
        receiving.add_text(case=locked.case, text=words)
        _end_step_clock(locked, at)
        start = timezone.localdate(at)
        locked.clock = clocks.start_clock(case=locked.case, rule=REPLY_LIMIT, start=start, at=at)

    return _take(actor, request, "correct", change, seen=seen, at=at)


def lapse(*, actor: User, request: Request, at: datetime, seen: int | None = None) -> Request:
    """End a request that was not put right in time without good reason.

    Raises:
        Refused: The time is not over.
    """

    def change(locked: Request) -> None:
        due = locked.step_clock.due if locked.step_clock else None
        if due is None or today_of_due_days(at) <= due:
            raise Refused(_("The applicant may still put it right."))
        locked.result, locked.decided_by = Result.NOT_CORRECTED, actor
        _end_step_clock(locked, at)
        _end(locked, at)

    with transaction.atomic():
        lapsed = _take(actor, request, "lapse", change, seen=seen, at=at)
        letters.write(lapsed, "request_lapsed", at=at)
        ending.close(case=lapsed.case, at=at)
    return lapsed


def reroute(
    *, actor: User, request: Request, unit: Unit, reason: str, at: datetime, seen: int | None = None
) -> Request:
    """Give a request to another unit of the township, with a reason. The day stays.

    Raises:
        Refused: It is with that unit already, or the unit is not of the township.
    """

    def change(locked: Request) -> None:
        if locked.unit_id == unit.pk:
            raise Refused(_("The request is with this unit already."), "unit")
        _check_unit(locked, unit)
        locked.unit = unit

    return _take(actor, request, "reroute", change, seen=seen, at=at, reason=reason)


def consult(
    *, actor: User, request: Request, party: str, concern: str, at: datetime, seen: int | None = None
) -> Request:
    """Ask a third party whether what concerns it may be disclosed. The time of the reply stands still from tomorrow.

    Args:
        party: Who is asked.
        concern: What of it concerns them; it stands in the letter to them, so it names no applicant.

    Raises:
        Refused: Something is empty, or gives the applicant away.
    """

    def change(locked: Request) -> None:
        name = required(party, _("Write who is asked."), "party", MAX_SUBJECT_LENGTH)
        asked = _checked(locked, concern, _("What concerns them"), "concern", MAX_LENGTH)
        Consultation.objects.create(request=locked, party=name, concern=asked, asked_by=actor, asked_at=at)
        locked.clock = clocks.suspend(actor=actor, clock=locked.clock, reason=name, at=at)
        day = timezone.localdate(at)
        locked.step_clock = clocks.start_clock(case=locked.case, rule=CONSULTATION_LIMIT, start=day, at=at)

    return _take(actor, request, "consult", change, seen=seen, at=at)


def hear(*, actor: User, request: Request, outcome: str, answer: str, at: datetime, seen: int | None = None) -> Request:
    """Note what a third party says, or that it did not answer in time. The time of the reply goes on from tomorrow.

    Args:
        outcome: A value of `Outcome`.
        answer: In what words; may be empty where they did not answer.

    Raises:
        Refused: The words are missing, or they may still answer.
    """

    def change(locked: Request) -> None:
        asked = open_consultation(locked)
        if asked is None:
            raise Refused(_("Nobody is being asked."))
        silent = outcome == Outcome.SILENT
        due = locked.step_clock.due if locked.step_clock else None
        if silent and due is not None and today_of_due_days(at) <= due:
            raise Refused(_("They may still answer until %(day)s.") % {"day": full_date(due)}, "outcome")
        asked.outcome, asked.heard_on = Outcome(outcome), timezone.localdate(at)
        missing = _("Write what they say.")
        asked.answer = plain(answer) if silent else required(answer, missing, "answer", MAX_LENGTH)
        asked.save()
        _end_step_clock(locked, at)
        locked.clock = clocks.resume(actor=actor, clock=locked.clock, at=at)

    return _take(actor, request, "hear", change, seen=seen, at=at)


def ask_extension(*, actor: User, request: Request, reason: str, at: datetime, seen: int | None = None) -> Request:
    """Ask a leader for more time.

    Raises:
        Refused: The time was extended before, or is over.
    """

    def change(locked: Request) -> None:
        if locked.clock.extended_days:
            raise Refused(_("The time was extended before. It can be extended once."))
        if locked.clock.due and locked.clock.due < today_of_due_days(at):
            raise Refused(_("The time is over already. Reply as soon as you can."))
        locked.extension = reason.strip()

    return _take(actor, request, "ask_extension", change, seen=seen, at=at, reason=reason)


def extend(*, actor: User, request: Request, reason: str, at: datetime, seen: int | None = None) -> Request:
    """Extend the time of the reply, once, by 20 working days. The applicant is told why.

    Raises:
        Refused: The reason gives somebody away.
    """

    def change(locked: Request) -> None:
        locked.extension = reason.strip()
        locked.clock = clocks.extend(actor=actor, clock=locked.clock, days=EXTENSION_DAYS, reason=reason, at=at)

    with transaction.atomic():
        extended = _take(actor, request, "extend", change, seen=seen, at=at, reason=reason)
        letters.write(extended, "request_extended", at=at, reason=extended.extension)
    return extended


def refuse_extension(*, actor: User, request: Request, reason: str, at: datetime, seen: int | None = None) -> Request:
    """Do not extend the time of the reply."""

    def change(locked: Request) -> None:
        locked.extension = ""

    return _take(actor, request, "refuse_extension", change, seen=seen, at=at, reason=reason)


def draft(*, actor: User, request: Request, result: str, text: str, at: datetime, seen: int | None = None) -> Request:
    """Hand in the reply with its result. A leader decides on it before the applicant gets it.

    Args:
        result: A value of `Result`.
        text: What is disclosed, or why it is not. It stands in the reply.

    Raises:
        Refused: The text is empty or too long, nothing was put right before that could be unclear still, or the
            third party objects and the result gives everything.
    """

    def change(locked: Request) -> None:
        if result not in REPLIES:
            raise Refused(_("Choose what comes of it."), "result")
        if result == Result.STILL_UNCLEAR and not locked.correction:
            raise Refused(_("Ask for corrections first; the applicant has not been asked yet."), "result")
        locked.reply = required(text, _("Write the reply."), "text", MAX_REPLY_LENGTH)
        locked.result, locked.drafted_by, locked.drafted_at = Result(result), actor, at

    return _take(actor, request, "draft", change, seen=seen, at=at)


def take_back(*, actor: User, request: Request, at: datetime, seen: int | None = None) -> Request:
    """Take a reply back for its unit, before it is decided. What was written stays, to be improved."""
    return _take(actor, request, "take_back", seen=seen, at=at)


def send_back(*, actor: User, request: Request, reason: str, at: datetime, seen: int | None = None) -> Request:
    """Send a reply back to its unit with a reason. What was written stays, to be improved."""
    return _take(actor, request, "send_back", seen=seen, at=at, reason=reason)


def answer(*, actor: User, request: Request, at: datetime, seen: int | None = None) -> Request:
    """Approve a reply, which goes to the applicant. Nobody approves what they drafted."""

    def change(locked: Request) -> None:
        locked.decided_by = actor
        locked.clock = clocks.meet(clock=locked.clock, at=at)
        _end(locked, at)

    with transaction.atomic():
        done = _take(actor, request, "answer", change, seen=seen, at=at)
        letters.write(done, "request_answered", at=at, answer=done.reply, result=str(Result(done.result).label))
        ending.close(case=done.case, at=at)
    return done


def redirect(
    *, actor: User, request: Request, kind: str, reason: str, at: datetime, seen: int | None = None
) -> Request:
    """Hand a request over that is a petition in truth. Whoever follows it is shown what became of it there.

    Args:
        kind: The key of the kind of case that takes it over.

    Raises:
        Refused: No such kind takes it over.
    """

    def change(locked: Request) -> None:
        if kind not in dict(kinds_to_hand_over_to()):
            raise Refused(_("Choose what it is handed over as."), "kind")
        locked.result = Result.PETITION
        _end_step_clock(locked, at)
        _end(locked, at)

    with transaction.atomic():
        done = _take(actor, request, "redirect", change, seen=seen, at=at, reason=reason)
        letters.write(done, "request_redirected", at=at)
        ending.hand_over(actor=actor, case=done.case, to=kind, town=done.town, at=at)
    return done


def withdraw(*, actor: User, request: Request, at: datetime, seen: int | None = None) -> Request:
    """End a request because its applicant takes it back. In the yearly report it is dealt with otherwise.

    Args:
        actor: The system for the applicant, who shows their code; else the person of the office who was told.
    """

    def change(locked: Request) -> None:
        locked.result = Result.OTHER
        locked.consultations.filter(heard_on=None).update(outcome=Outcome.SILENT, heard_on=timezone.localdate(at))
        locked.step_clock = None
        _end(locked, at)

    with transaction.atomic():
        done = _take(actor, request, "withdraw", change, seen=seen, at=at)
        letters.write(done, "request_withdrawn", at=at)
        ending.close(case=done.case, at=at)
    return done


def _take(
    actor: User,
    request: Request,
    verb: str,
    change: Callable[[Request], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Request:
    """Take one step of the workflow, whose reason gives nobody away."""

    def check_and_change(locked: Request) -> None:
        if reason:
            check_private(locked.case, reason, _("The reason"), "reason", published=published_for(locked))
        if change:
            change(locked)

    return step(
        actor=actor,
        subject=request,
        workflow=REQUEST,
        verb=verb,
        policies=STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=check_and_change,
        related=RELATED,
    )


def _end(request: Request, at: datetime) -> None:
    """Note when a request ended; the number of the applicant's identity is kept no longer."""
    request.ended_at, request.identity = at, ""


def _end_step_clock(request: Request, at: datetime) -> None:
    if request.step_clock:
        clocks.meet(clock=request.step_clock, at=at)
        request.step_clock = None


def _check_unit(request: Request, unit: Unit) -> None:
    if not drafting_units(request.town).filter(pk=unit.pk).exists():
        raise Refused(_("%(unit)s is not of this township.") % {"unit": unit.name}, "unit")


def _checked(request: Request, text: str, what: str, field: str, max_length: int) -> str:
    """Return a text that others read, which names nobody."""
    words = required(text, _("Write it down."), field, max_length)
    check_private(request.case, words, what, field, published=published_for(request))
    return words
