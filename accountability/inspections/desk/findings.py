"""What was found: the list, the page of one with its photographs, and the notice of several."""

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.inspections import forms
from accountability.inspections.actions import findings as actions
from accountability.inspections.desk.inspections import INSPECTIONS, year_choices
from accountability.inspections.enums import COUNTED, DONE, OPEN, FindingKind, FindingState
from accountability.inspections.models import Finding, FindingPhoto, Inspection, UnitVisit
from accountability.inspections.policies import (
    FINDING_STEPS,
    GIVES_NOTICE,
    KEEPS_VISIT,
    READS_FINDING,
    RUNS_INSPECTION,
    WORKS_ON_FINDING,
)
from accountability.inspections.presenters import staff as presenters
from accountability.inspections.queries import inspections as queries, people
from accountability.inspections.rules import DAYS_TO_PUT_RIGHT
from accountability.inspections.workflow import FINDING
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit
from portal.core import dates, files
from portal.core.demonstration import today_of_due_days
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView

_OUTCOMES = (
    ("open", pgettext_lazy("outcome of a finding", "Not put right")),
    ("found", pgettext_lazy("outcome of a finding", "No notice given yet")),
    ("being_put_right", pgettext_lazy("outcome of a finding", "Being put right, in time")),
    ("overdue", pgettext_lazy("outcome of a finding", "Overdue")),
    ("to_check", pgettext_lazy("outcome of a finding", "To be checked again")),
    ("done", pgettext_lazy("outcome of a finding", "Put right")),
    ("in_time", pgettext_lazy("outcome of a finding", "Put right in time")),
    ("late", pgettext_lazy("outcome of a finding", "Put right late")),
)


class FindingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, an inspection, a unit, a kind, and what came of it."""

    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), empty_label=gettext_lazy("All years"))
    inspection = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Inspection"),
        queryset=lambda request: queries.inspections_of(request.user, timezone.now()),
        field_name="visit__inspection",
        empty_label=gettext_lazy("All inspections"),
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_inspected(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=FindingKind.choices, empty_label=gettext_lazy("All kinds")
    )
    outcome = django_filters.ChoiceFilter(
        label=gettext_lazy("What came of it"), choices=_OUTCOMES, method="came_of", empty_label=gettext_lazy("All")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = year_choices(self.request)

    def came_of(self, rows: QuerySet[Finding], _name: str, value: str) -> QuerySet[Finding]:
        """Return those with an outcome."""
        overdue = queries.is_overdue(today_of_due_days(timezone.now()))
        conditions = {
            "open": Q(state__in=OPEN),
            "found": Q(state=FindingState.FOUND),
            "being_put_right": Q(state=FindingState.NOTICED) & ~overdue & ~queries.WAITS_FOR_CHECK,
            "overdue": overdue,
            "to_check": queries.WAITS_FOR_CHECK,
            "done": Q(state__in=DONE),
            "in_time": queries.CLOSED_IN_TIME,
            "late": queries.CLOSED_LATE,
        }
        return rows.filter(conditions[value])


class Findings(DeskListView):
    """What was found: first what is not put right, by its day. What was withdrawn is not listed."""

    template_name, filterset_class = "accountability/inspections/desk/findings.html", FindingFilter
    below = (INSPECTIONS,)

    def exists_for_actor(self) -> bool:
        return queries.finds_inspections(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Finding]:
        return queries.findings_of(self.actor, self.at).filter(state__in=COUNTED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today = today_of_due_days(self.at)
        return context | {"rows": presenters.finding_rows(context["object_list"], today=today)}


class FindingPage(DeskView):
    """One finding with its photographs, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        subject = get_object_or_404(queries.findings_of(self.actor, self.at), pk=pk)
        return finding_page(request, subject, at=self.at)


def finding_page(
    request: HttpRequest, subject: Finding, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a finding, how far it is put right, and what can be done with it."""
    person: Any = request.user
    today, inspection = today_of_due_days(at), subject.visit.inspection
    gives = GIVES_NOTICE.allows(person, subject, at=at)
    words = WORKS_ON_FINDING.allows(person, subject, at=at) and subject.state == FindingState.FOUND
    context = {
        "finding": subject,
        "title": presenters.title_of(subject),
        "tags": presenters.finding_tags(subject, today),
        "meta": presenters.facts(subject),
        "course": presenters.course(subject, today),
        "photos": presenters.photos_of(subject),
        "acts": presenters.acts(subject, gives=gives, today=today),
        "rectification": subject.rectification,
        "may_word": words,
        "steps": offered_steps(request, subject, FINDING, FINDING_STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, FINDING, words={"amend": _("Worded anew")}),
        "crumbs": crumbs(
            (_("Inspections"), reverse("accountability_desk:inspections")),
            (inspection.title, presenters.page_of(inspection)),
        ),
    }
    return render(request, "accountability/inspections/desk/finding.html", context, status=status)


class _WordingView(ActionView):
    """What is wrong, in words and photographs."""

    form_class, below = forms.FindingForm, (INSPECTIONS,)
    button = gettext_lazy("Save")

    def get_success_url(self) -> str:
        return presenters.finding_url(self.done)

    def words(self) -> dict[str, Any]:
        return {"number": self.done.number}


class NewFinding(_WordingView):
    """Enter a finding."""

    title = gettext_lazy("Enter a finding")
    success_message = gettext_lazy("Entered: finding no. %(number)d")

    @cached_property
    def visit(self) -> UnitVisit:
        """The visit."""
        return self.get_permitted(KEEPS_VISIT, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.visit)

    @property
    def lead(self) -> str:  # type: ignore[override]  # it names the unit
        """The unit and the day."""
        return _("%(unit)s, %(day)s") % {"unit": self.visit.unit.name, "day": dates.full_date(self.visit.day)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_new": True}

    def get_initial(self) -> dict[str, Any]:
        return {"place": self.visit.place}

    def act(self, form: forms.FindingForm) -> Finding:
        return actions.find(actor=self.actor, visit=self.visit, at=self.at, **form.cleaned_data)


class AmendFinding(_WordingView, ChangeView):
    """Word a finding anew."""

    title, success_message = gettext_lazy("Word the finding anew"), gettext_lazy("Saved: finding no. %(number)d")

    @cached_property
    def finding(self) -> Finding:
        """The finding."""
        return self.get_permitted(WORKS_ON_FINDING, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.finding)

    def subject(self) -> Finding:
        return self.finding

    def get_initial(self) -> dict[str, Any]:
        names = ("kind", "place", "text", "amount")
        return super().get_initial() | {name: getattr(self.finding, name) for name in names}

    def act(self, form: forms.FindingForm) -> Finding:
        return actions.amend(actor=self.actor, finding=self.finding, at=self.at, **form.cleaned_data)


class GiveNotice(ActionView):
    """Give a unit notice of what was found there, all at once or some of it."""

    form_class, below = forms.NoticeForm, (INSPECTIONS,)
    title, button = gettext_lazy("Give notice"), gettext_lazy("Give notice")
    success_message = gettext_lazy("Notice given: %(number)s")

    @cached_property
    def inspection(self) -> Inspection:
        """The inspection."""
        return self.get_permitted(RUNS_INSPECTION, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.inspection)

    @cached_property
    def findings(self) -> QuerySet[Finding]:
        """The findings of one unit of which no notice was given: of the one that the address names, or the first."""
        rows = queries.to_be_noticed(self.inspection, self.actor, self.at)
        unit = self.request.GET.get("unit") or rows.values_list("unit__code", flat=True).first()
        return rows.filter(unit__code=unit)

    @cached_property
    def unit(self) -> Unit:
        """The unit.

        Raises:
            Http404: There is nothing to give notice of.
        """
        first = self.findings.first()
        if first is None:
            raise Http404(_("There is nothing to give notice of."))
        return first.unit

    @property
    def lead(self) -> str:  # type: ignore[override]  # it names the unit
        """The unit and the inspection."""
        return _("%(unit)s, %(inspection)s") % {"unit": self.unit.name, "inspection": self.inspection.title}

    def consequences(self) -> list[Any]:
        return [
            _("The unit is told at once, and reads the findings and what is to be done."),
            _("It reports by the last day. What is overdue is pressed for, and counts in the year’s assessment."),
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": {"findings": self.findings}}

    def get_initial(self) -> dict[str, Any]:
        responsible, supervising = people.answers_for(self.unit, at=self.at)
        return {
            "findings": [one.pk for one in self.findings],
            "due": today_of_due_days(self.at) + timedelta(days=DAYS_TO_PUT_RIGHT),
            "responsible": responsible,
            "supervising": supervising,
        }

    def act(self, form: forms.NoticeForm) -> Rectification:
        said = form.cleaned_data | {"findings": list(form.cleaned_data["findings"])}
        return actions.notice(actor=self.actor, inspection=self.inspection, at=self.at, **said)

    def words(self) -> dict[str, str]:
        return {"number": self.done.number}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:rectification", args=[self.done.pk])


class Photograph(DeskView):
    """A photograph of a finding, for those who see the finding."""

    is_small = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Answer with the photograph."""
        mine = READS_FINDING.permitted(self.actor, at=self.at).order_by().values("pk")
        photo = get_object_or_404(FindingPhoto, pk=pk, finding__in=mine)
        return files.file_response(
            request,
            store="private",
            stored=photo.small_stored_as if self.is_small else photo.stored_as,
            sha256=photo.small_sha256 if self.is_small else photo.sha256,
            name=photo.name,
            content_type="image/jpeg" if self.is_small else photo.content_type,
            inline=True,
        )


class FindingStep(StepView):
    """What the steps of a finding have in common."""

    workflow, policy, policies, page = FINDING, READS_FINDING, FINDING_STEPS, finding_page
    success_url = reverse_lazy("accountability_desk:findings")

    def visible(self, pk: int) -> Finding | None:
        """Return the finding with what its page shows, if this person may see it."""
        return queries.findings_of(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        """Return what is wrong in a line."""
        return presenters.title_of(self.subject)

    def get_success_url(self) -> str:
        return presenters.finding_url(self.subject)


class Settle(FindingStep):
    """Settle it on the spot."""

    verb, action, form_class = "settle", actions.settle, forms.SettleForm


class Withdraw(FindingStep):
    """Withdraw it."""

    verb, action, form_class = "withdraw", actions.withdraw, forms.WithdrawForm


class Release(FindingStep):
    """Approve what is published of it."""

    verb, action, form_class = "release", actions.release, forms.ReleaseForm

    def get_initial(self) -> dict[str, Any]:
        return {"public_text": self.subject.public_text}
