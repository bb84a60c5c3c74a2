"""What an open obligation waits for, in words: short for a cell, and whole with since when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from disclosure.catalogue.presenters import name_of
from disclosure.notices.enums import State
from disclosure.notices.queries.desk import was_sent_back
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import Exemption
from disclosure.obligations.presenters.matrix import item_name
from disclosure.obligations.queries.awaited import Awaited, Awaiting, claims_to_check
from disclosure.obligations.queries.reading import ObligationStatus
from disclosure.obligations.workflow import EXEMPTION
from portal.core import dates
from portal.core.calendar.rules import Calendar
from portal.core.texts import as_written, comma
from portal.desk.due import due_words
from portal.desk.registry import QueueRow


@dataclass(frozen=True, slots=True)
class Words:
    """What something waits for.

    Attributes:
        short: In a word or two.
        since: Since when; empty where nobody knows.
        url: Where to see or do it.
    """

    short: str = ""
    since: str = ""
    url: str = ""


def words_of(awaited: Awaited | None) -> Words:
    """Say what an obligation waits for; nothing where it is not the reader's to know."""
    if awaited is None:
        return Words()
    if awaited.claim is not None:
        return Words(str(EXEMPTION.verb("accept").waiting), _since(awaited.claim.state_since))
    edition = awaited.edition
    if edition is None:
        # Whoever may not read drafts is told the same whether one has been begun or not.
        begun = pgettext("what is waited for", "Not begun") if awaited.is_prepared_here else ""
        return Words(begun or pgettext("what is waited for", "Not handed in"))
    url = reverse("disclosure_desk:edition", args=[edition.pk])
    return Words(
        _step(State(edition.state), village=edition.notice.unit.is_village, back=was_sent_back(edition)),
        _since(edition.state_since),
        url,
    )


def number_of(row: ObligationStatus) -> str:
    """Return what stands in the address of an obligation: its number, or its key where it came as it happened."""
    return row.number if row.origin == Origin.CALENDAR else str(row.obligation)


def begin_url(row: ObligationStatus, awaited: Awaited | None) -> str:
    """Return where a clerk begins what is not begun; empty for others, and for what is on its way."""
    if awaited is None or not awaited.is_prepared_here or awaited.edition or awaited.claim:
        return ""
    return new_notice_url(row)


def new_notice_url(row: ObligationStatus) -> str:
    """Return where the notice that meets an obligation is begun."""
    if row.origin != Origin.CALENDAR:
        return reverse("disclosure_desk:begin_notice", args=[row.obligation])
    asked = {"unit": row.unit.code, "entry": row.entry.code, "period": str(row.period)}
    return f"{reverse('disclosure_desk:new_notice')}?{urlencode(asked)}"


def url_of(row: ObligationStatus) -> str:
    """Return the address of an obligation on the desk."""
    return reverse("disclosure_desk:obligation", args=[number_of(row)])


def open_rows(
    rows: list[ObligationStatus], waiting: Awaiting, *, today: date, working_days: Calendar
) -> list[QueueRow]:
    """Return open obligations for `components/queue.html`, in the order given."""
    found = []
    for row in rows:
        words, due = words_of(waiting.of(row)), due_words(row.due_on, today=today, working_days=working_days)
        found.append(
            QueueRow(
                pk=row.obligation or 0,
                verb="",
                title=title_of(row),
                url=url_of(row),
                number=row.number if row.origin == Origin.CALENDAR else "",
                unit=row.unit.name,
                step=comma().join(filter(None, [words.short, words.since])),
                due=due.text,
                due_kind=due.kind,
                due_note=due.note,
            )
        )
    return found


def claim_rows(claims: Iterable[Exemption]) -> list[QueueRow]:
    """Return what units said, for `components/queue.html`, in the order given."""
    return [_claim_row(claim) for claim in claims]


def claims_by_key(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return what units said as rows of the queue."""
    return claim_rows(claims_to_check(person, at=at).filter(pk__in=pks))


def _claim_row(claim: Exemption) -> QueueRow:
    owing = claim.obligation
    is_regular = owing.origin == Origin.CALENDAR
    number = owing.audit_number() if is_regular else str(owing.pk)
    return QueueRow(
        pk=claim.pk,
        verb="accept",
        title=owing.entry.name,
        url=reverse("disclosure_desk:obligation", args=[number]),
        number=number if is_regular else "",
        unit=owing.unit.name,
        step=EXEMPTION.verb("accept").waiting,
        due_note=_since(claim.state_since),
    )


def title_of(row: ObligationStatus) -> str:
    """Return what an obligation is called on the desk: the item with its period, or with what happened."""
    if row.subject:
        return format_html(_("{item}: {subject}"), item=row.entry.name, subject=as_written(row.subject))
    if row.period.cadence != row.entry.cadence:
        return item_name(row)
    return comma().join([row.entry.name, name_of(row.period, short=True)])


def _step(state: State, *, village: bool, back: bool) -> str:
    if back:
        return pgettext("what is waited for", "Sent back, to mend")
    if state == State.SUBMITTED and village:
        return pgettext("what is waited for", "Countersigning")
    return {
        State.DRAFT: pgettext("what is waited for", "Draft"),
        State.SUBMITTED: pgettext("what is waited for", "Review"),
        State.COUNTERSIGNED: pgettext("what is waited for", "Review"),
        State.REVIEWED: pgettext("what is waited for", "Approval"),
        State.APPROVED: pgettext("what is waited for", "Publication"),
        State.SCHEDULED: pgettext("what is waited for", "Scheduled"),
    }[state]


def _since(at: datetime) -> str:
    return _("since %(day)s") % {"day": dates.day(timezone.localdate(at))}
