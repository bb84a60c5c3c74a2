"""An appraisal is prepared and opened; the paper is entered and confirmed; it is cancelled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.appraisal.actions.boxes import clear_box
from accountability.appraisal.enums import (
    LOG_KIND,
    MAX_BALLOTS,
    MAX_LINE,
    MAX_SUBJECTS,
    AppraisalState,
    DebriefingState,
    Scale,
    VoterClass,
)
from accountability.appraisal.models import (
    Appraisal,
    Debriefing,
    PaperTally,
    Subject,
    VotingClass,
)
from accountability.appraisal.policies import APPRAISAL_STEPS, RUNS_APPRAISAL
from accountability.appraisal.queries.log import digest_of
from accountability.appraisal.rules.classes import SMALLEST
from accountability.appraisal.rules.scales import width
from accountability.appraisal.workflow import APPRAISAL
from portal.accounts.models import User
from portal.core import audit, pages, publication_log, search
from portal.core.models import LogKind
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.texts import required
from portal.core.workflow import create, lock_seen, step

RELATED = ("debriefing__town", "debriefing__unit")
"""What a step looks at besides the appraisal."""


@dataclass(frozen=True, slots=True)
class Voters:
    """How many codes and ballots on paper a class of voters is handed."""

    codes: int = 0
    papers: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """What came back on paper from one class: ballots, those that are valid, and votes by subject and choice.

    Attributes:
        votes: For each subject the votes by choice in the order of the scale, abstentions last.
    """

    collected: int
    valid: int
    votes: Sequence[Sequence[int]]


def prepare(
    *,
    actor: User,
    debriefing: Debriefing,
    scale: str,
    subjects: Sequence[tuple[str, str]],
    voters: Mapping[str, Voters],
    tellers: str,
    at: datetime,
) -> Appraisal:
    """Prepare the appraisal at a debriefing: who is appraised, who votes and how many.

    Args:
        scale: A value of `Scale`.
        subjects: Names with post, the group as a whole first.
        voters: By class, a value of `VoterClass`.
        tellers: Who counts, as the result names them.

    Raises:
        NotAllowed: The actor is not the discipline secretary.
        Refused: The meeting is cancelled or closed or has its appraisal; or nobody is appraised, or nobody votes.
    """

    def make(locked: Debriefing) -> Appraisal:
        if locked.state not in (DebriefingState.PLANNED, DebriefingState.HELD):
            raise Refused(_("This debriefing is over."))
        earlier = Appraisal.objects.filter(debriefing=locked)
        if earlier.exclude(state=AppraisalState.CANCELLED).exists():
            raise Refused(_("There is an appraisal at this debriefing."))
        made = Appraisal(number=_number(locked, earlier.count()), debriefing=locked)
        _write(made, scale, tellers)
        return made

    with transaction.atomic():
        prepared: Appraisal = create(
            actor=actor,
            parent=debriefing,
            make=make,
            workflow=APPRAISAL,
            verb="prepare",
            policies=APPRAISAL_STEPS,
            at=at,
            complete=lambda made: _write_voters(made, subjects, voters),
        )
    return prepared


def _number(debriefing: Debriefing, earlier: int) -> str:
    """Return the number of an appraisal: that of its debriefing, and which try it is where one was cancelled."""
    number = debriefing.number.replace("-SL-", "-CP-")
    return f"{number}-{earlier + 1}" if earlier else number


def amend(
    *,
    actor: User,
    appraisal: Appraisal,
    scale: str,
    subjects: Sequence[tuple[str, str]],
    voters: Mapping[str, Voters],
    tellers: str,
    at: datetime,
    seen: int | None = None,
) -> Appraisal:
    """Change who is appraised or who votes before the voting opens. Codes that were printed are void.

    Raises:
        Refused: Nobody is appraised, or nobody votes.
    """

    def change(locked: Appraisal) -> None:
        _write(locked, scale, tellers)
        clear_box(locked)
        locked.subjects.all().delete()
        locked.classes.all().delete()
        _write_voters(locked, subjects, voters)

    return take(actor, appraisal, "amend", change, seen=seen, at=at)


def _write(appraisal: Appraisal, scale: str, tellers: str) -> None:
    if scale not in Scale.values:
        raise Refused(_("Choose by which words is appraised."), "scale")
    appraisal.scale = scale
    appraisal.tellers = required(tellers, _("Write who counts the votes: at least two people."), "tellers", MAX_LINE)


def _write_voters(appraisal: Appraisal, subjects: Sequence[tuple[str, str]], voters: Mapping[str, Voters]) -> None:
    if not 1 <= len(subjects) <= MAX_SUBJECTS:
        raise Refused(_("Write who is appraised, one a line, at most %(count)d.") % {"count": MAX_SUBJECTS}, "subjects")
    for position, (name, title) in enumerate(subjects, start=1):
        words = required(name, _("Write a name on each line."), "subjects", 60)
        Subject.objects.create(appraisal=appraisal, position=position, name=words, title=title.strip()[:MAX_LINE])
    taking_part = {key: one for key, one in voters.items() if one.codes or one.papers}
    if not SMALLEST <= sum(one.codes + one.papers for one in taking_part.values()) <= MAX_BALLOTS:
        raise Refused(
            _("Write how many vote in each class: at least %(least)d in all, at most %(most)d.")
            % {"least": SMALLEST, "most": MAX_BALLOTS},
            "voters",
        )
    if 0 < sum(one.codes for one in taking_part.values()) < SMALLEST:
        raise Refused(
            _("Fewer than %(least)d codes give away who voted what. Let all of them vote on paper.")
            % {"least": SMALLEST},
            "voters",
        )
    for key in VoterClass.values:
        if key in taking_part:
            one = taking_part[key]
            VotingClass.objects.create(appraisal=appraisal, key=key, codes=one.codes, papers=one.papers)


def open_voting(*, actor: User, appraisal: Appraisal, at: datetime, seen: int | None = None) -> Appraisal:
    """Open the voting on the day of the meeting.

    Raises:
        Refused: Its day has not come, or codes are to be handed out that were not printed.
    """

    def change(locked: Appraisal) -> None:
        if locked.debriefing.day > timezone.localdate(at):
            raise Refused(_("The voting opens on the day of the meeting."))
        if locked.classes.filter(codes__gt=0).exists() and not locked.lock:
            raise Refused(_("Print the codes first."))

    return take(actor, appraisal, "open", change, seen=seen, at=at)


def enter_paper(
    *, actor: User, appraisal: Appraisal, counted: Mapping[str, Counted], at: datetime, seen: int | None = None
) -> Appraisal:
    """Enter what the tellers counted on paper, by class. Whoever confirmed an earlier count confirms it anew.

    Raises:
        NotAllowed: The actor is not the discipline secretary.
        WrongState: The voting is not open.
        Refused: More came back than were issued, or the votes for a subject are not as many as the valid ballots.
    """
    with transaction.atomic():
        locked = lock_seen(appraisal, seen)
        if not RUNS_APPRAISAL.allows(actor, locked, at=at):
            raise NotAllowed(_("You may not take this step."))
        if locked.state != AppraisalState.OPEN:
            raise WrongState(APPRAISAL.refusal(locked.state))
        subjects = list(locked.subjects.all())
        for one in locked.classes.filter(papers__gt=0):
            _enter(locked, one, counted.get(one.key, Counted(0, 0, [[0] * width(locked.scale)] * len(subjects))))
        locked.paper_entered_by, locked.first_confirmed_by, locked.second_confirmed_by = actor, None, None
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.number, verb="enter paper", at=at)
    return locked


def _enter(appraisal: Appraisal, voters: VotingClass, counted: Counted) -> None:
    field = f"{voters.key}-collected"
    if counted.collected > voters.papers:
        raise Refused(
            _("%(voters)s: %(collected)d came back, but only %(issued)d were issued.")
            % {"voters": voters.get_key_display(), "collected": counted.collected, "issued": voters.papers},
            field,
        )
    if counted.valid > counted.collected:
        raise Refused(
            _("%(voters)s: more ballots are valid than came back.") % {"voters": voters.get_key_display()}, field
        )
    voters.tallies.all().delete()
    voters.collected, voters.valid = counted.collected, counted.valid
    voters.save()
    for subject, votes in zip(appraisal.subjects.all(), counted.votes, strict=True):
        if sum(votes) != counted.valid:
            raise Refused(
                _("%(voters)s, %(subject)s: the votes make %(sum)d, but %(valid)d ballots are valid.")
                % {
                    "voters": voters.get_key_display(),
                    "subject": subject.name,
                    "sum": sum(votes),
                    "valid": counted.valid,
                },
                f"{voters.key}-{subject.position}",
            )
        PaperTally.objects.create(voting_class=voters, subject=subject, valid=counted.valid, **fields_of(votes))


def fields_of(votes: Sequence[int]) -> dict[str, int]:
    """Return votes by choice, abstentions last, as the fields that hold them."""
    *choices, abstained = votes
    named = dict(zip(("first", "second", "third", "fourth"), choices, strict=False))
    return {**named, "abstained": abstained}


def confirm_paper(*, actor: User, appraisal: Appraisal, at: datetime, seen: int | None = None) -> Appraisal:
    """Confirm the count of the paper as a teller. Two do, and neither of them entered it."""

    def change(locked: Appraisal) -> None:
        if locked.first_confirmed_by_id is None:
            locked.first_confirmed_by = actor
        else:
            locked.second_confirmed_by = actor

    return take(actor, appraisal, "confirm", change, seen=seen, at=at)


def cancel(*, actor: User, appraisal: Appraisal, reason: str, at: datetime, seen: int | None = None) -> Appraisal:
    """Cancel an appraisal with a reason. Its votes are thrown away; a published result is taken off line.

    The reason of a withdrawal stands in the publication log, for everybody to read.
    """

    def change(locked: Appraisal) -> None:
        clear_box(locked)
        PaperTally.objects.filter(voting_class__appraisal=locked).delete()
        locked.lines.all().delete()
        locked.counted_at = None
        if locked.state == AppraisalState.PUBLISHED:
            publication_log.append(
                kind=LogKind.WITHDRAWAL,
                subject_kind=LOG_KIND,
                subject_number=locked.number,
                edition=1,
                content_sha256=digest_of(locked.document),
                facts={"withdrawn_by": actor.name_zh, "reason": reason.strip()},
                at=at,
            )
            search.remove(locked.pk, kind=LOG_KIND)
            pages.bump()

    return take(actor, appraisal, "cancel", change, seen=seen, at=at, reason=reason)


def take(
    actor: User,
    appraisal: Appraisal,
    verb: str,
    change: Callable[[Appraisal], None],
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Appraisal:
    """Take one step of an appraisal."""
    return step(
        actor=actor,
        subject=appraisal,
        workflow=APPRAISAL,
        verb=verb,
        policies=APPRAISAL_STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=RELATED,
    )
