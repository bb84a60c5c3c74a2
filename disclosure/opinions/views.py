"""What residents do with a notice beside reading it: ask, object, suggest, and follow what becomes of it.

The forms have addresses of their own, are never cached, and repeat nothing private: what was sent is confirmed
at a signed address, and a status is shown to whoever has the code.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.demands import queries as demands
from disclosure.notices.models import Edition
from disclosure.notices.presenters.notice import crumbs
from disclosure.notices.queries.editions import live
from disclosure.notices.queries.titles import title_of
from disclosure.opinions.actions import steps as actions
from disclosure.opinions.forms.public import FollowForm, OpinionForm
from disclosure.opinions.models import Opinion
from disclosure.opinions.presenters.public import demand_row, followed, ranking_context
from disclosure.opinions.queries import opinions as queries
from portal.accounts.enums import Role
from portal.accounts.queries import holders, system_actor
from portal.core import rate
from portal.core.pages import no_store, public_page
from portal.core.refusals import Refused
from portal.core.texts import as_written

SENT_SALT = "opinion sent"
SENT_SHOWN = timedelta(minutes=30)
"""How long the page with the code can be opened again, to be printed or written down."""

SENT_AT_MOST, SENT_WITHIN = 10, 600
"""Opinions from one network within so many seconds; whole villages share an address."""
ASKED_AT_MOST, ASKED_WITHIN = 20, 600
UNCOUNTED_AT_MOST = 30
"""Opinions that came by web within ten minutes, from everywhere, while nobody can count by network."""


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
            return redirect("disclosure:opinion_received", signing.dumps(sent.pk, salt=SENT_SALT))
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
        pk = signing.loads(token, salt=SENT_SALT, max_age=SENT_SHOWN)
    except signing.SignatureExpired:
        return render(request, "disclosure/opinions/opinion_received.html", {"is_over": True, "crumbs": _home()})
    except signing.BadSignature as fault:
        raise Http404 from fault
    opinion = Opinion.objects.select_related("notice__unit__parent").filter(pk=pk).first()
    if opinion is None:
        raise Http404
    context = {
        "opinion": opinion,
        "code": in_groups(opinion.code),
        "days": settings.ANSWER_WORKING_DAYS,
        "has_email": bool(opinion.email),
        "phone": opinion.notice.unit.supervision_phone or opinion.notice.unit.town.supervision_phone,
        "crumbs": _home(),
    }
    return render(request, "disclosure/opinions/opinion_received.html", context)


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def follow_opinion(request: HttpRequest) -> HttpResponse:
    """Ask for the code of an opinion and show how it stands. An unknown code is told in one sentence."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "crumbs": _home()}
    status = 200
    if form.is_bound:
        status = 422
        if rate.is_within(request, scope="follow", limit=ASKED_AT_MOST, seconds=ASKED_WITHIN) is False:
            form.add_error(None, _too_many())
            status = 429
        elif form.is_valid():
            opinion = queries.by_code(form.cleaned_data["code"])
            if opinion:
                shown = followed(opinion, today=timezone.localdate())
                return render(request, "disclosure/opinions/opinion_follow.html", {**context, "followed": shown})
            form.add_error("code", _("No opinion has this code. Compare it with what you wrote down."))
    return render(request, "disclosure/opinions/opinion_follow.html", context, status=status)


@public_page("view")
def opinions(request: HttpRequest) -> HttpResponse:
    """Show what residents ask about most, and what villagers demand together."""
    at = timezone.now()
    known = list(demands.public())
    counts = demands.counts_of(known)
    context = {
        **ranking_context(queries.ranking(at)),
        "demands": [demand_row(one, counts[one.pk]) for one in known],
        "crumbs": _home(),
    }
    return render(request, "disclosure/opinions/opinions.html", context)


def in_groups(code: str) -> str:
    """Write a code in groups of four, as people read it out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _received(request: HttpRequest, form: OpinionForm, edition: Edition, at: datetime) -> tuple[Opinion | None, int]:
    """Take in a form that is sent; return the opinion, or none and the status of the page that says why."""
    if not form.is_valid():
        return None, 422
    if not _may_send(request, at):
        form.add_error(None, _too_many())
        return None, 429
    said = form.cleaned_data
    try:
        sent = actions.receive(
            actor=system_actor(),
            edition=edition,
            kind=said["kind"],
            text=said["text"],
            name=said["name"],
            phone=said["phone"],
            email=said["email"],
            code=form.code,
            at=at,
        )
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return None, 422
    return sent, 302


def _may_send(request: HttpRequest, at: datetime) -> bool:
    """Return whether one more opinion can be taken now; without Redis by what came in from everywhere."""
    within = rate.is_within(request, scope="opinion", limit=SENT_AT_MOST, seconds=SENT_WITHIN)
    if within is None:
        return queries.came_by_web(since=at - timedelta(seconds=SENT_WITHIN)) < UNCOUNTED_AT_MOST
    return within


def _too_many() -> str:
    return _("From your network there were more tries than people make. Wait ten minutes, or telephone.")


def _home() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home")), (_("Opinions"), reverse("disclosure:opinions"))]
