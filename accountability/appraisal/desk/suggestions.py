"""What was suggested at debriefings: the list, one suggestion with its steps, and recording one."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.appraisal.actions import suggestions as actions
from accountability.appraisal.desk.debriefings import LIST, DebriefingFilter
from accountability.appraisal.enums import SuggestionState
from accountability.appraisal.forms import desk as forms
from accountability.appraisal.models import Suggestion
from accountability.appraisal.policies import READS_SUGGESTION, RECORDS, SUGGESTION_STEPS
from accountability.appraisal.presenters import meeting as presenters
from accountability.appraisal.presenters.words import state_tag, title_of
from accountability.appraisal.queries import meetings as queries
from accountability.appraisal.workflow import SUGGESTION
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, DeskListView, DeskView


class SuggestionFilter(DebriefingFilter):
    """Narrow to the year and unit of the debriefing, and to a state."""

    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Year"),
        field_name="debriefing__year",
        empty_label=gettext_lazy("All years"),
        choices=(),
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        field_name="debriefing__unit",
        queryset=lambda request: queries.units_seen_by(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=SuggestionState.choices, empty_label=gettext_lazy("All")
    )


class Suggestions(DeskListView):
    """The suggestions somebody sees: open ones first."""

    below = (LIST,)
    template_name, filterset_class = "accountability/appraisal/desk/suggestions.html", SuggestionFilter

    def exists_for_actor(self) -> bool:
        return queries.opens_to(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Suggestion]:
        return queries.suggestions_seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": presenters.suggestion_rows(context["object_list"], at=self.at)}


class Suggest(ActionView):
    """Record what somebody suggested."""

    form_class = forms.SuggestForm
    title, button = gettext_lazy("Suggestion"), gettext_lazy("Save the suggestion")
    success_message = gettext_lazy("The suggestion is saved.")

    def exists_for_actor(self) -> bool:
        return self.debriefing is not None

    @cached_property
    def debriefing(self) -> Any:
        rows = RECORDS.permitted(self.actor, at=self.at).select_related("unit", "town")
        return rows.filter(pk=self.kwargs["pk"]).first()

    def crumbs(self) -> list[tuple[str, str]]:
        page = reverse("accountability_desk:debriefing", args=[self.debriefing.pk])
        return crumbs((str(LIST[0]), reverse(LIST[1])), (title_of(self.debriefing), page))

    def act(self, form: Any) -> Any:
        return actions.suggest(actor=self.actor, debriefing=self.debriefing, at=self.at, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:debriefing", args=[self.debriefing.pk])


class SuggestionPage(DeskView):
    """One suggestion, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(queries.suggestions_seen_by(self.actor, self.at), pk=pk)
        return suggestion_page(request, found, at=self.at)


def suggestion_page(
    request: HttpRequest,
    subject: Suggestion,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a suggestion and its steps."""
    held, given = subject.debriefing, subject.rectification
    page = reverse("accountability_desk:debriefing", args=[held.pk])
    context = {
        "suggestion": subject,
        "tags": [state_tag(SuggestionState(subject.state))],
        "meta": [
            (_("Number"), subject.audit_number()),
            (_("Suggested by"), subject.made_by),
            (_("Debriefing"), title_of(held)),
        ],
        "rectification_url": reverse("accountability_desk:rectification", args=[given.pk]) if given else "",
        "steps": offered_steps(request, subject, SUGGESTION, SUGGESTION_STEPS, at=at, refused=refused, verb=verb),
        "waits_text": presenters.suggestion_step(subject),
        "trail": trail(subject, SUGGESTION),
        "crumbs": crumbs((str(LIST[0]), reverse(LIST[1])), (title_of(held), page)),
    }
    return render(request, "accountability/appraisal/desk/suggestion.html", context, status=status)


class SuggestionStep(StepView):
    """What the steps of a suggestion have in common."""

    workflow, policy, policies, page = SUGGESTION, READS_SUGGESTION, SUGGESTION_STEPS, suggestion_page
    success_url = reverse_lazy("accountability_desk:suggestions")

    def visible(self, pk: int) -> Suggestion | None:
        """Return the suggestion with what its page shows, if this person may see it."""
        return queries.suggestions_seen_by(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return str(self.subject.audit_number())

    def get_success_url(self) -> str:
        return reverse("accountability_desk:suggestion", args=[self.subject.pk])


class AnswerSuggestion(SuggestionStep):
    """Answer it."""

    verb, action, form_class, is_main = "answer", actions.answer, forms.AnswerForm, True


class GiveSuggestion(SuggestionStep):
    """Give it to the unit to put right."""

    verb, action, form_class = "give", actions.give, forms.GiveForm

    def consequences(self) -> list[Any]:
        return [_("The unit is asked to put it right by that day, and reports what was done.")]
