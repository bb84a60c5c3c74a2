"""Signed tokens: what was before a person when a page offered them a step."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from portal.core.refusals import NotAllowed
from portal.core.workflow import Versioned

SALT = "seen"
NOT_OFFERED = _("This step was not offered to you.")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a token says; `kind` is the label of the row's model, in lower case."""

    person: int
    kind: str
    pk: int
    version: int
    verb: str


def seen_token(person: Any, subject: Versioned, verb: str) -> str:
    """Return the token for a step that is offered to a person."""
    return signing.dumps([person.pk, subject._meta.label_lower, subject.pk, subject.version, verb], salt=SALT)


def read_token(text: str, person: Any) -> Seen:
    """Return what a token says.

    Raises:
        NotAllowed: It was not made by this portal, or was made for somebody else.
    """
    try:
        seen = Seen(*signing.loads(text, salt=SALT))
    except (signing.BadSignature, TypeError) as bad:
        raise NotAllowed(NOT_OFFERED) from bad
    if seen.person != person.pk:
        raise NotAllowed(NOT_OFFERED)
    return seen
