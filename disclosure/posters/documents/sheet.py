"""What a poster carries, and every word of it outside its table and its text, in the order it is read."""

from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import urlsplit

from disclosure.posters.enums import PaperSize
from disclosure.posters.rules.content import Pillar, PosterContent
from disclosure.posters.rules.paper import Paper, points_for, title_lines

_OVERPRINTS = {"published": "", "specimen": "样张", "superseded": "已被更正"}
_HASH_SHOWN, _HASH_GROUP = 12, 4  # characters
_HEAD_SHARE = 0.78  # of the measure, for the title on sheets after the first

Kind = Literal["published", "specimen", "superseded"]
"""A specimen (样张) is printed before publication, so it leads nowhere: no code, no log entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One who answers for the notice: 编制 钱秀兰 (村会计). Without a name there is a line to sign on."""

    role: str
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterSheet:
    """A poster. Text and content of the form may both be there; one of them must.

    `body_html` is made safe already, with headings from h2 downwards; `verify_url` is what the QR code holds.

    Raises:
        ValueError: Neither text nor content, or a published poster that leads nowhere.
    """

    size: PaperSize
    kind: Kind
    stream_name: str
    notice_number: str
    edition: int
    title: str
    unit_name: str
    signatures: tuple[Signature, ...]
    supervision_phone: str
    how_to_object: tuple[str, ...]
    site_name: str
    period_text: str = ""  # 2026年7月1日至9月30日
    published_on: date | None = None
    notice_from: date | None = None
    notice_to: date | None = None
    notice_days_text: str = ""  # 五个工作日。有异议请在此期间提出
    corrects: str = ""
    superseded_by: str = ""  # 第 3 版
    body_html: str = ""
    content: PosterContent | None = None
    remark: str = ""
    supervision_contact: str = ""
    town_phone_label: str = ""
    town_phone: str = ""
    verify_url: str = ""
    verify_code: str = ""
    log_sequence: int | None = None
    log_hash: str = ""
    attachments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.content is None and not self.body_html:
            raise ValueError("A poster needs a text or the content of a form.")
        leads_home = (self.verify_url, self.verify_code, self.published_on, self.log_hash)
        if self.kind != "specimen" and not all((*leads_home, self.log_sequence)):
            raise ValueError("A published poster needs its date, code, address and log entry.")


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of every sheet: what leads a lost sheet home."""

    hint: str
    code: str
    host: str
    phone_label: str
    town: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """The words of a poster that are put together, and the sizes in points that depend on them."""

    ids: tuple[str, ...]
    title: tuple[str, ...]
    title_points: float
    continued: str
    continued_points: float
    subtitle: tuple[str, ...]
    unit: str
    term: tuple[str, str, str]
    pillar_points: float
    remark: tuple[str, ...]
    attachments: tuple[str, ...]
    seal: tuple[str, ...]
    overprint: str
    foot: Foot


def face_of(sheet: PosterSheet, paper: Paper) -> Face:
    """Return the words of a sheet with sizes that fit the paper."""
    largest, smallest = paper.title
    title, title_points = title_lines(sheet.title, width=paper.measure, largest=largest, smallest=smallest)
    continued = f"{sheet.title}（续）"
    content = sheet.content or PosterContent()
    unit = f"金额单位：{content.amounts_unit}" if content.amounts_unit else ""
    head = paper.measure * (_HEAD_SHARE if unit else 1)
    when = f"{_day(sheet.published_on)}公开" if sheet.published_on else "未公开"
    return Face(
        ids=(sheet.site_name, f"编号 {sheet.notice_number}", f"第 {sheet.edition} 版，{when}"),
        title=title,
        title_points=title_points,
        continued=continued,
        continued_points=points_for(continued, width=head, largest=paper.head, smallest=paper.small),
        subtitle=tuple(filter(None, (sheet.unit_name, sheet.period_text, unit))),
        unit=unit,
        term=_term(sheet),
        pillar_points=_pillar_points(content.pillars, paper),
        remark=_remark(sheet),
        attachments=_attachments(sheet),
        seal=("（公章）", sheet.unit_name, _day(sheet.published_on) if sheet.published_on else "　　年　　月　　日"),
        overprint=_OVERPRINTS[sheet.kind],
        foot=_foot(sheet, content),
    )


def _day(day: date, *, since: date | None = None) -> str:
    year = "" if since and since.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _term(sheet: PosterSheet) -> tuple[str, str, str]:
    """Return the notice period: what it is, from when to when, and how it was counted."""
    if sheet.notice_from and sheet.notice_to:
        first, last = sheet.notice_from, sheet.notice_to
        return "公示期", f"{_day(first)} 至 {_day(last, since=first)}", sheet.notice_days_text
    if sheet.published_on:
        return "公开日期", _day(sheet.published_on), sheet.notice_days_text
    if sheet.notice_days_text:
        return "公示期", "公开后起算", sheet.notice_days_text
    return "公开日期", "待定", ""


def _pillar_points(pillars: tuple[Pillar, ...], paper: Paper) -> float:
    room = paper.measure / 4 - paper.pillar_edge
    return min(
        (points_for(item.amount, width=room, largest=paper.pillar, smallest=paper.small) for item in pillars),
        default=paper.pillar,
    )


def _remark(sheet: PosterSheet) -> tuple[str, ...]:
    """Return the remark of the supervision committee, a paragraph each; the first begins with whose it is."""
    first, *rest = [text.strip() for text in sheet.remark.splitlines() if text.strip()] or [""]
    return (f"监委会意见：{first}", *rest) if first else ()


def _attachments(sheet: PosterSheet) -> tuple[str, ...]:
    if len(sheet.attachments) <= 1:
        return tuple(f"附件：{name}" for name in sheet.attachments)
    return tuple(f"附件 {number}：{name}" for number, name in enumerate(sheet.attachments, start=1))


def _foot(sheet: PosterSheet, content: PosterContent) -> Foot:
    contact = f"（{sheet.supervision_contact}）" if sheet.supervision_contact else ""
    lines = [f"编号 {sheet.notice_number}", "，".join(filter(None, (f"第 {sheet.edition} 版", content.count)))]
    hint, code, host = "供核对，不张贴。公开后才有二维码和校验码", "样张", ""
    if sheet.kind != "specimen":
        hint, code, host = _hint(sheet), sheet.verify_code, f"{urlsplit(sheet.verify_url).netloc}/verify"
        digest = sheet.log_hash[:_HASH_SHOWN]
        groups = (digest[at : at + _HASH_GROUP] for at in range(0, len(digest), _HASH_GROUP))
        lines += [f"公开日志 {sheet.log_sequence:,}", " ".join(groups)]
    town = f"{sheet.town_phone_label} {sheet.town_phone}".strip()
    return Foot(hint, code, host, f"监督电话{contact}", town, tuple(lines))


def _hint(sheet: PosterSheet) -> str:
    if sheet.kind == "superseded":
        return f"本版已被{sheet.superseded_by or '新的一版'}更正，扫码或凭校验码看现行版本"
    return "扫码看现行版本、提意见。不会扫码，凭校验码也能查"


_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark"),
        *("q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"),
    )
)


def paragraphs(html: str) -> list[str]:
    """Return each stretch of text that no block begins or ends in; titles, which are not drawn, are left out."""
    reader = _Paragraphs()
    reader.feed(html)
    reader.close()
    return [text for text in map("".join, reader.found) if text.strip()]


def length(html: str) -> int:
    """Return how many characters the text has, white space apart."""
    return sum(len("".join(text.split())) for text in paragraphs(html))


class _Paragraphs(HTMLParser):
    """Gathers text, beginning anew at every tag that is not inline."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[str]] = [[]]

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.found.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.found.pop()
        if tag not in _INLINE:
            self.found.append([])

    def handle_data(self, data: str) -> None:
        self.found[-1].append(data)
