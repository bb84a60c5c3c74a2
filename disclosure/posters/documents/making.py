"""What goes on paper: a poster's sheet gathered from an edition. Chinese only."""

from datetime import date, datetime
from typing import TypedDict
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import NoticeUnit, Stream
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import public_remark, title_zh
from disclosure.notices.registry import PARTS
from disclosure.posters.actions import store_poster
from disclosure.posters.documents.render import Poster as Drawn
from disclosure.posters.documents.render import make_poster as draw
from disclosure.posters.documents.sheet import Kind, PosterSheet, Signature
from disclosure.posters.enums import PaperSize
from disclosure.posters.models import Poster
from disclosure.posters.queries import stored_poster
from disclosure.posters.registry import POSTER_BODIES
from disclosure.posters.rules.content import PosterContent
from disclosure.posters.rules.paper import Size
from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.core import publication_log
from portal.core.markdown import body_html
from portal.core.pdf import PdfFault
from portal.core.refusals import Refused

_STREAM_NAMES = {
    Stream.GOVERNMENT: "政务公开",
    Stream.PARTY: "党务公开",
    Stream.VILLAGE: "村务公开",
    Stream.FINANCE: "财务公开",
}
_SIZES: dict[PaperSize, Size] = {PaperSize.A4: "A4", PaperSize.A3: "A3", PaperSize.A2: "A2"}


def poster(edition: Edition, size: PaperSize) -> Drawn:
    """Set the poster of a published edition; overprinted where a later one has taken its place.

    Raises:
        PdfFault: What came out does not carry everything it must.
        ValueError: The edition has never been published.
    """
    kind: Kind = "superseded" if edition.state == State.SUPERSEDED else "published"
    return _set(edition, size, kind)


def make_poster(*, edition: Edition, size: PaperSize, at: datetime) -> Poster:
    """Set, check and store a poster; one that is there already is returned.

    Raises:
        Refused: The edition is not public, or what came out does not carry everything it must; then
            nothing is stored.
    """
    known = stored_poster(edition, size)
    if known:
        return known
    if edition.state not in (State.PUBLISHED, State.SUPERSEDED):
        raise Refused(_("Only an edition that is public has a poster."))
    try:
        made = poster(edition, size)
    except PdfFault as fault:
        raise Refused(str(fault)) from fault
    return store_poster(edition=edition, size=size, pdf=made.pdf, pages=made.pages, at=at)


def specimen(edition: Edition, size: PaperSize) -> Drawn:
    """Set a specimen (样张) of an edition in preparation: no QR code, no log entry, not stored."""
    return _set(edition, size, "specimen")


def _set(edition: Edition, size: PaperSize, kind: Kind) -> Drawn:
    with translation.override("zh-hans"):
        return draw(sheet(edition, size, kind))


def sheet(edition: Edition, size: PaperSize, kind: Kind) -> PosterSheet:
    """Gather what a poster of an edition carries."""
    notice, unit = edition.notice, edition.notice.unit
    content = _content(edition)
    published: _Published = {} if kind == "specimen" else _published(edition)
    return PosterSheet(
        size=_SIZES[size],
        kind=kind,
        stream_name=_STREAM_NAMES[Stream(notice.entry.stream)],
        notice_number=notice.number,
        edition=edition.number,
        title=title_zh(edition),
        unit_name=unit.publishing_body_zh or unit.name_zh,
        period_text=_period_text(edition),
        notice_days_text=_notice_days(edition) if notice.entry.notice_days else "",
        corrects=_corrects(edition) or None,
        superseded_by=_superseded_by(edition) if kind == "superseded" else None,
        body_html=_text(edition, content),
        remark=public_remark(edition),
        content=content,
        signatures=_signatures(edition),
        supervision_phone=unit.supervision_phone,
        supervision_contact=unit.supervision_contact,
        town_phone_label=f"{unit.town.name_zh}党政办",
        town_phone=unit.town.supervision_phone,
        how_to_object=_how_to_object(edition),
        site_name=f"{unit.town.name_zh}公开",
        attachments=tuple(file.name for file in edition.attachments.all()),
        **published,
    )


class _Published(TypedDict, total=False):
    """What only a published edition's poster carries."""

    published_on: date
    notice_from: date | None
    notice_to: date | None
    verify_url: str
    verify_code: str
    verify_host_text: str
    log_sequence: int
    log_hash: str


def _published(edition: Edition) -> _Published:
    entry = publication_log.entries(subject_number=edition.notice.number, edition=edition.number).first()
    if edition.published_at is None or entry is None:
        raise ValueError("Only an edition that was published has a poster.")
    return {
        "published_on": timezone.localdate(edition.published_at),
        "notice_from": edition.notice_from,
        "notice_to": edition.notice_to,
        "verify_url": f"{settings.SITE_URL}/verify/{edition.shown_code}/",
        "verify_code": edition.shown_code,
        "verify_host_text": f"{urlsplit(settings.SITE_URL).netloc}/verify",
        "log_sequence": entry.sequence,
        "log_hash": entry.hash,
    }


def _period_text(edition: Edition) -> str:
    if not edition.notice.entry.is_regular:
        return ""
    period = Period.parse(edition.notice.period)
    first, last = period.first, period.last
    return f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日"


def _notice_days(edition: Edition) -> str:
    entry = edition.notice.entry
    kind = "个工作日" if entry.notice_unit == NoticeUnit.WORKING else "天"
    said = f"{entry.notice_days}{kind}。有异议请在此期间提出"
    return said + "（当年放假安排尚未公布，截止日期可能变动）" if edition.notice_provisional else said


def _content(edition: Edition) -> PosterContent | None:
    """Return what the form of an edition puts on its poster."""
    found = POSTER_BODIES.get(edition.form)
    return found.body(edition) if found else None


def _text(edition: Edition, content: PosterContent | None) -> str | None:
    """Return the text of an edition; where it says nothing itself, that it stands in the files."""
    if edition.body:
        return body_html(edition.body)
    if content is None:
        files = "".join(f"<li>{escape(file.name)}</li>" for file in edition.attachments.all())
        return f"<p>内容见附件，可扫码查阅，也可以到公开单位查阅：</p><ul>{files}</ul>"
    return None


def _how_to_object(edition: Edition) -> tuple[str, ...]:
    unit = edition.notice.unit
    box = f"，或投意见箱（{unit.opinion_box_zh}）" if unit.opinion_box_zh else ""
    first = f"打监督电话{box}。"
    second = "扫左下角二维码，查看网上的现行版本。" if edition.log_sequence else "向公开单位提出。"
    if not unit.is_village:
        return first, second
    return first, second, "对村里的答复不满意，向镇党政办反映，镇里 20 日内答复。", "凭证和合同可到村委会查阅。"


def _signatures(edition: Edition) -> tuple[Signature, ...]:
    signed = (
        ("编制", edition.prepared_by, Role.CLERK),
        ("监委会会签", edition.countersigned_by, Role.SUPERVISOR),
        ("审核", edition.reviewed_by, Role.REVIEWER),
        ("审批", edition.approved_by, Role.APPROVER),
        ("发布", edition.published_by, Role.PUBLISHER),
    )
    return tuple(
        Signature(role=label, name=person.name_zh, title=_title_of(person, role, edition))
        for label, person, role in signed
        if person is not None
    )


def _title_of(person: User, role: Role, edition: Edition) -> str:
    unit, station = edition.notice.unit, edition.notice.station
    places = [place for place in (unit, unit.parent, station) if place]
    post = Post.objects.filter(person=person, role=role, unit__in=places).order_by("-starts_on").first()
    return post.title_zh if post else ""


def _corrects(edition: Edition) -> str:
    """Return what the edition corrects and why, and because of what where its parts say so."""
    because = "，".join(said for part in PARTS if (said := part.printed_correction(edition)))
    said = f"更正第 {edition.number - 1} 版，{because}。" if because else ""
    return said + edition.correction_reason


def _superseded_by(edition: Edition) -> str:
    later = edition.notice.editions.filter(number__gt=edition.number).order_by("number").first()
    return f"第 {later.number} 版" if later else ""
