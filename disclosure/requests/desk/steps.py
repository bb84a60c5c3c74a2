"""The steps of a request."""

from typing import Any

from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.requests import forms
from disclosure.requests.actions import releasing, steps as actions
from disclosure.requests.desk.requests import request_page
from disclosure.requests.enums import CASE_KIND, SUPPLEMENT_LIMIT
from disclosure.requests.models import Request
from disclosure.requests.policies import STEPS, WORKS_ON
from disclosure.requests.presenters.staff import title_of
from disclosure.requests.queries import requests as queries
from disclosure.requests.rules import GIVES
from disclosure.requests.workflow import REQUEST
from portal.cases.actions.clocks import proposed
from portal.core.demonstration import today_of_due_days
from portal.desk.steps import StepView


class RequestStep(StepView):
    """What the steps of a request have in common."""

    workflow, policy, policies, page = REQUEST, WORKS_ON, STEPS, request_page
    success_url = reverse_lazy("disclosure_desk:requests")

    def visible(self, pk: int) -> Request | None:
        """Return the request with what its page shows, if this person works on it."""
        return queries.working_on(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        """Return number and subject, as they are once the step is taken."""
        request = self.done or self.subject
        return f"{request.number} {title_of(request)}"


class Accept(RequestStep):
    """Register it and give it to a unit."""

    verb, action, form_class, is_main = "accept", actions.accept, forms.AcceptForm, True

    def get_initial(self) -> dict[str, Any]:
        asked_of = self.subject.asked_of or self.subject.town
        return {"unit": asked_of.code}

    def form_arguments(self) -> dict[str, Any]:
        return {"offered": {"unit": queries.drafting_units(self.subject.town)}}


class AskCorrection(RequestStep):
    """Ask for corrections."""

    verb, action, form_class = "ask_correction", actions.ask_correction, forms.CorrectionForm

    def is_offered(self) -> bool:
        return not self.subject.correction

    def get_initial(self) -> dict[str, Any]:
        return {"due": proposed(CASE_KIND, SUPPLEMENT_LIMIT, timezone.localdate(self.at)).date}

    def consequences(self) -> list[Any]:
        return [
            _("The applicant is written to, if they left an address; print the notice for the others."),
            _("The time for the reply is counted anew from the day on which they put it right."),
        ]


class Redirect(RequestStep):
    """Hand it over as a petition."""

    verb, action, form_class = "redirect", actions.redirect, forms.RedirectForm

    def is_offered(self) -> bool:
        return bool(queries.kinds_to_hand_over_to())

    def form_arguments(self) -> dict[str, Any]:
        return {"kinds": queries.kinds_to_hand_over_to()}

    def consequences(self) -> list[Any]:
        return [
            _("It goes over with the applicant, text and files; here only figures are left."),
            _("With their number and code the applicant follows it there. It cannot be taken back."),
        ]


class Correct(RequestStep):
    """Enter what the applicant puts right."""

    verb, action, form_class, is_main = "correct", actions.correct, forms.SupplementForm, True


class Lapse(RequestStep):
    """Do not pursue it."""

    verb, action = "lapse", actions.lapse

    def is_offered(self) -> bool:
        due = self.subject.step_clock.due if self.subject.step_clock else None
        return due is not None and due < today_of_due_days(self.at)

    def consequences(self) -> list[Any]:
        return [_("It ends without a reply, because nothing was put right in time. The applicant is written to.")]


class Withdraw(RequestStep):
    """Record that the applicant withdrew it."""

    verb, action = "withdraw", actions.withdraw

    def consequences(self) -> list[Any]:
        return [_("Only when the applicant said so. It ends without a reply and cannot be taken up again.")]


class Reroute(RequestStep):
    """Give it to another unit."""

    verb, action, form_class = "reroute", actions.reroute, forms.RerouteForm

    def form_arguments(self) -> dict[str, Any]:
        units = queries.drafting_units(self.subject.town).exclude(pk=self.subject.unit_id)
        return {"offered": {"unit": units}}


class Draft(RequestStep):
    """Hand in the reply."""

    verb, action, form_class, is_main = "draft", actions.draft, forms.DraftForm, True

    def get_initial(self) -> dict[str, Any]:
        return {"result": self.subject.result, "text": self.subject.reply}

    def consequences(self) -> list[Any]:
        return [_("A leader decides before the applicant gets it. As long as none has, you can take it back.")]


class Consult(RequestStep):
    """Ask a third party."""

    verb, action, form_class = "consult", actions.consult, forms.ConsultForm

    def consequences(self) -> list[Any]:
        return [
            _("The time for the reply stands still from tomorrow until they are heard, for 15 working days at most."),
            _("Print the letter to them from this page afterwards."),
        ]


class Hear(RequestStep):
    """Enter what the third party says."""

    verb, action, form_class, is_main = "hear", actions.hear, forms.HearForm, True


class AskExtension(RequestStep):
    """Ask for more time."""

    verb, action, form_class = "ask_extension", actions.ask_extension, forms.ReasonForm

    def is_offered(self) -> bool:
        return not self.subject.clock.extended_days


class Extend(RequestStep):
    """Extend the time."""

    verb, action, form_class, is_main = "extend", actions.extend, forms.ExtendForm, True

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.subject.extension}

    def consequences(self) -> list[Any]:
        return [_("20 working days are added, once. The applicant is written to with the reason.")]


class RefuseExtension(RequestStep):
    """Do not extend it."""

    verb, action, form_class = "refuse_extension", actions.refuse_extension, forms.ReasonForm


class TakeBack(RequestStep):
    """Take the reply back."""

    verb, action = "take_back", actions.take_back

    def consequences(self) -> list[Any]:
        return [_("It waits for its reply again, by the same day. What was written is kept.")]


class SendBack(RequestStep):
    """Send the reply back."""

    verb, action, form_class = "send_back", actions.send_back, forms.ReasonForm


class Answer(RequestStep):
    """Approve and send the reply."""

    verb, action, is_main = "answer", actions.answer, True

    def consequences(self) -> list[Any]:
        return [
            _("The applicant is written to, and reads reply and files with number and code at once."),
            _("Print the reply for those who want it by post. It cannot be changed or taken back."),
        ]


class Release(RequestStep):
    """Publish it for everybody."""

    verb, action, form_class = "release", releasing.release, forms.ReleaseForm

    def is_offered(self) -> bool:
        return self.subject.result in GIVES and (self._before is None or self._before.retracted_at is not None)

    @property
    def _before(self) -> Any:
        """What was published before and taken off line."""
        return getattr(self.subject, "release", None)

    def get_initial(self) -> dict[str, Any]:
        if self._before:
            return {"title": self._before.title, "text": self._before.text}
        came = self.subject.as_it_came
        proposal = came.masked(self.subject.reply, published=queries.published_for(self.subject)) if came else ""
        return {"title": self.subject.subject, "text": proposal}

    def form_arguments(self) -> dict[str, Any]:
        return {"of_reply": self.subject.files.all()}

    def consequences(self) -> list[Any]:
        return [
            _("Everybody reads it at once; it is found by the search and gets an entry in the publication log."),
            _("It can be taken off line with a reason. The entry stays."),
        ]


class Retract(RequestStep):
    """Take it off line."""

    verb, action, form_class = "retract", releasing.retract, forms.ReasonForm

    def is_offered(self) -> bool:
        release = getattr(self.subject, "release", None)
        return release is not None and release.retracted_at is None

    def consequences(self) -> list[Any]:
        return [
            _("Nobody reads it any more. The publication log keeps that it was published and why it was taken off.")
        ]
