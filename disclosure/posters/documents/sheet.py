"""The sheet of a poster: its page, its body and its QR code."""

from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from itertools import groupby
from typing import Literal

import segno

from disclosure.posters.rules.content import PosterContent
from disclosure.posters.rules.paper import Size

_QUIET = 4  # modules of white around the code, as its standard asks


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: its side in modules with the quiet zone, and the dark ones as an SVG path."""

    side: int
    path: str


def code_of(address: str) -> Code:
    """Return the code that holds ``address``; a quarter of it may be torn or dirty."""
    matrix = segno.make_qr(address, error="q").matrix
    path = []
    for y, line in enumerate(matrix, start=_QUIET):
        x = _QUIET
        for dark, run in groupby(line):
            length = len(list(run))
            if dark:
                path.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return Code(side=len(matrix) + 2 * _QUIET, path="".join(path))


_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark"),
        *("q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"),
    )
)


def paragraphs(html: str) -> list[str]:
    """Return each stretch of text that no block begins or ends in."""
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
        if tag not in _INLINE:
            self.found.append([])

    def handle_data(self, data: str) -> None:
        self.found[-1].append(data)


Kind = Literal["published", "specimen", "superseded"]
"""A specimen (样张) is printed before publication, so it leads nowhere: no code, no log entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One who answers for the notice: 编制 钱秀兰 (村会计)."""

    role: str
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterSheet:
    """A poster. Text and content of the form may both be there; one of them must.

    Attributes:
        stream_name: 财务公开.
        notice_number: QS-01-F02-2026Q3.
        unit_name: The body that publishes and seals: 柳树村村民委员会.
        period_text: 2026年7月1日至9月30日; empty where the notice has no period.
        published_on: Day of publication; a specimen has none.
        notice_from, notice_to: First and last day of the notice period, None without one.
        notice_days_text: 五个工作日。有异议请在此期间提出.
        corrects: What this edition corrects and why, in a sentence.
        superseded_by: 第 3 版, on a superseded poster.
        body_html: Text of the notice, already made safe; headings from h2 downwards.
        content: What the form of the notice puts on it.
        remark: What the supervision committee remarked, where it is published.
        how_to_object: One sentence each.
        verify_url: What the QR code holds; ``verify_code`` is the short code (7K3M-Q9TX) and
            ``verify_host_text`` where to type it in (gongkai.example/verify).
        log_sequence, log_hash: The publication's entry in the log; the hash in hex.
        attachments: Names of the files that belong to the notice.

    Raises:
        ValueError: Neither text nor content, or a published poster that leads nowhere.
    """

    size: Size
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
    period_text: str = ""
    published_on: date | None = None
    notice_from: date | None = None
    notice_to: date | None = None
    notice_days_text: str = ""
    corrects: str | None = None
    superseded_by: str | None = None
    body_html: str | None = None
    content: PosterContent | None = None
    remark: str = ""
    supervision_contact: str = ""
    town_phone_label: str = ""
    town_phone: str = ""
    verify_url: str = ""
    verify_code: str = ""
    verify_host_text: str = ""
    log_sequence: int | None = None
    log_hash: str = ""
    attachments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.content is None and not self.body_html:
            raise ValueError("A poster needs a text or the content of a form.")
        leads_home = (self.verify_url, self.verify_code, self.published_on, self.log_hash)
        if self.kind != "specimen" and not all((*leads_home, self.log_sequence)):
            raise ValueError("A published poster needs its date, code, address and log entry.")
