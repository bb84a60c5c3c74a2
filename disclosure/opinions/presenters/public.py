"""Residents' opinions as the public reads them: beside a notice, by code, and in the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.demands.enums import DemandState
from disclosure.demands.models import Demand
from disclosure.demands.queries import Count
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.presenters.words import neutral_title
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries.opinions import WITH_A_UNIT, Asked
from portal.core import charts, dates
from portal.core.texts import as_written, comma, sentences

BARS = 10
"""How many items the chart of the ranking shows; the table shows all."""


def opinions_context(number: str, opinions: Sequence[Opinion], *, today: date) -> dict[str, Any]:
    """Return the opinions beside a notice for `components/opinions.html`.

    Args:
        number: The number of the notice.
        opinions: What the public reads of them, as `queries.opinions.published_of` gives it.
        today: The day of the page.
    """
    return {
        "opinions": [opinion_row(opinion, today=today) for opinion in opinions],
        "counts": counted(opinions, today=today),
        "new_url": reverse("disclosure:new_opinion", args=[number]),
        "follow_url": reverse("disclosure:follow_opinion"),
    }


def opinion_row(opinion: Opinion, *, today: date) -> dict[str, Any]:
    """Return one opinion as anybody reads it; what was answered but not checked still waits."""
    others: int = getattr(opinion, "also_asked", 0)
    said = [
        str(as_written(opinion.shown_name)) if opinion.shown_name else _("A villager"),
        dates.full_date(timezone.localdate(opinion.received_at)),
    ]
    if others:
        said.append(
            ngettext("also asked by %(count)d other", "also asked by %(count)d others", others) % {"count": others}
        )
    row: dict[str, Any] = {
        "id": opinion.number,
        "kind": str(OpinionKind(opinion.kind).label),
        "text": as_written(opinion.shown_text),
        "who": comma().join(said),
        "corrected": [_correction(one.edition) for one in opinion.corrections.all()],
    }
    if opinion.state == OpinionState.CLOSED:
        row |= answered(opinion)
    else:
        row |= waiting(opinion, today=today)
    return row


def answered(opinion: Opinion) -> dict[str, Any]:
    """Return the answer of an opinion that is closed, with who gave it and when."""
    on = timezone.localdate(opinion.checked_at) if opinion.checked_at else None
    named = {"unit": opinion.unit.name if opinion.unit else "", "date": dates.full_date(on) if on else ""}
    return {"answer": as_written(opinion.answer), "answered_by": _("Answered by %(unit)s on %(date)s") % named}


def waiting(opinion: Opinion, *, today: date) -> dict[str, Any]:
    """Return until when an opinion waits for its answer, or how long that is overdue."""
    if opinion.answer_due is None or opinion.unit is None:
        return {}
    named = {"unit": opinion.unit.name, "date": dates.full_date(opinion.answer_due)}
    late = (today - opinion.answer_due).days
    if late > 0:
        overdue = ngettext("Overdue by %(count)d day", "Overdue by %(count)d days", late) % {"count": late}
        return {"overdue": overdue, "waiting": _("%(unit)s should have answered by %(date)s.") % named}
    said = _("Waits for the answer of %(unit)s, due by %(date)s.") % named
    if opinion.answer_due_provisional:
        said = sentences(said, _("The calendar of that year is not out yet, so the day may still move."))
    return {"waiting": said}


def counted(opinions: Sequence[Opinion], *, today: date) -> str:
    """Return how many opinions are answered, wait and are overdue, in a line; empty where there are none."""
    closed = sum(one.state == OpinionState.CLOSED for one in opinions)
    late = sum(one.state in WITH_A_UNIT and one.answer_due is not None and one.answer_due < today for one in opinions)
    waits = len(opinions) - closed - late
    said = []
    if closed:
        said.append(ngettext("%(count)d answered", "%(count)d answered", closed) % {"count": closed})
    if waits:
        said.append(
            ngettext("%(count)d waits for its answer", "%(count)d wait for their answer", waits) % {"count": waits}
        )
    if late:
        said.append(ngettext("%(count)d overdue", "%(count)d overdue", late) % {"count": late})
    return comma().join(said)


def followed(opinion: Opinion, *, today: date) -> dict[str, Any]:
    """Return how an opinion stands, for whoever has its code. Nothing of what they wrote is repeated."""
    head = opinion.merged_into if opinion.state == OpinionState.MERGED and opinion.merged_into else opinion
    shown: dict[str, Any] = {
        "meta": [
            (_("Number"), opinion.number),
            (_("Kind"), str(OpinionKind(opinion.kind).label)),
            (_("Received on"), dates.full_date(timezone.localdate(opinion.received_at))),
            (_("About"), neutral_title(opinion.notice)),
        ],
        "notice_url": _notice_address(opinion),
        "joined": _("Others asked the same. Your opinion was joined with %(number)s, and its answer is yours too.")
        % {"number": head.number}
        if head.pk != opinion.pk
        else "",
    }
    if head.state in WITH_A_UNIT:
        shown |= {"standing": _("With %(unit)s") % {"unit": head.unit.name if head.unit else ""}}
        return shown | waiting(head, today=today)
    shown["standing"] = str(OpinionState(head.state).label)
    if head.state == OpinionState.RECEIVED:
        shown["waiting"] = _("A named person of the office reads it before it goes on.")
    elif head.state == OpinionState.REFUSED:
        shown["reason"] = as_written(head.refusal_reason)
    else:
        shown |= answered(head)
    return shown


def ranking_context(rows: Sequence[Asked]) -> dict[str, Any]:
    """Return what residents ask about most, as a table and its first rows as bars."""
    first = rows[:BARS]
    most = Decimal(max((one.asked for one in rows), default=1))
    bars = [charts.Bar(_item(one), Decimal(one.asked), text=str(one.asked)) for one in first]
    return {
        "rows": [
            {
                "place": place,
                "item": one.entry.name,
                "unit": one.unit.name,
                "url": reverse("disclosure:notice", args=[one.notice]) if one.notice else "",
                "asked": one.asked,
                "answered": one.answered,
                "in_time": one.in_time,
            }
            for place, one in enumerate(rows, start=1)
        ],
        "chart": charts.bars(bars, scale_max=most, hatch=False, ids="asked") if bars else "",
    }


def demand_row(demand: Demand, count: Count) -> dict[str, Any]:
    """Return a joint demand as anybody reads it: how many joined of how many needed, never who."""
    return {
        "subject": as_written(demand.subject),
        "unit": demand.unit.name,
        "unit_url": reverse("disclosure:demands", args=[demand.unit.code]),
        "villagers": _of_needed(count.villagers, count.needed_villagers, count),
        "representatives": _of_needed(count.representatives, count.needed_representatives, count),
        "state": str(DemandState(demand.state).label),
        "kind": {DemandState.REACHED: "owed", DemandState.MET: "done"}.get(DemandState(demand.state), ""),
    }


def _of_needed(joined: int, needed: int, count: Count) -> str:
    if not count.is_measured:
        return str(joined)
    return _("%(joined)d of %(needed)d needed") % {"joined": joined, "needed": needed}


def _correction(edition: Edition) -> dict[str, str]:
    text = _("Corrected because of it: edition %(number)d") % {"number": edition.number}
    return {"text": text, "url": _edition(edition)}


def _item(one: Asked) -> str:
    return f"{one.unit.name}{comma()}{one.entry.name}"


def _edition(edition: Edition) -> str:
    if edition.state == State.PUBLISHED:
        return reverse("disclosure:notice", args=[edition.notice.number])
    return reverse("disclosure:edition", args=[edition.notice.number, edition.number])


def _notice_address(opinion: Opinion) -> str:
    """Return the address of the notice, which says so itself if it was withdrawn."""
    return reverse("disclosure:notice", args=[opinion.notice.number])
