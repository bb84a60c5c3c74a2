"""The catalogue in the desk."""

from functools import cached_property, partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from disclosure.catalogue.actions import EDITABLE, add_entry, end_monthly, mark_monthly, save_entry
from disclosure.catalogue.forms import EndMonthlyForm, EntryForm, MonthlyForm, NewEntryForm
from disclosure.catalogue.models import CatalogueEntry, MonthlyReporting
from disclosure.catalogue.policies import KEEPS_BOOKS, KEEPS_BOOKS_OF, KEEPS_ENTRY, SEES_BOOKS_OF, keeps_catalogue
from disclosure.catalogue.presenters import entries_by_stream, quarters_offered
from disclosure.catalogue.registry import known_forms
from portal.accounts.desk.access import ForUnits
from portal.core.texts import as_written
from portal.desk.trail import TrailLine, changes_of
from portal.desk.views import ActionView, DeskView


class Catalogue(DeskView):
    """The entries by stream."""

    def exists_for_actor(self) -> bool:
        return keeps_catalogue(self.actor, self.at)

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"streams": entries_by_stream(CatalogueEntry.objects.all()), "crumbs": self.crumbs()}
        return render(request, "disclosure/catalogue/desk/catalogue.html", context)


class _EntryAction(ActionView):
    below = ((gettext_lazy("Catalogue"), "disclosure_desk:catalogue"),)
    success_url = reverse_lazy("disclosure_desk:catalogue")

    def words(self) -> dict[str, str]:
        return {"item": self.done.name}


class NewEntry(_EntryAction):
    """Add an entry."""

    form_class = NewEntryForm
    title, button = gettext_lazy("Add an item"), gettext_lazy("Add the item")
    lead = gettext_lazy("Units owe it from the period that runs, unless you say from when.")
    success_message = gettext_lazy("Added: %(item)s")

    def exists_for_actor(self) -> bool:
        return keeps_catalogue(self.actor, self.at)

    def act(self, form: Any) -> CatalogueEntry:
        fields = dict(form.cleaned_data)
        return add_entry(actor=self.actor, code=fields.pop("code"), fields=fields, at=self.at)


class CatalogueEntryPage(_EntryAction):
    """One entry, with everything that was ever changed of it."""

    template_name, form_class = "disclosure/catalogue/desk/catalogue_entry.html", EntryForm
    success_message = gettext_lazy("Saved: %(item)s")
    lead = gettext_lazy("Notices that are public keep the days they were put up for.")
    button = gettext_lazy("Save")

    @cached_property
    def entry(self) -> CatalogueEntry:
        """The entry."""
        entry = self.get_permitted(KEEPS_ENTRY, code=self.kwargs["code"])
        self.title = str(entry)  # before the form writes into it
        return entry

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.entry}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(changes=_changes(self.entry), **kwargs)

    def act(self, form: Any) -> CatalogueEntry:
        return save_entry(actor=self.actor, entry=self.entry, fields=form.cleaned_data, at=self.at)


def _changes(entry: CatalogueEntry) -> list[TrailLine]:
    """Return what was changed of an entry, oldest first."""
    records = list(entry.history.select_related("history_user"))
    lines = [
        line
        for field in CatalogueEntry._meta.fields
        if field.name in EDITABLE
        for line in changes_of(records, {field.name: field.verbose_name}, show=partial(_word, field))
    ]
    return sorted(lines, key=lambda line: line.at)


def _word(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = known_forms() if field.name == "form" else dict(field.flatchoices)
    return str(choices.get(value, value))


class MonthlyBooksPage(DeskView):
    """Which units owe their money statements monthly."""

    def get(self, request: HttpRequest) -> HttpResponse:
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
    below = ((gettext_lazy("Monthly books"), "disclosure_desk:monthly_books"),)
    success_message = gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "quarters": quarters_offered(self.at)}


class MarkMonthly(ForUnits, _BooksAction):
    """Mark a unit as one with many movements."""

    units_policy, form_class = KEEPS_BOOKS_OF, MonthlyForm
    title, button = gettext_lazy("Mark a unit"), gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": {"unit": self.units}}

    def act(self, form: Any) -> MonthlyReporting:
        given = form.cleaned_data | {"starts_on": form.cleaned_data["quarter"].first}
        del given["quarter"]
        return mark_monthly(actor=self.actor, at=self.at, **given)


class EndMonthly(_BooksAction):
    """End monthly books with a quarter."""

    form_class = EndMonthlyForm
    button = pgettext_lazy("monthly books", "End")

    @cached_property
    def books(self) -> MonthlyReporting:
        """The time of monthly books."""
        return self.get_permitted(KEEPS_BOOKS, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=_("Monthly books"), lead=self.books.unit.name, **kwargs)

    def act(self, form: Any) -> MonthlyReporting:
        return end_monthly(actor=self.actor, books=self.books, ends_on=form.cleaned_data["quarter"].last, at=self.at)
