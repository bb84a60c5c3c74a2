"""Residents' opinions on the desk: the list of what waits for whom, and the page of one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.notices.enums import State
from disclosure.notices.policies import PREPARES
from disclosure.notices.queries.titles import title_of
from disclosure.opinions.enums import OpinionState, Part
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import STEPS
from disclosure.opinions.presenters import staff as presenters
from disclosure.opinions.queries import opinions as queries
from disclosure.opinions.queries.corrections import SCREENED
from disclosure.opinions.workflow import OPINION
from portal.accounts.models import Unit, User
from portal.core.texts import as_written
from portal.desk.lists import DeskListView
from portal.desk.pages import crumbs
from portal.desk.registry import QueueRow
from portal.desk.steps import offered_steps
from portal.desk.trail import trail
from portal.desk.views import DeskView


def _units(request: HttpRequest) -> QuerySet[Unit]:
    return queries.units_concerned(request.user, timezone.now())


class OpinionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a state, and to the unit that answers or, before that is settled, the one of the notice."""

    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=_units,
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
        method="of_unit",
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=OpinionState.choices, empty_label=gettext_lazy("All")
    )

    def of_unit(self, rows: QuerySet[Opinion], _name: str, unit: Unit) -> QuerySet[Opinion]:
        """Narrow to a unit."""
        return rows.filter(Q(unit=unit) | Q(unit=None, notice__unit=unit))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the list, as far as this page of it goes; `count` is how many there are on all its pages."""

    id: str
    heading: str
    count: int
    rows: list[QueueRow]


class Opinions(DeskListView):
    """The opinions a person works on, by what they have to do with them."""

    template_name, filterset_class = "disclosure/opinions/desk/opinions.html", OpinionFilter

    def get_queryset(self) -> QuerySet[Opinion]:
        """Return those they may see."""
        return queries.listed(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts of this page."""
        context = super().get_context_data(**kwargs)
        parts = groupby(context["object_list"], key=lambda one: Part(one.part))
        counts = Counter(context["filter"].qs.order_by().values_list("part", flat=True))
        return context | {
            "sections": [
                Section(f"h-{part.name.lower()}", str(part.label), counts[part], presenters.rows(rows, at=self.at))
                for part, rows in parts
            ],
            "may_enter": queries.editions_to_enter_for(self.actor, self.at).exists(),
        }


class OpinionPage(DeskView):
    """One opinion, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        return opinion_page(request, the_opinion(self.actor, pk, at=self.at), at=self.at)


def the_opinion(person: User, pk: int, *, at: datetime) -> Opinion:
    """Return an opinion this person works on.

    Raises:
        Http404: There is none, or it does not exist for this person.
    """
    found = queries.working_on(person, at).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such opinion."))
    return found


def opinion_page(
    request: HttpRequest, subject: Opinion, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show an opinion, its steps and what has been done with it."""
    person: Any = request.user
    screens = queries.reads_as_it_came(person, subject, at)
    subject.edition.notice = subject.notice  # as it was fetched, with its unit and its entry
    is_live = subject.notice.editions.filter(state=State.PUBLISHED).exists()
    context = {
        "opinion": subject,
        "title": title_of(subject.edition),
        "tags": presenters.tags(subject),
        "meta": presenters.meta(subject, at),
        "as_it_came": presenters.as_it_came(subject) if screens else None,
        "shown_text": as_written(subject.shown_text),
        "shown_note": presenters.shown_note(subject),
        "answer": as_written(subject.answer),
        "answer_note": presenters.answer_note(subject),
        "sent_back": presenters.sent_back(subject),
        "joined": presenters.joined(subject) if screens else [],
        "steps": offered_steps(request, subject, OPINION, STEPS, at=at, refused=refused, verb=verb),
        "waits_text": presenters.waits_text(subject, person, at),
        "may_correct": is_live and subject.state in SCREENED and PREPARES.allows(person, subject.edition, at=at),
        "corrections": presenters.corrections(subject, person, at),
        "trail": trail(subject, OPINION, words=presenters.OTHER_AUDIT_LABELS),
        "notice_url": reverse("disclosure:notice", args=[subject.notice.number]) if is_live else "",
        "crumbs": crumbs((_("Opinions"), reverse("disclosure_desk:opinions"))),
    }
    return render(request, "disclosure/opinions/desk/opinion.html", context, status=status)
