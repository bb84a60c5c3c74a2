"""Talks on the desk: planned, held, and what was said for those who may read it."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.integrity.actions import talks as actions
from accountability.integrity.desk.common import (
    Entering,
    IntegrityCsv,
    IntegrityList,
    attachment,
    shown,
    unit_filter,
    way_to,
)
from accountability.integrity.documents.papers import print_record
from accountability.integrity.enums import TalkKind, TalkState
from accountability.integrity.forms import talks as forms
from accountability.integrity.models import Talk
from accountability.integrity.policies import KEEPS_TALK, LEADS_IN, READS_RECORD, SEES_TALK, TALK_STEPS
from accountability.integrity.presenters import talks as presenters
from accountability.integrity.presenters.tables import Table
from accountability.integrity.queries import opening, people, talks as queries
from accountability.integrity.workflow import TALK, TALK_WORDS
from portal.core.demonstration import today_of_due_days
from portal.core.spreadsheets import Row
from portal.core.texts import as_written
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import changes_of, trail
from portal.desk.views import ChangeView, DeskView
from portal.desk.years import year_filter

TALKS = (gettext_lazy("Talks"), "accountability_desk:talks")
CHANGED = ("day", "place", "kind", "occasion")
"""What is changed of a talk on its page, and shown in its history."""


class TalkFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a kind, a state, a unit, and to those with the first in command."""

    year = year_filter("day__year")
    unit = unit_filter()
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=TalkKind.choices, empty_label=gettext_lazy("All")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=TalkState.choices, empty_label=gettext_lazy("All")
    )
    head = django_filters.ChoiceFilter(
        label=gettext_lazy("First in command"),
        field_name="is_head",
        choices=[("True", gettext_lazy("yes")), ("False", gettext_lazy("no"))],
        empty_label=gettext_lazy("All"),
    )


class Talks(IntegrityList):
    """The talks somebody sees."""

    names, heading, filterset_class, has_csv = "talks", gettext_lazy("Talks"), TalkFilter, True
    note = gettext_lazy("What was said is read on the page of a talk, by who may read it.")
    is_there, may_add = opening.sees_talks, opening.oversees
    new = (("enter_talk", gettext_lazy("Enter a talk")), ("plan_talk", gettext_lazy("Plan a talk")))

    def get_queryset(self) -> QuerySet[Talk]:
        return queries.talks_of(self.actor, self.at)

    def table(self, rows: Any) -> Table:
        return presenters.table(rows, self.at)


class TalksCsv(IntegrityCsv, Talks):
    """The same to take away, for those who oversee."""

    file_name, is_there = "talks", opening.oversees

    def csv_rows(self, rows: Any) -> list[Row]:
        return presenters.rows_for_csv(rows)


class TalkPage(DeskView):
    """One talk, without what was said, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        talk = get_object_or_404(queries.talks_of(self.actor, self.at), pk=pk)
        return talk_page(request, talk, at=self.at)


def talk_page(
    request: HttpRequest, subject: Talk, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a talk, what has been done with it if the reader keeps it, and its steps."""
    person: Any = request.user
    keeps = KEEPS_TALK.allows(person, subject, at=at)
    labels = {field.name: field.verbose_name for field in Talk._meta.fields if field.name in CHANGED}
    changes = changes_of(subject.history.select_related("history_user"), labels, show=shown) if keeps else []
    context = {
        "talk": subject,
        "title": presenters.title_of(subject),
        "tags": [presenters.state_tag(subject, today_of_due_days(at))],
        "meta": presenters.meta(subject),
        "may_read": READS_RECORD.allows(person, subject, at=at),
        "may_change": keeps and subject.state != TalkState.DROPPED,
        "steps": offered_steps(request, subject, TALK, TALK_STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, TALK, words=TALK_WORDS, changes=changes) if keeps else (),
        "crumbs": way_to(TALKS),
    }
    return render(request, "accountability/integrity/desk/talk.html", context, status=status)


class Record(DeskView):
    """What was said in a talk. It is noted who read it, so it is asked for by a button."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with the page of the record."""
        talk = get_object_or_404(SEES_TALK.permitted(self.actor, at=self.at).select_related("unit", "town"), pk=pk)
        record = actions.read_record(actor=self.actor, talk=talk, at=self.at)
        page = (presenters.title_of(talk), reverse("accountability_desk:talk", args=[talk.pk]))
        context = {
            "talk": talk,
            "title": presenters.title_of(talk),
            "record": as_written(record),
            "crumbs": [*way_to(TALKS), page],
        }
        return render(request, "accountability/integrity/desk/record.html", context)


class RecordPaper(DeskView):
    """The record of a talk on paper."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Answer with the PDF; it is noted who printed it."""
        talk = get_object_or_404(
            SEES_TALK.permitted(self.actor, at=self.at).select_related("unit", "town", "led_by"), pk=pk
        )
        record = actions.read_record(actor=self.actor, talk=talk, verb="print record", at=self.at)
        return attachment(request, print_record(talk, record).pdf, f"{talk.number}.pdf")


class PlanTalk(Entering):
    """Plan a talk."""

    units_policy, form_class, page, way = LEADS_IN, forms.PlanTalkForm, "talk", TALKS
    title, button = gettext_lazy("Plan a talk"), pgettext_lazy("button of a talk", "Plan")
    success_message = gettext_lazy("Planned: %(name)s")
    lead = gettext_lazy("Whoever leads it is told. Who is talked to sees it once it was held.")

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {
            "leaders": people.who_leads(self.town, day=today_of_due_days(self.at)),
            "posts": self.posts(),
            "units": self.all_units(),
        }
        return super().get_form_kwargs() | more

    def get_initial(self) -> dict[str, Any]:
        """Propose the reader as who leads it, and the head of the unit that the address names."""
        wanted = self.request.GET.get("unit", "")
        head = self.posts().filter(unit__code=wanted, is_head=True).first() if wanted else None
        proposed = {"led_by": self.actor.pk, "post": str(head.pk) if head else ""}
        return super().get_initial() | proposed

    def act(self, form: Any) -> Talk:
        return actions.plan(
            actor=self.actor,
            town=self.town,
            led_by=form.cleaned_data["led_by"],
            with_whom=form.with_whom,
            circumstances=form.circumstances,
            at=self.at,
        )


class EnterTalk(PlanTalk):
    """Enter a talk that was held."""

    form_class, title, button = forms.EnterTalkForm, gettext_lazy("Enter a talk"), gettext_lazy("Enter")
    success_message, lead = gettext_lazy("Entered: %(name)s"), gettext_lazy("A talk that was held already.")

    def act(self, form: Any) -> Talk:
        return actions.enter(
            actor=self.actor,
            town=self.town,
            led_by=form.cleaned_data["led_by"],
            with_whom=form.with_whom,
            circumstances=form.circumstances,
            record=form.cleaned_data["record"],
            at=self.at,
        )


class ChangeTalk(ChangeView):
    """Change when, where and why a talk is."""

    form_class, button, success_message = forms.ChangeTalkForm, gettext_lazy("Save"), gettext_lazy("Saved.")

    @cached_property
    def talk(self) -> Talk:
        """The talk."""
        talk: Talk = self.get_permitted(KEEPS_TALK, pk=self.kwargs["pk"])
        self.title = _("Change: %(title)s") % {"title": presenters.title_of(talk)}
        return talk

    def subject(self) -> Talk:
        return self.talk

    def crumbs(self) -> list[tuple[str, str]]:
        return [*way_to(TALKS), (presenters.title_of(self.talk), self.get_success_url())]

    def get_initial(self) -> dict[str, Any]:
        said = {name: getattr(self.talk, name) for name in CHANGED}
        return super().get_initial() | said

    def act(self, form: Any) -> Talk:
        seen = form.cleaned_data["seen"]
        return actions.change(actor=self.actor, talk=self.talk, circumstances=form.circumstances, seen=seen, at=self.at)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:talk", args=[self.talk.pk])


class TalkStep(StepView):
    """What the steps of a talk have in common."""

    workflow, policy, policies, page = TALK, SEES_TALK, TALK_STEPS, talk_page

    def visible(self, pk: int) -> Talk | None:
        """Return the talk with what its page shows, if this person may see it."""
        return queries.talks_of(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return presenters.title_of(self.subject)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:talk", args=[self.subject.pk])


class Hold(TalkStep):
    """Enter that it was held, and what was said."""

    verb, action, form_class, is_main = "hold", actions.hold, forms.HoldForm, True

    def get_initial(self) -> dict[str, Any]:
        return {"day": min(self.subject.day, today_of_due_days(self.at)), "place": self.subject.place}


class Drop(TalkStep):
    """Say that it is not held."""

    verb, action, form_class = "drop", actions.drop, forms.DropForm
