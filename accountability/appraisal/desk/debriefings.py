"""Debriefings on the desk: the list, planning, one meeting with its steps, and what is written down of it."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.appraisal.actions import debriefings as actions
from accountability.appraisal.documents.minutes import print_minutes
from accountability.appraisal.enums import HELD, DebriefingState
from accountability.appraisal.forms import desk as forms
from accountability.appraisal.models import Debriefing, Question, Statement
from accountability.appraisal.policies import DEBRIEFING_STEPS, HANDS_IN, PLANS_FOR, READS, RECORDS, RUNS
from accountability.appraisal.presenters import meeting as presenters
from accountability.appraisal.presenters.words import OTHER_AUDIT_LABELS, state_tag, title_of
from accountability.appraisal.queries import meetings as queries
from accountability.appraisal.workflow import DEBRIEFING
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.core.policy import Policy
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView

LIST = (gettext_lazy("Debriefings"), "accountability_desk:debriefings")


def _years(request: HttpRequest) -> list[tuple[int, str]]:
    return [(year, str(year)) for year in queries.years_seen_by(request.user, timezone.now())]


class DebriefingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a unit and a state."""

    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), empty_label=gettext_lazy("All years"), choices=())
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_seen_by(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=DebriefingState.choices, empty_label=gettext_lazy("All")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = _years(self.request)


class Debriefings(DeskListView):
    """The debriefings somebody sees: planned ones first."""

    template_name, filterset_class = "accountability/appraisal/desk/debriefings.html", DebriefingFilter

    def exists_for_actor(self) -> bool:
        return queries.opens_to(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Debriefing]:
        return queries.seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": presenters.debriefing_rows(context["object_list"], at=self.at),
            "may_plan": PLANS_FOR.permitted(self.actor, at=self.at).exists(),
        }


class Plan(ActionView):
    """Plan a debriefing."""

    below = (LIST,)
    form_class = forms.PlanForm
    title, button = gettext_lazy("Plan a debriefing"), gettext_lazy("Plan it")
    success_message = gettext_lazy("Planned: %(title)s. The unit is told.")

    def exists_for_actor(self) -> bool:
        return self.town is not None

    @cached_property
    def town(self) -> Any:
        return PLANS_FOR.permitted(self.actor, at=self.at).order_by("code").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": queries.units_of_town(self.town)}

    def get_initial(self) -> dict[str, Any]:
        today = today_of_due_days(self.at)
        return {"year": today.year if today.month > 6 else today.year - 1, "begins": "09:00", "agenda": _AGENDA}

    def act(self, form: Any) -> Any:
        return actions.plan(actor=self.actor, town=self.town, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, Any]:
        return {"title": title_of(self.done)}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:debriefing", args=[self.done.pk])


_AGENDA = "述职述廉\n现场提问\n民主测评\n当众宣布票数"


class DebriefingPage(DeskView):
    """One debriefing, what is kept with it, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        debriefing = get_object_or_404(queries.seen_by(self.actor, self.at), pk=pk)
        return debriefing_page(request, debriefing, at=self.at)


def debriefing_page(
    request: HttpRequest,
    subject: Debriefing,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a debriefing and its steps."""
    person: Any = request.user
    appraisal = queries.current_appraisal(subject)
    entries = presenters.entries_of(subject)
    context = {
        "debriefing": subject,
        "title": title_of(subject),
        "tags": [state_tag(DebriefingState(subject.state))],
        "meta": presenters.meta_of(subject),
        "entries": entries,
        "suggestions": presenters.suggestion_rows(entries.suggestions, at=at),
        "is_held": subject.state in HELD,
        "may_hand_in": HANDS_IN.allows(person, subject, at=at),
        "may_record": RECORDS.allows(person, subject, at=at),
        "appraisal": presenters.appraisal_rows([appraisal]) if appraisal else [],
        "may_prepare": appraisal is None
        and subject.state in (DebriefingState.PLANNED, DebriefingState.HELD)
        and RUNS.allows(person, subject, at=at),
        "steps": offered_steps(request, subject, DEBRIEFING, DEBRIEFING_STEPS, at=at, refused=refused, verb=verb),
        "waits_text": presenters.waits_for(subject, at=at),
        "trail": trail(subject, DEBRIEFING, words=OTHER_AUDIT_LABELS),
        "crumbs": crumbs((str(LIST[0]), reverse(LIST[1]))),
    }
    return render(request, "accountability/appraisal/desk/debriefing.html", context, status=status)


class DebriefingStep(StepView):
    """What the steps of a debriefing have in common."""

    workflow, policy, policies, page = DEBRIEFING, READS, DEBRIEFING_STEPS, debriefing_page
    success_url = reverse_lazy("accountability_desk:debriefings")

    def visible(self, pk: int) -> Debriefing | None:
        """Return the debriefing with what its page shows, if this person may see it."""
        return queries.seen_by(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return title_of(self.subject)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:debriefing", args=[self.subject.pk])


class Amend(DebriefingStep):
    """Change day, place, chair or agenda."""

    verb, action, form_class = "amend", actions.amend, forms.MeetingForm

    def get_initial(self) -> dict[str, Any]:
        one = self.subject
        return {name: getattr(one, name) for name in ("day", "begins", "place", "chair", "agenda")}

    def consequences(self) -> list[Any]:
        return [_("The unit is told of it.")]


class Hold(DebriefingStep):
    """Record that it was held."""

    verb, action, form_class, is_main = "hold", actions.hold, forms.HoldForm, True

    def is_offered(self) -> bool:
        return bool(self.subject.day <= timezone.localdate(self.at))


class Close(DebriefingStep):
    """Close the minutes."""

    verb, action, form_class, is_main = "close", actions.close, forms.CloseForm, True

    def consequences(self) -> list[Any]:
        return [_("Statements, questions and suggestions can no longer be added.")]


class Cancel(DebriefingStep):
    """Cancel the meeting."""

    verb, action, form_class = "cancel", actions.cancel, forms.ReasonForm


class EntryView(ChangeView):
    """A statement or a question of a debriefing: a new one, or one that is changed."""

    may: Policy[Debriefing]
    entry_model: Any

    def exists_for_actor(self) -> bool:
        return self.debriefing is not None and self.subject() is not None

    @cached_property
    def debriefing(self) -> Any:
        rows = self.may.permitted(self.actor, at=self.at).select_related("unit", "town")
        return rows.filter(pk=self.kwargs["pk"]).first()

    @cached_property
    def entry(self) -> Any:
        """The entry that is changed; one not saved yet where there is none, and None where there is no such."""
        if "position" not in self.kwargs:
            return self.entry_model(debriefing=self.debriefing)
        return self.entry_model.objects.filter(debriefing=self.debriefing, position=self.kwargs["position"]).first()

    def subject(self) -> Any:
        return self.entry

    def saved(self) -> Any:
        """Return the entry that is changed; None for a new one."""
        return self.entry if self.entry.pk else None

    def crumbs(self) -> list[tuple[str, str]]:
        page = reverse("accountability_desk:debriefing", args=[self.debriefing.pk])
        return crumbs((str(LIST[0]), reverse(LIST[1])), (title_of(self.debriefing), page))

    def get_success_url(self) -> str:
        return reverse("accountability_desk:debriefing", args=[self.debriefing.pk])


class StatementView(EntryView):
    """Hand in what one person reports."""

    may, entry_model, form_class = HANDS_IN, Statement, forms.StatementForm
    title, button = gettext_lazy("Statement"), gettext_lazy("Save the statement")
    success_message = gettext_lazy("The statement is saved.")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {name: getattr(self.entry, name) for name in ("person", "title", "text")}

    def act(self, form: Any) -> Any:
        typed = dict(form.cleaned_data)
        chosen = typed.pop("file")
        return actions.hand_in(
            actor=self.actor,
            debriefing=self.debriefing,
            statement=self.saved(),
            file=chosen[0] if chosen else None,
            at=self.at,
            **typed,
        )


class QuestionView(EntryView):
    """Record a question with its answer."""

    may, entry_model, form_class = RECORDS, Question, forms.QuestionForm
    title, button = gettext_lazy("Question and answer"), gettext_lazy("Save the question")
    success_message = gettext_lazy("The question is saved.")

    def get_initial(self) -> dict[str, Any]:
        names = ("asked_by", "question", "answered_by", "answer")
        return super().get_initial() | {name: getattr(self.entry, name) for name in names}

    def act(self, form: Any) -> Any:
        return actions.record_question(
            actor=self.actor, debriefing=self.debriefing, entry=self.saved(), at=self.at, **form.cleaned_data
        )


class StatementFile(DeskView):
    """The file of a statement, for who sees the debriefing."""

    def get(self, request: HttpRequest, pk: int, position: int) -> HttpResponseBase:
        found = get_object_or_404(
            Statement.objects.filter(debriefing__in=READS.permitted(self.actor, at=self.at)).exclude(stored_as=""),
            debriefing=pk,
            position=position,
        )
        return files.file_response(
            request,
            store="private",
            stored=found.stored_as,
            sha256=found.sha256,
            name=found.file_name,
            content_type=found.content_type,
        )


class Minutes(DeskView):
    """The minutes of a meeting that was held, as a PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        found = get_object_or_404(queries.seen_by(self.actor, self.at), pk=pk)
        if found.state not in HELD:
            raise Http404
        name = f"{found.unit.name_zh}{found.year}年度述职述廉会议记录.pdf"
        content = print_minutes(found)
        return files.content_response(
            request, content, name=name, content_type="application/pdf", public=False, inline=True
        )
