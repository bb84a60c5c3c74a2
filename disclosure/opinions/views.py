"""What residents do with a notice beside reading it: ask, object, suggest, and follow what becomes of it.

The forms have addresses of their own, are never cached, and repeat nothing private: what was sent is confirmed
at a sealed address, and how it stands is shown for number and code.
"""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from disclosure.demands.presenters import public_demands
from disclosure.demands.queries import public
from disclosure.notices.models import Edition
from disclosure.notices.presenters.notice import crumbs
from disclosure.notices.queries.content import lines_named, readable, title_of
from disclosure.notices.queries.editions import live
from disclosure.opinions.actions import steps as actions
from disclosure.opinions.enums import ANSWER_LIMIT, CASE_KIND
from disclosure.opinions.forms import OpinionForm
from disclosure.opinions.models import Opinion
from disclosure.opinions.presenters.public import listed, picks, ranking_chart, receipt_rows
from disclosure.opinions.queries import opinions as queries
from portal.accounts.enums import Role
from portal.accounts.queries import holders, system_actor, units
from portal.cases.actions.clocks import proposed
from portal.cases.models import Case
from portal.cases.views import TOO_MANY, FollowView, Receipt, ReceiptView, may_send, receipt_token
from portal.core import keyset
from portal.core.demonstration import today_of_due_days
from portal.core.language import is_chinese
from portal.core.pages import links_keep, no_store, public_page
from portal.core.refusals import Refused
from portal.core.search import Line
from portal.core.texts import as_written
from portal.messaging.enums import Language

PAGE_SIZE = 20
MAX_DIGITS = 6
"""Digits of the number of a line or an edition in an address are fewer than these."""


@links_keep("line")
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def new_opinion(request: HttpRequest, number: str) -> HttpResponse:
    """Show the form about a live notice, or take in what was written."""
    at = timezone.now()
    edition = _asked_about(request, number)
    line = _line_of(request, edition)
    form = OpinionForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        sent, status = _received(request, form, edition, line, at)
        if sent:
            return redirect("disclosure:opinion_received", receipt_token(sent.case))
    unit = edition.notice.unit
    context = {
        "form": form,
        "edition": edition,
        "line": line,
        "notice": edition.notice,
        "title": title_of(edition),
        "crumbs": [*crumbs(edition)[:2], (title_of(edition), reverse("disclosure:notice", args=[number]))],
        "unit": unit,
        "phone": unit.supervision_phone or unit.town.supervision_phone,
        "contact": as_written(unit.supervision_contact),
        "screener": holders(Role.PUBLISHER, unit, at=at).first(),
        "due": proposed(CASE_KIND, ANSWER_LIMIT, timezone.localdate(at)).date,
    }
    return render(request, "disclosure/opinions/opinion_new.html", context, status=status)


class OpinionReceived(ReceiptView):
    """The receipt of an opinion."""

    kind, follow_name = CASE_KIND, "disclosure:follow_opinion"
    title = gettext_lazy("Your opinion has come in")
    slip_title = gettext_lazy("Receipt of an opinion")
    by_email = gettext_lazy("The answer is sent to your e-mail address as well.")

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return _home()

    def receipt(self, case: Case) -> Receipt:
        """Return what the receipt of a case says."""
        opinion = queries.of_case(case)
        due = proposed(CASE_KIND, ANSWER_LIMIT, timezone.localdate(case.received_at)).date
        back = (_("Back to the notice"), reverse("disclosure:notice", args=[opinion.notice.number]))
        return Receipt(receipt_rows(opinion, due=due), links=[back])


class FollowOpinion(FollowView):
    """Follow an opinion by number and code."""

    kind = CASE_KIND

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return _home()


@public_page("unit", "newer", "older", "view")
def opinions(request: HttpRequest) -> HttpResponse:
    """Show what residents ask about most, and question by question what they were answered, by unit."""
    at, code = timezone.now(), request.GET.get("unit", "")
    known = list(units())
    unit = next((one for one in known if one.code == code), None)
    if code and unit is None:
        raise Http404
    turned = {name: request.GET.get(name, "") for name in ("newer", "older")}
    page = keyset.page(queries.newest_first(unit), field="received_at", size=PAGE_SIZE, **turned)
    is_whole = not (unit or any(turned.values()))
    rows = queries.ranking(at) if is_whole else []
    kept = {"unit": unit.code} if unit else {}
    context = {
        "unit": unit,
        "picks": picks(known, queries.asked_by_unit(), unit),
        "opinions": listed(page.rows, today=today_of_due_days(at)),
        "newer_url": _page_address(kept, "newer", page.newer),
        "older_url": _page_address(kept, "older", page.older),
        "is_whole": is_whole,
        "rows": rows,
        "chart": ranking_chart(rows),
        "demands": public_demands(list(public())) if is_whole else [],
        "crumbs": _home() if unit else _home()[:1],
    }
    return render(request, "disclosure/opinions/opinions.html", context)


def _page_address(kept: dict[str, str], name: str, place: str) -> str:
    return f"{reverse('disclosure:opinions')}?{urlencode({**kept, name: place})}#questions" if place else ""


def _asked_about(request: HttpRequest, number: str) -> Edition:
    """Return the edition in force; once the form is sent the one it was about, for a correction may have come since."""
    edition = live().filter(notice__number=number).first()
    if edition is None:
        raise Http404
    before = request.POST.get("edition", "")
    if before.isascii() and before.isdigit() and len(before) < MAX_DIGITS:
        return readable().filter(notice__number=number, number=before).first() or edition
    return edition


def _line_of(request: HttpRequest, edition: Edition) -> Line | None:
    """Return the line that the address names; None where it names none of this edition."""
    named = request.GET.get("line", "")
    if not (named.isascii() and named.isdigit() and len(named) < MAX_DIGITS):
        return None
    return lines_named([(edition, int(named))]).get((edition.pk, int(named)))


def _received(
    request: HttpRequest, form: OpinionForm, edition: Edition, line: Line | None, at: datetime
) -> tuple[Opinion | None, int]:
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
            line=line.number if line else None,
            at=at,
        )
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return None, 422
    return sent, 302


def _home() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home")), (_("Opinions"), reverse("disclosure:opinions"))]
