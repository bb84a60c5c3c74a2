"""An edition on its public page and on the desk's page, which share what it says and who signed it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from disclosure.catalogue.enums import Stream
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.presenters.changes import differences, edition_name, telling
from disclosure.notices.presenters.lists import correction_tags
from disclosure.notices.presenters.period import OnNotice, PeriodShown, on_notice, period_shown
from disclosure.notices.queries import content as reading
from disclosure.notices.registry import (
    BELOW_PERIOD,
    LINE_LINKS,
    NOTICE_COPIES,
    NOTICE_SECTIONS,
    NOTICE_WAYS,
    PARTS,
    Difference,
    Link,
    NoticePage,
    form_of,
    load_links,
)
from portal.accounts.enums import Role
from portal.core import charts, dates
from portal.core.calendar.rules import Calendar
from portal.core.components import Call, File, Signature, Tag
from portal.core.markdown import page_html
from portal.core.sections import LoadedSection, load_sections
from portal.core.texts import as_written, comma, sentences

Items = Sequence[tuple[str, Any]]
"""Terms and values of `components/meta.html`."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Beside the title: how long it is on notice, whom to telephone, what can be done and printed.

    `live_url` leads from a replaced edition to the one in force; empty for that one.
    """

    heading: str
    is_open: bool
    notice: Notice
    ways: Sequence[Link]
    copies: Sequence[Link]
    live_url: str


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One of `components/editions.html`: an edition, and what it changed of the one before."""

    title: str
    note: str = ""
    rows: Sequence[Difference] = ()
    before: str = ""
    after: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """`disclosure/notices/_corrected.html`: what an edition corrects and why, with what changed in a few rows.

    `row` has the whole difference, `link` the words that lead to it.
    """

    title: str
    reason: SafeString | str
    row: EditionRow
    shown: Sequence[Difference]
    link: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public page and the desk's page of an edition both show.

    `content` is what the presenter of the form returned, drawn with `template`; `asks` is what a resident can do about
    one of its lines, whose number is put behind the address, and None where that is not offered.
    """

    title: str
    content: Any
    template: str
    body: SafeString
    files: Sequence[File]
    signatures: Sequence[Signature]
    asks: Link | None = None


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """The public page of an edition. Sections are what other rooms add, beside its content and below its period."""

    edition: Edition
    shown: Shown
    tags: Sequence[Tag]
    meta: Items
    superseded: Call | None
    panel: Panel
    correction: Corrected | None
    sections: Sequence[LoadedSection]
    period: PeriodShown | None
    sections_below: Sequence[LoadedSection]
    remark: SafeString | str
    editions: Sequence[EditionRow]
    copies: Sequence[Link]
    qr: SafeString


def public_notice(page: NoticePage, *, calendar: Calendar) -> PublicNotice:
    """Return the public page of an edition; one that was replaced says so first."""
    edition, current = page.edition, page.editions[0]
    rows = [
        _edition_row(one, before, is_read=one.pk == edition.pk)
        for one, before in zip_longest(page.editions, page.editions[1:])
    ]
    copies = load_links(NOTICE_COPIES, page)
    period = on_notice(edition, calendar=calendar, today=timezone.localdate(page.at)) if edition.is_live else None
    return PublicNotice(
        edition=edition,
        shown=shown(
            edition,
            page.content,
            reading.files_of(edition),
            lambda file: reverse("disclosure_files:attachment", args=[edition.notice.number, file.pk, file.name]),
            asks=next(iter(load_links(LINE_LINKS, page)), None) if edition.is_live else None,
        ),
        tags=[_period_tag(edition, period), *correction_tags(edition.number), stream_tag(edition)],
        meta=_meta(edition),
        superseded=_superseded(edition, current) if edition.pk != current.pk else None,
        panel=Panel(
            heading=_panel_heading(period),
            is_open=period is not None and not period.is_over,
            notice=edition.notice,
            ways=load_links(NOTICE_WAYS, page),
            copies=[copy for copy in copies if copy.button],
            live_url=edition_address(current) if edition.pk != current.pk else "",
        ),
        correction=_correction(edition, rows[page.editions.index(edition)]),
        sections=load_sections((one for one in NOTICE_SECTIONS if one.order < BELOW_PERIOD), page),
        period=period_shown(edition, period) if period else None,
        sections_below=load_sections((one for one in NOTICE_SECTIONS if one.order >= BELOW_PERIOD), page),
        remark=as_written(reading.public_remark(edition)),
        editions=rows,
        copies=[*copies, *_data_copies(edition, has_entries=page.content is not None)],
        qr=charts.qr_svg(f"{settings.SITE_URL}/verify/{edition.shown_code}/", title=_("QR code: verify this edition")),
    )


@dataclass(frozen=True, slots=True)
class WithdrawnNotice:
    """The page of a notice that was withdrawn: why, and none of its content."""

    title: str
    tags: Sequence[Tag]
    meta: Items
    withdrawn_on: str
    reason: SafeString | str
    phone: str
    editions: Sequence[EditionRow]


def withdrawn_notice(edition: Edition, editions: Sequence[Edition]) -> WithdrawnNotice:
    """Return the page of a notice with a withdrawn edition."""
    at, unit = edition.withdrawn_at, edition.notice.unit
    return WithdrawnNotice(
        title=reading.neutral_title(edition.notice),
        tags=[Tag(_("Withdrawn"), "owed"), stream_tag(edition)],
        meta=[(_("Number"), edition.notice.number), (_("Publishing unit"), unit.publishing_body)],
        withdrawn_on=dates.full_date(timezone.localdate(at)) if at else "",
        reason=as_written(edition.withdrawal_reason),
        phone=unit.supervision_phone or unit.town.supervision_phone,
        editions=[EditionRow(_edition_title(one), _edition_note(one)) for one in editions],
    )


def shown(
    edition: Edition,
    content: Any,
    files: Iterable[reading.FileName],
    address: Callable[[reading.FileName], str],
    *,
    asks: Link | None = None,
) -> Shown:
    """Return what every page of an edition shows of it; `address` returns where the reader opens a file."""
    form = form_of(edition)
    listed = [
        File(address(file), as_written(file.name), filesizeformat(file.size))
        for file in files
        if not form.shows_file(file.name)
    ]
    return Shown(
        reading.title_of(edition),
        content,
        form.template,
        page_html(edition.body),
        listed,
        _signatures(edition),
        asks,
    )


def _signatures(edition: Edition) -> list[Signature]:
    signed = (
        (pgettext("signature", "Prepared"), edition.prepared_by, edition.prepared_at, Role.CLERK),
        (pgettext("signature", "Countersigned"), edition.countersigned_by, edition.countersigned_at, Role.SUPERVISOR),
        (pgettext("signature", "Reviewed"), edition.reviewed_by, edition.reviewed_at, Role.REVIEWER),
        (pgettext("signature", "Approved"), edition.approved_by, edition.approved_at, Role.APPROVER),
        (pgettext("signature", "Published"), edition.published_by, edition.published_at, Role.PUBLISHER),
    )
    posts = reading.posts_of(edition)
    return [
        Signature(label, person.name, posts.get((person.pk, role), ""), at)
        for label, person, at, role in signed
        if person and at
    ]


def stream_tag(edition: Edition) -> Tag:
    """Return the tag of an edition's stream."""
    return Tag(str(Stream(edition.notice.entry.stream).label))


def crumbs(edition: Edition) -> list[tuple[str, str]]:
    """Return the way to the notice: home, unit, stream."""
    unit = edition.notice.unit
    board = reverse("site:unit", args=[unit.code])
    stream = Stream(edition.notice.entry.stream)
    return [(_("Home"), reverse("site:home")), (unit.name, board), (str(stream.label), f"{board}#{stream.value}")]


def _meta(edition: Edition) -> Items:
    notice = edition.notice
    items: list[tuple[str, Any]] = [
        (_("Number"), notice.number),
        (_("Publishing unit"), notice.unit.publishing_body),
    ]
    if notice.station:
        items.append((_("Prepared at"), notice.station.name))
    if edition.published_at:
        items.append((_("Published on"), dates.full_date(timezone.localdate(edition.published_at))))
    if notice.entry.is_regular:
        span = Period.parse(notice.period)
        items.append((_("Period"), dates.date_range(span.first, span.last)))
    return items


def _panel_heading(period: OnNotice | None) -> str:
    if period is None:
        return _("Questions about it")
    if period.is_over:
        return _("The notice period ended on %(day)s") % {"day": dates.full_date(period.days[-1])}
    return _("On notice until %(day)s") % {"day": dates.day(period.days[-1])}


def _correction(edition: Edition, row: EditionRow) -> Corrected | None:
    """Return what stands above a corrected edition: what it corrects, because of what, why, and what changed."""
    if edition.number == 1:
        return None
    because = [part.correction(edition) for part in PARTS]
    shown, count = telling(row.rows), len(row.rows)
    link = _("See what changed")
    if len(shown) < count:
        link = ngettext("See all of it: %(count)d change", "See all of it: %(count)d changes", count) % {"count": count}
    return Corrected(
        title=_("This edition corrects edition %(number)d") % {"number": edition.number - 1},
        reason=sentences(*because, as_written(edition.correction_reason)),
        row=row,
        shown=shown,
        link=link,
    )


def _superseded(edition: Edition, current: Edition) -> Call:
    at = edition.superseded_at or current.published_at
    when = dates.full_date(timezone.localdate(at)) if at else ""
    return Call(
        "warn",
        _("This is edition %(number)d, and it has been replaced") % {"number": edition.number},
        sentences(
            _("Edition %(number)d took its place on %(date)s.") % {"number": current.number, "date": when},
            _("This one stays readable, so that everybody can see what changed."),
        ),
        reverse("disclosure:notice", args=[edition.notice.number]),
        _("Read the edition in force"),
    )


def _edition_row(one: Edition, before: Edition | None, *, is_read: bool) -> EditionRow:
    is_compared = before is not None and State.WITHDRAWN not in (before.state, one.state)
    leads_there = not is_read and one.state != State.WITHDRAWN
    return EditionRow(
        title=_edition_title(one),
        note=_edition_note(one),
        rows=differences(reading.document_of(before), reading.document_of(one)) if before and is_compared else (),
        before=edition_name(before) if before else "",
        after=edition_name(one),
        url=edition_address(one) if leads_there else "",
        link=_("Read edition %(number)d") % {"number": one.number} if leads_there else "",
    )


def _data_copies(edition: Edition, *, has_entries: bool) -> list[Link]:
    """Return what can be downloaded as data: entries where there are any, else the text, and what was signed."""
    title = _("Entries, %(form)s") if has_entries else _("Text, %(form)s")
    rows = [Link(title % {"form": form.upper()}, file_address(edition, form)) for form in ("csv", "xlsx", "json")]
    signed = reverse("disclosure_files:canonical", args=[edition.notice.number, edition.number])
    return [*rows, Link(_("The signed document, JSON"), signed, filesizeformat(len(bytes(edition.canonical or b""))))]


def _period_tag(edition: Edition, period: OnNotice | None) -> Tag:
    if edition.state == State.SUPERSEDED:
        return Tag(_("Replaced"), "warn")
    if period is None:
        return Tag(pgettext("of a notice", "Published"))
    if period.is_over:
        return Tag(_("Notice period over"), "done")
    if not period.number:
        return Tag(_("On notice from %(day)s") % {"day": dates.day(period.days[0])}, "live")
    return Tag(_("On notice, day %(number)d") % {"number": period.number}, "live")


def with_number(title: str, number: str) -> SafeString:
    """Return a title with the number of its notice, which stands in one line."""
    return format_html('{}{}<span class="num">{}</span>', as_written(title), comma(), number)


def _edition_title(edition: Edition) -> str:
    states = {
        State.PUBLISHED: _("in force"),
        State.SUPERSEDED: _("replaced"),
        State.WITHDRAWN: _("withdrawn"),
    }
    return f"{edition_name(edition)}{comma()}{states[State(edition.state)]}"


def _edition_note(edition: Edition) -> str:
    parts = []
    if edition.published_at:
        parts.append(_("Published on %(moment)s") % {"moment": dates.moment(edition.published_at)})
    if edition.superseded_at:
        parts.append(_("replaced on %(day)s") % {"day": dates.full_date(timezone.localdate(edition.superseded_at))})
    return comma().join(parts)


def edition_address(edition: Edition) -> str:
    """Return where an edition is read: at its notice's address where it is in force, else at its own."""
    if edition.is_live:
        return reverse("disclosure:notice", args=[edition.notice.number])
    return reverse("disclosure:edition", args=[edition.notice.number, edition.number])


def file_address(edition: Edition, name: str) -> str:
    """Return the address of a file: without a number for the edition in force, with it for another."""
    if edition.is_live:
        return reverse(f"disclosure_files:{name}", args=[edition.notice.number])
    return reverse(f"disclosure_files:edition_{name}", args=[edition.notice.number, edition.number])
