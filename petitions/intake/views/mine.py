"""What petitioners do with their petition, at addresses that are sealed for a while; number and code lead to them."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import FormView

from petitions.handling.actions import ending
from petitions.handling.documents import print_paper
from petitions.handling.models import Petition
from petitions.intake import queries
from petitions.intake.actions import add
from petitions.intake.forms import AddForm, RateForm, ReviewForm
from petitions.intake.presenters.answer import review_text
from petitions.intake.presenters.following import MINE, waiting
from petitions.intake.presenters.words import state_words
from petitions.intake.views.handing_in import way
from portal.accounts.queries import system_actor
from portal.cases.actions.reading import as_it_came
from portal.cases.presenters import slip
from portal.core import files
from portal.core.encryption import unseal
from portal.core.encryption.cipher import InvalidToken
from portal.core.pages import no_store
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.workflow import Words

OPEN_FOR = timedelta(hours=2)
"""How long what number and code led to can be used."""


@method_decorator([no_store, require_http_methods(["GET", "HEAD", "POST"])], name="dispatch")
class PetitionersView(FormView):  # type: ignore[type-arg]  # Django's own is not generic
    """Something a petitioner can do themselves, at an address to which number and code led.

    Attributes:
        verbs: What of `queries.open_to_sender` it does.
        done: The heading and the sentence of the page after it.
    """

    template_name = "petitions/intake/act.html"
    verbs: frozenset[str]
    title: Words = ""
    lead: Words = ""
    button: Words = ""
    done: tuple[Words, Words]
    is_grave = False

    @cached_property
    def petition(self) -> Petition:
        """The petition of the address, while it is open."""
        return _of_token(self.kwargs["token"])

    def act(self, form: Any, at: datetime) -> None:
        """Do it: call one action."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say so where it cannot be done any more."""
        if not self.verbs & queries.open_to_sender(self.petition, timezone.now()):
            return _over(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form, whose files are kept for whoever has this address."""
        form = super().get_form(form_class)
        if "papers" in form.fields:
            form.fields["papers"].widget.holder = f"petition-{self.petition.pk}"
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page says."""
        said = {"title": self.title, "lead": self.lead, "button": self.button, "is_grave": self.is_grave}
        return super().get_context_data(**said, number=self.petition.number, crumbs=way(), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it, and say that it is done."""
        try:
            self.act(form, timezone.now())
        except (NotAllowed, WrongState):  # it has moved on at the same moment
            return _over(self.request)
        except Refused as refusal:
            field = "papers" if refusal.field == "files" else refusal.field
            form.add_error(field if field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        title, text = self.done
        return render(self.request, "petitions/intake/done.html", {"title": title, "text": text, "crumbs": way()})

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Add(PetitionersView):
    """Add words and files."""

    form_class, verbs = AddForm, frozenset({queries.ADD})
    title, button = gettext_lazy("Add to your petition"), gettext_lazy("Send")
    lead = gettext_lazy("Whoever works on it sees it the same day. The time for the answer stays as it is.")
    done = (
        gettext_lazy("What you added has come in"),
        gettext_lazy("Whoever works on your petition sees it."),
    )

    def act(self, form: Any, at: datetime) -> None:
        """Add both, or neither."""
        text, files = form.cleaned_data["text"], form.cleaned_data["papers"]
        add(actor=system_actor(), petition=self.petition, text=text, files=files, at=at)


class Withdraw(PetitionersView):
    """Take a petition back."""

    form_class, verbs, is_grave = forms.Form, frozenset({queries.WITHDRAW}), True
    title, button = gettext_lazy("Withdraw your petition"), gettext_lazy("Take it back")
    lead = gettext_lazy("It ends then without an answer. It cannot be taken up again, but you can hand in anew.")
    done = (gettext_lazy("Your petition is withdrawn"), gettext_lazy("It ended without an answer."))

    def act(self, form: Any, at: datetime) -> None:  # noqa: ARG002 - it asks nothing
        """Withdraw it."""
        ending.withdraw(actor=system_actor(), petition=self.petition, at=at)


class Rate(PetitionersView):
    """Say how content one is with the answer."""

    form_class, verbs = RateForm, frozenset({queries.RATE})
    template_name = "petitions/intake/rate.html"
    title, button = gettext_lazy("Are you content?"), gettext_lazy("Send the rating")
    lead = gettext_lazy("You rate once. You can ask for a review all the same.")
    done = (gettext_lazy("Your rating has come in"), gettext_lazy("Thank you. The discipline secretary reads it."))

    def act(self, form: Any, at: datetime) -> None:
        """Rate it."""
        ending.rate(actor=system_actor(), petition=self.petition, at=at, **form.cleaned_data)


class AskReview(PetitionersView):
    """Ask the body above to look at the answer again, or at what it said itself before."""

    form_class, verbs = ReviewForm, frozenset({queries.ASK_REVIEW, queries.ASK_RE_REVIEW})
    button = gettext_lazy("Ask for it")
    done = (
        gettext_lazy("Your wish for a review has come in"),
        gettext_lazy("It is passed on to the body above, which decides within 30 days."),
    )

    @property
    def _is_second(self) -> bool:
        return queries.ASK_RE_REVIEW in queries.open_to_sender(self.petition, timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether it is the first or the second time."""
        title = _("Ask for a re-review") if self._is_second else _("Ask for a review")
        return super().get_context_data(**kwargs) | {"title": title, "lead": review_text(self.petition)}

    def act(self, form: Any, at: datetime) -> None:
        """Ask for it."""
        ask = ending.ask_re_review if self._is_second else ending.ask_review
        ask(actor=system_actor(), petition=self.petition, reason=form.cleaned_data["reason"], at=at)


@no_store
@require_safe
def paper(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """Hand an official paper out as a PDF to its petitioner."""
    petition = _of_token(token)
    issued = next((one for one in queries.papers_of(petition) if one.pk == pk), None)
    came = as_it_came(petition.case)
    if issued is None or came is None:
        raise Http404
    printed = print_paper(petition, issued, came=came)
    return files.content_response(
        request, printed.pdf, name=f"{issued.number}.pdf", content_type="application/pdf", public=False, inline=True
    )


@no_store
@require_safe
def sheet(request: HttpRequest, token: str) -> HttpResponse:
    """Show a sheet to print that says how it stands, without the code."""
    petition = _of_token(token)
    phone = petition.town.supervision_phone
    rows = [(_("Now"), state_words(petition)), (_("What comes next"), waiting(petition)), (_("Telephone"), phone)]
    stated = [(term, value) for term, value in rows if value]
    shown = slip(petition.case, follow_url=reverse("petitions:track"), rows=stated)
    return render(request, "petitions/intake/sheet.html", {"slip": shown, "crumbs": way()})


def _of_token(token: str) -> Petition:
    """Return the petition of an address that number and code led to, while it is open."""
    try:
        pk, _colon, what = unseal(token, max_age=OPEN_FOR).partition(":")
    except InvalidToken as fault:
        raise Http404 from fault
    petition = queries.of_key(pk) if what == MINE else None
    if petition is None:
        raise Http404
    return petition


def _over(request: HttpRequest) -> HttpResponse:
    said = {
        "title": _("It has moved on meanwhile"),
        "text": _("Nothing was saved. Open it once more with number and code, and see how it stands."),
        "crumbs": way(),
    }
    return render(request, "petitions/intake/done.html", said, status=409)
