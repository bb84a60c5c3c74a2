"""How the messages of a day are put into one letter or one short message. Text only; nothing is read or written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.dates import day as day_words
from portal.messaging.channels import absolute
from portal.messaging.models import Message
from portal.messaging.texts import MAX_SUBJECT_LENGTH, one_line

INBOX = "/desk/inbox/"
PREFERENCES = "/desk/settings/"
MOST_SHOWN = 60
"""Messages a letter spells out; the others stand in the inbox."""
SMS_LENGTH = 70
"""Characters of one part of a short message in Chinese; a subject is shortened to fit, the address never."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A letter that holds a person's messages."""

    subject: str
    body: str


def letter(messages: Sequence[Message], *, name: str, portal: str, day: date, language: str) -> Digest:
    """Return a person's letter of a day.

    Args:
        messages: Oldest first; those about another's work go before.
        name: The person's name in the language.
        portal: What the portal is called in the language.
        day: The day it is of.
        language: Its language.
    """
    with translation.override(language):
        body = "\n".join(_lines(messages, name=name, portal=portal, language=language))
        return Digest(_subject(messages, day), body)


def short(messages: Sequence[Message], *, language: str) -> str:
    """Return a person's short message of a day: how many, and where they stand."""
    with translation.override(language):
        address = absolute(INBOX, language)
        if len(messages) == 1:
            return f"{_shortened(messages[0].subject, SMS_LENGTH - len(address) - 1)} {address}"
        above = sum(message.escalates for message in messages)
        summary = _count(len(messages))
        if above:
            summary = _("%(count)s, %(above)s of others’ work") % {"count": summary, "above": above}
        return _("%(summary)s: %(address)s") % {"summary": summary, "address": address}


def _subject(messages: Sequence[Message], day: date) -> str:
    if len(messages) == 1:
        return messages[0].subject
    subject = _("%(count)s (%(day)s)") % {"count": _count(len(messages)), "day": day_words(day)}
    return one_line(subject)[:MAX_SUBJECT_LENGTH]


def _count(count: int) -> str:
    return ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count) % {"count": count}


def _lines(messages: Sequence[Message], *, name: str, portal: str, language: str) -> Iterator[str]:
    """Yield the lines of a letter: greeting, others' work, one's own, and how to change all that."""
    yield _("Dear %(name)s,") % {"name": name}
    above = [message for message in messages if message.escalates]
    own = [message for message in messages if not message.escalates]
    number = 0
    for heading, group in ((_("For your attention"), above), (_("For you to do"), own)):
        if not group or number >= MOST_SHOWN:
            continue
        if above:
            yield from ("", heading)
        for message in group[: MOST_SHOWN - number]:
            number += 1
            yield from ("", f"{number}. {message.subject}", *_text(message))
    if number < len(messages):
        left = len(messages) - number
        yield from ("", ngettext("%(count)s more stands here:", "%(count)s more stand here:", left) % {"count": left})
        yield absolute(INBOX, language)
    yield from ("", "-- ")
    yield _("%(portal)s. Sent by a program; nobody reads answers to this address.") % {"portal": portal}
    yield _("Your messages: %(address)s") % {"address": absolute(INBOX, language)}
    yield _("How you are written to: %(address)s") % {"address": absolute(PREFERENCES, language)}


def _text(message: Message) -> list[str]:
    """Return the lines of a message, with the address of its page where its message template left that out."""
    address = absolute(message.url, message.language) if message.url else ""
    lines = message.body.splitlines()
    return lines if not address or address in message.body else [*lines, address]


def _shortened(text: str, length: int) -> str:
    """Return a text of at most so many characters, but at least a handful."""
    length = max(length, 10)
    return text if len(text) <= length else f"{text[: length - 1]}…"
