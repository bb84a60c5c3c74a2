"""The sheet of a visit day on the desk, its steps, and who comes without a booking."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from petitions.visit_days import forms
from petitions.visit_days.actions import bookings as booking_actions, days as actions, roster as roster_actions
from petitions.visit_days.documents.sheet import print_sheet, print_ticket
from petitions.visit_days.enums import DayState
from petitions.visit_days.models import Booking, VisitDay
from petitions.visit_days.policies import BOOKING_STEPS, DAY_STEPS, READS_DAY, RUNS_DAY
from petitions.visit_days.presenters import staff as presenters, words
from petitions.visit_days.queries import bookings as booking_queries, promises as promise_queries, roster as queries
from petitions.visit_days.workflow import BOOKING, VISIT_DAY
from portal.accounts.enums import UnitKind
from portal.cases.actions.reading import read_private_of
from portal.cases.enums import Channel, Read
from portal.core import files
from portal.core.codes import in_groups
from portal.core.components import Tag
from portal.core.demonstration import today_of_due_days
from portal.core.workflow import open_steps
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.tokens import seen_token
from portal.desk.trail import trail
from portal.desk.views import ActionView, DeskView

PROMISES_SHOWN = 8
ROW_VERBS = ("sign_in", "call")
"""The steps that a row of the sheet offers by a button."""


class DayPage(DeskView):
    """The sheet of a day: who comes, in which order, and what is done next."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        day = get_object_or_404(queries.days_of(self.actor, self.at), pk=pk)
        return day_page(request, day, at=self.at)


def day_page(
    request: HttpRequest, subject: VisitDay, /, *, at: Any, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show the sheet of a day and its steps."""
    person: Any = request.user
    bookings = booking_queries.on_day(subject, person, at)
    rows = open_steps(person, bookings, BOOKING, BOOKING_STEPS, at=at)
    is_on = subject.state == DayState.PUBLISHED and subject.day <= today_of_due_days(at)
    acts = {one.pk: act for one in bookings if is_on and (act := _act(person, one, rows[one.pk]))}
    runs = RUNS_DAY.allows(person, subject, at=at)
    open_promises = promise_queries.open_ones(person, at)
    context = {
        "day": subject,
        "title": words.title_of(subject),
        "tags": [Tag(str(DayState(subject.state).label), words.state_kind(subject.state))],
        "meta": presenters.day_meta(subject),
        "calls": presenters.day_calls(subject, bookings),
        "tally": presenters.tally(bookings),
        "rows": presenters.turn_rows(bookings, rows, acts, at=at),
        "may_take_in": runs and is_on,
        "may_book": runs and queries.is_open(subject, at),
        "promises": presenters.promise_rows(open_promises[:PROMISES_SHOWN], at=at),
        "steps": offered_steps(request, subject, VISIT_DAY, DAY_STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, VISIT_DAY),
        "crumbs": crumbs((_("Visit days"), reverse("petitions_desk:visit_days"))),
    }
    return render(request, "petitions/visit_days/desk/day.html", context, status=status)


def _act(person: Any, booking: Booking, rows: Any) -> presenters.TurnAct | None:
    """Return the step that the row of a booking offers by a button."""
    verb = next((row.verb for row in rows if row.verb in ROW_VERBS), "")
    if not verb:
        return None
    url = reverse(f"petitions_desk:bookings_{verb}", args=[booking.pk])
    return presenters.TurnAct(
        str(BOOKING.verb(verb).label), url, seen_token(person, booking, verb), booking.party if verb == "sign_in" else 0
    )


class DayStep(StepView):
    """What the steps of a visit day have in common."""

    workflow, policy, policies, page = VISIT_DAY, READS_DAY, DAY_STEPS, day_page
    success_url = reverse_lazy("petitions_desk:visit_days")

    def visible(self, pk: int) -> VisitDay | None:
        """Return the day with what its page shows, if this person may see it."""
        return queries.days_of(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        """Return what the day is called."""
        return words.title_of(self.subject)

    def get_success_url(self) -> str:
        """Lead back to the day; of one that was moved, to the new one."""
        day = self.done or self.subject
        return reverse("petitions_desk:visit_day", args=[day.pk])

    def told(self) -> list[Any]:
        """Return that who booked is told."""
        return [_("Whoever booked is told; where no message can be sent, you are asked to telephone.")]


class PublishDay(DayStep):
    """Publish it."""

    verb, action, is_main = "publish", roster_actions.publish, True

    def is_offered(self) -> bool:
        return bool(self.subject.day >= today_of_due_days(self.at))

    def consequences(self) -> list[Any]:
        return [_("It stands on the website, and its places can be booked. It is entered in the publication log.")]


class Substitute(DayStep):
    """Change who receives."""

    verb, action, form_class = "substitute", actions.substitute, forms.SubstituteForm

    def form_arguments(self) -> dict[str, Any]:
        return {"leaders": queries.leaders_of(self.subject.town, self.subject.day)}

    def get_initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"reason": self.subject.reason}
        for number, one in enumerate(self.subject.receivers.all(), start=1):
            found[f"receiver_{number}"] = str(one.person_id)
            found[f"away_{number}"] = str(one.stands_in_for_id or "")
        return found


class Amend(DayStep):
    """Change the place."""

    verb, action, form_class = "amend", actions.amend, forms.AmendForm

    def form_arguments(self) -> dict[str, Any]:
        return {"villages": queries.units_of_town(self.subject.town).filter(kind=UnitKind.VILLAGE)}

    def get_initial(self) -> dict[str, Any]:
        day = self.subject
        return {"place_zh": day.place_zh, "place_en": day.place_en, "host": day.host.code if day.host else None}

    def consequences(self) -> list[Any]:
        return self.told()


class Move(DayStep):
    """Move it to another day."""

    verb, action, form_class = "move", actions.move, forms.MoveForm

    def consequences(self) -> list[Any]:
        return [_("Bookings go along, at the same times."), *self.told()]


class CancelDay(DayStep):
    """Cancel it."""

    verb, action, form_class = "cancel", actions.cancel, forms.CancelForm

    def consequences(self) -> list[Any]:
        return [_("It stays on the page as cancelled, with your reason. It cannot be taken back."), *self.told()]


class CloseDay(DayStep):
    """Close it once it is over."""

    verb, action = "close", actions.close

    def is_offered(self) -> bool:
        return bool(self.subject.day <= today_of_due_days(self.at))

    def is_awaited(self) -> bool:
        return bool(self.subject.day < today_of_due_days(self.at))

    def consequences(self) -> list[Any]:
        return [_("Who came and was not reached is the first on the next visit day, and is told.")]


class _OfDay(DeskView):
    """Something about a day that a person runs."""

    @cached_property
    def day(self) -> VisitDay:
        """The day."""
        found: VisitDay = get_object_or_404(
            RUNS_DAY.permitted(self.actor, at=self.at).select_related("town", "host"), pk=self.kwargs["pk"]
        )
        return found

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to this page."""
        above = (_("Visit days"), reverse("petitions_desk:visit_days"))
        return crumbs(above, (words.title_of(self.day), self.get_success_url()))

    def get_success_url(self) -> str:
        """Lead back to the day."""
        return reverse("petitions_desk:visit_day", args=[self.day.pk])


class TakeTicket(_OfDay, ActionView):
    """Take somebody in who comes without a booking."""

    title, button = gettext_lazy("Somebody came without a booking"), BOOKING.verb("queue").label
    form_class = forms.ComerForm
    success_message = gettext_lazy("Ticket %(ticket)d: %(number)s, code %(code)s. With both they can follow it.")

    def exists_for_actor(self) -> bool:
        return self.day.state == DayState.PUBLISHED and self.day.day <= today_of_due_days(self.at)

    def get_form_kwargs(self) -> dict[str, Any]:
        town = self.day.town
        leaders = queries.leaders_of(town, self.day.day)
        return super().get_form_kwargs() | {"units": queries.units_of_town(town), "leaders": leaders}

    def act(self, form: Any) -> Booking:
        return booking_actions.take_ticket(actor=self.actor, visit_day=self.day, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, Any]:
        return {"ticket": self.done.ticket, "number": self.done.number, "code": in_groups(self.done.case.code)}


class EnterBooking(_OfDay, ActionView):
    """Enter a booking for somebody who telephones."""

    title, button = gettext_lazy("Enter a booking"), gettext_lazy("Enter")
    form_class = forms.DeskBookingForm
    success_message = gettext_lazy("Booked: %(number)s, code %(code)s. Tell them both; with them they can follow it.")

    def exists_for_actor(self) -> bool:
        return queries.is_open(self.day, self.at)

    def get_form_kwargs(self) -> dict[str, Any]:
        town = self.day.town
        free = [(one.number, words.clock(one.begins)) for one in queries.free_slots(self.day, self.at)]
        return super().get_form_kwargs() | {"units": queries.units_of_town(town), "leaders": [], "slots": free}

    def act(self, form: Any) -> Booking:
        return booking_actions.book(
            actor=self.actor, visit_day=self.day, channel=Channel.TELEPHONE, at=self.at, **form.cleaned_data
        )

    def words(self) -> dict[str, Any]:
        return {"number": self.done.number, "code": in_groups(self.done.case.code)}


class PrintSheet(_OfDay):
    """The sheet of a day on paper, with names and telephones. It is noted of whom it was printed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        bookings = booking_queries.on_day(self.day, self.actor, self.at)
        came = read_private_of(actor=self.actor, cases=[one.case for one in bookings], at=self.at, what=Read.PRINT)
        content = print_sheet(self.day, bookings, came=came)
        name = f"{self.day.number}.pdf"
        return files.content_response(
            request, content, name=name, content_type="application/pdf", public=False, inline=True
        )


class PrintTicket(_OfDay):
    """The ticket of somebody who came without a booking, for the small printer or to be cut out."""

    def get(self, request: HttpRequest, pk: int, ticket: int) -> HttpResponseBase:
        bookings = booking_queries.bookings_of(self.actor, self.at)
        booking = get_object_or_404(bookings, day=self.day, ticket=ticket)
        content = print_ticket(booking)
        name = f"{self.day.number}-{ticket}.pdf"
        return files.content_response(
            request, content, name=name, content_type="application/pdf", public=False, inline=True
        )
