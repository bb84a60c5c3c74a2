"""Outcomes as everybody and the desk see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from petitions.handling.enums import Satisfaction
from petitions.handling.models import Opinion, Petition, Rating
from petitions.outcomes.enums import OutcomeState
from petitions.outcomes.models import Outcome
from petitions.outcomes.queries.outcomes import WAITS_FOR, opinions_of, page_of, working_on
from portal.accounts.models import User
from portal.core import dates
from portal.core.components import File, Tag
from portal.core.texts import as_written
from portal.desk.registry import Due, QueueRow

SHOWN_AT_ONCE = 20
"""Outcomes on the page of a year."""


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    """An outcome as everybody reads it."""

    url: str
    title: str
    tag: str
    is_mediated: bool
    matter: str
    answer: str
    facts: str
    took: str


def shown(outcomes: Iterable[Outcome]) -> list[ShownOutcome]:
    """Return outcomes as everybody reads them."""
    found = list(outcomes)
    rated = Rating.objects.filter(petition__in=[one.petition_id for one in found]).order_by("pk")
    ratings = {one.petition_id: one for one in rated}
    opinions = opinions_of(found)
    return [_shown(one, opinions.get(one.petition_id), ratings.get(one.petition_id)) for one in found]


def _shown(outcome: Outcome, opinion: Opinion | None, rating: Rating | None) -> ShownOutcome:
    petition = outcome.petition
    is_mediated = bool(opinion and opinion.is_mediated)
    result = opinion.get_result_display() if opinion and opinion.result else ""
    facts = [petition.get_category_display(), petition.case.get_channel_display(), petition.unit and petition.unit.name]
    took = ""
    if petition.closed_at:
        days = (timezone.localdate(petition.closed_at) - timezone.localdate(petition.case.received_at)).days
        took = ngettext("took %(count)d day", "took %(count)d days", days) % {"count": days}
    rated = _("rated: %(rating)s") % {"rating": Satisfaction(rating.result).label} if rating else ""
    return ShownOutcome(
        url=page_of(outcome),
        title=outcome.title,
        tag=_("Settled by mediation") if is_mediated else result,
        is_mediated=is_mediated,
        matter=outcome.matter,
        answer=outcome.answer,
        facts=" · ".join(str(one) for one in facts if one),
        took=" · ".join(filter(None, [took, rated])),
    )


def rows(outcomes: Iterable[Outcome]) -> list[QueueRow]:
    """Return outcomes as rows of `components/queue.html`."""
    return [
        QueueRow(
            pk=one.pk,
            verb=WAITS_FOR.get(OutcomeState(one.state), ""),
            title=as_written(one.title),
            url=reverse("petitions_desk:outcome", args=[one.pk]),
            unit=(one.petition.unit or one.petition.town).name,
            step=str(OutcomeState(one.state).label),
            number=one.number,
            due=Due(note=dates.full_date(timezone.localdate(one.state_since))),
        )
        for one in outcomes
    ]


def queue_rows(pks: Collection[int], person: User, at: datetime) -> list[QueueRow]:
    """Return outcomes as rows of the queue."""
    return rows(working_on(person, at).filter(pk__in=pks))


def tellable(petitions: Iterable[Petition]) -> list[File]:
    """Return answered petitions of which nothing is told yet, as links to propose it."""
    return [
        File(
            reverse("petitions_desk:propose_outcome", args=[one.pk]), as_written(one.subject or one.number), one.number
        )
        for one in petitions
    ]


def tags(outcome: Outcome) -> list[Tag]:
    """Return where an outcome stands."""
    kinds = {OutcomeState.RELEASED: "done", OutcomeState.PROPOSED: "live", OutcomeState.RETURNED: "owed"}
    state = OutcomeState(outcome.state)
    return [Tag(str(state.label), kinds.get(state, ""))]


def meta(outcome: Outcome) -> list[tuple[str, str]]:
    """Return number, petition, and who proposed and released an outcome."""
    items = [
        (_("Number"), outcome.number),
        (_("Petition"), outcome.petition.number),
        (_("Proposed by"), outcome.proposed_by.name),
    ]
    if outcome.released_by and outcome.released_at:
        items.append((_("Released by"), f"{outcome.released_by.name} · {dates.moment(outcome.released_at)}"))
    return items


def public_meta(outcome: Outcome) -> list[tuple[str, str]]:
    """Return under which number and since when everybody reads an outcome."""
    released = dates.full_date(outcome.released_at) if outcome.released_at else ""
    return [(_("Number"), outcome.number), (pgettext("of an outcome", "Published"), released)]
