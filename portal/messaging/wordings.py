"""How the words of a message are filled: a subject and a text in both languages, with places such as `{unit}`.

The words come with the rooms that send them (`MESSAGE_TEMPLATES`). What the office changes in the desk stands in
the table of wordings and goes before them.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from django.utils.translation import gettext

from portal.messaging.enums import Language
from portal.messaging.registry import Place

logger = logging.getLogger(__name__)

TEXTS = ("subject_zh", "body_zh", "subject_en", "body_en")
"""The parts of a wording."""
MAX_SUBJECT_LENGTH = 200
"""Characters of a subject once its places are filled."""
_PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACED = re.compile(r"\{[^{}]*\}|[{}]")


class Worded(Protocol):
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


def filled(kind: str, worded: Worded, values: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return subject and text of a message.

    A place for which there is no value stays empty, so that no change of a wording can stop what is to be
    said; it is logged.

    Args:
        kind: Key of a message template.
        worded: The words.
        values: What stands in the places, in the language.
        language: A value of `Language`.
    """
    english = language == Language.ENGLISH
    subject, body = (worded.subject_en, worded.body_en) if english else (worded.subject_zh, worded.body_zh)
    for place in sorted({*_PLACE.findall(subject), *_PLACE.findall(body)} - values.keys()):
        logger.warning("message %s has nothing for its place %s", kind, place)
    return one_line(_fill(subject, values))[:MAX_SUBJECT_LENGTH], _fill(body, values).strip()


def unknown_places(text: str, places: Sequence[Place]) -> list[str]:
    """Return what stands in braces and is none of the places, and single braces; in order, each once."""
    known = {f"{{{place.key}}}" for place in places}
    return list(dict.fromkeys(found for found in _BRACED.findall(text) if found not in known))


def places_refused(text: str, places: Sequence[Place]) -> str:
    """Return why a text cannot be used, in the active language; empty where it can."""
    unknown = unknown_places(text, places)
    if not unknown:
        return ""
    return gettext("“%(found)s” is no place of this message. Its places are: %(places)s.") % {
        "found": unknown[0],
        "places": " ".join(f"{{{place.key}}}" for place in places),
    }


def samples(places: Sequence[Place], language: str) -> dict[str, str]:
    """Return made-up values for places, for a preview."""
    english = language == Language.ENGLISH
    return {place.key: place.sample_en if english else place.sample_zh for place in places}


def one_line(text: str) -> str:
    """Return a text without line breaks and other control characters, as a subject must be."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: str(values.get(found[1], "")), text)
