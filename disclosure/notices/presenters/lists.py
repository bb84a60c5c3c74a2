"""Editions in lists: of the public, of a unit's board, of the desk and its queue."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _, pgettext

from disclosure.catalogue.enums import Stream
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition
from disclosure.notices.policies import STEPS
from disclosure.notices.queries.content import short_title, title_of
from disclosure.notices.queries.editions import BACK, NOTICE, Person, waits_for, was_sent_back, with_notice
from disclosure.notices.workflow import EDITION
from portal.accounts.models import in_language
from portal.core import calendar, dates, search
from portal.core.calendar.rules import Calendar
from portal.core.components import Card, Tag
from portal.core.demonstration import today_of_due_days
from portal.core.language import localized_path
from portal.core.models import SearchDocument
from portal.core.texts import as_written
from portal.desk.at_once import tokens_at_once
from portal.desk.queue import due_words
from portal.desk.registry import Due, QueueRow
from portal.site.registry import UnitsPage

JUST_PUBLISHED = 6


def just_published(page: UnitsPage) -> list[Card]:
    """Return the newest notices as the search index has them, for the home page."""
    today = timezone.localdate(page.at)
    return [_found(one, today) for one in search.newest().filter(kind=NOTICE)[:JUST_PUBLISHED]]


def _found(document: SearchDocument, today: date) -> Card:
    return Card(
        url=localized_path(document.url),
        title=in_language(document.title_zh, document.title_en),
        date=timezone.localdate(document.published_at),
        stream=str(Stream(document.stream).label),
        unit=in_language(document.unit_zh, document.unit_en),
        tags=[_period_tag(document.until, today), *correction_tags(document.edition or 1)],
    )


def cards(editions: Iterable[Edition], *, today: date) -> list[Card]:
    """Return live editions, with unit and stream."""
    return [
        Card(
            url=reverse("disclosure:notice", args=[edition.notice.number]),
            title=title_of(edition),
            date=timezone.localdate(edition.published_at) if edition.published_at else None,
            stream=str(Stream(edition.notice.entry.stream).label),
            unit=edition.notice.unit.name,
            tags=[_period_tag(edition.notice_to, today), *correction_tags(edition.number)],
        )
        for edition in editions
    ]


def board_cards(editions: Sequence[Edition], *, today: date) -> list[Card]:
    """Return live editions for the column of a unit's board, where unit and stream are known."""
    return [
        replace(card, title=short_title(edition), stream="", unit="")
        for edition, card in zip(editions, cards(editions, today=today), strict=True)
    ]


def _period_tag(last: date | None, today: date) -> Tag:
    if last is None:
        return Tag(pgettext("of a notice", "Published"))
    if today > last:
        return Tag(_("Notice period over"), "done")
    return Tag(_("On notice until %(day)s") % {"day": dates.day(last)}, "live")


def correction_tags(number: int) -> list[Tag]:
    """Return the tag of a corrected edition by its number, if it is one."""
    return [] if number == 1 else [Tag(_("Edition %(number)d, corrected") % {"number": number})]


def step_word(edition: Edition) -> str:
    """Return the word of the column “step”: what an edition waits for, or its state."""
    if was_sent_back(edition):
        return pgettext("waits for me", "Sent back, to fix")
    verb = waits_for(edition)
    return str(EDITION.verb(verb).waiting if verb else State(edition.state).label)


def state_tag(edition: Edition) -> Tag:
    """Return the tag of an edition's state."""
    if was_sent_back(edition):
        return Tag(pgettext("state of an edition", "Sent back"), "owed")
    state = State(edition.state)
    text = pgettext("state of an edition", "Live") if state == State.PUBLISHED else str(state.label)
    kinds = {State.PUBLISHED: "live", State.WITHDRAWN: "owed", State.SUPERSEDED: "warn"}
    return Tag(text, kinds.get(state, ""))


def queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return editions as rows of the queue."""
    editions = list(with_notice(Edition.objects.filter(pk__in=pks)))
    tokens = tokens_at_once(person, editions, EDITION, STEPS, at=at)
    return [
        replace(row, token=tokens.get((edition.pk, row.verb), ""))
        for edition, row in zip(editions, notice_rows(editions, at=at), strict=True)
    ]


def notice_rows(editions: Iterable[Edition], *, at: datetime) -> list[QueueRow]:
    """Return rows of the desk's list of notices: each with its step, and its due day while it is prepared."""
    working_days, today = calendar.load(), today_of_due_days(at)
    return [_row(edition, due_of(edition, today=today, working_days=working_days)) for edition in editions]


def _row(edition: Edition, words: Due) -> QueueRow:
    is_live = edition.state == State.PUBLISHED
    since = (_("published on %(day)s") if is_live else _("since %(day)s")) % {
        "day": dates.full_date(edition.state_since)
    }
    title = as_written(short_title(edition))
    if edition.number > 1:
        title = format_html(_("{title} (edition {number})"), title=title, number=edition.number)
    return QueueRow(
        pk=edition.pk,
        verb=BACK if was_sent_back(edition) else waits_for(edition),
        title=title,
        url=reverse("disclosure_desk:edition", args=[edition.pk]),
        unit=(edition.notice.station or edition.notice.unit).name,
        step=state_tag(edition).text if is_live else step_word(edition),
        number=edition.notice.number,
        due=words if words.note else replace(words, note=since),
    )


def due_of(edition: Edition, *, today: date, working_days: Calendar) -> Due:
    """Return by when an edition in preparation is to be public; a correction is not late, for its notice is public."""
    due_on = edition.notice.due_on if edition.state in IN_PREPARATION and edition.number == 1 else None
    return due_words(due_on, today=today, working_days=working_days, provisional=edition.notice.due_provisional)
