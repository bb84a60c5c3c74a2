"""The pages of units that keep monthly books."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from disclosure.catalogue.actions.books import end_monthly, mark_monthly
from disclosure.catalogue.forms.books import EndMonthlyForm, MonthlyForm
from disclosure.catalogue.models import MonthlyReporting
from disclosure.catalogue.policies import KEEPS_BOOKS, KEEPS_BOOKS_OF, SEES_BOOKS_OF
from disclosure.catalogue.presenters import quarters_offered
from portal.accounts.models import Unit
from portal.core.texts import as_written
from portal.desk.views import ActionView, DeskView


class MonthlyBooksPage(DeskView):
    """Which units owe their money statements monthly."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them.

        Raises:
            Http404: The person has none to see.
        """
        units = SEES_BOOKS_OF.permitted(self.actor, at=self.at)
        if not units.exists():
            raise Http404(_("This page is for others."))
        rows = MonthlyReporting.objects.filter(unit__in=units).select_related("unit")
        context = {
            "crumbs": [*self.crumbs(), (_("Owed"), reverse("disclosure_desk:obligations"))],
            "rows": [(row, as_written(row.reason)) for row in rows.order_by("unit__code", "-starts_on")],
            "may_mark": KEEPS_BOOKS_OF.permitted(self.actor, at=self.at).exists(),
        }
        return render(request, "disclosure/catalogue/desk/monthly_books.html", context)


class _BooksAction(ActionView):
    success_url = reverse_lazy("disclosure_desk:monthly_books")
    success_message = gettext_lazy("Saved.")

    def crumbs(self) -> list[tuple[str, str]]:
        """Lead through the list."""
        return [*super().crumbs(), (_("Monthly books"), reverse("disclosure_desk:monthly_books"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the quarters from this one on."""
        return {**super().get_form_kwargs(), "quarters": quarters_offered(self.at)}


class MarkMonthly(_BooksAction):
    """Mark a unit as one with many movements."""

    form_class = MonthlyForm
    title, button = gettext_lazy("Mark a unit"), gettext_lazy("Save")

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The units the person marks, by code.

        Raises:
            Http404: There is none.
        """
        rows = KEEPS_BOOKS_OF.permitted(self.actor, at=self.at).filter(is_active=True).order_by("code")
        found = {unit.code: unit for unit in rows}
        if not found:
            raise Http404(_("This page is for others."))
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units."""
        return {**super().get_form_kwargs(), "units": self.units.values()}

    def act(self, form: Any) -> MonthlyReporting:
        """Mark it."""
        unit, quarter = self.units[form.cleaned_data["unit"]], form.cleaned_data["quarter"]
        reason = form.cleaned_data["reason"]
        return mark_monthly(actor=self.actor, unit=unit, starts_on=quarter.first, reason=reason, at=self.at)


class EndMonthly(_BooksAction):
    """End monthly books with a quarter."""

    form_class = EndMonthlyForm
    button = pgettext_lazy("monthly books", "End")

    @cached_property
    def books(self) -> MonthlyReporting:
        """The time of monthly books."""
        return self.get_permitted(KEEPS_BOOKS, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the unit."""
        return super().get_context_data(title=_("Monthly books"), lead=self.books.unit.name, **kwargs)

    def act(self, form: Any) -> MonthlyReporting:
        """End it."""
        return end_monthly(actor=self.actor, books=self.books, ends_on=form.cleaned_data["quarter"].last, at=self.at)
