"""What an opinion, its answer and the reasons around it may not be: empty, too long, or giving somebody away."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.opinions.models import PUBLISHED, Opinion
from portal.cases.enums import Visibility
from portal.core.personal import find_personal
from portal.core.refusals import Refused

MIN_LENGTH, MAX_LENGTH, MAX_ANSWER_LENGTH = 10, 2000, 4000
"""Characters of an opinion at least and at most, and of an answer at most."""

MIN_DIGITS = 7
"""A telephone number has at least so many; fewer stand in any text."""


def plain(text: str) -> str:
    """Return a text as it is kept: lines end in one character, nothing stands around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


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
    if opinion.showing in PUBLISHED:
        check_private(opinion, opinion.answer, _("The answer"), "text")


def showing_of(value: str) -> Visibility:
    """Return what was chosen for the public to see; nothing is chosen for anybody."""
    if value not in (Visibility.PUBLIC, Visibility.MASKED, Visibility.PRIVATE):
        raise Refused(_("Choose whether the opinion is published, published masked or kept private."), "showing")
    return Visibility(value)


def check_shown(opinion: Opinion) -> None:
    """Refuse what would be shown if it is empty, gives somebody away, or is not what was chosen."""
    if not opinion.shown_text:
        raise Refused(_("Write what the unit is to answer."), "shown_text")
    if len(opinion.shown_text) > MAX_LENGTH:
        raise Refused(
            _("What is shown has more than %(count)d characters. Shorten it.") % {"count": MAX_LENGTH}, "shown_text"
        )
    if opinion.showing not in PUBLISHED:
        return
    same_text, same_name = opinion.shown_text == opinion.text, opinion.shown_name == opinion.name
    if opinion.showing == Visibility.PUBLIC and not (same_text and opinion.shown_name in ("", opinion.name)):
        raise Refused(
            _("Text or name are not as they came. Choose “published masked”, or leave them as they are."), "showing"
        )
    if opinion.showing == Visibility.MASKED and same_text and same_name:
        raise Refused(
            _("Nothing is masked yet. Change the text or leave out the name, or publish it as it came."), "showing"
        )
    check_private(opinion, f"{opinion.shown_text}\n{opinion.shown_name}", _("What would be published"), "shown_text")


def check_private(opinion: Opinion, text: str, what: str, field: str) -> None:
    """Refuse a text that others read if it holds a personal number, or gives away who sent the opinion.

    Args:
        opinion: The opinion it is about.
        text: The text.
        what: What it is called, at the beginning of a sentence.
        field: The form field it was written in.
    """
    found = find_personal(text)
    if found:
        raise Refused(
            _("%(what)s holds a full ID, bank-card or telephone number. Mask it: %(masked)s")
            % {"what": what, "masked": found[0].masked},
            field,
        )
    if opinion.email and opinion.email.lower() in text.lower():
        raise Refused(_("%(what)s holds the e-mail address of whoever sent the opinion.") % {"what": what}, field)
    number = _digits(opinion.phone)
    if len(number) >= MIN_DIGITS and number in _digits(text):
        raise Refused(_("%(what)s holds the telephone number of whoever sent the opinion.") % {"what": what}, field)
    if len(opinion.name) > 1 and opinion.shown_name != opinion.name and opinion.name in text:
        raise Refused(_("%(what)s holds the name of whoever sent the opinion.") % {"what": what}, field)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
