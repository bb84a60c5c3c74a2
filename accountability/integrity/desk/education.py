"""Education activities on the desk: who came, and their material."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.integrity.actions import education as actions
from accountability.integrity.desk.attendance import AttendanceGrid, filled, read
from accountability.integrity.desk.common import (
    Entering,
    FileView,
    IntegrityCsv,
    IntegrityList,
    attachment,
    file_rows,
    shown,
    unit_filter,
    way_to,
)
from accountability.integrity.documents.papers import print_attendance
from accountability.integrity.enums import ActivityKind
from accountability.integrity.forms import kept as forms
from accountability.integrity.models import Activity, ActivityFile
from accountability.integrity.models.kept import KeptFile
from accountability.integrity.policies import KEEPS_ACTIVITY
from accountability.integrity.presenters import kept as presenters
from accountability.integrity.presenters.tables import Table
from accountability.integrity.queries import kept as queries, opening
from accountability.integrity.queries.people import units_of_town
from accountability.integrity.rules import LOW_ATTENDANCE
from accountability.integrity.workflow import KEPT_WORDS
from portal.accounts.models import Unit
from portal.core import audit
from portal.core.spreadsheets import Row
from portal.core.texts import as_written
from portal.desk.grid.views import GridView
from portal.desk.trail import TrailLine, changes_of, name_of
from portal.desk.views import ActionView, ButtonView, ChangeView, DeskView
from portal.desk.years import year_filter

ACTIVITIES = (gettext_lazy("Education"), "accountability_desk:activities")
CHANGED = ("kind", "title", "day", "place", "leader", "about")


class ActivityFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a kind, a unit that was to come, and to those to which too few came."""

    year = year_filter("day__year")
    unit = unit_filter("attendance__unit")
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=ActivityKind.choices, empty_label=gettext_lazy("All")
    )
    low = django_filters.ChoiceFilter(
        label=gettext_lazy("Attendance"),
        method="few",
        choices=[("yes", gettext_lazy("Too few came"))],
        empty_label=gettext_lazy("All"),
    )

    def few(self, rows: QuerySet[Activity], _name: str, _value: str) -> QuerySet[Activity]:
        """Return those to which fewer came than is expected."""
        return rows.annotate(came=F("present") * 100, expected=F("due") * LOW_ATTENDANCE).filter(
            due__gt=0, came__lt=F("expected")
        )


class Activities(IntegrityList):
    """The activities somebody sees."""

    names, heading, filterset_class, has_csv = "activities", gettext_lazy("Education"), ActivityFilter, True
    note = gettext_lazy("Activities to which fewer than four of five came are marked.")
    is_there, new = opening.sees_education, (("enter_activity", gettext_lazy("Enter an activity")),)

    def get_queryset(self) -> QuerySet[Activity]:
        return queries.activities_of(self.actor, self.at)

    def table(self, rows: Any) -> Table:
        return presenters.activity_table(rows)


class ActivitiesCsv(IntegrityCsv, Activities):
    """The attendance of each unit to take away, as far as somebody sees it."""

    file_name = "education"

    def csv_rows(self, rows: Any) -> list[Row]:
        activities = list(rows)
        return presenters.attendance_csv(activities, queries.attendance_of_all(activities, self.actor, self.at))


class OneActivity(DeskView):
    """A page about one activity."""

    @cached_property
    def activity(self) -> Activity:
        """The activity, if this person sees it."""
        return get_object_or_404(queries.activities_of(self.actor, self.at), pk=self.kwargs["pk"])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*way_to(ACTIVITIES), (self.activity.title, self.get_success_url())]

    def get_success_url(self) -> str:
        return reverse("accountability_desk:activity", args=[self.kwargs["pk"]])


class ActivityPage(OneActivity):
    """One activity."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = self.activity
        keeps = KEEPS_ACTIVITY.allows(self.actor, activity, at=self.at)
        rows = queries.attendance_of(activity, self.actor, self.at)
        context = {
            "activity": activity,
            "tags": presenters.activity_tags(activity),
            "meta": presenters.activity_meta(activity),
            "about": as_written(activity.about),
            "table": presenters.attendance_table(rows) if rows else None,
            "files": file_rows(list(activity.files.all()), name="activity_file", owner=activity.pk),
            "removable": activity.files.all() if keeps else (),
            "may_keep": keeps,
            "form": forms.FilesForm(),
            "trail": _trail(activity) if keeps else (),
            "crumbs": way_to(ACTIVITIES),
        }
        return render(request, "accountability/integrity/desk/activity.html", context)


def _trail(activity: Activity) -> Sequence[TrailLine]:
    labels = {field.name: field.verbose_name for field in Activity._meta.fields if field.name in CHANGED}
    changes = changes_of(activity.history.select_related("history_user"), labels, show=shown)
    lines = [
        TrailLine(one.at, KEPT_WORDS.get(one.verb, one.verb), name_of(one.actor)) for one in audit.lines_of(activity)
    ]
    return sorted([*lines, *changes], key=lambda line: line.at)


class EnterActivity(Entering):
    """Enter an activity that took place."""

    form_class, page, way, title = forms.ActivityForm, "activity", ACTIVITIES, gettext_lazy("Enter an activity")
    lead = gettext_lazy("Who came is entered afterwards, unit by unit.")

    def act(self, form: Any) -> Activity:
        return actions.add(actor=self.actor, town=self.town, said=form.said, at=self.at)

    def words(self) -> dict[str, str]:
        return {"name": self.done.title}


class ChangeActivity(OneActivity, ChangeView):
    """Change what is said of an activity."""

    form_class, button, success_message = forms.ChangeActivityForm, gettext_lazy("Save"), gettext_lazy("Saved.")
    title = gettext_lazy("Change the activity")

    @cached_property
    def activity(self) -> Activity:
        """The activity, if this person keeps it."""
        return self.get_permitted(KEEPS_ACTIVITY, pk=self.kwargs["pk"])

    def subject(self) -> Activity:
        return self.activity

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {name: getattr(self.activity, name) for name in CHANGED}

    def act(self, form: Any) -> Activity:
        seen = form.cleaned_data["seen"]
        return actions.change(actor=self.actor, activity=self.activity, said=form.said, seen=seen, at=self.at)


class EnterAttendance(OneActivity, GridView):
    """Write down who came, unit by unit."""

    template_name, grid_class = "accountability/integrity/desk/attendance.html", AttendanceGrid

    @cached_property
    def activity(self) -> Activity:
        """The activity, if this person keeps it."""
        rows = KEEPS_ACTIVITY.permitted(self.actor, at=self.at).select_related("town")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def units(self) -> list[Unit]:
        """The units whose people may come: the township itself and all of its own."""
        return [self.activity.town, *units_of_town(self.activity.town)]

    def showing(self) -> AttendanceGrid:
        return filled(self.units[1:], list(self.activity.attendance.select_related("unit")))

    def version(self) -> int:
        return queries.version_of(self.activity)

    def read(self, grid: Any) -> list[actions.Came] | None:
        return read(grid, {one.code: one for one in self.units})

    def save(self, read: Any, seen: int | None) -> str:
        actions.set_attendance(actor=self.actor, activity=self.activity, came=read, seen=seen, at=self.at)
        return _("Attendance saved.")

    def get_context_data(self, grid: Any) -> dict[str, Any]:
        grid.choices["unit"] = [("", _("Choose")), *((one.code, one.name) for one in self.units)]
        return super().get_context_data(grid) | {"title": self.activity.title, "back_url": self.get_success_url()}


class AttachToActivity(OneActivity, ActionView):
    """Add material."""

    form_class, button, title = forms.FilesForm, gettext_lazy("Add"), gettext_lazy("Add material")
    success_message = gettext_lazy("Added.")

    @cached_property
    def activity(self) -> Activity:
        """The activity, if this person keeps it."""
        return self.get_permitted(KEEPS_ACTIVITY, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return KEEPS_ACTIVITY.permitted(self.actor, at=self.at).filter(pk=self.kwargs["pk"]).exists()

    def act(self, form: Any) -> Any:
        return actions.attach(actor=self.actor, activity=self.activity, chosen=form.cleaned_data["chosen"], at=self.at)


class RemoveFromActivity(OneActivity, ButtonView):
    """Take material off."""

    success_message = gettext_lazy("Removed.")

    def act(self, form: Any) -> None:
        file = get_object_or_404(
            ActivityFile.objects.select_related("activity"), pk=self.kwargs["file"], activity=self.activity
        )
        actions.remove_file(actor=self.actor, file=file, at=self.at)


class ActivityFileView(OneActivity, FileView):
    """Material of an activity, for those who see the activity."""

    def file(self) -> KeptFile:
        return get_object_or_404(self.activity.files, pk=self.kwargs["file"])


class AttendanceSheet(OneActivity):
    """The sheet on which those who come sign."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rows = queries.attendance_of(self.activity, self.actor, self.at)
        return attachment(request, print_attendance(self.activity, rows).pdf, f"{self.activity.number}.pdf")
