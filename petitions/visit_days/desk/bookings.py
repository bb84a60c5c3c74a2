"""A booking on the desk: who comes and what about, the steps open to the reader, and the record."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import FormView

from petitions.handling.models import Petition
from petitions.handling.policies import ENTERS_FOR
from petitions.visit_days import forms
from petitions.visit_days.actions import bookings as booking_actions, receptions as actions
from petitions.visit_days.enums import CASE_KIND, PRESENT
from petitions.visit_days.models import Booking
from petitions.visit_days.policies import BOOKING_STEPS, PLANS_FOR, READS_BOOKING
from petitions.visit_days.presenters import staff as presenters, words
from petitions.visit_days.queries import bookings as queries, promises as promise_queries, roster
from petitions.visit_days.workflow import BOOKING
from portal.accounts.desk.access import ForUnits
from portal.cases.actions.reading import read_private
from portal.cases.forms import TelephoneForm
from portal.cases.presenters import AUDIT_LABELS, original
from portal.cases.queries import find_by_telephone
from portal.core.codes import in_groups
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ButtonView, DeskView

FOUND_SHOWN = 100
"""Bookings that are shown of one telephone number."""
LABELS = AUDIT_LABELS | {
    "tell": gettext_lazy("Told by telephone"),
    "make petition": gettext_lazy("Made into a petition"),
}
"""What is called that is done with a booking and is no step."""


class FindByTelephone(ForUnits, FormView):  # type: ignore[type-arg]
    """Find bookings by the telephone number of who made them. It is posted, so that it stands in no address."""

    below = ((gettext_lazy("Visit days"), "petitions_desk:visit_days"),)
    units_policy, template_name, form_class = PLANS_FOR, "petitions/visit_days/desk/find.html", TelephoneForm

    def form_valid(self, form: TelephoneForm) -> HttpResponse:
        phone = form.cleaned_data["phone"]
        cases = find_by_telephone(self.actor, kind=CASE_KIND, telephone=phone, at=self.at).values("pk")
        found = queries.bookings_of(self.actor, self.at).filter(case__in=cases).order_by("-day__day", "-pk")
        rows = presenters.found_rows(found[:FOUND_SHOWN])
        return self.render_to_response(self.get_context_data(form=form, rows=rows))

    def form_invalid(self, form: TelephoneForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=self.crumbs(), **kwargs)


class BookingPage(DeskView):
    """One booking, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        booking = get_object_or_404(queries.bookings_of(self.actor, self.at), pk=pk)
        return booking_page(request, booking, at=self.at)


def booking_page(
    request: HttpRequest, subject: Booking, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a booking, its record, and its steps. It is noted that it was read."""
    person: Any = request.user
    came = read_private(actor=person, case=subject.case, at=at)
    reception = getattr(subject, "reception", None)
    promises = promise_queries.of_reception(reception, person, at) if reception else []
    steps = offered_steps(request, subject, BOOKING, BOOKING_STEPS, at=at, refused=refused, verb=verb)
    context = {
        "booking": subject,
        "title": presenters.title_of_booking(subject),
        "tags": presenters.booking_tags(subject),
        "meta": presenters.booking_meta(subject),
        "untold": presenters.untold_words(subject.untold),
        "original": original(subject.case, came) if came else None,
        "reception": reception,
        "said": as_written(reception.said) if reception else "",
        "promises": presenters.promise_rows(promises, at=at),
        "petition": promise_queries.petition_of(reception, person, at) if reception else None,
        "may_make_petition": may_make_petition(person, subject, at),
        "petition_form": forms.PetitionForm(),
        "steps": [one for one in steps if one.verb != Record.verb],
        "may_record": any(one.verb == Record.verb for one in steps),
        "trail": trail(subject, BOOKING, also=[subject.case], words=LABELS),
        "crumbs": _way(subject),
    }
    return render(request, "petitions/visit_days/desk/booking.html", context, status=status)


def _way(booking: Booking) -> list[tuple[str, str]]:
    day = booking.day
    return crumbs(
        (_("Visit days"), reverse("petitions_desk:visit_days")),
        (words.title_of(day), reverse("petitions_desk:visit_day", args=[day.pk])),
    )


class BookingStep(StepView):
    """What the steps of a booking have in common."""

    workflow, policy, policies, page = BOOKING, READS_BOOKING, BOOKING_STEPS, booking_page
    success_url = reverse_lazy("petitions_desk:visit_days")

    def visible(self, pk: int) -> Booking | None:
        """Return the booking with what its page shows, if this person may see it."""
        return queries.bookings_of(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        """Return number and matter."""
        return f"{self.subject.number} {presenters.title_of_booking(self.subject)}"

    def get_success_url(self) -> str:
        """Lead back to the sheet of the day."""
        return reverse("petitions_desk:visit_day", args=[(self.done or self.subject).day_id])

    def is_on(self) -> bool:
        """Return whether the day has come."""
        return bool(self.subject.day.day <= today_of_due_days(self.at))


class CancelBooking(BookingStep):
    """Cancel it for somebody who telephones."""

    verb, action = "cancel", booking_actions.cancel

    def consequences(self) -> list[Any]:
        return [_("Only when they said so. Whoever waits first moves up, and is told.")]


class SignIn(BookingStep):
    """Sign somebody in who has come."""

    verb, action, form_class, is_main = "sign_in", actions.sign_in, forms.SignInForm, True

    def is_offered(self) -> bool:
        return self.is_on()

    def get_initial(self) -> dict[str, Any]:
        return {"party": self.subject.party}


class Call(BookingStep):
    """Call somebody in."""

    verb, action, is_main = "call", actions.call, True

    def is_offered(self) -> bool:
        return self.subject.state in PRESENT

    def get_success_url(self) -> str:
        """Lead to the record."""
        return reverse("petitions_desk:bookings_record", args=[self.subject.pk])


class PutBack(BookingStep):
    """Put somebody back into the line."""

    verb, action = "put_back", actions.put_back


class Record(BookingStep):
    """Keep the record. It stands on a page of its own, with what the booking says."""

    verb, action, form_class = "record", actions.record, forms.RecordForm
    page = None  # type: ignore[assignment]  # of its own
    template_name = "petitions/visit_days/desk/record.html"

    def form_arguments(self) -> dict[str, Any]:
        day = self.subject.day
        leaders = roster.leaders_of(day.town, day.day)
        chosen = set(day.receivers.values_list("person", flat=True))
        return {
            "leaders": leaders,
            "receivers": [one for one in leaders if one.person_id in chosen],
            "units": roster.units_of_town(day.town),
        }

    def get_initial(self) -> dict[str, Any]:
        one = self.subject
        receiver = one.day.receivers.exclude(person=one.concerned_person_id).first()
        return {
            "received_by": str(receiver.person_id) if receiver else "",
            "concerned_unit": one.concerned_unit.code if one.concerned_unit else None,
            "concerned_person": str(one.concerned_person_id or ""),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the booking says; it is noted that it was read."""
        came = read_private(actor=self.actor, case=self.subject.case, at=self.at)
        context = {
            "title": presenters.title_of_booking(self.subject),
            "original": original(self.subject.case, came) if came else None,
            "meta": presenters.booking_meta(self.subject),
            "crumbs": _way(self.subject),
        }
        return super().get_context_data(**context | kwargs)

    def get_success_url(self) -> str:
        """Lead to the booking with its record."""
        return reverse("petitions_desk:booking", args=[self.subject.pk])


class MakePetition(ActionView):
    """Make a petition of a reception, which is registered as any other."""

    title, button = gettext_lazy("Make a petition of it"), gettext_lazy("Make it a petition")
    form_class = forms.PetitionForm
    success_message = gettext_lazy("Petition %(number)s, code %(code)s. Tell the petitioner both; they can follow it.")

    @cached_property
    def booking(self) -> Booking:
        """The booking."""
        return get_object_or_404(queries.bookings_of(self.actor, self.at), pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return may_make_petition(self.actor, self.booking, self.at)

    def crumbs(self) -> list[tuple[str, str]]:
        return [*_way(self.booking), (self.booking.number, self.get_success_url())]

    def consequences(self) -> list[Any]:
        return [
            _("What was said goes over with the sender. It is registered and answered as any other petition."),
            _("The unit and the person it complains about are kept from it."),
        ]

    def act(self, form: Any) -> Petition:
        return actions.make_petition(actor=self.actor, booking=self.booking, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        return {"number": self.done.number, "code": in_groups(self.done.case.code)}

    def get_success_url(self) -> str:
        return reverse("petitions_desk:booking", args=[self.booking.pk])


def may_make_petition(person: Any, booking: Booking, at: datetime) -> bool:
    """Return whether somebody can make a petition of a reception: there is a record, and none was made of it."""
    reception = getattr(booking, "reception", None)
    is_open = reception is not None and reception.petition_id is None and booking.case.forgotten_at is None
    return is_open and ENTERS_FOR.allows(person, booking.day.town, at=at)


class Told(ButtonView):
    """Note that somebody was told by telephone."""

    success_message = gettext_lazy("Noted: told by telephone.")

    @cached_property
    def booking(self) -> Booking:
        """The booking."""
        return get_object_or_404(queries.bookings_of(self.actor, self.at), pk=self.kwargs["pk"])

    def act(self, form: Any) -> None:
        if not self.booking.untold:
            raise Http404
        booking_actions.mark_told(actor=self.actor, booking=self.booking, at=self.at)

    def get_success_url(self) -> str:
        return reverse("petitions_desk:visit_day", args=[self.booking.day_id])
