"""Outcomes and all figures on the desk."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from petitions.handling.enums import Category, Matter
from petitions.handling.models import Petition
from petitions.handling.presenters import staff
from petitions.outcomes import actions, documents, forms
from petitions.outcomes.enums import Counted, OutcomeState
from petitions.outcomes.models import Outcome
from petitions.outcomes.policies import OVERSEES_TOWN, PROPOSES, READS_FIGURES, STEPS, WORKS_ON_OUTCOME
from petitions.outcomes.presenters import figures as presenters, outcomes as shown_outcomes, oversight
from petitions.outcomes.queries import outcomes as queries
from petitions.outcomes.queries.figures import counted_from, first_received_at
from petitions.outcomes.queries.oversight import from_villages
from petitions.outcomes.rules import Span, span, until
from petitions.outcomes.workflow import OUTCOME_WORKFLOW
from portal.accounts.models import Unit
from portal.accounts.queries import units, villages
from portal.cases.enums import Channel
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, DeskListView, DeskView


class OutcomeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a state."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=OutcomeState.choices, empty_label=gettext_lazy("All")
    )


class Outcomes(DeskListView):
    """The outcomes a person works on, those to be reviewed first."""

    template_name, filterset_class = "petitions/outcomes/desk/outcomes.html", OutcomeFilter

    def exists_for_actor(self) -> bool:
        return READS_FIGURES.permitted(self.actor, at=self.at).exists()

    def get_queryset(self) -> QuerySet[Outcome]:
        return queries.listed(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": shown_outcomes.rows(context["object_list"]),
            "tellable": shown_outcomes.tellable(queries.tellable(self.actor, self.at)),
        }


class Propose(ActionView):
    """Propose what everybody is to read of a petition."""

    title, button, form_class = (
        gettext_lazy("Propose an outcome"),
        OUTCOME_WORKFLOW.verb("propose").label,
        forms.OutcomeForm,
    )
    success_url = reverse_lazy("petitions_desk:outcomes")
    success_message = OUTCOME_WORKFLOW.verb("propose").success_message
    below = ((gettext_lazy("Outcomes"), "petitions_desk:outcomes"),)

    @cached_property
    def petition(self) -> Petition:
        """The petition."""
        rows = PROPOSES.permitted(self.actor, at=self.at).select_related("case", "town")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return not Outcome.objects.filter(petition=self.petition).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"lead": f"{self.petition.number} {self.petition.subject}", **kwargs})

    def act(self, form: Any) -> Outcome:
        return actions.propose(actor=self.actor, petition=self.petition, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        return {"title": self.done.title}


class OutcomePage(DeskView):
    """One outcome, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        outcome = get_object_or_404(queries.working_on(self.actor, self.at), pk=pk)
        return outcome_page(request, outcome, at=self.at)


def outcome_page(
    request: HttpRequest, subject: Outcome, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show an outcome as everybody would read it, its steps and what has been done with it."""
    context = {
        "outcome": subject,
        "shown": shown_outcomes.shown([subject])[0],
        "tags": shown_outcomes.tags(subject),
        "meta": shown_outcomes.meta(subject),
        "petition_url": reverse("petitions_desk:petition", args=[subject.petition_id]),
        "steps": offered_steps(request, subject, OUTCOME_WORKFLOW, STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, OUTCOME_WORKFLOW),
        "crumbs": crumbs((_("Outcomes"), reverse("petitions_desk:outcomes"))),
    }
    return render(request, "petitions/outcomes/desk/outcome.html", context, status=status)


class OutcomeStep(StepView):
    """What the steps of an outcome have in common."""

    workflow, policy, policies, page = OUTCOME_WORKFLOW, WORKS_ON_OUTCOME, STEPS, outcome_page
    success_url = reverse_lazy("petitions_desk:outcomes")

    def visible(self, pk: int) -> Outcome | None:
        return queries.working_on(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return str((self.done or self.subject).title)


class Release(OutcomeStep):
    """Let everybody read it."""

    verb, action, is_main = "release", actions.release, True

    def consequences(self) -> list[str]:
        return [
            _("Everybody reads it under “Outcomes and figures of petitions”, and the search finds it."),
            _("It is entered in the publication log, where it stays."),
        ]


class SendBack(OutcomeStep):
    """Send it back to who proposed it."""

    verb, action, form_class = "send_back", actions.send_back, forms.ReasonForm


class Revise(OutcomeStep):
    """Propose it again."""

    verb, action, form_class, is_main = "revise", actions.revise, forms.OutcomeForm, True

    def get_initial(self) -> dict[str, Any]:
        kept = self.subject
        return {"title": kept.title, "matter": kept.matter, "answer": kept.answer, "is_agreed": kept.is_agreed}


class Retract(OutcomeStep):
    """Take it off line."""

    verb, action, form_class = "retract", actions.retract, forms.ReasonForm


class _OfTown(DeskView):
    """Figures of a township, as far as a person may see what is counted."""

    def exists_for_actor(self) -> bool:
        return READS_FIGURES.permitted(self.actor, at=self.at).exists()

    @cached_property
    def town(self) -> Unit:
        """The township."""
        rows = READS_FIGURES.permitted(self.actor, at=self.at).order_by("code")
        code = self.request.GET.get("unit", "")
        found = rows.filter(code=code).first() if code else rows.first()
        if found is None:
            raise Http404
        return found

    def span_of(self, code: str) -> Span:
        """Return the span of an address.

        Raises:
            Http404: It is none, or before the first petition, or to come.
        """
        try:
            found = span(code)
        except ValueError as fault:
            raise Http404 from fault
        years = presenters.years_with_petitions(first_received_at(self.town), today=self.today)
        if found.year not in years or found.first > self.today:
            raise Http404
        return found

    @property
    def today(self) -> Any:
        """The day as of which is counted."""
        return today_of_due_days(self.at)


class FiguresPage(_OfTown):
    """The figures of a month, a quarter or a year, and the paper of it."""

    def get(self, request: HttpRequest, code: str = "") -> HttpResponse:
        chosen = self.span_of(code or str(self.today.year))
        page = presenters.staff_page(self.town, chosen, person=self.actor, at=self.at)
        context = {
            "page": page,
            "title": presenters.title_of(page),
            "spans": presenters.spans(first_received_at(self.town), chosen, today=self.today),
            "files": presenters.staff_files(page),
            "crumbs": crumbs((_("Petitions"), reverse("petitions_desk:petitions"))),
        }
        return render(request, "petitions/outcomes/desk/figures.html", context)


class CountedFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow what a figure was counted from to a class, a way, a matter, and the unit that has it."""

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
    station = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda _request: units(),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
        method="of_station",
    )

    def of_station(self, rows: QuerySet[Petition], _name: str, unit: Unit) -> QuerySet[Petition]:
        """Return those a unit has; what is sealed is in no unit's figures."""
        return rows.filter(unit=unit, sealed_for="")


class CountedFrom(_OfTown, DeskListView):
    """The petitions a figure was counted from, as far as the reader sees them one by one."""

    template_name, filterset_class = "petitions/outcomes/desk/counted.html", CountedFilter

    def exists_for_actor(self) -> bool:
        return super().exists_for_actor() and self.kwargs["part"] in Counted.values

    def get_queryset(self) -> QuerySet[Petition]:
        counted = until(self.span_of(self.kwargs["code"]), self.today)
        return counted_from(self.town, counted, Counted(self.kwargs["part"]), person=self.actor, at=self.at)

    def crumbs(self) -> list[tuple[str, str]]:
        figures = reverse("petitions_desk:figures_of", args=[self.kwargs["code"]])
        return crumbs((_("Petitions"), reverse("petitions_desk:petitions")), (_("Figures of petitions"), figures))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        counted = until(self.span_of(self.kwargs["code"]), self.today)
        told = {"heading": Counted(self.kwargs["part"]).label, "period": presenters.period_of(counted)}
        return context | told | _listed(context, self.request, at=self.at)


def _listed(context: dict[str, Any], request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """Return the rows of a list of what was counted, how many it has, and the way back to all of it."""
    return {
        "count": context["paginator"].count,
        "all_url": request.path if context["is_narrowed"] else "",
        "rows": staff.rows(context["object_list"], at=at),
    }


class FiguresPaper(_OfTown):
    """The same as a paper or a table: monthly statistics, quarterly bulletin, yearly report."""

    def get(self, request: HttpRequest, code: str, form: str) -> HttpResponseBase:
        if form not in documents.MAKERS:
            raise Http404
        page = documents.for_staff(self.town, self.span_of(code), person=self.actor, at=self.at)
        return files.content_response(
            request,
            documents.MAKERS[form](page),
            name=f"{presenters.title_of(page)}.{form}",
            content_type=documents.CONTENT_TYPES[form],
            public=False,
        )


class Oversight(DeskView):
    """What the discipline secretary looks at, what needs a decision first."""

    def exists_for_actor(self) -> bool:
        return OVERSEES_TOWN.permitted(self.actor, at=self.at).exists()

    def get(self, request: HttpRequest) -> HttpResponse:
        page = oversight.oversight_page(self.actor, self.at)
        return render(request, "petitions/outcomes/desk/oversight.html", {"page": page, "crumbs": self.crumbs()})


class SpotFilter(CountedFilter):
    """Narrow what came from villages to one of them too."""

    place = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Village"),
        queryset=lambda _request: villages(),
        to_field_name="code",
        empty_label=gettext_lazy("All villages"),
    )
    station = None


class FromVillages(DeskListView):
    """The petitions that the table of hot spots counts."""

    template_name, filterset_class = "petitions/outcomes/desk/counted.html", SpotFilter

    def exists_for_actor(self) -> bool:
        return OVERSEES_TOWN.permitted(self.actor, at=self.at).exists()

    def get_queryset(self) -> QuerySet[Petition]:
        return from_villages(self.actor, self.at, until=today_of_due_days(self.at))

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs((_("Oversight of petitions"), reverse("petitions_desk:oversight")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        told = {"heading": _("Where and what"), "period": _("The last twelve months, sealed ones left out")}
        return context | told | _listed(context, self.request, at=self.at)
