"""Refusals: what the portal says when it will not do what was asked."""

from typing import ClassVar

from django.utils.functional import Promise


class Refused(Exception):
    """The request is understood and turned down.

    Args:
        sentence: Plain or lazily translated text, shown to the person as it is.
        field: Name of the form field the sentence belongs to; None for the request as a whole.
    """

    status: ClassVar[int] = 422
    """The HTTP status a page answers with."""

    def __init__(self, sentence: str | Promise, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class WrongState(Refused):
    """The subject is no longer in a state from which this step leads on."""

    status = 409


class NotAllowed(Refused):
    """The actor may not do this. Views answer 404: what one may not see does not exist."""

    status = 404


class Conflict(Refused):
    """Somebody else changed the subject between reading and writing."""

    status = 409
