"""The papers of a rectification: the notice that asks for it, and the one that presses for it. Both are Chinese."""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

from datetime import date

from django.utils import translation

from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from accountability.rectification.registry import RECTIFICATION_SOURCES
from accountability.rectification.rules import OBJECTION_DAYS, RECHECK_DAYS
from portal.accounts.enums import UnitKind
from portal.cases.documents import Part, Receipt, Sheet, print_sheet
from portal.core import pdf
from portal.core.dates import full_date

_WAYS = ["直接送达", "留置送达", "工作台送达"]
_ORDINALS = "一二三四五六七八九十"
_NUMBERED_UP_TO = len(_ORDINALS)


def document_number(row: Rectification) -> str:
    """Return the number under which the discipline commission issues its notice, such as 青纪改〔2026〕7号."""
    return f"{row.town.name_zh[:1]}纪改{_year_and_count(row)}号"


def _year_and_count(row: Rectification) -> str:
    year, count = row.number.rsplit("-", 2)[1:]
    return f"〔{year}〕{int(count)}"


def notice(row: Rectification) -> pdf.Rendered:
    """Print the notice that asks a unit to put something right.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        return print_sheet(_notice(row))


def pressing(row: Rectification, *, reason: str, pressed_on: date) -> pdf.Rendered:
    """Print the supervision notice that presses for what is not put right, as it was last said.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        return print_sheet(_pressing(row, reason, pressed_on))


def _notice(row: Rectification) -> Sheet:
    number = document_number(row)
    due = full_date(row.due)
    moved = f"（原定{full_date(row.original_due)}）" if row.due != row.original_due else ""
    return Sheet(
        number=number,
        title="整改通知书",
        to=_to(row),
        paragraphs=[_opening(row)],
        parts=[
            Part("一、查明的问题", _numbered(row.text)),
            Part("二、整改要求", [*_numbered(row.requirement), f"以上在{due}前办好{moved}。"]),
            Part("三、责任人", _responsible(row)),
            Part("四、怎样交凭据", [_how(row)]),
        ],
        signed_by=_issuer(row),
        dated=row.given_on,
        contact=_contact(row),
        receipt=Receipt(f"《整改通知书》{number}", _WAYS),
    )


def _pressing(row: Rectification, reason: str, pressed_on: date) -> Sheet:
    number = f"{row.town.name_zh[:1]}纪督{_year_and_count(row)}-{row.times_supervised}号"
    return Sheet(
        number=number,
        title="督办单",
        to=_to(row),
        paragraphs=[
            f"{full_date(row.given_on)}以{document_number(row)}通知你单位整改的问题，限{full_date(row.due)}前办好，"
            f"现第{row.times_supervised}次督办。",
        ],
        parts=[
            Part("一、还没有整改的问题", _numbered(row.text)),
            Part("二、督办要求", _numbered(reason)),
            Part("三、责任", _responsible(row)),
        ],
        signed_by=_issuer(row),
        dated=pressed_on,
        contact=_contact(row),
        receipt=Receipt(f"《督办单》{number}", _WAYS),
    )


def _to(row: Rectification) -> str:
    """Return to whom it goes: in a village the party branch and the supervision committee, as both lines answer."""
    is_village = row.unit.kind == UnitKind.VILLAGE
    return f"{row.unit.name_zh}党支部、村务监督委员会" if is_village else row.unit.name_zh


def _opening(row: Rectification) -> str:
    source = RECTIFICATION_SOURCES.get(row.source)
    said = source.opening(row) if source else ""
    return said or f"{Source(row.source).label}中查明你单位有下列问题，请按期整改。"


def _responsible(row: Rectification) -> list[str]:
    named = [("主体责任", row.responsible), ("监督责任", row.supervising)]
    lines = [f"{line}：{who}。" for line, who in named if who]
    return ["".join(lines) + "逾期不改，主体责任和监督责任一并追究，计入年度考核。"]


def _how(row: Rectification) -> str:
    return (
        f"在工作台“整改”第{row.number}号下写明整改情况、上传凭据，或送镇纪委办公室。镇纪委收到后{RECHECK_DAYS}日内复查。"
        f"对本通知有异议的，收到后{OBJECTION_DAYS}日内书面提出。"
    )


def _issuer(row: Rectification) -> str:
    return f"中共{row.town.name_zh}纪律检查委员会"


def _contact(row: Rectification) -> str:
    return f"电话：{row.town.supervision_phone}" if row.town.supervision_phone else ""


def _numbered(text: str) -> list[str]:
    """Return the lines of a text as paragraphs that end in a full stop, numbered where there are several."""
    lines = [f"{line.strip().rstrip('。')}。" for line in text.splitlines() if line.strip()]
    if not 1 < len(lines) <= _NUMBERED_UP_TO:
        return lines
    return [f"（{_ORDINALS[place]}）{line}" for place, line in enumerate(lines)]
