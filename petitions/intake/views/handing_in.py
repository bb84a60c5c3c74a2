"""What there is to know, the form, and the receipt."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from petitions.handling.actions import receiving
from petitions.handling.enums import CASE_KIND, NOTICE_LIMIT, AnswerBy
from petitions.handling.models import Petition
from petitions.handling.queries.petitions import of_case
from petitions.intake.documents import blank_form as blank_form_pdf
from petitions.intake.forms import PetitionForm
from petitions.intake.presenters.receipt import receipt_rows
from petitions.intake.presenters.words import CATEGORIES
from petitions.intake.registry import START_SECTIONS, StartPage
from portal.accounts.queries import system_actor, town as first_town, units_to_ask
from portal.cases.actions.clocks import proposed
from portal.cases.models import Case
from portal.cases.views import TOO_MANY, FollowView, Receipt, ReceiptView, may_send, receipt_token
from portal.core import files, rate
from portal.core.language import is_chinese
from portal.core.pages import links_keep, no_store, public_file, public_page
from portal.core.refusals import Refused
from portal.core.sections import load_sections
from portal.messaging.enums import Language

HELD_AT_MOST, HELD_WITHIN = 30, timedelta(minutes=10)
"""Forms of one network whose files are kept while they are put right."""


@public_page("view")
def start(request: HttpRequest) -> HttpResponse:
    """Show what can be handed in, how, and what becomes of it."""
    town = first_town()
    context = {
        "town": town,
        "categories": [{"title": title, "text": text} for title, text in CATEGORIES.values()],
        "sections": load_sections(START_SECTIONS, StartPage(town)),
        "authority": settings.REVIEW_AUTHORITY,
        "crumbs": way()[:1],
    }
    return render(request, "petitions/intake/start.html", context)


@public_file
@require_safe
def blank_form(request: HttpRequest) -> HttpResponseBase:
    """Hand out a form to be filled in by hand."""
    town = first_town()
    if town is None:
        raise Http404
    content, name = blank_form_pdf(town), f"{town.name_zh}信访事项登记表.pdf"
    return files.content_response(request, content, name=name, content_type="application/pdf", public=True, inline=True)


@links_keep("unit")
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def new_petition(request: HttpRequest) -> HttpResponse:
    """Show the form, or take in what was written."""
    at, status = timezone.now(), 200
    initial = {"place": request.GET.get("unit", "")}
    if request.method == "POST":
        form = PetitionForm(request.POST, request.FILES, places=units_to_ask())
        form.hold_files(may_hold=_may_hold(request))
        sent, status = _received(request, form, at)
        if sent:
            return redirect("petitions:received", receipt_token(sent.case))
    else:
        form = PetitionForm(initial=initial, places=units_to_ask())
    town = first_town()
    context = {
        "form": form,
        "phone": town.supervision_phone if town else "",
        "due": proposed(CASE_KIND, NOTICE_LIMIT, timezone.localdate(at)).date,
        "crumbs": way(),
    }
    return render(request, "petitions/intake/new.html", context, status=status)


class Received(ReceiptView):
    """The receipt of a petition."""

    template_name = "petitions/intake/received.html"
    kind, follow_name = CASE_KIND, "petitions:track"
    title = gettext_lazy("It has come in")
    slip_title = gettext_lazy("Receipt of a petition")
    by_email = gettext_lazy("The receipt is sent to your e-mail address as well, without the code.")

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return way()

    def receipt(self, case: Case) -> Receipt:
        """Return what the receipt of a case says."""
        petition = of_case(case)
        by_sms = _("The number is sent to your telephone by SMS, without the code.")
        return Receipt(receipt_rows(petition), notes=[by_sms] if petition.answer_by == AnswerBy.SMS else [])


class Track(FollowView):
    """Follow a petition by number and code."""

    kind = CASE_KIND

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return way()


def _may_hold(request: HttpRequest) -> bool:
    """Return whether files of this network are kept; nobody is to fill the disk with forms that are never in order."""
    scope, seconds = f"{CASE_KIND}-files", int(HELD_WITHIN.total_seconds())
    is_within = not request.FILES or rate.is_within(request, scope=scope, limit=HELD_AT_MOST, seconds=seconds)
    return bool(is_within)


def _received(request: HttpRequest, form: PetitionForm, at: datetime) -> tuple[Petition | None, int]:
    """Take in a form that is sent; return the petition, or none and the status of the page that says why."""
    if not form.is_valid():
        return None, 422
    pressed = f"{form.code} {form.cleaned_data['text']}" if form.code else ""
    if not may_send(request, CASE_KIND, once=pressed):
        form.add_error(None, TOO_MANY)
        return None, 429
    place = form.cleaned_data["place"]
    town = place.town if place else first_town()
    if town is None:
        raise Http404
    language = Language.CHINESE if is_chinese() else Language.ENGLISH
    try:
        sent = receiving.receive(
            actor=system_actor(), town=town, language=language, code=form.code, at=at, **form.values
        )
    except Refused as refusal:
        form.refuse(refusal)
        return None, 422
    return sent, 302


def way() -> list[tuple[str, str]]:
    """Return the way to a page of this room."""
    return [(_("Home"), reverse("site:home")), (_("Suggest, ask or report"), reverse("petitions:start"))]
