"""Notices for the screen in the hall, on the desk."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.supervision import forms
from accountability.supervision.actions import screen as actions
from accountability.supervision.enums import CHANGEABLE, NoticeKind, NoticeState
from accountability.supervision.models import NOTICE_FIELDS, ScreenNotice
from accountability.supervision.policies import RUNS_NOTICE, RUNS_SCREEN, SCREEN_STEPS
from accountability.supervision.presenters import register as presenters
from accountability.supervision.queries import screen as queries
from accountability.supervision.workflow import OTHER_AUDIT_LABELS, SCREEN_NOTICE
from portal.accounts.desk.access import ForUnits
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView

SCREEN = (gettext_lazy("Screen in the hall"), "accountability_desk:screen_notices")


class NoticeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a kind and a state."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=NoticeKind.choices, empty_label=gettext_lazy("All")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=NoticeState.choices, empty_label=gettext_lazy("All")
    )


class Notices(ForUnits, DeskListView):
    """The notices for the screen, those on it first."""

    units_policy = RUNS_SCREEN
    template_name, filterset_class = "accountability/supervision/desk/notices.html", NoticeFilter

    def get_queryset(self) -> QuerySet[ScreenNotice]:
        return queries.notices_run_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today = today_of_due_days(self.at)
        count = len(queries.slides(self.units[0], at=self.at))
        return context | {
            "rows": presenters.notice_rows(context["object_list"], today=today),
            "slides": presenters.count_of_slides(count),
        }


class NewNotice(ForUnits, ActionView):
    """Write a notice for the screen."""

    units_policy, form_class, below = RUNS_SCREEN, forms.NoticeForm, (SCREEN,)
    title, button = gettext_lazy("A new notice for the screen"), gettext_lazy("Save as a draft")
    success_message = gettext_lazy("Saved: %(title)s. Put it on the screen when it is right.")

    def get_initial(self) -> dict[str, Any]:
        return {"first_day": today_of_due_days(self.at), "order": 10}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_new": True}

    def act(self, form: Any) -> ScreenNotice:
        return actions.write(actor=self.actor, town=self.units[0], at=self.at, **form.cleaned_data)

    def words(self) -> dict[str, str]:
        return {"title": self.done.title}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:screen_notice", args=[self.done.pk])


class EditNotice(ChangeView):
    """Change a notice that is not on the screen."""

    form_class, below = forms.NoticeForm, (SCREEN,)
    title, button = gettext_lazy("Change the notice"), gettext_lazy("Save")
    success_message = gettext_lazy("Saved: %(title)s")

    @cached_property
    def notice(self) -> ScreenNotice:
        """The notice.

        Raises:
            Http404: It is on the screen.
        """
        found = self.get_permitted(RUNS_NOTICE, pk=self.kwargs["pk"])
        if found.state not in CHANGEABLE:
            raise Http404
        return found

    def exists_for_actor(self) -> bool:
        return bool(self.notice)

    def subject(self) -> ScreenNotice:
        return self.notice

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {name: getattr(self.notice, name) for name in NOTICE_FIELDS}

    def act(self, form: Any) -> ScreenNotice:
        given = form.cleaned_data
        fields = {name: given[name] for name in NOTICE_FIELDS}
        return actions.change(actor=self.actor, notice=self.notice, fields=fields, seen=given["seen"], at=self.at)

    def words(self) -> dict[str, str]:
        return {"title": self.done.title}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:screen_notice", args=[self.notice.pk])


class NoticePage(DeskView):
    """One notice for the screen, with its steps."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(queries.notices_run_by(self.actor, self.at), pk=pk)
        return notice_page(request, notice, at=self.at)


def notice_page(
    request: HttpRequest,
    subject: ScreenNotice,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a notice for the screen as it will be read, and its steps."""
    today = today_of_due_days(at)
    context = {
        "notice": subject,
        "tags": [presenters.notice_tag(subject, today=today)],
        "row": presenters.notice_rows([subject], today=today)[0],
        "text": as_written(subject.text),
        "can_change": subject.state in CHANGEABLE,
        "steps": offered_steps(request, subject, SCREEN_NOTICE, SCREEN_STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, SCREEN_NOTICE, words=OTHER_AUDIT_LABELS),
        "crumbs": crumbs((_("Screen in the hall"), reverse("accountability_desk:screen_notices"))),
    }
    return render(request, "accountability/supervision/desk/notice.html", context, status=status)


class NoticeStep(StepView):
    """What the steps of a notice have in common."""

    workflow, policy, policies, page = SCREEN_NOTICE, RUNS_NOTICE, SCREEN_STEPS, notice_page

    def visible(self, pk: int) -> ScreenNotice | None:
        return queries.notices_run_by(self.actor, self.at).filter(pk=pk).first()

    def get_success_url(self) -> str:
        return reverse("accountability_desk:screen_notice", args=[self.kwargs["pk"]])


class Show(NoticeStep):
    """Put it on the screen."""

    verb, action, is_main = "show", actions.show, True

    def consequences(self) -> list[Words]:
        return [_("Everybody in the hall and on the website reads it, from its first day to its last.")]


class TakeDown(NoticeStep):
    """Take it down."""

    verb, action = "take_down", actions.take_down
