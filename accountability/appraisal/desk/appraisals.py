"""Appraisals on the desk: preparing one, printing its codes, entering the paper, counting and publishing."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from accountability.appraisal.actions import appraisals as actions, publishing, voting
from accountability.appraisal.desk.debriefings import LIST
from accountability.appraisal.desk.suggestions import SuggestionFilter
from accountability.appraisal.documents.result import print_result
from accountability.appraisal.documents.slips import print_slips
from accountability.appraisal.enums import OBJECTION_DAYS, WITH_RESULT, AppraisalState, DebriefingState, Scale
from accountability.appraisal.forms import desk as forms
from accountability.appraisal.models import Appraisal
from accountability.appraisal.policies import APPRAISAL_STEPS, READS_APPRAISAL, RUNS, RUNS_APPRAISAL
from accountability.appraisal.presenters import meeting as presenters, paper, public
from accountability.appraisal.presenters.words import OTHER_AUDIT_LABELS, title_of
from accountability.appraisal.queries import meetings as queries
from accountability.appraisal.queries.log import title_of as title_of_appraisal
from accountability.appraisal.queries.results import result
from accountability.appraisal.workflow import APPRAISAL
from portal.core import files
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView, SeenForm


class AppraisalFilter(SuggestionFilter):
    """Narrow to the year and unit of the debriefing, and to a state."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=AppraisalState.choices, empty_label=gettext_lazy("All")
    )


class Appraisals(DeskListView):
    """The appraisals somebody sees, the latest first."""

    below = (LIST,)
    template_name, filterset_class = "accountability/appraisal/desk/appraisals.html", AppraisalFilter

    def exists_for_actor(self) -> bool:
        return queries.opens_to(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Appraisal]:
        return queries.appraisals_seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": presenters.appraisal_rows(context["object_list"])}


class Prepare(ActionView):
    """Prepare the appraisal at a debriefing."""

    template_name = "accountability/appraisal/desk/prepare.html"
    form_class = forms.PrepareForm
    title, button = gettext_lazy("Prepare the appraisal"), gettext_lazy("Prepare it")
    success_message = gettext_lazy("The appraisal is prepared.")

    def exists_for_actor(self) -> bool:
        return self.debriefing is not None and queries.current_appraisal(self.debriefing) is None

    @cached_property
    def debriefing(self) -> Any:
        rows = RUNS.permitted(self.actor, at=self.at).select_related("unit", "town")
        return rows.filter(pk=self.kwargs["pk"], state__in=(DebriefingState.PLANNED, DebriefingState.HELD)).first()

    def crumbs(self) -> list[tuple[str, str]]:
        page = reverse("accountability_desk:debriefing", args=[self.debriefing.pk])
        return crumbs((str(LIST[0]), reverse(LIST[1])), (title_of(self.debriefing), page))

    def get_initial(self) -> dict[str, Any]:
        return {"scale": Scale.SATISFACTION, "subjects": paper.proposed_subjects(self.debriefing)}

    def act(self, form: Any) -> Any:
        return actions.prepare(actor=self.actor, debriefing=self.debriefing, at=self.at, **form.said)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:appraisal", args=[self.done.pk])


class AppraisalPage(DeskView):
    """One appraisal, its result once it is counted, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(queries.appraisals_seen_by(self.actor, self.at), pk=pk)
        return appraisal_page(request, found, at=self.at)


def appraisal_page(
    request: HttpRequest,
    subject: Appraisal,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show an appraisal and its steps."""
    person: Any = request.user
    found, held = result(subject), subject.debriefing
    runs = RUNS_APPRAISAL.allows(person, subject, at=at)
    classes = presenters.class_rows(subject)
    is_on_paper = any(one.papers for one in classes)
    steps = offered_steps(request, subject, APPRAISAL, APPRAISAL_STEPS, at=at, refused=refused, verb=verb)
    context = {
        "appraisal": subject,
        "title": title_of_appraisal(subject),
        "tags": [public.objection_tag(subject, at=at)],
        "meta": presenters.appraisal_meta(subject),
        "calls": presenters.appraisal_calls(subject),
        "classes": classes,
        "subjects": subject.subjects.all(),
        "shown": public.shown(found) if found else None,
        "tallies": paper.tally_tables(subject) if subject.state == AppraisalState.OPEN and is_on_paper else [],
        "may_print": runs and subject.state == AppraisalState.PREPARED and any(one.codes for one in classes),
        "may_enter": runs and subject.state == AppraisalState.OPEN and is_on_paper,
        "has_result": found is not None,
        "public_url": reverse("accountability:appraisal", args=[subject.number])
        if subject.state == AppraisalState.PUBLISHED
        else "",
        "may_amend": any(one.verb == AmendAppraisal.verb for one in steps),
        "steps": [one for one in steps if one.verb != AmendAppraisal.verb],
        "waits_text": presenters.appraisal_step(subject),
        "trail": trail(subject, APPRAISAL, words=OTHER_AUDIT_LABELS),
        "crumbs": crumbs(
            (str(LIST[0]), reverse(LIST[1])),
            (title_of(held), reverse("accountability_desk:debriefing", args=[held.pk])),
        ),
    }
    return render(request, "accountability/appraisal/desk/appraisal.html", context, status=status)


class AppraisalStep(StepView):
    """What the steps of an appraisal have in common."""

    workflow, policy, policies = APPRAISAL, READS_APPRAISAL, APPRAISAL_STEPS
    success_url = reverse_lazy("accountability_desk:appraisals")

    def visible(self, pk: int) -> Appraisal | None:
        """Return the appraisal with what its page shows, if this person may see it."""
        return queries.appraisals_seen_by(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return title_of_appraisal(self.subject)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:appraisal", args=[self.subject.pk])


class AmendAppraisal(AppraisalStep):
    """Change who is appraised or who votes. It stands on a page of its own."""

    verb, action, form_class = "amend", actions.amend, forms.PrepareForm
    template_name = "accountability/appraisal/desk/prepare.html"

    def get_initial(self) -> dict[str, Any]:
        return paper.typed_of(self.subject)

    def act(self, form: Any) -> Any:
        return actions.amend(actor=self.actor, appraisal=self.subject, seen=self.seen, at=self.at, **form.said)

    def consequences(self) -> list[Any]:
        return [_("Codes that were printed are void; print them anew.")] if self.subject.lock else []


class StepOnPage(AppraisalStep):
    """A step that is taken on the appraisal's own page."""

    page = appraisal_page


class OpenVoting(StepOnPage):
    """Open the voting."""

    verb, action, is_main = "open", actions.open_voting, True

    def is_offered(self) -> bool:
        is_ready = bool(self.subject.lock) or not any(one.codes for one in self.subject.classes.all())
        return is_ready and bool(self.subject.debriefing.day <= timezone.localdate(self.at))

    def consequences(self) -> list[Any]:
        return [_("From now on every code can be used once. Who is appraised can no longer be changed.")]


class ConfirmPaper(StepOnPage):
    """Confirm the count of the paper."""

    verb, action, is_main = "confirm", actions.confirm_paper, True

    def consequences(self) -> list[Any]:
        return [_("You were there when the ballots were counted, and the figures are those that were read out.")]


@method_decorator(sensitive_post_parameters("opening_code"), name="dispatch")
class Count(StepOnPage):
    """End the voting and count."""

    verb, action, is_main = "count", voting.count, True

    def get_form_class(self) -> Any:
        by_phone = any(one.codes for one in self.subject.classes.all())
        return forms.OpeningCodeForm if by_phone else super().get_form_class()

    def is_offered(self) -> bool:
        is_on_paper = any(one.papers for one in self.subject.classes.all())
        return not is_on_paper or self.subject.second_confirmed_by_id is not None

    def consequences(self) -> list[Any]:
        return [_("Codes that were not used are void. What is kept are sums; single votes are deleted for good.")]


class Publish(StepOnPage):
    """Publish the result."""

    verb, action, is_main = "publish", publishing.publish, True

    def consequences(self) -> list[Any]:
        said = {"days": OBJECTION_DAYS}
        return [
            _("It stands on the website and is entered in the publication log."),
            _("It can be objected to for %(days)d working days.") % said,
        ]


class CancelAppraisal(StepOnPage):
    """Cancel it."""

    verb, action, form_class = "cancel", actions.cancel, forms.ReasonForm

    def consequences(self) -> list[Any]:
        if self.subject.state == AppraisalState.PUBLISHED:
            return [_("The result is taken off line; the reason stands in the publication log.")]
        return [_("Votes that were cast are thrown away.")]


class OfAppraisal(ChangeView):
    """A page about one appraisal that its secretary changes."""

    states: tuple[str, ...]

    def exists_for_actor(self) -> bool:
        return self.appraisal is not None

    @cached_property
    def appraisal(self) -> Any:
        rows = RUNS_APPRAISAL.permitted(self.actor, at=self.at).filter(state__in=self.states)
        return rows.select_related("debriefing__unit", "debriefing__town").filter(pk=self.kwargs["pk"]).first()

    def subject(self) -> Appraisal:
        found: Appraisal = self.appraisal
        return found

    def crumbs(self) -> list[tuple[str, str]]:
        page = reverse("accountability_desk:appraisal", args=[self.appraisal.pk])
        return crumbs((str(LIST[0]), reverse(LIST[1])), (title_of_appraisal(self.appraisal), page))

    def get_success_url(self) -> str:
        return reverse("accountability_desk:appraisal", args=[self.appraisal.pk])


class PrintCodes(OfAppraisal):
    """Make the codes, and hand out slips and the tellers' sheet: once, and never again."""

    states = (AppraisalState.PREPARED,)
    form_class = SeenForm
    title, button = gettext_lazy("Print the codes"), gettext_lazy("Make the codes and save them as PDF")
    lead = gettext_lazy(
        "You get one PDF: the slips by class, to be cut apart and drawn by the voters, and last the tellers’ sheet "
        "with the opening code."
    )

    def consequences(self) -> list[Any]:
        said = [
            _("The codes are in this PDF alone. If it is lost, make new ones; those made before are void then."),
            _("Give the tellers’ sheet to the tellers. Without its code the votes by phone cannot be counted."),
            _("When the slips are printed, delete the PDF."),
        ]
        return [_("Codes were made already; they will be void."), *said] if self.appraisal.lock else said

    def act(self, form: Any) -> Any:
        seen = form.cleaned_data["seen"]
        return voting.make_codes(actor=self.actor, appraisal=self.appraisal, seen=seen, at=self.at)

    def form_valid(self, form: Any) -> Any:
        """Answer with the PDF itself, which is stored nowhere."""
        response = super().form_valid(form)
        if self.done is None:
            return response
        name = f"{self.appraisal.debriefing.unit.name_zh}测评码.pdf"
        content = print_slips(self.appraisal, self.done)
        return files.content_response(self.request, content, name=name, content_type="application/pdf", public=False)


class EnterPaper(OfAppraisal):
    """Enter what the tellers counted on paper."""

    states = (AppraisalState.OPEN,)
    template_name = "accountability/appraisal/desk/paper.html"
    form_class = forms.PaperForm
    title, button = gettext_lazy("Enter the count of the paper"), gettext_lazy("Save the count")
    success_message = gettext_lazy("The count is saved. Two tellers confirm it now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "classes": list(self.appraisal.classes.filter(papers__gt=0)),
            "subjects": list(self.appraisal.subjects.all()),
            "scale": self.appraisal.scale,
        }

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | paper.counted_of(self.appraisal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"tables": paper.form_tables(context["form"], self.appraisal)}

    def act(self, form: Any) -> Any:
        return actions.enter_paper(
            actor=self.actor,
            appraisal=self.appraisal,
            counted=form.counted,
            seen=form.cleaned_data["seen"],
            at=self.at,
        )


class ResultPaper(DeskView):
    """The form of a counted result, for who sees the appraisal."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        found = get_object_or_404(queries.appraisals_seen_by(self.actor, self.at), pk=pk)
        if found.state not in WITH_RESULT:
            raise Http404
        name = f"{found.debriefing.unit.name_zh}{found.debriefing.year}年度测评结果.pdf"
        content = print_result(found)
        return files.content_response(
            request, content, name=name, content_type="application/pdf", public=False, inline=True
        )
