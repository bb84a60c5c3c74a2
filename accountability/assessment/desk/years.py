"""The year of all units on the desk: the list, its team, and what is done for many units at once."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.assessment import documents
from accountability.assessment.actions import years as actions
from accountability.assessment.enums import WITH_GRADE, AssessmentState, Grade
from accountability.assessment.forms import OpenYearForm, TeamForm
from accountability.assessment.models import Assessment, AssessmentYear
from accountability.assessment.policies import KEEPS_TABLES_OF, READS_TABLE, READS_YEAR, RUNS_YEAR
from accountability.assessment.presenters import staff as presenters
from accountability.assessment.queries import assessments as queries
from portal.accounts.desk.access import ForUnits
from portal.accounts.models import Unit, User
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.desk.views import ActionView, ButtonView, ChangeView, DeskListView, DeskView

ASSESSMENTS = (gettext_lazy("Assessment"), "accountability_desk:assessments")


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    person: Any = request.user
    years = queries.years_of(person, timezone.now()).values_list("year", flat=True)
    return [(str(year), str(year)) for year in sorted(set(years), reverse=True)]


class AssessmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a state and a grade; without a year it is the latest."""

    year = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an assessment", "Year"), choices=(), method="of_year", empty_label=None
    )
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an assessment", "State"),
        choices=AssessmentState.choices,
        empty_label=gettext_lazy("All"),
    )
    grade = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an assessment", "Grade"),
        choices=Grade.choices,
        method="with_grade",
        empty_label=gettext_lazy("All"),
    )
    vetoed = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an assessment", "Veto"),
        choices=[("true", gettext_lazy("Decided by a veto"))],
        method="by_veto",
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = _years(self.request)

    def by_veto(self, rows: QuerySet[Assessment], _name: str, _value: str) -> QuerySet[Assessment]:
        """Return those whose grade a veto decided, of those whose points the reader may see."""
        readable = queries.readable(self.request.user, timezone.now())
        return rows.filter(is_vetoed=True, pk__in=readable, state__in=WITH_GRADE)

    def of_year(self, rows: QuerySet[Assessment], _name: str, _value: str) -> QuerySet[Assessment]:
        """Return the rows: the view has chosen the year."""
        return rows

    def with_grade(self, rows: QuerySet[Assessment], _name: str, value: str) -> QuerySet[Assessment]:
        """Return those of a grade, of those whose points the reader may see."""
        readable = queries.readable(self.request.user, timezone.now())
        return rows.filter(grade=value, pk__in=readable, state__in=WITH_GRADE)


class Assessments(DeskListView):
    """The assessment of a year: all units, or the reader's own."""

    template_name, filterset_class = "accountability/assessment/desk/list.html", AssessmentFilter

    @cached_property
    def year(self) -> AssessmentYear | None:
        """The year that is shown: as asked for, or else the latest."""
        years = list(queries.years_of(self.actor, self.at))
        asked = self.request.GET.get("year", "")
        return next(
            (one for one in years if str(one.year) == asked), max(years, key=lambda one: one.year, default=None)
        )

    def exists_for_actor(self) -> bool:
        return self.year is not None or KEEPS_TABLES_OF.permitted(self.actor, at=self.at).exists()

    def get_queryset(self) -> QuerySet[Assessment]:
        if self.year is None:
            return Assessment.objects.none()
        return queries.of_year(self.year, self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        year = self.year
        keeps = KEEPS_TABLES_OF.permitted(self.actor, at=self.at).exists()
        found = {
            "rows": presenters.year_rows(context["object_list"]),
            "year": year,
            "opens_year": keeps,
            "reads_tables": READS_TABLE.permitted(self.actor, at=self.at).exists(),
        }
        return context | found | (self._of(year) if year else {})

    def _of(self, year: AssessmentYear) -> dict[str, Any]:
        """Return what is shown of a year besides its units."""
        runs = RUNS_YEAR.allows(self.actor, year, at=self.at)
        here = f"{reverse('accountability_desk:assessments')}?year={year.year}"
        reads = READS_YEAR.allows(self.actor, year, at=self.at)
        team = User.objects.filter(pk__in=year.team.order_by().values("pk")).order_by("pk")
        return {
            "figures": presenters.year_figures(list(self.get_queryset()), here) if reads else [],
            "meta": presenters.year_meta(year, team),
            "runs": runs,
            "reads_year": reads,
            "can": queries.for_many(year, self.actor, self.at),
            "here": here,
        }


class OpenYear(ForUnits, ActionView):
    """Open the assessment of a year for all units."""

    units_policy, form_class, below = KEEPS_TABLES_OF, OpenYearForm, (ASSESSMENTS,)
    title, button = gettext_lazy("Open the assessment of a year"), gettext_lazy("Open it for all units")
    lead = gettext_lazy("Every station and village in use is assessed by the newest scoring table.")
    success_message = gettext_lazy("The assessment of %(year)d is open. Each unit can score itself.")

    @property
    def town(self) -> Unit:
        """The township."""
        found: Unit = self.units[0]
        return found

    def get_initial(self) -> dict[str, Any]:
        return {"year": today_of_due_days(self.at).year, "team": [self.actor.pk]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": {"team": queries.may_be_on_team(self.town, at=self.at)}}

    def consequences(self) -> list[str]:
        return [
            _("The scoring table cannot be changed any more."),
            _("Clerks and heads of the units find their self-score on their desk."),
        ]

    def act(self, form: Any) -> AssessmentYear:
        said = form.cleaned_data
        return actions.open_year(
            actor=self.actor, town=self.town, year=said["year"], team=said["team"], note=said["note"], at=self.at
        )

    def words(self) -> dict[str, int]:
        return {"year": self.done.year}

    def get_success_url(self) -> str:
        return f"{reverse('accountability_desk:assessments')}?year={self.done.year}"


class _OfYear(DeskView):
    """Something about one year, for those who run it."""

    policy = RUNS_YEAR

    @cached_property
    def year(self) -> AssessmentYear:
        """The year."""
        return self.get_permitted(self.policy, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.year)

    def get_success_url(self) -> str:
        """Return to the list of the year."""
        return f"{reverse('accountability_desk:assessments')}?year={self.year.year}"


class Team(_OfYear, ChangeView):
    """Change who is on the team of a year."""

    title, button, form_class, below = (
        gettext_lazy("The team of the year"),
        gettext_lazy("Save"),
        TeamForm,
        (ASSESSMENTS,),
    )
    lead = gettext_lazy("The team enters and verifies points. Nobody verifies the unit they belong to.")
    success_message = gettext_lazy("The team is saved.")

    def subject(self) -> AssessmentYear:
        return self.year

    def get_initial(self) -> dict[str, Any]:
        team = list(self.year.team.values_list("pk", flat=True))
        return {**super().get_initial(), "team": team, "note": self.year.note}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": {"team": queries.may_be_on_team(self.year.town, at=self.at)}}

    def act(self, form: Any) -> AssessmentYear:
        said = form.cleaned_data
        return actions.change_team(
            actor=self.actor, year=self.year, team=said["team"], note=said["note"], seen=said["seen"], at=self.at
        )


class _ForMany(_OfYear, ButtonView):
    """A button that does something for many units of a year."""

    policy = READS_YEAR

    def words(self) -> dict[str, int]:
        return {"count": len(self.done)}


class Count(_ForMany):
    """Count anew what the portal counts."""

    success_message = gettext_lazy("Counted. Units: %(count)d.")

    def act(self, form: Any) -> list[Assessment]:
        return actions.count_year(actor=self.actor, year=self.year, at=self.at)


class DecideAll(_ForMany):
    """Decide by the rule whatever no veto concerns."""

    success_message = gettext_lazy("Decided by the rule. Units: %(count)d.")

    def act(self, form: Any) -> list[Assessment]:
        return actions.decide_year(actor=self.actor, year=self.year, at=self.at)


class PublishAll(_ForMany):
    """Publish all results that are decided."""

    success_message = gettext_lazy("Published. Units: %(count)d.")

    def act(self, form: Any) -> list[Assessment]:
        return actions.publish_year(actor=self.actor, year=self.year, at=self.at)


class FinishAll(_ForMany):
    """Close what nobody can object to any more."""

    success_message = gettext_lazy("Closed. Units: %(count)d.")

    def act(self, form: Any) -> list[Assessment]:
        return actions.finish_year(actor=self.actor, year=self.year, at=self.at)


class YearPaper(_OfYear):
    """The ranking of a year as PDF or CSV, with the points its reader may see."""

    policy = READS_YEAR

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        if form not in documents.RANKING:
            raise Http404
        rows = queries.of_year(self.year, self.actor, self.at).filter(pk__in=queries.readable(self.actor, self.at))
        return files.content_response(
            request,
            documents.RANKING[form](documents.ranking_of(self.year, list(rows))),
            name=f"{self.year.town.name_zh}{self.year.year}年党风廉政建设责任制考核结果.{form}",
            content_type=documents.CONTENT_TYPES[form],
            public=False,
        )
