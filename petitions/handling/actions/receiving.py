"""Taking a petition in: by web, on paper, by telephone or in person."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from petitions.handling.actions import bars, letters, taking, telling
from petitions.handling.enums import (
    CASE_KIND,
    MAX_LENGTH,
    MAX_REPRESENTATIVES,
    MIN_LENGTH,
    NOTICE_LIMIT,
    REPORT_LIMIT,
    AnswerBy,
    Barring,
    Category,
    Matter,
)
from petitions.handling.models import Petition, Representative
from petitions.handling.policies import STEPS
from petitions.handling.rules import proposed_matter, series
from petitions.handling.workflow import PETITION
from portal.accounts.models import Unit, User
from portal.cases.actions import receiving
from portal.cases.actions.reading import as_it_came
from portal.cases.enums import Channel
from portal.cases.models import Case, CaseFile
from portal.cases.rules.sender import Sender
from portal.core import audit, uploads
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain, required
from portal.core.workflow import create, lock
from portal.messaging.enums import Language


def receive(
    *,
    actor: User,
    town: Unit,
    category: str,
    text: str,
    at: datetime,
    matter: str = "",
    wish: str = "",
    place: Unit | None = None,
    is_against_place: bool = False,
    complained_about: Collection[User] = (),
    name: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
    people: int = 1,
    representatives: Sequence[tuple[str, str]] = (),
    answer_by: str = AnswerBy.HERE,
    files: Sequence[uploads.Clean] = (),
    channel: str = Channel.WEB,
    language: str = Language.CHINESE,
    code: str = "",
    received_at: datetime | None = None,
) -> Petition:
    """Take in a petition. Sent twice it is one.

    Whoever of the township's staff is named in it does not see it until somebody has decided whether they are
    complained about.

    Args:
        actor: The system for what came by web; else the person of the office who enters it.
        town: The township it is sent to.
        category: A value of `Category`.
        matter: A value of `Matter`; empty where the portal is to propose one.
        place: The unit where it happened.
        is_against_place: Whether it complains about that unit or its people, who then do not see it.
        complained_about: The people it complains about, as far as they are known already; they do not see it either.
        people: How many people it comes from.
        representatives: Name and telephone of those who speak for a group, at most five.
        answer_by: A value of `AnswerBy`.
        files: What came with it, cleaned already.
        code: The code its form was handed out with. A petition that has it and says the same is returned.
        received_at: When it came in, where it is entered later; the day after it is day 1. None for now.

    Returns:
        The petition; `case.code` says the code to follow it, which is not stored.

    Raises:
        NotAllowed: The actor enters no petitions of the township.
        Refused: The text is too short or too long, the group has no or too many representatives, or
            there are too many files.
    """
    if (channel == Channel.WEB) != actor.is_system:
        raise NotAllowed(_("You may not enter petitions for this township."))
    words = plain(text)
    _check_length(words)
    speakers = _checked_representatives(people, representatives)
    is_against_town = is_against_place and place == town

    def make(locked: Unit) -> Petition:
        received = received_at or at
        case = receiving.receive(
            actor=actor,
            kind=CASE_KIND,
            number=_next_number(locked, received, is_sealed=is_against_town or category == Category.ACCUSATION),
            text=words,
            sender=Sender(name, phone, email, address),
            channel=channel,
            language=language,
            code=code,
            received_at=received,
            at=at,
        )
        petition = Petition(
            case=case,
            town=locked,
            category=Category(category),
            matter=Matter(matter) if matter else proposed_matter(words),
            wish=plain(wish),
            place=place,
            is_anonymous=not name.strip(),
            people=people,
            answer_by=AnswerBy(answer_by),
        )
        return _begun(petition, is_against_town=is_against_town, at=at)

    def complete(petition: Petition) -> None:
        Representative.objects.bulk_create(
            Representative(petition=petition, order=order, name=one, telephone=telephone)
            for order, (one, telephone) in enumerate(speakers, start=1)
        )
        against = [place] if is_against_place and place else []
        bars.bar(actor, petition, units=against, people=complained_about, why=Barring.COMPLAINED_ABOUT, at=at)
        bars.bar_named(actor, petition, f"{words}\n{wish}", at=at)
        bars.keep_sealed(petition, at)
        for file in files:
            receiving.keep(actor=actor, case=petition.case, file=file, at=at)

    with transaction.atomic():
        # Numbers are counted per township, and what is sent twice is found, so the township is locked first.
        locked = lock(town)
        rows = Petition.objects.filter(town=locked).select_related("case")
        if known := receiving.sent_again(rows, actor=actor, kind=CASE_KIND, text=words, code=code, at=at):
            return known
        petition = create(
            actor=actor,
            parent=locked,
            make=make,
            workflow=PETITION,
            verb="receive",
            policies=STEPS,
            at=at,
            complete=complete,
        )
        letters.write(petition, "petition_received", at=at, at_most=letters.MOST_RECEIPTS)
    return petition


def take_over(actor: User, town: Unit, at: datetime, make: Callable[[str], Case]) -> None:
    """Take over a case of another kind that is a petition in truth, such as a request for information.

    The time to tell its sender is counted from the day on which it came in.
    """

    def make_petition(locked: Unit) -> Petition:
        case = make(_next_number(locked, at, is_sealed=False))
        came = as_it_came(case)
        text = came.text if came else ""
        petition = Petition(
            case=case,
            town=locked,
            category=Category.APPEAL,
            matter=proposed_matter(text),
            is_anonymous=not (came and came.sender.name),
        )
        return _begun(petition, is_against_town=False, at=at)

    def complete(petition: Petition) -> None:
        came = as_it_came(petition.case)
        bars.bar_named(actor, petition, came.text if came else "", at=at)

    with transaction.atomic():
        create(
            actor=actor,
            parent=town,
            make=make_petition,
            workflow=PETITION,
            verb="receive",
            policies=STEPS,
            at=at,
            complete=complete,
        )


def add_text(*, actor: User, petition: Petition, text: str, at: datetime) -> None:
    """Add what the petitioner says later to what they wrote. Whoever works on it is told.

    Args:
        actor: The system for the petitioner, who shows their code; else the person of the office who was told.

    Raises:
        NotAllowed: The actor may not.
        Refused: The text is empty or too long, the petition has ended, or the personal data has been removed.
    """
    words = required(text, _("Write what is to be added."), "text", MAX_LENGTH)
    with transaction.atomic():
        locked = _to_add_to(actor, petition, at)
        receiving.add_text(case=locked.case, text=words)
        bars.bar_named(actor, locked, words, at=at)
        bars.keep_sealed(locked, at)
        audit.write(actor=actor, subject=locked, number=locked.number, verb="add", at=at)
        locked.version += 1
        locked.save()
        telling.tell_of_addition(actor, locked, at)


def add_file(*, actor: User, petition: Petition, content: bytes, name: str, at: datetime) -> CaseFile:
    """Add a file of the petitioner, believed by its content and without its metadata. Who reads it leaves a trace.

    Raises:
        NotAllowed: The actor may not.
        Refused: It is no file that is taken, there are too many, the petition has ended, or it has been forgotten.
    """
    return keep_file(actor=actor, petition=petition, file=uploads.clean(content, name=name), at=at)


def keep_file(*, actor: User, petition: Petition, file: uploads.Clean, at: datetime) -> CaseFile:
    """Add a file of the petitioner that has been cleaned already. Otherwise as `add_file`.

    Raises:
        NotAllowed: The actor may not.
        Refused: There are too many, the petition has ended, or it has been forgotten.
    """
    with transaction.atomic():
        locked = _to_add_to(actor, petition, at)
        return receiving.keep(actor=actor, case=locked.case, file=file, at=at)


def _to_add_to(actor: User, petition: Petition, at: datetime) -> Petition:
    locked = lock(petition, "case", "town")
    if not STEPS["petitioner"].allows(actor, locked, at=at):
        raise NotAllowed(_("You may not add to this petition."))
    if locked.ended_at is not None or locked.case.forgotten_at is not None:
        raise Refused(_("This petition has ended. Hand in a new one, and name its number."))
    return locked


def _begun(petition: Petition, *, is_against_town: bool, at: datetime) -> Petition:
    """Return a new petition with its time limit, kept by who may see it."""
    bars.seal(petition, is_against_town=is_against_town, at=at)
    rule = REPORT_LIMIT if petition.category == Category.ACCUSATION else NOTICE_LIMIT
    taking.start(petition, rule, at, on=timezone.localdate(petition.case.received_at))
    return petition


def _check_length(text: str) -> None:
    if len(text) < MIN_LENGTH:
        words = ngettext(
            "Write at least %(count)d character: what happened, where and when.",
            "Write at least %(count)d characters: what happened, where and when.",
            MIN_LENGTH,
        )
        raise Refused(words % {"count": MIN_LENGTH}, "text")
    if len(text) > MAX_LENGTH:
        words = _("The text has %(length)d characters; at most %(count)d can be taken. Add the rest as a file.")
        raise Refused(words % {"length": len(text), "count": MAX_LENGTH}, "text")


def _checked_representatives(people: int, representatives: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return who speaks for a group (Regulations, article 20: at most five)."""
    speakers = [(name.strip(), telephone.strip()) for name, telephone in representatives if name.strip()]
    if len(speakers) > MAX_REPRESENTATIVES:
        words = _("At most %(count)d people may speak for a group. Choose among you.")
        raise Refused(words % {"count": MAX_REPRESENTATIVES}, "representatives")
    if people > MAX_REPRESENTATIVES and not speakers:
        raise Refused(_("Name who speaks for you, at most five people."), "representatives")
    if len(speakers) > people:
        raise Refused(_("There are more names here than people. Compare the number."), "people")
    return speakers


def _next_number(town: Unit, received: datetime, *, is_sealed: bool) -> str:
    """Return the next number of a township's petitions of a year, under the lock of the township."""
    head = f"{town.code}-{series(is_sealed=is_sealed)}-{timezone.localtime(received).year}-"
    return f"{head}{Case.objects.filter(kind=CASE_KIND, number__startswith=head).count() + 1:04}"
