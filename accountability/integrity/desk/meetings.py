"""Democratic-life meetings on the desk: what was criticised for those who may read it, and the measures."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from accountability.integrity.actions import meetings as actions
from accountability.integrity.desk.common import (
    Entering,
    IntegrityList,
    OfTown,
    shown,
    unit_filter,
    way_to,
)
from accountability.integrity.forms import kept as forms
from accountability.integrity.models import Meeting
from accountability.integrity.policies import KEEPS_MEETING, READS_CRITICISM
from accountability.integrity.presenters import kept as presenters
from accountability.integrity.presenters.tables import Table
from accountability.integrity.queries import kept as queries, opening
from accountability.integrity.workflow import KEPT_WORDS
from portal.accounts.models import Unit
from portal.core import audit
from portal.core.demonstration import today_of_due_days
from portal.desk.trail import TrailLine, changes_of, name_of
from portal.desk.views import ActionView, ChangeView, DeskView
from portal.desk.years import year_filter

MEETINGS = (gettext_lazy("Democratic-life meetings"), "accountability_desk:life_meetings")
CHANGED = ("unit", "group", "theme", "day", "place", "chaired_by", "due", "present")


class MeetingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year and a unit."""

    year = year_filter("day__year")
    unit = unit_filter()


class Meetings(IntegrityList):
    """The meetings somebody sees."""

    names, heading, filterset_class = "life_meetings", gettext_lazy("Democratic-life meetings"), MeetingFilter
    note = gettext_lazy("What was criticised is read on the page of a meeting, by who may read it.")
    is_there, new = opening.oversees, (("enter_life_meeting", gettext_lazy("Enter a meeting")),)

    def get_queryset(self) -> QuerySet[Meeting]:
        return queries.meetings_of(self.actor, self.at)

    def table(self, rows: Any) -> Table:
        meetings = list(rows)
        return presenters.meeting_table(meetings, queries.measures_of(meetings))


class OneMeeting(DeskView):
    """A page about one meeting."""

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting, if this person sees it."""
        return get_object_or_404(queries.meetings_of(self.actor, self.at), pk=self.kwargs["pk"])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*way_to(MEETINGS), (self.meeting.number, self.get_success_url())]

    def get_success_url(self) -> str:
        return reverse("accountability_desk:life_meeting", args=[self.kwargs["pk"]])


class MeetingPage(OneMeeting):
    """One meeting, without what was criticised."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = self.meeting
        measures = queries.measures_of([meeting])[meeting.number]
        keeps = KEEPS_MEETING.allows(self.actor, meeting, at=self.at)
        context = {
            "meeting": meeting,
            "meta": presenters.meeting_meta(meeting),
            "may_read": READS_CRITICISM.allows(self.actor, meeting, at=self.at),
            "may_keep": keeps,
            "table": presenters.measure_table(measures, today_of_due_days(self.at)) if measures else None,
            "trail": _trail(meeting) if keeps else (),
            "crumbs": way_to(MEETINGS),
        }
        return render(request, "accountability/integrity/desk/meeting.html", context)


def _trail(meeting: Meeting) -> list[TrailLine]:
    labels = {field.name: field.verbose_name for field in Meeting._meta.fields if field.name in CHANGED}
    changes = changes_of(meeting.history.select_related("history_user"), labels, show=shown)
    lines = [
        TrailLine(one.at, KEPT_WORDS.get(one.verb, one.verb), name_of(one.actor)) for one in audit.lines_of(meeting)
    ]
    return sorted([*lines, *changes], key=lambda line: line.at)


class Criticisms(OneMeeting):
    """What was criticised. It is noted who read it, so it is asked for by a button."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with the page of it."""
        criticisms = actions.read_criticisms(actor=self.actor, meeting=self.meeting, at=self.at)
        context = {"meeting": self.meeting, "criticisms": criticisms, "crumbs": self.crumbs()}
        return render(request, "accountability/integrity/desk/criticism.html", context)


class EnterMeeting(Entering):
    """Enter a meeting that was held."""

    form_class, page, way = forms.MeetingForm, "life_meeting", MEETINGS
    title = gettext_lazy("Enter a meeting")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.all_units()}

    def act(self, form: Any) -> Meeting:
        return actions.add(actor=self.actor, town=self.town, said=form.said, at=self.at)


class KeptMeeting(OneMeeting, OfTown):
    """A page for who keeps a meeting."""

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting, if this person keeps it."""
        rows = KEEPS_MEETING.permitted(self.actor, at=self.at).select_related("town")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def town(self) -> Unit:
        """The township of the meeting."""
        return self.meeting.town

    def crumbs(self) -> list[tuple[str, str]]:
        return OneMeeting.crumbs(self)


class ChangeMeeting(KeptMeeting, ChangeView):
    """Change what is said of a meeting."""

    form_class, button, success_message = forms.ChangeMeetingForm, gettext_lazy("Save"), gettext_lazy("Saved.")
    title = gettext_lazy("Change the meeting")

    def subject(self) -> Meeting:
        return self.meeting

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.all_units()}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {name: getattr(self.meeting, name) for name in CHANGED}

    def act(self, form: Any) -> Meeting:
        seen = form.cleaned_data["seen"]
        return actions.change(actor=self.actor, meeting=self.meeting, said=form.said, seen=seen, at=self.at)


class AddCriticism(KeptMeeting, ActionView):
    """Write down what was criticised."""

    form_class, button, title = forms.CriticismForm, gettext_lazy("Enter"), gettext_lazy("Enter a criticism")
    success_message = gettext_lazy("Entered. It is stored encrypted.")

    def act(self, form: Any) -> Any:
        return actions.add_criticism(actor=self.actor, meeting=self.meeting, at=self.at, **form.cleaned_data)


class AddMeasure(KeptMeeting, ActionView):
    """Ask a unit to put right what the meeting brought up."""

    form_class, button, title = forms.MeasureForm, gettext_lazy("Give it"), gettext_lazy("Give a measure")
    success_message = gettext_lazy("Given: %(number)s. It is followed like any other rectification.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.all_units()}

    def act(self, form: Any) -> Any:
        return actions.add_measure(actor=self.actor, meeting=self.meeting, at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        return {"number": self.done.number}
