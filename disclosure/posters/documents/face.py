"""Every word of a poster outside its table and its text, in the order it is read."""

from dataclasses import dataclass, fields
from datetime import date

from disclosure.posters.documents.sheet import PosterSheet, Signature
from disclosure.posters.rules.content import Pillar, PosterContent
from disclosure.posters.rules.measure import points_for, title_lines
from disclosure.posters.rules.paper import Paper

_OVERPRINTS = {"published": "", "specimen": "样张", "superseded": "已被更正"}
_HASH_SHOWN, _HASH_GROUP = 12, 4  # characters
_CONTINUED = "（续）"
_HEAD_SHARE = 0.78  # of the measure, for the title on sheets after the first


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of every sheet: what leads a lost sheet home."""

    hint: str
    code: str
    host: str
    phone_label: str
    phone: str
    town: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """The words of a poster, and the sizes in points that depend on them."""

    stream: str
    ids: tuple[str, ...]
    title: tuple[str, ...]
    title_points: float
    continued: str
    continued_points: float
    subtitle: tuple[str, ...]
    unit: str
    term: tuple[str, str, str]
    pillars: tuple[Pillar, ...]
    pillar_points: float
    corrects: str
    notes: tuple[str, ...]
    remark: tuple[str, ...]
    attachments: tuple[str, ...]
    signatures: tuple[Signature, ...]
    doubt: str
    how: tuple[str, ...]
    seal: tuple[str, ...]
    overprint: str
    foot: Foot

    def words(self, sheets: int) -> list[str]:
        """Return everything that must be readable on a poster of so many sheets."""
        once: list[str] = [self.stream, *self.ids, "".join(self.title), *self.subtitle]
        once += [*self.term, self.corrects, *self.notes, *self.remark, *self.attachments, *self.how]
        once += [text for pillar in self.pillars for text in (pillar.label, pillar.amount)]
        once += [text for signature in self.signatures for text in (signature.role, signature.name, signature.title)]
        once += [self.doubt, *self.seal]
        foot = [value for item in fields(Foot) for value in _texts(getattr(self.foot, item.name))]
        each = [*foot, self.overprint]
        turns = [text for text in (self.continued, self.unit) if text] * (sheets - 1)
        counts = [f"第{number}页，共{sheets}页" for number in range(1, sheets + 1)]
        return [*once, *each * sheets, *turns, *counts]


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def face_of(sheet: PosterSheet, paper: Paper) -> Face:
    """Return the words of ``sheet`` with sizes that fit ``paper``."""
    largest, smallest = paper.title
    title, title_points = title_lines(sheet.title, width=paper.measure, largest=largest, smallest=smallest)
    continued = sheet.title + _CONTINUED
    content = sheet.content or PosterContent()
    unit = f"金额单位：{content.amounts_unit}" if content.amounts_unit else ""
    head = paper.measure * (_HEAD_SHARE if unit else 1)
    return Face(
        stream=sheet.stream_name,
        ids=_ids(sheet),
        title=title,
        title_points=title_points,
        continued=continued,
        continued_points=points_for(continued, width=head, largest=paper.head, smallest=paper.small),
        subtitle=tuple(filter(None, (sheet.unit_name, sheet.period_text, unit))),
        unit=unit,
        term=_term(sheet),
        pillars=content.pillars,
        pillar_points=_pillar_points(content.pillars, paper),
        corrects=sheet.corrects or "",
        notes=content.notes,
        remark=_remark(sheet),
        attachments=_attachments(sheet),
        signatures=sheet.signatures,
        doubt=content.doubt,
        how=sheet.how_to_object,
        seal=_seal(sheet),
        overprint=_OVERPRINTS[sheet.kind],
        foot=_foot(sheet),
    )


def _day(day: date, *, since: date | None = None) -> str:
    """Return 2026年10月19日, without the year where it is that of ``since``."""
    year = "" if since and since.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _edition(sheet: PosterSheet) -> str:
    return f"第 {sheet.edition} 版"


def _ids(sheet: PosterSheet) -> tuple[str, ...]:
    when = f"{_day(sheet.published_on)}公开" if sheet.published_on else "未公开"
    number = f"编号 {sheet.notice_number}"
    return tuple(filter(None, (sheet.site_name, number, f"{_edition(sheet)}，{when}")))


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
    """Return the size at which the longest figure fits its quarter of the sheet."""
    room = paper.measure / 4 - paper.pillar_edge
    return min(
        (points_for(item.amount, width=room, largest=paper.pillar, smallest=paper.small) for item in pillars),
        default=paper.pillar,
    )


def _remark(sheet: PosterSheet) -> tuple[str, ...]:
    """Return the remark of the supervision committee, a paragraph each; the first says whose it is."""
    first, *rest = [text.strip() for text in sheet.remark.splitlines() if text.strip()] or [""]
    return (f"监委会意见：{first}", *rest) if first else ()


def _attachments(sheet: PosterSheet) -> tuple[str, ...]:
    if len(sheet.attachments) <= 1:
        return tuple(f"附件：{name}" for name in sheet.attachments)
    return tuple(f"附件 {number}：{name}" for number, name in enumerate(sheet.attachments, start=1))


def _seal(sheet: PosterSheet) -> tuple[str, ...]:
    day = _day(sheet.published_on) if sheet.published_on else "　　年　　月　　日"
    return "（公章）", sheet.unit_name, day


def _foot(sheet: PosterSheet) -> Foot:
    contact = f"（{sheet.supervision_contact}）" if sheet.supervision_contact else ""
    count = f"，{sheet.content.count}" if sheet.content and sheet.content.count else ""
    lines = [f"编号 {sheet.notice_number}", f"{_edition(sheet)}{count}"]
    hint, code, host = "供核对，不张贴。公开后才有二维码和校验码", "样张", ""
    if sheet.kind != "specimen":
        hint = _hint(sheet)
        code, host = sheet.verify_code, sheet.verify_host_text
        lines += [f"公开日志 {sheet.log_sequence:,}", _grouped(sheet.log_hash)]
    return Foot(
        hint=hint,
        code=code,
        host=host,
        phone_label=f"监督电话{contact}",
        phone=sheet.supervision_phone,
        town=f"{sheet.town_phone_label} {sheet.town_phone}".strip(),
        lines=tuple(lines),
    )


def _hint(sheet: PosterSheet) -> str:
    """Say what the code is for. What took the edition's place is said here, so that no line moves."""
    if sheet.kind == "superseded":
        return f"本版已被{sheet.superseded_by or '新的一版'}更正，扫码或凭校验码看现行版本"
    return "扫码看现行版本、提意见。不会扫码，凭校验码也能查"


def _grouped(digest: str) -> str:
    """Return the head of a hash in groups, as a person reads it out."""
    shown = digest[:_HASH_SHOWN]
    return " ".join(shown[at : at + _HASH_GROUP] for at in range(0, len(shown), _HASH_GROUP))
