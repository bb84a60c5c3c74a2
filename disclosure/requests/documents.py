"""The official papers of a request: notice to put it right, letter to a third party, notice of extension, reply.

They are Chinese, as official papers are; letters by e-mail are in the applicant's language.
"""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

from datetime import date

from django.conf import settings
from django.utils import timezone, translation

from disclosure.requests.enums import SUPPLEMENT_LIMIT, Delivery, Result, ResultGroup
from disclosure.requests.models import Consultation, Request
from disclosure.requests.queries.papers import Paper
from disclosure.requests.rules import GIVES, GROUNDS, REGULATIONS
from portal.cases.documents import Sheet, print_sheet
from portal.cases.rules.sender import AsItCame
from portal.core import audit, pdf
from portal.core.dates import full_date

_HOW = {
    Delivery.EMAIL: "以电子邮件方式提供",
    Delivery.POST: "以邮寄纸质件方式提供",
    Delivery.VISIT: "请到本机关查阅、抄录",
}


def print_paper(request: Request, paper: Paper, *, came: AsItCame) -> pdf.Rendered:
    """Print one paper of a request.

    Args:
        came: The request as it came, which the reader was given by `read_private`, or the applicant's own.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        return print_sheet(sheet_of(request, paper, came=came))


def sheet_of(request: Request, paper: Paper, *, came: AsItCame) -> Sheet:
    """Return what a paper says."""
    title, to, paragraphs, dated = {
        Paper.CORRECTION: _correction,
        Paper.CONSULTATION: _consultation,
        Paper.EXTENSION: _extension,
        Paper.REPLY: _reply,
    }[paper](request, came)
    phone = request.town.supervision_phone
    return Sheet(
        number=request.number,
        title=title,
        to=to,
        paragraphs=paragraphs,
        signed_by=request.town.publishing_body,
        dated=dated,
        contact=f"联系电话：{phone}" if phone else "",
        files=[one.name for one in request.files.all()] if paper == Paper.REPLY and request.result in GIVES else [],
    )


_Said = tuple[str, str, list[str], date]


def _correction(request: Request, came: AsItCame) -> _Said:
    limit = request.case.clocks.filter(rule=SUPPLEMENT_LIMIT).order_by("-pk").first()
    by = f"请于{full_date(limit.due)}前补正" if limit and limit.due else "请及时补正"
    paragraphs = [
        _came_in(request),
        f"经审查，您的申请内容不够明确。根据《{REGULATIONS}》第三十条，{by}以下内容：",
        *_lines(request.correction),
        "答复期限自收到您补正的申请之日起计算。无正当理由逾期不补正的，视为放弃申请，本机关不再处理。",
    ]
    return "政府信息公开申请补正告知书", came.sender.name, paragraphs, limit.start if limit else _today(request)


def _consultation(request: Request, _came: AsItCame) -> _Said:
    asked: Consultation = request.consultations.latest("pk")
    paragraphs = [
        "本机关收到政府信息公开申请，申请公开的信息涉及贵方，内容如下：",
        *_lines(asked.concern),
        f"根据《{REGULATIONS}》第三十二条，现征求贵方意见。请自收到本函之日起15个工作日内提出是否同意公开的意见；"
        "不同意公开的，请说明理由。逾期未提出意见的，由本机关依法决定是否公开。",
    ]
    return "政府信息公开征求第三方意见书", asked.party, paragraphs, timezone.localdate(asked.asked_at)


def _extension(request: Request, came: AsItCame) -> _Said:
    due = request.clock.due
    paragraphs = [
        _came_in(request),
        f"因{request.extension.rstrip('。')}，本机关不能在规定期限内答复。根据《{REGULATIONS}》第三十三条，经本机关政府信息"
        f"公开工作机构负责人同意，答复期限延长{request.clock.extended_days}个工作日"
        + (f"，将于{full_date(due)}前答复。" if due else "。"),
    ]
    return "政府信息公开申请延期答复告知书", came.sender.name, paragraphs, _extended_on(request)


def _reply(request: Request, came: AsItCame) -> _Said:
    result = Result(request.result)
    ground = GROUNDS[result]
    basis = f"根据{ground.basis}，现答复如下：" if ground.basis else "现答复如下："
    how = [f"本次公开的信息{_HOW[Delivery(request.delivery)]}，不收取费用。"] if result in GIVES else []
    paragraphs = [
        _came_in(request),
        f"经审查，{basis}{_group_words(result)}",
        *_lines(request.reply),
        *how,
        _remedy(ground.group),
    ]
    title = "政府信息公开申请答复书" + ("" if request.ended_at else "（送审稿）")
    return title, came.sender.name, paragraphs, _today(request)


def _came_in(request: Request) -> str:
    day = full_date(timezone.localdate(request.case.received_at))
    about = f"，内容为“{request.subject}”" if request.subject else ""
    return f"本机关于{day}收到您提出的政府信息公开申请（编号{request.number}）{about}。"


def _group_words(result: Result) -> str:
    group = GROUNDS[result].group
    if group in (ResultGroup.GRANTED, ResultGroup.PARTLY):
        return f"{ResultGroup(group).label}。"
    return f"{ResultGroup(group).label}（{result.label}）。"


def _remedy(group: ResultGroup) -> str:
    authority = settings.REVIEW_AUTHORITY or "上一级人民政府"
    if group in (ResultGroup.REFUSED, ResultGroup.PARTLY):
        return (
            f"如对不予公开的决定不服，可以自收到本答复书之日起60日内向{authority}申请行政复议；"
            "对行政复议决定不服的，可以依法向人民法院提起行政诉讼。"
        )
    return (
        f"如对本答复不服，可以自收到本答复书之日起60日内向{authority}申请行政复议，"
        "或者自收到之日起6个月内依法向人民法院提起行政诉讼。"
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _today(request: Request) -> date:
    return timezone.localdate(request.ended_at or request.state_since)


def _extended_on(request: Request) -> date:
    line = audit.lines_of(request).filter(verb="extend").last()
    return timezone.localdate(line.at if line else request.state_since)
