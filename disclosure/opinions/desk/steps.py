"""The steps of an opinion, and the correction it asks for."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from disclosure.notices.models import Edition
from disclosure.opinions import forms
from disclosure.opinions.actions import steps as actions
from disclosure.opinions.actions.corrections import start_correction_because_of
from disclosure.opinions.desk.opinions import opinion_page
from disclosure.opinions.models import Opinion
from disclosure.opinions.policies import STEPS, WORKS_ON_OPINION
from disclosure.opinions.presenters.staff import answer_day, joinable_words, publishing_an_answer
from disclosure.opinions.queries import opinions as queries
from disclosure.opinions.workflow import OPINION
from portal.cases.actions.reading import alike
from portal.cases.enums import Visibility
from portal.cases.models import Case
from portal.desk.steps import StepView
from portal.desk.views import ButtonView


class OpinionStep(StepView):
    """What the steps of an opinion have in common."""

    workflow, policy, policies, page = OPINION, WORKS_ON_OPINION, STEPS, opinion_page
    success_url = reverse_lazy("disclosure_desk:opinions")

    def visible(self, pk: int) -> Opinion | None:
        """Return the opinion with what its page shows, if this person works on it."""
        return queries.working_on(self.actor, self.at).filter(pk=pk).first()


class Route(OpinionStep):
    """Screen it and pass it on."""

    verb, action, form_class, is_main = "route", actions.route, forms.ScreenForm, True

    def get_initial(self) -> dict[str, Any]:
        asked = {"unit": self.subject.notice.unit.code, "due": answer_day(self.subject).date}
        came = self.subject.as_it_came
        if came is None:  # the form was filled in already
            return asked
        proposal = came.proposal(published=queries.published_for(self.subject))
        visibility = Visibility.PUBLIC if proposal == came.text else Visibility.MASKED
        return asked | {"visibility": visibility, "shown_text": proposal}

    def form_arguments(self) -> dict[str, Any]:
        units = queries.answering_units(self.subject.notice)
        return {"offered": {"unit": units}, "how": answer_day(self.subject).how}

    def consequences(self) -> list[Any]:
        return [
            _("The unit answers by the day chosen. What is published, everybody reads beside the notice at once."),
            _("What the public reads of it cannot be chosen again."),
        ]


class Refuse(OpinionStep):
    """Do not take it up."""

    verb, action, form_class = "refuse", actions.refuse, forms.RefuseForm

    def consequences(self) -> list[Any]:
        return [
            _("Whoever left an address is written to, with the reason. The public reads nothing of it."),
            _("It is closed, and cannot be taken up again."),
        ]


class Merge(OpinionStep):
    """Join it with another."""

    verb, action, form_class = "merge", actions.merge, forms.MergeForm

    def consequences(self) -> list[Any]:
        return [_("One answer serves both, and goes to both senders. They cannot be parted again.")]

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
        return {"others": [(one, joinable_words(one, percent.get(one.case_id))) for one in ordered]}


class Reroute(OpinionStep):
    """Give it to another unit."""

    verb, action, form_class = "reroute", actions.reroute, forms.RerouteForm

    def form_arguments(self) -> dict[str, Any]:
        units = queries.answering_units(self.subject.notice).exclude(pk=self.subject.unit_id)
        return {"offered": {"unit": units}}


class Answer(OpinionStep):
    """Answer it for the unit."""

    verb, action, form_class, is_main = "answer", actions.answer, forms.AnswerForm, True

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.subject.answer}

    def consequences(self) -> list[Any]:
        return [_("The office checks it before anybody reads it. As long as it has not, you can take it back.")]


class TakeBack(OpinionStep):
    """Take the answer back."""

    verb, action = "take_back", actions.take_back

    def consequences(self) -> list[Any]:
        return [_("It waits for its answer again, by the same day. What was written is kept.")]


class SendBack(OpinionStep):
    """Send the answer back."""

    verb, action, form_class = "send_back", actions.send_back, forms.SendAnswerBackForm


class Close(OpinionStep):
    """Publish the answer."""

    verb, action, is_main = "close", actions.close, True

    def consequences(self) -> list[Any]:
        return publishing_an_answer(self.subject)


class Correct(ButtonView):
    """Begin the edition that corrects an opinion's notice and names the opinion; go on to write it."""

    success_message = _("The correction names opinion %(number)s.")

    @cached_property
    def opinion(self) -> Opinion:
        """The opinion, if this person works on it."""
        return self.get_permitted(WORKS_ON_OPINION, pk=self.kwargs["pk"])

    def act(self, form: Any) -> Edition:
        return start_correction_because_of(actor=self.actor, opinion=self.opinion, at=self.at)

    def words(self) -> dict[str, str]:
        return {"number": self.opinion.number}

    def get_success_url(self) -> str:
        if self.done is None:
            return reverse("disclosure_desk:opinion", args=[self.opinion.pk])
        return reverse("disclosure_desk:edit", args=[self.done.pk])
