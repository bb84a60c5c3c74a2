"""Matters that are watched, with their checks before, during and after, on the desk."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.supervision import forms
from accountability.supervision.actions import checks as actions, points as point_actions
from accountability.supervision.desk.points import SUPERVISION
from accountability.supervision.enums import DONE, CheckState
from accountability.supervision.models import Check, Matter, RiskPoint
from accountability.supervision.policies import CHECK_STEPS, KEEPS_MATTER, KEEPS_POINT, READS_CHECK
from accountability.supervision.presenters import points as presenters
from accountability.supervision.queries import points as queries
from accountability.supervision.workflow import CHECK, OTHER_AUDIT_LABELS
from portal.core.demonstration import today_of_due_days
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView
from portal.desk.years import year_filter

MATTERS = (gettext_lazy("Matters that are watched"), "accountability_desk:supervision_matters")
SHOW = (
    ("overdue", gettext_lazy("With an overdue check")),
    ("planned", gettext_lazy("With a check to come")),
    ("made", gettext_lazy("With a check that was made")),
    ("wrong", gettext_lazy("Where something was wrong")),
)


class MatterFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year of the points of risk, and to what came of the checks."""

    year = year_filter("point__year")
    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"), choices=SHOW, method="showing", empty_label=gettext_lazy("All")
    )

    def showing(self, rows: QuerySet[Matter], _name: str, value: str) -> QuerySet[Matter]:
        """Return the matters with such a check."""
        if value == "overdue":
            return queries.with_overdue_check(rows, today_of_due_days(timezone.now()))
        states = {"planned": (CheckState.PLANNED,), "made": DONE, "wrong": (CheckState.WRONG,)}
        return queries.with_check(rows, *states[value])


class Matters(DeskListView):
    """Matters with their three phases: the next check to come first."""

    template_name, filterset_class = "accountability/supervision/desk/matters.html", MatterFilter
    below = (SUPERVISION,)

    def exists_for_actor(self) -> bool:
        return queries.reads_supervision(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Matter]:
        return queries.matters_seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today = today_of_due_days(self.at)
        return context | {"rows": presenters.matter_rows(context["object_list"], today=today)}


class NewMatter(ActionView):
    """Have a matter watched at a point of risk."""

    form_class, below = forms.MatterForm, (SUPERVISION,)
    title, button = gettext_lazy("Watch a matter"), gettext_lazy("Watch it")
    success_message = gettext_lazy("Watched from now on: %(name)s")

    @cached_property
    def point(self) -> RiskPoint:
        """The point of risk."""
        return self.get_permitted(KEEPS_POINT, pk=self.kwargs["pk"])

    @property
    def lead(self) -> str:  # type: ignore[override]  # it says the point of risk
        """At which point of risk it is."""
        return _("%(number)s, %(unit)s: %(risk)s") % {
            "number": self.point.number,
            "unit": self.point.unit.name,
            "risk": self.point.risk,
        }

    def exists_for_actor(self) -> bool:
        return bool(self.point)

    def act(self, form: Any) -> Matter:
        return point_actions.open_matter(actor=self.actor, point=self.point, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        return {"name": self.done.name}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:supervision_matter", args=[self.done.pk])


class RenameMatter(ChangeView):
    """Put the name of a matter right."""

    form_class, below = forms.RenameForm, (SUPERVISION, MATTERS)
    title, button = gettext_lazy("Put its name right"), gettext_lazy("Save")

    @cached_property
    def matter(self) -> Matter:
        """The matter."""
        return self.get_permitted(KEEPS_MATTER, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.matter)

    def subject(self) -> Matter:
        return self.matter

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"name": self.matter.name}

    def act(self, form: Any) -> Matter:
        return point_actions.rename_matter(actor=self.actor, matter=self.matter, at=self.at, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:supervision_matter", args=[self.matter.pk])


class MatterPage(DeskView):
    """One matter, with the steps of the check that comes next."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        matter = get_object_or_404(queries.matters_seen_by(self.actor, self.at), pk=pk)
        planned = [one for one in matter.checks.all() if one.state == CheckState.PLANNED]
        return _page(request, matter, planned[0] if planned else None, at=self.at)


class CheckPage(DeskView):
    """One check of a matter, on the page of the matter."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        check = get_object_or_404(queries.checks_seen_by(self.actor, self.at), pk=pk)
        return check_page(request, check, at=self.at)


def check_page(
    request: HttpRequest, subject: Check, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a matter with the steps of one of its checks."""
    matter = queries.matters_seen_by(request.user, at).get(pk=subject.matter_id)
    return _page(request, matter, subject, at=at, refused=refused, verb=verb, status=status)


def _page(
    request: HttpRequest,
    matter: Matter,
    check: Check | None,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    today, checks = today_of_due_days(at), list(matter.checks.all())
    steps = offered_steps(request, check, CHECK, CHECK_STEPS, at=at, refused=refused, verb=verb) if check else []
    person: Any = request.user
    context = {
        "matter": matter,
        "point": matter.point,
        "meta": presenters.matter_meta(matter),
        "checks": presenters.shown_checks(checks, chosen=check, today=today),
        "chosen": check,
        "keeps": KEEPS_MATTER.allows(person, matter, at=at),
        "steps": steps,
        "trail": trail(matter, CHECK, also=checks, words=OTHER_AUDIT_LABELS),
        "crumbs": crumbs(*((str(label), reverse(name)) for label, name in (SUPERVISION, MATTERS))),
    }
    return render(request, "accountability/supervision/desk/matter.html", context, status=status)


class CheckStep(StepView):
    """What the steps of a check have in common."""

    workflow, policy, policies, page = CHECK, READS_CHECK, CHECK_STEPS, check_page

    def visible(self, pk: int) -> Check | None:
        return queries.checks_seen_by(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return presenters.title_of_check(self.subject)

    def get_success_url(self) -> str:
        found = Check.objects.filter(pk=self.kwargs["pk"]).values_list("matter", flat=True).first()
        return reverse("accountability_desk:supervision_matter", args=[found])


class FindRight(CheckStep):
    """Record a check that found all in order."""

    verb, action, form_class, is_main = "find_right", actions.find_right, forms.FindRightForm, True

    def get_initial(self) -> dict[str, Any]:
        return {"done_on": today_of_due_days(self.at)}


class FindWrong(CheckStep):
    """Record a check that found something wrong."""

    verb, action, form_class = "find_wrong", actions.find_wrong, forms.FindWrongForm

    def get_initial(self) -> dict[str, Any]:
        return {"done_on": today_of_due_days(self.at)}

    def consequences(self) -> list[Words]:
        unit = self.subject.matter.point.unit.name
        return [_("%(unit)s is asked at once to put it right by that day.") % {"unit": unit}]


class Postpone(CheckStep):
    """Set another day."""

    verb, action, form_class = "postpone", actions.postpone, forms.PostponeForm


class LeaveOut(CheckStep):
    """Leave a check out."""

    verb, action, form_class = "leave_out", actions.leave_out, forms.ReasonForm
