"""Rows of the desk's lists: what waits for a person, and the notices they work on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from disclosure.catalogue.rules.deadlines import DueDay
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition
from disclosure.notices.policies import STEPS
from disclosure.notices.presenters.states import state_tag, step_word
from disclosure.notices.queries.editions import Person, waiting_for, waits_for, with_notice
from disclosure.notices.queries.titles import title_of
from disclosure.notices.workflow import EDITION
from disclosure.obligations.queries.owed import due_days
from portal.accounts.models import in_language
from portal.core import calendar
from portal.core.calendar.rules import Calendar
from portal.core.dates import day as written
from portal.core.texts import as_written
from portal.desk.at_once import tokens_at_once
from portal.desk.due import Due, due_words
from portal.desk.registry import QueueRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """An edition whose next step is this person's to take.

    Attributes:
        edition: The edition, with its notice, unit and entry.
        verb: The step.
        due: The day by which the notice is to be public; None for what comes as it happens.
        words: How near that day is.
    """

    edition: Edition
    verb: str
    due: date | None
    words: Due


def what_waits(person: Person, *, at: datetime) -> list[Waiting]:
    """Return what waits for a person: overdue first, then by the day due, then longest waiting first."""
    found = _waiting(list(waiting_for(person, at=at)), at)
    return sorted(found, key=lambda one: (one.due or date.max, one.edition.state_since, one.edition.pk))


def queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return editions as rows of the queue."""
    return rows_of(_waiting(list(with_notice(Edition.objects.filter(pk__in=pks))), at), person, at)


def rows_of(waiting: Sequence[Waiting], person: Person, at: datetime) -> list[QueueRow]:
    """Return what waits for a person as rows of the queue, in the same order."""
    tokens = tokens_at_once(person, [one.edition for one in waiting], EDITION, STEPS, at=at)
    return [_queue_row(one, tokens.get((one.edition.pk, one.verb), "")) for one in waiting]


def _waiting(editions: Sequence[Edition], at: datetime) -> list[Waiting]:
    working_days, today, found = calendar.load(), timezone.localdate(at), []
    # A correction is not late: the notice it corrects is public already.
    days = due_days([edition.notice for edition in editions if edition.number == 1], at=at)
    for edition in editions:
        due = days.get(edition.notice_id) if edition.number == 1 else None
        words = _words(due, today, working_days)
        found.append(Waiting(edition, waits_for(edition), due.date if due else None, words))
    return found


def _queue_row(one: Waiting, token: str) -> QueueRow:
    since = _("since %(day)s") % {"day": written(timezone.localdate(one.edition.state_since))}
    return QueueRow(
        **_row(one.edition),
        verb=one.verb,
        step=step_word(one.edition),
        due=one.words.text,
        due_kind=one.words.kind,
        due_note=one.words.note or since,
        token=token,
    )


def notice_rows(editions: Iterable[Edition], *, at: datetime) -> list[dict[str, Any]]:
    """Return rows of the list of notices: each with where it stands, and its day while it is prepared."""
    working_days, today = calendar.load(), timezone.localdate(at)
    shown, rows = list(editions), []
    days = due_days([one.notice for one in shown if one.state in IN_PREPARATION and one.number == 1], at=at)
    for edition in shown:
        words = Due()
        if edition.state in IN_PREPARATION and edition.number == 1:
            words = _words(days.get(edition.notice_id), today, working_days)
        live = edition.state == State.PUBLISHED
        state = state_tag(edition)["text"] if live else step_word(edition)
        day = written(timezone.localdate(edition.state_since))
        since = (_("published on %(day)s") if live else _("since %(day)s")) % {"day": day}
        rows.append(
            _row(edition) | {"step": state, "due": words.text, "due_kind": words.kind, "due_note": words.note or since}
        )
    return rows


def _words(due: DueDay | None, today: date, working_days: Calendar) -> Due:
    if due is None:
        return Due()
    return due_words(due.date, today=today, working_days=working_days, provisional=due.provisional)


def short_title(edition: Edition) -> str:
    """Return what an edition is called in a list that names the unit beside it."""
    entry = edition.notice.entry
    if edition.title or not entry.is_regular:
        return title_of(edition)
    period = Period.parse(edition.notice.period)
    item = in_language(entry.name_zh.split("（")[0], entry.name_en.split(", line by line")[0])
    return _("%(item)s, %(period)s") % {"item": item, "period": in_language(period.short_zh, period.short_en)}


def _row(edition: Edition) -> dict[str, Any]:
    notice = edition.notice
    title = as_written(short_title(edition))
    if edition.number > 1:
        title = format_html(_("{title} (edition {number})"), title=title, number=edition.number)
    return {
        "pk": edition.pk,
        "title": title,
        "url": reverse("disclosure_desk:edition", args=[edition.pk]),
        "number": notice.number,
        "unit": (notice.station or notice.unit).name,
    }
