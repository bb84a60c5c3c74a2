"""The steps of an edition, and the beginning of the one that corrects it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from disclosure.notices.actions import publishing, steps
from disclosure.notices.desk.editions import edition_page
from disclosure.notices.forms import CountersignForm, ScheduleForm, SendBackForm, WithdrawForm
from disclosure.notices.models import Edition
from disclosure.notices.policies import STEPS, VISIBLE
from disclosure.notices.presenters.period import what_publishing_does
from disclosure.notices.queries.titles import title_of
from disclosure.notices.workflow import EDITION
from portal.core.workflow import Words
from portal.desk.steps import NothingAsked, StepView
from portal.desk.views import ActionView


class EditionStep(StepView):
    """What the steps of an edition have in common.

    Attributes:
        action: The action; it takes actor, edition, version and time, and what the form asked by name.
    """

    workflow, policy, policies = EDITION, VISIBLE, STEPS
    page = edition_page
    success_url = reverse_lazy("desk:home")
    action: ClassVar[Callable[..., Edition]]

    def act(self, form: Any) -> Edition:
        return type(self).action(
            actor=self.actor, edition=self.subject, seen=self.seen, at=self.at, **form.cleaned_data
        )

    def subject_title(self) -> str:
        return title_of(self.subject)


class Submit(EditionStep):
    """Pass a draft on."""

    verb, action, is_main = "submit", steps.submit, True


class Countersign(EditionStep):
    """Sign for the supervision committee of a village, with a remark or without."""

    verb, action, is_main, form_class = "countersign", steps.countersign, True, CountersignForm


class Review(EditionStep):
    """Sign for the leading group, one or many."""

    verb, action, is_main, at_once = "review", steps.review, True, True


class Approve(EditionStep):
    """Sign for the party committee, one or many."""

    verb, action, is_main, at_once = "approve", steps.approve, True, True


class Publish(EditionStep):
    """Publish."""

    verb, action, is_main = "publish", publishing.publish, True

    def consequences(self) -> list[Words]:
        return what_publishing_does(self.subject, at=self.at)


class Schedule(EditionStep):
    """Have it published later."""

    verb, action, form_class = "schedule", publishing.schedule, ScheduleForm

    def consequences(self) -> list[Words]:
        return [_("The website publishes it at that time in your name. Until then it can be taken off the schedule.")]


class Unschedule(EditionStep):
    """Take it off the schedule."""

    verb, action = "unschedule", publishing.unschedule


class SendBack(EditionStep):
    """Send it back to the clerk."""

    verb, action, form_class = "send_back", steps.send_back, SendBackForm


class Withdraw(EditionStep):
    """Withdraw what is public."""

    verb, action, form_class = "withdraw", publishing.withdraw, WithdrawForm

    def consequences(self) -> list[Words]:
        return [
            _("The notice is shown no longer, with all its editions; residents read the reason in its place."),
            _("The withdrawal is added to the publication log, and cannot be undone."),
        ]


class Correct(ActionView):
    """Begin the edition that corrects one, and go on to write it."""

    http_method_names = ["post"]
    form_class = NothingAsked
    title = button = pgettext_lazy("step", "Correct with a new edition")
    lead = gettext_lazy("What is public stays public until the new edition takes its place.")

    def act(self, form: Any) -> Edition:
        edition = self.get_permitted(VISIBLE, pk=self.kwargs["pk"])
        return publishing.start_correction(actor=self.actor, edition=edition, at=self.at)

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:edit", args=[self.done.pk])
