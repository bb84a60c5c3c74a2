"""Visit days for residents: the list, one day, the form, the receipt, following and cancelling, poster and calendar."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from petitions.visit_days.actions import bookings as actions
from petitions.visit_days.documents.calendar import as_ical
from petitions.visit_days.documents.poster import print_poster
from petitions.visit_days.enums import CASE_KIND, TO_COME
from petitions.visit_days.forms import WAITING, BookingForm
from petitions.visit_days.models import Booking, VisitDay
from petitions.visit_days.presenters import public as presenters, words
from petitions.visit_days.queries import roster
from petitions.visit_days.queries.bookings import of_case
from portal.accounts.queries import system_actor, town as first_town
from portal.cases.models import Case
from portal.cases.queries import of_sender_token
from portal.cases.views import TOO_MANY, FollowView, Receipt, ReceiptView, may_send, receipt_token
from portal.core import files
from portal.core.language import is_chinese
from portal.core.pages import no_store, public_file, public_page
from portal.core.refusals import Refused
from portal.messaging.enums import Language


@public_page("view")
def visit_days(request: HttpRequest) -> HttpResponse:
    """List the visit days to come."""
    at = timezone.now()
    town = first_town()
    days = list(roster.days_to_come(at)[: roster.SHOWN_DAYS])
    context = {
        "town": town,
        "rules": presenters.sentences_of_rules(town, at=at) if town else [],
        "cards": presenters.cards(days, at=at),
        "crumbs": _way()[:1],
    }
    return render(request, "petitions/visit_days/list.html", context)


@public_page("view")
def visit_day(request: HttpRequest, number: str) -> HttpResponse:
    """Show one visit day, past or to come, with how it was announced and changed."""
    at = timezone.now()
    day = _published(number, at)
    context = {
        "title": words.title_of(day),
        "card": presenters.cards([day], at=at)[0],
        "editions": presenters.editions(day),
        "town": day.town,
        "crumbs": _way(),
    }
    return render(request, "petitions/visit_days/day.html", context)


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, number: str) -> HttpResponse:
    """Show the form for a day, or take a booking in."""
    at = timezone.now()
    day = _published(number, at)
    form = BookingForm(request.POST if request.method == "POST" else None, units=roster.units_of_town(day.town))
    status = 200
    if form.is_bound:
        booking, status = _booked(request, form, day, at)
        if booking:
            return redirect("petitions:visit_received", receipt_token(booking.case))
    free = roster.free_slots(day, at)
    chosen = str(form["slot"].value() or "")
    context = {
        "form": form,
        "day": day,
        "card": presenters.cards([day], at=at)[0],
        "is_open": roster.is_open(day, at),
        "slots": presenters.slot_choices(day, free, chosen),
        "is_full": not free,
        "waiting": WAITING,
        "crumbs": _way(),
    }
    return render(request, "petitions/visit_days/book.html", context, status=status)


class VisitReceived(ReceiptView):
    """The receipt of a booking."""

    kind, follow_name = CASE_KIND, "petitions:follow_visit"
    title = gettext_lazy("Your booking")
    slip_title = gettext_lazy("Receipt of a booking")
    by_email = gettext_lazy("If the day changes you are told by e-mail as well.")

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return _way()

    def receipt(self, case: Case) -> Receipt:
        """Return what the receipt of a case says."""
        booking = of_case(case)
        rows = presenters.receipt_rows(booking)
        if booking.slot is not None:
            return Receipt(rows, _("You have a booking"))
        note = _("If a place becomes free you are told. You may also come on the day and wait.")
        return Receipt(rows, _("You are on the waiting list"), notes=[note])


class FollowVisit(FollowView):
    """Follow a booking by number and code."""

    kind = CASE_KIND
    lede = gettext_lazy("With the number and the code you were given you see your day and your turn, and can cancel.")

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        return _way()


@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever booked cancel their booking."""
    booking = _of_token(token)
    context: dict[str, Any] = {"number": booking.number, "day": booking.day, "crumbs": _way(), "what": "ask"}
    status = 200
    if booking.state not in TO_COME:
        context["what"], status = "over", 409
    elif request.method == "POST":
        try:
            actions.cancel(actor=system_actor(), booking=booking, at=timezone.now())
            context["what"] = "done"
        except Refused:  # signed in or ended at the same moment
            context["what"], status = "over", 409
    return render(request, "petitions/visit_days/cancel.html", context, status=status)


@public_file
@require_safe
def poster(request: HttpRequest) -> HttpResponseBase:
    """Hand out the visit days to come as a poster."""
    town = first_town()
    if town is None:
        raise Http404
    printed = print_poster(town, at=timezone.now())
    return files.content_response(
        request, printed, name="visit-days.pdf", content_type="application/pdf", public=True, inline=True
    )


@public_page()
def calendar(request: HttpRequest) -> HttpResponse:
    """Answer with the visit days to come as iCalendar."""
    response = HttpResponse(as_ical(at=timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="visit-days.ics"'
    return response


def _published(number: str, at: datetime) -> VisitDay:
    day = roster.public_days(at).filter(number=number).first()
    if day is None:
        raise Http404
    return day


def _booked(request: HttpRequest, form: BookingForm, day: VisitDay, at: datetime) -> tuple[Booking | None, int]:
    """Take in a form that is sent; return the booking, or none and the status of the page that says why."""
    if not form.is_valid():
        return None, 422
    if not may_send(request, CASE_KIND):
        form.add_error(None, TOO_MANY)
        return None, 429
    typed = {name: value for name, value in form.cleaned_data.items() if name not in ("website", "token")}
    try:
        booking = actions.book(
            actor=system_actor(),
            visit_day=day,
            language=Language.CHINESE if is_chinese() else Language.ENGLISH,
            code=form.code,
            at=at,
            **typed,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None, refusal.status
    return booking, 303


def _of_token(token: str) -> Booking:
    """Return the booking of an address that number and code led to, while it is open."""
    case = of_sender_token(token, kind=CASE_KIND, what=presenters.CANCEL)
    if case is None:
        raise Http404
    return of_case(case)


def _way() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("site:home")), (_("Visit days"), reverse("petitions:visit_days"))]
