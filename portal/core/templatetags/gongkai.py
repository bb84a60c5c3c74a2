"""Tags and filters of every template: amounts, dates, phrases, addresses. What they give is in `docs/look.md`."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any, Literal

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.utils.encoding import escape_uri_path
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.http import escape_leading_slashes
from django.utils.safestring import SafeString

from portal.core import dates
from portal.core.charts import qr_svg
from portal.core.language import is_chinese, localized_path, path_language
from portal.core.money import format_money, split_money
from portal.core.request_size import LARGEST_REQUEST, MEGABYTE
from portal.core.texts import as_written, language_of

register = template.Library()

# What must stay together in a title: a year with its quarter, half, month or day, and the brackets and comma around it.
_PERIOD = re.compile(r"(（?\d{4}年(?:第?[一二三四]季度|[上下]半年|\d{1,2}月(?:份|\d{1,2}日)?|度)?[），]*)")

_AFTER_COMMA = re.compile(r"(?<=,) ")

_HOURS = re.compile(r"(\d{1,2}:\d\d–\d{1,2}:\d\d)")


# --- amounts


@register.filter
def money(amount: Decimal | Literal[""] | None) -> str:
    """Write yuan with two decimals; nothing for None, or for what a template's context does not have."""
    return "" if amount == "" else format_money(amount)


@register.filter
def bigmoney(amount: Decimal | Literal[""] | None) -> str | SafeString:
    """Write yuan as a large figure with its decimals small; nothing for what is not there."""
    if amount is None or amount == "":
        return ""
    return format_html('<span class="money">{}<small>{}</small></span>', *split_money(amount))


# --- dates; an empty value stays empty, as in Django's own filters


def _register_date_filter(write: Callable[[Any], str]) -> None:
    register.filter(write.__name__, lambda value: write(value) if value else "")


for _write in (
    dates.day,
    dates.full_date,
    dates.month_day,
    dates.month_name,
    dates.weekday,
    dates.clock,
    dates.moment,
    dates.iso,
):
    _register_date_filter(_write)


@register.filter
def date_range(first: date | None, last: date | None) -> str:
    """Write 2026年10月20日至26日 or 20 to 26 October 2026; nothing unless both are there."""
    return dates.date_range(first, last) if first and last else ""


# --- words


@register.simple_tag
def largest_request() -> int:
    """Return how many megabytes one form may send, its files together."""
    return LARGEST_REQUEST // MEGABYTE


@register.simple_tag
def w(*phrases: object) -> SafeString:
    """Wrap phrases so that lines break between them only, with a space between them where the language has one."""
    spans = [(phrase,) for phrase in phrases if phrase]
    return format_html_join("" if is_chinese() else " ", '<span class="w">{}</span>', spans)


@register.filter
def whole(phrase: str) -> SafeString:
    """Keep a phrase in one line, such as a telephone number, whose hyphen is no place to break."""
    return format_html('<span class="num">{}</span>', phrase)


@register.filter
def whole_hours(text: str) -> SafeString:
    """Keep each span of hours in one line: 14:30–17:30 does not break at its dash."""
    return format_html_join("", "{}", ((whole(part) if "–" in part else part,) for part in _HOURS.split(text)))


@register.filter
def lang(text: str) -> SafeString:
    """Return the attribute `lang` for an element with a text in another language than the page's; else nothing.

    A text that names the language of a part of it is left alone.
    """
    shown = str(text)
    found = "" if ' lang="' in shown else language_of(shown)
    return format_html(' lang="{}"', found) if found else SafeString()


@register.filter
def phrases(title: str) -> SafeString:
    """Wrap the parts of a plain title: lines break between them, a part itself only where it is longer than a line.

    A Chinese title has parts around its period or day, as in 2026年第三季度; a title that names none has them after
    its commas, as in “Work allowances, Dayang Village, third quarter of 2026”.
    """
    escaped = conditional_escape(title)
    between, found = "", _PERIOD.split(escaped)
    if len(found) == 1:
        between, found = " ", _AFTER_COMMA.split(escaped)
    parts = [SafeString(part.strip()) for part in found if part.strip()]
    if len(parts) < 2 or "<" in escaped:
        return escaped
    return format_html_join(between, '<span class="w">{}</span>', ((part,) for part in parts))


register.filter(as_written)
register.simple_tag(qr_svg, name="qr_code")


@register.filter
def breakable(label: str) -> SafeString:
    """Let a narrow cell break 2026年第三季度 after the year, and 2026 Q3 before its last word, but nowhere else."""
    year, mark, rest = str(label).partition("年")
    if not mark:
        year, mark, rest = str(label).rpartition(" ")
    return format_html("{}{}<wbr>{}", year, mark, rest) if mark else format_html("{}", label)


@register.filter
def digest(value: str, digits: int = 0) -> str:
    """Write a hash in groups of four digits: all of it, or the first `digits`."""
    shown = str(value)[: digits or None]
    return " ".join(shown[at : at + 4] for at in range(0, len(shown), 4))


@register.simple_tag(takes_context=True)
def block_text(context: Context, name: str) -> str:
    """Return what a block of this page says, in one line and without tags; nothing if the page has no such block.

    Only a layout can use it: an included template does not know the blocks of the page.
    """
    blocks: BlockContext | None = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return " ".join(unescape(strip_tags(block.render(context))).split()) if block else ""


# --- addresses


def _path(context: Context) -> str:
    request: HttpRequest | None = context.get("request")
    return request.path if request else localized_path("/")


def _with_query(path: str, *parts: str) -> str:
    """Return a link to a path of ours; one that begins with two slashes must not become another host."""
    path = escape_leading_slashes(escape_uri_path(path))
    query = "&".join(part for part in parts if part)
    return f"{path}?{query}" if query else path


def _page_query(context: Context) -> str:
    """Return the declared parameters; the raw query string would let a visitor write into cached pages."""
    return str(context.get("page_query", ""))


@register.simple_tag
def local_url(path: str) -> str:
    """Return the address of one of our pages under the active language's root: `/units/` or `/en/units/`."""
    return localized_path(path)


@register.simple_tag(takes_context=True)
def other_language_url(context: Context) -> str:
    """Return the address of this page in the other language."""
    path = _path(context)
    other = "en" if path_language(path) != "en" else "zh-hans"
    elder = "view=elder" if context.get("elder") else ""
    return _with_query(localized_path(path, other), _page_query(context), elder)


@register.simple_tag(takes_context=True)
def canonical_path(context: Context, language: str | None = None) -> str:
    """Return the path by which search engines are to know this page, in its language or another.

    It is the page's own, or `known_as` of the context.
    """
    path = str(context.get("known_as") or _path(context))
    return _with_query(localized_path(path, language or path_language(path)), _page_query(context))


@register.simple_tag(takes_context=True)
def elder_url(context: Context) -> str:
    """Return the address of this page in large print, which works without a script."""
    return _with_query(_path(context), _page_query(context), "view=elder")


@register.simple_tag(takes_context=True)
def plain_url(context: Context) -> str:
    """Return the address of this page in ordinary print."""
    return _with_query(_path(context), _page_query(context))


@register.simple_tag(takes_context=True)
def nav_link(context: Context, path: str, label: str, but: str = "") -> SafeString:
    """Return a menu entry: the page itself is marked `page`, a page below it `true`; home has none below it.

    Args:
        but: A page below it that has an entry of its own.
    """
    url, here = local_url(path), _path(context)
    below = path != "/" and here.startswith(url) and not (but and here.startswith(local_url(but)))
    current: Any = "page" if here == url else "true" if below else ""
    mark = format_html(' aria-current="{}"', current) if current else ""
    return format_html('<a href="{}"{}>{}</a>', url, mark, label)


# --- tables


@register.inclusion_tag("components/columns.html")
def columns(*names: str) -> dict[str, tuple[str, ...]]:
    """Write the head of a table whose columns are all named, in their order."""
    return {"names": names}
