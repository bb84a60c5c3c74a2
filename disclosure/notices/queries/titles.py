"""What a notice is called, and what a supervision committee remarked on it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from portal.accounts.models import in_language


def composed_zh(notice: Notice) -> str:
    """Return the composed Chinese title, such as 柳树村2026年第三季度财务收支公开."""
    unit, entry = notice.unit.name_zh, notice.entry.name_zh
    item = entry.split("（")[0]
    if not notice.entry.is_regular:
        return f"{unit}{item}"
    return f"{unit}{Period.parse(notice.period).name_zh}{item}公开"


def composed_en(notice: Notice) -> str:
    """Return the composed English title, such as Receipts and payments of Liushu Village, third quarter of 2026."""
    item = notice.entry.name_en.split(", line by line")[0]
    if not notice.entry.is_regular:
        return f"{item}, {notice.unit.name_en}"
    return f"{item}, {notice.unit.name_en}, {Period.parse(notice.period).name_en}"


def neutral_title(notice: Notice) -> str:
    """Return what a notice is called without any word of its editions, in the active language."""
    english = (get_language() or "").startswith("en")
    return composed_en(notice) if english else composed_zh(notice)


def title_zh(edition: Edition) -> str:
    """Return the title as it is printed and hashed."""
    return edition.title or composed_zh(edition.notice)


def title_of(edition: Edition) -> str:
    """Return the title in the active language; what people wrote stays as they wrote it."""
    return edition.title or neutral_title(edition.notice)


def short_title(edition: Edition) -> str:
    """Return what an edition is called where the unit stands beside it, as on its board."""
    notice, entry = edition.notice, edition.notice.entry
    if edition.title or not entry.is_regular:
        return title_of(edition)
    item = in_language(entry.name_zh.split("（")[0], entry.name_en.split(", line by line")[0])
    return _("%(item)s, %(period)s") % {"item": item, "period": name_of(Period.parse(notice.period), short=True)}


def public_title(notice: Notice) -> str:
    """Return what a notice says it is; only the item where nothing of it is live, for its titles are gone then."""
    live = Edition.objects.filter(notice=notice, state=State.PUBLISHED).only("title", "notice").first()
    if live is None:
        return notice.entry.name
    live.notice = notice  # as it was fetched, with its unit and its entry
    return title_of(live)


def public_remark(edition: Edition) -> str:
    """Return the remark the committee asked to be published; empty where there is none."""
    return edition.countersign_remark if edition.countersign_remark_public else ""
