"""What the portal says to people: the words of each kind of message, and how their places are filled.

A wording has a subject and a text in both languages with places such as `{unit}`. What the office changes in
the desk stands in the table of wordings and goes before what stands here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.messaging.enums import Language

logger = logging.getLogger(__name__)

TEXTS = ("subject_zh", "body_zh", "subject_en", "body_en")
"""The parts of a wording."""
LONGEST_SUBJECT = 200
"""Characters of a subject once its places are filled."""
_PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACED = re.compile(r"\{[^{}]*\}|[{}]")

OF_ITEM = ("unit", "item", "period", "due", "days", "address")
"""Places of what is said about an item that is owed."""
OF_OPINION = ("unit", "notice", "number", "due", "days", "address")
"""Places of what is said about a resident's opinion."""
OF_POSTING = ("unit", "notice", "number", "board", "due", "days", "address")
"""Places of what is said about a poster on a board."""
OF_CAMPAIGN = ("name", "subject", "text", "address")
"""Places of what the office writes to people it chooses."""

PLACES: Mapping[str, tuple[str | Promise, str, str]] = {
    "unit": (_("the unit, or the one an opinion was given to"), "青山村", "Qingshan Village"),
    "item": (_("the item of the catalogue"), "财务收支（逐笔）", "Receipts and payments, line by line"),
    "period": (_("the period"), "2026年第三季度", "third quarter of 2026"),
    "due": (_("the last day"), "10月20日", "20 October"),
    "days": (_("a number of days: left, overdue or waited"), "3", "3"),
    "notice": (
        _("the title of the notice"),
        "青山村2026年第三季度财务收支",
        "Qingshan Village: accounts, third quarter 2026",
    ),
    "number": (_("the number"), "QS-01-F02-2026Q3-Y1", "QS-01-F02-2026Q3-Y1"),
    "board": (_("where the board hangs"), "村委会大门口", "Gate of the committee’s house"),
    "answer": (
        _("the answer, as it was published"),
        "维修费有三份发票，已随本期公开。",
        "There are three invoices; they are public now.",
    ),
    "reason": (_("the reason"), "内容与本事项无关。", "It is not about this notice."),
    "edition": (_("the number of the corrected edition"), "2", "2"),
    "name": (_("the campaign"), "中秋廉洁提醒", "Before Mid-Autumn"),
    "subject": (_("the subject of the campaign"), "中秋、国庆期间廉洁提醒", "A clean Mid-Autumn"),
    "text": (
        _("the text of the campaign"),
        "节日期间不收礼品、礼金，不用公车办私事。",
        "No gifts, no money, no office car for private trips.",
    ),
    "address": (_("the address of the page"), "https://…", "https://…"),
}
"""What stands in each place, and a sample of it in Chinese and in English."""


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


@dataclass(frozen=True, slots=True)
class Default:
    """The words of a kind as they come with the portal, and which places they may have."""

    subject_zh: str
    body_zh: str
    subject_en: str
    body_en: str
    places: tuple[str, ...]
    title: str | Promise
    escalates: bool = False
    is_letter: bool = False


def _items() -> Iterator[tuple[str, Default]]:
    yield (
        "before",
        Default(
            "{unit}《{item}》{due}到期，还有{days}天",
            "所属期：{period}。公开前还要审核、审批，请及早提交。\n{address}",
            "{unit}: “{item}” is due on {due} (days left: {days})",
            "Period: {period}. It still has to be reviewed and approved, so please hand it in early.\n{address}",
            OF_ITEM,
            _("Before an item is due"),
        ),
    )
    yield (
        "on_the_day",
        Default(
            "{unit}《{item}》今天到期",
            "所属期：{period}，应于{due}公开。请今天办结。\n{address}",
            "{unit}: “{item}” is due today",
            "Period: {period}, to be public on {due}. Please finish it today.\n{address}",
            OF_ITEM,
            _("On the day an item is due"),
        ),
    )
    yield (
        "after",
        Default(
            "{unit}《{item}》已逾期{days}天",
            "所属期：{period}，应于{due}公开，至今未公开。请尽快办理；确实没有发生的，请在待办事项中说明。\n{address}",
            "{unit}: “{item}” is overdue (days: {days})",
            "Period: {period}. It was due on {due} and is not public. Please see to it; if nothing of the kind "
            "happened, say so on your desk.\n{address}",
            OF_ITEM,
            _("Each week after an item was due"),
        ),
    )
    yield (
        "escalation_publisher",
        Default(
            "{unit}《{item}》逾期{days}天未公开，请督促",
            "所属期：{period}，应于{due}公开。已提醒经办人和单位负责人，仍未公开。\n{address}",
            "{unit}: “{item}” is still not public (days overdue: {days})",
            "Period: {period}. It was due on {due}. Clerk and head of the unit have been reminded.\n{address}",
            OF_ITEM,
            _("To the publisher, of an item overdue"),
            escalates=True,
        ),
    )
    yield (
        "escalation_secretary",
        Default(
            "{unit}《{item}》逾期{days}天，催办后仍未公开",
            "所属期：{period}，应于{due}公开。经办人、单位负责人和党政办都已接到提醒，报请过问。\n{address}",
            "{unit}: “{item}” is not public despite reminders (days overdue: {days})",
            "Period: {period}. It was due on {due}. Clerk, head of the unit and publisher have been reminded; it is "
            "now brought before you.\n{address}",
            OF_ITEM,
            _("To the discipline secretary, of an item overdue"),
            escalates=True,
        ),
    )
    yield (
        "waiting",
        Default(
            "{unit}《{item}》等您办理，已等{days}个工作日",
            "所属期：{period}，应于{due}公开。\n{address}",
            "{unit}: “{item}” is waiting for you (working days: {days})",
            "Period: {period}, to be public on {due}.\n{address}",
            OF_ITEM,
            _("To whoever an edition waits for"),
        ),
    )


def _opinions() -> Iterator[tuple[str, Default]]:
    yield (
        "screening_waiting",
        Default(
            "意见{number}待甄别，已等{days}个工作日",
            "所提公开事项：《{notice}》。\n{address}",
            "Opinion {number} waits to be screened (working days: {days})",
            "It is about “{notice}”.\n{address}",
            OF_OPINION,
            _("To whoever screens, of an opinion that waits"),
        ),
    )
    yield (
        "answer_due",
        Default(
            "意见{number}请于{due}前答复",
            "群众对《{notice}》提出意见，由{unit}答复，最迟{due}。\n{address}",
            "Opinion {number}: the answer is due on {due}",
            "A resident’s opinion about “{notice}” is to be answered by {unit} on {due} at the latest.\n{address}",
            OF_OPINION,
            _("Before an answer is due, and on the day"),
        ),
    )
    yield (
        "answer_overdue",
        Default(
            "意见{number}逾期{days}天未答复",
            "群众对《{notice}》提出的意见，{unit}应于{due}前答复，至今未答复。请尽快答复。\n{address}",
            "Opinion {number} is not answered (days overdue: {days})",
            "A resident’s opinion about “{notice}” was to be answered by {unit} by {due}. Please answer it.\n{address}",
            OF_OPINION,
            _("Each week after an answer was due"),
        ),
    )
    yield (
        "answer_escalation",
        Default(
            "意见{number}逾期{days}天未答复，请督促{unit}",
            "群众对《{notice}》提出的意见，{unit}应于{due}前答复。已提醒经办人和单位负责人，仍未答复。\n{address}",
            "Opinion {number} is still not answered by {unit} (days overdue: {days})",
            "A resident’s opinion about “{notice}” was to be answered by {due}. Clerk and head of the unit have been "
            "reminded.\n{address}",
            OF_OPINION,
            _("To the publisher and the discipline secretary, of an answer overdue"),
            escalates=True,
        ),
    )


def _postings() -> Iterator[tuple[str, Default]]:
    yield (
        "posting_ends",
        Default(
            "{board}的公示{due}到期，请揭下或续贴",
            "《{notice}》张贴期满。揭下或续贴后，请在张贴登记中记一笔。\n{address}",
            "Poster at “{board}”: take it down or renew it, {due}",
            "“{notice}” has hung for as long as it had to. Please note what you did in the register of "
            "postings.\n{address}",
            OF_POSTING,
            _("When a poster may come off its board"),
        ),
    )
    yield (
        "posting_superseded",
        Default(
            "{board}贴的是旧版，请换新",
            "《{notice}》已有新版本公开，公开栏上的旧版请换下。\n{address}",
            "Poster at “{board}” is out of date; replace it",
            "A newer edition of “{notice}” is public. Please take the old one off the board.\n{address}",
            OF_POSTING,
            _("When the edition on a board is superseded"),
        ),
    )
    yield (
        "posting_withdrawn",
        Default(
            "{board}贴的内容已撤回，请揭下",
            "《{notice}》已撤回，公开栏上的请揭下。\n{address}",
            "Poster at “{board}” was withdrawn; take it down",
            "“{notice}” was withdrawn. Please take it off the board.\n{address}",
            OF_POSTING,
            _("When the edition on a board was withdrawn"),
        ),
    )


def _campaigns() -> Iterator[tuple[str, Default]]:
    yield (
        "campaign",
        Default("{subject}", "{text}", "{subject}", "{text}", OF_CAMPAIGN, _("A campaign, such as before a festival")),
    )


def _letters() -> Iterator[tuple[str, Default]]:
    yield (
        "opinion_received",
        Default(
            "您的意见已收到（{number}）",
            "您好：\n\n您对《{notice}》提出的意见已收到，编号{number}。办理进展和答复可在这里查看：\n{address}\n\n"
            "答复后会再发邮件告诉您。",
            "Your opinion has arrived ({number})",
            "Your opinion about “{notice}” has arrived; its number is {number}. You can follow it here:\n{address}\n\n"
            "We will write again when it has been answered.",
            ("unit", "notice", "number", "address"),
            _("To a resident: the opinion has arrived"),
            is_letter=True,
        ),
    )
    yield (
        "opinion_answered",
        Default(
            "您的意见已答复（{number}）",
            "您好：\n\n您对《{notice}》提出的意见，{unit}答复如下：\n\n{answer}\n\n全文见：\n{address}\n\n"
            "对答复不满意的，可在该页面再次提出。",
            "Your opinion has been answered ({number})",
            "{unit} has answered your opinion about “{notice}”:\n\n{answer}\n\nIt stands here:\n{address}\n\n"
            "If the answer does not settle it, you can ask again on that page.",
            ("unit", "notice", "number", "answer", "address"),
            _("To a resident: the answer"),
            is_letter=True,
        ),
    )
    yield (
        "opinion_refused",
        Default(
            "关于您的意见（{number}）",
            "您好：\n\n您对《{notice}》提出的意见（编号{number}）没有转交办理，原因是：\n\n{reason}\n\n公开事项见：\n{address}",
            "About your opinion ({number})",
            "Your opinion about “{notice}” ({number}) has not been passed on. The reason:\n\n{reason}\n\n"
            "The notice stands here:\n{address}",
            ("unit", "notice", "number", "reason", "address"),
            _("To a resident: the opinion was not taken up, and why"),
            is_letter=True,
        ),
    )
    yield (
        "opinion_corrected",
        Default(
            "《{notice}》已更正",
            "您好：\n\n您提出意见（编号{number}）后，《{notice}》已更正，第{edition}版已公开：\n{address}",
            "“{notice}” has been corrected",
            "After your opinion ({number}), “{notice}” has been corrected. Edition {edition} is public:\n{address}",
            ("unit", "notice", "number", "edition", "address"),
            _("To a resident: the notice was corrected"),
            is_letter=True,
        ),
    )


DEFAULTS: Mapping[str, Default] = dict([*_items(), *_opinions(), *_postings(), *_campaigns(), *_letters()])
"""The words of each kind, in the order in which the desk lists them."""


def filled(kind: str, worded: Worded, values: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return subject and text of a message.

    A place for which there is no value stays empty, so that no change of a wording can stop what is to be
    said; it is logged.

    Args:
        kind: Key of `DEFAULTS`.
        worded: The words.
        values: What stands in the places, in the language.
        language: A value of `Language`.
    """
    english = language == Language.ENGLISH
    subject, body = (worded.subject_en, worded.body_en) if english else (worded.subject_zh, worded.body_zh)
    for place in sorted({*_PLACE.findall(subject), *_PLACE.findall(body)} - values.keys()):
        logger.warning("message %s has nothing for its place %s", kind, place)
    return one_line(_fill(subject, values))[:LONGEST_SUBJECT], _fill(body, values).strip()


def unknown_places(text: str, places: tuple[str, ...]) -> list[str]:
    """Return what stands in braces and is none of the places, and single braces; in order, each once."""
    known = {f"{{{place}}}" for place in places}
    return list(dict.fromkeys(found for found in _BRACED.findall(text) if found not in known))


def places_refused(text: str, places: tuple[str, ...]) -> str:
    """Return why a text cannot be used, in the active language; empty where it can."""
    unknown = unknown_places(text, places)
    if not unknown:
        return ""
    return gettext("“%(found)s” is no place of this message. Its places are: %(places)s.") % {
        "found": unknown[0],
        "places": " ".join(f"{{{place}}}" for place in places),
    }


def samples(places: tuple[str, ...], language: str) -> dict[str, str]:
    """Return made-up values for places, for a preview."""
    which = 2 if language == Language.ENGLISH else 1
    return {place: str(PLACES[place][which]) for place in places}


def one_line(text: str) -> str:
    """Return a text without line breaks and other control characters, as a subject must be."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: str(values.get(found[1], "")), text)
