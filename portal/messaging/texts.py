"""How the words of a message are filled: a subject and a text in both languages, with placeholders such as `{unit}`.

The words come with the rooms that send them (`MESSAGE_TEMPLATES`). What the office changes in the desk stands in
the table of message templates and goes before them.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from django.utils.translation import gettext

from portal.messaging.enums import Language
from portal.messaging.registry import Placeholder

logger = logging.getLogger(__name__)

TEXTS = ("subject_zh", "body_zh", "subject_en", "body_en")
"""The parts of a message template."""
MAX_SUBJECT_LENGTH = 200
"""Characters of a subject once its placeholders are filled."""
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_BRACED = re.compile(r"\{[^{}]*\}|[{}]")


class Texts(Protocol):
    """Subject and text in both languages, from here or from the table."""

    @property
    def subject_zh(self) -> str:
        """The subject in Chinese."""

    @property
    def body_zh(self) -> str:
        """The text in Chinese."""

    @property
    def subject_en(self) -> str:
        """The subject in English."""

    @property
    def body_en(self) -> str:
        """The text in English."""


def filled(kind: str, texts: Texts, values: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return subject and text of a message.

    A placeholder without a value stays empty, so that no change of a text can stop a message; it is logged.

    Args:
        kind: Key of a message template.
        texts: The words.
        values: What stands in the placeholders, in the language.
        language: A value of `Language`.
    """
    english = language == Language.ENGLISH
    subject, body = (texts.subject_en, texts.body_en) if english else (texts.subject_zh, texts.body_zh)
    for placeholder in sorted({*_PLACEHOLDER.findall(subject), *_PLACEHOLDER.findall(body)} - values.keys()):
        logger.warning("message %s has nothing for its placeholder %s", kind, placeholder)
    return one_line(_fill(subject, values))[:MAX_SUBJECT_LENGTH], _fill(body, values).strip()


def unknown_placeholders(text: str, placeholders: Sequence[Placeholder]) -> list[str]:
    """Return what stands in braces and is none of the placeholders, and single braces; in order, each once."""
    known = {f"{{{placeholder.key}}}" for placeholder in placeholders}
    return list(dict.fromkeys(found for found in _BRACED.findall(text) if found not in known))


def placeholder_refusal(text: str, placeholders: Sequence[Placeholder]) -> str:
    """Return why a text cannot be used, in the active language; empty where it can."""
    unknown = unknown_placeholders(text, placeholders)
    if not unknown:
        return ""
    return gettext("“%(found)s” is no placeholder of this message. Its placeholders are: %(placeholders)s.") % {
        "found": unknown[0],
        "placeholders": " ".join(f"{{{placeholder.key}}}" for placeholder in placeholders),
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
