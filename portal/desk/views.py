"""Pages of the desk: for whoever is signed in, and with a form that does one thing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View

from portal.core.policy import Policy
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import Words

M = TypeVar("M", bound=Model)


def see_other(url: str) -> HttpResponseRedirect:
    """Send the browser on after something was done; a reload of the next page does not do it again."""
    return HttpResponseRedirect(url, status=303)


@method_decorator(never_cache, name="dispatch")
class DeskView(LoginRequiredMixin, View):
    """A page of the desk.

    Whoever has not signed in is led to the sign-in, nothing is kept by any cache, and what the person may
    not see or do does not exist for them: `NotAllowed` is answered with 404.

    Attributes:
        actor: Who is signed in.
        at: The time of the request.
    """

    actor: Any
    at: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Note who asks and when, and answer."""
        self.actor, self.at = request.user, timezone.now()
        if self.actor.is_authenticated and not self.exists_for_actor():
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as refusal:
            raise Http404 from refusal

    def exists_for_actor(self) -> bool:
        """Return whether there is such a page for this person at all, by whatever method they ask."""
        return True

    def get_permitted(self, policy: Policy[M], **lookup: Any) -> M:
        """Return the one row of a policy that this person is permitted and that answers a lookup.

        Raises:
            Http404: There is none, or it does not exist for this person.
        """
        return get_object_or_404(policy.permitted(self.actor, at=self.at), **lookup)

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page, without the page itself."""
        return [(_("My desk"), reverse("desk:home"))]


class ActionView(DeskView, FormView):  # type: ignore[type-arg]
    """A page with a form that does one thing.

    What an action refuses stands beside the field it concerns, with what was typed (422); whoever lost a
    race is told so (409). When it is done the person is told, and led on.

    Attributes:
        success_message: What the person is told, with places that `words` fills.
        title: The page's heading.
        lead: A sentence below it; may be empty.
        button: What stands on the button.
        done: What `act` returned.
    """

    template_name = "desk/action.html"
    success_message: Words = ""
    title: Words = ""
    lead: Words = ""
    button: Words = ""
    done: Any = None

    def act(self, form: Any) -> Any:
        """Do it: call one action with `form.cleaned_data`, and return what it returns."""
        raise NotImplementedError

    def words(self) -> Mapping[str, Any]:
        """Return what fills the places of the success message."""
        return {}

    def consequences(self) -> Sequence[Words]:
        """Return what will happen, sentence by sentence, for the reader to know before they press the button."""
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what `desk/action.html` shows."""
        context = {
            "title": self.title,
            "lead": self.lead,
            "button": self.button,
            "consequences": self.consequences(),
            "crumbs": self.crumbs(),
        }
        return super().get_context_data(**context | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Act, and show the refusal or lead on."""
        try:
            self.done = self.act(form)
        except NotAllowed:
            raise
        except Refused as refusal:
            return self.refuse(form, refusal)
        if self.success_message:
            messages.success(self.request, str(self.success_message) % self.words())
        return see_other(self.get_success_url())

    def refuse(self, form: Any, refusal: Refused) -> HttpResponse:
        """Show the form again with a refusal, beside its field where it has one."""
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return self.form_invalid(form, refusal.status)

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        """Show the form again with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=status)


class ButtonView(ActionView):
    """A button that does one thing and asks nothing; a refusal is told on the page it leads to."""

    http_method_names = ("post",)
    form_class = forms.Form

    def refuse(self, form: Any, refusal: Refused) -> HttpResponse:
        """Tell why it was not done."""
        messages.error(self.request, str(refusal))
        return see_other(self.get_success_url())

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        """Tell what is wrong with the hidden fields that go along, where there are any."""
        for refused in form.errors.values():
            messages.error(self.request, " ".join(refused))
        return see_other(self.get_success_url())
