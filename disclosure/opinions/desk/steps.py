"""The steps of an opinion, and the correction it asks for."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from disclosure.notices.models import Edition
from disclosure.opinions import forms
from disclosure.opinions.actions import steps as actions
from disclosure.opinions.actions.corrections import start_correction_because_of
from disclosure.opinions.desk.opinions import opinion_page, the_opinion
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import STEPS, WORKS_ON_OPINION
from disclosure.opinions.presenters.staff import answer_day, joinable_words
from disclosure.opinions.queries import opinions as queries
from disclosure.opinions.workflow import OPINION
from portal.accounts.models import Unit
from portal.cases.actions.reading import alike
from portal.cases.enums import Visibility
from portal.cases.models import Case
from portal.desk.steps import StepView
from portal.desk.views import ButtonView

MAX_WAIT = timedelta(days=366)
"""How far away the day for an answer may lie."""


class OpinionStep(StepView):
    """What the steps of an opinion have in common."""

    workflow, policy, policies, page = OPINION, WORKS_ON_OPINION, STEPS, opinion_page
    success_url = reverse_lazy("disclosure_desk:opinions")
    action: ClassVar[Callable[..., Opinion]]

    def act(self, form: Any) -> Opinion:
        """Take the step with what was typed; a step whose form names a row has its own."""
        return type(self).action(
            actor=self.actor, opinion=self.subject, seen=self.seen, at=self.at, **form.cleaned_data
        )

    def visible(self, pk: int) -> Opinion | None:
        """Return the opinion with what its page shows, if this person works on it."""
        return queries.working_on(self.actor, self.at).filter(pk=pk).first()

    def latest_day(self) -> date:
        """Return the last day that can be set for the answer."""
        return timezone.localdate(self.at) + MAX_WAIT

    def unit(self, form: Any) -> Unit:
        """Return the unit that was chosen to answer."""
        return queries.answering_units(self.subject.notice).get(code=form.cleaned_data["unit"])


class Route(OpinionStep):
    """Screen it and pass it on."""

    verb, form_class, is_main = "route", forms.ScreenForm, True

    def get_initial(self) -> dict[str, Any]:
        came = self.subject.as_it_came
        if came is None:  # the form was filled in already
            return {}
        return {
            "visibility": Visibility.PUBLIC if came.proposal == came.text else Visibility.MASKED,
            "shown_text": came.proposal,
            "unit": self.subject.notice.unit.code,
            "due": answer_day(self.subject).date,
        }

    def form_arguments(self) -> dict[str, Any]:
        units = list(queries.answering_units(self.subject.notice))
        return {"units": units, "how": answer_day(self.subject).how, "latest": self.latest_day()}

    def act(self, form: Any) -> Opinion:
        chosen = form.cleaned_data
        return actions.route(
            actor=self.actor,
            opinion=self.subject,
            unit=self.unit(form),
            visibility=chosen["visibility"],
            shown_text=chosen["shown_text"],
            shown_name=chosen["shown_name"],
            due=None if chosen["due"] == answer_day(self.subject).date else chosen["due"],
            seen=self.seen,
            at=self.at,
        )


class Refuse(OpinionStep):
    """Do not take it up."""

    verb, form_class = "refuse", forms.RefuseForm
    action = staticmethod(actions.refuse)


class Merge(OpinionStep):
    """Join it with another."""

    verb, form_class = "merge", forms.MergeForm

    @cached_property
    def others(self) -> list[Opinion]:
        """The opinions it can be joined with."""
        return list(queries.joinable(self.subject))

    def is_offered(self) -> bool:
        return bool(self.others)

    def form_arguments(self) -> dict[str, Any]:
        among = Case.objects.filter(pk__in=[one.case_id for one in self.others])
        found = alike(actor=self.actor, case=self.subject.case, among=among, at=self.at)
        percent = {one.case: one.percent for one in found}
        ordered = sorted(self.others, key=lambda one: -percent.get(one.case_id, 0))
        return {"others": [(str(one.pk), joinable_words(one, percent.get(one.case_id))) for one in ordered]}

    def act(self, form: Any) -> Opinion:
        into = next(one for one in self.others if str(one.pk) == form.cleaned_data["into"])
        return actions.merge(actor=self.actor, opinion=self.subject, into=into, seen=self.seen, at=self.at)


class Reroute(OpinionStep):
    """Give it to another unit."""

    verb, form_class = "reroute", forms.RerouteForm

    def form_arguments(self) -> dict[str, Any]:
        units = queries.answering_units(self.subject.notice).exclude(pk=self.subject.unit_id)
        return {"units": list(units), "latest": self.latest_day()}

    def act(self, form: Any) -> Opinion:
        return actions.reroute(
            actor=self.actor,
            opinion=self.subject,
            unit=self.unit(form),
            reason=form.cleaned_data["reason"],
            due=form.cleaned_data["due"],
            seen=self.seen,
            at=self.at,
        )


class Answer(OpinionStep):
    """Answer it for the unit."""

    verb, form_class, is_main = "answer", forms.AnswerForm, True
    action = staticmethod(actions.answer)

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.subject.answer}


class SendBack(OpinionStep):
    """Send the answer back."""

    verb, form_class = "send_back", forms.SendAnswerBackForm
    action = staticmethod(actions.send_back)


class Close(OpinionStep):
    """Publish the answer."""

    verb, is_main = "close", True
    action = staticmethod(actions.close)

    def consequences(self) -> list[Any]:
        if self.subject.visibility == Visibility.PRIVATE:
            return [_("The answer goes to the sender alone. The public reads neither opinion nor answer.")]
        return [_("Everybody reads the answer beside the notice. Whoever left an e-mail address is written to.")]


class Correct(ButtonView):
    """Begin the edition that corrects an opinion's notice and names the opinion; go on to write it."""

    success_message = _("The correction names opinion %(number)s.")

    @cached_property
    def opinion(self) -> Opinion:
        """The opinion, if this person works on it."""
        return the_opinion(self.actor, self.kwargs["pk"], at=self.at)

    def act(self, form: Any) -> Edition:
        return start_correction_because_of(actor=self.actor, opinion=self.opinion, at=self.at)

    def words(self) -> dict[str, str]:
        return {"number": self.opinion.number}

    def get_success_url(self) -> str:
        if self.done is None:
            return reverse("disclosure_desk:opinion", args=[self.opinion.pk])
        return reverse("disclosure_desk:edit", args=[self.done.pk])
