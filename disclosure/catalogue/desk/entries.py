"""The catalogue of disclosure, for administrators."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.catalogue.actions.entries import EDITABLE, save_entry
from disclosure.catalogue.enums import Cadence, NoticeUnit, Stream
from disclosure.catalogue.forms.entries import EntryForm
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.policies import KEEPS_ENTRY, keeps_catalogue
from disclosure.catalogue.registry import known_forms
from portal.accounts.enums import UnitKind
from portal.desk.trail import TrailLine, changes_of
from portal.desk.views import ActionView, DeskView

_WORDS: dict[str, Any] = {
    "stream": Stream,
    "cadence": Cadence,
    "publisher": UnitKind,
    "notice_unit": NoticeUnit,
}


class Catalogue(DeskView):
    """The entries by stream."""

    def exists_for_actor(self) -> bool:
        """Return whether the person keeps the catalogue."""
        return keeps_catalogue(self.actor, self.at)

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them."""
        entries, forms = list(CatalogueEntry.objects.order_by("code")), known_forms()
        streams = [
            {
                "title": stream.label,
                "id": stream.value,
                "entries": [(one, forms.get(one.form, one.form)) for one in entries if one.stream == stream],
            }
            for stream in Stream
        ]
        context = {"streams": streams, "crumbs": self.crumbs()}
        return render(request, "disclosure/catalogue/desk/catalogue.html", context)


class CatalogueEntryPage(ActionView):
    """One entry, with everything that was ever changed of it."""

    template_name, form_class = "disclosure/catalogue/desk/catalogue_entry.html", EntryForm
    success_url = reverse_lazy("disclosure_desk:catalogue")
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
        """Begin with what the entry says."""
        return {**super().get_form_kwargs(), "instance": self.entry}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was changed."""
        return super().get_context_data(changes=_changes(self.entry), **kwargs)

    def crumbs(self) -> list[tuple[str, str]]:
        """Lead through the catalogue."""
        return [*super().crumbs(), (_("Catalogue"), reverse("disclosure_desk:catalogue"))]

    def act(self, form: Any) -> CatalogueEntry:
        """Change it."""
        return save_entry(actor=self.actor, entry=self.entry, fields=form.cleaned_data, at=self.at)

    def words(self) -> dict[str, str]:
        """Name it."""
        return {"item": self.done.name}


def _changes(entry: CatalogueEntry) -> list[TrailLine]:
    """Return what was changed of an entry, oldest first."""
    records = list(entry.history.select_related("history_user"))
    names = {one.name: one.verbose_name for one in CatalogueEntry._meta.fields}
    lines = [
        line for field in EDITABLE for line in changes_of(records, {field: names[field]}, show=partial(_word, field))
    ]
    return sorted(lines, key=lambda line: line.at)


def _word(field: str, value: Any) -> str:
    if field == "form":
        return str(known_forms().get(value, value))
    if field in _WORDS:
        return str(_WORDS[field](value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
