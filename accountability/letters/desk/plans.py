"""The signing of a year on the desk: its plan, its conference, and issuing its letters."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.letters.actions import issuing, years as actions
from accountability.letters.desk.letters import LETTERS
from accountability.letters.enums import YearState
from accountability.letters.forms import plans as forms
from accountability.letters.models import Letter, LetterVersion, SigningYear
from accountability.letters.policies import PLANS_FOR, READS_YEAR, RUNS_YEAR, YEAR_STEPS
from accountability.letters.presenters import staff
from accountability.letters.queries import years as queries
from accountability.letters.queries.letters import units_to_issue_to
from accountability.letters.workflow import SIGNING
from portal.accounts.desk.access import ForUnits
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskView

CHANGED = {"change": gettext_lazy("Plan changed")}
"""What is called that changes a plan and is no step."""


class PlanPage(DeskView):
    """The plan of one year, how its letters stand, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return plan_page(request, get_object_or_404(queries.plans_of(self.actor, self.at), pk=pk), at=self.at)


def plan_page(
    request: HttpRequest, subject: SigningYear, /, *, at: Any, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show the plan of a year."""
    runs = RUNS_YEAR.allows(request.user, subject, at=at)
    change = runs and subject.state == YearState.PLANNED
    context = {
        "plan": subject,
        "title": staff.year_title(subject),
        "tags": staff.year_tags(subject),
        "meta": staff.year_meta(subject),
        "coverage": staff.coverage(subject.town, subject.year, at=at),
        "issue_url": reverse("accountability_desk:letter_issue", args=[subject.pk]) if runs else "",
        "change_url": reverse("accountability_desk:letter_year_change", args=[subject.pk]) if change else "",
        "steps": offered_steps(request, subject, SIGNING, YEAR_STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, SIGNING, words=CHANGED),
        "crumbs": crumbs((str(LETTERS[0]), reverse(LETTERS[1]))),
    }
    return render(request, "accountability/letters/desk/year.html", context, status=status)


class Hold(StepView):
    """Record the conference."""

    workflow, policy, policies, page = SIGNING, READS_YEAR, YEAR_STEPS, plan_page
    verb, action, form_class, is_main = "hold", actions.hold, forms.HoldForm, True
    success_url = reverse_lazy("accountability_desk:letters")

    def visible(self, pk: int) -> SigningYear | None:
        """Return the plan, if this person may see it."""
        return queries.plans_of(self.actor, self.at).filter(pk=pk).first()

    def is_offered(self) -> bool:
        return bool(self.subject.meets_on <= today_of_due_days(self.at))

    def subject_title(self) -> str:
        """Return what it is called."""
        return staff.year_title(self.subject)


class Plan(ForUnits, ActionView):
    """Plan the letters of a year."""

    units_policy, below, form_class = PLANS_FOR, (LETTERS,), forms.PlanForm
    title, button = gettext_lazy("Plan the letters of a year"), pgettext_lazy("button", "Plan")
    success_message = gettext_lazy("Planned. Now the letters can be issued.")

    @property
    def town(self) -> Unit:
        """The township whose letters are planned."""
        found: Unit = self.units[0]
        return found

    def get_initial(self) -> dict[str, Any]:
        today = today_of_due_days(self.at)
        known = set(queries.plans_of(self.actor, self.at).values_list("year", flat=True))
        year = today.year if today.year not in known else today.year + 1
        return {"year": year, "meets_on": max(today, date(year, 2, 1)) if year == today.year else date(year, 2, 25)}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:letter_year", args=[self.done.pk])

    def act(self, form: Any) -> SigningYear:
        return actions.plan(actor=self.actor, town=self.town, at=self.at, **form.cleaned_data)


class _OfPlan(DeskView):
    """Something about the plan of one year."""

    @cached_property
    def plan(self) -> SigningYear:
        """The plan."""
        return self.get_permitted(RUNS_YEAR, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.plan)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:letter_year", args=[self.plan.pk])


class ChangePlan(_OfPlan, ChangeView):
    """Change the plan of a year."""

    below, form_class = (LETTERS,), forms.ChangePlanForm
    title, button = gettext_lazy("Change the plan"), gettext_lazy("Save")
    success_message = gettext_lazy("Saved.")

    def subject(self) -> SigningYear:
        return self.plan

    def get_initial(self) -> dict[str, Any]:
        names = ("meets_on", "place", "agenda")
        return super().get_initial() | {name: getattr(self.plan, name) for name in names}

    def act(self, form: Any) -> SigningYear:
        return actions.change_plan(actor=self.actor, signing_year=self.plan, at=self.at, **form.cleaned_data)


class Issue(_OfPlan, ActionView):
    """Issue letters to many units at once."""

    below, form_class = (LETTERS,), forms.IssueForm
    template_name = "accountability/letters/desk/issue.html"
    title, button = gettext_lazy("Issue letters"), gettext_lazy("Issue the letters")
    success_message = gettext_lazy("Letters issued: %(count)d.")

    @cached_property
    def wordings(self) -> list[LetterVersion]:
        """The templates in use."""
        return list(queries.in_use(self.plan.town))

    @property
    def wording(self) -> LetterVersion | None:
        """The template that is issued: that of the address, or the first."""
        asked = self.request.POST.get("wording") or self.request.GET.get("wording", "")
        return next((one for one in self.wordings if str(one.pk) == asked), next(iter(self.wordings), None))

    def get_form_kwargs(self) -> dict[str, Any]:
        wording = self.wording
        units = units_to_issue_to(self.plan.town, wording, self.plan.year) if wording else Unit.objects.none()
        return super().get_form_kwargs() | {"offered": {"wording": queries.in_use(self.plan.town), "units": units}}

    def get_initial(self) -> dict[str, Any]:
        wording = self.wording
        units = units_to_issue_to(self.plan.town, wording, self.plan.year) if wording else []
        return {"wording": wording, "units": [one.code for one in units], "due": self.plan.meets_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wordings=self.wordings, **kwargs)

    def consequences(self) -> list[Any]:
        return [_("The head of each unit is told at once, and reminded before the day and after it.")]

    def words(self) -> dict[str, int]:
        return {"count": len(self.done)}

    def act(self, form: Any) -> list[Letter]:
        said = form.cleaned_data
        return issuing.issue(
            actor=self.actor,
            signing_year=self.plan,
            wording=said["wording"],
            units=list(said["units"]),
            due=said["due"],
            at=self.at,
        )
