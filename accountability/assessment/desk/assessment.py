"""The page of one unit's assessment, its steps, and what is entered there."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.appraisal.policies import READS_APPRAISAL
from accountability.appraisal.presenters.sections import LetterResult, on_letter
from accountability.assessment import documents, forms
from accountability.assessment.actions import entries, follow_up, steps
from accountability.assessment.desk.years import ASSESSMENTS
from accountability.assessment.enums import PUBLIC, AssessmentState, ConsequenceKind, EntrySource, Scheme
from accountability.assessment.models import Assessment, ScoreEntry
from accountability.assessment.policies import (
    ENTERS,
    FOLLOWS_UP,
    OBJECTION_STEPS,
    READS_ASSESSMENT,
    READS_SCORES,
    STEPS,
    VERIFIES,
)
from accountability.assessment.presenters import points as shown_points, staff as presenters
from accountability.assessment.queries import assessments as queries, published
from accountability.assessment.rules import scoring
from accountability.assessment.workflow import ASSESSMENT
from accountability.inspections.queries.inspections import findings_of
from accountability.letters.registry import LetterPage
from accountability.rectification.enums import Source
from accountability.rectification.queries import of as rectifications_of
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.desk.pages import crumbs
from portal.desk.steps import OfferedStep, StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ButtonView, ChangeView, DeskView

OTHER_WORDS = {
    "check": gettext_lazy("Quarterly check recorded"),
    "add_entry": gettext_lazy("Entry made"),
    "correct": gettext_lazy("Entry corrected"),
    "count": gettext_lazy("Counted by the portal"),
    "verify_item": gettext_lazy("Items verified"),
    "add_reward": gettext_lazy("Reward recorded"),
    "add_sanction": gettext_lazy("Sanction recorded"),
}
"""What is done with an assessment besides its steps."""


class AssessmentPage(DeskView):
    """One unit's assessment."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(queries.seen_by(self.actor, self.at), pk=pk)
        return assessment_page(request, found, at=self.at)


def assessment_page(
    request: HttpRequest,
    subject: Assessment,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show an assessment: points item by item, vetoes, steps and what followed."""
    person: Any = request.user
    parts = queries.parts_of(subject.of_year.table)
    reads = queries.reads_points(person, subject, at)
    enters = ENTERS.allows(person, subject, at=at)
    verifies = VERIFIES.allows(person, subject, at=at)
    points = shown_points.of_assessment(subject, parts, has_score=reads, enters=enters, verifies=verifies)
    offered = offered_steps(request, subject, ASSESSMENT, STEPS, at=at, refused=refused, verb=verb)
    own = next((step for step in offered if step.verb == "self_score" and step.seen), None)
    context = {
        "assessment": subject,
        "title": presenters.assessment_title(subject),
        "parts": parts,
        "points": points,
        "appraised": _appraised(person, subject, at) if reads else None,
        "note": presenters.reader_sees(person, subject, has_score=reads),
        "self_step": own,
        "self_rows": _self_rows(own, points),
        "steps": [step for step in offered if step is not own],
        "enters": enters,
        "verifies": verifies,
        "trail": trail(subject, ASSESSMENT, words=OTHER_WORDS) if reads else (),
        "crumbs": crumbs((_("Assessment"), reverse("accountability_desk:assessments"))),
        **_around(person, subject, points, at, reads=reads, enters=enters),
    }
    return render(request, "accountability/assessment/desk/assessment.html", context, status=status)


def _appraised(person: Any, subject: Assessment, at: datetime) -> LetterResult | None:
    """Return how the unit was appraised for the year: as everybody reads it where this person reads no more."""
    mine = READS_APPRAISAL.permitted(person, at=at).filter(debriefing__unit=subject.unit)
    is_public = not mine.filter(debriefing__year=subject.of_year.year).exists()
    return on_letter(LetterPage(subject.unit, subject.of_year.year, at, is_public=is_public))


def _self_rows(step: OfferedStep | None, points: shown_points.ShownPoints) -> list[tuple[Any, Any]]:
    """Return each item with the two fields in which a unit scores itself; none where it does not."""
    return [(item, step.form.item_fields(item.number)) for item in points.items] if step else []


def _around(
    person: Any, subject: Assessment, points: shown_points.ShownPoints, at: datetime, *, reads: bool, enters: bool
) -> dict[str, Any]:
    """Return what stands around the points."""
    checks = queries.checks_of(subject) if reads else []
    follows = FOLLOWS_UP.allows(person, subject, at=at)
    before = queries.before(subject) if reads else None
    is_far = queries.is_far_apart(subject) if reads else False
    return {
        "course": presenters.course(subject, points, len(checks)),
        "checks": presenters.shown_checks(checks),
        "findings": presenters.shown_findings(
            findings_of(person, at).filter(unit=subject.unit_id, year=subject.of_year.year), subject, enters=enters
        )
        if reads
        else [],
        "veto_words": shown_points.veto_words(points),
        "veto_numbers": shown_points.numbers_of_vetoes(points),
        "is_far": is_far,
        "before": shown_points.written(before.points) if before else "",
        "before_year": subject.of_year.year - 1,
        "objections": presenters.shown_objections(published.objections_of(subject), on_desk=True) if reads else [],
        "registers": OBJECTION_STEPS["registers"].allows(person, subject, at=at),
        "follows": follows,
        "demands": presenters.shown_demands(rectifications_of(Source.ASSESSMENT, subject.audit_number())),
        "consequences": presenters.shown_consequences(subject.consequences.all()),
        "public_url": published.page_of(subject) if subject.editions.exists() else "",
        "has_grade": bool(subject.grade) and (reads or subject.state in PUBLIC),
    }


class AssessmentStep(StepView):
    """What the steps of an assessment have in common."""

    workflow, policy, policies, page = ASSESSMENT, READS_ASSESSMENT, STEPS, assessment_page

    def visible(self, pk: int) -> Assessment | None:
        return queries.seen_by(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return presenters.assessment_title(self.subject)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:assessment", args=[self.subject.pk])


class SelfScore(AssessmentStep):
    """Hand in the self-score."""

    verb, action, form_class, is_main = "self_score", steps.self_score, forms.SelfScoreForm, True

    def form_arguments(self) -> dict[str, Any]:
        return {"items": self.subject.of_year.table.items.order_by("number")}

    def get_initial(self) -> dict[str, Any]:
        """Propose what was handed in before, where it was sent back."""
        kept = queries.item_scores_of(self.subject)
        points = {f"points_{one.item.number}": one.self_points for one in kept}
        texts = {f"text_{one.item.number}": one.self_text for one in kept}
        return {**points, **texts, "bonus": self.subject.self_bonus, "text": self.subject.self_text}

    def act(self, form: Any) -> Assessment:
        return steps.self_score(actor=self.actor, assessment=self.subject, seen=self.seen, at=self.at, **form.scored())


class GoWithout(AssessmentStep):
    """Go on without a self-score."""

    verb, action, form_class = "go_without", steps.go_without, forms.ReasonForm


class SendBack(AssessmentStep):
    """Send the self-score back."""

    verb, action, form_class = "send_back", steps.send_back, forms.ReasonForm


class Verify(AssessmentStep):
    """Submit the points to the Party committee."""

    verb, action, form_class, is_main = "verify", steps.verify, forms.VerifyForm, True

    def get_initial(self) -> dict[str, Any]:
        return {"gap_reason": self.subject.gap_reason}


class Decide(AssessmentStep):
    """Decide the grade."""

    verb, action, form_class, is_main, at_once = "decide", steps.decide, forms.DecideForm, True, True

    def form_arguments(self) -> dict[str, Any]:
        return {"grades": scoring.GRADES[Scheme(self.subject.of_year.table.scheme)]}

    def get_initial(self) -> dict[str, Any]:
        grade = queries.proposed(self.subject.of_year).get(self.subject.pk, "")
        return {"grade": grade, "decided_on": today_of_due_days(self.at)}

    def take_proposed(self) -> Assessment:
        """Decide by the rule; where a veto applies the action refuses it, because it wants a reason."""
        grade = queries.proposed(self.subject.of_year)[self.subject.pk]
        return steps.decide(actor=self.actor, assessment=self.subject, grade=grade, seen=self.seen, at=self.at)


class ReturnToTeam(AssessmentStep):
    """Return the points to the team."""

    verb, action, form_class = "return", steps.return_to_team, forms.ReasonForm


class Publish(AssessmentStep):
    """Publish the result."""

    verb, action, is_main = "publish", steps.publish, True

    def consequences(self) -> list[str]:
        return [
            _("Everybody reads points and grade, and can object for five working days."),
            _("It is entered in the publication log, where it stays."),
        ]


class Finish(AssessmentStep):
    """Close the assessment."""

    verb, action = "finish", steps.finish

    def is_offered(self) -> bool:
        return queries.may_be_finished(Assessment.objects.filter(pk=self.subject.pk), self.at).exists()

    def is_awaited(self) -> bool:
        return self.is_offered()


class AboutAssessment(ActionView):
    """Something that is entered about one assessment."""

    below = (ASSESSMENTS,)
    policy = ENTERS

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment."""
        return get_object_or_404(
            queries.with_context(self.policy.permitted(self.actor, at=self.at)), pk=self.kwargs["pk"]
        )

    def exists_for_actor(self) -> bool:
        return bool(self.assessment)

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), (presenters.assessment_title(self.assessment), self.get_success_url())]

    def get_success_url(self) -> str:
        return reverse("accountability_desk:assessment", args=[self.assessment.pk])


class AddCheck(AboutAssessment):
    """Record a quarterly check."""

    title, button, form_class = (
        gettext_lazy("Record a quarterly check"),
        gettext_lazy("Record it"),
        forms.CheckForm,
    )
    lead = gettext_lazy("What costs points is entered afterwards, as an entry of this check.")
    success_message = gettext_lazy("The check is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        done = set(self.assessment.checks.values_list("quarter", flat=True))
        left = [(number, presenters.quarter_name(number)) for number in range(1, 5) if number not in done]
        return {**super().get_form_kwargs(), "quarters": left}

    def act(self, form: Any) -> Any:
        return entries.add_check(actor=self.actor, assessment=self.assessment, at=self.at, **form.cleaned_data)


class AddEntry(AboutAssessment):
    """Enter cases of a rule."""

    title, button, form_class = gettext_lazy("Make an entry"), gettext_lazy("Enter it"), forms.EntryForm
    success_message = gettext_lazy("Entered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        checks = [(str(one.pk), presenters.quarter_name(one.quarter)) for one in self.assessment.checks.all()]
        rules = presenters.rule_choices(queries.parts_of(self.assessment.of_year.table))
        return {**super().get_form_kwargs(), "rules": rules, "checks": checks}

    def get_initial(self) -> dict[str, Any]:
        """Take over what a finding of an inspection says, where the page was opened from one."""
        asked = self.request.GET
        return {name: asked[name] for name in ("text", "source", "source_number", "source_url") if name in asked}

    def act(self, form: Any) -> ScoreEntry:
        said = form.cleaned_data
        check = self.assessment.checks.get(pk=said["check"]) if said["check"] else None
        return entries.add_entry(
            actor=self.actor,
            assessment=self.assessment,
            rule=self.assessment.of_year.table.rules.get(pk=said["rule"]),
            cases=said["cases"],
            text=said["text"],
            origin=entries.Origin(
                source=EntrySource(said["source"] or EntrySource.JUDGED),
                number=said["source_number"],
                url=said["source_url"],
                check=check,
            ),
            at=self.at,
        )


class CorrectEntry(ChangeView):
    """Correct an entry, with the reason."""

    title, button, form_class, below = (
        gettext_lazy("Correct an entry"),
        gettext_lazy("Save the correction"),
        forms.CorrectForm,
        (ASSESSMENTS,),
    )
    success_message = gettext_lazy("Corrected. The item is to be verified again.")

    @cached_property
    def entry(self) -> ScoreEntry:
        """The entry."""
        mine = ENTERS.permitted(self.actor, at=self.at).order_by().values("pk")
        rows = ScoreEntry.objects.filter(assessment__in=mine).select_related(
            "assessment__unit", "assessment__of_year", "rule"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.entry)

    def subject(self) -> ScoreEntry:
        return self.entry

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "cases": self.entry.cases, "why": self.entry.why}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"lead": f"{self.entry.rule.text} · {self.entry.text}", **kwargs})

    def act(self, form: Any) -> ScoreEntry:
        return entries.correct_entry(actor=self.actor, entry=self.entry, at=self.at, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:assessment", args=[self.entry.assessment_id])


class VerifyItem(ButtonView):
    """Note that an item is verified; without an item, all of them."""

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment."""
        return self.get_permitted(VERIFIES, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.assessment)

    def act(self, form: Any) -> Any:
        if "item" not in self.kwargs:
            return entries.verify_items(actor=self.actor, assessment=self.assessment, at=self.at)
        item = get_object_or_404(self.assessment.of_year.table.items, pk=self.kwargs["item"])
        return entries.verify_item(actor=self.actor, assessment=self.assessment, item=item, at=self.at)

    def get_success_url(self) -> str:
        """Return to the item."""
        anchor = f"#item-{self.kwargs['item']}" if "item" in self.kwargs else ""
        return reverse("accountability_desk:assessment", args=[self.assessment.pk]) + anchor


class Require(AboutAssessment):
    """Ask the unit to put something right."""

    policy = FOLLOWS_UP
    title, button, form_class = (
        gettext_lazy("Ask for rectification"),
        gettext_lazy("Give it to the unit"),
        forms.RequireForm,
    )
    success_message = gettext_lazy("Given to the unit. It reports when it is put right.")

    def act(self, form: Any) -> Any:
        return follow_up.require(actor=self.actor, assessment=self.assessment, at=self.at, **form.cleaned_data)


class AddConsequence(AboutAssessment):
    """Record a reward or a sanction."""

    policy = FOLLOWS_UP
    title, button, form_class = (
        gettext_lazy("Record a reward or a sanction"),
        gettext_lazy("Record it"),
        forms.ConsequenceForm,
    )
    lead = gettext_lazy("It stands with the published result.")
    success_message = gettext_lazy("Recorded.")

    def act(self, form: Any) -> Any:
        said = form.cleaned_data
        return follow_up.add_consequence(
            actor=self.actor,
            assessment=self.assessment,
            at=self.at,
            **{**said, "kind": ConsequenceKind(said["kind"])},
        )


class ResultForm(DeskView):
    """The form of a unit's assessment as PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rows = queries.with_context(READS_SCORES.permitted(self.actor, at=self.at))
        found = get_object_or_404(rows.exclude(state=AssessmentState.OPENED), pk=pk)
        return files.content_response(
            request,
            documents.result_form(found),
            name=f"{found.unit.name_zh}{found.of_year.year}年度考核表.pdf",
            content_type="application/pdf",
            public=False,
        )
