"""Words on a page that is Chinese or English."""

import re

from django.conf import settings
from django.utils import translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from portal.core.language import is_chinese
from portal.core.refusals import Refused

CHINESE = re.compile(r"[㐀-鿿]")


def as_written(text: str) -> SafeString:
    """Return what somebody wrote, marked as Chinese where the page around it is English."""
    if language := language_of(text):
        return format_html('<span lang="{}">{}</span>', language, text)
    return conditional_escape(text)


def plain(text: str) -> str:
    """Return a text as it is kept: lines end in one character, nothing stands around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def required(text: str, missing: str, field: str, max_length: int) -> str:
    """Return a text that must be there, as it is kept.

    Args:
        missing: What is said where it is empty.
        field: The form field it was written in.

    Raises:
        Refused: It is empty or too long.
    """
    words = plain(text)
    if not words:
        raise Refused(missing, field)
    if len(words) > max_length:
        raise Refused(_("This has more than %(count)d characters. Shorten it.") % {"count": max_length}, field)
    return words


def language_of(text: str) -> str:
    """Return the language a text is in, where it is another than the page's; empty where it is the same."""
    return "zh-CN" if not is_chinese() and CHINESE.search(text) else ""


def sentences(*parts: str) -> SafeString:
    """Put sentences in a row, as the language of the page does."""
    joint = "" if is_chinese() else " "
    return format_html_join(joint, "{}", ((part,) for part in parts if part))


def comma() -> str:
    """Return the comma between two parts of one line."""
    return pgettext("between two parts of a line", ", ")


def joint() -> str:
    """Return what stands between several of a kind, such as names."""
    return pgettext("list separator", ", ")


def in_every_language(sentence: object) -> dict[str, str]:
    """Return a lazy sentence in each language of the portal, by its code."""
    rendered = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            rendered[code] = str(sentence)
    return rendered
