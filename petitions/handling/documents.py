"""The official papers of a petition: notices, letters and opinions, each with its number and the box for the seal.

They are Chinese, as official papers are. What they say of unit, day, ground and body is as it was on the day they were
issued.
"""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone, translation

from petitions.handling.enums import (
    OPINION_LIMIT,
    Category,
    Finding,
    Ground,
    Matter,
    Paper,
    Result,
    SealedFor,
    Service,
    Stage,
)
from petitions.handling.models import IssuedPaper, Opinion, Petition
from petitions.handling.queries.petitions import given_to, reviewing_body
from petitions.handling.rules import REGULATIONS
from portal.accounts.models import User
from portal.cases.documents import Part, Receipt, Sheet, print_sheet
from portal.cases.enums import Channel
from portal.cases.rules.sender import AsItCame
from portal.core import pdf
from portal.core.dates import full_date

_TITLES = {
    Paper.ACCEPTANCE: "信访事项受理告知书",
    Paper.NOT_ACCEPTED: "信访事项不予受理告知书",
    Paper.REDIRECT: "信访事项告知书",
    Paper.LEGAL_CHANNEL: "依法分类处理信访诉求告知书",
    Paper.FORWARD: "信访事项转送函",
    Paper.ASSIGNMENT: "信访事项交办函",
    Paper.EXTENSION: "信访事项延期办理告知书",
    Paper.OPINION: "信访事项处理意见书",
    Paper.SUPERVISION: "信访事项督办函",
}
_CAME = {
    Channel.WEB: "在网上提出",
    Channel.TELEPHONE: "来电提出",
    Channel.BOX: "通过意见箱提出",
    Channel.IN_PERSON: "当面提出",
    Channel.LETTER: "来信提出",
}
_GROUNDS = {
    Ground.CONCLUDED: "该事项已经办理终结，您没有提出新的事实和理由",
    Ground.IN_HAND: "该事项已经受理或者正在办理，尚在规定期限内",
    Ground.LATE: "您没有在规定期限内请求复查、复核，该事项的处理意见为最终意见",
    Ground.NO_MATTER: "您没有提出可以办理的具体事项",
}
_FINDINGS = {
    Finding.ESTABLISHED: "您反映的情况属实。",
    Finding.PARTLY: "您反映的情况部分属实。",
    Finding.NOT_ESTABLISHED: "您反映的情况与事实不符。",
    Finding.UNPROVEN: "您反映的情况经查无法核实。",
}
_RESULTS = {
    Result.SUPPORTED: "您的请求有事实依据，予以支持。",
    Result.EXPLAINED: "对您的请求，解释说明如下。",
    Result.NOT_SUPPORTED: "您的请求缺乏事实或者法律、政策依据，不予支持。",
}
NOBODY_NAMED = "信访人"


@dataclass(frozen=True, slots=True)
class _Writing:
    """What a paper is written from."""

    petition: Petition
    issued: IssuedPaper
    came: AsItCame

    @property
    def day(self) -> date:
        return timezone.localdate(self.issued.issued_at)

    @property
    def about(self) -> str:
        """The petition by its number and subject."""
        subject = f"（{self.petition.subject}）" if self.petition.subject else ""
        return f"编号{self.petition.number}的信访事项{subject}"

    @property
    def came_in(self) -> str:
        """When and how it came in, said to the petitioner."""
        case = self.petition.case
        return f"您于{full_date(timezone.localdate(case.received_at))}{_CAME[Channel(case.channel)]}"

    @property
    def until(self) -> str:
        return full_date(self.issued.due) if self.issued.due else ""


_Said = tuple[str, list[str]]
"""To whom a paper is written, and what it says."""


def print_paper(petition: Petition, issued: IssuedPaper, *, came: AsItCame) -> pdf.Rendered:
    """Print one paper of a petition.

    Args:
        came: The petition as it came, which the reader was given by `read_private`, or the petitioner's own.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    with translation.override("zh-hans"):
        return print_sheet(sheet_of(petition, issued, came=came))


def print_draft(petition: Petition, opinion: Opinion, *, came: AsItCame, at: datetime) -> pdf.Rendered:
    """Print an opinion that is not signed yet, marked as such and without a number.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    drafted = IssuedPaper(
        petition=petition, town=petition.town, paper=Paper.OPINION, unit=petition.unit, issued_at=at, number=""
    )
    with translation.override("zh-hans"):
        return print_sheet(_opinion_sheet(_Writing(petition, drafted, came), opinion))


def sheet_of(petition: Petition, issued: IssuedPaper, *, came: AsItCame) -> Sheet:
    """Return what a paper says."""
    written = _Writing(petition, issued, came)
    if issued.paper == Paper.OPINION:
        return _opinion_sheet(written, petition.opinions.select_related("drafted_by").get(number=issued.number))
    to, paragraphs = _WORDS[Paper(issued.paper)](written)
    handlers = given_to(petition) if issued.paper == Paper.EXTENSION else []  # a leader extends, who has it is asked
    who = handlers[0] if handlers else issued.issued_by
    return _sheet(written, _TITLES[Paper(issued.paper)], to, paragraphs, who=who, word="联系人")


def _sheet(
    written: _Writing,
    title: str,
    to: str,
    paragraphs: list[str],
    *,
    who: User,
    word: str,
    parts: list[Part] | None = None,
) -> Sheet:
    town = written.issued.town
    phone = town.supervision_phone
    contact = f"{word}：{who.name_zh}" + (f"\n电话：{phone}" if phone else "")
    return Sheet(
        number=written.issued.number or written.petition.number,
        title=title,
        to=to,
        paragraphs=paragraphs,
        parts=parts or [],
        signed_by=_issuer(written),
        dated=written.day,
        contact=contact,
    )


def _issuer(written: _Writing) -> str:
    """Return who issues a paper: the discipline commission what its secretary alone sees, else the government."""
    if written.petition.sealed_for == SealedFor.SECRETARY:
        return f"中共{written.issued.town.name_zh}纪律检查委员会"
    return written.issued.town.publishing_body


def _opinion_sheet(written: _Writing, opinion: Opinion) -> Sheet:
    petition = written.petition
    accepted = f"，本机关于{full_date(timezone.localdate(petition.accepted_at))}受理" if petition.accepted_at else ""
    opening = f"{written.about}，{written.came_in}{accepted}，现已办理完毕。"
    parts = [
        Part("一、您的请求", _lines(petition.wish) or [petition.subject.rstrip("。") + "。"]),
        Part("二、查明的事实", [_FINDINGS[Finding(opinion.finding)], *_lines(opinion.facts)]),
        Part("三、处理意见和依据", [_RESULTS[Result(opinion.result)], *_lines(opinion.text)]),
        Part("四、不同意本意见怎么办", [_remedy(petition)]),
    ]
    mediated = ["经调解，双方已经达成一致。"] if opinion.is_mediated else []
    parts[1].paragraphs.extend(mediated)
    is_signed = opinion.signed_at is not None
    title = _TITLES[Paper.OPINION] + ("" if is_signed else "（送审稿）")
    sheet = _sheet(written, title, _petitioner(written), [opening], who=opinion.drafted_by, word="承办人", parts=parts)
    if not is_signed:
        return sheet
    paper = f"{_TITLES[Paper.OPINION]} {written.issued.number}"
    ways = [str(way.label) for way in (Service.IN_PERSON, Service.POST, Service.AGENT)]
    return replace(sheet, receipt=Receipt(paper, ways))


def _remedy(petition: Petition) -> str:
    if petition.category != Category.APPEAL:
        return "您对本意见有不同看法的，可以向本机关反映，也可以对办理情况作出评价。"
    body = reviewing_body(Stage.REVIEW)
    return (
        f"可以自收到本意见书之日起30日内，向{body}书面请求复查，不收费；自收到之日的第二天起算。"
        "超过期限没有请求复查的，本意见为最终意见，不再受理以同一事实和理由提出的请求。"
    )


def _petitioner(written: _Writing) -> str:
    speakers = [one.name for one in written.petition.representatives.all()]
    return "、".join(speakers) or written.came.sender.name or NOBODY_NAMED


def _acceptance(written: _Writing) -> _Said:
    unit = written.issued.unit
    by = f"，应在{written.until}前书面答复您" if written.until else ""
    handled = (
        f"本事项由{unit.name_zh}办理{by}。"
        if unit and not written.petition.sealed_for
        else f"本机关将依照规定办理{by}。"
    )
    if written.petition.category == Category.ACCUSATION:
        handled = "本事项由专人办理，依照规定保密。"
    longer = (
        "情况复杂需要延长的，最多延长30日，并书面告诉您理由。" if written.petition.category == Category.APPEAL else ""
    )
    return _petitioner(written), [
        f"{written.about}，{written.came_in}，属于本机关职权范围。根据《{REGULATIONS}》第二十三条，决定受理。",
        f"{handled}{longer}",
        "办理期间，您可以补充材料，也可以撤回。凭编号和查询码，可以在本机关网站查看办到哪一步，也可以打电话询问。",
    ]


def _not_accepted(written: _Writing) -> _Said:
    ground = _GROUNDS[Ground(written.issued.ground)]
    return _petitioner(written), [
        f"{written.about}，{written.came_in}，本机关已经收到。",
        f"经审查，{ground}。根据《{REGULATIONS}》第二十三条，决定不予受理。",
        "您有新的事实和理由的，可以重新提出。对本告知书有疑问的，可以打电话询问。",
    ]


def _redirect(written: _Writing) -> _Said:
    return _petitioner(written), [
        f"{written.about}，{written.came_in}，本机关已经收到。",
        f"经审查，该事项不属于本机关职权范围。根据《{REGULATIONS}》第二十三条，请您向{written.issued.body}提出。",
        "向有权的机关提出时，可以出示本告知书。",
    ]


def _legal_channel(written: _Writing) -> _Said:
    return _petitioner(written), [
        f"{written.about}，{written.came_in}，本机关已经收到。",
        f"经审查，该诉求依法应当通过法定途径解决。根据《{REGULATIONS}》第三十一条，请您通过以下途径提出：{written.issued.body}。",
        "法定途径有时间限制的，请注意在期限内提出。需要帮助的，可以到镇公共法律服务站免费咨询。",
    ]


def _forward(written: _Writing) -> _Said:
    petition = written.petition
    return written.issued.body, [
        f"{written.about}，信访人于{full_date(timezone.localdate(petition.case.received_at))}向本机关提出，"
        f"属于你单位职权范围。根据《{REGULATIONS}》第二十四条，现将有关材料转送你单位。",
        "请依照规定决定是否受理，并在收到之日起15日内书面告知信访人。请勿将材料转给被反映的人员和单位。",
        "收到本函后认为不属于你单位职权范围的，请自收到之日起5个工作日内提出异议，并退回材料。",
    ]


def _assignment(written: _Writing) -> _Said:
    unit = written.issued.unit
    by = f"请在{written.until}前书面回复是否承办。" if written.until else "请及时书面回复是否承办。"
    return unit.name_zh if unit else "有关单位", [
        f"{written.about}（{Category(written.petition.category).label}，{Matter(written.petition.matter).label}），"
        f"现交你单位办理。{by}",
        f"认为不属于你单位职责的，请根据《{REGULATIONS}》第二十四条，自收到之日起5个工作日内提出异议并说明理由，不得自行转交。",
        "承办人员与信访事项或者信访人有直接利害关系的，应当回避。信访人的姓名、联系方式和反映的内容不得泄露。",
    ]


def _extension(written: _Writing) -> _Said:
    clock = (
        written.petition.case.clocks.filter(rule=OPINION_LIMIT, extended_days__gt=0, start__lte=written.day)
        .order_by("-pk")
        .first()
    )
    days = clock.extended_days if clock else 30
    why = clock.extension_reason.rstrip("。") if clock else "情况复杂"
    by = f"，将于{written.until}前书面答复您" if written.until else ""
    return _petitioner(written), [
        f"{written.about}，{written.came_in}，本机关正在办理。",
        f"因{why}，不能在60日内办结。根据《{REGULATIONS}》第三十四条，经本机关负责人批准，办理期限延长{days}日{by}。",
    ]


def _supervision(written: _Writing) -> _Said:
    order = written.petition.supervisions.filter(ordered_at=written.issued.issued_at).first()
    unit = written.issued.unit
    by = f"请在{written.until}前书面报告办理情况。" if written.until else "请尽快书面报告办理情况。"
    return unit.name_zh if unit else written.issued.town.publishing_body, [
        f"{written.about}，根据《{REGULATIONS}》第四十条，现予督办，要求如下：",
        *_lines(order.words if order else ""),
        by,
    ]


_WORDS: dict[Paper, Callable[[_Writing], _Said]] = {
    Paper.ACCEPTANCE: _acceptance,
    Paper.NOT_ACCEPTED: _not_accepted,
    Paper.REDIRECT: _redirect,
    Paper.LEGAL_CHANNEL: _legal_channel,
    Paper.FORWARD: _forward,
    Paper.ASSIGNMENT: _assignment,
    Paper.EXTENSION: _extension,
    Paper.SUPERVISION: _supervision,
}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
