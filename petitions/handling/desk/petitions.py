"""Petitions on the desk: the list of what is to be done first, and the page of one with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from petitions.handling import forms
from petitions.handling.actions import bars, receiving, telling
from petitions.handling.documents import print_draft, print_paper
from petitions.handling.enums import CASE_KIND, ENDED, TO_ROUTE, Category, Matter, Part, PetitionState
from petitions.handling.models import Petition
from petitions.handling.policies import OVERSEES, REGISTERS, SEES_TO_TIME, STEPS
from petitions.handling.presenters import staff as presenters
from petitions.handling.queries import desk as queries
from petitions.handling.queries.petitions import draft_of, given_to, units_to_give_to, working_on
from petitions.handling.workflow import PETITION, WAITS_FOR
from portal.cases.actions.reading import note_export, read_file, read_notes, read_private
from portal.cases.actions.receiving import note
from portal.cases.desk import FOUND_SHOWN, FindByTelephone
from portal.cases.enums import Channel, Read
from portal.cases.models import Case, CaseFile
from portal.cases.presenters import original
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.core.spreadsheets import as_csv
from portal.core.texts import joint
from portal.desk.at_once import AtOnceView, tokens_at_once
from portal.desk.pages import crumbs
from portal.desk.registry import QueueRow, TallyFigure
from portal.desk.steps import offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ButtonView, DeskListView, DeskView

OVERDUE, SOON, WEEK = "overdue", "soon", "week"
PETITIONS = (gettext_lazy("Petitions"), "petitions_desk:petitions")


class PetitionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a part of the list, a unit, a class, a way, a matter, and to how near the day is."""

    part = django_filters.ChoiceFilter(
        label=gettext_lazy("Part"), choices=Part.choices, empty_label=gettext_lazy("All parts")
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_concerned(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
        method="of_unit",
    )
    category = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a petition", "Class"), choices=Category.choices, empty_label=gettext_lazy("All classes")
    )
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("How it came"),
        choices=Channel.choices,
        field_name="case__channel",
        empty_label=gettext_lazy("Any way"),
    )
    matter = django_filters.ChoiceFilter(
        label=gettext_lazy("Matter"), choices=Matter.choices, empty_label=gettext_lazy("All matters")
    )
    due = django_filters.ChoiceFilter(
        label=gettext_lazy("Due"),
        choices=[
            (OVERDUE, gettext_lazy("Overdue")),
            (SOON, gettext_lazy("Today or tomorrow")),
            (WEEK, gettext_lazy("Within a week")),
        ],
        method="due_then",
        empty_label=gettext_lazy("Any day"),
    )

    def of_unit(self, rows: QuerySet[Petition], _name: str, unit: Any) -> QuerySet[Petition]:
        """Return those a unit has, or that happened there."""
        return rows.filter(Q(unit=unit) | Q(place=unit))

    def due_then(self, rows: QuerySet[Petition], _name: str, value: str) -> QuerySet[Petition]:
        """Return those that are overdue, or due soon."""
        today = today_of_due_days(timezone.now())
        if value == OVERDUE:
            return queries.due_within(rows, None, today - timedelta(days=1))
        return queries.due_within(rows, today, today + timedelta(days=1 if value == SOON else 7))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the list, as far as this page of it goes; `count` is how many there are on all its pages.

    Attributes:
        bulk: The buttons for the chosen rows, where some can be routed at once.
    """

    id: str
    heading: str
    count: int
    rows: list[QueueRow]
    bulk: list[dict[str, Any]]


class Petitions(DeskListView):
    """The petitions a person works on, by what is to be done first."""

    template_name, filterset_class = "petitions/desk/petitions.html", PetitionFilter
    most_rows = 1000

    def exists_for_actor(self) -> bool:
        return queries.has_desk(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Petition]:
        return _listed(self.actor, self.at, self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows, may_enter = list(context["object_list"]), queries.may_enter(self.actor, self.at)
        shows_ended = _shows_ended(self.request)
        count = context["paginator"].count
        counts = {Part.ENDED: count} if shows_ended else queries.parts_of(context["filter"].qs)
        tokens = self._tokens(rows) if may_enter else {}
        parts = groupby(rows, key=lambda one: Part(one.part))
        return context | {
            "sections": [self._section(part, counts[part], list(some), tokens) for part, some in parts],
            "figures": _tally(queries.parts_of(queries.listed(self.actor, self.at))),
            "shows_ended": shows_ended,
            "ended_url": f"?part={Part.ENDED.value}",
            "is_cut_at": self.most_rows if count == self.most_rows else 0,
            "may_enter": may_enter,
            "sees_readings": queries.sees_readings(self.actor, self.at),
            "new_url": _address_of_intake(),
            "route_url": reverse("petitions_desk:petitions_route"),
            "now": self.at,
        }

    def _tokens(self, rows: Sequence[Petition]) -> dict[int, str]:
        """Return the tokens of those that can be routed at once as the portal proposes."""
        settled = queries.route_names({one.town_id for one in rows})
        able = [
            one
            for one in rows
            if one.state in TO_ROUTE
            and one.state != PetitionState.RETURNED
            and not one.sealed_for
            and (one.town_id, one.matter) in settled
        ]
        found = tokens_at_once(self.actor, able, PETITION, STEPS, at=self.at)
        return {pk: token for (pk, _verb), token in found.items()}

    def _section(self, part: Part, count: int, rows: list[Petition], tokens: dict[int, str]) -> Section:
        shown = presenters.rows(rows, at=self.at, tokens=tokens)
        button = {"name": "as", "value": "proposed", "label": _("Accept and give to the usual unit"), "main": True}
        bulk = [button] if any(row.token for row in shown) else []
        return Section(f"h-{part.name.lower()}", str(part.label), count, shown, bulk)


def _shows_ended(request: HttpRequest) -> bool:
    return request.GET.get("part") == str(Part.ENDED.value)


def _listed(person: Any, at: datetime, request: HttpRequest) -> QuerySet[Petition]:
    """Return the open petitions, or those that have ended where these are asked for."""
    return queries.ended(person, at) if _shows_ended(request) else queries.listed(person, at)


def _tally(counts: dict[Part, int]) -> list[TallyFigure]:
    return [
        TallyFigure(part.label, counts.get(part, 0), f"?part={part.value}", owed=part == Part.OVERDUE)
        for part in Part
        if counts.get(part)
    ]


def _address_of_intake() -> str:
    """Return the address of the form to enter a petition, which a higher room has."""
    try:
        return reverse("petitions_desk:new_petition")
    except NoReverseMatch:
        return ""


class RouteAtOnce(AtOnceView):
    """Register and accept the chosen petitions as the portal proposes."""

    leads_to = "petitions_desk:petitions"


class Find(FindByTelephone):
    """Find petitions by the telephone number of who sent them."""

    below, kind = (PETITIONS,), CASE_KIND
    lede = gettext_lazy("Petitions that you see, by the telephone number of the petitioner.")
    caption = gettext_lazy("Petitions from this number")

    def exists_for_actor(self) -> bool:
        return queries.may_enter(self.actor, self.at)

    def found(self, cases: QuerySet[Case, Any]) -> list[QueueRow]:
        mine = working_on(self.actor, self.at).filter(case__in=cases)[:FOUND_SHOWN]
        return presenters.rows(mine, at=self.at)


class Export(DeskView):
    """The list as CSV, as it is narrowed: figures and days, nothing private. It is noted of each petition."""

    def exists_for_actor(self) -> bool:
        return queries.may_enter(self.actor, self.at)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        narrowed = PetitionFilter(request.GET, queryset=_listed(self.actor, self.at, request), request=request)
        found = queries.to_export(narrowed.qs)
        note_export(actor=self.actor, kind=CASE_KIND, cases=[one.case_id for one in found], at=self.at)
        content = as_csv(presenters.exported(found))
        name = "-".join((_("Petitions"), f"{timezone.localdate(self.at)}.csv"))
        return files.content_response(request, content, name=name, content_type="text/csv", public=False)


class Readings(DeskListView):
    """Who has read, printed or exported petitions, for the secretary."""

    template_name = "petitions/desk/readings.html"
    most_rows = 1000

    class filterset_class(django_filters.FilterSet):  # type: ignore[misc] # noqa: N801 - as django_filters names it
        """Narrow to what was done."""

        what = django_filters.ChoiceFilter(
            label=gettext_lazy("What was read"), choices=Read.choices, empty_label=gettext_lazy("All")
        )

    below = (PETITIONS,)

    def exists_for_actor(self) -> bool:
        return queries.sees_readings(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Any]:
        return queries.readings(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": presenters.readings(context["object_list"])}


class PetitionPage(DeskView):
    """One petition, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        subject = get_object_or_404(working_on(self.actor, self.at), pk=pk)
        return petition_page(request, subject, at=self.at)


def petition_page(
    request: HttpRequest, subject: Petition, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a petition, what is to be done with it now, and all that has been."""
    person: Any = request.user
    subject.as_it_came = read_private(actor=person, case=subject.case, at=at)
    notes = read_notes(actor=person, case=subject.case, at=at)
    steps = offered_steps(request, subject, PETITION, STEPS, at=at, refused=refused, verb=verb)
    registers = REGISTERS.allows(person, subject, at=at)
    known = queries.known_beside(subject, person, at)
    lines = trail(subject, PETITION, also=[subject.case], words=presenters.LABELS)
    context = {
        "petition": subject,
        "title": presenters.title_of(subject),
        "tags": presenters.tags(subject, known),
        "meta": presenters.meta(subject, at),
        "calls": presenters.calls(subject, notes, known),
        "clocks": presenters.clocks(subject, at),
        "original": original(subject.case, subject.as_it_came) if subject.as_it_came else None,
        "files": presenters.case_files(subject),
        "facts": presenters.facts(
            subject, (one.name for one in given_to(subject)), queries.representatives_of(subject)
        ),
        "bars": presenters.bars(subject, may_lift=registers) if registers or _oversees(person, subject, at) else [],
        "opinions": presenters.opinions(subject),
        "reviews": presenters.reviews(subject),
        "papers": presenters.papers(subject),
        "events": presenters.happened(subject, lines, notes),
        "main": [step for step in steps if step.is_main],
        "others": [step for step in steps if not step.is_main],
        "alike": _alike(steps),
        "texts": queries.answer_texts(subject.town) if any(step.verb == "draft" for step in steps) else [],
        "waits_text": presenters.waits_text(subject),
        "may_add": subject.case.forgotten_at is None,
        "may_remind": subject.state in WAITS_FOR and SEES_TO_TIME.allows(person, subject, at=at),
        "registers": registers,
        "is_open": subject.state not in ENDED,
        "has_rail": True,
        "crumbs": crumbs((_("Petitions"), reverse("petitions_desk:petitions"))),
    }
    return render(request, "petitions/desk/petition.html", context, status=status)


def _oversees(person: Any, petition: Petition, at: datetime) -> bool:
    return OVERSEES.allows(person, petition, at=at)


def _alike(steps: Sequence[Any]) -> list[tuple[Petition, str]]:
    """Return the petitions that merging with is offered of, which have been compared for that."""
    found = [step.form.others for step in steps if step.verb == "merge" and step.seen]
    return list(found[0].values()) if found else []


class _OfPetition(DeskView):
    """Something about a petition that a person works on."""

    @cached_property
    def petition(self) -> Petition:
        """The petition."""
        return get_object_or_404(working_on(self.actor, self.at), pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return self.petition is not None

    def crumbs(self) -> list[tuple[str, str]]:
        above = (_("Petitions"), reverse("petitions_desk:petitions"))
        return crumbs(above, (self.petition.number, self.get_success_url()))

    def get_success_url(self) -> str:
        """Lead back to the petition."""
        return reverse("petitions_desk:petition", args=[self.petition.pk])


class WriteNote(_OfPetition, ActionView):
    """Write a note that nobody outside reads."""

    title, button, form_class = gettext_lazy("Write a note"), gettext_lazy("Keep"), forms.NoteForm
    success_message = gettext_lazy("The note is kept.")

    def act(self, form: Any) -> Any:
        return note(actor=self.actor, case=self.petition.case, text=form.cleaned_data["text"], at=self.at)


class AddFile(_OfPetition, ActionView):
    """Keep what came on paper with a petition."""

    title, button, form_class = gettext_lazy("Add what came on paper"), gettext_lazy("Add"), forms.FileForm
    success_message = gettext_lazy("Added: %(name)s")

    def exists_for_actor(self) -> bool:
        return self.petition.state not in ENDED and REGISTERS.allows(self.actor, self.petition, at=self.at)

    def act(self, form: Any) -> CaseFile:
        sent = form.cleaned_data["file"]
        return receiving.add_file(
            actor=self.actor, petition=self.petition, content=sent.read(), name=sent.name, at=self.at
        )

    def words(self) -> dict[str, str]:
        return {"name": self.done.name}


class AddText(_OfPetition, ActionView):
    """Enter what the petitioner adds by telephone or at the counter."""

    title, button, form_class = gettext_lazy("Enter what they add"), gettext_lazy("Add"), forms.AdditionForm
    success_message = gettext_lazy("Added.")

    def exists_for_actor(self) -> bool:
        return self.petition.state not in ENDED and REGISTERS.allows(self.actor, self.petition, at=self.at)

    def act(self, form: Any) -> Any:
        receiving.add_text(actor=self.actor, petition=self.petition, text=form.cleaned_data["text"], at=self.at)


class OpenFile(_OfPetition):
    """A file that came with a petition. It is noted that it was read."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        found = get_object_or_404(self.petition.case.files.select_related("case"), pk=file)
        content = read_file(actor=self.actor, file=found, at=self.at)
        return files.content_response(
            request, content, name=found.name, content_type=found.content_type, public=False, inline=True
        )


class KeepOut(_OfPetition, ActionView):
    """Keep a unit or a person out."""

    title, button, form_class = gettext_lazy("Keep somebody out"), gettext_lazy("Keep out"), forms.KeepOutForm
    lead = gettext_lazy(
        "For whom the petition complains about. They see nothing of it from now on, nor that there is one."
    )
    success_message = gettext_lazy("They are kept out.")

    def exists_for_actor(self) -> bool:
        return REGISTERS.allows(self.actor, self.petition, at=self.at)

    def get_form_kwargs(self) -> dict[str, Any]:
        units = units_to_give_to(self.petition).filter(parent__isnull=False)
        people = queries.staff_to_keep_out(self.petition, self.actor, self.at)
        return super().get_form_kwargs() | {"offered": {"unit": units, "person": people}}

    def act(self, form: Any) -> Any:
        bars.keep_out(actor=self.actor, petition=self.petition, at=self.at, **form.cleaned_data)


class Lift(_OfPetition, ActionView):
    """Let somebody see a petition again."""

    title, button, form_class = gettext_lazy("Keep out no longer"), gettext_lazy("Keep out no longer"), forms.ReasonForm
    success_message = gettext_lazy("They see it again, as their role allows.")

    def exists_for_actor(self) -> bool:
        return REGISTERS.allows(self.actor, self.petition, at=self.at)

    def act(self, form: Any) -> Any:
        bar = get_object_or_404(queries.bars_of(self.petition).select_related("petition"), pk=self.kwargs["bar"])
        bars.lift(actor=self.actor, bar=bar, reason=form.cleaned_data["reason"], at=self.at)


class Remind(_OfPetition, ButtonView):
    """Remind whoever an answer waits for."""

    success_message = gettext_lazy("Reminded: %(names)s")

    def act(self, form: Any) -> Any:
        return telling.remind(actor=self.actor, petition=self.petition, at=self.at)

    def words(self) -> dict[str, str]:
        return {"names": joint().join(one.name for one in self.done)}


class PrintPaper(_OfPetition):
    """An official paper of a petition, as a PDF. It is noted that it was printed."""

    def get(self, request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
        issued = get_object_or_404(self.petition.papers.select_related("town", "issued_by"), pk=paper)
        came = read_private(actor=self.actor, case=self.petition.case, at=self.at, what=Read.PRINT)
        if came is None:
            raise Http404
        return _pdf(request, print_paper(self.petition, issued, came=came).pdf, issued.number)


class PrintDraft(_OfPetition):
    """The opinion that is not signed yet, as it would be printed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        draft = draft_of(self.petition)
        came = read_private(actor=self.actor, case=self.petition.case, at=self.at, what=Read.PRINT) if draft else None
        if draft is None or came is None:
            raise Http404
        name = "-".join((self.petition.number, _("Draft")))
        return _pdf(request, print_draft(self.petition, draft, came=came, at=self.at).pdf, name)


def _pdf(request: HttpRequest, content: bytes, name: str) -> HttpResponseBase:
    return files.content_response(
        request, content, name=f"{name}.pdf", content_type="application/pdf", public=False, inline=True
    )
