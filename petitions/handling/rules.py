"""What the Regulations on Petitions say of time limits, numbers of papers and who is kept out. Pure Python."""

import re
from collections.abc import Collection, Iterable, Mapping

from petitions.handling.enums import (
    ASSIGNMENT_LIMIT,
    NOTICE_LIMIT,
    OBJECTION_LIMIT,
    OPINION_LIMIT,
    RE_REVIEW_LIMIT,
    RE_REVIEW_REQUEST_LIMIT,
    REPORT_LIMIT,
    REVIEW_LIMIT,
    REVIEW_REQUEST_LIMIT,
    SERVICE_LIMIT,
    SUPERVISION_LIMIT,
    Category,
    Matter,
    Paper,
    SealedFor,
)

REGULATIONS, VERSION = "信访工作条例", "2022-05-01"
"""The regulations on which petitions stand, and since when their present version is in force."""
MOST_EXTENSION_DAYS = 30
"""Calendar days by which an opinion is put off at most, once (article 34)."""
MIN_NAME_LENGTH = 2
"""A shorter name stands in any text."""


def article(number: str) -> str:
    """Return an article of the regulations as it is cited."""
    return f"{REGULATIONS}第{number}条"


LIMITS: Mapping[str, tuple[int, bool, str]] = {
    NOTICE_LIMIT: (15, False, article("二十三")),
    REPORT_LIMIT: (15, True, article("三十")),
    OBJECTION_LIMIT: (5, True, article("二十四")),
    ASSIGNMENT_LIMIT: (10, False, article("二十四")),
    OPINION_LIMIT: (60, False, article("三十四")),
    SERVICE_LIMIT: (5, True, article("三十二")),
    SUPERVISION_LIMIT: (10, False, article("四十")),
    REVIEW_REQUEST_LIMIT: (30, False, article("三十五")),
    REVIEW_LIMIT: (30, False, article("三十五")),
    RE_REVIEW_REQUEST_LIMIT: (30, False, article("三十六")),
    RE_REVIEW_LIMIT: (30, False, article("三十六")),
}
"""The time limits: days, whether only working days count, and the article. Days of assignment, service and supervision
are practice and can be chosen."""

PAPER_WORDS: Mapping[Paper, str] = {
    Paper.ACCEPTANCE: "受",
    Paper.NOT_ACCEPTED: "不受",
    Paper.REDIRECT: "告",
    Paper.LEGAL_CHANNEL: "法告",
    Paper.FORWARD: "转",
    Paper.ASSIGNMENT: "交",
    Paper.EXTENSION: "延",
    Paper.OPINION: "复",
    Paper.SUPERVISION: "督",
}
"""The word by which the number of each paper is told apart."""

_SIGNS: Mapping[Matter, tuple[str, ...]] = {
    Matter.CONDUCT: ("吃拿卡要", "收了", "受贿", "作风", "公款", "贪污", "索要"),
    Matter.ACCOUNTS: ("账目", "集体账", "村务公开", "财务公开", "发包", "租金", "合同款"),
    Matter.SUBSIDY: ("补贴", "低保", "救助", "补助", "五保", "特困"),
    Matter.LAND: ("宅基", "承包地", "征地", "土地", "机动地", "确权", "地界"),
    Matter.WORKS: ("渠", "自来水", "修路", "道路", "路灯", "桥", "水管", "施工"),
    Matter.ENVIRONMENT: ("垃圾", "污水", "臭", "噪声", "养殖场", "焚烧"),
    Matter.WELFARE: ("学校", "医院", "医保", "养老", "卫生室", "社保"),
    Matter.NEIGHBOURS: ("邻居", "隔壁", "滴水", "排水", "院墙", "采光"),
}


def proposed_matter(text: str) -> Matter:
    """Return what a text seems to be about, by the words it holds; a person decides."""
    found = {matter: sum(text.count(sign) for sign in signs) for matter, signs in _SIGNS.items()}
    best = max(found, key=lambda matter: found[matter])
    return best if found[best] else Matter.OTHER


def named_in(text: str, names: Iterable[str]) -> frozenset[str]:
    """Return which names stand in a text, whatever spaces and line breaks are set within them.

    In Latin letters only a full name counts, as words of their own.
    """
    joined, latin = "".join(text.split()), _latin(text)
    return frozenset(name for name in names if _stands_in(name, joined, latin))


def _stands_in(name: str, joined: str, latin: str) -> bool:
    if name.isascii():
        return " " in name and f" {_latin(name)} " in f" {latin} "
    return len(name) >= MIN_NAME_LENGTH and name in joined


def _latin(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


def sealed_for(
    category: str, *, is_against_town: bool, barred: Collection[int], secretaries: Collection[int]
) -> SealedFor:
    """Return for whom alone a petition is kept (Regulations, articles 30 and 45).

    Accusations, and what is said against the township itself, are for the discipline secretary; what is said against
    every secretary is for the head of the township.

    Args:
        barred: The people who are kept out of it, by key.
        secretaries: The discipline secretaries, by key.
    """
    if category != Category.ACCUSATION and not is_against_town:
        return SealedFor.NOBODY
    return SealedFor.SECRETARY if set(secretaries) - set(barred) else SealedFor.HEAD


def series(*, is_sealed: bool) -> str:
    """Return the letters of a petition's number: what is sealed is counted apart, so that no gap tells of one."""
    return "JJ" if is_sealed else "XF"


def paper_number(town: str, paper: Paper, *, year: int, count: int, is_sealed: bool = False) -> str:
    """Return the number of an official paper, such as 青信复〔2026〕27号, or 青纪信受〔2026〕2号 of a sealed petition.

    Args:
        town: The name of the township in Chinese; its first character stands for it.
        is_sealed: Whether it is counted apart, so that no gap tells of a sealed petition.
    """
    return f"{town[:1]}{'纪' if is_sealed else ''}信{PAPER_WORDS[paper]}〔{year}〕{count}号"
