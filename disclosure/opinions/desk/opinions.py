"""Residents' opinions on the desk: the list of what waits for whom, and the page of one."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.policies import PREPARES, VISIBLE
from disclosure.notices.presenters.notice import with_number
from disclosure.notices.queries.content import neutral_title, title_of
from disclosure.notices.registry import form_of
from disclosure.opinions.actions import steps as actions
from disclosure.opinions.enums import CASE_KIND, OpinionState, Part
from disclosure.opinions.forms import EnterOpinionForm
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import SCREENS_FOR, SCREENS_OPINION, STEPS
from disclosure.opinions.presenters import staff as presenters
from disclosure.opinions.queries import opinions as queries
from disclosure.opinions.workflow import OPINION
from portal.accounts.models import Unit
from portal.cases.actions.reading import read_private
from portal.cases.desk import FOUND_SHOWN, FindByTelephone
from portal.cases.models import Case
from portal.cases.presenters import AUDIT_LABELS, original
from portal.core.codes import in_groups
from portal.core.components import Card
from portal.core.texts import as_written
from portal.desk.pages import crumbs
from portal.desk.registry import QueueRow
from portal.desk.steps import offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, DeskListView, DeskView

NOTICES_OFFERED = 20
MIDDAY = time(12)
"""When something came of which only the day is known."""


class OpinionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a state, and to the unit that answers or, before that is settled, the one of the notice."""

    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_concerned(request.user, timezone.now()),
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


class Find(FindByTelephone):
    """Find them by the telephone number of who sent them."""

    below, kind = ((gettext_lazy("Opinions"), "disclosure_desk:opinions"),), CASE_KIND
    lede = gettext_lazy("Opinions of the units you screen for, by the telephone number of the sender.")
    caption = gettext_lazy("Opinions from this number")

    def exists_for_actor(self) -> bool:
        return SCREENS_FOR.permitted(self.actor, at=self.at).exists()

    def found(self, cases: QuerySet[Case, Any]) -> list[QueueRow]:
        mine = queries.working_on(self.actor, self.at).filter(case__in=cases)[:FOUND_SHOWN]
        return presenters.rows(mine, at=self.at)


class OpinionPage(DeskView):
    """One opinion, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        opinion = get_object_or_404(queries.working_on(self.actor, self.at), pk=pk)
        return opinion_page(request, opinion, at=self.at)


def opinion_page(
    request: HttpRequest, subject: Opinion, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show an opinion, its steps and what has been done with it."""
    person: Any = request.user
    screens = SCREENS_OPINION.allows(person, subject, at=at)
    subject.as_it_came = read_private(actor=person, case=subject.case, at=at) if screens else None
    subject.edition.notice = subject.notice  # as it was fetched, with its unit and its entry
    is_live = subject.notice.editions.filter(state=State.PUBLISHED).exists()
    is_correctable = is_live and subject.state in queries.SCREENED
    # A station that answers about another unit's notice reads it as everybody does: not once it was withdrawn.
    may_read = VISIBLE.allows(person, subject.edition, at=at)
    context = {
        "opinion": subject,
        "title": title_of(subject.edition) if may_read else neutral_title(subject.notice),
        "tags": presenters.tags(subject),
        "meta": presenters.meta(subject, at, may_read=may_read),
        "original": original(subject.case, subject.as_it_came) if subject.as_it_came else None,
        "shown_text": as_written(subject.screening.shown_text) if subject.screening else "",
        "answer": as_written(subject.answer),
        "calls": presenters.calls(subject),
        "joined": presenters.joined(subject) if screens else [],
        "steps": offered_steps(request, subject, OPINION, STEPS, at=at, refused=refused, verb=verb),
        "waits_text": presenters.waits_text(subject, person, at),
        "may_correct": is_correctable and PREPARES.allows(person, subject.edition, at=at),
        "corrections": presenters.corrections(subject, person, at),
        "trail": trail(subject, OPINION, also=[subject.case], words=AUDIT_LABELS),
        "notice_url": reverse("disclosure:notice", args=[subject.notice.number]) if is_live else "",
        "crumbs": crumbs((_("Opinions"), reverse("disclosure_desk:opinions"))),
    }
    return render(request, "disclosure/opinions/desk/opinion.html", context, status=status)


class NewOpinion(ActionView):
    """Enter an opinion about a live notice, which is asked for first."""

    title, button = gettext_lazy("Enter an opinion"), OPINION.verb("receive").label
    form_class, success_url = EnterOpinionForm, reverse_lazy("disclosure_desk:opinions")
    success_message = OPINION.verb("receive").success_message

    def exists_for_actor(self) -> bool:
        return self.editions().exists()

    def editions(self) -> QuerySet[Edition]:
        """Return the live editions the person enters opinions about."""
        return queries.editions_to_enter_for(self.actor, self.at)

    @cached_property
    def edition(self) -> Any:
        """The live edition of the notice that the address names; None where it names none of theirs."""
        return self.editions().filter(notice__number=self.number).first() if self.number else None

    @property
    def number(self) -> str:
        """The number of the notice in the address."""
        return self.request.GET.get("notice", "").replace("\x00", "").strip()[:40]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.edition else self.ask_for_notice()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if self.edition else self.ask_for_notice()

    def ask_for_notice(self) -> HttpResponse:
        """Ask which notice it is about: by its number, or one of the newest."""
        notices = [
            Card(
                url=f"{self.request.path}?notice={one.notice.number}",
                title=title_of(one),
                date=timezone.localdate(one.published_at),
                unit=one.notice.unit.name,
            )
            for one in self.editions()[:NOTICES_OFFERED]
        ]
        context = {"number": self.number, "notices": notices, "crumbs": self.crumbs()}
        return render(self.request, "disclosure/opinions/desk/new_opinion_about.html", context)

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(self.at)}

    def get_form_kwargs(self) -> dict[str, Any]:
        first = self.edition.notice.editions.exclude(published_at=None).earliest("published_at")
        has_lines = form_of(self.edition).lines is not None
        return super().get_form_kwargs() | {"first": timezone.localdate(first.published_at), "has_lines": has_lines}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = with_number(title_of(self.edition), self.edition.notice.number)
        return super().get_context_data(lead=lead, **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        way = [*super().crumbs(), (_("Opinions"), reverse("disclosure_desk:opinions"))]
        return [*way, (_("About another notice"), self.request.path)] if self.edition else way

    def act(self, form: Any) -> Opinion:
        fields = dict(form.cleaned_data)
        day = fields.pop("received_on")
        came = self.at if day == timezone.localdate(self.at) else timezone.make_aware(datetime.combine(day, MIDDAY))
        return actions.receive(actor=self.actor, edition=self.edition, at=self.at, received_at=came, **fields)

    def words(self) -> dict[str, str]:
        return {"number": self.done.number, "code": in_groups(self.done.case.code)}
