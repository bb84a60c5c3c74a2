"""What an opinion and its answer may not be: empty, too long, or giving somebody away."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.opinions.models import Opinion
from portal.cases.actions.screening import check_private
from portal.cases.enums import PUBLISHED
from portal.core.refusals import Refused

MIN_LENGTH, MAX_LENGTH, MAX_ANSWER_LENGTH = 10, 2000, 4000
"""Characters of an opinion at least and at most, and of an answer at most."""


def check_length(text: str) -> None:
    """Refuse a text that is too short to be understood, or too long to be taken."""
    if len(text) < MIN_LENGTH:
        raise Refused(
            ngettext(
                "Write at least %(count)d character, so that the unit knows what you mean.",
                "Write at least %(count)d characters, so that the unit knows what you mean.",
                MIN_LENGTH,
            )
            % {"count": MIN_LENGTH},
            "text",
        )
    if len(text) > MAX_LENGTH:
        raise Refused(
            _("The text has %(length)d characters; at most %(count)d can be taken. Shorten it, or send two.")
            % {"length": len(text), "count": MAX_LENGTH},
            "text",
        )


def check_answer(opinion: Opinion) -> None:
    """Refuse an answer that is empty or too long, or published with what gives somebody away."""
    if not opinion.answer:
        raise Refused(_("Write the answer."), "text")
    if len(opinion.answer) > MAX_ANSWER_LENGTH:
        raise Refused(
            _("The answer has more than %(count)d characters. Shorten it.") % {"count": MAX_ANSWER_LENGTH}, "text"
        )
    if opinion.visibility in PUBLISHED:
        check_private(opinion.case, opinion.answer, _("The answer"), "text")
