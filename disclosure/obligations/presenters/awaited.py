"""Obligations on the desk: what they wait for, their exemptions, and what is to be begun."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _, pgettext

from disclosure.catalogue.enums import MONEY_STATEMENT
from disclosure.catalogue.presenters import name_of
from disclosure.content.statement.queries import RECEIPTS_AND_PAYMENTS
from disclosure.content.statement.registry import sample_ledger_for
from disclosure.notices.enums import State
from disclosure.notices.presenters.lists import step_word
from disclosure.obligations.enums import ExemptionKind, ExemptionState, Origin
from disclosure.obligations.models import Exemption
from disclosure.obligations.presenters.matrix import item_name, withdrawn_word
from disclosure.obligations.queries.awaited import BEGIN, Awaited, claims_to_check, to_begin
from disclosure.obligations.queries.owed import ObligationStatus, as_stored
from disclosure.obligations.workflow import EXEMPTION
from portal.core import calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.components import Call
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written, comma, joint
from portal.desk.queue import due_words
from portal.desk.registry import Due, QueueRow


@dataclass(frozen=True, slots=True)
class Words:
    """What something waits for: in a word or two, with whom, since when, and where to see it; else empty."""

    short: str = ""
    who: str = ""
    since: str = ""
    url: str = ""


def words_of(awaited: Awaited | None) -> Words:
    """Return what an obligation waits for, in words."""
    if awaited is None:
        return Words()
    who, edition = _with(awaited), awaited.edition
    if awaited.claim is not None:
        return Words(str(EXEMPTION.verb("accept").waiting), who, _since(awaited.claim.state_since))
    if edition is not None:
        url = reverse("disclosure_desk:edition", args=[edition.pk]) if awaited.is_readable else ""
        return Words(step_word(edition), who, _since(edition.state_since), url)
    if awaited.withdrawn_at is not None:
        return Words(withdrawn_word(), who, _since(awaited.withdrawn_at))
    # For a reader who may not read drafts it makes no difference whether one has been begun.
    if awaited.is_prepared_here:
        return Words(pgettext("what is waited for", "Not begun"), who)
    return Words(pgettext("what is waited for", "Not handed in"), who)


def _with(awaited: Awaited) -> str:
    """Return with whom it is; nobody where it waits for its time."""
    if awaited.edition is not None and awaited.edition.state == State.SCHEDULED:
        return ""
    names = joint().join(person.name for person in awaited.people)
    return _("with %(names)s") % {"names": names} if names else _("nobody can take it further")


def _since(at: datetime) -> str:
    return _("since %(day)s") % {"day": dates.full_date(at)}


def begin_url(row: ObligationStatus, awaited: Awaited | None) -> str:
    """Return where a clerk begins what is not begun; empty for others, and for what is in preparation."""
    if awaited is None or not awaited.is_prepared_here or awaited.edition or awaited.claim:
        return ""
    return new_notice_url(row)


def new_notice_url(row: ObligationStatus) -> str:
    """Return where the notice that meets an obligation is begun."""
    if row.origin != Origin.CALENDAR:
        return reverse("disclosure_desk:begin_notice", args=[row.obligation_id])
    return f"{reverse('disclosure_desk:new_notice')}?{_query(row)}"


def _query(row: ObligationStatus) -> str:
    return urlencode({"unit": row.unit.code, "entry": row.entry.code, "period": str(row.period)})


def url_of(row: ObligationStatus) -> str:
    """Return the address of an obligation on the desk."""
    return reverse("disclosure_desk:obligation", args=[row.slug])


def title_of(row: ObligationStatus) -> str:
    """Return what an obligation is called on the desk: the item with its period, or with what happened."""
    if row.subject:
        return format_html(_("{item}: {subject}"), item=row.entry.name, subject=as_written(row.subject))
    if row.period.cadence != row.entry.cadence:
        return item_name(row)
    return comma().join([row.entry.name, name_of(row.period, short=True)])


def open_rows(
    rows: Iterable[ObligationStatus], waiting: Mapping[str, Awaited], *, today: date, working_days: Calendar
) -> list[QueueRow]:
    """Return open obligations for `components/queue.html`, in the order given."""
    found = []
    for row in rows:
        words = words_of(waiting.get(row.number))
        due = due_words(row.due_on, today=today, working_days=working_days)
        number = row.number if row.origin == Origin.CALENDAR else ""
        step = comma().join(filter(None, [words.short, words.who, words.since]))
        found.append(_open_row(row, due, title=title_of(row), url=url_of(row), number=number, step=step))
    return found


def _open_row(row: ObligationStatus, due: Due, *, title: str, url: str, number: str, step: str) -> QueueRow:
    return QueueRow(
        pk=row.obligation_id or 0,
        verb="",
        title=title,
        url=url,
        number=number,
        unit=row.unit.name,
        step=step,
        due=due,
    )


def claims_by_key(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return claims as rows of the queue."""
    return claim_rows(claims_to_check(person, at=at).filter(pk__in=pks))


def claim_rows(claims: Iterable[Exemption]) -> list[QueueRow]:
    """Return claims for `components/queue.html`, in the order given."""
    found = []
    for claim in claims:
        obligation = claim.obligation
        number = obligation.audit_number() if obligation.origin == Origin.CALENDAR else ""
        found.append(
            QueueRow(
                pk=claim.pk,
                verb="accept",
                title=obligation.entry.name,
                url=reverse("disclosure_desk:obligation", args=[number or obligation.pk]),
                number=number,
                unit=obligation.unit.name,
                step=EXEMPTION.verb("accept").waiting,
                due=Due(note=_since(claim.state_since)),
            )
        )
    return found


def exemption_call(exemption: Exemption) -> Call:
    """Return what is to be known first of an obligation: the exemption in force, or the claim to be checked."""
    is_claim = exemption.state == ExemptionState.PENDING
    who = (exemption.claimed_by if is_claim else exemption.decided_by) or exemption.claimed_by
    if is_claim:
        title = _("%(who)s claims that nothing of the kind happened")
    elif exemption.kind == ExemptionKind.EXCUSED:
        title = _("Excused by %(who)s")
    else:
        title = _("Nothing of the kind happened, checked by %(who)s")
    kind = "warn" if is_claim else "info"
    return Call(kind, title % {"who": who.name}, as_written(exemption.reason))


def rows_to_begin(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return what is to be begun as rows of the queue, each with the button that begins it."""
    working_days, today = calendar.load(), today_of_due_days(at)
    rows = to_begin(person, at=at).filter(pk__in=pks).select_related("unit__parent", "entry")
    return [_row_to_begin(row, today, working_days) for row in rows]


def _row_to_begin(stored: Any, today: date, working_days: Calendar) -> QueueRow:
    row = as_stored(stored, today=today)
    url, words, sample = new_notice_url(row), _("Write"), None
    if stored.withdrawn:
        url, words = reverse("disclosure_desk:edition", args=[stored.withdrawn]), withdrawn_word()
    elif row.entry.code == RECEIPTS_AND_PAYMENTS:
        url, words = f"{reverse('disclosure_desk:new_ledger')}?{_query(row)}", _("Import the ledger")
        sample = sample_ledger_for(row.unit, str(row.period))
    elif row.entry.form == MONEY_STATEMENT:
        words = _("Type the statement")
    step = format_html('<a class="btn" href="{}">{}</a>', url, words)
    if sample:
        sample_url = reverse("disclosure_desk:sample_ledger", args=[sample])
        step = format_html('{}<br><a href="{}" download>{}</a>', step, sample_url, _("Sample ledger to try with"))
    due = due_words(row.due_on, today=today, working_days=working_days, provisional=row.provisional)
    number = row.number if row.origin == Origin.CALENDAR else ""
    found = _open_row(row, due, title=title_of(row), url=url, number=number, step=step)
    return replace(found, verb=BEGIN)
