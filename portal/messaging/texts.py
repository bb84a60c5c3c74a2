"""How message templates are filled, and how the messages of a day become one letter or short message."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext, gettext as _, ngettext

from portal.core.dates import day as day_words
from portal.messaging.channels import absolute
from portal.messaging.enums import Language
from portal.messaging.models import Message, MessageText
from portal.messaging.registry import MessageTemplate, Placeholder

logger = logging.getLogger(__name__)

TEXTS = ("subject_zh", "body_zh", "subject_en", "body_en")
"""The parts of a message template."""
MAX_SUBJECT_LENGTH = 200
"""Characters of a subject once its placeholders are filled."""
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_BRACED = re.compile(r"\{[^{}]*\}|[{}]")


Texts = MessageTemplate | MessageText
"""Subject and text in both languages: as they come, or as the office has changed them."""


def filled(kind: str, texts: Texts, values: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return subject and text of a message.

    A placeholder without a value stays empty, so that no change of a text can stop a message; it is logged.

    Args:
        values: What stands in the placeholders, in the language.
    """
    english = language == Language.ENGLISH
    subject, body = (texts.subject_en, texts.body_en) if english else (texts.subject_zh, texts.body_zh)
    for placeholder in sorted({*_PLACEHOLDER.findall(subject), *_PLACEHOLDER.findall(body)} - values.keys()):
        logger.warning("message %s has nothing for its placeholder %s", kind, placeholder)
    return one_line(_fill(subject, values))[:MAX_SUBJECT_LENGTH], _fill(body, values).strip()


def placeholder_refusal(text: str, placeholders: Sequence[Placeholder]) -> str:
    """Return why a text cannot be used: braces with anything but a placeholder; empty where it can."""
    known = [f"{{{placeholder.key}}}" for placeholder in placeholders]
    unknown = next((found for found in _BRACED.findall(text) if found not in known), "")
    if not unknown:
        return ""
    return gettext("“%(found)s” is no placeholder of this message. Its placeholders are: %(placeholders)s.") % {
        "found": unknown,
        "placeholders": " ".join(known),
    }


def samples(placeholders: Sequence[Placeholder], language: str) -> dict[str, str]:
    """Return made-up values for placeholders, for a preview."""
    english = language == Language.ENGLISH
    return {
        placeholder.key: placeholder.sample_en if english else placeholder.sample_zh for placeholder in placeholders
    }


def one_line(text: str) -> str:
    """Return a text without line breaks and other control characters, as a subject must be."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], "")), text)


INBOX = "/desk/inbox/"
PREFERENCES = "/desk/settings/"
MOST_SHOWN = 60
"""Messages a letter spells out; the others stand in the inbox."""
SMS_LENGTH = 70
"""Characters of one part of a short message in Chinese; a subject is shortened to fit, the address never."""
SHORTEST_SUBJECT = 10


def letter_digest(messages: Sequence[Message], *, name: str, portal: str, day: date, language: str) -> tuple[str, str]:
    """Return subject and text of a person's letter of a day; `name` and `portal` are in its language."""
    with translation.override(language):
        body = "\n".join(_lines(messages, name=name, portal=portal, language=language))
        return _subject(messages, day), body


def sms_digest(messages: Sequence[Message], *, language: str) -> str:
    """Return a person's short message of a day: how many, and where they stand."""
    with translation.override(language):
        address = absolute(INBOX, language)
        if len(messages) == 1:
            length = max(SMS_LENGTH - len(address) - 1, SHORTEST_SUBJECT)
            subject = messages[0].subject
            # Counted as the gateway counts: a mark above a letter is a character of its own.
            return f"{subject if len(subject) <= length else f'{subject[: length - 1]}…'} {address}"
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
    yield _("How messages reach you: %(address)s") % {"address": absolute(PREFERENCES, language)}


def _text(message: Message) -> list[str]:
    """Return the lines of a message, with the address of its page where its message template left that out."""
    address = absolute(message.url, message.language) if message.url else ""
    lines = message.body.splitlines()
    return lines if not address or address in message.body else [*lines, address]
