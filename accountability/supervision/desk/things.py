"""The register of things sealed and gifts handed in, on the desk."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accountability.supervision import forms
from accountability.supervision.actions import things as actions
from accountability.supervision.desk.points import SUPERVISION
from accountability.supervision.documents.register import print_register
from accountability.supervision.enums import Origin, ThingKind, ThingState
from accountability.supervision.models import SealedThing
from accountability.supervision.policies import READS_THING, SUPERVISES, THING_STEPS, WATCHES_UNIT
from accountability.supervision.presenters import register as presenters
from accountability.supervision.queries import points, things as queries
from accountability.supervision.workflow import THING
from portal.accounts.desk.access import ForUnits
from portal.core import files
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, DeskListView, DeskView
from portal.desk.years import year_filter

REGISTER = (gettext_lazy("Things sealed and gifts"), "accountability_desk:supervision_things")
MOST_PRINTED = 500


class ThingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, to how things came, to their kind and state."""

    year = year_filter("taken_on__year")
    origin = django_filters.ChoiceFilter(
        label=gettext_lazy("How it came"), choices=Origin.choices, empty_label=gettext_lazy("All")
    )
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a thing", "Kind"), choices=ThingKind.choices, empty_label=gettext_lazy("All")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=ThingState.choices, empty_label=gettext_lazy("All")
    )


class Things(DeskListView):
    """The register, what is still kept first."""

    template_name, filterset_class = "accountability/supervision/desk/things.html", ThingFilter
    below = (SUPERVISION,)

    def exists_for_actor(self) -> bool:
        return points.reads_supervision(self.actor, self.at)

    def get_queryset(self) -> QuerySet[SealedThing]:
        return queries.things_seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sums = queries.recovered(context["filter"].qs)
        return context | {
            "rows": presenters.thing_rows(context["object_list"]),
            "recovered": presenters.recovered_words(sums),
            "keeps": SUPERVISES.permitted(self.actor, at=self.at).exists(),
        }


class PrintThings(DeskView):
    """The register as it is narrowed, on paper."""

    def exists_for_actor(self) -> bool:
        return points.reads_supervision(self.actor, self.at)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        narrowed = ThingFilter(request.GET, queryset=queries.things_seen_by(self.actor, self.at))
        rows = list(narrowed.qs.select_related("unit", "town").order_by("taken_on", "pk")[:MOST_PRINTED])
        if not rows:
            raise Http404
        is_gifts = all(one.origin == Origin.HANDED_IN for one in rows)
        today = today_of_due_days(self.at)
        printed = print_register(rows[0].town, rows, is_gifts=is_gifts, today=today)
        return files.content_response(
            request, printed, name="register.pdf", content_type="application/pdf", public=False, inline=True
        )


class _Enter(ForUnits, ActionView):
    """Something for whoever keeps the register."""

    units_policy, below, button = WATCHES_UNIT, (SUPERVISION, REGISTER), gettext_lazy("Save")
    success_message = gettext_lazy("Entered: %(number)s")

    def get_initial(self) -> dict[str, Any]:
        return {"taken_on": today_of_due_days(self.at), "count": 1}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.units}

    def words(self) -> dict[str, str]:
        return {"number": self.done.number}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:supervision_thing", args=[self.done.pk])


class Seal(_Enter):
    """Enter a thing that was sealed."""

    form_class, title = forms.SealForm, gettext_lazy("Enter a thing that was sealed")

    def act(self, form: Any) -> SealedThing:
        return actions.seal(actor=self.actor, at=self.at, **form.cleaned_data)


class TakeIn(_Enter):
    """Enter a gift that was handed in."""

    form_class, title = forms.GiftForm, gettext_lazy("Enter a gift that was handed in")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"kind": ThingKind.GIFT}

    def act(self, form: Any) -> SealedThing:
        return actions.take_in(actor=self.actor, at=self.at, **form.cleaned_data)


class ThingPage(DeskView):
    """One thing of the register, with its steps."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        thing = get_object_or_404(queries.things_seen_by(self.actor, self.at), pk=pk)
        return thing_page(request, thing, at=self.at)


def thing_page(
    request: HttpRequest,
    subject: SealedThing,
    /,
    *,
    at: datetime,
    refused: Any = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a thing, what was recovered of it, what became of it, and its steps."""
    context = {
        "thing": subject,
        "tags": [presenters.thing_tag(subject)],
        "meta": presenters.thing_meta(subject),
        "reason": as_written(subject.reason),
        "end_note": as_written(subject.end_note),
        "steps": offered_steps(request, subject, THING, THING_STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, THING),
        "crumbs": crumbs(*((str(label), reverse(name)) for label, name in (SUPERVISION, REGISTER))),
    }
    return render(request, "accountability/supervision/desk/thing.html", context, status=status)


class ThingStep(StepView):
    """What the steps of a thing have in common."""

    workflow, policy, policies, page = THING, READS_THING, THING_STEPS, thing_page

    def visible(self, pk: int) -> SealedThing | None:
        return queries.things_seen_by(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        return _("%(number)s %(what)s") % {"number": self.subject.number, "what": self.subject.what}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:supervision_thing", args=[self.kwargs["pk"]])


class Recover(ThingStep):
    """Enter what was recovered."""

    verb, action, form_class = "recover", actions.recover, forms.RecoverForm

    def is_offered(self) -> bool:
        return self.subject.due is not None and self.subject.recovered < self.subject.due


class _End(ThingStep):
    """End a thing."""

    form_class = forms.EndForm

    def get_initial(self) -> dict[str, Any]:
        return {"on": today_of_due_days(self.at)}

    def form_arguments(self) -> dict[str, Any]:
        return {"has_due": self.subject.due is not None and self.subject.recovered < self.subject.due}


class Clear(_End):
    """Clear it away."""

    verb, action, is_main = "clear", actions.clear, True


class HandBack(_End):
    """Hand it back."""

    verb, action = "hand_back", actions.hand_back
