"""What goes on paper: a poster's sheet gathered from an edition. Chinese only."""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import escape

from disclosure.catalogue.enums import NoticeUnit
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import public_remark, title_zh
from disclosure.notices.registry import PARTS, form_of
from disclosure.posters.actions import check_public, store_poster
from disclosure.posters.documents.render import make_poster as draw
from disclosure.posters.documents.sheet import Kind, PosterSheet, Signature
from disclosure.posters.enums import PaperSize
from disclosure.posters.models import Poster
from disclosure.posters.queries import stored_poster
from disclosure.posters.registry import POSTER_BODIES
from disclosure.posters.rules.content import PosterContent
from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.core import pdf, publication_log
from portal.core.markdown import body_html
from portal.core.refusals import Refused


def poster(edition: Edition, size: PaperSize, *, is_specimen: bool = False) -> pdf.Rendered:
    """Draw the poster of a published edition, overprinted where a later one has taken its place, or a specimen (样张).

    A specimen has neither QR code nor log entry and is not stored.

    Raises:
        PdfFault: What came out does not carry everything it must.
        ValueError: The edition has never been published.
    """
    published: Kind = "superseded" if edition.state == State.SUPERSEDED else "published"
    with translation.override("zh-hans"):
        gathered = sheet(edition, size, "specimen" if is_specimen else published)
    return draw(gathered)


def make_poster(*, edition: Edition, size: PaperSize, at: datetime) -> Poster:
    """Draw, check and store a poster; one that is there already is returned.

    Raises:
        Refused: The edition is not public, or what came out does not carry everything it must.
    """
    known = stored_poster(edition, size)
    if known:
        return known
    check_public(edition)
    try:
        drawn = poster(edition, size)
    except pdf.PdfFault as fault:
        raise Refused(str(fault)) from fault
    return store_poster(edition=edition, size=size, pdf=drawn.pdf, pages=drawn.pages, at=at)


def sheet(edition: Edition, size: PaperSize, kind: Kind) -> PosterSheet:
    """Gather what a poster of an edition carries; the language is Chinese."""
    notice, unit = edition.notice, edition.notice.unit
    form = POSTER_BODIES.get(edition.form)
    content = form.body(edition) if form else None
    logged = publication_log.entries(subject_number=notice.number, edition=edition.number).first()
    entry = None if kind == "specimen" else logged
    return PosterSheet(
        size=size,
        kind=kind,
        stream_name=str(notice.entry.get_stream_display()),
        notice_number=notice.number,
        edition=edition.number,
        title=title_zh(edition),
        unit_name=unit.publishing_body_zh or unit.name_zh,
        period_text=_period_text(edition),
        notice_days_text=_notice_days(edition) if notice.entry.notice_days else "",
        corrects=_corrects(edition),
        superseded_by=_superseded_by(edition) if kind == "superseded" else "",
        body_html=_text(edition, content),
        remark=public_remark(edition),
        content=content,
        signatures=_signatures(edition),
        supervision_phone=unit.supervision_phone,
        supervision_contact=unit.supervision_contact_zh,
        town_phone_label=f"{unit.town.name_zh}党政办",
        town_phone=unit.town.supervision_phone,
        how_to_object=_how_to_object(edition),
        site_name=f"{unit.town.name_zh}公开",
        attachments=tuple(_listed(edition)),
        published_on=timezone.localdate(edition.published_at) if entry and edition.published_at else None,
        notice_from=edition.notice_from if entry else None,
        notice_to=edition.notice_to if entry else None,
        verify_url=f"{settings.SITE_URL}/verify/{edition.shown_code}/" if entry else "",
        verify_code=edition.shown_code if entry else "",
        log_sequence=entry.sequence if entry else None,
        log_hash=entry.hash if entry else "",
    )


def _period_text(edition: Edition) -> str:
    if not edition.notice.entry.is_regular:
        return ""
    period = Period.parse(edition.notice.period)
    first, last = period.first, period.last
    return f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日"


def _notice_days(edition: Edition) -> str:
    entry = edition.notice.entry
    kind = "个工作日" if entry.notice_unit == NoticeUnit.WORKING else "天"
    text = f"{entry.notice_days}{kind}。有异议请在此期间提出"
    return text + "（当年放假安排尚未公布，截止日期可能变动）" if edition.notice_provisional else text


def _text(edition: Edition, content: PosterContent | None) -> str:
    """Return the text of an edition; without one, that the files have the content."""
    if edition.body:
        return body_html(edition.body)
    if content is None:
        files = "".join(f"<li>{escape(name)}</li>" for name in _listed(edition))
        return f"<p>内容见附件，可扫码查阅，也可以到公开单位查阅：</p><ul>{files}</ul>"
    return ""


def _listed(edition: Edition) -> Iterator[str]:
    """Yield the names of the files that are listed below the text."""
    shows_file = form_of(edition).shows_file
    return (file.name for file in edition.attachments.all() if not shows_file(file.name))


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
    signatures = [
        Signature(role=label, name=person.name_zh, title=_title_of(person, role, edition))
        for label, person, role in signed
        if person is not None
    ]
    if edition.notice.unit.is_village:
        signatures.insert(1 + bool(edition.countersigned_by), _village_head(edition))
    return tuple(signatures)


def _village_head(edition: Edition) -> Signature:
    """Return who headed the village on the day of publication, today before it; without a name it is signed by hand."""
    day = timezone.localdate(edition.published_at)
    posts = Post.objects.filter(unit=edition.notice.unit, is_head=True, starts_on__lte=day)
    post = posts.exclude(ends_on__lt=day).select_related("person").order_by("-starts_on", "pk").first()
    return Signature(role="村负责人", name=post.person.name_zh if post else "", title=post.title_zh if post else "")


def _title_of(person: User, role: Role, edition: Edition) -> str:
    unit, station = edition.notice.unit, edition.notice.station
    places = [place for place in (unit, unit.parent, station) if place]
    post = Post.objects.filter(person=person, role=role, unit__in=places).order_by("-starts_on").first()
    return post.title_zh if post else ""


def _corrects(edition: Edition) -> str:
    because = "，".join(text for part in PARTS if (text := part.printed_correction(edition)))
    return (f"更正第 {edition.number - 1} 版，{because}。" if because else "") + edition.correction_reason


def _superseded_by(edition: Edition) -> str:
    later = edition.notice.editions.filter(number__gt=edition.number).order_by("number").first()
    return f"第 {later.number} 版" if later else ""
