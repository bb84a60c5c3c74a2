"""Points of risk on the desk."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.supervision import forms
from accountability.supervision.actions import points as actions
from accountability.supervision.enums import Area, Level
from accountability.supervision.models import POINT_FIELDS, RiskPoint
from accountability.supervision.policies import KEEPS_POINT, SUPERVISES, WATCHES_UNIT
from accountability.supervision.presenters import points as presenters
from accountability.supervision.queries import figures, points as queries
from portal.accounts.desk.access import ForUnits
from portal.core.demonstration import today_of_due_days
from portal.desk.trail import changes_of
from portal.desk.views import ActionView, ChangeView, DeskListView
from portal.desk.years import year_filter

SUPERVISION = (_("Supervision"), "accountability_desk:supervision_points")
"""The first page of supervision, on the way to its others."""


class PointFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, an area, a level, and to what is said of them."""

    year = year_filter()
    area = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a risk", "Area"), choices=Area.choices, empty_label=_("All")
    )
    level = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a risk", "Level"), choices=Level.choices, empty_label=_("All")
    )
    q = django_filters.CharFilter(method="find", label=_("Unit, work or risk"), max_length=60)

    def find(self, rows: QuerySet[RiskPoint], _name: str, words: str) -> QuerySet[RiskPoint]:
        """Return the points that contain the words."""
        asked = Q(unit__name_zh__icontains=words) | Q(unit__name_en__icontains=words)
        return rows.filter(asked | Q(post__icontains=words) | Q(risk__icontains=words))


class Points(DeskListView):
    """The points of risk of units, with how many checks were made at each."""

    template_name, filterset_class = "accountability/supervision/desk/points.html", PointFilter

    def exists_for_actor(self) -> bool:
        return queries.reads_supervision(self.actor, self.at)

    def get_queryset(self) -> QuerySet[RiskPoint]:
        return queries.points_seen_by(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        towns = list(SUPERVISES.permitted(self.actor, at=self.at).order_by("code")[:1])
        year = today_of_due_days(self.at).year
        found = [presenters.figures_of_year(year, figures.of_year(one, year, at=self.at)) for one in towns]
        return context | {
            "rows": presenters.point_rows(context["object_list"]),
            "keeps": bool(towns),
            "year": year,
            "figures": found[0] if found else [],
        }


class NewPoint(ForUnits, ActionView):
    """Enter a point of risk."""

    units_policy, form_class, below = WATCHES_UNIT, forms.PointForm, (SUPERVISION,)
    title, button = _("A new point of risk"), _("Save")
    success_message, success_url = _("Entered: %(number)s"), reverse_lazy("accountability_desk:supervision_points")

    def get_initial(self) -> dict[str, Any]:
        return {"year": today_of_due_days(self.at).year}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.units}

    def act(self, form: Any) -> RiskPoint:
        given = form.cleaned_data
        fields = {name: given[name] for name in POINT_FIELDS if name in given}
        return actions.add_point(actor=self.actor, unit=given["unit"], year=given["year"], fields=fields, at=self.at)

    def words(self) -> dict[str, str]:
        return {"number": self.done.number}


class EditPoint(ChangeView):
    """Change a point of risk, with what it said before and the matters that are watched at it."""

    template_name, form_class = "accountability/supervision/desk/point.html", forms.PointForm
    below, button, success_message = (SUPERVISION,), _("Save"), _("Saved: %(number)s")

    @cached_property
    def point(self) -> RiskPoint:
        """The point of risk."""
        return self.get_permitted(KEEPS_POINT, pk=self.kwargs["pk"])

    def subject(self) -> RiskPoint:
        return self.point

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {name: getattr(self.point, name) for name in POINT_FIELDS}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "units": WATCHES_UNIT.permitted(self.actor, at=self.at),
            "point": self.point,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        point = self.point
        records = list(point.history.select_related("history_user"))
        matters = queries.matters_seen_by(self.actor, self.at).filter(point=point)
        labels = {one.name: one.verbose_name for one in RiskPoint._meta.fields if one.name in POINT_FIELDS}
        more = {
            "title": f"{point.number} {point.unit.name}",
            "point": point,
            "matters": presenters.matter_rows(matters, today=today_of_due_days(self.at)),
            "changes": changes_of(records, labels),
        }
        return super().get_context_data(**more | kwargs)

    def act(self, form: Any) -> RiskPoint:
        given = form.cleaned_data
        fields = {name: given[name] for name in POINT_FIELDS}
        return actions.change_point(actor=self.actor, point=self.point, fields=fields, seen=given["seen"], at=self.at)

    def words(self) -> dict[str, str]:
        return {"number": self.point.number}

    def get_success_url(self) -> str:
        return reverse("accountability_desk:supervision_point", args=[self.point.pk])


class CarryOver(ForUnits, ActionView):
    """Enter the points of risk of the year before for a new year."""

    units_policy, form_class, below = SUPERVISES, forms.CarryOverForm, (SUPERVISION,)
    title, button = _("Carry the points of risk over"), _("Carry over")
    lead = _("Those of the year before that have not ended are entered for the new year, and can be changed there.")
    success_message = _("Points of risk carried over: %(count)d.")
    success_url = reverse_lazy("accountability_desk:supervision_points")

    def get_initial(self) -> dict[str, Any]:
        return {"year": today_of_due_days(self.at).year}

    def act(self, form: Any) -> list[RiskPoint]:
        year = form.cleaned_data["year"]
        return actions.carry_over(actor=self.actor, town=self.units[0], year=year, at=self.at)

    def words(self) -> dict[str, int]:
        return {"count": len(self.done)}
