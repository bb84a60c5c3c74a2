"""Reads about cases that give nothing private away."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.cases.enums import Channel
from portal.cases.models import Case, Reading
from portal.cases.models.private import TELEPHONE, TEXT, Private
from portal.cases.registry import CASE_KINDS
from portal.cases.rules.codes import is_code
from portal.core.encryption import Digest, normal_text, seal, unseal
from portal.core.encryption.cipher import InvalidToken

FORM_TOKEN = Digest("form token", normal_text)
SENT_TWICE = timedelta(minutes=10)
"""Within this time the same text, entered by the same person, is one case."""
OPEN_FOR = timedelta(hours=2)
"""How long what number and code led to can be used, such as the page where a case is withdrawn."""


def find_by_telephone(actor: User, *, kind: str, telephone: str, at: datetime) -> QuerySet[Case]:
    """Return the cases of a kind that came from a telephone number, of those the actor may read, newest first."""
    senders = Private.objects.exclude(telephone_digest="").filter(telephone_digest__in=TELEPHONE.all_of(telephone))
    return CASE_KINDS[kind].readers.permitted(actor, at=at).filter(kind=kind, pk__in=senders.values("case"))


def sent_before(actor: User, *, kind: str, text: str, code: str, at: datetime) -> QuerySet[Case]:
    """Return the cases that this one is sent again for, by its form's code or by who entered it just now."""
    same = Private.objects.filter(text_digest__in=TEXT.all_of(text)).values("case")
    again = Q(form_token_digest__in=FORM_TOKEN.all_of(code)) if code else Q(pk__in=[])
    if not actor.is_system:
        again |= Q(entered_by=actor, entered_at__gt=at - SENT_TWICE, entered_at__lte=at)
    return Case.objects.filter(again, kind=kind, pk__in=same)


def has_email(case: Case) -> bool:
    """Return whether the sender of a case left an e-mail address."""
    return Private.objects.filter(case=case).exclude(email_digest="").exists()


def came_by_web(*, kind: str, since: datetime) -> int:
    """Return how many cases of a kind came by web since a time."""
    return Case.objects.filter(kind=kind, channel=Channel.WEB, received_at__gt=since).count()


def by_number_and_code(kind: str, number: str, code: str) -> Case | None:
    """Return the case that somebody may follow, or the one it was handed over to.

    Whether the number or the code is wrong cannot be seen from the answer, nor from the time it takes.
    """
    case = Case.objects.filter(kind=kind, number=number.strip().upper()).first()
    if not is_code(code, case.code_digest if case else "") or case is None:
        return None
    while successor := Case.objects.filter(handed_from=case).first():
        case = successor
    return case


def sender_token(case: Case, what: str) -> str:
    """Return what stands in the address of something that the sender of a case can do, once they have shown the code.

    Args:
        what: A word for it, so that the token opens nothing else.
    """
    return seal(f"{what}:{case.pk}")


def of_sender_token(token: str, *, kind: str, what: str) -> Case | None:
    """Return the case of such an address, while it is open; None for anything else."""
    try:
        said, _colon, pk = unseal(token, max_age=OPEN_FOR).rpartition(":")
    except InvalidToken:
        return None
    return Case.objects.filter(pk=pk, kind=kind).first() if said == what else None


def readings_of(case: Case) -> QuerySet[Reading]:
    """Return who read what is private of a case, newest first."""
    return case.readings.select_related("reader")
