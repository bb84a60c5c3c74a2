"""The form on which the yearly report is filled in: a field for each cell, the texts, an explanation for each fault."""

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.reports.actions import MAX_EXPLANATION_LENGTH, MAX_TEXT_LENGTH
from disclosure.reports.presenters import place_of
from disclosure.reports.rules import DECIMALS, LARGEST, PARTS, TEXTS, ZERO, Fault
from disclosure.requests.models import Request
from portal.desk.fields import LongTextField
from portal.desk.views import SeenForm

_WHY = "why-"


class FigureField(forms.DecimalField):
    """A count, or a sum with up to four decimals. It may be blank, and may be typed as offices type: １，２００."""

    default_error_messages = {
        "invalid": _("Write a number, or leave it empty."),
        "min_value": _("A figure is never below zero."),
    }

    def __init__(self, places: int, **more: Any) -> None:
        attributes = {"inputmode": "decimal" if places else "numeric", "class": "n", "autocomplete": "off"}
        widget = forms.TextInput(attrs=attributes)
        super().__init__(
            required=False, min_value=0, max_value=LARGEST - 1, decimal_places=places, widget=widget, **more
        )

    def to_python(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").replace(" ", "")
        return super().to_python(text)


class ReportForm(SeenForm):
    """All that is filled in. Only what the check raised when the page was opened can be explained."""

    def __init__(self, *args: Any, faults: Iterable[Fault], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, part in TEXTS.items():
            self.fields[name] = LongTextField(PARTS[part], rows=8, max_length=MAX_TEXT_LENGTH, required=False)
        for name, places in DECIMALS.items():
            self.fields[name] = FigureField(places, label=place_of(name))
        for fault in faults:
            self.fields[_WHY + fault.key] = LongTextField(
                _("Explanation"), rows=2, max_length=MAX_EXPLANATION_LENGTH, required=False
            )

    def explanation(self, fault: Fault) -> forms.BoundField:
        """Return the field in which a fault is explained."""
        return self[_WHY + fault.key]

    @property
    def figures(self) -> dict[str, Decimal]:
        """The figures that were typed, once the form is valid."""
        return {name: self.cleaned_data[name] or ZERO for name in DECIMALS}

    @property
    def texts(self) -> dict[str, str]:
        """The texts that were typed, once the form is valid."""
        return {name: self.cleaned_data[name] for name in TEXTS}

    @property
    def explanations(self) -> dict[str, str]:
        """The explanations that were typed, by the key of their fault, once the form is valid."""
        given = self.cleaned_data.items()
        return {name.removeprefix(_WHY): text for name, text in given if name.startswith(_WHY)}


def initial_of(texts: Mapping[str, str], figures: Mapping[str, str], explanations: Mapping[str, str]) -> dict[str, str]:
    """Return what a form shows at first."""
    return {**texts, **figures, **{_WHY + key: text for key, text in explanations.items()}}


class BehindFilter(filters.FilterSet):  # type: ignore[misc]
    """The list behind a figure is not narrowed any further."""

    class Meta:
        model = Request
        fields: tuple[str, ...] = ()
