"""Taking a request in: by web, by letter or at the counter, and what an applicant must say of themselves."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from disclosure.requests.actions import letters
from disclosure.requests.enums import (
    CASE_KIND,
    CORRECTION_LIMIT,
    MAX_LENGTH,
    MIN_LENGTH,
    REPLY_LIMIT,
    Applicant,
    Delivery,
)
from disclosure.requests.models import Request
from disclosure.requests.policies import STEPS
from disclosure.requests.rules import is_identity
from disclosure.requests.workflow import REQUEST
from portal.accounts.models import Unit, User
from portal.cases.actions import clocks, receiving
from portal.cases.enums import Channel
from portal.cases.models import Case, CaseFile
from portal.cases.rules.sender import Sender
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain
from portal.core.workflow import create, lock
from portal.messaging.enums import Language


def receive(
    *,
    actor: User,
    town: Unit,
    applicant: str,
    text: str,
    delivery: str,
    identity: str,
    name: str,
    at: datetime,
    phone: str = "",
    email: str = "",
    address: str = "",
    asked_of: Unit | None = None,
    channel: str = Channel.WEB,
    language: str = Language.CHINESE,
    code: str = "",
    received_at: datetime | None = None,
) -> Request:
    """Take in a request. Sent twice it is one.

    Args:
        actor: The system for what came by web; else the person of the office who enters it.
        town: The township it is sent to.
        applicant: A value of `Applicant`.
        delivery: A value of `Delivery`.
        identity: Number of the ID or passport, or the credit code of an organisation.
        asked_of: The unit whose information it is, as far as the applicant knows.
        code: The code its form was handed out with. A request that has it and says the same is returned.
        received_at: When it came in, where it is entered later; the day after it is day 1. None for now.

    Returns:
        The request; `case.code` says the code to follow it, which is not stored.

    Raises:
        NotAllowed: The actor registers no requests of the township.
        Refused: The text is too short or too long, the identity is none, or there is no way to reach the applicant.
    """
    if (channel == Channel.WEB) != actor.is_system:
        raise NotAllowed(_("You may not enter requests for this township."))
    words = plain(text)
    _check_length(words)
    said = {"name": name, "phone": phone, "email": email, "address": address}
    for fault in faults_of(applicant=applicant, identity=identity, delivery=delivery, **said):
        raise fault

    def make(locked: Unit) -> Request:
        received = received_at or at
        case = receiving.receive(
            actor=actor,
            kind=CASE_KIND,
            number=_next_number(locked, received),
            text=words,
            sender=Sender(name, phone, email, address),
            channel=channel,
            language=language,
            code=code,
            received_at=received,
            at=at,
        )
        day = timezone.localdate(received)
        return Request(
            case=case,
            town=locked,
            asked_of=asked_of,
            applicant=Applicant(applicant),
            delivery=Delivery(delivery),
            identity="".join(identity.split()).upper(),
            clock=clocks.start_clock(case=case, rule=REPLY_LIMIT, start=day, at=at),
            step_clock=clocks.start_clock(case=case, rule=CORRECTION_LIMIT, start=day, at=at),
        )

    with transaction.atomic():
        # Numbers are counted per township, and what is sent twice is found, so the township is locked first.
        locked = lock(town)
        rows = Request.objects.filter(town=locked).select_related("case")
        if known := receiving.sent_again(rows, actor=actor, kind=CASE_KIND, text=words, code=code, at=at):
            return known
        request = create(actor=actor, parent=locked, make=make, workflow=REQUEST, verb="receive", policies=STEPS, at=at)
        letters.write(request, "request_received", at=at, at_most=letters.MOST_RECEIPTS)
    return request


def add_paper(*, actor: User, request: Request, content: bytes, name: str, at: datetime) -> CaseFile:
    """Keep with a request what came on paper, such as the scan of a letter. Who reads it leaves a trace.

    Raises:
        NotAllowed: The actor does not register requests of its township.
        Refused: It is no file that is taken, there are too many, or the personal data has been removed.
    """
    with transaction.atomic():
        locked = lock(request, "case")
        if not STEPS["registers"].allows(actor, locked, at=at):
            raise NotAllowed(_("You do not register this request."))
        if locked.case.forgotten_at is not None:
            raise Refused(_("The personal data of this case has been removed."))
        return receiving.attach(actor=actor, case=locked.case, content=content, name=name, at=at)


def _check_length(text: str) -> None:
    if len(text) < MIN_LENGTH:
        words = ngettext(
            "Write at least %(count)d character, so that it can be found.",
            "Write at least %(count)d characters, so that it can be found.",
            MIN_LENGTH,
        )
        raise Refused(words % {"count": MIN_LENGTH}, "text")
    if len(text) > MAX_LENGTH:
        words = _("The text has %(length)d characters; at most %(count)d can be taken. Shorten it, or send two.")
        raise Refused(words % {"length": len(text), "count": MAX_LENGTH}, "text")


def faults_of(
    *, applicant: str, identity: str, name: str, delivery: str, phone: str, email: str, address: str
) -> Iterator[Refused]:
    """Yield what is wrong with what an applicant says of themselves, each with the field it is about."""
    if not name.strip():
        yield Refused(_("Write your name, or that of the organisation."), "name")
    is_person = applicant == Applicant.PERSON
    if not is_identity(identity, of_person=is_person):
        sentence = (
            _("This is no ID number: it has 18 characters, and the last one checks the others. Compare it.")
            if is_person
            else _("This is no uniform social credit code: it has 18 letters and digits. Compare it.")
        )
        yield Refused(sentence, "identity")
    if delivery == Delivery.EMAIL and not email:
        yield Refused(_("Leave an e-mail address, or choose another way to get it."), "email")
    elif delivery == Delivery.POST and not address:
        yield Refused(_("Leave an address for the post, or choose another way to get it."), "address")
    elif not (phone or email or address):
        yield Refused(_("Leave a telephone number, so that you can be asked back."), "phone")


def _next_number(town: Unit, received: datetime) -> str:
    """Return the next number of a township's requests of a year, under the lock of the township."""
    head = f"{town.code}-SQ-{timezone.localtime(received).year}-"
    return f"{head}{Case.objects.filter(kind=CASE_KIND, number__startswith=head).count() + 1}"
