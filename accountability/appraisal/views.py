"""Appraisals for everybody: the pages of whoever votes, and what is published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe
from django.views.generic import View

from accountability.appraisal.actions import voting as actions
from accountability.appraisal.documents.result import print_result
from accountability.appraisal.forms import BallotForm, CodeForm
from accountability.appraisal.models import Appraisal
from accountability.appraisal.presenters import public as presenters
from accountability.appraisal.presenters.ballot import ballot_page, next_steps
from accountability.appraisal.queries import log as queries
from accountability.appraisal.queries.meetings import by_number_open
from accountability.appraisal.queries.voting import Ballot, ballot_of
from portal.accounts.queries import town as first_town
from portal.core import files, rate
from portal.core.language import localized_path
from portal.core.pages import no_store, public_file, public_page
from portal.core.refusals import Refused

WRONG_CODES, WITHIN = 60, 600
"""Wrong codes from one network within ten minutes, before it is asked to wait; a whole meeting shares one."""
LOOK, CAST = "look", "cast"
"""What the buttons of the ballot ask for; without one the code was just entered, or something is to be changed."""


@method_decorator([no_store, sensitive_post_parameters()], name="dispatch")
class Vote(View):
    """Take in a code, show the ballot, show it once more, cast it: all under one address, which never has the code.

    A code that is right is counted nowhere. Wrong ones are counted by network; they stop whoever tries codes out
    from learning anything, and keep nobody else from voting.
    """

    http_method_names = ("get", "head", "post")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code."""
        return self._ask(request, CodeForm())

    @sensitive_variables("code", "ballot")
    def post(self, request: HttpRequest) -> HttpResponse:
        """Go one step on."""
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self._ask(request, form, status=422)
        code = form.cleaned_data["code"]
        ballot = ballot_of(code)
        if ballot is None:
            return self._refuse(request, form, actions.UNKNOWN, wrong=True)
        if ballot.is_used:
            return self._refuse(request, form, actions.USED)
        asked = request.POST.get("do", "")
        chosen = BallotForm(request.POST if asked else None, ballot=ballot)
        if asked in (LOOK, CAST) and not chosen.is_valid():
            return self._show(request, ballot, code, chosen, is_checked=True, status=422)
        if asked == CAST:
            return self._cast(request, form, chosen)
        return self._show(request, ballot, code, chosen, is_review=asked == LOOK)

    def _cast(self, request: HttpRequest, form: CodeForm, chosen: BallotForm) -> HttpResponse:
        try:
            appraisal = actions.cast(code=form.cleaned_data["code"], choices=chosen.choices)
        except Refused as refusal:  # used or closed at the same moment
            return self._refuse(request, form, str(refusal), status=409)
        return redirect("accountability:voted", appraisal.number)

    def _refuse(
        self, request: HttpRequest, form: CodeForm, sentence: object, *, wrong: bool = False, status: int = 422
    ) -> HttpResponse:
        if wrong and rate.is_within(request, scope="voting-code", limit=WRONG_CODES, seconds=WITHIN) is False:
            sentence, status = _("From your network there were too many wrong codes. Wait ten minutes."), 429
        form.add_error("code", str(sentence))
        return self._ask(request, form, status=status)

    def _ask(self, request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "phone": _phone()}
        return render(request, "accountability/appraisal/vote/code.html", context, status=status)

    def _show(
        self,
        request: HttpRequest,
        ballot: Ballot,
        code: str,
        chosen: BallotForm,
        *,
        is_review: bool = False,
        is_checked: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "page": ballot_page(ballot, chosen.values, is_checked=is_checked),
            "code": code,
            "phone": ballot.appraisal.debriefing.town.supervision_phone,
        }
        name = "review" if is_review else "ballot"
        return render(request, f"accountability/appraisal/vote/{name}.html", context, status=status)


@no_store
@require_safe
def voted(request: HttpRequest, number: str) -> HttpResponse:
    """Tell somebody that their vote is in the box, and what comes next; who they are is not known."""
    appraisal = by_number_open(number)
    if appraisal is None:
        raise Http404
    context = {
        "title": queries.title_of(appraisal),
        "next_steps": next_steps(appraisal),
        "phone": appraisal.debriefing.town.supervision_phone,
    }
    return render(request, "accountability/appraisal/vote/done.html", context)


@public_page("view")
def appraisal(request: HttpRequest, number: str) -> HttpResponse:
    """Show a published result."""
    found = _published(number)
    held = found.debriefing
    context = {
        "page": presenters.result_page(found, at=timezone.now()),
        "town": held.town,
        "crumbs": [
            (_("Home"), reverse("site:home")),
            (pgettext("public menu", "Duties"), localized_path("/accountability/")),
            (str(held.year), localized_path(f"/accountability/{held.year}/")),
        ],
    }
    return render(request, "accountability/appraisal/appraisal.html", context)


@public_file
@require_safe
def appraisal_pdf(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand out the form of a published result."""
    found = _published(number)
    name = f"{found.debriefing.unit.name_zh}{found.debriefing.year}年度测评结果.pdf"
    return files.content_response(
        request, print_result(found), name=name, content_type="application/pdf", public=True, inline=True
    )


@public_file
@require_safe
def appraisal_json(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand out the document whose hash the publication log names."""
    found = _published(number)
    return files.content_response(
        request, found.document.encode(), name=f"{number}.json", content_type="application/json", public=True
    )


def _published(number: str) -> Appraisal:
    """Return a published result.

    Raises:
        Http404: There is none under this number.
    """
    found = queries.by_number(number)
    if found is None:
        raise Http404
    return found


def _phone() -> str:
    town = first_town()
    return town.supervision_phone if town else ""
