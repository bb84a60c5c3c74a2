"""Words around what an edition says."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from disclosure.enums import Cadence
from disclosure.models import Edition, Notice
from disclosure.periods import Period
from disclosure.queries.titles import composed_en, composed_zh, title_of
from portal.accounts.models import in_language

_CHINESE = re.compile(r"[㐀-鿿]")


def as_written(text: str) -> SafeString:
    """Return what somebody wrote, marked as Chinese where the page around it is English."""
    if speaks_english() and _CHINESE.search(text):
        return format_html('<span lang="zh-CN">{}</span>', text)
    return conditional_escape(text)


def speaks_english() -> bool:
    """Tell whether the page is an English one."""
    return (get_language() or "").startswith("en")


def sentences(*parts: str) -> SafeString:
    """Put sentences in a row, as the language of the page does."""
    joint = " " if speaks_english() else ""
    return mark_safe(joint.join(conditional_escape(part) for part in parts if part))  # noqa: S308 - escaped


def comma() -> str:
    """Return what stands between two parts of one line."""
    return pgettext("between two parts of a line", ", ")


def heading(edition: Edition) -> dict[str, str]:
    """Return an edition's title and, where it is another than the page's, the language it is in."""
    return _titled(title_of(edition))


def neutral_title(notice: Notice) -> str:
    """Return what a notice is called without any word of its editions."""
    return composed_en(notice) if speaks_english() else composed_zh(notice)


def short_title(edition: Edition) -> dict[str, str]:
    """Return the title where unit and stream are plain from what stands around it, as on a unit's board."""
    notice = edition.notice
    if edition.title or not notice.entry.is_regular:
        return heading(edition)
    named = {"item": notice.entry.name, "period": period_name(notice, short=True)}
    return _titled(pgettext("title on a board", "%(item)s, %(period)s") % named)


def _titled(title: str) -> dict[str, str]:
    is_foreign = speaks_english() and bool(_CHINESE.search(title))
    return {"title": title, "language": "zh-CN" if is_foreign else ""}


def period_name(notice: Notice, *, short: bool = False) -> str:
    """Return the name of a notice's period, such as 2026年第三季度; the year for what has no period."""
    return name_of(Period.parse(notice.period), short=short)


def name_of(period: Period, *, short: bool = False) -> str:
    """Return the name of a period in the language of the page."""
    if short:
        return in_language(period.short_zh, period.short_en)
    return in_language(period.name_zh, period.name_en)


def quarter_word(period: Period) -> str:
    """Return a period as one speaks of it within its year: 二季度, Q2; its name where it is no quarter."""
    if period.cadence != Cadence.QUARTERLY:
        return name_of(period)
    return in_language(period.short_zh.split("年")[1], period.short_en.split()[1])
