"""What residents do with a notice beside reading it: ask, object, suggest, and follow what becomes of it.

The forms have addresses of their own, are never cached, and repeat nothing private: what was sent is confirmed
at a sealed address, and how it stands is shown for number and code.
"""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.demands.presenters import public_demands
from disclosure.demands.queries import public
from disclosure.notices.models import Edition
from disclosure.notices.presenters.notice import crumbs
from disclosure.notices.queries.content import title_of
from disclosure.notices.queries.editions import live
from disclosure.opinions.actions import steps as actions
from disclosure.opinions.enums import ANSWER_LIMIT, CASE_KIND
from disclosure.opinions.forms import OpinionForm
from disclosure.opinions.models import Opinion
from disclosure.opinions.presenters.public import ranking_chart
from disclosure.opinions.queries import opinions as queries
from portal.accounts.enums import Role
from portal.accounts.queries import holders, system_actor
from portal.cases.actions.clocks import proposed
from portal.cases.queries import has_email
from portal.cases.views import TOO_MANY, FollowView, may_send, read_receipt, receipt_token
from portal.core.codes import in_groups
from portal.core.encryption.cipher import InvalidToken
from portal.core.language import is_chinese
from portal.core.pages import no_store, public_page
from portal.core.refusals import Refused
from portal.core.texts import as_written
from portal.messaging.enums import Language


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def new_opinion(request: HttpRequest, number: str) -> HttpResponse:
    """Show the form about a live notice, or take in what was written."""
    at = timezone.now()
    edition = live().filter(notice__number=number).first()
    if edition is None:
        raise Http404
    form = OpinionForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        sent, status = _received(request, form, edition, at)
        if sent:
            return redirect("disclosure:opinion_received", receipt_token(sent.case))
    unit = edition.notice.unit
    context = {
        "form": form,
        "notice": edition.notice,
        "title": title_of(edition),
        "crumbs": [*crumbs(edition)[:2], (title_of(edition), reverse("disclosure:notice", args=[number]))],
        "unit": unit,
        "phone": unit.supervision_phone or unit.town.supervision_phone,
        "contact": as_written(unit.supervision_contact),
        "screener": holders(Role.PUBLISHER, unit, at=at).first(),
        "days": settings.ANSWER_WORKING_DAYS,
    }
    return render(request, "disclosure/opinions/opinion_new.html", context, status=status)


@no_store
@require_safe
def opinion_received(request: HttpRequest, token: str) -> HttpResponse:
    """Show number and code of what was just sent; after half an hour only that it was."""
    try:
        case = read_receipt(token)
    except InvalidToken as fault:
        raise Http404 from fault
    if case is None:
        return render(request, "disclosure/opinions/opinion_received.html", {"is_over": True, "crumbs": _home()})
    opinion = queries.of_case(case)
    context = {
        "opinion": opinion,
        "code": in_groups(case.code),
        "due": proposed(case, ANSWER_LIMIT, timezone.localdate(case.received_at)).date,
        "has_email": has_email(case),
        "phone": opinion.notice.unit.supervision_phone or opinion.notice.unit.town.supervision_phone,
        "crumbs": _home(),
    }
    return render(request, "disclosure/opinions/opinion_received.html", context)


class FollowOpinion(FollowView):
    """Follow an opinion by number and code."""

    kind = CASE_KIND

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return _home()


@public_page("view")
def opinions(request: HttpRequest) -> HttpResponse:
    """Show what residents ask about most, and what villagers demand together."""
    rows = queries.ranking(timezone.now())
    context = {
        "rows": rows,
        "chart": ranking_chart(rows),
        "demands": public_demands(list(public())),
        "crumbs": _home(),
    }
    return render(request, "disclosure/opinions/opinions.html", context)


def _received(request: HttpRequest, form: OpinionForm, edition: Edition, at: datetime) -> tuple[Opinion | None, int]:
    """Take in a form that is sent; return the opinion, or none and the status of the page that says why."""
    if not form.is_valid():
        return None, 422
    if not may_send(request, CASE_KIND):
        form.add_error(None, TOO_MANY)
        return None, 429
    typed = form.cleaned_data
    try:
        sent = actions.receive(
            actor=system_actor(),
            edition=edition,
            kind=typed["kind"],
            text=typed["text"],
            name=typed["name"],
            phone=typed["phone"],
            email=typed["email"],
            language=Language.CHINESE if is_chinese() else Language.ENGLISH,
            code=form.code,
            at=at,
        )
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return None, 422
    return sent, 302


def _home() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home")), (_("Opinions"), reverse("disclosure:opinions"))]
