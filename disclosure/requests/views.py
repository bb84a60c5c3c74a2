"""Asking for information: what it is, the form, the receipt, what an applicant can do, and what was disclosed.

The forms have addresses of their own, are never cached, and repeat nothing private. What an applicant can do stands at
addresses that are sealed for a while, which number and code lead to.
"""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.requests.actions import receiving, steps as actions
from disclosure.requests.documents import print_paper
from disclosure.requests.enums import CASE_KIND, REPLY_LIMIT, RequestState
from disclosure.requests.forms import RequestForm, SupplementForm
from disclosure.requests.models import Request
from disclosure.requests.presenters import public as presenters
from disclosure.requests.queries import requests as queries
from disclosure.requests.queries.papers import Paper, is_replied
from disclosure.requests.queries.released import canonical, unit_of
from portal.accounts.models import Unit
from portal.accounts.queries import system_actor, town as first_town, units_to_ask
from portal.cases.actions.clocks import proposed
from portal.cases.actions.reading import as_it_came
from portal.cases.models import Case
from portal.cases.queries import of_sender_token
from portal.cases.views import TOO_MANY, FollowView, Receipt, ReceiptView, may_send, receipt_token
from portal.core import files, keyset
from portal.core.encryption import files as encrypted
from portal.core.language import is_chinese
from portal.core.pages import links_keep, no_store, public_file, public_page
from portal.core.refusals import Refused
from portal.messaging.enums import Language

PAGE_SIZE = 20


@public_page("view")
def about(request: HttpRequest) -> HttpResponse:
    """Show what asking for information is, how it goes, and what was disclosed last."""
    town = first_town()
    context = {
        "town": town,
        "phone": town.supervision_phone if town else "",
        "authority": settings.REVIEW_AUTHORITY,
        "newest": presenters.cards(list(queries.released()[:5])),
        "crumbs": _way()[:1],
    }
    return render(request, "disclosure/requests/about.html", context)


@links_keep("unit")
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """Show the form, or take in what was written."""
    at = timezone.now()
    asked_of = {"asked_of": request.GET.get("unit", "")}
    form = RequestForm(request.POST if request.method == "POST" else None, initial=asked_of, units=units_to_ask())
    status = 200
    if form.is_bound:
        sent, status = _received(request, form, at)
        if sent:
            return redirect("disclosure:request_received", receipt_token(sent.case))
    town = first_town()
    context = {
        "form": form,
        "phone": town.supervision_phone if town else "",
        "due": proposed(CASE_KIND, REPLY_LIMIT, timezone.localdate(at)).date,
        "crumbs": _way(),
    }
    return render(request, "disclosure/requests/new.html", context, status=status)


class RequestReceived(ReceiptView):
    """The receipt of a request."""

    kind, follow_name = CASE_KIND, "disclosure:track_request"
    title = gettext_lazy("Your request has come in")
    slip_title = gettext_lazy("Receipt of a request for information")
    by_email = gettext_lazy("The reply is sent to your e-mail address as well.")

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return _way()

    def receipt(self, case: Case) -> Receipt:
        """Return what the receipt of a case says."""
        return Receipt(presenters.receipt_rows(queries.of_case(case)))


class TrackRequest(FollowView):
    """Follow a request by number and code."""

    kind = CASE_KIND

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return _way()


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, token: str) -> HttpResponse:
    """Let an applicant put right what they were asked for."""
    asked = _of_token(token)
    if asked.state != RequestState.CORRECTING:
        return _over(request)
    form = SupplementForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            actions.correct(actor=system_actor(), request=asked, text=form.cleaned_data["text"], at=timezone.now())
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            return render(request, "disclosure/requests/done.html", {"what": "supplement", "crumbs": _way()})
    if form.is_bound:
        status = 422
    context = {
        "form": form,
        "correction": asked.correction,
        "due": asked.step_clock.due if asked.step_clock else None,
        "number": asked.number,
        "crumbs": _way(),
    }
    return render(request, "disclosure/requests/supplement.html", context, status=status)


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Let an applicant take their request back."""
    asked = _of_token(token)
    if asked.ended_at is not None:
        return _over(request)
    if request.method == "POST":
        try:
            actions.withdraw(actor=system_actor(), request=asked, at=timezone.now())
        except Refused:  # decided at the same moment
            return _over(request)
        return render(request, "disclosure/requests/done.html", {"what": "withdraw", "crumbs": _way()})
    return render(request, "disclosure/requests/withdraw.html", {"number": asked.number, "crumbs": _way()})


@no_store
@require_safe
def reply(request: HttpRequest, token: str) -> HttpResponseBase:
    """Hand the reply out as a PDF to its applicant."""
    asked = _of_token(token)
    came = as_it_came(asked.case)
    if came is None or not is_replied(asked):
        raise Http404
    printed = print_paper(asked, Paper.REPLY, came=came)
    name = f"{asked.number}.pdf"
    return files.content_response(
        request, printed.pdf, name=name, content_type="application/pdf", public=False, inline=True
    )


@no_store
@require_safe
def reply_file(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """Hand a file out with the reply to its applicant."""
    asked = _of_token(token)
    file = asked.files.filter(pk=pk).first()
    if file is None or not is_replied(asked):
        raise Http404
    return files.content_response(
        request, encrypted.read(file.stored), name=file.name, content_type=file.content_type, public=False
    )


@public_page("newer", "older", "view")
def released(request: HttpRequest) -> HttpResponse:
    """List what was disclosed on request, newest first."""
    turned = {name: request.GET.get(name, "") for name in ("newer", "older")}
    page = keyset.page(queries.released(), field="published_at", size=PAGE_SIZE, **turned)
    here = reverse("disclosure:released")
    context = {
        "notices": presenters.cards(list(page.rows)),
        "newer_url": f"{here}?newer={page.newer}" if page.newer else "",
        "older_url": f"{here}?older={page.older}" if page.older else "",
        "is_first": not any(turned.values()),
        "crumbs": _way(),
    }
    return render(request, "disclosure/requests/released.html", context)


@public_page("view")
def release(request: HttpRequest, number: str) -> HttpResponse:
    """Show one thing that was disclosed on request."""
    found = queries.released().filter(request__case__number=number).first()
    if found is None:
        raise Http404
    context = {
        "release": found,
        "unit": unit_of(found).publishing_body,
        "meta": presenters.release_meta(found),
        "files": presenters.release_files(found),
        "crumbs": [*_way(), (_("Disclosed on request"), reverse("disclosure:released"))],
    }
    return render(request, "disclosure/requests/release.html", context)


@public_file
@require_safe
def release_file(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """Hand out a file that everybody reads."""
    file = queries.public_file(number, pk)
    if file is None:
        raise Http404
    return files.content_response(
        request, encrypted.read(file.stored), name=file.name, content_type=file.content_type, public=True, inline=True
    )


@public_file
@require_safe
def release_document(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand out the document whose hash the publication log names."""
    found = queries.released().filter(request__case__number=number).first()
    if found is None:
        raise Http404
    name, content = f"{number}.json", canonical(found)
    return files.content_response(request, content, name=name, content_type="application/json", public=True)


def _received(request: HttpRequest, form: RequestForm, at: datetime) -> tuple[Request | None, int]:
    """Take in a form that is sent; return the request, or none and the status of the page that says why."""
    if not form.is_valid():
        return None, 422
    if not may_send(request, CASE_KIND):
        form.add_error(None, TOO_MANY)
        return None, 429
    typed = {name: value for name, value in form.cleaned_data.items() if name not in ("website", "token")}
    asked_of: Unit | None = typed["asked_of"]
    town = asked_of.town if asked_of else first_town()
    if town is None:
        raise Http404
    try:
        sent = receiving.receive(
            actor=system_actor(),
            town=town,
            language=Language.CHINESE if is_chinese() else Language.ENGLISH,
            code=form.code,
            at=at,
            **typed,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None, 422
    return sent, 302


def _of_token(token: str) -> Request:
    """Return the request of an address that number and code led to, while it is open."""
    case = of_sender_token(token, kind=CASE_KIND, what=presenters.REPLY)
    if case is None:
        raise Http404
    return queries.of_case(case)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "disclosure/requests/done.html", {"what": "over", "crumbs": _way()}, status=409)


def _way() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home")), (_("Ask for information"), reverse("disclosure:requests"))]
