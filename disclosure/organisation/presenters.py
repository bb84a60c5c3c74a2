"""Texts, people and places as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, zip_longest

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from disclosure.notices.models import Edition
from disclosure.notices.queries.content import changed_paragraphs, title_of
from disclosure.notices.registry import Difference
from disclosure.organisation.enums import Office, TextKind, WordingState
from disclosure.organisation.models import Appointment, Place, Wording
from disclosure.organisation.queries import address, notices_at
from portal.accounts.models import Unit
from portal.core import dates
from portal.core.components import Card, File, Tag
from portal.core.markdown import page_html, plain_rows
from portal.core.texts import as_written


def state_tag(wording: Wording, *, on: date) -> Tag:
    """Return the state of a wording as a tag; one that is in force from a later day says so."""
    kind, state = wording.text.kind, WordingState(wording.state)
    if kind != TextKind.RULE:
        corrected = pgettext("state of a wording", "Corrected") if kind == TextKind.BULLETIN else state.label
        words = {WordingState.IN_FORCE: pgettext("state of a wording", "Current"), WordingState.REVISED: corrected}
        return Tag(str(words.get(state, state.label)), "live" if state == WordingState.IN_FORCE else "warn")
    if state == WordingState.IN_FORCE and wording.in_force_from and wording.in_force_from > on:
        return Tag(_("In force from %(day)s") % {"day": dates.full_date(wording.in_force_from)}, "warn")
    if state == WordingState.ABOLISHED and wording.ended_on and wording.ended_on > on:
        return Tag(_("Abolished from %(day)s") % {"day": dates.full_date(wording.ended_on)}, "warn")
    kinds = {WordingState.IN_FORCE: "live", WordingState.ABOLISHED: "owed", WordingState.REVISED: "warn"}
    return Tag(str(state.label), kinds.get(state, ""))


def cards(wordings: Iterable[Wording], *, on: date) -> list[Card]:
    """Return texts as cards of `components/notices.html`; of rules their state, and from which day."""
    return [
        Card(
            url=address(one),
            title=one.title,
            date=one.in_force_from if one.text.kind == TextKind.RULE else one.adopted_on,
            unit=as_written(" ".join(filter(None, (one.adopted_by, one.reference)))),
            tags=[state_tag(one, on=on)] if one.text.kind == TextKind.RULE else (),
        )
        for one in wordings
    ]


def meta(wording: Wording) -> list[tuple[str, str]]:
    """Return what is known of a wording: its number, who adopted it and when, how long it is in force."""
    is_rule = wording.text.kind == TextKind.RULE
    written = {
        _("Document number") if is_rule else _("Issue"): as_written(wording.reference),
        _("Adopted by") if is_rule else _("Issued by"): as_written(wording.adopted_by),
        _("Adopted on") if is_rule else _("Issued on"): wording.adopted_on and dates.full_date(wording.adopted_on),
    }
    if is_rule:
        written |= {
            _("In force from"): wording.in_force_from and dates.full_date(wording.in_force_from),
            _("No longer in force from"): wording.ended_on and dates.full_date(wording.ended_on),
            _("Abolished by"): as_written(wording.ended_by),
        }
    return [(term, value) for term, value in written.items() if value]


@dataclass(frozen=True, slots=True)
class EarlierWording:
    """A wording in the list of a text's wordings, with what it changed of the one before.

    Attributes:
        url: Where it is read; empty for the one that is shown.
        before: What the wording before is called in the head of the differences.
        changes: None for the first wording.
    """

    name: str
    number: int
    url: str
    tag: Tag
    meta: Sequence[tuple[str, str]]
    before: str
    changes: Sequence[Difference] | None


@dataclass(frozen=True, slots=True)
class ShownText:
    """One wording of a text, for its page.

    Attributes:
        call: What is to be known first of one that is not in force; `current_url` leads to the one that is.
    """

    title: str
    tags: Sequence[Tag]
    meta: Sequence[tuple[str, str]]
    body: SafeString
    files: Sequence[File]
    call: str
    current_url: str
    wordings: Sequence[EarlierWording]
    log_sequence: int
    content_sha256: str


def shown_text(shown: Wording, wordings: Sequence[Wording], *, on: date) -> ShownText:
    """Return a wording as anybody reads it, with all public wordings of its text, the newest first."""
    newest = wordings[0]
    is_old = shown.number != newest.number
    return ShownText(
        title=shown.title,
        tags=[state_tag(shown, on=on)],
        meta=meta(shown),
        body=page_html(shown.body),
        files=[
            File(reverse("disclosure_files:wording_file", args=[file.pk, file.name]), file.name, _size(file.size))
            for file in shown.files.all()
        ],
        call=_call(shown, is_old=is_old),
        current_url=address(newest) if is_old else "",
        wordings=list(_earlier(shown, wordings, on=on)) if len(wordings) > 1 else (),
        log_sequence=shown.log_sequence or 0,
        content_sha256=shown.content_sha256,
    )


def _size(size: int) -> str:
    return filesizeformat(size)


def _call(shown: Wording, *, is_old: bool) -> str:
    if is_old:
        return _("This wording was revised. What is said now stands on another page.")
    if shown.state == WordingState.ABOLISHED and shown.ended_on:
        words = {"day": dates.full_date(shown.ended_on), "by": shown.ended_by}
        return _("Abolished from %(day)s: %(by)s") % words
    return ""


def wording_name(wording: Wording) -> str:
    """Return what a wording is called beside others of its text."""
    return _("Wording %(number)d") % {"number": wording.number}


def _earlier(shown: Wording, wordings: Sequence[Wording], *, on: date) -> Iterable[EarlierWording]:
    for place, one in enumerate(wordings):
        before = next(iter(wordings[place + 1 :]), None)
        name = f"disclosure:{one.text.kind}_wording"
        yield EarlierWording(
            name=wording_name(one),
            number=one.number,
            url=reverse(name, args=[one.text.number, one.number]) if one is not shown else "",
            tag=state_tag(one, on=on),
            meta=meta(one),
            before=wording_name(before) if before else "",
            changes=differences(before, one) if before else None,
        )


def differences(before: Wording, after: Wording) -> list[Difference]:
    """Return what one wording says otherwise than the one before: title, text and files."""
    names = [[file.name for file in one.files.all()] for one in (before, after)]
    texts = (
        (_("Title"), [before.title], [after.title]),
        (pgettext("body of a text", "Text"), _lines(before), _lines(after)),
        (_("Files"), names[0], names[1]),
    )
    return [
        Difference(what, as_written(old), as_written(new))
        for what, was, now in texts
        for gone, come in changed_paragraphs(was, now)
        for old, new in zip_longest(gone.splitlines(), come.splitlines(), fillvalue="")
    ]


def _lines(wording: Wording) -> list[str]:
    return plain_rows(wording.body).splitlines()


@dataclass(frozen=True, slots=True)
class ShownOffice:
    """Those who hold an office, for `_people.html`: in office, and those whose terms have ended.

    Attributes:
        columns: Which columns have anything to say.
    """

    key: str
    title: str
    people: Sequence[Appointment]
    past: Sequence[Appointment]
    columns: frozenset[str]


def shown_office(office: Office, people: Iterable[Appointment], past: Iterable[Appointment]) -> ShownOffice:
    """Return who holds an office and who held it; columns that nobody fills are left out."""
    now, ended = list(people), list(past)
    names = ("post", "origin", "duties", "phone", "trained_on", "pay", "ends_on")
    filled = frozenset(name for name in names if any(getattr(one, name) not in ("", None) for one in now + ended))
    return ShownOffice(office.value, str(office.label), now, ended, filled)


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place residents go to, with the notices that say more: what is done there, and who is there."""

    place: Place
    links: Sequence[tuple[str, str]]
    agents: Sequence[Appointment] = ()


def shown_places(places: Iterable[Place], agents: Iterable[Appointment] = ()) -> list[ShownPlace]:
    """Return places with their notices and the agents of their villages; one query for all notices."""
    rows = list(places)
    notices = notices_at({one.unit_id for one in rows})
    by_unit = {unit: list(found) for unit, found in groupby(agents, key=lambda one: one.unit_id)}
    return [
        ShownPlace(one, [_notice(edition) for edition in notices.get(one.unit_id, ())], by_unit.get(one.unit_id, ()))
        for one in rows
    ]


def guides_to_services(editions: Iterable[Edition]) -> list[File]:
    """Return the notices of stations that say what is done there, with the stations they are of."""
    return [File(*_notice(edition), note=edition.notice.unit.name) for edition in editions]


def _notice(edition: Edition) -> tuple[str, str]:
    return reverse("disclosure:notice", args=[edition.notice.number]), title_of(edition)


@dataclass(frozen=True, slots=True)
class BooksOf:
    """Who keeps the books of one village, and who did before."""

    village: Unit
    keeper: Appointment | None
    before: Sequence[Appointment]


def books_of(villages: Iterable[Unit], serving: Iterable[Appointment], past: Iterable[Appointment]) -> list[BooksOf]:
    """Return for each village who keeps its books."""
    keepers = {one.unit_id: one for one in serving}
    ended = list(past)
    return [BooksOf(one, keepers.get(one.pk), [row for row in ended if row.unit_id == one.pk]) for one in villages]
