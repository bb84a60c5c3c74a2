"""One entry of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.actions.entries import EDITABLE
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.registry import known_forms

if TYPE_CHECKING:
    _Form = forms.ModelForm[CatalogueEntry]
else:
    _Form = forms.ModelForm


class EntryForm(_Form):
    """What an administrator changes of an entry. The action saves it, not the form."""

    form = forms.ChoiceField(label=_("Form"), choices=lambda: known_forms().items())

    class Meta:
        model = CatalogueEntry
        fields = list(EDITABLE)

    def clean(self) -> dict[str, Any]:
        """Refuse days without a unit and a unit without days, each at its own field."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        days, unit = said.get("notice_days"), said.get("notice_unit")
        if days and not unit:
            self.add_error("notice_unit", _("Say in which days the notice period is counted."))
        if unit and not days:
            self.add_error("notice_days", _("Say how many days, or choose “No notice period”."))
        return said
