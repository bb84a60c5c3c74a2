"""Residents' opinions: received, screened, given to a unit, answered, checked and published.

What is private of an opinion stands in its case alone: never in an audit line, a log or the title of a job.

Each step raises `Conflict`, `WrongState` and `NotAllowed` as the workflow says, and `Refused` where its docstring
does. `seen` is the version that the actor saw; None outside of pages.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.content import lines_named
from disclosure.opinions.actions import letters
from disclosure.opinions.actions.found import renew_in_index
from disclosure.opinions.enums import (
    ANSWER_LIMIT,
    CASE_KIND,
    MAX_ANSWER_LENGTH,
    MAX_LENGTH,
    MIN_LENGTH,
    OpinionKind,
    OpinionState,
)
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import STEPS
from disclosure.opinions.queries.opinions import answering_units, published_for
from disclosure.opinions.queries.reminders import clerks_of, words_of_news
from disclosure.opinions.workflow import OPINION
from portal.accounts.models import Unit, User
from portal.cases.actions import clocks, ending, receiving
from portal.cases.actions.screening import check_private, screen
from portal.cases.enums import PUBLISHED, Channel, Visibility
from portal.cases.rules.sender import Sender
from portal.core import pages
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain
from portal.core.workflow import create, lock, step
from portal.messaging.actions.news import tell
from portal.messaging.enums import Language

RELATED = (
    "case__screening",
    "clock",
    "merged_into",
    "notice__entry",
    "notice__station",
    "notice__unit__parent",
    "unit",
)
"""What a step looks at besides the opinion."""


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
    language: str = Language.CHINESE,
    code: str = "",
    received_at: datetime | None = None,
    line: int | None = None,
) -> Opinion:
    """Take in what a resident asks or objects. Sent twice it is one opinion.

    Args:
        actor: The system for what came by web; else the person of the office or the unit who enters it.
        kind: A value of `OpinionKind`.
        language: In which language they are written to.
        code: The code its form was handed out with. An opinion that has it and says the same is returned.
        received_at: When it came in, where it is entered later; None for now.
        line: Number of the line of this edition that it is about; None where it is about all of it.

    Returns:
        The opinion; `case.code` says the code to follow it, which is not stored.

    Raises:
        NotAllowed: The actor neither screens opinions about the unit nor is its clerk.
        Refused: The text is too short or too long, the edition has no such line, or the notice is not live.
    """
    if (channel == Channel.WEB) != actor.is_system:
        raise NotAllowed(_("You may not enter opinions about this notice."))
    words = plain(text)
    _check_length(words)
    _check_line(edition, line)

    def make(notice: Notice) -> Opinion:
        case = receiving.receive(
            actor=actor,
            kind=CASE_KIND,
            number=f"{notice.number}-Y{Opinion.objects.filter(notice=notice).count() + 1}",
            text=words,
            sender=Sender(name, phone, email),
            channel=channel,
            language=language,
            code=code,
            received_at=received_at,
            at=at,
        )
        return Opinion(case=case, notice=notice, edition=edition, line=line, kind=OpinionKind(kind))

    with transaction.atomic():
        # Numbers are counted per notice, and what is sent twice is found, so the notice is locked first.
        notice = lock(edition.notice)
        _check_live(notice, edition)
        rows = Opinion.objects.filter(notice=notice, line=line).select_related("case")
        if known := receiving.sent_again(rows, actor=actor, kind=CASE_KIND, text=words, code=code, at=at):
            return known
        opinion = create(actor=actor, parent=notice, make=make, workflow=OPINION, verb="receive", policies=STEPS, at=at)
        letters.confirm_receipt(opinion, at=at)
    return opinion


def route(
    *,
    actor: User,
    opinion: Opinion,
    unit: Unit,
    visibility: str,
    shown_text: str,
    shown_name: str,
    at: datetime,
    due: date | None = None,
    seen: int | None = None,
) -> Opinion:
    """Screen an opinion and give it to the unit that has to answer.

    Args:
        unit: Who has to answer: the unit of the notice, its town or a station of that.
        visibility: What the public sees of it: `Visibility.PUBLIC` as it came, `MASKED`, or `PRIVATE` nothing.
        shown_text: What the unit works with, and the public reads unless it is kept private.
        due: By when to answer; counted in working days from the day after receipt if it is not given.

    Raises:
        Refused: The unit has nothing to do with it, the date has passed, or what is shown is empty, gives
            somebody away, or is not what was chosen.
    """

    def change(locked: Opinion) -> None:
        _check_unit(locked, unit)
        if visibility == Visibility.PRIVATE and locked.merged.exists():
            raise Refused(_("Others asked the same and wait for this answer. Publish it masked instead."), "visibility")
        screen(
            actor=actor,
            case=locked.case,
            visibility=visibility,
            shown_text=shown_text,
            shown_name=shown_name,
            max_length=MAX_LENGTH,
            at=at,
            published=published_for(locked),
        )
        received = timezone.localdate(locked.case.received_at)
        locked.unit = unit
        locked.clock = clocks.start_clock(case=locked.case, rule=ANSWER_LIMIT, start=received, due=due, at=at)

    return _take(actor, opinion, "route", change, seen=seen, at=at)


def reroute(
    *,
    actor: User,
    opinion: Opinion,
    unit: Unit,
    reason: str,
    at: datetime,
    due: date | None = None,
    seen: int | None = None,
) -> Opinion:
    """Give an opinion that waits for its answer to another unit, with a reason. The date stays unless one is given.

    Raises:
        Refused: It is with that unit already, the unit has nothing to do with it, the date has passed, or there
            is no reason, or one that gives somebody away.
    """

    def move(locked: Opinion) -> None:
        if locked.unit_id == unit.pk and due is None:
            raise Refused(_("The opinion is with this unit already."), "unit")
        _check_unit(locked, unit)
        locked.unit = unit
        if due is not None and locked.clock:
            clocks.choose_day(clock=locked.clock, due=due, at=at)

    with transaction.atomic():
        before = Opinion.objects.select_related("unit").get(pk=opinion.pk)
        moved = _take(actor, opinion, "reroute", move, seen=seen, at=at, reason=reason)
        if before.unit_id != moved.unit_id:
            _tell_unit_before(actor, before, moved, reason, at)
    return moved


def _tell_unit_before(actor: User, before: Opinion, moved: Opinion, reason: str, at: datetime) -> None:
    """Tell the clerks who were to answer that they need not any more; they do not see it now."""
    tell(
        clerks_of(before, at),
        by=actor,
        kind="opinion_moved",
        cause=f"opinion-moved:{moved.pk}:{moved.version}",
        words=lambda: {**words_of_news(moved), "who": actor.name, "reason": reason},
        url="/desk/opinions/",
        at=at,
    )


def refuse(*, actor: User, opinion: Opinion, reason: str, at: datetime, seen: int | None = None) -> Opinion:
    """Turn an opinion down with a reason, which goes to its sender. It is not published.

    Raises:
        Refused: There is no reason, or one that gives somebody away.
    """

    def turn_down(locked: Opinion) -> None:
        locked.refusal_reason = reason.strip()

    with transaction.atomic():
        refused = _take(actor, opinion, "refuse", turn_down, seen=seen, at=at, reason=reason)
        letters.send_refusal(refused, at=at)
        _close_cases(refused, at)
    return refused


def merge(*, actor: User, opinion: Opinion, into: Opinion, at: datetime, seen: int | None = None) -> Opinion:
    """Join an opinion with another about the same notice that asks the same; one answer serves both.

    What was joined with it before goes along.

    Raises:
        Refused: The other is itself, is about another notice, or is joined with another or refused.
    """

    def join(locked: Opinion) -> None:
        other = lock(into, "case__screening")
        if other.pk == locked.pk:
            raise Refused(_("An opinion cannot be joined with itself."), "into")
        if other.notice_id != locked.notice_id:
            raise Refused(_("Only opinions about the same notice can be joined."), "into")
        if other.state in (OpinionState.MERGED, OpinionState.REFUSED):
            raise Refused(_("This opinion has been joined with another or refused. Choose one that stands."), "into")
        if other.visibility == Visibility.PRIVATE:
            raise Refused(_("This opinion is kept private, so its answer cannot serve others. Choose another."), "into")
        locked.merged_into = other
        clocks.stop(case=locked.case, at=at)
        for carried in locked.merged.all():
            carried.merged_into = other
            carried.save()

    with transaction.atomic():
        # One notice's opinions are joined one after the other, so that two can never be joined with each other.
        Notice.objects.select_for_update().get(pk=opinion.notice_id)
        joined = _take(actor, opinion, "merge", join, seen=seen, at=at)
        head = Opinion.objects.select_related("case__screening", "notice__unit", "unit").get(pk=into.pk)
        if head.state == OpinionState.CLOSED:
            letters.send_answer(head, at=at)
            _close_cases(head, at)
    return joined


def answer(*, actor: User, opinion: Opinion, text: str, at: datetime, seen: int | None = None) -> Opinion:
    """Answer an opinion for the unit it was given to. The office checks the answer before it is published.

    Raises:
        Refused: The answer is empty or too long, or gives somebody away.
    """

    def write(locked: Opinion) -> None:
        locked.answer = plain(text)
        _check_answer(locked)
        locked.answered_by, locked.answered_at = actor, at

    return _take(actor, opinion, "answer", write, seen=seen, at=at)


def take_back(*, actor: User, opinion: Opinion, at: datetime, seen: int | None = None) -> Opinion:
    """Take an answer back for its unit, before the office has checked it. What was written stays, to be improved."""
    return _take(actor, opinion, "take_back", seen=seen, at=at)


def send_back(*, actor: User, opinion: Opinion, reason: str, at: datetime, seen: int | None = None) -> Opinion:
    """Send an answer back to its unit with a reason. What was written stays, to be improved.

    Raises:
        Refused: There is no reason, or one that gives somebody away.
    """
    return _take(actor, opinion, "send_back", seen=seen, at=at, reason=reason)


def close(*, actor: User, opinion: Opinion, at: datetime, seen: int | None = None) -> Opinion:
    """Check an answer and publish it; one that is kept private goes to its sender alone.

    Nobody checks their own answer.
    """

    def check(locked: Opinion) -> None:
        locked.checked_by, locked.checked_at = actor, at
        if locked.clock:
            locked.clock = clocks.meet(clock=locked.clock, at=at)

    with transaction.atomic():
        done = _take(actor, opinion, "close", check, seen=seen, at=at)
        letters.send_answer(done, at=at)
        _close_cases(done, at)
    return done


def _take(
    actor: User,
    opinion: Opinion,
    verb: str,
    change: Callable[[Opinion], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Opinion:
    """Take one step of the workflow, whose reason gives nobody away. What the public reads may change by any."""

    def check_and_change(locked: Opinion) -> None:
        if reason:
            check_private(locked.case, reason, _("The reason"), "reason", published=published_for(locked))
        if change:
            change(locked)

    with transaction.atomic():
        done = step(
            actor=actor,
            subject=opinion,
            workflow=OPINION,
            verb=verb,
            policies=STEPS,
            seen=seen,
            at=at,
            reason=reason,
            change=check_and_change,
            related=RELATED,
        )
        renew_in_index([done.pk])
        pages.bump()
    return done


def _check_live(notice: Notice, edition: Edition) -> None:
    states = dict(notice.editions.values_list("pk", "state"))
    if State.PUBLISHED not in states.values() or states[edition.pk] not in (State.PUBLISHED, State.SUPERSEDED):
        raise Refused(_("This notice is not on line any more, so no opinions about it can be taken."))


def _check_line(edition: Edition, line: int | None) -> None:
    if line is not None and not lines_named([(edition, line)]):
        raise Refused(_("This edition has no entry %(number)d.") % {"number": line}, "line")


def _close_cases(opinion: Opinion, at: datetime) -> None:
    """Close the case of an opinion, and of those that were joined with it."""
    for one in letters.asked_with(opinion):
        if one.case.closed_at is None:
            ending.close(case=one.case, at=at)


def _check_unit(opinion: Opinion, unit: Unit) -> None:
    if not answering_units(opinion.notice).filter(pk=unit.pk).exists():
        raise Refused(_("%(unit)s has nothing to do with this notice.") % {"unit": unit.name}, "unit")


def _check_length(text: str) -> None:
    """Refuse a text that is too short to be understood, or too long to be taken."""
    if len(text) < MIN_LENGTH:
        words = ngettext(
            "Write at least %(count)d character, so that the unit knows what you mean.",
            "Write at least %(count)d characters, so that the unit knows what you mean.",
            MIN_LENGTH,
        )
        raise Refused(words % {"count": MIN_LENGTH}, "text")
    if len(text) > MAX_LENGTH:
        words = _("The text has %(length)d characters; at most %(count)d can be taken. Shorten it, or send two.")
        raise Refused(words % {"length": len(text), "count": MAX_LENGTH}, "text")


def _check_answer(opinion: Opinion) -> None:
    """Refuse an answer that is empty or too long, or published with what gives somebody away."""
    if not opinion.answer:
        raise Refused(_("Write the answer."), "text")
    if len(opinion.answer) > MAX_ANSWER_LENGTH:
        words = _("The answer has more than %(count)d characters. Shorten it.")
        raise Refused(words % {"count": MAX_ANSWER_LENGTH}, "text")
    if opinion.visibility in PUBLISHED:
        check_private(opinion.case, opinion.answer, _("The answer"), "text", published=published_for(opinion))
