"""The page of a notice or of one of its editions, gathered for its template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Stream
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.presenters.cards import Tag, correction_tags
from disclosure.notices.presenters.differences import differences
from disclosure.notices.presenters.hands import hands
from disclosure.notices.presenters.period import OnNotice, on_notice, period_context
from disclosure.notices.presenters.words import heading
from disclosure.notices.queries.canonical import document_of
from disclosure.notices.queries.reading import files_of
from disclosure.notices.queries.titles import public_remark
from disclosure.notices.queries.titles import neutral_title
from disclosure.notices.registry.pages import NOTICE_COPIES, Link, NoticePage, load_links
from disclosure.notices.registry.parts import PARTS, form_of
from portal.core import charts, dates
from portal.core.calendar.rules import Calendar
from portal.core.markdown import body_html
from portal.core.texts import as_written, comma, sentences


def page_context(page: NoticePage, *, calendar: Calendar) -> dict[str, Any]:
    """Return everything the page of an edition shows, but for what other rooms add.

    Args:
        page: The edition, all editions of its notice, and what its form shows.
        calendar: The working calendar.
    """
    edition, form = page.edition, form_of(page.edition)
    copies = load_links(NOTICE_COPIES, page)
    period = on_notice(edition, calendar=calendar, today=timezone.localdate(page.at)) if edition.is_live else None
    return {
        "edition": edition,
        "notice": edition.notice,
        "heading": heading(edition),
        "crumbs": crumbs(edition),
        "tags": tags(edition, period),
        "meta": meta(edition),
        "period": period_context(edition, period) if period else None,
        "panel": panel(edition, period, copies),
        "correction": correction(edition),
        "content": page.content,
        "content_template": form.template,
        "body": as_body(edition),
        "files": files(edition),
        "hands": hands(edition),
        "editions": editions_context(edition, page.editions),
        "remark": as_written(public_remark(edition)),
        "copies": [*copies, *data_copies(edition, has_entries=page.content is not None)],
        "proof": proof(edition),
    }


def crumbs(edition: Edition) -> list[tuple[str, str]]:
    """Return the way to the notice: home, unit, stream."""
    unit = edition.notice.unit
    board = reverse("site:unit", args=[unit.code])
    stream = Stream(edition.notice.entry.stream)
    return [(_("Home"), reverse("site:home")), (unit.name, board), (str(stream.label), f"{board}#{stream.value}")]


def tags(edition: Edition, period: OnNotice | None) -> list[Tag]:
    """Return where an edition stands, whether it corrects another, and its stream."""
    stream: Tag = {"text": str(Stream(edition.notice.entry.stream).label)}
    return [_standing(edition, period), *correction_tags(edition), stream]


def meta(edition: Edition) -> list[tuple[str, str]]:
    """Return number, unit, dates and period."""
    notice = edition.notice
    said = [(_("Number"), notice.number), (_("Publishing unit"), notice.unit.publishing_body)]
    if notice.station:
        said.append((_("Prepared at"), notice.station.name))
    if edition.published_at:
        said.append((_("Published on"), dates.full_date(timezone.localdate(edition.published_at))))
    if notice.entry.is_regular:
        span = Period.parse(notice.period)
        said.append((_("Period"), dates.date_range(span.first, span.last)))
    return said


def panel(edition: Edition, period: OnNotice | None, copies: Sequence[Link]) -> dict[str, Any]:
    """Return the panel beside the title: how long it is on notice, whom to telephone, what can be printed."""
    unit = edition.notice.unit
    return {
        "heading": _panel_heading(edition, period),
        "is_open": period is not None and not period.is_over,
        "phone": unit.supervision_phone or unit.town.supervision_phone,
        "contact": as_written(unit.supervision_contact),
        "opinion_box": unit.opinion_box,
        "opinion_url": reverse("disclosure:new_opinion", args=[edition.notice.number]),
        "town_phone": unit.town.supervision_phone if unit.parent_id else "",
        "copies": [copy for copy in copies if copy.button],
    }


def correction(edition: Edition) -> dict[str, Any] | None:
    """Return the call above a corrected edition: what it corrects, because of what, and why."""
    if edition.number == 1:
        return None
    because = [part.correction(edition) for part in PARTS]
    return {
        "kind": "info",
        "title": _("This edition corrects edition %(number)d") % {"number": edition.number - 1},
        "text": sentences(*because, as_written(edition.correction_reason)),
        "url": "#editions",
        "link": _("See what changed"),
    }


def superseded_call(edition: Edition, current: Edition) -> dict[str, Any]:
    """Return the banner above an edition that is no longer what the notice says."""
    at = edition.superseded_at or current.published_at
    when = dates.full_date(timezone.localdate(at)) if at else ""
    return {
        "kind": "warn",
        "title": _("This is edition %(number)d, and it has been replaced") % {"number": edition.number},
        "text": sentences(
            _("Edition %(number)d took its place on %(date)s.") % {"number": current.number, "date": when},
            _("This one stays readable, so that everybody can see what changed."),
        ),
        "url": reverse("disclosure:notice", args=[edition.notice.number]),
        "link": _("Read the edition in force"),
    }


def as_body(edition: Edition) -> str:
    """Return an edition's text as safe HTML."""
    return mark_safe(body_html(edition.body)) if edition.body else ""  # noqa: S308 - cleaned by nh3


def files(edition: Edition) -> list[dict[str, Any]]:
    """Return the files that belong to an edition."""
    return [
        {
            "url": reverse("disclosure_files:attachment", args=[edition.notice.number, file.pk, file.name]),
            "title": as_written(file.name),
            "note": _size(file.size),
        }
        for file in files_of(edition)
    ]


def editions_context(edition: Edition, editions: Sequence[Edition]) -> list[dict[str, Any]]:
    """Return all published editions, newest first, each with what it changed of the one before."""
    shown = []
    for place, one in enumerate(editions):
        before = editions[place + 1] if place + 1 < len(editions) else None
        is_compared = before is not None and _may_be_read(before, one)
        changed = differences(document_of(before), document_of(one)) if before and is_compared else []
        row: dict[str, Any] = {
            "title": f"{_edition_name(one)}{comma()}{_edition_state(one)}",
            "note": _edition_note(one),
            "rows": changed,
            "before": _edition_name(before) if before else "",
            "after": _edition_name(one),
        }
        if one.pk != edition.pk and one.state != State.WITHDRAWN:
            row["url"] = _edition_address(one)
            row["link"] = _("Read edition %(number)d") % {"number": one.number}
        shown.append(row)
    return shown


def data_copies(edition: Edition, *, has_entries: bool) -> list[Link]:
    """Return what can be downloaded as data: entries where there are any, else the text, and what was signed."""
    title = _("Entries, %(form)s") if has_entries else _("Text, %(form)s")
    rows = [Link(title % {"form": form.upper()}, file_address(edition, form)) for form in ("csv", "xlsx", "json")]
    signed = reverse("disclosure_files:canonical", args=[edition.notice.number, edition.number])
    return [*rows, Link(_("The signed document, JSON"), signed, _size(len(bytes(edition.canonical or b""))))]


def proof(edition: Edition) -> dict[str, Any]:
    """Return code, QR and hash by which a copy on paper can be held against this page."""
    address = f"{settings.SITE_URL}/verify/{edition.shown_code}/"
    return {
        "qr": charts.qr_svg(address, title=_("QR code: verify this edition")),
        "code": edition.shown_code,
        "digest": edition.content_sha256,
        "note": _("A poster that carries another code is not this edition."),
    }


def withdrawn_context(edition: Edition, editions: Sequence[Edition]) -> dict[str, Any]:
    """Return the page of a notice that was withdrawn: why, and nothing of what it said."""
    at = edition.withdrawn_at
    return {
        "notice": edition.notice,
        "title": neutral_title(edition.notice),
        "crumbs": crumbs(edition),
        "tags": [
            {"text": _("Withdrawn"), "kind": "owed"},
            {"text": str(Stream(edition.notice.entry.stream).label)},
        ],
        "meta": [(_("Number"), edition.notice.number), (_("Publishing unit"), edition.notice.unit.publishing_body)],
        "withdrawn_on": dates.full_date(timezone.localdate(at)) if at else "",
        "reason": as_written(edition.withdrawal_reason),
        "phone": edition.notice.unit.supervision_phone or edition.notice.unit.town.supervision_phone,
        "editions": [
            {"title": f"{_edition_name(one)}{comma()}{_edition_state(one)}", "note": _edition_note(one)}
            for one in editions
        ],
    }


def _standing(edition: Edition, period: OnNotice | None) -> Tag:
    if edition.state == State.SUPERSEDED:
        return {"text": _("Replaced"), "kind": "warn"}
    if period is None:
        return {"text": _("Published")}
    if period.is_over:
        return {"text": _("Notice period over"), "kind": "done"}
    if not period.number:
        return {"text": _("On notice from %(day)s") % {"day": dates.day(period.days[0])}, "kind": "live"}
    return {"text": _("On notice, day %(number)d") % {"number": period.number}, "kind": "live"}


def _panel_heading(edition: Edition, period: OnNotice | None) -> str:
    if period is None:
        return _("Questions about it")
    if period.is_over:
        return _("On notice until %(day)s, now over") % {"day": dates.day(period.days[-1])}
    return _("On notice until %(day)s") % {"day": dates.day(period.days[-1])}


def _edition_name(edition: Edition) -> str:
    return _("Edition %(number)d") % {"number": edition.number}


def _edition_state(edition: Edition) -> str:
    return {
        State.PUBLISHED: _("in force"),
        State.SUPERSEDED: _("replaced"),
        State.WITHDRAWN: _("withdrawn"),
    }[State(edition.state)]


def _edition_note(edition: Edition) -> str:
    said = []
    if edition.published_at:
        said.append(_("Published on %(moment)s") % {"moment": dates.moment(edition.published_at)})
    if edition.superseded_at:
        said.append(_("replaced on %(day)s") % {"day": dates.full_date(timezone.localdate(edition.superseded_at))})
    return comma().join(said)


def _may_be_read(*editions: Edition) -> bool:
    return all(one.state != State.WITHDRAWN for one in editions)


def _edition_address(edition: Edition) -> str:
    if edition.is_live:
        return reverse("disclosure:notice", args=[edition.notice.number])
    return reverse("disclosure:edition", args=[edition.notice.number, edition.number])


def file_address(edition: Edition, name: str) -> str:
    """Return the address of a file: without a number for the edition in force, with it for another."""
    if edition.is_live:
        return reverse(f"disclosure_files:{name}", args=[edition.notice.number])
    return reverse(f"disclosure_files:edition_{name}", args=[edition.notice.number, edition.number])


def _size(count: int) -> str:
    """Write a number of bytes as people read it: 840 B, 4 kB, 1.2 MB."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{round(count / 1000)} kB"
    return f"{count / 1_000_000:.1f} MB"
