"""Rows of the desk's lists: what waits for a person, and the notices they work on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition
from disclosure.notices.policies import STEPS
from disclosure.notices.presenters.states import state_tag, step_word
from disclosure.notices.queries.desk import was_sent_back
from disclosure.notices.queries.editions import Person, waits_for, with_notice
from disclosure.notices.queries.titles import title_of
from disclosure.notices.queries.desk import BACK
from disclosure.notices.workflow import EDITION
from portal.accounts.models import in_language
from portal.core import calendar
from portal.core.calendar.rules import Calendar
from portal.core.dates import day as written
from portal.core.texts import as_written
from portal.desk.at_once import tokens_at_once
from portal.desk.due import Due, due_words
from portal.desk.registry import QueueRow


def queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return editions as rows of the queue."""
    working_days, today = calendar.load(), timezone.localdate(at)
    editions = list(with_notice(Edition.objects.filter(pk__in=pks)))
    tokens = tokens_at_once(person, editions, EDITION, STEPS, at=at)
    return [
        _queue_row(one, _words(one, today, working_days), tokens.get((one.pk, waits_for(one)), "")) for one in editions
    ]


def _queue_row(one: Edition, words: Due, token: str) -> QueueRow:
    since = _("since %(day)s") % {"day": written(timezone.localdate(one.state_since))}
    return QueueRow(
        **_row(one),
        verb=BACK if was_sent_back(one) else waits_for(one),
        step=step_word(one),
        due=words.text,
        due_kind=words.kind,
        due_note=words.note or since,
        token=token,
    )


def notice_rows(editions: Iterable[Edition], *, at: datetime) -> list[dict[str, Any]]:
    """Return rows of the list of notices: each with where it stands, and its day while it is prepared."""
    working_days, today = calendar.load(), timezone.localdate(at)
    rows = []
    for edition in editions:
        words = _words(edition, today, working_days)
        live = edition.state == State.PUBLISHED
        state = state_tag(edition)["text"] if live else step_word(edition)
        day = written(timezone.localdate(edition.state_since))
        since = (_("published on %(day)s") if live else _("since %(day)s")) % {"day": day}
        rows.append(
            _row(edition) | {"step": state, "due": words.text, "due_kind": words.kind, "due_note": words.note or since}
        )
    return rows


def due_of(edition: Edition) -> date | None:
    """Return by when an edition in preparation is to be public; a correction is not late, for its notice is public."""
    return edition.notice.due_on if edition.state in IN_PREPARATION and edition.number == 1 else None


def _words(edition: Edition, today: date, working_days: Calendar) -> Due:
    due = due_of(edition)
    if due is None:
        return Due()
    return due_words(due, today=today, working_days=working_days, provisional=edition.notice.due_provisional)


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
