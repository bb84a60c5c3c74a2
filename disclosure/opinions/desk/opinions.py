"""Residents' opinions on the desk: the list of what waits for whom, and the page of one."""

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
from disclosure.notices.queries.content import title_of
from disclosure.opinions.enums import CASE_KIND, OpinionState, Part
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import SCREENS_FOR, STEPS
from disclosure.opinions.presenters import staff as presenters
from disclosure.opinions.queries import opinions as queries
from disclosure.opinions.queries.corrections import SCREENED
from disclosure.opinions.workflow import OPINION
from portal.accounts.models import Unit, User
from portal.cases.actions.reading import read_private
from portal.cases.forms import TelephoneForm
from portal.cases.presenters import AUDIT_LABELS, original
from portal.cases.queries import find_by_telephone
from portal.core.texts import as_written
from portal.desk.pages import crumbs
from portal.desk.registry import QueueRow
from portal.desk.steps import offered_steps
from portal.desk.trail import trail
from portal.desk.views import DeskListView, DeskView

FOUND_SHOWN = 100
"""Opinions that are shown of one telephone number."""


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
        return queries.listed(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        parts = groupby(context["object_list"], key=lambda one: Part(one.part))
        counts = Counter(context["filter"].qs.order_by().values_list("part", flat=True))
        return context | {
            "sections": [
                Section(f"h-{part.name.lower()}", str(part.label), counts[part], presenters.rows(rows, at=self.at))
                for part, rows in parts
            ],
            "may_find": SCREENS_FOR.permitted(self.actor, at=self.at).exists(),
            "may_enter": queries.editions_to_enter_for(self.actor, self.at).exists(),
        }


class FindByTelephone(DeskView):
    """Find opinions by the telephone number of who sent them. It is posted, so that it stands in no address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(TelephoneForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TelephoneForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        phone = form.cleaned_data["phone"]
        cases = find_by_telephone(self.actor, kind=CASE_KIND, telephone=phone, at=self.at).values("pk")
        found = queries.working_on(self.actor, self.at).filter(case__in=cases)[:FOUND_SHOWN]
        return self.show(form, rows=presenters.rows(found, at=self.at))

    def show(self, form: TelephoneForm, *, rows: list[QueueRow] | None = None, status: int = 200) -> HttpResponse:
        """Show the form with what was found.

        Raises:
            Http404: The person screens no opinions.
        """
        if not SCREENS_FOR.permitted(self.actor, at=self.at).exists():
            raise Http404
        way = crumbs((_("Opinions"), reverse("disclosure_desk:opinions")))
        context = {"form": form, "rows": rows, "crumbs": way}
        return render(self.request, "disclosure/opinions/desk/find.html", context, status=status)


class OpinionPage(DeskView):
    """One opinion, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
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
    subject.as_it_came = read_private(actor=person, case=subject.case, at=at) if screens else None
    subject.edition.notice = subject.notice  # as it was fetched, with its unit and its entry
    is_live = subject.notice.editions.filter(state=State.PUBLISHED).exists()
    context = {
        "opinion": subject,
        "title": title_of(subject.edition),
        "tags": presenters.tags(subject),
        "meta": presenters.meta(subject, at),
        "original": original(subject.case, subject.as_it_came) if subject.as_it_came else None,
        "shown_text": as_written(subject.screening.shown_text) if subject.screening else "",
        "shown_note": presenters.shown_note(subject),
        "answer": as_written(subject.answer),
        "answer_note": presenters.answer_note(subject),
        "calls": presenters.calls(subject),
        "joined": presenters.joined(subject) if screens else [],
        "steps": offered_steps(request, subject, OPINION, STEPS, at=at, refused=refused, verb=verb),
        "waits_text": presenters.waits_text(subject, person, at),
        "may_correct": is_live and subject.state in SCREENED and PREPARES.allows(person, subject.edition, at=at),
        "corrections": presenters.corrections(subject, person, at),
        "trail": trail(subject, OPINION, also=[subject.case], words=AUDIT_LABELS),
        "notice_url": reverse("disclosure:notice", args=[subject.notice.number]) if is_live else "",
        "crumbs": crumbs((_("Opinions"), reverse("disclosure_desk:opinions"))),
    }
    return render(request, "disclosure/opinions/desk/opinion.html", context, status=status)
