"""Units on the desk: what is public of them, their staff boards, and who deputises for their clerks."""

from copy import copy
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from portal.accounts import actions
from portal.accounts.desk.access import AdministratorsView, WordsFilter
from portal.accounts.enums import UnitKind
from portal.accounts.forms import STAFF_ROW, DeputyForm, NewUnitForm, StaffFormSet, UnitForm
from portal.accounts.models import Post, StaffMember, Unit, UnitGrant, User
from portal.accounts.policies import ADMINISTERS_UNIT, GIVES_TO
from portal.accounts.presenters import trail_of_unit
from portal.accounts.queries import staff_of
from portal.desk.views import ActionView, ButtonView, ChangeView, DeskListView, SeenForm


class UnitFilter(WordsFilter):
    """Find units by name or code."""

    columns = ("code", "name_zh", "name_en")


class Units(AdministratorsView, DeskListView):
    """The units one administers."""

    template_name, filterset_class = "accounts/desk/units.html", UnitFilter

    def get_queryset(self) -> QuerySet[Unit]:
        return ADMINISTERS_UNIT.permitted(self.actor, at=self.at).order_by("code")


class NewUnit(AdministratorsView, ActionView):
    """Add a station or village to a township."""

    below = ((gettext_lazy("Units"), "people_desk:units"),)
    form_class = NewUnitForm
    title, button = gettext_lazy("Add a unit"), gettext_lazy("Add the unit")
    lead = gettext_lazy("From now on it owes what the catalogue names for units of its kind.")
    success_message = gettext_lazy("The unit has been added. Now give its posts to people.")

    def get_form_kwargs(self) -> dict[str, Any]:
        towns = ADMINISTERS_UNIT.permitted(self.actor, at=self.at).filter(kind=UnitKind.TOWN, is_active=True)
        return {**super().get_form_kwargs(), "towns": towns.order_by("code")}

    def act(self, form: Any) -> Unit:
        fields = dict(form.cleaned_data)
        place = {"code": fields.pop("code"), "kind": UnitKind(fields.pop("kind")), "parent": fields.pop("parent")}
        return actions.add_unit(actor=self.actor, fields=fields, at=self.at, **place)

    def get_success_url(self) -> str:
        return reverse("people_desk:unit", args=[self.done.code])


class OfUnit(AdministratorsView, ActionView):
    """What the forms about one unit have in common: they are shown on the unit's page.

    Attributes:
        slot: The form's name in the template; a refusal shows the page again, with what was typed there.
    """

    below = ((gettext_lazy("Units"), "people_desk:units"),)
    template_name = "accounts/desk/unit.html"
    slot = "form"

    @cached_property
    def unit(self) -> Unit:
        """The unit, if the person administers it."""
        return self.get_permitted(ADMINISTERS_UNIT, code=self.kwargs["code"])

    def subject(self) -> Unit:
        """Return the row that `ChangeView` changes."""
        return self.unit

    def people(self) -> QuerySet[User]:
        """Return who can be made a deputy: nobody is offered themself, or who is one already."""
        found = GIVES_TO.permitted(self.actor, at=self.at).filter(is_active=True)
        deputies = UnitGrant.objects.filter(content_object=self.unit).values("user_id")
        return found.exclude(pk__in=deputies).order_by("username")

    def get_success_url(self) -> str:
        return reverse("people_desk:unit", args=[self.unit.code])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "unit": self.unit,
            "unit_form": UnitForm(instance=self.unit, initial={"seen": self.unit.version}),
            "deputy_form": DeputyForm(offered={"person": self.people()}, prefix="deputy"),
            "grants": UnitGrant.objects.filter(content_object=self.unit).select_related("user"),
            "posts": Post.objects.filter(unit=self.unit).select_related("person").order_by("role", "starts_on"),
            "staff": staff_of(self.unit),
            "trail": trail_of_unit(self.unit),
            self.slot: context["form"],
        }


class UnitPage(OfUnit, ChangeView):
    """A unit: what is public of it, and who holds its posts."""

    form_class, slot, success_message = UnitForm, "unit_form", gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": copy(self.unit)}

    def act(self, form: Any) -> Unit:
        fields = {name: form.cleaned_data[name] for name in actions.UNIT_FIELDS}
        seen = form.cleaned_data["seen"]
        return actions.change_unit(actor=self.actor, unit=self.unit, fields=fields, seen=seen, at=self.at)


class GiveDeputy(OfUnit):
    """Hand the unit over to somebody who writes in its clerk's place."""

    form_class, prefix, slot = DeputyForm, "deputy", "deputy_form"
    success_message = gettext_lazy("The unit has been handed over.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.get_success_url())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": {"person": self.people()}}

    def act(self, form: Any) -> None:
        person = form.cleaned_data["person"]
        actions.give_deputy(actor=self.actor, unit=self.unit, person=person, at=self.at)


class EndDeputy(OfUnit, ButtonView):
    """Take the unit back."""

    success_message = gettext_lazy("The unit has been taken back.")

    def act(self, form: Any) -> None:
        grant = get_object_or_404(UnitGrant, pk=self.kwargs["pk"], content_object=self.unit)
        actions.end_deputy(actor=self.actor, grant=grant, at=self.at)


class StaffBoard(OfUnit, ChangeView):
    """Write a unit's staff board."""

    template_name, form_class = "accounts/desk/staff.html", SeenForm
    success_message = gettext_lazy("The staff board has been saved.")

    @cached_property
    def rows(self) -> Any:
        """The people on it, as stored or as they were sent."""
        data = self.request.POST if self.request.method == "POST" else None
        return StaffFormSet(data, initial=list(staff_of(self.unit).values(*STAFF_ROW)), prefix="staff")

    def form_valid(self, form: Any) -> HttpResponse:
        return super().form_valid(form) if self.rows.is_valid() else self.form_invalid(form)

    def act(self, form: Any) -> list[StaffMember]:
        rows = [row for row in self.rows.cleaned_data if row and not row.get("DELETE")]
        seen = form.cleaned_data["seen"]
        return actions.set_staff(actor=self.actor, unit=self.unit, rows=rows, seen=seen, at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"forms": self.rows}

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), (self.unit.name, self.get_success_url())]
