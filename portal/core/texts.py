"""Words on a page that is Chinese or English."""

import re

from django.conf import settings
from django.utils import translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from portal.core.language import is_chinese

CHINESE = re.compile(r"[㐀-鿿]")


def as_written(text: str) -> SafeString:
    """Return what somebody wrote, marked as Chinese where the page around it is English."""
    if language := language_of(text):
        return format_html('<span lang="{}">{}</span>', language, text)
    return conditional_escape(text)


def plain(text: str) -> str:
    """Return a text as it is kept: lines end in one character, nothing stands around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


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
