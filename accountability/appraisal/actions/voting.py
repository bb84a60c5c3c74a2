"""Codes are printed, votes are cast with them and sealed, and the box is opened and counted. See `rules.secrecy`."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _, gettext_lazy

from accountability.appraisal.actions.appraisals import fields_of, take
from accountability.appraisal.actions.boxes import clear_box
from accountability.appraisal.enums import CODE_LENGTH, OPENING_LENGTH, AppraisalState
from accountability.appraisal.models import (
    Appraisal,
    BallotBox,
    PaperTally,
    ResultCount,
    ResultLine,
    VotingClass,
    VotingCode,
)
from accountability.appraisal.policies import RUNS_APPRAISAL
from accountability.appraisal.queries.voting import CODE_DIGEST, code_of
from accountability.appraisal.rules import secrecy
from accountability.appraisal.rules.classes import SMALLEST, Turnout, told_apart
from accountability.appraisal.rules.scales import width
from accountability.appraisal.rules.secrecy import Vote
from accountability.appraisal.workflow import APPRAISAL
from portal.accounts.models import User
from portal.core import audit, codes
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.workflow import lock_seen

UNKNOWN = gettext_lazy("This code is not known. Compare it with your slip; or the voting is over.")
USED = gettext_lazy("This code has been used. If it was you, your vote is counted.")
WRONG_OPENING_CODE = gettext_lazy("This code does not open the ballot box. Compare it with the tellers’ sheet.")


@dataclass(frozen=True, slots=True)
class Printed:
    """Codes in plain, which are stored nowhere: they are printed now or lost.

    Attributes:
        opening_code: Opens the ballot box; for the tellers.
        slips: For each class its key and codes.
    """

    opening_code: str
    slips: list[tuple[str, list[str]]]


def make_codes(*, actor: User, appraisal: Appraisal, at: datetime, seen: int | None = None) -> Printed:
    """Make the codes of an appraisal and the lock of its ballot box; those made before are void.

    Raises:
        NotAllowed: The actor is not the discipline secretary.
        Conflict: Somebody else changed it after this version was seen.
        WrongState: The voting is open already, or over.
        Refused: No class votes by phone.
    """
    with transaction.atomic():
        locked = lock_seen(appraisal, seen)
        if not RUNS_APPRAISAL.allows(actor, locked, at=at):
            raise NotAllowed(_("You may not take this step."))
        if locked.state != AppraisalState.PREPARED:
            raise WrongState(APPRAISAL.refusal(locked.state))
        classes = list(locked.classes.filter(codes__gt=0))
        if not classes:
            raise Refused(_("No class of voters votes by phone."))
        clear_box(locked)
        printed = Printed(
            codes.random_code(OPENING_LENGTH),
            [(one.key, [codes.random_code(CODE_LENGTH) for _code in range(one.codes)]) for one in classes],
        )
        locked.salt = os.urandom(secrecy.SALT_BYTES)
        locked.lock = secrecy.lock_of(printed.opening_code, locked.salt)
        locked.save()
        _save_codes(locked, printed)
        sample = secrecy.seal(Vote("", ()), lock=locked.lock, length=_length(locked))
        BallotBox.objects.create(appraisal=locked, length=len(sample))
        audit.write(actor=actor, subject=locked, number=locked.number, verb="print codes", at=at)
    return printed


def _save_codes(appraisal: Appraisal, printed: Printed) -> None:
    """Save the digests in the order of their random keys, so that no row tells which slip was printed first."""
    rows = [
        VotingCode(appraisal=appraisal, voter_class=key, digest=CODE_DIGEST.of(code))
        for key, slips in printed.slips
        for code in slips
    ]
    VotingCode.objects.bulk_create(sorted(rows, key=lambda one: one.pk))


def _length(appraisal: Appraisal) -> int:
    keys = [one.key for one in appraisal.classes.all()]
    return secrecy.length_for(keys, appraisal.subjects.count())


def cast(*, code: str, choices: Sequence[int]) -> Appraisal:
    """Cast the vote of whoever has a code, for all subjects at once, and use the code up.

    There is neither actor nor time: nobody who votes is known, and nothing says when. Codes and box are written by one
    transaction, all of them each time.

    Args:
        code: As it was typed.
        choices: For each subject the number of the choice in the order of the scale, abstention last.

    Raises:
        Refused: The code is unknown or used, the voting is over, or a subject has no choice.
    """
    with transaction.atomic():
        found = code_of(code)
        if found is None:
            raise Refused(UNKNOWN, "code")
        box = BallotBox.objects.select_for_update().filter(appraisal=found.appraisal_id).first()
        # Under the lock of the box: whoever was first has written it by now.
        mine = VotingCode.objects.filter(pk=found.pk).first()
        appraisal = Appraisal.objects.select_related("debriefing__unit").get(pk=found.appraisal_id)
        if box is None or mine is None or appraisal.state != AppraisalState.OPEN:
            raise Refused(UNKNOWN, "code")
        if mine.is_used:
            raise Refused(USED, "code")
        _check_choices(appraisal, choices)
        vote = Vote(mine.voter_class, tuple(choices))
        sealed = secrecy.seal(vote, lock=bytes(appraisal.lock), length=_length(appraisal))
        box.sealed = b"".join(secrecy.shuffled([*box.votes, sealed]))
        box.save(update_fields=["sealed"])
        _use_up(mine)
    return appraisal


def _check_choices(appraisal: Appraisal, choices: Sequence[int]) -> None:
    known = range(width(appraisal.scale))
    if len(choices) != appraisal.subjects.count() or not all(one in known for one in choices):
        raise Refused(_("Choose something for everybody on the list; who does not want to judge, abstains."))


def _use_up(code: VotingCode) -> None:
    """Mark a code as used, and write all the others of its appraisal with it."""
    used = Case(When(pk=code.pk, then=Value(value=True)), default=F("is_used"))
    VotingCode.objects.filter(appraisal=code.appraisal_id).update(is_used=used)


def count(
    *, actor: User, appraisal: Appraisal, at: datetime, opening_code: str = "", seen: int | None = None
) -> Appraisal:
    """End the voting, open the box, count, and delete codes, sealed votes and the paper's tallies by class.

    What is kept are the sums of lines of at least five; see `rules.classes`.

    Args:
        opening_code: From the tellers' sheet; not needed where nobody votes by phone.

    Raises:
        Refused: The code does not open the box, the paper was not entered or not confirmed by two tellers, or too
            few have voted to keep it secret.
    """

    def change(locked: Appraisal) -> None:
        _check_paper(locked)
        box = BallotBox.objects.select_for_update().filter(appraisal=locked).first()
        votes = _open(locked, box, opening_code) if box else []
        issued = VotingCode.objects.filter(appraisal=locked)
        locked.codes_issued, locked.codes_used = issued.count(), len(votes)
        if issued.filter(is_used=True).count() != len(votes):
            raise Refused(_("The ballot box does not hold as many votes as codes were used. Cancel the appraisal."))
        classes = list(locked.classes.all())
        by_phone = {one.key: sum(vote.voter_class == one.key for vote in votes) for one in classes}
        lines = told_apart([_turnout(one, by_phone[one.key]) for one in classes])
        _check_large_enough(lines)
        _keep(locked, lines, votes)
        PaperTally.objects.filter(voting_class__appraisal=locked).delete()
        clear_box(locked)
        locked.counted_at = at

    return take(actor, appraisal, "count", change, seen=seen, at=at)


def _check_paper(appraisal: Appraisal) -> None:
    if not appraisal.classes.filter(papers__gt=0).exists():
        return
    if appraisal.paper_entered_by_id is None:
        raise Refused(_("Enter what was counted on paper first."))
    if appraisal.second_confirmed_by_id is None:
        raise Refused(_("Two tellers confirm the count of the paper before it is ended."))


def _open(appraisal: Appraisal, box: BallotBox, opening_code: str) -> list[Vote]:
    typed, salt = codes.as_typed(opening_code), bytes(appraisal.salt)
    if secrecy.lock_of(typed, salt) != bytes(appraisal.lock):
        raise Refused(WRONG_OPENING_CODE, "opening_code")
    votes = secrecy.unseal(box.votes, opening_code=typed, salt=salt)
    if votes is None:
        raise Refused(WRONG_OPENING_CODE, "opening_code")
    return votes


def _turnout(voters: VotingClass, by_phone: int) -> Turnout:
    return Turnout(
        (voters.key,),
        issued=voters.codes + voters.papers,
        collected=by_phone + voters.collected,
        valid=by_phone + voters.valid,
        by_phone=by_phone,
    )


def _check_large_enough(lines: Sequence[Turnout]) -> None:
    if sum(one.valid for one in lines) < SMALLEST:
        raise Refused(
            _("Fewer than %(least)d ballots are valid: the result would tell who voted what. Cancel the appraisal.")
            % {"least": SMALLEST}
        )
    if not all(one.is_large_enough for one in lines):
        raise Refused(
            _(
                "Fewer than %(least)d voted by phone: whoever counted the paper could work out their votes. Cancel the "
                "appraisal, and let all of them vote on paper."
            )
            % {"least": SMALLEST}
        )


def _keep(appraisal: Appraisal, lines: Sequence[Turnout], votes: Sequence[Vote]) -> None:
    subjects = list(appraisal.subjects.all())
    for position, line in enumerate(lines, start=1):
        kept = ResultLine.objects.create(
            appraisal=appraisal,
            position=position,
            classes=list(line.classes),
            issued=line.issued,
            collected=line.collected,
            valid=line.valid,
        )
        by_phone = secrecy.tally(votes, classes=line.classes, subjects=len(subjects), choices=width(appraisal.scale))
        on_paper = _on_paper(appraisal, line.classes)
        ResultCount.objects.bulk_create(
            ResultCount(line=kept, subject=subject, valid=line.valid, **_added(fields_of(phone), on_paper, subject.pk))
            for subject, phone in zip(subjects, by_phone, strict=True)
        )


_FIELDS = ("first", "second", "third", "fourth", "abstained")


def _on_paper(appraisal: Appraisal, classes: Sequence[str]) -> dict[int, list[int]]:
    """Return the sums of the paper's votes of some classes by the key of the subject, in the order of the fields."""
    found: dict[int, list[int]] = {}
    rows = PaperTally.objects.filter(voting_class__appraisal=appraisal, voting_class__key__in=classes).order_by()
    for subject, *votes in rows.values_list("subject_id", *_FIELDS):
        found[subject] = [sum(pair) for pair in zip(found.get(subject, [0] * len(_FIELDS)), votes, strict=True)]
    return found


def _added(phone: dict[str, int], paper: dict[int, list[int]], subject: int) -> dict[str, int]:
    on_paper = dict(zip(_FIELDS, paper.get(subject, [0] * len(_FIELDS)), strict=True))
    return {one: phone.get(one, 0) + on_paper[one] for one in _FIELDS}
